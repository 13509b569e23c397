"""Streams and what the rules make of them."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.enforcement.judging import rules
from chalicelib.enforcement.judging.counting import Limits
from chalicelib.enforcement.judging.verdict import Verdict
from chalicelib.enforcement.model import Allowance, ServerLook, Sighting, Stream
from chalicelib.kernel.ids import ServerId, UserId
from tests.builders import NOON
from tests.stream_builders import a_stream

ANN = UserId("usr_ann")
LIMITS = Limits(start_delay_seconds=15, device_switch_grace_seconds=300, paused_counts_seconds=300)
TWO = {"2000": Allowance(ANN, 2)}


def stream(number: int, *, server: str = "srv_alpha", **overrides: object) -> Stream:
    """Return a stream of a device of its own."""
    defaults = {
        "server_id": ServerId(server),
        "session_key": str(number),
        "session_id": f"stop-{number}",
        "device_id": f"device-{server}-{number}",
        "title_key": f"{server}-{number}",
        "title": f"Film {number}",
    }
    return a_stream(**{**defaults, **overrides})


def sighting(of: Stream, *, minutes_ago: float, **overrides: object) -> Sighting:
    first_seen = NOON - timedelta(minutes=minutes_ago)
    made = Sighting(of.server_id, of.session_key, of.title_key, first_seen, first_seen)
    return replace(made, **overrides)


def judge(
    *seen: tuple[Stream, Sighting], allowances=TWO, limits=LIMITS, now=NOON
) -> tuple[Verdict, ...]:
    looks = [ServerLook(each.server_id, streams=(each,)) for each, _ in seen]
    sightings = {each.key: memory for each, memory in seen}
    return rules.decide(looks, sightings=sightings, allowances=allowances, limits=limits, now=now)
