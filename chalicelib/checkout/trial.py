"""Free trials: what is offered to whom, and how one is started.

A trial is an order that costs nothing, by a person who signed in with Plex. Whether they may have
one is decided twice: for the page, and for good in the commit that settles the order.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.catalog.model import Location, Plan
from chalicelib.checkout import seat
from chalicelib.checkout.admission import admitted
from chalicelib.checkout.alarms import tell_sold_out
from chalicelib.checkout.close import give_up
from chalicelib.checkout.form import checked
from chalicelib.checkout.media_change import refuse_until_changed
from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.opening import location_of, opened, order_id
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.shelf import locations_to_choose, read_shelf
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import (
    AlreadyRecordedError,
    ConflictError,
    InvalidError,
    NotFoundError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import OrderId, PlanId, UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert
from chalicelib.payments.free import settle_free
from chalicelib.payments.model import GatewayName, Order, OrderStatus
from chalicelib.payments.settling import trials
from chalicelib.payments.settling.trials import Refusal
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.trials import known_by
from chalicelib.users.model import User

log = logging.getLogger(__name__)

# Everybody who starts at the same moment wants the same rows; each lost race lets one more pass.
MOST_TRIES = 24
_SETTLE_TRIES = 4
# It is settled at once; after that long an order that was not is closed.
_HOLD = timedelta(minutes=30)
_SHOP = Actor("page:trial")
NOBODY = UserId("")
_CHOOSE = "Choose a plan instead."
_TEXTS = {
    Refusal.OFF: ("There is no free trial at the moment.", _CHOOSE),
    Refusal.HAD_ONE: ("You have had your free trial.", "Choose a plan to go on watching."),
    Refusal.HAS_ACCESS: ("You have access already.", "A trial is for those who have none yet."),
    Refusal.FULL: (
        "All places for free trials are taken at the moment.",
        "Come back later, or choose a plan.",
    ),
}
_SOLD_OUT = ("No seat for a free trial is free at the moment.", "Come back later.")


class TrialRefusedError(ConflictError):
    """This person gets no trial now; nothing was changed."""

    default_code = "trial_refused"


@dataclass(frozen=True, slots=True)
class TrialOffer:
    """The trials that can be had; with a `refusal` none of them, and `text` and `remedy` say why.

    `refusal` counts for the person who asks, if they are known.
    """

    plans: tuple[Plan, ...]
    refusal: Refusal | None = None
    text: str = ""
    remedy: str = ""

    @property
    def is_there(self) -> bool:
        """Tell whether there is a trial to be had."""
        return self.refusal is None


def offer(deps: CheckoutDeps, *, user: User | None) -> TrialOffer:
    """Return the trials for a person, or for somebody who is not known yet."""
    settings = deps.settings.trials()
    plans = trial_plans(deps) if settings.enabled else ()
    if not plans:
        return TrialOffer((), Refusal.OFF, *_TEXTS[Refusal.OFF])
    refusal = trials.refusal(
        deps.subscriptions,
        settings,
        who=known(user),
        subscription=_subscription(deps, user),
        is_permanent=user is not None and user.is_permanent,
        now=deps.clock.now(),
    )
    return TrialOffer(plans, refusal, *_TEXTS[refusal]) if refusal else TrialOffer(plans)


def trial_plans(deps: CheckoutDeps) -> tuple[Plan, ...]:
    """Return the plans that can be tried, by sort order."""
    return tuple(each for each in deps.catalog.plans() if is_trial(each))


def is_trial(plan: Plan) -> bool:
    """Tell whether the plan can be tried now."""
    return plan.is_trial and plan.is_active and not plan.is_archived


def plan_to_try(deps: CheckoutDeps, plan_id: PlanId) -> Plan:
    """Return a plan that can be tried; raises NotFoundError for any other."""
    plan = deps.catalog.plan(plan_id)
    if plan is None or not is_trial(plan):
        raise NotFoundError("There is no such trial (any more).", remedy="Look what there is.")
    return plan


def locations(deps: CheckoutDeps, plan: Plan) -> tuple[Location, ...]:
    """Return the locations to choose from; none unless two or more have room (B021)."""
    shelf = read_shelf(deps)
    choice = shelf.choose(plan, now=deps.clock.now())
    fitting = {each.server_id for each in choice.candidates if each.fits}
    return locations_to_choose(deps, shelf, fitting)


def start(deps: CheckoutDeps, *, request: StartRequest) -> Order:
    """Start a trial and return its order, settled.

    `request.media` must be proven; way to pay, code and credit count for nothing. The same `token`
    again returns the same order. Raises InvalidError naming the field, NotFoundError for a plan
    that cannot be tried, TrialRefusedError (code ``trial_<refusal>``, or ``trial_sold_out``; then
    administrators are told), RetryLaterError when the database is busy.
    """
    asked = checked(request)
    plan = plan_to_try(deps, asked.plan_id)
    if not asked.media.is_proven:
        raise InvalidError.of(
            "media", "It is not proven whose Plex account this is.", "Sign in with Plex."
        )
    location_of(deps, asked)
    order = _repeated(deps, asked) or _opened(deps, asked, plan)
    settled = _settled(deps, order)
    if settled.status is OrderStatus.PAID:
        return settled
    # Somebody had the last place in this very moment, or the same person sent two forms.
    give_up(deps, settled, why="No trial could be granted.")
    raise _refused(_refusal(deps, asked, _buyer(deps, asked)) or Refusal.FULL)


def _opened(deps: CheckoutDeps, asked: StartRequest, plan: Plan) -> Order:
    """Commit the order with its seat; when somebody takes a seat meanwhile, choose anew."""
    user = _buyer(deps, asked)
    asked = admitted(deps, asked, known=user.id if user else None)
    refuse_until_changed(deps, user_id=user.id if user else None)
    refusal = _refusal(deps, asked, user)
    if refusal is not None:
        raise _refused(refusal)
    shares = deps.access.of_user(user.id) if user else ()
    for _ in range(MOST_TRIES):
        now, shelf = deps.clock.now(), read_shelf(deps)
        choice = seat.choose(
            deps, shelf, plan, shares=shares, location_id=asked.location_id, turn=None, now=now
        )
        if choice.server_id is None:
            tell_sold_out(deps, plan, why=choice.explanation, actor=_SHOP, now=now)
            raise TrialRefusedError(_SOLD_OUT[0], remedy=_SOLD_OUT[1], code="trial_sold_out")
        order = replace(
            _order(asked, plan, now=now),
            held_server_id=choice.server_id,
            likely_user_id=user.id if user else None,
        )
        told = opened(order, actor=_SHOP, now=now, why=choice.explanation)
        has_seat = seat.is_there(shares, choice.server_id)
        held = seat.taken(shelf, order, turn=None, has_seat=has_seat, now=now)
        try:
            deps.database.commit(Insert(order), Insert(told), *held)
        except StaleRecordError:
            continue
        except AlreadyRecordedError:
            return _repeated(deps, asked) or order
        log.info("trial.opened", extra={"order_id": order.id, "server_id": choice.server_id})
        return replace(order, version=order.version + 1)
    raise RetryLaterError("Many people start a trial at this moment.", after_seconds=5)


def _settled(deps: CheckoutDeps, order: Order) -> Order:
    """Settle the order at once; a crowd is waited for, since the order holds its seat."""
    for _ in range(_SETTLE_TRIES - 1):
        try:
            return settle_free(deps.settling, order, actor=_SHOP)
        except RetryLaterError:
            log.info("trial.crowded", extra={"order_id": order.id})
    return settle_free(deps.settling, order, actor=_SHOP)


def _order(asked: StartRequest, plan: Plan, *, now: datetime) -> Order:
    return Order(
        id=_order_id(asked, now=now),
        plan_id=plan.id,
        plan_name=plan.name,
        price=Money.zero(plan.price.currency),
        term=plan.term,
        email=asked.email,
        name=asked.name,
        media=asked.media,
        gateway=GatewayName.MANUAL,
        created_at=now,
        expires_at=now + _HOLD,
        location_id=asked.location_id,
        user_id=asked.user_id,
        is_trial=True,
        referral_code=asked.referral_code,
        referrer_id=asked.referrer_id,
    )


def _order_id(asked: StartRequest, *, now: datetime) -> OrderId:
    """Return an id that no sale of the same form has."""
    return order_id(asked.token and f"trial {asked.token}", now=now)


def _repeated(deps: CheckoutDeps, asked: StartRequest) -> Order | None:
    """Return the order that this very form started before."""
    known = deps.payments.order(_order_id(asked, now=deps.clock.now())) if asked.token else None
    if known is None:
        return None
    is_same = (known.plan_id, known.media) == (asked.plan_id, asked.media)
    if not is_same or known.status is OrderStatus.CLOSED:
        raise ConflictError("This form was used before.", remedy="Load the page again.")
    return known


def _buyer(deps: CheckoutDeps, asked: StartRequest) -> User | None:
    """Return who asks, if we know them; raises TrialRefusedError if that is not clear."""
    if asked.user_id is not None:
        return deps.users.get(asked.user_id)
    users = deps.users.by_media(asked.media)
    if len(users) > 1:
        raise TrialRefusedError(
            "Your Plex account belongs to several customers here.", remedy="Ask us for help."
        )
    return users[0] if users else None


def _refusal(deps: CheckoutDeps, asked: StartRequest, user: User | None) -> Refusal | None:
    return trials.refusal(
        deps.subscriptions,
        deps.settings.trials(),
        who=(
            *known(user),
            *known_by(user_id=None, emails=[asked.email], identities=[asked.media]),
        ),
        subscription=_subscription(deps, user),
        is_permanent=user is not None and user.is_permanent,
        now=deps.clock.now(),
    )


def known(user: User | None) -> tuple[str, ...]:
    """Return everything by which a user is known again."""
    if user is None:
        return ()
    return known_by(user_id=user.id, emails=[user.email], identities=[user.media])


def _subscription(deps: CheckoutDeps, user: User | None) -> Subscription:
    return deps.subscriptions.get(user.id) if user else Subscription(NOBODY)


def _refused(refusal: Refusal) -> TrialRefusedError:
    message, remedy = _TEXTS[refusal]
    return TrialRefusedError(message, remedy=remedy, code=f"trial_{refusal}")
