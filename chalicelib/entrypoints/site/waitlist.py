"""The waitlist as whoever waits sees it, reached by the link in their mails."""

from dataclasses import replace

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.checkout import offer, turns, wait
from chalicelib.checkout.model import PlanChoices
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.entrypoints import auth, http
from chalicelib.entrypoints.site import pages
from chalicelib.entrypoints.site.draft import Draft
from chalicelib.entrypoints.site.views import SiteBlueprint
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import PlanId

blueprint = SiteBlueprint(__name__)


@blueprint.page("/wait")
def wait_page(request: Request) -> Response:
    """Show the place in line, or the seat that is kept; looking changes nothing."""
    ticket = http.query(request).get("ticket", "")
    shown = wait.look(wiring.checkout_deps(), ticket=ticket)
    return pages.page("wait.html", {"wait": shown, "ticket": ticket}, request=request)


@blueprint.form("/wait/leave")
def wait_leave(request: Request) -> Response:
    """Leave the line; a seat that was kept goes to the next one."""
    ticket = pages.form(request).get("ticket", "")
    deps = wiring.checkout_deps()
    turns.leave(deps, entry=wait.of_ticket(deps, ticket=ticket), actor=Actor("page:wait"))
    return pages.redirect(f"/wait?ticket={ticket}")


def with_ticket(request: Request, draft: Draft) -> Draft:
    """Return the draft with the turn whose link was followed, and what was filled in for it."""
    ticket = http.query(request).get("ticket", "") or draft.ticket
    if not ticket:
        return draft
    entry = wait.of_ticket(wiring.checkout_deps(), ticket=ticket)
    return replace(draft, ticket=ticket).filled_from_turn(entry)


def turn_of(draft: Draft) -> WaitEntry | None:
    """Return the turn whose offer keeps a seat for the visitor, if one does."""
    if not draft.ticket:
        return None
    return wait.standing_offer(wiring.checkout_deps(), ticket=draft.ticket)


def choices(request: Request, plan_id: PlanId, turn: WaitEntry | None) -> PlanChoices:
    """Return what to ask this very visitor, who may have a seat, or be offered one."""
    deps = wiring.checkout_deps()
    user_id = auth.customer_id(request)
    shares = deps.access.of_user(user_id) if user_id else ()
    return offer.choices(deps, plan_id=plan_id, shares=shares, turn=turn)


def can_wait(*, is_sold_out: bool) -> bool:
    """Tell whether to let the visitor stand in line; reads nothing while seats are free."""
    return is_sold_out and wait.is_open(wiring.checkout_deps())
