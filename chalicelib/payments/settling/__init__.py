"""The parts of which the booking of a payment is made."""
