"""Looks at the servers' streams, and what is done and remembered after them."""
