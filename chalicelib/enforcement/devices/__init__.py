"""Devices that are signed in, and the limit on them."""
