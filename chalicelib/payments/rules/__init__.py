"""What money means, decided from values alone."""
