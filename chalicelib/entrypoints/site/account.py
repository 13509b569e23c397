"""The customer's own page, reached by a link in a mail."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.access import reinvite
from chalicelib.access.looking import outlook
from chalicelib.catalog.model import Plan
from chalicelib.checkout import trial
from chalicelib.checkout.follow import undelivered_words
from chalicelib.enforcement.downloads import browse
from chalicelib.entrypoints import auth, http
from chalicelib.entrypoints.site import pages, referral
from chalicelib.entrypoints.site.views import SiteBlueprint
from chalicelib.insights import groups, my_streams
from chalicelib.insights.groups import Group
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.ledger import CreditBalance
from chalicelib.payments.model import Payment, Undelivered
from chalicelib.payments.reporting import receipts
from chalicelib.payments.rules.agreements import AgreementStatus
from chalicelib.subscriptions import grace, lifecycle
from chalicelib.subscriptions.wait import waiting_period
from chalicelib.users import customer, sign_in
from chalicelib.users.model import User
from chalicelib.users.sessions import CUSTOMER_SECONDS

blueprint = SiteBlueprint(__name__)

_PAYMENTS_SHOWN = 20
_DECISIONS_SHOWN = 10
_HISTORY_SHOWN = 20
_UNDELIVERED_SHOWN = timedelta(days=30)
# What the page says right after something was done on another one.
_DONE = {
    "canceled": "Cancelled. Nothing more is charged, and what you have paid for stays yours.",
    "plan": "Your plan was changed. What is new in it is being prepared.",
    "resumed": "Your plan renews by itself again.",
    "reinvite": "Your access is being checked. What is missing comes within a minute.",
    "accepted": "The invitation is accepted. Your access is there within a minute.",
    "not_accepted": "The invitation could not be accepted from here. Please accept it in Plex, or "
    "with the mail that Plex sent.",
    "media": "Your Plex account was changed. Your access moves to the new one now.",
}


@blueprint.page("/account")
def account(request: Request) -> Response:
    """Show the signed-in customer's plan, access and payments, or ask for the address."""
    session = auth.customer(request)
    user = wiring.users_deps().store.get(UserId(session.subject)) if session else None
    # Whose account was merged into another signs in again, as that one.
    if session is None or user is None:
        return pages.page("account_sign_in.html", {"is_sent": False}, request=request)
    values = {
        **_own(user),
        "csrf_token": session.csrf_token,
        "done": _DONE.get(http.query(request).get("done", ""), ""),
    }
    return pages.page("account.html", values, request=request)


@blueprint.form("/account/link", again="/account")
def account_link(request: Request) -> Response:
    """Mail a sign-in link; the answer is the same whether the address is known or not."""
    email = pages.form(request).get("email", "")
    customer.request_link(wiring.users_deps(), email=email)
    return pages.page("account_sign_in.html", {"is_sent": True}, request=request)


@blueprint.page("/account/enter")
def account_enter(request: Request) -> Response:
    """Sign in by the mailed link."""
    token = http.query(request).get("token", "")
    signed_in = customer.redeem(wiring.users_deps(), token=token)
    return pages.redirect("/account", set_cookie=_cookie(signed_in.token, CUSTOMER_SECONDS))


@blueprint.form("/account/leave")
def account_leave(request: Request) -> Response:
    """Sign out."""
    session = auth.customer(request)
    if session is not None:
        auth.check_csrf(session, given=pages.form(request).get("csrf_token", ""))
        sign_in.sign_out(wiring.users_deps(), session=session)
    return pages.redirect("/account", set_cookie=_cookie("", 0))


def _own(user: User) -> dict[str, Any]:
    user_id, now = user.id, wiring.clock().now()
    paid = wiring.subscriptions_deps().store.get(user_id)
    catalog = wiring.catalog_deps().store
    access = wiring.access_deps().store
    payments = wiring.payments_deps().store
    held = access.of_user(user_id)
    registration = wiring.settings_deps().store.registration()
    period = lifecycle.current_period(paid, now=now)
    latest = payments.of_user(user_id, cursor=None, limit=_PAYMENTS_SHOWN).items
    agreements = tuple(
        each
        for each in payments.agreements_of(user_id)
        if each.status not in {AgreementStatus.ENDED, AgreementStatus.PENDING}
    )
    plan = catalog.plan(period.plan_id) if period else None
    group = groups.group_of(wiring.insights_deps(), user_id=user_id)
    return {
        "user": user,
        "group": group,
        "sells_again": plan is not None and _sells_again(plan, group, user_id),
        "now": now,
        "restraint": user.restrained(now=now),
        "downloads": browse.meter(wiring.download_deps(), user=user, plan=plan),
        "standing": lifecycle.standing(paid, is_permanent=user.is_permanent, now=now),
        # Grace is not paid: it only waits for the next charge.
        "paid_until": lifecycle.paid_until(grace.without_grace(paid, now=now), now=now),
        "agreements": agreements,
        "referral": referral.own(user_id),
        "credits": _credits(payments.credit(user_id)),
        "renews": any(each.will_charge for each in agreements),
        "outlook": outlook.of_user(wiring.access_deps(), user=user),
        "plan": plan,
        "last_plan_id": period.plan_id if period else None,
        "in_trial": bool(period and period.is_trial),
        "trial_offered": period is None and _may_try(user),
        "plans": {plan.id: plan for plan in catalog.plans()},
        "servers": {server.id: server for server in catalog.servers()},
        "libraries": {library.id: library for library in catalog.all_libraries()},
        "shares": [share for share in held if share.takes_seat],
        "self_help": reinvite.offered(
            user, paid, held, is_on=registration.offers_reinvite, now=now
        ),
        "allows_media_change": registration.allows_media_change,
        "has_receipt": partial(
            receipts.has_receipt,
            trials={each.payment_id for each in paid.periods if each.is_trial},
        ),
        "payments": latest,
        "waits": waiting_period(paid) is not None,
        "undelivered": _undelivered(latest, now=now),
        "decisions": my_streams.decisions_of(wiring.enforcement_deps(), user_id=user_id)[
            :_DECISIONS_SHOWN
        ],
        "history": wiring.insights_deps()
        .audit.of_user(user_id, cursor=None, limit=_HISTORY_SHOWN)
        .items,
    }


def _undelivered(payments: tuple[Payment, ...], *, now: datetime) -> list[tuple[str, str]]:
    """Return what to say of payments whose access could not be given, each thing once."""
    told = [
        undelivered_words(each)
        for each in payments
        if each.undelivered is Undelivered.WAITING
        or (each.undelivered and now - each.paid_at < _UNDELIVERED_SHOWN)
    ]
    return list(dict.fromkeys(told))


def _sells_again(plan: Plan, group: Group | None, user_id: UserId) -> bool:
    """Tell whether the plan is one that the customer can buy again: for as many as they have."""
    is_master = group is not None and group.master.user.id == user_id
    return plan.covers == (len(group.subs) if group and is_master else 0)


def _credits(balance: CreditBalance) -> list[Money]:
    """Return what can be spent, by currency."""
    left = (balance.of(currency) for currency in sorted(balance.amounts))
    return [each for each in left if each.minor > 0]


def _cookie(token: str, seconds: int) -> str:
    return http.cookie(auth.CUSTOMER_COOKIE, token, seconds=seconds)


def _may_try(user: User) -> bool:
    """Tell whether a trial can be had by this person."""
    return trial.offer(wiring.checkout_deps(), user=user).is_there
