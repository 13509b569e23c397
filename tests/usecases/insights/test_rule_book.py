"""Every rule at a glance."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.insights import rule_book
from chalicelib.insights.rule_book import RuleEntry
from chalicelib.settings.limit_model import LimitSettings, Rule, least
from chalicelib.settings.model import EnforcementMode, SiteSettings
from tests.builders import NOON, a_plan, a_server
from tests.stream_builders import a_decision

OFF, OBSERVE, ENFORCE = EnforcementMode.OFF, EnforcementMode.OBSERVE, EnforcementMode.ENFORCE


def entries(
    *, site=None, limits=None, plans=(), servers=(), decisions=()
) -> dict[Rule, RuleEntry]:
    found = rule_book.entries_of(
        site=site or SiteSettings(),
        limits=limits or LimitSettings(),
        plans=tuple(plans),
        servers=tuple(servers),
        decisions=decisions,
    )
    assert [entry.rule for entry in found] == list(Rule)
    return {entry.rule: entry for entry in found}


def test_nobody_can_break_what_nothing_sets():
    found = entries()
    assert [rule for rule, entry in found.items() if entry.is_set] == [Rule.SHARING]
    assert found[Rule.SHARING].mode is OBSERVE


def test_each_rule_names_the_plans_and_servers_that_set_it():
    free = a_plan(id="pln_free", allows_downloads=True)
    tight = a_plan(
        id="pln_tight",
        limits=PlanLimits(
            allows_transcoding=False,
            max_bitrate_kbps=8000,
            max_devices=3,
            weekly_gb=9,
            from_hour=0,
            to_hour=6,
        ),
    )
    strict = a_server(allows_4k_transcoding=False)
    limits = LimitSettings(stops_paused_after_minutes=10)

    found = entries(plans=[free, tight], servers=[strict], limits=limits)

    assert found[Rule.CONCURRENT_STREAMS].plans == (free, tight)
    assert found[Rule.TRANSCODING_4K].servers == (strict,)
    assert found[Rule.LONG_PAUSE].is_set
    by_tight = {rule for rule, entry in found.items() if entry.plans == (tight,)}
    assert by_tight == {
        Rule.VIDEO_TRANSCODING,
        Rule.BITRATE,
        Rule.ALLOWED_HOURS,
        Rule.FAIR_USE,
        Rule.DOWNLOADS,
        Rule.DEVICES,
    }
    assert all(entry.is_set for entry in found.values())


@given(
    site=st.sampled_from(EnforcementMode),
    own=st.sampled_from(EnforcementMode),
    there=st.none() | st.sampled_from(EnforcementMode),
)
def test_what_is_shown_as_holding_is_what_goes_least_far(site, own, there):
    server = a_server(enforcement_mode=there)
    entry = entries(
        site=SiteSettings(enforcement_mode=site),
        limits=LimitSettings(modes={Rule.BITRATE: own}),
        servers=[server],
    )[Rule.BITRATE]
    assert (entry.mode, entry.own_mode) == (least(site, own), own)
    kept = least(site, own, there)
    shown = {each.server.id: each.mode for each in entry.less_far}
    assert shown.get(server.id, entry.mode) is kept


def test_what_struck_is_counted_by_rule_with_what_was_carried_out():
    bitrate = a_decision(rule=Rule.BITRATE)
    missed = replace(bitrate, id="dec_2", carried_out=False)
    devices = a_decision(id="dec_3", rule=Rule.DEVICES)
    found = entries(decisions=[bitrate, missed, devices])
    assert (found[Rule.BITRATE].struck, found[Rule.BITRATE].acted) == (2, 1)
    assert (found[Rule.DEVICES].struck, found[Rule.FAIR_USE].struck) == (1, 0)


def test_only_the_last_seven_days_count_and_sold_plans_on_running_servers(deps, db):
    db.seed(
        a_plan(id="pln_old", is_active=False),
        a_plan(id="pln_now"),
        a_server(is_enabled=False, allows_4k_transcoding=False),
        a_decision(id="dec_new", at=NOON - timedelta(days=6), rule=Rule.BITRATE),
        a_decision(id="dec_old", at=NOON - timedelta(days=8), rule=Rule.BITRATE),
    )
    book = rule_book.read(deps)
    found = {entry.rule: entry for entry in book.entries}
    assert found[Rule.BITRATE].struck == 1
    assert [plan.id for plan in found[Rule.CONCURRENT_STREAMS].plans] == ["pln_now"]
    assert not found[Rule.TRANSCODING_4K].is_set
    assert (book.is_cut, book.site_mode) == (False, ENFORCE)
