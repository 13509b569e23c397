"""What is decided about access from what is known, without reading anything."""
