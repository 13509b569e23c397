"""Look at everybody once a night, and at what the platforms say of them.

Each server is read once, whoever is on it. Found is what no date and no change of the catalogue
tells: a share that somebody changed by hand (B169), a right that ended unnoticed, a lost job.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.access.brake import Loss
from chalicelib.access.looking import snapshots
from chalicelib.access.looking.situation import identity_on, keeps_accounts
from chalicelib.access.looking.snapshots import Reading
from chalicelib.access.model import Share, ShareState
from chalicelib.access.plan import look
from chalicelib.access.ports import AccessDeps, RemoteShare, RemoteSnapshot
from chalicelib.access.runs import drift, hold
from chalicelib.access.runs.drift import Catalogue, Person
from chalicelib.access.runs.hold import Case
from chalicelib.catalog.model import Server
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.jobs.schedule import tell_trouble
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.users.model import MediaIdentity

RUN = "nightly"
# What somebody has on a server after they left it is not by us.
_STATES = drift.LIVE | {ShareState.REMOVED, ShareState.LAPSED}


def look_at_all(deps: AccessDeps) -> Mapping[str, int]:
    """Enqueue the reconciling of everybody who has something else than is due to them.

    Nothing is sent to any platform here. A server that does not answer, or tells only a part, is
    compared by the records alone. What would take access from too many is held (see hold.py).
    """
    now = deps.clock.now()
    read: Counter[str] = Counter()
    counts = hold.carry_out(deps, _cases(deps, read, now=now), run=RUN, now=now)
    return {drift.DIFFERING: 0, **counts, **read}


def cases(deps: AccessDeps, *, now: datetime) -> Iterator[Case]:
    """Yield what `look_at_all` would deal with; nothing is written."""
    return _cases(deps, Counter(), now=now)


def _cases(deps: AccessDeps, counts: Counter[str], *, now: datetime) -> Iterator[Case]:
    catalogue = drift.read_catalogue(deps)
    for reading in snapshots.read_all(deps, catalogue.servers):
        server, told = reading.server, _trusted(reading)
        counts["servers" if told else "unread"] += 1
        view = _View(told) if told else None
        everybody = drift.people_on(deps, catalogue, server_id=server.id, states=_STATES, now=now)
        for share, person in everybody:
            case = _case(deps, catalogue, server, view, share, person, now=now)
            if case is not None:
                yield case


def _trusted(reading: Reading) -> RemoteSnapshot | None:
    """Return what a server showed, None unless it is whole; what went wrong is told."""
    snapshot = reading.snapshot
    if snapshot is None:
        tell_trouble(f"shares:{reading.server.id}", reading.error)
        return None
    return snapshot if snapshot.is_complete and snapshot.shares else None


@dataclass(slots=True)
class _View:
    """A server's shares, found by all that may tell whose they are."""

    snapshot: RemoteSnapshot
    by_name: dict[str, list[RemoteShare]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for remote in self.snapshot.shares:
            for name in _names(remote):
                self.by_name.setdefault(name, []).append(remote)

    def of(self, media: MediaIdentity, row: Share) -> RemoteShare | None:
        """Return the share that counts; raises ActionRequiredError where several fit."""
        keys = (
            f"id:{media.plex_id}",
            f"name:{media.username}",
            f"email:{media.email}",
            f"share:{row.share_ref}",
            f"invite:{row.invite_ref}",
        )
        near = dict.fromkeys(remote for key in keys for remote in self.by_name.get(key, ()))
        return look(RemoteSnapshot(tuple(near), is_complete=True), media=media, row=row).best


def _names(remote: RemoteShare) -> Iterable[str]:
    told = {
        "id": remote.plex_id,
        "name": remote.username,
        "email": remote.email,
        "share": remote.share_ref,
        "invite": remote.invite_ref,
    }
    return (f"{kind}:{text}" for kind, text in told.items() if text)


def _case(
    deps: AccessDeps,
    catalogue: Catalogue,
    server: Server,
    view: _View | None,
    share: Share,
    person: Person,
    *,
    now: datetime,
) -> Case | None:
    due = drift.due_to(deps, catalogue, share, person, now=now)
    if due is None:
        return None
    try:
        is_own = keeps_accounts(deps, server)
        media = identity_on(share, person.user, is_own_account=is_own)
        remote = view.of(media, share) if view else None
    except ActionRequiredError:
        # Several fit: the reconciling says which, and tells an administrator.
        return _differing(share, "several", None, now=now)
    if share.opens and not due.library_ids:
        return _differing(share, f"opens:{share.opens}", None, now=now)
    if share.state not in drift.LIVE:
        is_paid = drift.standing_of(person, now=now) in drift.RIGHTS
        has_right = is_paid and drift.restraint_of(catalogue, person, now=now) is None
        is_back = remote is not None and not has_right
        return _as_told(catalogue, share, person, due, remote, now=now) if is_back else None
    if view is None or (remote is not None and _is_open(remote)):
        return _by_record(catalogue, share, person, due, now=now)
    if remote is None:
        return _differing(share, "missing", None, now=now)
    told = _as_told(catalogue, share, person, due, remote, now=now)
    return told or _by_record(catalogue, share, person, due, now=now)


def _as_told(
    catalogue: Catalogue,
    share: Share,
    person: Person,
    due: drift.Due,
    remote: RemoteShare | None,
    *,
    now: datetime,
) -> Case | None:
    """Return how what the platform shows differs from what is due."""
    held = remote.library_share_ids if remote else frozenset[str]()
    loads = remote is not None and remote.allows_downloads
    libraries = catalogue.on(share.server_id)
    wanted = frozenset(each.share_id for each in libraries if each.id in due.library_ids)
    limits = remote.limits if remote else None
    is_limited = limits is None or due.limits is None or limits.holds(due.limits)
    if is_limited and (held, loads) == (wanted, due.allows_downloads):
        return None
    over = held - wanted
    loss = None
    if over or not wanted:
        ids = frozenset(each.id for each in libraries if each.share_id in over)
        loss = drift.loss_of(catalogue, share, person, ids, now=now)
    what = repr((sorted(held), loads, limits, sorted(wanted), due.told))
    return _differing(share, what, loss, now=now)


def _by_record(
    catalogue: Catalogue, share: Share, person: Person, due: drift.Due, *, now: datetime
) -> Case | None:
    """Return what differs from the record of a share that the platform does not tell."""
    if due.is_recorded(share):
        return None
    lost = frozenset(share.library_ids) - due.library_ids
    is_loss = bool(lost) or not due.library_ids
    loss = drift.loss_of(catalogue, share, person, lost, now=now) if is_loss else None
    return _differing(share, due.told, loss, now=now)


def _differing(share: Share, what: str, loss: Loss | None, *, now: datetime) -> Case:
    mark = hashlib.sha256(what.encode()).hexdigest()[:16]
    job = new_job(
        JobKind.RECONCILE_ACCESS,
        share.user_id,
        now=now,
        cause=f"night_{share.user_id}_{share.server_id}_{share.version}_{mark}",
        user_id=share.user_id,
    )
    return Case(drift.DIFFERING, job, loss=loss)


def _is_open(remote: RemoteShare) -> bool:
    """Tell whether it is an open invite, which does not say what it holds."""
    return not remote.is_accepted and not remote.library_share_ids
