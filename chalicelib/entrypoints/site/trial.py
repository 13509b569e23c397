"""The free trial: what there is to try, who is it for, and the start of it."""

import secrets
from dataclasses import replace

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.checkout import admission, trial
from chalicelib.checkout.model import StartRequest, return_path
from chalicelib.entrypoints import auth
from chalicelib.entrypoints.site import own_access, pages, referral
from chalicelib.entrypoints.site.draft import Draft
from chalicelib.entrypoints.site.plex_sign_in import DraftCookie
from chalicelib.entrypoints.site.views import SiteBlueprint
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import LocationId, PlanId
from chalicelib.payments.model import GatewayName

blueprint = SiteBlueprint(__name__)

_SIGN_IN = DraftCookie("sm_trial")


@blueprint.page("/trial")
def trial_list(request: Request) -> Response:
    """Show what can be tried, or why nothing can; of a single plan the form at once."""
    offered = trial.offer(wiring.checkout_deps(), user=auth.customer_user(request))
    if offered.refusal is None and len(offered.plans) == 1:
        return pages.redirect(f"/trial/{offered.plans[0].id}")
    return pages.page("trial.html", {"offered": offered}, request=request)


@blueprint.page("/trial/{plan_id}")
def trial_form(request: Request, plan_id: str) -> Response:
    """Ask the visitor to sign in with Plex, and who is back from there how we reach them."""
    draft = _known(request)
    draft = replace(draft, referral_code=draft.referral_code or referral.code_of(request))
    return _form(request, plan_id, draft)


@blueprint.form("/trial/{plan_id}/plex")
def trial_sign_in(request: Request, plan_id: str) -> Response:
    """Send the visitor to Plex."""
    typed = _typed(pages.form(request)).without_plex()
    plan = trial.plan_to_try(wiring.checkout_deps(), PlanId(plan_id))
    return _SIGN_IN.begin(typed, back_to=f"/trial/{plan.id}")


@blueprint.form("/trial/{plan_id}")
def trial_start(request: Request, plan_id: str) -> Response:
    """Start the trial and show how it comes along."""
    draft = _typed(pages.form(request))
    user = auth.customer_user(request)
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
    return pages.redirect(return_path(order.id), set_cookie=kept or _SIGN_IN.forgotten())


def _form(
    request: Request, plan_id: str, draft: Draft, *, error: InvalidError | None = None
) -> Response:
    deps = wiring.checkout_deps()
    plan = trial.plan_to_try(deps, PlanId(plan_id))
    offered = trial.offer(deps, user=auth.customer_user(request))
    if offered.refusal is not None:
        return pages.page("trial.html", {"offered": offered}, request=request)
    values = {
        "plan": plan,
        "locations": trial.locations(deps, plan),
        # The form is one trial, however often it is sent.
        "draft": replace(draft, token=draft.token or secrets.token_urlsafe(18)),
        "admission": admission.admission(deps),
    }
    return pages.page("trial_form.html", values, request=request, error=error)


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
    draft = _SIGN_IN.draft(request)
    user = auth.customer_user(request)
    if user is None:
        return draft
    filled = replace(draft, email=draft.email or user.email, name=draft.name or user.name)
    if draft.is_proven or not user.media.is_proven:
        return filled
    return filled.proven_by(user.media)
