"""Downloads, the week's allotment, and the right to download."""
