"""What administrators do to the books by hand."""
