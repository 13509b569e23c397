"""Grant free trials: one in a lifetime, and to no more people at a time than the cap.

Both hold against any number of requests at once: what a person is known by is inserted, and the
row of places is stored, in the very commit that settles the trial's order.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments.model import Order
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.writing.booking import Purchase
from chalicelib.settings.model import TrialSettings
from chalicelib.subscriptions.lifecycle import current_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.subscriptions.trials import (
    TrialPlaces,
    TrialUse,
    had_trial,
    in_trial_until,
    known_by,
)
from chalicelib.users.model import User

# How long the row of places is trusted before it is compared with all running periods again: an
# operator may give or take trials by hand.
COUNTED_FOR = timedelta(hours=1)
# Every period that has not ended begins or ends within this.
_FAR = timedelta(days=40 * 366)
_PAGE = 200


class Refusal(StrEnum):
    """Why somebody gets no trial."""

    OFF = "off"
    HAD_ONE = "had_one"
    HAS_ACCESS = "has_access"
    FULL = "full"


def refusal(
    store: SubscriptionStore,
    settings: TrialSettings,
    *,
    who: tuple[str, ...],
    subscription: Subscription,
    is_permanent: bool,
    now: datetime,
) -> Refusal | None:
    """Return why the person gets no trial now, None when they may have one.

    `who` is what they are known by (see subscriptions.trials.known_by).
    """
    if not settings.enabled:
        return Refusal.OFF
    if has_tried(store, who=who, subscription=subscription):
        return Refusal.HAD_ONE
    if is_permanent or current_period(subscription, now=now) is not None:
        return Refusal.HAS_ACCESS
    return Refusal.FULL if _free_places(store, settings, now=now) is None else None


def has_tried(
    store: SubscriptionStore, *, who: tuple[str, ...], subscription: Subscription
) -> bool:
    """Tell whether the person ever had a trial, whatever name they go by (B077)."""
    return had_trial(subscription) or bool(store.trial_uses(who))


def granting(
    deps: PaymentsDeps, purchase: Purchase, *, actor: Actor, now: datetime
) -> Purchase | None:
    """Return a trial's purchase with the writes that grant it; None if it is refused by now.

    Any other purchase is returned as it is; nothing is read for it.
    """
    order = purchase.order
    if order is None or not order.is_trial:
        return purchase
    settings = deps.settings.trials()
    user, held = purchase.person.user, purchase.subscription
    who = known_by(
        user_id=user.id, emails=(order.email, user.email), identities=(order.media, user.media)
    )
    places = _free_places(deps.subscriptions, settings, now=now)
    is_taken = has_tried(deps.subscriptions, who=who, subscription=held)
    if places is None or is_taken or current_period(held, now=now) is not None:
        return None
    until = order.term.end_from(now)
    uses = (Insert(TrialUse(each, user.id, order.id, now)) for each in who)
    writes: list[Write] = [*uses, *_told(order, user, until, actor=actor, now=now)]
    if settings.max_users:
        writes.append(Update(places.with_holder(user.id, until=until, now=now)))
    return replace(
        purchase, is_trial=True, sends_receipt=False, extras=(*purchase.extras, *writes)
    )


def _told(
    order: Order, user: User, until: datetime, *, actor: Actor, now: datetime
) -> tuple[Write, ...]:
    facts = {
        "name": user.name,
        "plan": order.plan_name,
        "ends_at": to_iso(until),
        "order_id": order.id,
    }
    mail = mail_job(
        Message(Event.TRIAL_STARTED, order.email, facts), cause=order.id, now=now, user_id=user.id
    )
    told = note(
        actor,
        "trial.started",
        order.id,
        now=now,
        user_id=user.id,
        why=f"{order.plan_name} until {until:%Y-%m-%d}",
        after={"plan": order.plan_id, "ends_at": until},
    )
    return Insert(mail), Insert(told)


def _free_places(
    store: SubscriptionStore, settings: TrialSettings, *, now: datetime
) -> TrialPlaces | None:
    """Return the places if one is free, None if there is none; without a cap nothing is read."""
    if not settings.max_users:
        return TrialPlaces()
    places = store.trial_places()
    is_old = (
        places.counted_at is None
        or now - places.counted_at >= COUNTED_FOR
        or places.settings_version != settings.version
    )
    if is_old or len(places.running(now=now)) >= settings.max_users:
        places = _recounted(store, places, settings, is_old=is_old, now=now)
    return places if len(places.running(now=now)) < settings.max_users else None


def _recounted(
    store: SubscriptionStore,
    places: TrialPlaces,
    settings: TrialSettings,
    *,
    is_old: bool,
    now: datetime,
) -> TrialPlaces:
    """Return the places of those who are in a trial; with `is_old` everybody is looked at."""
    known = store.many(tuple(sorted(places.running(now=now))))
    found = [*known.values(), *(_running(store, now=now) if is_old else ())]
    ends = {each.user_id: in_trial_until(each, now=now) for each in found}
    holders: dict[UserId, datetime] = {key: until for key, until in ends.items() if until}
    return replace(
        places,
        holders=holders,
        counted_at=now if is_old else places.counted_at,
        settings_version=settings.version,
    )


def _running(store: SubscriptionStore, *, now: datetime) -> Iterator[Subscription]:
    cursor: str | None = None
    while True:
        page = store.due(now=now + _FAR, cursor=cursor, limit=_PAGE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return
