"""The mails to whoever waits for a seat, each with the person's own link."""

from datetime import datetime

from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.jobs.model import Job
from chalicelib.kernel.clock import to_iso
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message

PURPOSE = "waitlist"
PATH = "/wait"


def ticket(deps: CheckoutDeps, entry: WaitEntry, *, now: datetime) -> str:
    """Return the signed text that lets its holder act in this turn."""
    return deps.signer.sign(PURPOSE, f"{entry.id}.{entry.turn}", now=now)


def joined(deps: CheckoutDeps, entry: WaitEntry, *, place: int, now: datetime) -> Job:
    """Return the mail that says where in line somebody stands; once an hour at most."""
    hour = now.strftime("%Y%m%dT%H")
    return _mail(
        deps, Event.WAITLIST_JOINED, entry, {"place": str(place)}, cause=f"at_{hour}", now=now
    )


def offer(deps: CheckoutDeps, entry: WaitEntry, *, now: datetime) -> Job:
    """Return the mail that a seat is kept; once for each offer."""
    until = entry.offer_until or now
    facts = {"until": to_iso(until)}
    return _mail(deps, Event.WAITLIST_OFFER, entry, facts, cause=f"offer_{entry.offers}", now=now)


def lapsed(deps: CheckoutDeps, entry: WaitEntry, *, now: datetime) -> Job:
    """Return the mail that the offer ran out; once for each offer."""
    facts = {"shop_url": f"{deps.site_url}/checkout/{entry.plan_id}"}
    return _mail(deps, Event.WAITLIST_LAPSED, entry, facts, cause=f"offer_{entry.offers}", now=now)


def _mail(
    deps: CheckoutDeps,
    event: Event,
    entry: WaitEntry,
    facts: dict[str, str],
    *,
    cause: str,
    now: datetime,
) -> Job:
    own = {
        "name": entry.name,
        "plan": entry.plan_name,
        "url": f"{deps.site_url}{PATH}?ticket={ticket(deps, entry, now=now)}",
    }
    message = Message(event, entry.email, {**own, **facts})
    return mail_job(message, cause=f"{entry.id}_{entry.turn}_{cause}", now=now)
