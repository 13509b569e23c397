"""Whatever the streams: exactly the excess is stopped."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.enforcement.judging import rules
from chalicelib.enforcement.model import (
    Allowance,
    DecisionKind,
    MediaKind,
    PlayState,
    ServerLook,
    Sighting,
    Stream,
)
from chalicelib.kernel.ids import UserId
from tests.builders import NOON
from tests.unit.enforcement.streams import LIMITS, judge, sighting, stream

PEOPLE = ("2000", "2001", "2002")


@st.composite
def worlds(draw: st.DrawFn) -> list[tuple[Stream, Sighting]]:
    """Streams of three people on three servers, some young, paused, trailers, told to stop."""
    seen = []
    for number in range(draw(st.integers(0, 14))):
        made = stream(
            number,
            server=draw(st.sampled_from(["srv_a", "srv_b", "srv_c"])),
            account_ref=draw(st.sampled_from([*PEOPLE, "unknown"])),
            device_id=draw(st.sampled_from(["", "tv", "phone", "tablet", "laptop"])),
            title_key=draw(st.sampled_from(["", "1", "2", "3"])),
            title="A Film",
            session_id=draw(st.sampled_from(["", "stop-me", "stop-me"])),
            state=draw(st.sampled_from(list(PlayState))),
            media_kind=draw(
                st.sampled_from([MediaKind.VIDEO, MediaKind.VIDEO, MediaKind.TRAILER])
            ),
        )
        told = draw(st.sampled_from([None, None, None, NOON]))
        seen.append(
            (
                made,
                sighting(
                    made,
                    minutes_ago=draw(st.sampled_from([0, 0.2, 0.25, 1, 4, 5, 30])),
                    paused_since=NOON - timedelta(minutes=draw(st.sampled_from([0, 4, 5])))
                    if made.state is PlayState.PAUSED
                    else None,
                    told_to_stop=told,
                    stop_sent=told is not None,
                ),
            )
        )
    return seen


LIMIT_OF = st.fixed_dictionaries({ref: st.integers(0, 4) for ref in PEOPLE})


def allowed(limits: dict[str, int]) -> dict[str, Allowance]:
    return {ref: Allowance(UserId(f"usr_{ref}"), limit) for ref, limit in limits.items()}


def obviously(seen: Sequence[tuple[Stream, Sighting]], limit: int) -> set[tuple[str, str]]:
    """Stop the newest device again and again until the rest fits; return the sessions."""
    counted = [(each, memory) for each, memory in seen if counts(each, memory)]
    device = {each.key: each.device_id or str(each.key) for each, _ in counted}

    def age(one: tuple[Stream, Sighting]) -> tuple[object, ...]:
        each, memory = one
        return memory.first_seen, int(each.session_key), each.session_key, each.server_id

    rest = list(counted)
    if len({device[each.key] for each, _ in rest}) == limit + 1:
        for old in rest:
            for new in rest:
                same = old[0].title_key and old[0].title_key == new[0].title_key
                apart = device[old[0].key] != device[new[0].key]
                recent = NOON - new[1].first_seen < timedelta(seconds=300)
                oldest_of_title = all(
                    age(old) <= age(third)
                    for third in rest
                    if third[0].title_key == old[0].title_key
                )
                if same and apart and recent and oldest_of_title:
                    return set()
    while len({device[each.key] for each, _ in rest}) > limit:
        oldest_of = {
            name: min(age(one) for one in rest if device[one[0].key] == name)
            for name in {device[each.key] for each, _ in rest}
        }
        newest = max(oldest_of, key=lambda name: oldest_of[name])
        rest = [one for one in rest if device[one[0].key] != newest]
    return {each.key for each, _ in counted} - {each.key for each, _ in rest}


def counts(each: Stream, memory: Sighting) -> bool:
    started = NOON - memory.first_seen >= timedelta(seconds=15)
    rests = (
        each.state is PlayState.PAUSED
        and memory.paused_since is not None
        and NOON - memory.paused_since >= timedelta(seconds=300)
    )
    is_trailer = each.media_kind is MediaKind.TRAILER
    return started and not rests and not is_trailer and memory.told_to_stop is None


@pytest.mark.property
@pytest.mark.behaviour("B172", "X021", "X022")
@given(seen=worlds(), limits=LIMIT_OF)
def test_exactly_the_excess_is_stopped(seen, limits):
    verdicts = judge(*seen, allowances=allowed(limits))
    acted = {DecisionKind.STOP, DecisionKind.UNSTOPPABLE}
    stopped = {each.key for each in verdicts if each.kind in acted}
    expected = set()
    for ref, limit in limits.items():
        expected |= obviously([one for one in seen if one[0].account_ref == ref], limit)
    assert stopped == expected


@pytest.mark.property
@given(seen=worlds(), limits=LIMIT_OF, chance=st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(seen, limits, chance):
    shuffled = list(seen)
    chance.shuffle(shuffled)
    first, second = (judge(*each, allowances=allowed(limits)) for each in (seen, shuffled))
    assert first == second


@pytest.mark.property
@given(seen=worlds(), limits=LIMIT_OF)
def test_once_the_excess_is_gone_nothing_more_is_stopped(seen, limits):
    stops = {each.key for each in judge(*seen, allowances=allowed(limits))}
    rest = [one for one in seen if one[0].key not in stops]
    left = judge(*rest, allowances=allowed(limits))
    assert [each for each in left if each.kind is not DecisionKind.IGNORED_STOP] == []


@pytest.mark.property
@given(seen=worlds(), limits=LIMIT_OF)
def test_whoever_is_stopped_was_suspected(seen, limits):
    allowances = allowed(limits)
    verdicts = judge(*seen, allowances=allowances)
    found = rules.suspect(
        [ServerLook(each.server_id, streams=(each,)) for each, _ in seen],
        sightings={each.key: memory for each, memory in seen},
        allowances=allowances,
        limits=LIMITS,
        now=NOON,
    )
    assert {each.user_id for each in verdicts} <= found.user_ids
