"""What it costs to decide about very many streams, apart from asking for them."""

import statistics
import time
from datetime import UTC, datetime, timedelta

from bench.figures import Figure
from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.judging import rules
from chalicelib.enforcement.judging.counting import Limits, ServerRules
from chalicelib.enforcement.model import (
    AddressKind,
    Allowance,
    DecisionKind,
    MediaKind,
    PlayState,
    ServerLook,
    Sighting,
    Stream,
)
from chalicelib.kernel.ids import ServerId, UserId

STREAMS = 5000
OVER = 500
SERVERS = 200
RUNS = 5

_NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
# Everything is asked of every stream, and breaks nothing but the number of streams.
_PLAN = PlanLimits(
    allows_transcoding=False, max_bitrate_kbps=20_000, weekly_hours=40, from_hour=6, to_hour=23
)


def run() -> dict[str, Figure]:
    """Judge 5,000 streams of 4,500 people, 500 of whom run one too many."""
    streams = [_stream(number) for number in range(STREAMS)]
    sightings = {each.key: _sighting(each, number) for number, each in enumerate(streams)}
    allowances = {
        each.account_ref: Allowance(UserId(each.account_ref), 1, limits=_PLAN) for each in streams
    }
    servers = [ServerId(f"srv_{number:03}") for number in range(SERVERS)]
    looks = [
        ServerLook(server, tuple(each for each in streams if each.server_id == server))
        for server in servers
    ]
    limits = Limits(
        15, 300, 300, servers={each: ServerRules(allows_4k_transcoding=False) for each in servers}
    )
    known = {"sightings": sightings, "allowances": allowances, "limits": limits, "now": _NOW}
    seconds = []
    for _ in range(RUNS):
        begun = time.process_time()
        verdicts = rules.decide(looks, **known)  # type: ignore[arg-type]
        seconds.append(time.process_time() - begun)
        stopped = [each for each in verdicts if each.kind is DecisionKind.STOP]
        if len(verdicts) != OVER or len(stopped) != OVER:
            raise RuntimeError(f"{len(verdicts)} verdicts instead of {OVER}")
    begun = time.process_time()
    rules.suspect(looks, **known)  # type: ignore[arg-type]
    suspecting = time.process_time() - begun
    return {
        "decide": Figure(
            name=f"Deciding about {STREAMS} streams of which {OVER} are too many",
            value=statistics.median(seconds),
            unit="CPU s",
            versus=f"finding out whom to look at again takes {suspecting:.2f} s",
        )
    }


def _stream(number: int) -> Stream:
    # The last streams are the second ones of as many people.
    person = number if number < STREAMS - OVER else number - (STREAMS - OVER)
    return Stream(
        server_id=ServerId(f"srv_{number % SERVERS:03}"),
        session_key=str(number),
        session_id=f"stop-{number}",
        account_ref=f"{person}",
        username="",
        is_owner=False,
        device_id=f"device{number}",
        device_name="Living room",
        product="Player",
        title=f"Film {number}",
        title_key=f"film{number}",
        media_kind=MediaKind.VIDEO,
        state=PlayState.PLAYING,
        address="203.0.113.7",
        address_kind=AddressKind.PUBLIC,
        transcodes_video=False,
        source_height=2160,
        bitrate_kbps=12_000,
    )


def _sighting(stream: Stream, number: int) -> Sighting:
    begun = _NOW - timedelta(hours=2) + timedelta(seconds=number)
    return Sighting(stream.server_id, stream.session_key, stream.title_key, begun, begun)
