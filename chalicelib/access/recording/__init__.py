"""What became of access: rows, mails, and what is left for a person to do."""
