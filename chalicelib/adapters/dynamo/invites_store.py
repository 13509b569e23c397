"""What letting people in reads from DynamoDB; a list of people and its rows share a partition."""

from chalicelib.adapters.dynamo import people_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.kernel.ids import InviteListId, OutageId
from chalicelib.kernel.page import Page
from chalicelib.membership.model import InviteList, InviteRow
from chalicelib.membership.outage import Gift, Outage


class DynamoInviteListStore:
    """See membership.ports.InviteListStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def invite_list(self, list_id: InviteListId) -> InviteList | None:
        """Return a list; strongly consistent."""
        return self._rows.get(InviteList, people_keys.invite_list(list_id))

    def invite_lists(self, *, cursor: str | None, limit: int) -> Page[InviteList]:
        """Return lists, the newest first."""
        span = people_keys.invite_lists()
        return self._rows.page(InviteList, span, cursor=cursor, limit=limit)

    def rows(self, list_id: InviteListId, *, cursor: str | None, limit: int) -> Page[InviteRow]:
        """Return the rows of a list by number; strongly consistent."""
        span = people_keys.invite_rows(list_id)
        return self._rows.page(InviteRow, span, cursor=cursor, limit=limit)


class DynamoOutageStore:
    """See membership.ports.OutageStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def outage(self, outage_id: OutageId) -> Outage | None:
        """Return an outage; strongly consistent."""
        return self._rows.get(Outage, people_keys.outage(outage_id))

    def outages(self, *, cursor: str | None, limit: int) -> Page[Outage]:
        """Return outages, the newest first."""
        return self._rows.page(Outage, people_keys.outages(), cursor=cursor, limit=limit)

    def gifts(self, outage_id: OutageId, *, cursor: str | None, limit: int) -> Page[Gift]:
        """Return whom an outage concerned, by user; strongly consistent."""
        return self._rows.page(Gift, people_keys.gifts(outage_id), cursor=cursor, limit=limit)
