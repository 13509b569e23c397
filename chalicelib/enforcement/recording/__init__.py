"""What a verdict leaves behind, written in few commits."""
