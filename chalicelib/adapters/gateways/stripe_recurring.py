"""Agreements and offers at Stripe: subscriptions, the customer portal, products and prices."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.gateways import stripe_offers as offers
from chalicelib.adapters.gateways.stripe_agreements import read_subscription
from chalicelib.adapters.gateways.stripe_objects import MissingObjectError, id_of, readable
from chalicelib.catalog.model import Plan
from chalicelib.kernel.errors import ActionRequiredError, ConflictError, NotFoundError
from chalicelib.payments.rules.agreements import AgreementStatus, GatewayAgreement

if TYPE_CHECKING:
    from chalicelib.adapters.gateways.stripe_api import StripeApi

Json = Mapping[str, Any]


def read(api: "StripeApi", ref: str) -> GatewayAgreement | None:
    """Return the agreement as it stands, None if Stripe has none of that id."""
    subscription = _subscription(api, ref)
    if subscription is None:
        return None
    with readable():
        return read_subscription(subscription)


def cancel(api: "StripeApi", ref: str, *, at_period_end: bool) -> GatewayAgreement:
    """Let it never charge again; done is success. Raises NotFoundError."""
    if at_period_end:
        return _changed(api, ref, lambda: api.change_subscription(ref, _ends_later(wanted=True)))
    return _changed(api, ref, lambda: api.end_subscription(ref))


def resume(api: "StripeApi", ref: str) -> GatewayAgreement:
    """Take a cancellation back; raises ConflictError if it ended, NotFoundError."""
    subscription = _subscription(api, ref)
    if subscription is None:
        raise _unknown(ref)
    with readable():
        # An end that somebody set by date goes another way than the end of the period.
        is_by_date = subscription["cancel_at"] and not subscription["cancel_at_period_end"]
    changes = {"cancel_at": ""} if is_by_date else _ends_later(wanted=False)
    found = _changed(api, ref, lambda: api.change_subscription(ref, changes))
    if found.status is AgreementStatus.ENDED:
        raise ConflictError(
            "The subscription has ended at Stripe.", remedy="It can be bought anew."
        )
    return found


def manage_url(api: "StripeApi", ref: str, *, return_url: str) -> str:
    """Return the customer's way into the portal, empty if there is no such subscription.

    Raises ActionRequiredError while the portal's settings were never saved.
    """
    subscription = _subscription(api, ref)
    if subscription is None:
        return ""
    with readable():
        params = {"customer": id_of(subscription["customer"]), "return_url": return_url}
    try:
        opened = api.open_portal(params)
    except MissingObjectError:
        return ""
    with readable():
        return str(opened["url"])


def make_offer(api: "StripeApi", plan: Plan) -> str:
    """Return the id of the plan's price, made unless it is there; raises InvalidError."""
    params = offers.price_params(plan)
    _bring_product_up(api, plan)
    with readable():
        known = api.prices_of(offers.lookup_key(plan))["data"]
        # Somebody may have given the key to another price.
        if known and not offers.difference(known[0], plan):
            return str(known[0]["id"])
        return str(api.add_price(params)["id"])


def check_offer(api: "StripeApi", offer_ref: str, plan: Plan) -> str:
    """Return in one sentence how the price differs from the plan, else nothing."""
    if offer_ref.startswith("prod_"):
        return f"{offer_ref} is a product: enter the id of its price, which begins with price_."
    try:
        price = api.price(offer_ref)
    except MissingObjectError:
        return f"Stripe has no price {offer_ref} in the mode of the key."
    with readable():
        return offers.difference(price, plan)


def _bring_product_up(api: "StripeApi", plan: Plan) -> None:
    product_id, wanted = offers.product_id(plan), offers.product_params(plan)
    try:
        product = api.product(product_id)
    except MissingObjectError:
        api.add_product({"id": product_id, "metadata": {"plan_id": plan.id}, **wanted})
        return
    if any(product.get(name) != value for name, value in wanted.items()):
        api.change_product(product_id, wanted)


def _subscription(api: "StripeApi", ref: str) -> Json | None:
    try:
        return api.subscription(ref)
    except MissingObjectError:
        return None


def _ends_later(*, wanted: bool) -> Mapping[str, Any]:
    return {"cancel_at_period_end": wanted}


def _changed(api: "StripeApi", ref: str, change: Callable[[], Json]) -> GatewayAgreement:
    """Return the agreement after a change; one that has ended takes none and is as it was."""
    try:
        subscription = change()
    except MissingObjectError as error:
        found = read(api, ref)
        if found is None:
            raise _unknown(ref) from error
        return found
    except ActionRequiredError:
        found = read(api, ref)
        if found is None or found.status is not AgreementStatus.ENDED:
            raise
        return found
    with readable():
        return read_subscription(subscription)


def _unknown(ref: str) -> NotFoundError:
    return NotFoundError(
        f"Stripe has no subscription {ref}.", remedy="Look it up at Stripe, in the key's mode."
    )
