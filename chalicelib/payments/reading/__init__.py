"""What is read from gateways, and what of it is in the books."""
