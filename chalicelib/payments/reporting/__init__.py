"""What the books tell: comparisons, receipts, referrals."""
