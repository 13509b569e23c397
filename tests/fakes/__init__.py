"""Stand-ins for our ports that keep their promises without leaving the process."""
