"""Signing in to the dashboard, and the first administrator."""

from typing import Annotated

from chalice.app import Response
from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.entrypoints import auth, http
from chalicelib.entrypoints.admin.shapes import Done, ShortText
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry, reply
from chalicelib.kernel.errors import UnauthenticatedError
from chalicelib.users import setup, sign_in
from chalicelib.users.passwords import LONGEST
from chalicelib.users.sessions import LOGIN_SECONDS, SignedIn

registry = Registry()

Password = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=False)
]


class Credentials(Model):
    """Who wants to sign in."""

    email: ShortText
    password: Password


class FirstAdministrator(Credentials):
    """The set-up link's token and the login to make with it."""

    token: ShortText


class SessionShape(Model):
    """Who is signed in, and the token that changing calls must send along."""

    email: str
    csrf_token: str
    site_name: str


class SetupState(Model):
    """Whether the site still awaits its first administrator."""

    is_needed: bool


@registry.add(
    "POST",
    "/session",
    summary="Sign in",
    body=Credentials,
    returns=SessionShape,
    is_public=True,
)
def sign_in_to_dashboard(call: Call[Credentials, NoInput]) -> Response:
    """Check address and password, and set the session's cookie."""
    signed_in = sign_in.sign_in(
        wiring.users_deps(), email=call.body.email, password=call.body.password
    )
    return _welcome(signed_in)


@registry.add("GET", "/session", summary="Who is signed in", returns=SessionShape)
def read_session(call: Call[NoInput, NoInput]) -> SessionShape:
    """Return the signed-in administrator."""
    if call.session is None:
        raise UnauthenticatedError("You are not signed in.")
    return _shape(call.session.subject, call.session.csrf_token)


@registry.add("DELETE", "/session", summary="Sign out", returns=Done)
def sign_out_of_dashboard(call: Call[NoInput, NoInput]) -> Response:
    """End the session and clear its cookie."""
    if call.session is not None:
        sign_in.sign_out(wiring.users_deps(), session=call.session)
    cleared = http.cookie(auth.LOGIN_COOKIE, "", seconds=0)
    return reply(Done(), headers={"Set-Cookie": cleared})


@registry.add(
    "GET",
    "/setup",
    summary="Whether the first administrator is missing",
    returns=SetupState,
    is_public=True,
)
def read_setup(_call: Call[NoInput, NoInput]) -> SetupState:
    """Return whether the set-up link is still to be used."""
    return SetupState(is_needed=not wiring.users_deps().logins.any_login())


@registry.add(
    "POST",
    "/setup",
    summary="Make the first administrator with the one-time link",
    body=FirstAdministrator,
    returns=SessionShape,
    is_public=True,
)
def set_up(call: Call[FirstAdministrator, NoInput]) -> Response:
    """Make the login and sign it in."""
    deps = wiring.users_deps()
    body = call.body
    setup.redeem(deps, token=body.token, email=body.email, password=body.password)
    return _welcome(sign_in.sign_in(deps, email=body.email, password=body.password))


def _welcome(signed_in: SignedIn) -> Response:
    cookie = http.cookie(auth.LOGIN_COOKIE, signed_in.token, seconds=LOGIN_SECONDS)
    session = signed_in.session
    return reply(_shape(session.subject, session.csrf_token), headers={"Set-Cookie": cookie})


def _shape(email: str, csrf_token: str) -> SessionShape:
    name = wiring.settings_deps().store.site().site_name
    return SessionShape(email=email, csrf_token=csrf_token, site_name=name)
