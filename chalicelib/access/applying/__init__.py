"""Doing at the platforms what was decided."""
