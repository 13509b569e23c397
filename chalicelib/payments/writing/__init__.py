"""What an outcome writes: rows, jobs and mails of one commit, as values."""
