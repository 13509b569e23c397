"""What repeated offences lead to, and appeals against it."""
