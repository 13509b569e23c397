"""What media servers tell by themselves, and the looks that it leads to."""
