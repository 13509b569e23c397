"""What would be done, how it differs from what is, and why."""
