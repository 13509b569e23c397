"""Signs of life in memory."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.kernel.clock import Clock, to_iso
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.page import Page
from chalicelib.payments.model import GatewayEvent, GatewayName
from tests.fakes.database import View, page_of


@dataclass
class InMemorySigns(View):
    """The other machine's clock is `behind` ours; without a clock it does not answer."""

    clock: Clock | None = None
    behind: timedelta = timedelta()

    def last_webhook(self, gateway: GatewayName) -> GatewayEvent | None:
        self.db.trip()
        found = [each for each in self.db.all(GatewayEvent) if each.gateway is gateway]
        return max(found, key=lambda each: (each.received_at, each.event_id), default=None)

    def webhooks(
        self, gateway: GatewayName, *, cursor: str | None, limit: int
    ) -> Page[GatewayEvent]:
        self.db.trip()
        return page_of(
            [each for each in self.db.all(GatewayEvent) if each.gateway is gateway],
            scope=f"webhooks.of.{gateway}",
            key=lambda each: (to_iso(each.received_at), each.event_id),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def elsewhere(self) -> datetime | None:
        self.db.trip()
        if self.clock is None:
            raise RetryLaterError("The database does not answer.")
        return (self.clock.now() - self.behind).replace(microsecond=0)
