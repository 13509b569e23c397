"""What to do so that a person has exactly what is due to them (pure).

Absence needs evidence: a person who is missing in a snapshot that is incomplete, or empty although
others are known to be there, is not believed to be gone (X041).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import RemoteShare, RemoteSnapshot
from chalicelib.access.server_limits import NO_SERVER_LIMITS, ServerLimits
from chalicelib.catalog.model import Library
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.ids import ServerId
from chalicelib.users.model import MediaIdentity

# By how much the platform's clock may be behind ours.
_CLOCKS_DIFFER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at one server showed of one person, accepted shares first.

    Only when it `is_trusted` does an absence mean anything.
    """

    remotes: tuple[RemoteShare, ...] = ()
    is_trusted: bool = False

    @property
    def best(self) -> RemoteShare | None:
        """Return the share that counts."""
        return self.remotes[0] if self.remotes else None


UNREAD = Seen()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is due: a share of `server_id`, with that server's libraries of the plan.

    `libraries` has the libraries of the plan for every server, which may be none. A migration
    takes the person from `leaves`; with `leaves_early` as soon as the new share is offered. What
    is shared already is left as it is unless it `adjusts` (B168), or was cut down by us.
    `limits` has what servers keep to themselves, for those that can.
    """

    server_id: ServerId
    libraries: Mapping[ServerId, tuple[Library, ...]]
    allows_downloads: bool
    leaves: ServerId | None = None
    leaves_early: bool = False
    adjusts: bool = True
    limits: Mapping[ServerId, ServerLimits] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Invite:
    """Invite to a server."""

    server_id: ServerId
    libraries: tuple[Library, ...]
    allows_downloads: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Set the libraries and the download right of a share, and the server's own limits."""

    server_id: ServerId
    remote: RemoteShare
    libraries: tuple[Library, ...]
    allows_downloads: bool


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Remove a share or an open invite."""

    server_id: ServerId
    remote: RemoteShare


@dataclass(frozen=True, slots=True)
class Restrict:
    """Leave a person whose time ended only these libraries of a share."""

    server_id: ServerId
    remote: RemoteShare
    libraries: tuple[Library, ...]


@dataclass(frozen=True, slots=True)
class Lock:
    """Lock the account of a person whose time ended; its libraries stay."""

    server_id: ServerId
    remote: RemoteShare


Action = Invite | Change | Withdraw | Restrict | Lock


def look(snapshot: RemoteSnapshot, *, media: MediaIdentity, row: Share | None) -> Seen:
    """Return what the snapshot shows of the person.

    Raises ActionRequiredError when accepted shares of different accounts fit: nobody is guessed.
    """
    found = [remote for remote in snapshot.shares if is_same_person(remote, media=media, row=row)]
    accepted = {remote.plex_id for remote in found if remote.is_accepted and remote.plex_id}
    if len(accepted) > 1:
        raise ActionRequiredError(
            "Several Plex accounts on the server fit this person: " + ", ".join(sorted(accepted)),
            remedy="Correct the person's Plex name and address, then retry.",
            code="ambiguous_person",
        )
    found.sort(key=lambda remote: (not remote.is_accepted, remote.share_ref, remote.invite_ref))
    return Seen(tuple(found), snapshot.is_complete and bool(snapshot.shares))


def is_same_person(remote: RemoteShare, *, media: MediaIdentity, row: Share | None) -> bool:
    """Tell whether the share is this person's: by proven id, by our reference, by name."""
    if media.is_proven and media.plex_id and remote.plex_id:
        return remote.plex_id == media.plex_id
    if row is not None and _same_reference(remote, row):
        return True
    return bool(
        (media.username and remote.username == media.username)
        or (media.email and remote.email == media.email)
    )


def _same_reference(remote: RemoteShare, row: Share) -> bool:
    return row.takes_seat and bool(
        (row.share_ref and row.share_ref == remote.share_ref)
        or (row.invite_ref and row.invite_ref == remote.invite_ref)
    )


def plan(
    *,
    wanted: Wanted | None,
    rows: Mapping[ServerId, Share],
    seen: Mapping[ServerId, Seen],
    libraries: Mapping[str, Library],
    kept: Mapping[ServerId, tuple[Library, ...]] | None = None,
    locks: frozenset[ServerId] = frozenset(),
) -> tuple[Action, ...]:
    """Return what to do, in order; nothing when all is as it should be.

    `wanted` is None when the person has no right to anything; then accepted shares are reduced to
    what is `kept` there, and all others withdrawn, or on servers that `locks` names the account
    locked. `libraries` are known ones by the platform's id. The new server comes first; the former
    one is given up once the new is accepted.
    """
    if wanted is None:
        return tuple(
            _locking(action) if server_id in locks else action
            for server_id in {**rows, **seen}
            for action in _rest(
                (kept or {}).get(server_id, ()),
                rows.get(server_id),
                seen.get(server_id, UNREAD),
                server_id,
            )
        )
    here = wanted.server_id
    best = seen.get(here, UNREAD).best
    is_in = best is not None and best.is_accepted
    is_early = wanted.leaves_early and best is not None
    others = [
        action
        for server_id in {**rows, **seen}
        if server_id != here
        for action in _elsewhere(
            wanted,
            rows.get(server_id),
            seen.get(server_id, UNREAD),
            server_id,
            is_in=is_in or (is_early and server_id == wanted.leaves),
        )
    ]
    return (*_here(wanted, rows.get(here), seen.get(here, UNREAD), libraries), *others)


def _here(
    wanted: Wanted, row: Share | None, seen: Seen, libraries: Mapping[str, Library]
) -> tuple[Action, ...]:
    due = wanted.libraries[wanted.server_id]
    if not due:
        return ()
    if seen.best is None:
        is_open = row is None or not row.takes_seat or row.state is ShareState.PLANNED
        return (Invite(wanted.server_id, due, wanted.allows_downloads),) if is_open else ()
    doubles = tuple(Withdraw(wanted.server_id, extra) for extra in _doubles(seen))
    changes = _adjusted(wanted, row, seen.best, wanted.server_id, libraries)
    return (*changes, *doubles)


def _doubles(seen: Seen) -> tuple[RemoteShare, ...]:
    """Return open invites beside the share that counts."""
    return tuple(remote for remote in seen.remotes[1:] if not remote.is_accepted)


def _adjusted(
    wanted: Wanted,
    row: Share | None,
    remote: RemoteShare,
    server_id: ServerId,
    libraries: Mapping[str, Library],
) -> tuple[Action, ...]:
    if not wanted.adjusts and not (row is not None and row.is_restricted):
        return ()
    due = wanted.libraries[server_id]
    have: frozenset[str] = remote.library_share_ids
    may_download = remote.allows_downloads
    if not remote.is_accepted and row is not None and not have:
        # An open invite does not tell what it holds: what we sent with it counts.
        sent = set(row.library_ids)
        have = frozenset(key for key, library in libraries.items() if library.id in sent)
        may_download = row.allows_downloads
    is_right = have == {library.share_id for library in due}
    limits = wanted.limits.get(server_id, NO_SERVER_LIMITS)
    is_limited = remote.limits is None or (
        remote.limits.holds(limits) and (row is None or row.limits == limits)
    )
    if is_right and is_limited and may_download == wanted.allows_downloads:
        return ()
    return (Change(server_id, remote, due, wanted.allows_downloads),)


def _elsewhere(
    wanted: Wanted, row: Share | None, seen: Seen, server_id: ServerId, *, is_in: bool
) -> tuple[Action, ...]:
    best = seen.best
    # Who came with shares of several servers keeps them (B165).
    is_theirs = row is not None and row.is_imported and server_id != wanted.leaves
    keeps = (is_theirs or not is_in) and best is not None and best.is_accepted
    if keeps and best is not None and wanted.libraries.get(server_id):
        return _adjusted(wanted, row, best, server_id, {})
    if server_id == wanted.leaves and not is_in and not (seen.remotes or seen.is_trusted):
        # The source was not read: whoever is in use of it keeps it until the target is.
        return ()
    return _removal(row, seen, server_id)


def stays(kept: tuple[Library, ...], seen: Seen) -> bool:
    """Tell whether something of the share stays after the end: never does an open invite."""
    return bool(kept) and seen.best is not None and seen.best.is_accepted


def _rest(
    kept: tuple[Library, ...], row: Share | None, seen: Seen, server_id: ServerId
) -> tuple[Action, ...]:
    best = seen.best
    if best is None or not stays(kept, seen):
        return _removal(row, seen, server_id)
    doubles = tuple(Withdraw(server_id, extra) for extra in _doubles(seen))
    is_right = best.library_share_ids == {library.share_id for library in kept}
    if is_right and not best.allows_downloads:
        return doubles
    return (Restrict(server_id, best, kept), *doubles)


def _locking(action: Action) -> Action:
    if isinstance(action, Withdraw) and action.remote.share_ref:
        return Lock(action.server_id, action.remote)
    return action


def _removal(row: Share | None, seen: Seen, server_id: ServerId) -> tuple[Action, ...]:
    if seen.remotes:
        return tuple(Withdraw(server_id, remote) for remote in seen.remotes)
    if row is None or not row.takes_seat or seen.is_trusted:
        return ()
    if row.share_ref or row.invite_ref:
        return (Withdraw(server_id, as_recorded(row)),)
    return ()


def as_recorded(row: Share) -> RemoteShare:
    """Return a share as we last saw it, to name it to the platform."""
    return RemoteShare(
        share_ref=row.share_ref,
        invite_ref=row.invite_ref,
        is_accepted=row.state is ShareState.ACCEPTED,
        plex_id="",
        username="",
        email="",
        library_share_ids=frozenset(),
        allows_downloads=row.allows_downloads,
    )


def believe(
    row: Share, seen: Seen, *, libraries: Mapping[str, Library], is_due: bool, now: datetime
) -> Share:
    """Return the row as it stands after a look; `is_due` tells whether we want the share.

    A planned share that does not show yet stays planned; an invite that vanished has lapsed,
    unless it was us who withdrew it.
    """
    remote = seen.best
    if remote is None:
        return _absent(row, is_due=is_due, now=now) if seen.is_trusted else row
    state = ShareState.ACCEPTED if remote.is_accepted else ShareState.INVITED
    held = tuple(sorted(libraries[key].id for key in remote.library_share_ids if key in libraries))
    is_told = remote.is_accepted or bool(remote.library_share_ids)
    return replace(
        row.move(state, now=now),
        library_ids=held if is_told else row.library_ids,
        allows_downloads=remote.allows_downloads if is_told else row.allows_downloads,
        share_ref=remote.share_ref or row.share_ref,
        invite_ref=remote.invite_ref or row.invite_ref,
        lapses=0 if remote.is_accepted else row.lapses,
        accepted_at=(row.accepted_at or now) if remote.is_accepted else row.accepted_at,
        invited_at=remote.invited_at or row.invited_at,
        predates_us=row.predates_us or _is_older(remote, row),
        verified_at=now,
    )


def _is_older(remote: RemoteShare, row: Share) -> bool:
    """Tell whether what our first invite was to make is older than our plan of it."""
    is_first = row.state is ShareState.PLANNED and row.invites <= 1
    told = remote.invited_at
    return is_first and told is not None and told < row.changed_at - _CLOCKS_DIFFER


def _absent(row: Share, *, is_due: bool, now: datetime) -> Share:
    if not row.takes_seat:
        return row
    if not is_due or row.state is ShareState.ACCEPTED:
        return removed(row, now=now)
    if row.state is ShareState.INVITED:
        lapsed = row.move(ShareState.LAPSED, now=now)
        return replace(lapsed, lapses=row.lapses + 1, share_ref="", invite_ref="", verified_at=now)
    return row


def removed(row: Share, *, now: datetime) -> Share:
    """Return the row of a share that is no more; the references lead nowhere any longer."""
    gone = row.move(ShareState.REMOVED, now=now)
    return replace(
        gone,
        library_ids=(),
        share_ref="",
        invite_ref="",
        is_imported=False,
        predates_us=row.predates_us or row.is_imported,
        is_restricted=False,
        verified_at=now,
    )
