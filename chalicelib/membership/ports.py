"""What letting people in needs from outside."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.access.ports import AccessDeps
from chalicelib.community.ports import CommunityStore
from chalicelib.kernel.ids import InviteListId, OutageId
from chalicelib.kernel.page import Page
from chalicelib.membership.model import InviteList, InviteRow
from chalicelib.membership.outage import Gift, Outage
from chalicelib.payments.ports import PaymentsDeps


class InviteListStore(Protocol):
    """Reads lists of people to invite."""

    def invite_list(self, list_id: InviteListId) -> InviteList | None:
        """Return a list; strongly consistent."""
        ...

    def invite_lists(self, *, cursor: str | None, limit: int) -> Page[InviteList]:
        """Return lists, the newest first."""
        ...

    def rows(self, list_id: InviteListId, *, cursor: str | None, limit: int) -> Page[InviteRow]:
        """Return the rows of a list by number; strongly consistent."""
        ...


class OutageStore(Protocol):
    """Reads outages of servers, and what is given back for them."""

    def outage(self, outage_id: OutageId) -> Outage | None:
        """Return an outage; strongly consistent."""
        ...

    def outages(self, *, cursor: str | None, limit: int) -> Page[Outage]:
        """Return outages, the newest first."""
        ...

    def gifts(self, outage_id: OutageId, *, cursor: str | None, limit: int) -> Page[Gift]:
        """Return whom an outage concerned, by user; strongly consistent."""
        ...


@dataclass(frozen=True, slots=True)
class MembershipDeps:
    """What the use cases of this topic need: the books, the media servers, the rest."""

    lists: InviteListStore
    outages: OutageStore
    paying: PaymentsDeps
    giving: AccessDeps
    community: CommunityStore
