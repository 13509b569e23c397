"""The customer's plans that renew: cancel, resume, change how they are paid."""

from chalice.app import Response

from chalicelib import config, wiring
from chalicelib.entrypoints.site import pages
from chalicelib.entrypoints.site.views import Customer, SiteBlueprint
from chalicelib.payments.renewing import manage
from chalicelib.payments.renewing.manage import Asker
from chalicelib.subscriptions import grace, lifecycle

blueprint = SiteBlueprint(__name__)


@blueprint.customers_page("/account/renewals/{gateway}/{ref}/cancel")
def renewal_cancel_page(customer: Customer, gateway: str, ref: str) -> Response:
    """Ask whether it shall be cancelled, and say until when access stays."""
    deps = wiring.payments_deps()
    agreement = manage.held_by(deps, gateway=gateway, ref=ref, asker=_asker(customer))
    paid = deps.subscriptions.get(agreement.user_id)
    now = deps.clock.now()
    values = {
        "agreement": agreement,
        "plan": deps.catalog.plan(agreement.plan_id),
        "paid_until": lifecycle.paid_until(grace.without_grace(paid, now=now), now=now),
        "csrf_token": customer.session.csrf_token,
    }
    return pages.page("renewal_cancel.html", values, request=customer.request)


@blueprint.customers_form("/account/renewals/{gateway}/{ref}/cancel")
def renewal_cancel(customer: Customer, gateway: str, ref: str) -> Response:
    """Cancel at the end of the paid period, at once where the gateway knows no end of it."""
    manage.cancel(
        wiring.payments_deps(),
        gateway=gateway,
        ref=ref,
        at_period_end=True,
        asker=_asker(customer),
    )
    return pages.redirect("/account?done=canceled")


@blueprint.customers_form("/account/renewals/{gateway}/{ref}/resume")
def renewal_resume(customer: Customer, gateway: str, ref: str) -> Response:
    """Take a cancellation back."""
    manage.resume(wiring.payments_deps(), gateway=gateway, ref=ref, asker=_asker(customer))
    return pages.redirect("/account?done=resumed")


@blueprint.customers_form("/account/renewals/{gateway}/{ref}/payment-method")
def renewal_payment_method(customer: Customer, gateway: str, ref: str) -> Response:
    """Send the customer to the gateway's page on which the payment method is changed."""
    url = manage.manage_url(
        wiring.payments_deps(),
        gateway=gateway,
        ref=ref,
        return_url=f"{config.config().site_url}/account",
        asker=_asker(customer),
    )
    return pages.redirect(url)


def _asker(customer: Customer) -> Asker:
    return Asker(customer.actor, owner=customer.id)
