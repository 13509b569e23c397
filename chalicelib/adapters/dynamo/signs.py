"""Signs of life in DynamoDB: the latest webhook, and the clock of whoever answers."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.rows import Rows, attributes_of
from chalicelib.kernel.page import Page
from chalicelib.payments.model import GatewayEvent, GatewayName


class DynamoSigns:
    """See insights.ports.Signs."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def last_webhook(self, gateway: GatewayName) -> GatewayEvent | None:
        """Return the latest webhook that was accepted."""
        found = self._rows.page(GatewayEvent, keys.events(gateway), cursor=None, limit=1)
        return found.items[0] if found.items else None

    def webhooks(
        self, gateway: GatewayName, *, cursor: str | None, limit: int
    ) -> Page[GatewayEvent]:
        """Return the webhooks that were accepted, newest first."""
        return self._rows.page(GatewayEvent, keys.events(gateway), cursor=cursor, limit=limit)

    def elsewhere(self) -> datetime | None:
        """Return the time in the head of an answer (RFC 9110, 6.6.1: to the second)."""
        key = keys.setup_link()
        answer = self._rows.call(
            "GetItem", TableName=self._rows.names.of(key.table), Key=attributes_of(key)
        )
        heads = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        try:
            return parsedate_to_datetime(heads["date"]).astimezone(UTC)
        except (KeyError, ValueError):
            return None
