"""Show what plays at this instant, without touching anything."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.catalog.model import Server
from chalicelib.enforcement.looking.look import crew, in_time, look_at, targets
from chalicelib.enforcement.model import ServerWatch, Sighting, Stream
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.sweeping.activity import Decided, decided
from chalicelib.kernel.ids import ServerId, UserId

# Whoever watches the page waits for the slowest server.
_SERVER_SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class Playing:
    """A stream that runs; `sighting` is what the last sweep remembered of it, None if it is new.

    `user_id` is whose it was then.
    """

    stream: Stream
    sighting: Sighting | None = None

    @property
    def user_id(self) -> UserId | None:
        """Return whose it is, as far as the last sweep knew."""
        return self.sighting.user_id if self.sighting else None

    @property
    def decided(self) -> Decided:
        """Return what the last sweep decided about it."""
        return decided(self.sighting) if self.sighting else Decided()


@dataclass(frozen=True, slots=True)
class ServerNow:
    """What runs on one server, or why that is not known."""

    server: Server
    streams: tuple[Playing, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """What runs at `at` on all enabled servers, by name of the server."""

    at: datetime
    servers: tuple[ServerNow, ...]


def now_playing(deps: EnforcementDeps) -> Now:
    """Look at all enabled servers; one that does not answer in a few seconds is told as such."""
    hasty = replace(deps, server_seconds=min(deps.server_seconds, _SERVER_SECONDS))
    enabled = tuple(each for each in deps.catalog.servers() if each.is_enabled)
    ready = targets(enabled, deps.catalog.plex_accounts() if enabled else (), deps.vault)
    with crew(hasty, size=len(ready)) as hands:
        jobs = hands.start(lambda target: look_at(hasty, target), ready)
        ids = tuple(each.id for each in enabled)
        watches = deps.store.watches(ids, now=deps.clock.now()) if ids else {}
        answers = hands.gather(jobs)
        looks = in_time(ready, answers)
    by_name = sorted(enabled, key=lambda each: (each.name.casefold(), each.id))
    return Now(
        deps.clock.now(),
        tuple(
            ServerNow(
                each, _playing(looks[each.id].streams, each.id, watches), looks[each.id].error
            )
            for each in by_name
        ),
    )


def _playing(
    streams: tuple[Stream, ...], server_id: ServerId, watches: Mapping[ServerId, ServerWatch]
) -> tuple[Playing, ...]:
    """Return the streams of a server, the oldest first."""
    watch = watches.get(server_id)
    known = {each.session_key: each for each in watch.sightings} if watch else {}
    found = [Playing(each, _same(known.get(each.session_key), each)) for each in streams]
    return tuple(sorted(found, key=_age))


def _same(sighting: Sighting | None, stream: Stream) -> Sighting | None:
    """Return what is remembered of a stream; a session that somebody else got is a new one."""
    is_theirs = sighting is not None and sighting.account_ref == stream.account_ref
    return sighting if is_theirs else None


def _age(playing: Playing) -> tuple[bool, str, str]:
    since = playing.sighting.first_seen.isoformat() if playing.sighting else ""
    return not since, since, playing.stream.session_key
