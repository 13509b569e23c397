"""The waitlist in DynamoDB: an index holds those whose turn is not over."""

from chalicelib.adapters.dynamo import people_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.kernel.ids import WaitId


class DynamoWaitlistStore:
    """See checkout.ports.WaitlistStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def entry(self, wait_id: WaitId) -> WaitEntry | None:
        """Return a turn, also one that is over; strongly consistent."""
        return self._rows.get(WaitEntry, people_keys.wait(wait_id))

    def line(self) -> tuple[WaitEntry, ...]:
        """Return everybody whose turn is not over, whoever joined first standing first."""
        return self._rows.whole(WaitEntry, people_keys.waiting())
