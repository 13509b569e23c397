"""The free trial: what there is to try, who is it for, and the start of it."""

import secrets
from dataclasses import replace

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib import config, wiring
from chalicelib.checkout import admission, sign_in, trial
from chalicelib.checkout.model import StartRequest, return_path
from chalicelib.entrypoints import auth, http
from chalicelib.entrypoints.site import own_access, pages, referral
from chalicelib.entrypoints.site.draft import Draft
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import LocationId, PlanId, UserId
from chalicelib.payments.model import GatewayName
from chalicelib.users.model import User

blueprint = Blueprint(__name__)

_COOKIE = "sm_trial"
_SIGN_IN_SECONDS = 1800


@blueprint.route("/trial", methods=["GET"])
def trial_list() -> Response:
    """Show what can be tried, or why nothing can; of a single plan the form at once."""
    request = blueprint.current_request

    def view() -> Response:
        offered = trial.offer(wiring.checkout_deps(), user=_customer(request))
        if offered.refusal is None and len(offered.plans) == 1:
            return pages.redirect(f"/trial/{offered.plans[0].id}")
        return pages.page("trial.html", {"offered": offered}, request=request)

    return pages.guarded(request, view)


@blueprint.route("/trial/{plan_id}", methods=["GET"])
def trial_form(plan_id: str) -> Response:
    """Ask the visitor to sign in with Plex, and who is back from there how we reach them."""
    request = blueprint.current_request

    def view() -> Response:
        draft = _known(request)
        draft = replace(draft, referral_code=draft.referral_code or referral.code_of(request))
        return _form(request, plan_id, draft)

    return pages.guarded(request, view)


@blueprint.route("/trial/{plan_id}/plex", methods=["POST"], content_types=pages.FORM)
def trial_sign_in(plan_id: str) -> Response:
    """Send the visitor to Plex."""
    request = blueprint.current_request

    def view() -> Response:
        typed = _typed(pages.form(request)).without_plex()
        plan = trial.plan_to_try(wiring.checkout_deps(), PlanId(plan_id))
        forward_url = f"{config.config().site_url}/trial/{plan.id}?back=plex"
        begun = sign_in.begin(wiring.checkout_deps(), forward_url=forward_url)
        draft = replace(typed, pin=begun.pin_id)
        return pages.redirect(begun.url, set_cookie=_cookie(draft.sealed(), _SIGN_IN_SECONDS))

    return pages.guarded(request, view)


@blueprint.route("/trial/{plan_id}", methods=["POST"], content_types=pages.FORM)
def trial_start(plan_id: str) -> Response:
    """Start the trial and show how it comes along."""
    request = blueprint.current_request

    def view() -> Response:
        draft = _typed(pages.form(request))
        user = _customer(request)
        wanted = StartRequest(
            plan_id=PlanId(plan_id),
            email=draft.email,
            name=draft.name,
            media=draft.media,
            location_id=LocationId(draft.location_id) if draft.location_id else None,
            user_id=user.id if user else None,
            gateway=GatewayName.MANUAL,
            referral_code=draft.referral_code,
            token=draft.token,
        )
        try:
            order = trial.start(wiring.checkout_deps(), request=wanted)
        except InvalidError as error:
            return _form(request, plan_id, draft, error=error)
        kept = own_access.kept_for_order(order.id, draft.proof)
        return pages.redirect(return_path(order.id), set_cookie=kept or _cookie("", 0))

    return pages.guarded(request, view)


def _form(
    request: Request, plan_id: str, draft: Draft, *, error: InvalidError | None = None
) -> Response:
    deps = wiring.checkout_deps()
    plan = trial.plan_to_try(deps, PlanId(plan_id))
    offered = trial.offer(deps, user=_customer(request))
    if offered.refusal is not None:
        return pages.page("trial.html", {"offered": offered}, request=request)
    values = {
        "plan": plan,
        "locations": trial.locations(deps, plan),
        # The form is one trial, however often it is sent.
        "draft": replace(draft, token=draft.token or secrets.token_urlsafe(18)),
        "admission": admission.admission(deps),
        "problems": {each.field: each for each in error.problems} if error else {},
        "error": error,
    }
    return pages.page("trial_form.html", values, request=request, status=422 if error else 200)


def _typed(fields: dict[str, str]) -> Draft:
    """Return what the form holds; who signed in and which form it is stand in its signed field."""
    shown = Draft.unsealed(fields["proven"]) if fields.get("proven") else Draft()
    return replace(
        shown,
        email=fields.get("email", ""),
        name=fields.get("name", ""),
        location_id=fields.get("location_id", ""),
        referral_code=fields.get("referral_code", ""),
    )


def _known(request: Request) -> Draft:
    """Return who is back from Plex, else the signed-in customer if theirs is proven."""
    sealed = http.cookies(request).get(_COOKIE, "")
    draft = Draft()
    if sealed and http.query(request).get("back") == "plex":
        try:
            draft = Draft.unsealed(sealed)
        except InvalidError:
            draft = Draft()
        draft = draft.after_sign_in() if draft.pin else draft
    user = _customer(request)
    if user is None:
        return draft
    filled = replace(draft, email=draft.email or user.email, name=draft.name or user.name)
    if draft.is_proven or not user.media.is_proven:
        return filled
    return replace(
        filled,
        plex_id=user.media.plex_id,
        plex_username=user.media.username,
        plex_email=user.media.email,
    )


def _customer(request: Request) -> User | None:
    """Return who is signed in."""
    session = auth.customer(request)
    return wiring.users_deps().store.get(UserId(session.subject)) if session else None


def _cookie(sealed: str, seconds: int) -> str:
    return http.cookie(_COOKIE, sealed, seconds=seconds, is_https=config.config().is_https)
