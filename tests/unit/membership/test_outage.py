"""When an outage counts, whom it concerned, and how much is given back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.model import ShareState
from chalicelib.jobs.model import Job, JobKind
from chalicelib.jobs.schedule import Trouble
from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.membership import outages
from chalicelib.membership.outage import Outage, OutageState, concerned, given_time
from chalicelib.settings.model import SafetySettings
from chalicelib.subscriptions.grace import grace_of, with_grace
from tests.builders import NOON, a_period, a_share, a_subscription
from tests.outage_builders import an_outage

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OUTAGE = an_outage()  # from two hours before noon until noon
STARTS = st.integers(min_value=-400, max_value=400).map(lambda hours: NOON + hours * HOUR)
LENGTHS = st.integers(min_value=1, max_value=400).map(lambda hours: hours * HOUR)


def paid(*spans: tuple[float, float], **fields: bool):
    """Return a subscription with periods, in hours from noon."""
    periods = tuple(
        a_period(
            payment_id=f"pay_{number}",
            starts_at=NOON + begins * HOUR,
            ends_at=NOON + ends * HOUR,
            **fields,
        )
        for number, (begins, ends) in enumerate(spans)
    )
    return a_subscription(periods=periods, due_at=None)


@pytest.mark.property
@given(minutes=st.integers(min_value=1, max_value=100_000))
def test_an_outage_is_given_back_in_whole_days_that_cover_it(minutes: int):
    outage = an_outage(began_at=NOON - timedelta(minutes=minutes))
    assert outage.days >= 1
    assert outage.days * DAY >= outage.ended_at - outage.began_at
    assert (outage.days - 1) * DAY < outage.ended_at - outage.began_at


@pytest.mark.property
@given(spans=st.lists(st.tuples(STARTS, LENGTHS), min_size=1, max_size=4), days=st.integers(1, 30))
def test_what_is_given_is_exactly_that_many_days_and_never_lies_over_paid_time(spans, days):
    periods = tuple(
        a_period(payment_id=f"pay_{number}", starts_at=start, ends_at=start + length)
        for number, (start, length) in enumerate(spans)
    )
    subscription = a_subscription(periods=periods, due_at=None)
    starts_at, ends_at = given_time(subscription, days=days, now=NOON)
    assert ends_at - starts_at == days * DAY
    assert starts_at >= NOON
    assert all(each.ends_at <= starts_at for each in periods)


@pytest.mark.parametrize(
    ("span", "is_concerned"),
    [
        ((-48, 48), True),
        ((-48, -1), True),
        ((-1, 48), True),
        ((-48, -2), False),
        ((0, 48), False),
    ],
)
def test_whoever_had_paid_time_within_the_outage_is_concerned(span, is_concerned: bool):
    assert concerned(OUTAGE, a_share(), paid(span)) is is_concerned


def test_trials_and_grace_are_no_paid_time():
    expected = with_grace(paid((-48, -3)), ref="sub_1", until=NOON + DAY, now=NOON)
    assert grace_of(expected) is not None
    assert not concerned(OUTAGE, a_share(), paid((-48, 48), is_trial=True))
    assert not concerned(OUTAGE, a_share(), expected)


@pytest.mark.parametrize("state", [each for each in ShareState if each != ShareState.ACCEPTED])
def test_nobody_without_an_accepted_share_is_concerned(state: ShareState):
    assert not concerned(OUTAGE, a_share(state=state), paid((-48, 48)))


def test_a_share_elsewhere_or_accepted_after_the_end_does_not_count():
    running = paid((-48, 48))
    assert not concerned(OUTAGE, a_share(server_id="srv_beta"), running)
    assert not concerned(OUTAGE, a_share(accepted_at=OUTAGE.ended_at), running)
    assert concerned(OUTAGE, a_share(accepted_at=OUTAGE.ended_at - HOUR), running)


def test_within_grace_the_days_begin_where_the_paid_time_ended():
    waiting = with_grace(paid((-48, -3)), ref="sub_1", until=NOON + 5 * DAY, now=NOON)
    starts_at, _ = given_time(waiting, days=1, now=NOON)
    assert starts_at == NOON - 3 * HOUR


def test_only_an_outage_of_the_set_length_is_written_down_with_its_job():
    minutes = {"srv_a": 60, "srv_b": 59, "srv_c": 300}
    troubles = {
        name: Trouble(NOON - timedelta(minutes=length), "It did not answer.")
        for name, length in minutes.items()
    }
    writes = outages.over(
        troubles, names={"srv_a": "A", "srv_b": "B"}, settings=SafetySettings(), now=NOON
    )
    outage, job = (each.record for each in writes)
    assert isinstance(outage, Outage)
    assert isinstance(job, Job)
    assert (outage.server_name, outage.why) == ("A", "It did not answer.")
    assert (outage.minutes, outage.state) == (60, OutageState.ENDED)
    assert (job.kind, job.subject) == (JobKind.FOLLOW_OUTAGE, outage.id)


def test_what_was_given_cannot_be_given_again():
    done = an_outage(state=OutageState.COMPENSATED)
    for state in OutageState:
        with pytest.raises(IllegalMoveError):
            done.decided(state, by="login:lgn_1", now=NOON)
