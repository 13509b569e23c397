"""How limits are kept is a setting of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.kernel.ids import GroupId
from chalicelib.settings import limits
from chalicelib.settings.limit_model import (
    LadderStep,
    LimitSettings,
    Measure,
    Rule,
    StopMode,
    least,
)
from chalicelib.settings.model import EnforcementMode
from chalicelib.settings.ports import SettingsDeps
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:admin@example.com")
KNOWN = frozenset({GroupId("grp_standard"), GroupId("grp_private"), GroupId("grp_kids")})
KIDS = (GroupId("grp_kids"),)
OFF, OBSERVE, ENFORCE = EnforcementMode.OFF, EnforcementMode.OBSERVE, EnforcementMode.ENFORCE


@pytest.fixture
def db() -> InMemoryDatabase:
    return InMemoryDatabase()


@pytest.fixture
def deps(db: InMemoryDatabase) -> SettingsDeps:
    return SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON))


def save(deps: SettingsDeps, version: int = 0, **changes) -> LimitSettings:
    return limits.change(
        deps,
        version=version,
        changes=limits.LimitChanges(**changes),
        offered=KNOWN,
        private=GroupId("grp_private"),
        actor=ADMIN,
    )


def refused(deps: SettingsDeps, **changes) -> list[str]:
    with pytest.raises(InvalidError) as error:
        save(deps, **changes)
    return [problem.field for problem in error.value.problems]


def test_a_new_site_stops_the_newest_and_acts_on_everything_but_a_guess(deps: SettingsDeps):
    held = deps.store.limits()
    assert held.stop_mode is StopMode.NEWEST
    assert [rule for rule in Rule if held.mode_of(rule) is not ENFORCE] == [Rule.SHARING]
    assert held.mode_of(Rule.SHARING) is OBSERVE


def test_a_change_is_kept_and_told_in_the_audit(deps: SettingsDeps, db: InMemoryDatabase):
    saved = save(
        deps,
        modes={Rule.BITRATE: OFF, Rule.SHARING: ENFORCE, Rule.DEVICES: ENFORCE},
        stop_mode=StopMode.ALL,
        warns_first=True,
        ladder=(LadderStep(2, Measure.WARN), LadderStep(5, Measure.RESTRICT, 24)),
        restricted_group_ids=KIDS * 2,
    )
    assert saved == deps.store.limits()
    assert dict(saved.modes) == {Rule.BITRATE: OFF, Rule.SHARING: ENFORCE}
    assert saved.restricted_group_ids == KIDS
    entry = db.one(AuditEntry)
    assert entry.action == "settings.limits"
    assert entry.after == {
        "modes": "bitrate: off, sharing: enforce",
        "stop_mode": "all",
        "warns_first": "True",
        "ladder": "warn from 2 strikes, restrict for 24 hours from 5 strikes",
        "restricted_group_ids": "grp_kids",
    }


def test_saving_what_is_set_already_writes_nothing(deps: SettingsDeps, db: InMemoryDatabase):
    save(deps, modes={rule: deps.store.limits().mode_of(rule) for rule in Rule})
    assert db.all(AuditEntry) == ()


def test_somebody_elses_change_is_not_overwritten(deps: SettingsDeps):
    save(deps, sustain_seconds=30)
    with pytest.raises(StaleRecordError):
        save(deps, sustain_seconds=60)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("sustain_seconds", each) for each in (-1, 3601)),
        *(("cool_down_seconds", each) for each in (-1, 3601)),
        *(("stops_paused_after_minutes", each) for each in (-1, 1441)),
        *(("ghost_after_minutes", each) for each in (-1, 1441)),
        *(("week_begins_on", each) for each in (-1, 7)),
        *(("strike_window_hours", each) for each in (0, 8761)),
        *(("sharing_score_from", each) for each in (0, 101)),
        *(("activity_days", each) for each in (0, 731)),
        ("restricted_group_ids", (GroupId("grp_gone"),)),
        ("restricted_group_ids", (GroupId("grp_private"),)),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(deps: SettingsDeps, field: str, value: object):
    assert refused(deps, **{field: value}) == [field]


@pytest.mark.parametrize(
    ("ladder", "field"),
    [
        ((LadderStep(0, Measure.WARN),), "ladder.0.strikes"),
        ((LadderStep(101, Measure.WARN),), "ladder.0.strikes"),
        ((LadderStep(1, Measure.WARN, 1),), "ladder.0.hours"),
        ((LadderStep(1, Measure.SUSPEND),), "ladder.0.hours"),
        ((LadderStep(1, Measure.SUSPEND, 8761),), "ladder.0.hours"),
        ((LadderStep(1, Measure.WARN), LadderStep(1, Measure.SUSPEND, 1)), "ladder.1.strikes"),
        ((LadderStep(3, Measure.WARN), LadderStep(2, Measure.SUSPEND, 1)), "ladder.1.strikes"),
        ((LadderStep(1, Measure.RESTRICT, 1),), "restricted_group_ids"),
        (tuple(LadderStep(each, Measure.WARN) for each in range(1, 12)), "ladder"),
    ],
)
def test_a_ladder_that_leads_nowhere_is_refused_where_it_breaks(deps, ladder, field):
    assert refused(deps, ladder=ladder) == [field]


def test_everything_that_is_wrong_is_named_at_once(deps: SettingsDeps):
    wrong = refused(
        deps,
        week_begins_on=9,
        activity_days=0,
        ladder=(LadderStep(0, Measure.SUSPEND, 0),),
        restricted_group_ids=(GroupId("grp_gone"),),
    )
    assert wrong == [
        "week_begins_on",
        "activity_days",
        "ladder.0.strikes",
        "ladder.0.hours",
        "restricted_group_ids",
    ]


MODES = st.sampled_from(EnforcementMode)


@given(modes=st.dictionaries(st.sampled_from(Rule), MODES), site=MODES, rule=st.sampled_from(Rule))
def test_whatever_is_saved_holds_and_no_rule_goes_further_than_the_site(modes, site, rule):
    db = InMemoryDatabase()
    store = InMemorySettingsStore(db)
    deps = SettingsDeps(db, store, FakeVault(), FakeClock(NOON))
    before = store.limits().mode_of(rule)
    save(deps, modes=modes)
    assert store.limits().mode_of(rule) is modes.get(rule, LimitSettings().mode_of(rule))
    order = [OFF, OBSERVE, ENFORCE]
    kept = least(site, store.limits().mode_of(rule), None)
    assert order.index(kept) <= order.index(site)
    assert before is LimitSettings().mode_of(rule)


@given(st.lists(st.integers(-2, 103), max_size=6))
def test_a_ladder_is_taken_exactly_when_each_step_needs_more(strikes):
    db = InMemoryDatabase()
    deps = SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON))
    ladder = tuple(LadderStep(each, Measure.WARN) for each in strikes)
    is_right = strikes == sorted(set(strikes)) and all(1 <= each <= 100 for each in strikes)
    if is_right:
        assert save(deps, ladder=ladder).ladder == ladder
    else:
        with pytest.raises(InvalidError):
            save(deps, ladder=ladder)
