"""Who streams what where, for servers that log it (pure; B178)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.enforcement.model import ActivityEntry, Decision, DecisionKind, Sighting
from chalicelib.enforcement.recording.record import OBSERVED
from chalicelib.enforcement.sweeping.scene import Scene
from chalicelib.kernel.ids import DecisionId


def entries(
    scene: Scene, decisions: Iterable[Decision], *, keep: timedelta
) -> Iterator[ActivityEntry]:
    """Return the activity of sessions that are new, changed, due for a refresh, or decided about.

    Nothing of servers whose log is off.
    """
    sightings = scene.sightings
    made = {(each.server_id, each.session_key): each for each in decisions}
    for stream in scene.streams:
        server = scene.targets[stream.server_id].server
        is_touched = stream.key in scene.memories[stream.server_id].touched
        if not server.logs_activity or not (is_touched or stream.key in made):
            continue
        sighting = sightings[stream.key]
        ruling = decided(sighting, made.get(stream.key))
        yield ActivityEntry(
            server_id=stream.server_id,
            session_key=stream.session_key,
            user_id=sighting.user_id,
            username=stream.username,
            device_name=stream.device_name,
            product=stream.product,
            title=stream.title,
            address=stream.address,
            transcodes_video=stream.transcodes_video,
            first_seen=sighting.first_seen,
            last_seen=sighting.last_seen,
            expires_at=scene.at + keep,
            platform=server.platform,
            device_id=stream.device_id,
            title_key=stream.title_key,
            address_kind=stream.address_kind,
            source_height=stream.source_height,
            bitrate_kbps=stream.bitrate_kbps,
            decision=ruling.kind,
            decision_id=ruling.decision_id,
            is_observed=ruling.is_observed,
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a session; what `is_observed` was recorded and not done."""

    kind: DecisionKind | None = None
    decision_id: DecisionId | None = None
    is_observed: bool = False


def decided(sighting: Sighting, decision: Decision | None = None) -> Decided:
    """Return what was decided about a session, now or at an earlier look."""
    if decision is not None:
        return Decided(decision.kind, decision.id, is_observed=decision.outcome == OBSERVED)
    if sighting.ignored_stop:
        return Decided(DecisionKind.IGNORED_STOP, sighting.stop_id)
    if sighting.stop_id:
        return Decided(DecisionKind.STOP, sighting.stop_id)
    return Decided(sighting.reported, is_observed=sighting.reported is DecisionKind.STOP)
