"""Which streams are chosen, how far a rule goes, and how long a breach has to last."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.judging import rules
from chalicelib.enforcement.judging.counting import ServerRules
from chalicelib.enforcement.judging.verdict import Suspicion
from chalicelib.enforcement.model import Allowance, DecisionKind, ServerLook
from chalicelib.kernel.ids import DecisionId, ServerId
from chalicelib.settings.limit_model import LimitSettings, Rule, StopMode
from chalicelib.settings.model import EnforcementMode
from tests.builders import NOON
from tests.unit.enforcement.streams import ANN, LIMITS, TWO, judge, sighting, stream

SUSTAINED = replace(LIMITS, settings=LimitSettings(sustain_seconds=30))


def four():
    """Return four streams, the first one the oldest, the last two on another server."""
    made = [
        stream(number, server="srv_beta" if number > 2 else "srv_alpha") for number in range(1, 5)
    ]
    return [(each, sighting(each, minutes_ago=60 - at)) for at, each in enumerate(made)]


def stopped(verdicts) -> list[str]:
    return [each.key[1] for each in verdicts if each.kind is DecisionKind.STOP]


# ------------------------------------------------------------------ which streams


@pytest.mark.behaviour("B180")
@pytest.mark.parametrize(
    ("sites", "plans", "expected"),
    [
        (StopMode.NEWEST, None, ["3", "4"]),
        (StopMode.OLDEST, None, ["1", "2"]),
        (StopMode.ALL, None, ["1", "2", "3", "4"]),
        (StopMode.ALL, StopMode.OLDEST, ["1", "2"]),
        (StopMode.OLDEST, StopMode.NEWEST, ["3", "4"]),
    ],
)
def test_the_plan_says_which_streams_go_else_the_site(sites, plans, expected):
    allowances = {"2000": Allowance(ANN, 2, limits=PlanLimits(stop_mode=plans))}
    limits = replace(LIMITS, settings=LimitSettings(stop_mode=sites))
    assert stopped(judge(*four(), allowances=allowances, limits=limits)) == expected


@pytest.mark.behaviour("B173", "B180")
@pytest.mark.parametrize("mode", StopMode)
def test_whatever_the_mode_nobody_within_the_limit_is_stopped(mode):
    limits = replace(LIMITS, settings=LimitSettings(stop_mode=mode))
    assert judge(*four()[:2], limits=limits) == ()


# ------------------------------------------------------------------ how far


def modes(site="enforce", rule="enforce", server=None):
    return replace(
        LIMITS,
        mode=EnforcementMode(site),
        settings=LimitSettings(modes={Rule.CONCURRENT_STREAMS: EnforcementMode(rule)}),
        servers={ServerId("srv_beta"): ServerRules(EnforcementMode(server) if server else None)},
    )


@pytest.mark.behaviour("X025")
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["enforce", "enforce"]),
        ({"site": "observe"}, ["observe", "observe"]),
        ({"rule": "observe"}, ["observe", "observe"]),
        ({"server": "observe"}, ["observe", "observe"]),
        ({"site": "off"}, []),
        ({"rule": "off"}, []),
        ({"site": "observe", "server": "enforce"}, ["observe", "observe"]),
    ],
)
def test_whichever_mode_goes_least_far_holds(given, expected):
    verdicts = judge(*four(), limits=modes(**given))
    assert [each.mode for each in verdicts] == expected


@pytest.mark.behaviour("X025")
def test_streams_on_a_server_that_only_observes_count_and_others_do_not_go_for_them():
    (one, first), *rest = four()
    newest = stream(9)
    seen = [(one, first), *rest, (newest, sighting(newest, minutes_ago=1))]
    verdicts = judge(*seen, limits=modes(server="observe"))
    assert [(each.key[1], each.mode) for each in verdicts] == [
        ("9", "enforce"),
        ("3", "observe"),
        ("4", "observe"),
    ]


def test_a_server_that_keeps_no_limits_takes_no_part():
    assert judge(*four(), limits=modes(server="off")) == ()


# ------------------------------------------------------------------ how long


def three(**memory: object):
    seen = [(each, was) for each, was in four()[:3]]
    last, was = seen[-1]
    return [*seen[:2], (last, replace(was, **memory))]


@pytest.mark.parametrize(
    ("memory", "kind"),
    [
        ({}, DecisionKind.WARN),
        ({"breach_since": NOON - timedelta(seconds=29)}, DecisionKind.WARN),
        ({"breach_since": NOON - timedelta(seconds=30)}, DecisionKind.STOP),
        ({"stop_id": DecisionId("dec_1")}, DecisionKind.STOP),
    ],
)
def test_a_breach_has_to_last_before_it_is_acted_on(memory, kind):
    (verdict,) = judge(*three(**memory), limits=SUSTAINED)
    assert verdict.kind is kind
    assert (verdict.due_at is not None) is (kind is DecisionKind.WARN)


@pytest.mark.parametrize(("seconds", "kind"), [(1, DecisionKind.WARN), (0, DecisionKind.STOP)])
def test_a_session_that_was_stopped_is_left_alone_for_a_while(seconds, kind):
    alone = NOON + timedelta(seconds=seconds)
    (verdict,) = judge(*three(left_alone_until=alone))
    assert verdict.kind is kind


def suspicion(*seen, limits=SUSTAINED) -> Suspicion:
    return rules.suspect(
        [ServerLook(each.server_id, streams=(each,)) for each, _ in seen],
        sightings={each.key: memory for each, memory in seen},
        allowances=TWO,
        limits=limits,
        now=NOON,
    )


def test_a_new_breach_is_looked_at_twice_and_a_known_one_once_it_lasted():
    assert suspicion(*three()).user_ids == {ANN}
    waiting = suspicion(*three(breach_since=NOON - timedelta(seconds=29)))
    assert (waiting.user_ids, waiting.account_refs) == (frozenset(), {"2000"})
    assert suspicion(*three(breach_since=NOON - timedelta(seconds=30))).is_due


def test_what_was_observed_already_is_not_looked_at_again():
    limits = modes(rule="observe")
    assert suspicion(*three(), limits=limits).user_ids == {ANN}
    seen = three(reported=DecisionKind.STOP, reported_rule="concurrent_streams")
    assert suspicion(*seen, limits=limits).account_refs == frozenset()
    assert judge(*seen, limits=limits) == ()


def test_nothing_is_due_while_the_stream_too_many_is_too_young():
    (one, first), (two, second), (last, was) = three()
    young = replace(was, first_seen=NOON - timedelta(seconds=5))
    found = suspicion((one, first), (two, second), (last, young), limits=LIMITS)
    assert (found.is_due, found.settles_at) == (False, NOON + timedelta(seconds=10))
    assert suspicion((one, first), (two, second), (last, was), limits=LIMITS).is_due
