"""How servers are asked what runs on them, and whose it is."""
