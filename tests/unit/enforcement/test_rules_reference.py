"""Whatever the scene: the rules say what the slow and obvious reference says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.enforcement.judging import rules
from chalicelib.enforcement.judging.verdict import Suspicion, Verdict
from chalicelib.enforcement.model import DecisionKind
from chalicelib.settings.model import EnforcementMode
from tests.unit.enforcement import reference
from tests.unit.enforcement.scenes import Drawn, scene_of

SCENES = st.integers(0, 2**63).map(scene_of)
ACTED = frozenset({DecisionKind.STOP, DecisionKind.UNSTOPPABLE, DecisionKind.IGNORED_STOP})


def decide(scene: Drawn) -> tuple[Verdict, ...]:
    return rules.decide(
        scene.looks,
        sightings=scene.sightings,
        allowances=scene.allowances,
        limits=scene.limits,
        now=scene.now,
    )


def suspect(scene: Drawn) -> Suspicion:
    return rules.suspect(
        scene.looks,
        sightings=scene.sightings,
        allowances=scene.allowances,
        limits=scene.limits,
        now=scene.now,
    )


@pytest.mark.property
@pytest.mark.behaviour("B172", "B180", "X021", "X022", "X025")
@settings(max_examples=1000)
@given(scene=SCENES)
def test_the_rules_say_what_the_reference_says(scene):
    expected = reference.Scene(scene.cases, scene.limits, scene.now).answer()
    told = {each.key: (each.kind, each.rule, each.mode) for each in decide(scene)}
    assert told == expected


@pytest.mark.property
@given(scene=SCENES)
def test_nobody_is_acted_on_who_was_not_suspected_and_read(scene):
    suspicion = suspect(scene)
    verdicts = [each for each in decide(scene) if each.kind in ACTED]
    assert {each.user_id for each in verdicts} <= suspicion.user_ids
    assert {each.stream.account_ref for each in verdicts} <= suspicion.account_refs
    assert {each.stream.server_id for each in verdicts} <= suspicion.server_ids
    assert suspicion.is_due or not verdicts


@pytest.mark.property
@given(scene=SCENES)
def test_a_session_answers_for_one_rule_only(scene):
    breaches = [
        each
        for each in decide(scene)
        if each.kind not in {DecisionKind.NO_PLAN, DecisionKind.IGNORED_STOP}
    ]
    assert len({each.key for each in breaches}) == len(breaches)


@pytest.mark.property
@given(scene=SCENES)
def test_a_rule_that_is_off_decides_nothing(scene):
    assert EnforcementMode.OFF not in {each.mode for each in decide(scene)}
