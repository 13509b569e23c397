"""What goes on by itself: agreements, their credit and their changes of plan."""
