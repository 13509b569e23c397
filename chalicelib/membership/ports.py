"""What letting people in needs from outside."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.access.ports import AccessDeps
from chalicelib.kernel.ids import InviteListId
from chalicelib.kernel.page import Page
from chalicelib.membership.model import InviteList, InviteRow
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


@dataclass(frozen=True, slots=True)
class MembershipDeps:
    """What the use cases of this topic need: the books, and the media servers."""

    lists: InviteListStore
    paying: PaymentsDeps
    giving: AccessDeps
