"""*My streams*: what runs, what was decided about it, and what customers hold against that."""

from collections.abc import Callable

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.enforcement.downloads import browse
from chalicelib.enforcement.strikes import appeals
from chalicelib.entrypoints import auth, http
from chalicelib.entrypoints.site import pages
from chalicelib.insights import my_streams
from chalicelib.insights.own_look import LOOK_EVERY
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import DecisionId, ServerId, UserId
from chalicelib.users.model import Session, User

blueprint = Blueprint(__name__)

_PAGE = "/account/streams"
# What the page says right after something was done on it.
_DONE = {
    "stopped": "The stream was stopped.",
    "appealed": "Your appeal was sent. The answer comes by mail, and is shown here.",
}


@blueprint.route("/account/streams", methods=["GET"])
def account_streams() -> Response:
    """Show what runs for the customer just now, and what was decided within thirty days."""
    request = blueprint.current_request

    def view() -> Response:
        session, user = _customer(request)
        if session is None or user is None:
            return pages.redirect("/account")
        return _page(request, session, user)

    return pages.guarded(request, view)


@blueprint.route("/account/streams/stop", methods=["GET"])
@blueprint.route("/account/streams/appeal", methods=["GET"], name="account_streams_appeal_again")
def account_streams_again() -> Response:
    """Return to the page whoever opens the address of an answer again."""
    return pages.redirect(_PAGE)


@blueprint.route("/account/streams/stop", methods=["POST"], content_types=pages.FORM)
def account_streams_stop() -> Response:
    """Stop one of the customer's own streams while there are too many."""

    def act(user: User, fields: dict[str, str]) -> None:
        my_streams.stop(
            wiring.looks().own,
            user=user,
            shares=wiring.access_deps().store.of_user(user.id),
            server_id=ServerId(fields.get("server_id", "")),
            session_key=fields.get("session_key", ""),
        )

    return _acted(blueprint.current_request, act, done="stopped")


@blueprint.route("/account/streams/appeal", methods=["POST"], content_types=pages.FORM)
def account_streams_appeal() -> Response:
    """Note what the customer holds against a decision."""

    def act(user: User, fields: dict[str, str]) -> None:
        appeals.appeal(
            wiring.enforcement_deps(),
            user_id=user.id,
            decision_id=DecisionId(fields.get("decision_id", "")),
            text=fields.get("text", ""),
        )

    return _acted(blueprint.current_request, act, done="appealed")


def _acted(
    request: Request, act: Callable[[User, dict[str, str]], None], *, done: str
) -> Response:
    def view() -> Response:
        session, user = _customer(request)
        if session is None or user is None:
            return pages.redirect("/account")
        fields = pages.form(request)
        auth.check_csrf(session, given=fields.get("csrf_token", ""))
        try:
            act(user, fields)
        except InvalidError as error:
            return _page(request, session, user, fields=fields, error=error)
        return pages.redirect(f"{_PAGE}?done={done}")

    return pages.guarded(request, view)


def _customer(request: Request) -> tuple[Session | None, User | None]:
    """Return the session and whose it is; whose account was merged signs in again."""
    session = auth.customer(request)
    user = wiring.users_deps().store.get(UserId(session.subject)) if session else None
    return session, user


def _page(
    request: Request,
    session: Session,
    user: User,
    *,
    fields: dict[str, str] | None = None,
    error: InvalidError | None = None,
) -> Response:
    deps, looks = wiring.enforcement_deps(), wiring.looks().own
    now = deps.clock.now()
    shares = wiring.access_deps().store.of_user(user.id)
    decisions = my_streams.decisions_of(deps, user_id=user.id)
    sent = fields or {}
    values = {
        "user": user,
        "csrf_token": session.csrf_token,
        "running": my_streams.running(looks, user=user, shares=shares),
        "look_seconds": int(LOOK_EVERY.total_seconds()),
        "downloads": browse.meter_of(wiring.download_deps(), user=user),
        "restraint": user.restrained(now=now),
        "decisions": decisions,
        "appealable": {each.id for each in decisions if appeals.can_appeal(each, now=now)},
        "longest_text": appeals.LONGEST_TEXT,
        "servers": {server.id: server for server in deps.catalog.servers()},
        "done": _DONE.get(http.query(request).get("done", ""), ""),
        "sent": sent,
        "error": error,
    }
    status = http.STATUS[error.kind] if error else 200
    return pages.page("my_streams.html", values, request=request, status=status)
