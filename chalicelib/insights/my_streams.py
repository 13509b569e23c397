"""What a customer streams just now and what was decided about it, for their own page (X027).

It is judged by the same rules as the sweep does. Looked at are only the servers where the person
has a share, or where they or those who share their limit were seen last, and for one person only
every few seconds: whoever reloads sooner is shown the last look with its time.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.access.model import Share
from chalicelib.catalog.model import Server
from chalicelib.enforcement.judging import rules
from chalicelib.enforcement.judging.counting import (
    Key,
    Limits,
    Seen,
    by_device,
    limits_of,
    people,
)
from chalicelib.enforcement.looking import people as persons
from chalicelib.enforcement.looking.look import Target, crew, in_time, look_at, targets
from chalicelib.enforcement.looking.people import Account
from chalicelib.enforcement.model import (
    Allowance,
    Decision,
    DecisionKind,
    ServerLook,
    ServerWatch,
)
from chalicelib.enforcement.ports import CannotStopError, EnforcementDeps
from chalicelib.enforcement.strikes.consequence import was_acted_on
from chalicelib.enforcement.usage import reading
from chalicelib.enforcement.usage.watch import Memory
from chalicelib.insights import own_look
from chalicelib.insights.own_look import Meter, MyStream, MyStreams
from chalicelib.insights.ports import OwnLookDeps
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError, NotFoundError, StaleRecordError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.records import Insert, Update
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.claims import on_server
from chalicelib.users.model import User

log = logging.getLogger(__name__)

SHOWN_FOR = timedelta(days=30)
_MOST_DECISIONS = 50
# Somebody waits for the page.
_SERVER_SECONDS = 4.0
_OVER = frozenset({DecisionKind.STOP, DecisionKind.UNSTOPPABLE, DecisionKind.WARN})
_MESSAGE = "You stopped this stream on your account page."


def decisions_of(deps: EnforcementDeps, *, user_id: UserId) -> tuple[Decision, ...]:
    """Return what was done about the person's streams within thirty days, newest first.

    What was only observed concerns nobody but the operator.
    """
    now = deps.clock.now()
    page = deps.store.decisions_of(user_id, now=now, cursor=None, limit=_MOST_DECISIONS)
    return tuple(each for each in page.items if now - each.at < SHOWN_FOR and was_acted_on(each))


def running(deps: OwnLookDeps, *, user: User, shares: Iterable[Share]) -> MyStreams | None:
    """Tell what runs for a person just now, judged without doing anything.

    The servers are asked at most once in `LOOK_EVERY`; in between the last answer is told. None
    while the first look is under way elsewhere.
    """
    now = deps.enforcing.clock.now()
    before = deps.looks.own_look(user.id) or own_look.blank(user.id, now=now)
    if before.is_recent(now=now):
        return before.shown(now=now)
    begun = before.begun(now=now)
    try:
        deps.enforcing.database.commit(Update(begun))
    except StaleRecordError:
        # Another tab looks at this moment.
        return before.shown(now=now)
    told = _look(deps.enforcing, user, tuple(shares)).told
    try:
        deps.enforcing.database.commit(Update(begun.ended(told)))
    except StaleRecordError:
        log.info("my_streams.look_outrun", extra={"user_id": user.id})
    return told


def stop(
    deps: OwnLookDeps,
    *,
    user: User,
    shares: Iterable[Share],
    server_id: ServerId,
    session_key: str,
) -> None:
    """Stop an own stream, looked at again just before; only while the person is over a limit.

    Raises NotFoundError when it does not run any more or is not theirs, ConflictError when nothing
    has to be stopped, the platform will not, or the last stop was less than `STOP_EVERY` ago, and
    RetryLaterError when it does not answer.
    """
    _take_turn(deps, user.id)
    base = deps.enforcing
    look = _look(base, user, tuple(shares))
    wanted = server_id, session_key
    found = next((each for each in look.told.streams if each.key == wanted), None)
    if found is None or not found.is_own:
        raise NotFoundError("This stream does not run any more.", remedy="Reload the page.")
    if not look.told.is_over:
        raise ConflictError(
            "You are within your limits, so nothing has to be stopped.", remedy="Reload the page."
        )
    target = look.targets[server_id]
    if target.access is None or not found.can_be_stopped:
        raise _stop_it_there()
    try:
        base.hosts[target.server.platform].stop(
            target.access,
            session_id=look.session_ids[wanted],
            message=_MESSAGE,
            timeout_seconds=_SERVER_SECONDS,
        )
    except CannotStopError as error:
        raise _stop_it_there() from error
    entry = note(
        Actor(f"user:{user.id}"),
        "stream.stopped_by_customer",
        f"{server_id}/{session_key}",
        now=base.clock.now(),
        user_id=user.id,
        after={"title": found.title, "device": found.device},
    )
    base.database.commit(Insert(entry))


def _take_turn(deps: OwnLookDeps, user_id: UserId) -> None:
    """Note that a stop is made, so that many at once do not ask the servers many times."""
    now = deps.enforcing.clock.now()
    before = deps.looks.own_look(user_id) or own_look.blank(user_id, now=now)
    if not before.stopped_lately(now=now):
        try:
            deps.enforcing.database.commit(Update(before.stopping(now=now)))
        except StaleRecordError:
            log.info("my_streams.stop_outrun", extra={"user_id": user_id})
        else:
            return
    raise ConflictError(
        "Something is being done about your streams at this moment.",
        remedy="Wait a few seconds, then try again.",
        code="too_fast",
    )


def _stop_it_there() -> ConflictError:
    return ConflictError(
        "This stream cannot be stopped from here.", remedy="Stop it on its device."
    )


@dataclass(frozen=True, slots=True)
class _Look:
    targets: Mapping[ServerId, Target]
    told: MyStreams
    session_ids: Mapping[Key, str]


def _look(deps: EnforcementDeps, user: User, shares: tuple[Share, ...]) -> _Look:
    hasty = replace(deps, server_seconds=min(deps.server_seconds, _SERVER_SECONDS))
    servers = tuple(each for each in deps.catalog.servers() if each.is_enabled)
    site = deps.settings.site()
    limits = limits_of(site, deps.settings.limits(), servers)
    ids = tuple(each.id for each in servers)
    watches = deps.store.watches(ids, now=deps.clock.now()) if ids else {}
    refs = _refs(user, shares)
    read = persons.read(
        deps, [Account(each, user_id=user.id) for each in refs], {}, now=deps.clock.now()
    )
    asked = _asked(servers, watches, shares, set(read.allowances) | refs)
    ready = targets(asked, deps.catalog.plex_accounts() if asked else (), deps.vault)
    with crew(hasty, size=len(ready)) as hands:
        looks = in_time(ready, hands.gather(hands.start(lambda one: look_at(hasty, one), ready)))
    memories = [Memory(each) for each in watches.values()]
    now = deps.clock.now()
    allowances = reading.measured(deps, read.allowances, memories, limits=limits, now=now)
    told = _judged(user, looks, watches, allowances, limits, servers, now=now)
    session_ids = {one.key: one.session_id for each in looks.values() for one in each.streams}
    return _Look({each.server.id: each for each in ready}, told, session_ids)


def _refs(user: User, shares: tuple[Share, ...]) -> set[str]:
    """Return what media servers call the person's accounts."""
    on_servers = {
        on_server(each.server_id, each.account_ref) for each in shares if each.account_ref
    }
    return on_servers | ({user.media.plex_id} if user.media.plex_id else set())


def _asked(
    servers: tuple[Server, ...],
    watches: Mapping[ServerId, ServerWatch],
    shares: tuple[Share, ...],
    refs: set[str],
) -> tuple[Server, ...]:
    """Return the servers where something of theirs may run."""
    shared = {each.server_id for each in shares if each.takes_seat}
    seen = {
        server_id
        for server_id, watch in watches.items()
        if any(each.account_ref in refs for each in watch.sightings)
    }
    return tuple(each for each in servers if each.id in shared | seen)


def _judged(
    user: User,
    looks: Mapping[ServerId, ServerLook],
    watches: Mapping[ServerId, ServerWatch],
    allowances: Mapping[str, Allowance],
    limits: Limits,
    servers: tuple[Server, ...],
    *,
    now: datetime,
) -> MyStreams:
    # What was reported already is no news for the sweep, but goes on to be too much.
    sightings = {
        each.identity: replace(each, reported=None)
        for watch in watches.values()
        for each in watch.sightings
    }
    theirs = [
        replace(look, streams=tuple(s for s in look.streams if s.account_ref in allowances))
        for look in looks.values()
    ]
    groups = people(theirs, sightings=sightings, allowances=allowances, limits=limits, now=now)
    seen = [each for group in groups for each in group]
    verdicts = rules.decide(
        theirs, sightings=sightings, allowances=allowances, limits=limits, now=now
    )
    names = {each.id: each.name for each in servers}
    own = next((each for each in allowances.values() if each.user_id == user.id), None)
    return MyStreams(
        at=now,
        streams=tuple(_shown(each, user, names) for each in seen),
        limit=own.max_streams if own else None,
        counted=len(by_device(seen)),
        is_over=any(
            each.kind in _OVER and each.mode is EnforcementMode.ENFORCE for each in verdicts
        ),
        is_shared=bool(own and own.pool),
        meters=tuple(_meters(own)) if own else (),
        renews_at=reading.calendar(limits).ends_at(now),
        unread=tuple(sorted(names[each.server_id] for each in looks.values() if each.error)),
    )


def _shown(seen: Seen, user: User, names: Mapping[ServerId, str]) -> MyStream:
    stream, is_own = seen.stream, seen.user_id == user.id
    return MyStream(
        server_id=stream.server_id,
        session_key=stream.session_key,
        server_name=names.get(stream.server_id, ""),
        # What somebody else plays is nobody's business, and is not kept either.
        title=stream.title if is_own else "",
        device=(stream.device_name or stream.product) if is_own else "",
        state=stream.state,
        since=seen.sighting.first_seen,
        why=seen.why_not,
        is_own=is_own,
        can_be_stopped=is_own and seen.can_be_stopped,
    )


def _meters(own: Allowance) -> Iterable[Meter]:
    """Return what is limited by the week, with what was used."""
    if own.used is None:
        return
    if own.limits.weekly_hours is not None:
        yield Meter("hours", own.used.hours, own.limits.weekly_hours)
    if own.limits.weekly_gb is not None:
        yield Meter("GB", own.used.gb, own.limits.weekly_gb)
