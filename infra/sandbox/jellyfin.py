"""The stand-in for Jellyfin servers, 10.11 and 12: its own calls, its console, its demo world."""

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from infra.sandbox import media_webhooks
from infra.sandbox import mediabrowser_play as playing
from infra.sandbox import mediabrowser_routes as routes
from infra.sandbox import mediabrowser_shapes as shapes
from infra.sandbox import mediabrowser_world as things
from infra.sandbox.kit import World
from infra.sandbox.mediabrowser_call import DONE, Call, build, route
from infra.sandbox.mediabrowser_console import actions, panel_of, seed_servers
from infra.sandbox.mediabrowser_world import Refused

PLATFORM = "jellyfin"
ACTIONS = [*actions(PLATFORM), *media_webhooks.actions(PLATFORM)]
_SEVERAL_DEVICES_FROM = 12
_REQUIRED = ("AuthenticationProviderId", "PasswordResetProviderId")


def build_jellyfin(world: World) -> ASGIApp:
    """Build all Jellyfin servers, one per first path segment (targets `jellyfin:<name>`)."""
    return build(world, PLATFORM, _ROUTES)


def panel(world: World) -> dict[str, object]:
    """Return what the console shows."""
    told = media_webhooks.entered(world, PLATFORM)
    return {**panel_of(world, PLATFORM), "webhooks": told}


def seed(world: World) -> None:
    """Fill the demo world: two servers, the second with version 12."""
    seed_servers(world, PLATFORM, {"gamma": "10.11.11", "delta": "12.0.0"})


def _me(call: Call) -> Response:
    """Answer `GET Users/Me`; an API key is nobody."""
    if call.account is None:
        raise Refused(400, "The request is not made by a user.")
    return call.reply(shapes.account(call.server, call.account))


def _create(call: Call) -> Response:
    name, password = str(call.field("Name") or ""), str(call.field("Password") or "")
    account = things.add_account(call.world, call.server, name, password=password)
    return call.reply(shapes.account(call.server, account))


def _change(call: Call) -> Response:
    """Answer `POST Users`: the whole account with its name."""
    account, name = call.target(), call.field("Name")
    if not name:
        raise Refused(400)
    other = things.account_named(call.world, call.server, str(name))
    if other is not None and other["id"] != account["id"]:
        raise Refused(400)
    account["name"] = str(name)
    things.save_account(call.world, call.server, account)
    return DONE


def _password(call: Call) -> Response:
    account = call.target()
    if call.field("ResetPassword"):
        account["password"] = ""
    elif not call.field("NewPw"):
        raise Refused(400)
    else:
        account["password"] = str(call.field("NewPw"))
    things.save_account(call.world, call.server, account)
    return DONE


def _policy(call: Call) -> Response:
    """Refuse a policy that lacks what must be in it, as .NET's validation does."""
    given = call.body if isinstance(call.body, dict) else {}
    missing = [name for name in _REQUIRED if not given.get(name)]
    if missing:
        problem = {
            "title": "One or more validation errors occurred.",
            "status": 400,
            "errors": {name: [f"The {name} field is required."] for name in missing},
        }
        return JSONResponse(problem, status_code=400, media_type="application/problem+json")
    return routes.write_policy(call)


def _message(call: Call) -> Response:
    return routes.message(call, header=call.field("Header") or "", text=call.field("Text"))


def _devices(call: Call) -> Response:
    wanted = things.plain_id(call.query("userId") or "")
    held = playing.sessions(call.world, call.server)
    rows = [
        shapes.device(call.server, each)
        for each in held
        if not wanted or each["account_id"] == wanted
    ]
    return routes.listing(call, rows)


def _sign_device_out(call: Call) -> Response:
    """Answer `DELETE Devices?id=`; from 12 on there may be several."""
    wanted = [
        value for key, value in call.request.query_params.multi_items() if key.lower() == "id"
    ]
    if not wanted or not all(wanted):
        raise Refused(400)
    if int(call.server["version"].partition(".")[0]) < _SEVERAL_DEVICES_FROM:
        wanted = wanted[:1]
    found = [
        each for each in playing.sessions(call.world, call.server) if each["device_id"] in wanted
    ]
    if not found:
        raise Refused(404, "Device not found")
    for each in found:
        playing.sign_out(call.world, call.server, each)
    return DONE


def _virtual_folders(call: Call) -> Response:
    return call.reply(
        [shapes.virtual_folder(call.server, each) for each in call.server["libraries"]]
    )


_ROUTES = [
    route("Users/Me", _me, access="person"),
    route("Users/New", _create, "POST"),
    route("Users/Password", _password, "POST"),
    route("Users", lambda call: call.reply(routes.listed(call)), access="person"),
    route("Users", _change, "POST"),
    route("Users/{id}/Policy", _policy, "POST"),
    route("Sessions/{session}/Message", _message, "POST", access="person"),
    route("Devices", _devices),
    route("Devices", _sign_device_out, "DELETE"),
    route("Library/VirtualFolders", _virtual_folders),
    *routes.common(),
]
