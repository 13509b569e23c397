"""How much we take in, where several topics or faces must agree."""

# Of any body but forms: far more than a gateway's largest event, far less than Lambda's memory.
LONGEST_BODY_BYTES = 256 * 1024
# Streams at a time, of a plan or of one person.
MOST_STREAMS = 99
# Devices that are signed in, and downloads in a week, of a plan or of one person.
MOST_DEVICES = 100
MOST_DOWNLOADS = 10_000

# The linked users of one master: payments have at most twelve parts, the master's own included.
MOST_SUBS = 11
