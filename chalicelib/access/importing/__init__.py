"""Taking over whoever is on the media servers already."""
