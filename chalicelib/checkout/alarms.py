"""Tell administrators what keeps customers from buying; each thing once an hour."""

from datetime import datetime

from chalicelib.catalog.model import Plan
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ActionRequiredError, AlreadyRecordedError
from chalicelib.kernel.records import Insert
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message


def tell_sold_out(
    deps: CheckoutDeps, plan: Plan, *, why: str, actor: Actor, now: datetime
) -> None:
    """Tell that no server can take somebody who wants the plan (B028)."""
    admin_email = deps.settings.site().admin_email
    if not admin_email:
        return
    facts = {
        "plan": plan.name,
        "problem": why,
        "remedy": "Add a server, make room on one, or take the plan off sale.",
        "url": f"{deps.site_url}/admin/servers",
    }
    message = Message(Event.ADMIN_NO_SERVER, admin_email, facts)
    cause = f"{plan.id}_{now.strftime('%Y%m%dT%H')}"
    _tell(deps, message, cause=cause, actor=actor, now=now, why=why)


def tell_gateway_out_of_order(
    deps: CheckoutDeps, error: ActionRequiredError, *, actor: Actor, now: datetime
) -> None:
    """Tell that a gateway refuses to open payment pages."""
    admin_email = deps.settings.site().admin_email
    if not admin_email:
        return
    facts = {
        "subject": "Checkout cannot open the payment page",
        "problem": error.message,
        "remedy": error.remedy,
        "url": f"{deps.site_url}/admin/settings",
    }
    message = Message(Event.ADMIN_NEEDS_ATTENTION, admin_email, facts)
    cause = f"checkout_gateway_{now:%Y%m%dT%H}"
    _tell(deps, message, cause=cause, actor=actor, now=now, why=error.message)


def _tell(
    deps: CheckoutDeps, message: Message, *, cause: str, actor: Actor, now: datetime, why: str
) -> None:
    job = mail_job(message, cause=cause, now=now)
    entry = note(actor, f"checkout.{message.event}", cause, now=now, why=why)
    try:
        deps.database.commit(Insert(job), Insert(entry))
    except AlreadyRecordedError:
        return
    deps.nudge.send(job.id)
