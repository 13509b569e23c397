"""Lists of people to invite in DynamoDB: a list and its rows share a partition."""

from chalicelib.adapters.dynamo import people_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.kernel.ids import InviteListId
from chalicelib.kernel.page import Page
from chalicelib.membership.model import InviteList, InviteRow


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
