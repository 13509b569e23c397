"""The sign-in page that a browser is sent to: choose who you are, approve or deny."""

from html import escape
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from infra.sandbox.kit import Doc, World
from infra.sandbox.plex_tv import PIN, pin_is_live, world_of
from infra.sandbox.plex_world import issue_token, people, person_named
from infra.sandbox.plex_xml import form_values

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem;
background:#1f2326;color:#eee}h1{font-size:1.4rem}fieldset{border:1px solid #555;border-radius:6px}
label{display:block;padding:.25rem 0}input[type=text]{width:100%;padding:.4rem;font:inherit;
box-sizing:border-box}button{font:inherit;padding:.5rem 1.2rem;margin:1rem .5rem 0 0;border:0;
border-radius:6px;cursor:pointer}.yes{background:#e5a00d}.note{color:#bbb}.bad{color:#ff9c8a}
"""
# A fragment never reaches a server: move it into the query.
_MOVE_FRAGMENT = """
(function () {
  var text = location.hash.replace(/^#!?\\??/, "");
  if (text) { location.replace(location.pathname + "?" + text); }
})();
"""


def _page(title: str, body: str, *, script: str = "", status: int = 200) -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style>{f'<script>{script}</script>' if script else ''}"
        f'<main><h1>{escape(title)}</h1>{body}<p class="note">This is a stand-in for plex.tv.'
        "</p></main></html>",
        status_code=status,
    )


def _pin_with_code(world: World, code: str) -> Doc | None:
    for pin in world.store.list(PIN):
        if pin["code"] == code and pin_is_live(world, pin):
            return pin
    return None


async def show(request: Request) -> Response:
    """`GET /auth`: the choice, or the script that moves the fragment into the query."""
    query = request.query_params
    if not query.get("code"):
        hint = '<p>Opened without a code. <span class="note">Waiting for the address…</span></p>'
        return _page("Sign in to Plex", hint, script=_MOVE_FRAGMENT)
    values = {name: query.get(name, "") for name in ("clientID", "code", "forwardUrl")}
    return _choice(world_of(request), values, query.get("context[device][product]", ""))


def _choice(world: World, values: dict[str, str], product: str, problem: str = "") -> Response:
    pin = _pin_with_code(world, values["code"])
    if pin is None or pin["client"] != values["clientID"]:
        return _page("This sign-in has expired", "<p>Go back and start again.</p>", status=404)
    asking = escape(product or pin["product"] or "An application")
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in values.items()
    )
    rows = "".join(
        f'<label><input type="radio" name="person" value="{escape(who["username"])}"> '
        f'{escape(who["username"])} <span class="note">{escape(who["email"])}</span></label>'
        for who in people(world)
        if not who["banned"]
    )
    return _page(
        "Sign in to Plex",
        f"<p>{asking} wants to know who you are.</p>"
        f'<p class="bad" role="alert">{escape(problem)}</p>'
        f'<form method="post">{hidden}'
        f"<fieldset><legend>Sign in as</legend>{rows}</fieldset>"
        "<p><label>or with this username or e-mail address"
        '<input type="text" name="username" autocomplete="off"></label></p>'
        '<button class="yes" name="decision" value="approve">Approve</button>'
        '<button name="decision" value="deny">Deny</button></form>',
        status=400 if problem else 200,
    )


async def decide(request: Request) -> Response:
    """`POST /auth`: approve or deny, then back to where the application wants."""
    world, fields = world_of(request), await form_values(request)
    given = {name: values[0] for name, values in fields.items()}
    values = {name: given.get(name, "") for name in ("clientID", "code", "forwardUrl")}
    pin = _pin_with_code(world, values["code"])
    if pin is None or pin["client"] != values["clientID"]:
        return _choice(world, values, "")
    if given.get("decision") == "deny":
        world.store.put(PIN, str(pin["id"]), {**pin, "denied": True})
        return _leave(values["forwardUrl"], "Sign-in refused")
    person = person_named(world, given.get("username") or given.get("person"))
    if person is None or person["banned"]:
        return _choice(world, values, "", "Choose a person, or type a username that exists.")
    world.store.put(PIN, str(pin["id"]), {**pin, "token": issue_token(world, person)})
    return _leave(values["forwardUrl"], "Signed in")


def _leave(target: str, title: str) -> Response:
    if urlsplit(target).scheme in ("http", "https"):
        return RedirectResponse(target, status_code=303)
    return _page(title, "<p>You may close this window.</p>")


ROUTES = [
    Route("/auth", show, methods=["GET"]),
    Route("/auth/", show, methods=["GET"]),
    Route("/auth", decide, methods=["POST"]),
    Route("/auth/", decide, methods=["POST"]),
]
