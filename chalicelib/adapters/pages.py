"""Pages of the customers' site, rendered with jinja2 in its sandbox."""

import functools
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from jinja2 import FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from chalicelib.catalog.limit_words import limit_words
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import Term

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_LOCALE = "en"

# How the audit log's words read to the person they are about. Reasons are for administrators.
_EVENTS = {
    "access.account_opened": "Your account on the media server was opened",
    "access.accepted_here": "You accepted the invitation",
    "access.blocked": "Your access needs a look by the operator",
    "access.check": "Your access was checked",
    "access.former_removed": "Access of your former Plex account ended",
    "access.invited_by_hand": "You are invited again",
    "access.left_out": "Your access waits for the operator",
    "access.person_deleted": "Your account was removed from the media server",
    "access.opening_closed": "An account that was never finished was closed",
    "access.opening_left": "An account on the media server needs a look by the operator",
    "access.password_renewed": "Your password on the media server was replaced",
    "access.person_gone": "Your account left the media server",
    "access.reinvited": "You asked for your access again",
    "agreement.active": "Renewal brought up to date",
    "agreement.canceled": "Renewal cancelled",
    "agreement.credit": "Credit set against a renewal, or back",
    "agreement.credit_used": "Credit reduced a renewal",
    "agreement.ended": "Your plan renews no more",
    "agreement.failing": "A renewal could not be charged",
    "agreement.pending": "Your plan waits for its first payment",
    "agreement.plan_changed": "Your plan was changed",
    "agreement.resumed": "Renewal resumed",
    "device.sign_out": "A device was signed out",
    "devices.close": "Only devices that you use already may sign in",
    "devices.open": "New devices may sign in",
    "downloads.ask": "The week's downloads are used up",
    "downloads.give_back": "Downloads are allowed again",
    "downloads.stop_asking": "The week's downloads begin anew",
    "downloads.withhold": "Downloads are off until the week turns",
    "order.opened": "Checkout started",
    "order.closed": "Checkout closed",
    "outage.given": "Time given back for an outage",
    "payment.attention_cleared": "A question about your payment was settled",
    "payment.came_along": "Your plan was paid for you",
    "payment.delivered": "Your access came, and your paid time began",
    "payment.entered": "Payment entered by the operator",
    "payment.grew": "More of your payment arrived",
    "payment.held": "Payment received, being looked at",
    "payment.refunded": "Payment refunded",
    "payment.settled": "Payment received",
    "payment.unassigned": "A payment was taken from your account",
    "payment.undelivered": "Your access could not be given",
    "referral.granted": "A bonus for somebody you brought",
    "referral.refused": "No bonus for a referral code",
    "referral.taken_back": "A bonus was taken back",
    "referral.waiting": "A bonus was taken back",
    "share.accepted": "Access given",
    "share.changed": "Libraries updated",
    "share.deleted": "Removed from the media server",
    "share.invited": "Invitation sent",
    "share.lapsed": "The invitation ran out",
    "share.leaving": "Removal from the media server decided",
    "share.planned": "Server chosen",
    "share.removed": "Access ended",
    "stream.stop": "A stream was stopped",
    "stream.stopped_by_customer": "You stopped a stream",
    "subscription.plan_changed": "Plan changed",
    "trial.started": "Your free trial began",
    "waitlist.joined": "Joined the waitlist",
    "waitlist.lapsed": "The offer of a seat ran out",
    "waitlist.left": "Left the waitlist",
    "waitlist.offered": "A seat was offered",
    "waitlist.removed": "Taken from the waitlist",
    "waitlist.served": "The waitlist led to a seat",
    "appeal.accepted": "Your appeal was accepted",
    "appeal.made": "You appealed",
    "appeal.rejected": "Your appeal was not accepted",
    "decision.forgiven": "A violation was taken back",
    "user.restrained": "Your access was restricted for a time",
    "user.restraint_ended": "A restriction was ended early",
    "user.unrestrained": "A restriction ended",
    "user.warned": "You were reminded of your limits",
    "user.add": "Account made",
    "user.added": "Account made",
    "user.change": "Profile changed",
    "user.changed": "Profile changed",
    "user.imported": "Taken over from the media server",
    "user.linked": "Linked to another account",
    "user.media_changed": "Plex account changed",
    "user.merge": "Two accounts are becoming one",
    "user.merged": "Two accounts became one",
    "user.sign_in": "Signed in to this page",
    "user.unlinked": "No longer linked to another account",
}


# How customers know the payment services.
_GATEWAYS = {
    "stripe": "Card",
    "paypal": "PayPal",
    "plisio": "Cryptocurrency",
    "manual": "Received by the operator",
}


class JinjaPages:
    """Renders `templates/pages`; amounts, days and instants print in the site's time zone."""

    def __init__(self) -> None:
        self._environment = _environment()

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """Return the page; every value is escaped."""
        return self._environment.get_template(template).render(values)


def _money(amount: Money) -> str:
    return format_currency(amount.to_decimal(), amount.currency, locale=_LOCALE)


def _term(term: Term) -> str:
    return str(term) if term.count != 1 else f"1 {term.unit}"


@pass_context
def _day(context: Context, at: datetime) -> str:
    return format_date(at.astimezone(_zone(context)), "long", locale=_LOCALE)


@pass_context
def _moment(context: Context, at: datetime) -> str:
    return format_datetime(at.astimezone(_zone(context)), "d MMM y, HH:mm", locale=_LOCALE)


def _zone(context: Context) -> ZoneInfo:
    return ZoneInfo(context["site"].time_zone)


def _version_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


@functools.cache
def _environment() -> SandboxedEnvironment:
    """Return what the templates are compiled in, once a process."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "money": _money,
        "term": _term,
        "limits": limit_words,
        "every": lambda term: str(term) if term.count != 1 else str(term.unit),
        "percent": lambda percent: f"{percent.normalize():f} %",
        "gateway": lambda name: _GATEWAYS[name],
        "day": _day,
        "moment": _moment,
        "event": lambda action: _EVENTS.get(action, "Looked after by the operator"),
        "schema_name": lambda ref: ref.rsplit("/", 1)[-1],
        "pretty": lambda value: json.dumps(value, indent=2),
    }
    environment.globals["asset_version"] = _version_of(TEMPLATES / "assets")
    return environment
