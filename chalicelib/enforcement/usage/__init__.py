"""How much people watch in a week, for fair use."""
