"""The life of a Checkout Session: paid, declined, settled late, expired."""

from typing import Any

from infra.sandbox import stripe_agenda as agenda
from infra.sandbox import stripe_catalog as catalog
from infra.sandbox import stripe_charging as charging
from infra.sandbox import stripe_invoices as invoices
from infra.sandbox import stripe_objects as objects
from infra.sandbox import stripe_pending as pending
from infra.sandbox import stripe_subscriptions as subscriptions
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import StripeError


class PaymentRefusedError(Exception):
    """A session that cannot be paid any more, in words for the payer."""


def expire(world: World, session: Doc) -> Doc:
    """End an open session; the payer cannot pay it afterwards. Raises StripeError."""
    if session["status"] != "open":
        raise StripeError(
            400,
            'Only Checkout Sessions with a status in ["open"] can be expired.'
            f" This Checkout Session has a status of {session['status']}.",
        )
    session |= {"status": "expired", "url": None}
    _close(world, session)
    emit(world, "checkout.session.expired", session)
    return session


def expire_due(world: World) -> None:
    """Expire every open session whose time is up."""
    now = seconds(world)
    for entry in world.store.list("stripe.open"):
        session = world.store.get("stripe.session", entry["id"])
        if session is not None and entry["expires_at"] <= now:
            with world.store.transaction():
                expire(world, session)


def pass_time(world: World) -> None:
    """Do what has fallen due by now: sessions expire, subscriptions renew."""
    expire_due(world)
    agenda.run_due(world, pending.HANDLERS)


def pay(
    world: World,
    id: str,
    *,
    email: str = "",
    name: str = "",
    delayed: bool = False,
    asked: bool = False,
    authenticated: bool = False,
) -> Doc:
    """Pay a session as its customer would; `delayed` leaves the money on its way.

    If the bank (`asked`, or by `ask_next`) wants to hear from the payer (3-D Secure), the session
    stays open and its intent asks for an action, until `authenticate` says how it went.
    Raises PaymentRefusedError if the session is not open.
    """
    with world.store.transaction():
        session = _payable(world, id)
        if not _redeemable(world, session):
            raise PaymentRefusedError("The discount of this checkout is no longer available.")
        payer = _payer(world, session, email=email, name=name)
        _take_customer(world, session, payer)
        is_free = session["amount_total"] == 0 or delayed or authenticated
        if not is_free and (asked or _wants_word(world)):
            _ask(world, session, payer)
            return session
        session |= {"status": "complete", "url": None, "_asked": None}
        if session.get("_discount"):
            catalog.redeem(world, session["_discount"])
        take = _subscribe if session["mode"] == "subscription" else _sell
        take(world, session, payer, delayed=delayed, authenticated=authenticated)
        return session


def _sell(world: World, session: Doc, payer: Doc, *, delayed: bool, authenticated: bool) -> None:
    if session["amount_total"] == 0:
        session["payment_status"] = "no_payment_required"
    else:
        intent = _intent(world, session)
        if delayed:
            charging.charge_later(world, intent, payer)
        else:
            charging.charge_now(world, intent, payer, authenticated=authenticated)
            session["payment_status"] = "paid"
    _close(world, session)
    emit(world, "checkout.session.completed", session)


def _subscribe(
    world: World, session: Doc, payer: Doc, *, delayed: bool, authenticated: bool
) -> None:
    customer = world.store.get("stripe.customer", session["customer"]) or {}
    subscription = subscriptions.begin(world, session, customer)
    emit(world, "customer.subscription.created", subscription)
    invoice = subscriptions.first_invoice(world, subscription)
    session |= {"subscription": subscription["id"], "invoice": invoice["id"]}
    if invoice["amount_due"] == 0:
        session["payment_status"] = "no_payment_required"
    else:
        intent = _intent(world, session)
        invoices.tie_to(world, invoice, intent)
        if delayed:
            charging.charge_later(world, intent, payer)
        else:
            method = subscription["default_payment_method"]
            charging.charge_now(world, intent, payer, method=method, authenticated=authenticated)
            session["payment_status"] = "paid"
    _close(world, session)
    emit(world, "checkout.session.completed", session)
    if session["payment_status"] != "unpaid":
        invoices.mark_paid(world, invoice)


def decline(world: World, id: str, *, email: str = "", name: str = "") -> Doc:
    """Let the card be declined; the session stays open. Raises PaymentRefusedError."""
    with world.store.transaction():
        session = _payable(world, id)
        payer = _payer(world, session, email=email, name=name)
        charging.decline(world, _intent(world, session), payer)
        _save(world, session)
        return session


def authenticate(world: World, id: str, *, ok: bool) -> Doc:
    """Answer the bank's question for a session that waits for it. Raises PaymentRefusedError."""
    with world.store.transaction():
        session = _payable(world, id)
        asked = session.get("_asked")
        if not asked:
            raise PaymentRefusedError("The bank has asked nothing about this session.")
        if ok:
            return pay(world, id, **asked, authenticated=True)
        charging.refuse_authentication(world, _intent(world, session))
        session["_asked"] = None
        _save(world, session)
        return session


def ask_next(world: World, *, times: int = 1) -> None:
    """Have the bank ask for the payer's word at the next payments."""
    world.store.put("stripe.settings", "three_d_secure", {"times": times})


def _wants_word(world: World) -> bool:
    times = (world.store.get("stripe.settings", "three_d_secure") or {}).get("times", 0)
    if times:
        ask_next(world, times=times - 1)
    return bool(times)


def _ask(world: World, session: Doc, payer: Doc) -> None:
    intent = _intent(world, session)
    session["_asked"] = payer
    _save(world, session)
    url = f"{world.base_url}/stripe/c/authenticate/{session['id']}"
    charging.ask_for_authentication(world, intent, url=url, return_url=session["success_url"])


def settle_async(world: World, id: str) -> Doc:
    """Let the money of a delayed payment arrive. Raises PaymentRefusedError."""
    with world.store.transaction():
        session, intent, charge = _under_way(world, id)
        charging.succeed(world, intent, charge)
        session["payment_status"] = "paid"
        _save(world, session)
        emit(world, "checkout.session.async_payment_succeeded", session)
        invoice = world.store.get("stripe.invoice", session["invoice"] or "")
        subscription = world.store.get("stripe.subscription", session["subscription"] or "")
        if invoice is not None and subscription is not None:
            subscriptions.paid(world, invoice, subscription)
        return session


def fail_async(world: World, id: str) -> Doc:
    """Let a delayed payment bounce. Raises PaymentRefusedError."""
    with world.store.transaction():
        session, intent, charge = _under_way(world, id)
        charge |= {
            "status": "failed",
            "captured": False,
            "failure_code": "insufficient_funds",
            "failure_message": "The customer's account has insufficient funds.",
        }
        charging.fail(world, intent, charge)
        _save(world, session)
        emit(world, "checkout.session.async_payment_failed", session)
        invoice = world.store.get("stripe.invoice", session["invoice"] or "")
        subscription = world.store.get("stripe.subscription", session["subscription"] or "")
        if invoice is not None and subscription is not None:
            subscriptions.not_paid(world, invoice, subscription)
        return session


def _payable(world: World, id: str) -> Doc:
    pass_time(world)
    session = world.store.get("stripe.session", id)
    if session is None:
        raise PaymentRefusedError("There is no such checkout session.")
    if session["status"] == "complete":
        raise PaymentRefusedError("This checkout has been completed already.")
    if session["status"] == "expired":
        raise PaymentRefusedError("This checkout session has expired.")
    return session


def _under_way(world: World, id: str) -> tuple[Doc, Doc, Doc]:
    session = world.store.get("stripe.session", id)
    if session is None:
        raise PaymentRefusedError("There is no such checkout session.")
    intent = world.store.get("stripe.payment_intent", session.get("_intent") or "")
    if intent is None or intent["status"] != "processing":
        raise PaymentRefusedError("This session has no payment on its way.")
    charge = world.store.get("stripe.charge", intent["latest_charge"])
    if charge is None:
        raise PaymentRefusedError("This session has no charge.")
    return session, intent, charge


def _payer(world: World, session: Doc, *, email: str, name: str) -> dict[str, Any]:
    customer = world.store.get("stripe.customer", session["customer"] or "") or {}
    known = session["customer_email"] or customer.get("email")
    return {
        "email": known or email or "payer@sandbox.test",
        "name": name or customer.get("name") or "Sandbox Payer",
    }


def _redeemable(world: World, session: Doc) -> bool:
    discount = session.get("_discount")
    if not discount:
        return True
    code = world.store.get("stripe.promotion_code", discount["code"] or "")
    if code is not None:
        return catalog.valid_code(world, code)
    coupon = world.store.get("stripe.coupon", discount["coupon"])
    return coupon is not None and catalog.valid_coupon(world, coupon)


def _take_customer(world: World, session: Doc, payer: Doc) -> None:
    session["customer_details"] = objects.customer_details(payer["email"], payer["name"])
    if session["customer_creation"] == "always" and session["customer"] is None:
        customer = objects.a_customer(world, payer)
        world.store.put("stripe.customer", customer["id"], customer)
        session["customer"] = customer["id"]
        emit(world, "customer.created", customer)


def _intent(world: World, session: Doc) -> Doc:
    """Return the session's PaymentIntent; in subscription mode Stripe does not show it there."""
    known = world.store.get("stripe.payment_intent", session.get("_intent") or "")
    if known is not None:
        known["customer"] = session["customer"]
        return known
    data = session["_intent_data"]
    if session["mode"] == "subscription":
        data = {"description": "Subscription creation", "setup_future_usage": "off_session"}
    intent = charging.begin_intent(world, session, data)
    session["_intent"] = intent["id"]
    if session["mode"] == "payment":
        session["payment_intent"] = intent["id"]
    return intent


def _close(world: World, session: Doc) -> None:
    _save(world, session)
    world.store.delete("stripe.open", session["id"])


def _save(world: World, session: Doc) -> None:
    world.store.put("stripe.session", session["id"], session)
