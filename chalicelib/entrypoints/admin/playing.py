"""What plays at this instant."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.enforcement.activity.figures import resolution
from chalicelib.enforcement.activity.now_playing import Playing
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry

registry = Registry()


class PlayingShape(Model):
    """A stream that runs now; `first_seen` is None for one that no sweep has seen yet.

    `decision` is what the last sweep decided about it: a kind, or "observed" for a stop that was
    recorded and not done; empty for nothing.
    """

    session_key: str
    user_id: str | None
    user_label: str
    username: str
    is_owner: bool
    device_name: str
    product: str
    title: str
    state: str
    media_kind: str
    address: str
    address_kind: str
    resolution: str
    bitrate_kbps: int
    transcodes_video: bool
    position_seconds: int | None
    duration_seconds: int | None
    first_seen: datetime | None
    decision: str


class ServerNowShape(Model):
    """What runs on a server now, or in `error` why nobody knows."""

    server_id: str
    server_name: str
    platform: str
    error: str
    streams: list[PlayingShape]


class NowShape(Model):
    """What runs on all enabled servers, by name, as it was at `at`, so many seconds ago."""

    at: datetime
    age_seconds: float
    servers: list[ServerNowShape]


@registry.add("GET", "/streams/now", summary="What plays now", returns=NowShape)
def show_now_playing(_call: Call[NoInput, NoInput]) -> NowShape:
    """Return what plays on all enabled servers, looked at within the last ten seconds."""
    found = wiring.looks().playing.latest()
    age = wiring.clock().now() - found.at
    names = present.labels(each.user_id for server in found.servers for each in server.streams)
    return NowShape(
        at=found.at,
        age_seconds=max(0.0, age.total_seconds()),
        servers=[
            ServerNowShape(
                server_id=each.server.id,
                server_name=each.server.name,
                platform=each.server.platform,
                error=each.error,
                streams=[_playing(one, names) for one in each.streams],
            )
            for each in found.servers
        ],
    )


def _playing(playing: Playing, names: dict[str, str]) -> PlayingShape:
    stream, sighting = playing.stream, playing.sighting
    decided = playing.decided
    return PlayingShape(
        session_key=stream.session_key,
        user_id=playing.user_id,
        user_label=names.get(playing.user_id or "", ""),
        username=stream.username,
        is_owner=stream.is_owner,
        device_name=stream.device_name,
        product=stream.product,
        title=stream.title,
        state=stream.state,
        media_kind=stream.media_kind,
        address=stream.address,
        address_kind=stream.address_kind,
        resolution=resolution(stream.source_height),
        bitrate_kbps=stream.bitrate_kbps,
        transcodes_video=stream.transcodes_video,
        position_seconds=stream.position_seconds,
        duration_seconds=stream.duration_seconds,
        first_seen=sighting.first_seen if sighting else None,
        decision=present.decision_word(decided.kind, is_observed=decided.is_observed),
    )
