"""Shares in DynamoDB."""

from chalicelib.access.model import Share
from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.page import Page


class DynamoAccessStore:
    """See access.ports.AccessStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of_user(self, user_id: UserId) -> tuple[Share, ...]:
        """Return all shares of the user, removed ones too."""
        return self._rows.whole(Share, keys.shares_of(user_id))

    def of_server(self, server_id: ServerId, *, cursor: str | None, limit: int) -> Page[Share]:
        """Return the shares of a server, by user."""
        return self._rows.page(Share, keys.shares_on(server_id), cursor=cursor, limit=limit)

    def invited(self, *, cursor: str | None, limit: int) -> Page[Share]:
        """Return shares that wait for acceptance, the oldest first."""
        return self._rows.page(Share, keys.shares_invited(), cursor=cursor, limit=limit)
