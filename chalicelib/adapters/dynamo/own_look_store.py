"""What customers were shown of their streams, in DynamoDB."""

from chalicelib.adapters.dynamo import limit_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.insights.own_look import OwnLook
from chalicelib.kernel.ids import UserId


class DynamoOwnLookStore:
    """See insights.ports.OwnLookStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def own_look(self, user_id: UserId) -> OwnLook | None:
        """Return the last look as it was committed, None where there is none any more."""
        return self._rows.get(OwnLook, limit_keys.own_look(user_id))
