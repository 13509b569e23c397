"""Bring Streams Manager to AWS, and take it away again: `make deploy` and `make destroy`."""
