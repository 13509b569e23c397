"""In which ways a plan can be paid: once or again and again, and where."""

from typing import assert_never

from chalicelib.catalog.model import Plan
from chalicelib.checkout.model import Way
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.payments.model import GatewayName, OrderMode
from chalicelib.settings.model import PaymentSettings
from chalicelib.settings.ports import SettingsStore


def ways(deps: CheckoutDeps, *, plan: Plan) -> tuple[Way, ...]:
    """Return the ways in which the plan can be paid now, once before again and again.

    A gateway that has no id of the plan does not charge it again and again (B009, B010).
    """
    return ways_of(plan, open_ways(deps))


def ways_of(plan: Plan, opened: tuple[Way, ...]) -> tuple[Way, ...]:
    """Return those of the ways in which this very plan can be paid."""
    return tuple(way for way in opened if _has_offer(plan, way.gateway, way.mode))


def open_ways(deps: CheckoutDeps) -> tuple[Way, ...]:
    """Return the ways in which anything can be paid now, once before again and again."""
    payments = deps.settings.payments()
    modes = [mode for mode in OrderMode if _is_sold(payments, mode)]
    taken = {each: _taken(deps.settings, each) for each in deps.gateways} if modes else {}
    return tuple(
        Way(mode, gateway) for mode in modes for gateway in taken if mode in taken[gateway]
    )


def is_open(deps: CheckoutDeps, *, way: Way) -> bool:
    """Tell whether anything can be paid in that way: site and gateway are set up for it."""
    return (
        way.gateway in deps.gateways
        and way.mode in _taken(deps.settings, way.gateway)
        and _is_sold(deps.settings.payments(), way.mode)
    )


def is_any_open(deps: CheckoutDeps) -> bool:
    """Tell whether anything can be paid in any way."""
    return bool(open_ways(deps))


def offer_ref(plan: Plan, *, way: Way) -> str:
    """Return what the gateway calls the plan, nothing where it is paid once."""
    return plan.offers.get(way.gateway, "") if way.mode is OrderMode.RECURRING else ""


def _is_sold(payments: PaymentSettings, mode: OrderMode) -> bool:
    return payments.once_enabled if mode is OrderMode.ONCE else payments.recurring_enabled


def _has_offer(plan: Plan, gateway: GatewayName, mode: OrderMode) -> bool:
    return mode is OrderMode.ONCE or bool(plan.offers.get(gateway))


def _taken(settings: SettingsStore, gateway: GatewayName) -> frozenset[OrderMode]:
    """Return what a gateway is switched on for, nothing without its keys; one read."""
    match gateway:
        case GatewayName.STRIPE:
            stripe = settings.stripe()
            is_ready = stripe.enabled and stripe.secret_key is not None
            return _modes(
                once=is_ready and stripe.checkout_enabled,
                recurring=is_ready and stripe.recurring_enabled,
            )
        case GatewayName.PAYPAL:
            paypal = settings.paypal()
            is_ready = paypal.enabled and paypal.client_secret is not None
            # Only business accounts can charge again and again (B050).
            return _modes(
                once=is_ready and paypal.checkout_enabled,
                recurring=is_ready and paypal.recurring_enabled and paypal.is_business,
            )
        case GatewayName.PLISIO:
            plisio = settings.plisio()
            is_ready = plisio.enabled and plisio.secret_key is not None
            return _modes(once=is_ready and plisio.checkout_enabled, recurring=False)
        case GatewayName.MANUAL:
            return frozenset()
        case _ as unreachable:
            assert_never(unreachable)


def _modes(*, once: bool, recurring: bool) -> frozenset[OrderMode]:
    taken = {OrderMode.ONCE: once, OrderMode.RECURRING: recurring}
    return frozenset(mode for mode in taken if taken[mode])
