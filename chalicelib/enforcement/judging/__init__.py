"""What is to be done about the streams that run, and why: rules without any input or output."""
