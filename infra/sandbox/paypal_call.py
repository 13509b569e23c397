"""One call of PayPal's REST API: what an operation gets and how it is found."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from infra.sandbox.kit import Doc, World
from infra.sandbox.paypal_fields import Fields
from infra.sandbox.paypal_wire import PayPalError

ORDERS_HOURS, BILLING_HOURS, PAYMENTS_HOURS = 6, 72, 45 * 24
"""For how long a `PayPal-Request-Id` is remembered."""


@dataclass
class Call:
    """One call: who makes it, on which object, with what."""

    world: World
    account: Doc
    scope: str = ""
    id: str = ""
    body: Doc = field(default_factory=dict)
    raw: bytes = b""
    query: dict[str, str] = field(default_factory=dict)
    request_id: str = ""
    wants_all: bool = False

    @property
    def owner(self) -> str:
        """The name of the calling account."""
        return str(self.account["name"])

    def page(self, *, most: int, default: int) -> tuple[int, int]:
        """Return `page` and `page_size` of the query. Raises PayPalError."""
        page = self._whole("page", 1, low=1, high=2**31 - 1)
        return page, self._whole("page_size", default, low=1, high=most)

    def _whole(self, name: str, default: int, *, low: int, high: int) -> int:
        text = self.query.get(name, str(default))
        if not re.fullmatch(r"\d{1,10}", text, flags=re.ASCII) or not low <= int(text) <= high:
            raise wrong_query(name, "INVALID_PARAMETER_VALUE")
        return int(text)


Reply = tuple[int, Doc | None]
"""An HTTP status and a body; None is an empty one."""


def wrong_query(name: str, issue: str, description: str = "") -> PayPalError:
    """Return the 400 of a query parameter that is missing or wrong."""
    detail = {**Fields({}).refuse(issue, name).details[0], "field": name, "location": "query"}
    return PayPalError(400, [detail | ({"description": description} if description else {})])


@dataclass(frozen=True)
class Operation:
    """One operation: `needs_body` refuses calls without JSON, `hours` make it idempotent.

    `replay_status` is the status of a repeated answer.
    """

    method: str
    pattern: str
    run: Callable[[Call], Reply]
    needs_body: bool = False
    hours: int = 0
    replay_status: int = 200

    def match(self, method: str, path: str) -> str | None:
        """Return the id in the path (empty if it has none), or None if this is another call."""
        if method != self.method:
            return None
        found = re.fullmatch(self.pattern.replace("{id}", "([^/]+)"), path)
        if found is None:
            return None
        return found.group(1) if found.groups() else ""
