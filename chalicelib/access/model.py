"""Shares: what a person has on a server, and what we want it to be."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from chalicelib.access.server_limits import NO_SERVER_LIMITS, ServerLimits
from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.kernel.ids import LibraryId, ServerId, UserId


class ShareState(StrEnum):
    """Where a share stands."""

    PLANNED = "planned"  # decided and counted, the invite is not verified yet
    INVITED = "invited"  # open invite, not accepted yet
    ACCEPTED = "accepted"
    LAPSED = "lapsed"  # the invite vanished without being accepted
    REMOVED = "removed"
    LEAVING = "leaving"  # removed; that the person shall be deleted is decided, not yet verified
    DELETED = "deleted"  # the person was deleted from the media server, or left it before


# What a share is that was taken away, or whose person left.
GONE = frozenset({ShareState.REMOVED, ShareState.LEAVING, ShareState.DELETED})

_MOVES = {
    ShareState.PLANNED: {ShareState.INVITED, ShareState.ACCEPTED, ShareState.REMOVED},
    ShareState.INVITED: {ShareState.ACCEPTED, ShareState.LAPSED, ShareState.REMOVED},
    ShareState.ACCEPTED: {ShareState.REMOVED, ShareState.INVITED},
    ShareState.LAPSED: {
        ShareState.PLANNED,
        ShareState.INVITED,
        ShareState.ACCEPTED,
        ShareState.REMOVED,
        ShareState.LEAVING,
        ShareState.DELETED,
    },
    ShareState.REMOVED: {
        ShareState.PLANNED,
        ShareState.INVITED,
        ShareState.ACCEPTED,
        ShareState.LEAVING,
        ShareState.DELETED,
    },
    ShareState.LEAVING: {
        ShareState.PLANNED,
        ShareState.INVITED,
        ShareState.ACCEPTED,
        ShareState.DELETED,
    },
    ShareState.DELETED: {ShareState.PLANNED, ShareState.INVITED, ShareState.ACCEPTED},
}


@dataclass(frozen=True, slots=True)
class Share:
    """One person's share of one server, as last seen.

    It is written as *planned* before the platform is called, so that no crash can lose sight of an
    invite. `library_ids` is what it held when it was read last; `verified_at` is when that was.
    `invites` counts the invites ever sent, `lapses` those that ran out since one was accepted.
    `accepted_at` is when the platform first showed the latest one accepted. The row stays after
    removal, because a former server is preferred later (B144). On a server that keeps accounts
    `account_ref` is the person's; it is told until the account is deleted. `invited_at` is when it
    was sent, as far as the platform tells. One that `is_imported` was there before we knew of it:
    it stays beside the person's other share as long as the plan has libraries there (B165). That
    it `predates_us`, and with it what ties the person to the server's account, is told even after
    it was removed, until the person is deleted.
    `limits` are those that we had the server keep to, or meant to: they are taken back, too.
    `opens` is the name, free at that time, under which an account is being opened.
    One that `is_restricted` was cut down when its time ended: what is due then comes back, even
    where shares that exist are left as they are otherwise (B065).
    """

    user_id: UserId
    server_id: ServerId
    state: ShareState
    library_ids: tuple[LibraryId, ...]
    changed_at: datetime
    allows_downloads: bool = False
    share_ref: str = ""
    invite_ref: str = ""
    verified_at: datetime | None = None
    accepted_at: datetime | None = None
    invites: int = 0
    lapses: int = 0
    account_ref: str = ""
    account_name: str = ""
    opens: str = ""
    invited_at: datetime | None = None
    is_imported: bool = False
    predates_us: bool = False
    limits: ServerLimits = NO_SERVER_LIMITS
    is_restricted: bool = False
    version: int = 0

    @property
    def identity(self) -> tuple[UserId, ServerId]:
        """Return the natural key."""
        return self.user_id, self.server_id

    @property
    def takes_seat(self) -> bool:
        """Tell whether the share counts against the server's capacity."""
        return self.state in {ShareState.PLANNED, ShareState.INVITED, ShareState.ACCEPTED}

    @property
    def is_placed(self) -> bool:
        """Tell whether it is by us that the person is known on the media server."""
        return self.accepted_at is not None and self.state is not ShareState.DELETED

    @property
    def is_by_us(self) -> bool:
        """Tell whether nothing but our invites made the person known on the media server."""
        return self.invites > 0 and not (self.predates_us or self.is_imported)

    def move(self, state: ShareState, *, now: datetime) -> Self:
        """Return the share in another state; raises IllegalMoveError for a move that is not."""
        if state == self.state:
            return self
        if state not in _MOVES[self.state]:
            raise IllegalMoveError(f"A share that is {self.state} cannot become {state}.")
        return replace(self, state=state, changed_at=now)


@dataclass(frozen=True, slots=True)
class Followed:
    """What was shared on a server when everybody on it had been looked at."""

    server_id: ServerId
    digest: str

    @property
    def identity(self) -> ServerId:
        """Return the natural key."""
        return self.server_id


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A linked user who was removed before the master paid again, so that nobody invited (B118).

    It is kept until their paid time ends; whether they still wait is told by their shares.
    """

    user_id: UserId
    since: datetime
    until: datetime

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id
