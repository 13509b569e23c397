"""*My streams*: what runs, what was decided about it, and what customers hold against that."""

from collections.abc import Callable

from chalice.app import Response

from chalicelib import wiring
from chalicelib.enforcement.downloads import browse
from chalicelib.enforcement.strikes import appeals
from chalicelib.entrypoints import http
from chalicelib.entrypoints.site import pages
from chalicelib.entrypoints.site.views import Customer, SiteBlueprint
from chalicelib.insights import my_streams
from chalicelib.insights.own_look import LOOK_EVERY
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import DecisionId, ServerId
from chalicelib.users.model import User

blueprint = SiteBlueprint(__name__)

_PAGE = "/account/streams"
# What the page says right after something was done on it.
_DONE = {
    "stopped": "The stream was stopped.",
    "appealed": "Your appeal was sent. The answer comes by mail, and is shown here.",
}


@blueprint.customers_page(_PAGE)
def account_streams(customer: Customer) -> Response:
    """Show what runs for the customer just now, and what was decided within thirty days."""
    user = customer.user()
    return _page(customer, user) if user else pages.redirect("/account")


@blueprint.customers_form(f"{_PAGE}/stop", again=_PAGE)
def account_streams_stop(customer: Customer) -> Response:
    """Stop one of the customer's own streams while there are too many."""

    def act(user: User) -> None:
        my_streams.stop(
            wiring.looks().own,
            user=user,
            shares=wiring.access_deps().store.of_user(user.id),
            server_id=ServerId(customer.form.get("server_id", "")),
            session_key=customer.form.get("session_key", ""),
        )

    return _acted(customer, act, done="stopped")


@blueprint.customers_form(f"{_PAGE}/appeal", again=_PAGE)
def account_streams_appeal(customer: Customer) -> Response:
    """Note what the customer holds against a decision."""

    def act(user: User) -> None:
        appeals.appeal(
            wiring.enforcement_deps(),
            user_id=user.id,
            decision_id=DecisionId(customer.form.get("decision_id", "")),
            text=customer.form.get("text", ""),
        )

    return _acted(customer, act, done="appealed")


def _acted(customer: Customer, act: Callable[[User], None], *, done: str) -> Response:
    user = customer.user()
    if user is None:
        return pages.redirect("/account")
    try:
        act(user)
    except InvalidError as error:
        return _page(customer, user, error=error)
    return pages.redirect(f"{_PAGE}?done={done}")


def _page(customer: Customer, user: User, *, error: InvalidError | None = None) -> Response:
    deps, looks = wiring.enforcement_deps(), wiring.looks().own
    now = deps.clock.now()
    shares = wiring.access_deps().store.of_user(user.id)
    decisions = my_streams.decisions_of(deps, user_id=user.id)
    values = {
        "user": user,
        "csrf_token": customer.session.csrf_token,
        "running": my_streams.running(looks, user=user, shares=shares),
        "look_seconds": int(LOOK_EVERY.total_seconds()),
        "downloads": browse.meter_of(wiring.download_deps(), user=user),
        "restraint": user.restrained(now=now),
        "decisions": decisions,
        "appealable": {each.id for each in decisions if appeals.can_appeal(each, now=now)},
        "longest_text": appeals.LONGEST_TEXT,
        "servers": {server.id: server for server in deps.catalog.servers()},
        "done": _DONE.get(http.query(customer.request).get("done", ""), ""),
        "sent": customer.form,
    }
    return pages.page("my_streams.html", values, request=customer.request, error=error)
