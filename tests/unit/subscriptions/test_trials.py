"""Who had a trial, who is in one, and who has a place among them."""

from datetime import timedelta

from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.trials import (
    TrialPlaces,
    cut_short,
    follows_trial,
    had_trial,
    in_trial_until,
    known_by,
    running_trial,
)
from tests.builders import MONTH_LATER, NOON, a_period, a_subscription, an_identity

WEEK = timedelta(days=7)
TRIAL = a_period(payment_id="pay_t", ends_at=NOON + WEEK, is_trial=True)
PAID = a_period(payment_id="pay_p", starts_at=NOON + WEEK, ends_at=MONTH_LATER)
AGAIN = a_period(payment_id="pay_q", starts_at=MONTH_LATER, ends_at=MONTH_LATER + WEEK)


def held(*periods: object) -> Subscription:
    return a_subscription(periods=periods)


def test_a_person_is_known_by_everything_they_gave_each_once():
    media = an_identity("ann", plex_id="77")

    assert known_by(
        user_id="usr_ann", emails=[" Ann@Example.com ", "", "post@example.com"], identities=[media]
    ) == (
        "user:usr_ann",
        "email:ann@example.com",
        "email:post@example.com",
        "name:ann",
        "id:77",
    )
    assert known_by(user_id=None, emails=[], identities=[]) == ()


def test_a_trial_runs_from_its_start_to_before_its_end():
    both = held(TRIAL, PAID)

    assert running_trial(both, now=NOON) == TRIAL
    assert running_trial(both, now=NOON + WEEK) is None
    assert in_trial_until(both, now=NOON) == in_trial_until(both, now=NOON - WEEK) == TRIAL.ends_at
    assert in_trial_until(both, now=TRIAL.ends_at) is None
    assert had_trial(both)
    assert not had_trial(held(PAID))


def test_only_the_first_time_after_a_trial_follows_it():
    all_of_them = held(TRIAL, PAID, AGAIN)

    assert not follows_trial(all_of_them, now=NOON)
    assert follows_trial(all_of_them, now=NOON + WEEK)
    assert not follows_trial(all_of_them, now=MONTH_LATER)
    assert not follows_trial(all_of_them, now=MONTH_LATER + WEEK)
    assert not follows_trial(held(PAID), now=NOON + WEEK)


def test_a_trial_that_is_cut_short_stays_in_the_history():
    later = NOON + timedelta(days=2)

    assert cut_short(held(TRIAL), TRIAL, now=later).periods[0].ends_at == later
    (at_once,) = cut_short(held(TRIAL), TRIAL, now=NOON).periods
    assert (at_once.starts_at, at_once.ends_at) == (NOON, NOON)


def test_a_place_is_held_until_the_last_end_of_the_trial():
    places = TrialPlaces({"usr_ann": NOON + WEEK})

    assert places.running(now=NOON) == {"usr_ann": NOON + WEEK}
    assert places.running(now=NOON + WEEK) == {}
    later = places.with_holder("usr_bob", until=MONTH_LATER, now=NOON + WEEK)
    assert later.holders == {"usr_bob": MONTH_LATER}
