"""Start a sale: check, find a server, hold a seat, open the gateway's page."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.access.model import Share
from chalicelib.access.selection import Choice
from chalicelib.catalog.discounts import normal
from chalicelib.catalog.model import Location, Plan
from chalicelib.checkout import for_groups, seat
from chalicelib.checkout.admission import admitted
from chalicelib.checkout.alarms import tell_gateway_out_of_order, tell_sold_out
from chalicelib.checkout.close import give_up
from chalicelib.checkout.form import checked
from chalicelib.checkout.media_change import refuse_until_changed
from chalicelib.checkout.model import StartRequest, Summary, cancel_path, return_path
from chalicelib.checkout.offer import plan_for_sale
from chalicelib.checkout.opening import location_of, opened, order_id
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.quote import Quote
from chalicelib.checkout.reductions import reduced
from chalicelib.checkout.shelf import Shelf, closed_because, read_shelf
from chalicelib.checkout.trial_first import refuse_until_tried, staying
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.checkout.ways import offer_ref
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AlreadyRecordedError,
    ConflictError,
    InvalidError,
    NotFoundError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import OrderId, ServerId, UserId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.payments.free import settle_free
from chalicelib.payments.model import Order, OrderMode, OrderStatus
from chalicelib.payments.renewing.plan_change import preview, refuse_recurring
from chalicelib.payments.settling.promises import promised
from chalicelib.settings.model import SiteSettings
from chalicelib.subscriptions.trials import running_trial
from chalicelib.users.model import MediaIdentity

log = logging.getLogger(__name__)

MOST_TRIES = 8
# Gateways want at least 30 minutes from when they read the request; longest is a day.
SHORTEST_HOLD = timedelta(minutes=30)
LONGEST_HOLD = timedelta(hours=23)
_ON_THE_WAY = timedelta(seconds=60)
_SHOP = Actor("page:checkout")


class SoldOutError(ConflictError):
    """No server can take the person: said before any charge (B028)."""

    default_code = "sold_out"


class ShopClosedError(ConflictError):
    """Nothing can be bought just now."""

    default_code = "shop_closed"


@dataclass(frozen=True, slots=True)
class _Sale:
    """What does not change while we try to get a seat."""

    request: StartRequest
    plan: Plan
    site: SiteSettings
    location: Location | None
    asker: UserId | None
    shares: tuple[Share, ...]
    turn: WaitEntry | None
    in_trial: bool
    now: datetime


def start(deps: CheckoutDeps, *, request: StartRequest) -> Order:
    """Hold a seat and return the order with the address of the gateway's page.

    The price is the plan's at this moment, less code and credit; one that renews names the
    gateway's own price, too. When nothing is left to pay no gateway is asked: the order is paid at
    once and has no address. The same `token` again returns the same order. Raises InvalidError
    (`mode` when the gateway has no price of the plan, `discount_code`), NotFoundError (plan not
    for sale), ShopClosedError, SoldOutError (administrators are told), RetryLaterError when the
    gateway does not answer; nothing was charged then.
    """
    deps = replace(deps, settings=deps.settings.at_once())
    sale = _sale(deps, request)
    order = _repeated(deps, sale.request) or _seated(deps, sale)
    return _with_page(deps, order, has_token=bool(sale.request.token))


def check(deps: CheckoutDeps, *, request: StartRequest) -> Summary:
    """Return what `start` would sell, without holding anything; raises as `start` does.

    A plan that is sold out raises nothing here: the summary says so.
    """
    deps = replace(deps, settings=deps.settings.at_once())
    sale = _sale(deps, request)
    choice = _choice(deps, sale, read_shelf(deps))
    price = reduced(deps, sale.request, sale.plan, asker=sale.asker, now=sale.now)
    asked = sale.request
    change = None
    if asked.replaces_now and asked.user_id is not None:
        change = preview(deps.settling, user_id=asked.user_id, plan=sale.plan)
    return Summary(
        sale.request,
        sale.plan,
        sale.location,
        is_sold_out=choice.server_id is None,
        quote=price.quote,
        change=change,
        follows_trial=sale.in_trial,
    )


def _sale(deps: CheckoutDeps, request: StartRequest) -> _Sale:
    site = deps.settings.site()
    if closed_because(deps, site=site, way=request.way) is not None:
        raise _closed()
    plan = plan_for_sale(deps, request.plan_id)
    asked = checked(_named(deps, request, plan))
    for_groups.refuse_unfit(deps, plan, user_id=asked.user_id)
    if asked.mode is OrderMode.RECURRING and not offer_ref(plan, way=asked.way):
        raise InvalidError.of(
            "mode", "This plan does not renew by itself here.", "Pay once, or choose another plan."
        )
    if asked.replaces_now:
        _check_change(deps, asked)
    location = location_of(deps, asked)
    asker = _asker(deps, asked)
    asked = admitted(deps, asked, known=asker)
    refuse_until_changed(deps, user_id=asker)
    held = deps.subscriptions.get(asker) if asker else None
    refuse_until_tried(deps, asked=asked, held=held)
    shares = staying(deps, deps.access.of_user(asker), held) if asker else ()
    turn = _turn(deps, asked)
    now = deps.clock.now()
    in_trial = held is not None and running_trial(held, now=now) is not None
    if in_trial:
        # Whatever is bought takes the place of a trial at once, and nothing is lost by that.
        asked = replace(asked, replaces_now=False)
    return _Sale(asked, plan, site, location, asker, shares, turn, in_trial, now)


def _named(deps: CheckoutDeps, request: StartRequest, plan: Plan) -> StartRequest:
    """Return the request with who the buyer is where servers open accounts: the e-mail says it."""
    if request.media.handle or read_shelf(deps).needs_plex(plan):
        return request
    return replace(request, media=MediaIdentity(email=request.email))


def _turn(deps: CheckoutDeps, asked: StartRequest) -> WaitEntry | None:
    """Return the turn in the waitlist whose offer still keeps a seat for this person."""
    if asked.wait_id is None:
        return None
    own = order_id(asked.token, now=deps.clock.now())
    return seat.own_turn(deps, wait_id=asked.wait_id, plan_id=asked.plan_id, order_id=own)


def _check_change(deps: CheckoutDeps, asked: StartRequest) -> None:
    if asked.user_id is None:
        raise InvalidError.of(
            "start", "We do not know whose plan is to change.", "Sign in to your account first."
        )
    refuse_recurring(deps.settling, user_id=asked.user_id)


def _closed() -> ShopClosedError:
    return ShopClosedError(
        "Nothing can be bought at the moment.",
        remedy="Please come back later.",
    )


def _repeated(deps: CheckoutDeps, asked: StartRequest) -> Order | None:
    """Return the order that this very form started before."""
    if not asked.token:
        return None
    known = deps.payments.order(order_id(asked.token, now=deps.clock.now()))
    if known is None:
        return None
    if _what(known) != _what(asked):
        raise ConflictError(
            "This form was sent before with other values.", remedy="Load the page again."
        )
    if known.status is OrderStatus.CLOSED or known.expires_at <= deps.clock.now():
        raise ConflictError("This order was closed meanwhile.", remedy="Load the page again.")
    return known


def _what(order: Order | StartRequest) -> tuple[object, ...]:
    code = normal(order.discount_code)
    paid = order.mode, order.gateway, code, order.replaces_now
    return order.plan_id, order.email, order.media, paid


def _asker(deps: CheckoutDeps, asked: StartRequest) -> UserId | None:
    """Return the one person who asks, if we know them."""
    if asked.user_id is not None:
        return asked.user_id
    users = deps.users.by_media(asked.media)
    return users[0].id if len(users) == 1 else None


def _seated(deps: CheckoutDeps, sale: _Sale) -> Order:
    """Commit an order with its seat; when somebody takes a seat meanwhile, choose anew."""
    for _ in range(MOST_TRIES):
        shelf = read_shelf(deps)
        choice = _choice(deps, sale, shelf)
        if choice.server_id is None:
            raise _sold_out(deps, sale, choice.explanation)
        price = reduced(deps, sale.request, sale.plan, asker=sale.asker, now=sale.now)
        order = _order(sale, choice.server_id, price.quote)
        told = opened(order, actor=_SHOP, now=sale.now, why=choice.explanation)
        writes: list[Write] = [Insert(order), Insert(told)]
        writes += promised(
            order, discount=price.discount, balance=price.balance, actor=_SHOP, now=sale.now
        )
        has_seat = seat.is_there(sale.shares, choice.server_id)
        writes += seat.taken(shelf, order, turn=sale.turn, has_seat=has_seat, now=sale.now)
        try:
            deps.database.commit(*writes)
        except StaleRecordError:
            sale = replace(sale, turn=_turn(deps, sale.request))
            continue
        except AlreadyRecordedError:
            known = _repeated(deps, sale.request)
            if known is not None:
                return known
            continue
        log.info("order.opened", extra={"order_id": order.id, "server_id": choice.server_id})
        return replace(order, version=order.version + 1)
    raise RetryLaterError("Many people buy at this moment; nothing was charged.", after_seconds=5)


def _choice(deps: CheckoutDeps, sale: _Sale, shelf: Shelf) -> Choice:
    return seat.choose(
        deps,
        shelf,
        sale.plan,
        shares=sale.shares,
        location_id=sale.request.location_id,
        turn=sale.turn,
        now=sale.now,
    )


def _order(sale: _Sale, server_id: ServerId, quote: Quote) -> Order:
    hold = min(max(timedelta(minutes=sale.site.hold_minutes), SHORTEST_HOLD), LONGEST_HOLD)
    asked, plan = sale.request, sale.plan
    return Order(
        id=order_id(asked.token, now=sale.now),
        plan_id=plan.id,
        plan_name=plan.name,
        price=quote.due,
        term=plan.term,
        email=asked.email,
        name=asked.name,
        media=asked.media,
        gateway=asked.gateway,
        created_at=sale.now,
        expires_at=sale.now + hold + _ON_THE_WAY,
        location_id=asked.location_id,
        held_server_id=server_id,
        user_id=asked.user_id,
        likely_user_id=sale.asker,
        mode=asked.mode,
        offer_ref=offer_ref(plan, way=asked.way),
        discount_code=quote.discount_code,
        discount=quote.discount,
        credit_used=quote.credit,
        replaces_now=asked.replaces_now,
        sub_accounts=plan.covers,
        referral_code=asked.referral_code,
        referrer_id=asked.referrer_id,
        wait_id=sale.turn.id if sale.turn else None,
    )


def _sold_out(deps: CheckoutDeps, sale: _Sale, explanation: str) -> SoldOutError:
    """Return the refusal; administrators get one mail a plan and hour if there is no seat."""
    if explanation != seat.IN_LINE:
        tell_sold_out(deps, sale.plan, why=explanation, actor=_SHOP, now=sale.now)
    log.warning("order.sold_out", extra={"plan_id": sale.plan.id, "why": explanation})
    return SoldOutError(
        "All places for this plan are taken at the moment; nothing was charged.",
        remedy="Choose another plan or come back later.",
    )


def _with_page(deps: CheckoutDeps, order: Order, *, has_token: bool) -> Order:
    """Open the gateway's page and keep its address; without a page the seat is given back."""
    if order.checkout_url or order.status is not OrderStatus.OPEN:
        return order
    if not order.price.minor:
        return settle_free(deps.settling, order, actor=_SHOP)
    try:
        page = deps.gateways[order.gateway].open_checkout(
            order,
            return_url=f"{deps.site_url}{return_path(order.id)}",
            cancel_url=f"{deps.site_url}{cancel_path(order.id)}",
        )
    except RetryLaterError:
        # With a token the customer can send the form again and gets the page of this order.
        if not has_token:
            give_up(deps, order)
        raise
    except InvalidError:
        give_up(deps, order)
        raise
    except ActionRequiredError as error:
        give_up(deps, order)
        raise _gateway_out_of_order(deps, error) from error
    with_page = replace(order, checkout_id=page.checkout_id, checkout_url=page.url)
    try:
        deps.database.commit(Update(with_page))
    except StaleRecordError:
        # The same form was sent twice, or the order was closed: what is stored counts.
        return _stored(deps, order.id)
    return replace(with_page, version=with_page.version + 1)


def _stored(deps: CheckoutDeps, order_id: OrderId) -> Order:
    order = deps.payments.order(order_id)
    if order is None or not order.checkout_url:
        raise NotFoundError("This order was closed meanwhile.", remedy="Start again.")
    return order


def _gateway_out_of_order(deps: CheckoutDeps, error: ActionRequiredError) -> ShopClosedError:
    """Return what the customer reads; administrators get the reason, once an hour."""
    tell_gateway_out_of_order(deps, error, actor=_SHOP, now=deps.clock.now())
    return _closed()
