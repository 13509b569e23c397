"""How likely people share their accounts."""
