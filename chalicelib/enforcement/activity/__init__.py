"""What was streamed, for history and charts, and what plays now."""
