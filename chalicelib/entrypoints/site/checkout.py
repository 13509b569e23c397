"""The checkout: who, where, summary, payment, and the page that follows it to the end."""

from dataclasses import replace

from chalice.app import Request, Response

from chalicelib import config, wiring
from chalicelib.checkout import (
    admission,
    close,
    follow,
    for_groups,
    look,
    start,
    trial_first,
    wait,
)
from chalicelib.checkout.model import Progress, return_path
from chalicelib.entrypoints import auth, http
from chalicelib.entrypoints.site import own_access, pages, referral, waitlist
from chalicelib.entrypoints.site.draft import Draft
from chalicelib.entrypoints.site.plex_sign_in import DraftCookie
from chalicelib.entrypoints.site.views import SiteBlueprint
from chalicelib.kernel.errors import AppError, InvalidError
from chalicelib.kernel.ids import OrderId, PlanId
from chalicelib.kernel.money import Money
from chalicelib.payments import confirm
from chalicelib.payments.model import OrderStatus

blueprint = SiteBlueprint(__name__)

_SIGN_IN = DraftCookie("sm_draft")


@blueprint.page("/checkout/{plan_id}")
def checkout_form(request: Request, plan_id: str) -> Response:
    """Ask who the customer is; a visitor back from Plex is recognised by the signed pin."""
    draft = waitlist.with_ticket(request, _SIGN_IN.draft(request))
    draft = _known(request, draft)
    draft = replace(draft, referral_code=draft.referral_code or referral.code_of(request))
    _lead_to_trial(request)
    return _form(request, plan_id, draft)


@blueprint.form("/checkout/{plan_id}/plex")
def checkout_sign_in(request: Request, plan_id: str) -> Response:
    """Send the customer to Plex and keep what was typed."""
    typed = Draft.typed(pages.form(request)).without_plex()
    return _SIGN_IN.begin(typed, back_to=f"/checkout/{plan_id}")


@blueprint.form("/checkout/{plan_id}")
def checkout_summary(request: Request, plan_id: str) -> Response:
    """Check what was typed and show what will be bought."""
    draft = Draft.typed(pages.form(request))
    try:
        wanted = draft.to_request(PlanId(plan_id), user_id=auth.customer_id(request))
        summary = start.check(wiring.checkout_deps(), request=wanted)
    except InvalidError as error:
        return _form(request, plan_id, draft, error=error)
    # What was shown is what is paid, whatever is switched on or off meanwhile.
    draft = replace(draft, way=str(summary.request.way))
    values = {
        "summary": summary,
        "draft": draft,
        "sealed": draft.sealed(),
        "can_wait": waitlist.can_wait(is_sold_out=summary.is_sold_out),
    }
    return pages.page("checkout_summary.html", values, request=request)


@blueprint.form("/checkout/{plan_id}/edit")
def checkout_edit(request: Request, plan_id: str) -> Response:
    """Go back from the summary to the form with everything as it was typed."""
    draft = Draft.unsealed(pages.form(request).get("sealed", ""))
    return _form(request, plan_id, draft)


@blueprint.form("/checkout/{plan_id}/pay")
def checkout_pay(request: Request, plan_id: str) -> Response:
    """Hold a seat, open the gateway's page and send the customer there."""
    draft = Draft.unsealed(pages.form(request).get("sealed", ""))
    wanted = draft.to_request(PlanId(plan_id), user_id=auth.customer_id(request))
    try:
        order = start.start(wiring.checkout_deps(), request=wanted)
    except InvalidError as error:
        return _form(request, plan_id, draft, error=error)
    except start.SoldOutError as error:
        return _sold_out(request, plan_id, draft, error)
    target = order.checkout_url or return_path(order.id)
    kept = own_access.kept_for_order(order.id, draft.proof)
    return pages.redirect(target, set_cookie=kept or _SIGN_IN.forgotten())


@blueprint.form("/checkout/{plan_id}/wait", again="/checkout/{plan_id}")
def checkout_wait(request: Request, plan_id: str) -> Response:
    """Put the customer in line; the answer is the same for who stands there already."""
    fields = pages.form(request)
    is_sealed = "sealed" in fields
    draft = Draft.unsealed(fields["sealed"]) if is_sealed else Draft.typed(fields)
    draft = replace(draft, ticket="")
    try:
        wanted = draft.to_request(PlanId(plan_id), user_id=auth.customer_id(request))
        entry = wait.join(wiring.checkout_deps(), request=wanted)
    except (InvalidError, wait.SeatFreeError) as error:
        return _form(request, plan_id, draft, error=error)
    values = {"plan_name": entry.plan_name, "email": entry.email}
    return pages.page("waitlist_joined.html", values, request=request)


@blueprint.page("/orders/{order_id}")
def order_page(request: Request, order_id: str) -> Response:
    """Show truthfully how far the order is, until the access is there."""
    progress = _progress(order_id)
    headers = own_access.accept_for_order(request, progress)
    values = {"progress": progress, "plex_app_url": config.config().plex_app_url}
    return pages.page("order.html", values, request=request, headers=headers)


@blueprint.route("/orders/{order_id}/status", methods=["GET"])
def order_status(order_id: str) -> Response:
    """Return the same as JSON for the page's script."""
    request = blueprint.current_request
    try:
        progress = _progress(order_id)
    except AppError as error:
        return http.failure(error, request)
    except Exception as error:  # noqa: BLE001 - the edge: the log has it, the caller its id
        return http.crash(error, request)
    return http.answer(
        {"stage": progress.stage, "is_final": progress.is_final, "headline": progress.headline}
    )


@blueprint.form("/orders/{order_id}/look")
def order_look(request: Request, order_id: str) -> Response:
    """Look at once whether the invitation was accepted."""
    look.look_now(wiring.checkout_deps(), order_id=OrderId(order_id))
    return pages.redirect(f"/orders/{order_id}")


@blueprint.page("/orders/{order_id}/cancel")
def order_left(request: Request, order_id: str) -> Response:
    """Welcome back somebody who left the payment page: go on, or give it up."""
    progress = follow.progress(wiring.checkout_deps(), order_id=OrderId(order_id))
    return pages.page("order_left.html", {"progress": progress}, request=request)


@blueprint.form("/orders/{order_id}/cancel")
def order_cancel(request: Request, order_id: str) -> Response:
    """Close the payment page and give the seat back."""
    order = close.cancel(wiring.checkout_deps(), order_id=OrderId(order_id))
    return pages.redirect(f"/orders/{order.id}")


def _progress(order_id: str) -> Progress:
    deps = wiring.checkout_deps()
    order = deps.payments.order(OrderId(order_id))
    is_on_its_way = False
    if order is not None and order.status is OrderStatus.OPEN and order.checkout_id:
        asked = confirm.ask(wiring.payments_deps(), order_id=order.id)
        is_on_its_way = asked.is_on_its_way
    return follow.progress(deps, order_id=OrderId(order_id), is_on_its_way=is_on_its_way)


def _form(
    request: Request, plan_id: str, draft: Draft, *, error: AppError | None = None
) -> Response:
    turn = waitlist.turn_of(draft)
    choices = waitlist.choices(request, PlanId(plan_id), turn)
    for_groups.refuse_unfit(
        wiring.checkout_deps(), choices.plan, user_id=auth.customer_id(request)
    )
    values = {
        "choices": choices,
        "draft": draft,
        "credit": _credit(request, choices.plan.price.currency),
        "trial_first": _asks_trial(request),
        "admission": admission.admission(wiring.checkout_deps()),
        "can_wait": waitlist.can_wait(is_sold_out=choices.is_sold_out),
        "turn": turn,
    }
    return pages.page(
        "checkout_form.html",
        values,
        request=request,
        error=error,
        headers=referral.remembered(request),
    )


def _sold_out(request: Request, plan_id: str, draft: Draft, error: AppError) -> Response:
    """Say before anything is charged that the last seat is gone, and offer to wait for one."""
    if not waitlist.can_wait(is_sold_out=True):
        raise error
    values = {"plan_id": plan_id, "sealed": draft.sealed()}
    return pages.page("sold_out.html", values, request=request, error=error)


def _lead_to_trial(request: Request) -> None:
    """Raise TrialFirstError for a signed-in customer who has to try first (B031)."""
    user_id = auth.customer_id(request)
    deps = wiring.checkout_deps()
    if user_id is not None and trial_first.is_forced(deps):
        trial_first.refuse_until_tried(deps, held=deps.subscriptions.get(user_id))


def _asks_trial(request: Request) -> bool:
    """Tell whether to say that newcomers try first; who is signed in learns whether they must."""
    is_stranger = auth.customer_id(request) is None
    return is_stranger and trial_first.is_forced(wiring.checkout_deps())


def _credit(request: Request, currency: str) -> Money | None:
    """Return the signed-in customer's credit that the plan could use, None without any."""
    user_id = auth.customer_id(request)
    if user_id is None:
        return None
    left = wiring.payments_deps().store.credit(user_id).of(currency)
    return left if left.minor > 0 else None


def _known(request: Request, draft: Draft) -> Draft:
    user = auth.customer_user(request)
    if http.query(request).get("start") == "now":
        draft = replace(draft, replaces_now=True)
    return draft.filled_from(user) if user else draft
