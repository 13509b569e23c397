"""What is known before access is decided: by our records and by the platforms."""
