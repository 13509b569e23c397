"""Every dependency is judged by its facts alone, and whatever is not ok says what to do."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.checkout.model import Offer, OfferedPlan, OfferGap
from chalicelib.insights.checks import Check, State, span, worst
from chalicelib.insights.facts import (
    Facts,
    GatewayFacts,
    JobFacts,
    MailFacts,
    ScheduleFacts,
    ServerFacts,
    SystemFacts,
    TrialFacts,
    WebhookFacts,
)
from chalicelib.insights.health import assess
from chalicelib.jobs.model import ScheduleState
from tests.builders import NOON, a_plan, a_plex_account, a_server

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

GATEWAY = GatewayFacts(
    id="stripe",
    name="Stripe",
    link="/settings?tab=stripe",
    is_enabled=True,
    is_synced=True,
    has_key=True,
    key_problem="",
    read_until=NOON - HOUR,
    ran_at=NOON - HOUR,
    error="",
)
WEBHOOKS = WebhookFacts(
    id="stripe",
    name="Stripe",
    link="/settings?tab=stripe",
    address="https://shop.example/webhooks/stripe",
    has_key=True,
    has_secret=True,
    secret_problem="",
    accepted_at=NOON - HOUR,
    refused=0,
)
MAIL = MailFacts(
    host="smtp.example",
    is_enabled=True,
    password_problem="",
    operator="boss@example.com",
    sent_at=NOON,
    failed=0,
    waiting=0,
    error="",
)
RAN = ScheduleState(
    "hourly", started_at=NOON - HOUR, finished_at=NOON - HOUR + 2 * MINUTE, outcome="ok"
)
SCHEDULE = ScheduleFacts("hourly", "Every hour", HOUR, 14 * MINUTE, RAN)
SERVER = ServerFacts(a_server(), 3, NOON - MINUTE, "", None)
SYSTEM = SystemFacts(ahead_seconds=0.4, key_problem="", unreadable=(), set_up_at=NOON - HOUR)
WELL = Facts(
    now=NOON,
    gateways=(GATEWAY,),
    webhooks=(WEBHOOKS,),
    accounts=(a_plex_account(checked_at=NOON - HOUR),),
    people={},
    servers=(SERVER,),
    offer=Offer((OfferedPlan(a_plan(), is_sold_out=False, is_default=True, reason=""),)),
    trials=TrialFacts(is_enabled=False, plans=()),
    mail=MAIL,
    schedules=(SCHEDULE,),
    jobs=JobFacts(parked=0, is_cut=False, oldest_due_at=None),
    system=SYSTEM,
)


def the(id_: str, facts: Facts) -> Check:
    [found] = [check for check in assess(facts) if check.id.partition(":")[0] == id_]
    return found


def test_when_all_is_well_everything_is_ok():
    assert {check.state for check in assess(WELL)} == {State.OK}
    assert worst(assess(WELL)) is State.OK


@pytest.mark.parametrize(
    ("change", "state", "words"),
    [
        ({"has_key": False}, State.NOT_SET_UP, "No key"),
        ({"key_problem": "It cannot be opened."}, State.BROKEN, "opened"),
        ({"is_enabled": False}, State.ATTENTION, "switched off"),
        ({"error": "The key was revoked."}, State.BROKEN, "revoked"),
        ({"is_synced": False}, State.ATTENTION, "not read by the hour"),
        ({"read_until": None}, State.ATTENTION, "No payments were read"),
        ({"read_until": NOON - 3 * HOUR}, State.OK, "All payments"),
        ({"read_until": NOON - 3 * HOUR - MINUTE}, State.BROKEN, "for hours"),
    ],
)
def test_a_gateway_is_judged_by_its_key_and_its_last_read(change, state, words):
    check = the("gateway", replace(WELL, gateways=(replace(GATEWAY, **change),)))
    assert check.state is state
    assert words in check.summary


@pytest.mark.parametrize(
    ("change", "state", "words"),
    [
        ({"has_secret": False}, State.NOT_SET_UP, "genuine"),
        ({"secret_problem": "It cannot be opened."}, State.BROKEN, "opened"),
        ({"refused": 3, "accepted_at": None}, State.BROKEN, "3 were refused"),
        ({"refused": 3}, State.ATTENTION, "3 were refused"),
        ({"accepted_at": None}, State.ATTENTION, "None has arrived"),
    ],
)
def test_webhooks_are_judged_by_what_was_accepted_and_refused(change, state, words):
    check = the("webhooks", replace(WELL, webhooks=(replace(WEBHOOKS, **change),)))
    assert check.state is state
    assert words in check.summary


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (replace(SERVER, server=a_server(is_enabled=False)), State.NOT_SET_UP),
        (replace(SERVER, error="timeout", error_since=NOON - HOUR), State.BROKEN),
        (replace(SERVER, swept_at=None), State.ATTENTION),
        (replace(SERVER, server=a_server(added_at=NOON)), State.ATTENTION),
    ],
)
def test_a_server_is_judged_by_the_last_look_at_it(facts: ServerFacts, state: State):
    assert the("server", replace(WELL, servers=(facts,))).state is state


@pytest.mark.parametrize(
    ("account", "state"),
    [
        (a_plex_account(token_error="rejected", checked_at=NOON), State.BROKEN),
        (a_plex_account(checked_at=None), State.ATTENTION),
        (a_plex_account(checked_at=NOON - timedelta(days=4)), State.ATTENTION),
    ],
)
def test_a_token_is_judged_by_its_last_check(account, state):
    assert the("plex_account", replace(WELL, accounts=(account,))).state is state


@pytest.mark.parametrize(
    ("seconds", "state", "words"),
    [
        (None, State.ATTENTION, "could not be compared"),
        (29.0, State.OK, "agrees"),
        (-31.0, State.ATTENTION, "31 seconds behind"),
        (241.0, State.BROKEN, "4 minutes ahead"),
        (40 * 86400.0, State.BROKEN, "40 days ahead"),
    ],
)
def test_a_clock_is_judged_by_how_far_it_is_off(seconds, state, words):
    check = the("clock", replace(WELL, system=replace(SYSTEM, ahead_seconds=seconds)))
    assert check.state is state
    assert words in check.summary


@pytest.mark.parametrize(
    ("change", "set_up_at", "state", "words"),
    [
        ({"started_at": None}, NOON - HOUR, State.OK, "first run"),
        ({"started_at": None}, NOON - 3 * HOUR, State.BROKEN, "overdue"),
        ({"started_at": NOON - 3 * HOUR}, NOON, State.BROKEN, "overdue"),
        ({"started_at": NOON - 2 * HOUR}, NOON, State.OK, "took"),
        ({"outcome": "crashed"}, NOON, State.BROKEN, "crashed"),
        ({"outcome": "failed: busy"}, NOON, State.BROKEN, "busy"),
        ({"outcome": "running", "finished_at": None}, NOON, State.OK, "just now"),
        ({"troubles": {"payments": "key revoked"}}, NOON, State.ATTENTION, "key revoked"),
        ({"troubles": {"server:srv_1": "timeout"}}, NOON, State.OK, "took"),
    ],
)
def test_a_schedule_is_judged_by_its_last_run(change, set_up_at, state, words):
    schedule = replace(SCHEDULE, state=replace(RAN, **change))
    system = replace(SYSTEM, set_up_at=set_up_at)
    check = the("schedule", replace(WELL, schedules=(schedule,), system=system))
    assert check.state is state
    assert words in check.summary


@pytest.mark.parametrize(
    ("oldest", "state"),
    [
        (NOON - 10 * MINUTE, State.OK),
        (NOON - 11 * MINUTE, State.ATTENTION),
        (NOON - 31 * MINUTE, State.BROKEN),
    ],
)
def test_work_that_waits_too_long_is_seen(oldest: datetime, state: State):
    assert the("queue", replace(WELL, jobs=JobFacts(0, False, oldest))).state is state


def test_parked_jobs_are_counted():
    check = the("parked", replace(WELL, jobs=JobFacts(100, True, None)))
    assert (check.state, check.summary) == (State.ATTENTION, "100+ wait for a person.")


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"host": ""}, State.NOT_SET_UP),
        ({"is_enabled": False}, State.ATTENTION),
        ({"password_problem": "It cannot be opened."}, State.BROKEN),
        ({"failed": 2, "error": "refused"}, State.BROKEN),
        ({"waiting": 2, "error": "no answer"}, State.ATTENTION),
        ({"sent_at": None}, State.OK),
    ],
)
def test_mail_is_judged_by_its_settings_and_by_what_became_of_mails(change, state):
    assert the("mail", replace(WELL, mail=replace(MAIL, **change))).state is state


@pytest.mark.parametrize(
    ("plans", "server", "state", "words"),
    [
        (("Taster",), {"allows_trials": True}, State.OK, "Taster can be tried on Alpha."),
        (("Taster",), {}, State.ATTENTION, "no server takes them"),
        (
            ("Taster",),
            {"allows_trials": True, "is_enabled": False},
            State.ATTENTION,
            "no server takes them",
        ),
        ((), {"allows_trials": True}, State.ATTENTION, "no plan to try"),
    ],
)
def test_trials_that_nobody_can_start_are_seen(plans, server, state, words):
    servers = (replace(SERVER, server=a_server(name="Alpha", **server)),)
    facts = replace(WELL, servers=servers, trials=TrialFacts(is_enabled=True, plans=plans))
    check = the("trials", facts)
    assert check.state is state
    assert words in check.summary
    assert {each.id for each in assess(WELL)}.isdisjoint({"trials"})


def test_a_full_server_and_a_full_account_are_seen():
    full = replace(SERVER, server=a_server(max_users=3))
    account = a_plex_account(max_people=3, checked_at=NOON)
    facts = replace(WELL, servers=(full,), accounts=(account,), people={account.id: 3})
    assert the("seats", facts).state is State.ATTENTION
    assert the("people", facts).state is State.ATTENTION


def test_no_secret_is_told_only_which_cannot_be_opened():
    system = replace(SYSTEM, unreadable=("the key of Stripe",))
    check = the("master_key", replace(WELL, system=system))
    assert check.state is State.BROKEN
    assert "the key of Stripe" in check.summary


@given(
    has_key=st.booleans(),
    is_enabled=st.booleans(),
    refused=st.integers(0, 3),
    gap=st.sampled_from([None, *OfferGap]),
    host=st.sampled_from(["", "smtp.example"]),
    operator=st.sampled_from(["", "boss@example.com"]),
    ahead=st.sampled_from([None, 0.0, 100.0, -1000.0]),
    has_servers=st.booleans(),
    has_trials=st.booleans(),
    outcome=st.sampled_from(["ok", "crashed", "failed: x"]),
    parked=st.integers(0, 2),
)
@pytest.mark.property
def test_whatever_is_not_ok_says_what_to_do_and_where(
    has_key,
    is_enabled,
    refused,
    gap,
    host,
    operator,
    ahead,
    has_servers,
    has_trials,
    outcome,
    parked,
):
    facts = replace(
        WELL,
        gateways=(replace(GATEWAY, has_key=has_key, is_enabled=is_enabled),),
        webhooks=(replace(WEBHOOKS, has_secret=has_key, refused=refused),),
        accounts=WELL.accounts if has_servers else (),
        servers=WELL.servers if has_servers else (),
        offer=Offer((), gap=gap, admin_text="Do something.") if gap else WELL.offer,
        trials=TrialFacts(is_enabled=has_trials, plans=("Taster",) if has_key else ()),
        mail=replace(MAIL, host=host, operator=operator),
        schedules=(replace(SCHEDULE, state=replace(RAN, outcome=outcome)),),
        jobs=JobFacts(parked, False, None),
        system=replace(SYSTEM, ahead_seconds=ahead),
    )
    checks = assess(facts)
    for check in checks:
        assert check.title
        assert check.summary
        if check.state is not State.OK:
            assert check.remedy, check
            assert check.link.startswith("/"), check
    assert len({check.id for check in checks}) == len(checks)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.3, "0.3 seconds"), (59, "59 seconds"), (180, "3 minutes"), (7200, "2 hours")],
)
def test_lengths_of_time_are_told_in_one_unit(seconds: float, text: str):
    assert span(seconds) == text
