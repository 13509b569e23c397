"""Records about limits beside the streams and decisions themselves."""
