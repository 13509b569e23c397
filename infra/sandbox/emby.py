"""The stand-in for Emby servers: its own calls, its console, its demo world."""

from starlette.responses import Response
from starlette.routing import Route
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

PLATFORM = "emby"
ACTIONS = [*actions(PLATFORM), *media_webhooks.actions(PLATFORM)]


def build_emby(world: World) -> ASGIApp:
    """Build all Emby servers, one per first path segment (targets `emby:<name>`).

    Each answers below `/emby` and, as current versions do, without it.
    """
    return build(world, PLATFORM, [*_routes("emby/"), *_routes("")])


def panel(world: World) -> dict[str, object]:
    """Return what the console shows."""
    told = media_webhooks.entered(world, PLATFORM)
    return {**panel_of(world, PLATFORM), "webhooks": told}


def seed(world: World) -> None:
    """Fill the demo world with two servers."""
    seed_servers(world, PLATFORM, {"epsilon": "4.8.11.0", "zeta": "4.9.1.80"})


def _query(call: Call) -> Response:
    """Answer `GET Users/Query`."""
    return routes.listing(call, routes.listed(call))


def _create(call: Call) -> Response:
    """Answer `POST Users/New`: the account has no password and may do nearly everything.

    `CopyFromUserId` with `UserPolicy` among the `UserCopyOptions` copies another's rights.
    """
    if call.field("Password") is not None:
        raise Refused(400, "There is no field Password.")
    account = things.add_account(call.world, call.server, str(call.field("Name") or ""))
    model_id = call.field("CopyFromUserId")
    if model_id and "UserPolicy" in (call.field("UserCopyOptions") or ()):
        model = things.account(call.world, call.server, str(model_id))
        if model is None:
            raise Refused(404, "User not found")
        account["policy"] = model["policy"]
        things.save_account(call.world, call.server, account)
    return call.reply(shapes.account(call.server, account))


def _password(call: Call) -> Response:
    """Answer `POST Users/{id}/Password`; one that is set must be reset first."""
    account = call.target()
    if call.field("ResetPassword"):
        account["password"] = ""
    elif account["password"]:
        raise Refused(400, "Reset the password first.")
    else:
        account["password"] = str(call.field("NewPw") or "")
    things.save_account(call.world, call.server, account)
    return DONE


def _link(call: Call) -> Response:
    """Answer `POST Users/{id}/Connect/Link`: the person still has to agree."""
    account, name = call.target(), call.query("ConnectUsername")
    if not name:
        raise Refused(400, "ConnectUsername is missing.")
    account["connect_name"] = name
    things.save_account(call.world, call.server, account)
    return call.reply({"IsPending": True, "IsNewUserInvitation": False, "GuestDisplayName": name})


def _unlink(call: Call) -> Response:
    account = call.target()
    account["connect_name"] = ""
    things.save_account(call.world, call.server, account)
    return DONE


def _message(call: Call) -> Response:
    """Answer `POST Sessions/{session}/Message`: both texts are parameters of the query."""
    return routes.message(call, header=call.query("Header"), text=call.query("Text"))


def _devices(call: Call) -> Response:
    held = playing.sessions(call.world, call.server)
    return routes.listing(call, [shapes.device(call.server, each) for each in held])


def _sign_device_out(call: Call) -> Response:
    """Answer the deletion of a device; without an id in the query all of them go."""
    wanted = call.query("Id")
    for each in playing.sessions(call.world, call.server):
        if not wanted or str(each["number"]) == wanted:
            playing.sign_out(call.world, call.server, each)
    return DONE


def _virtual_folders(call: Call) -> Response:
    held = call.server["libraries"]
    return routes.listing(call, [shapes.virtual_folder(call.server, each) for each in held])


def _selectable_folders(call: Call) -> Response:
    """Answer `GET Library/SelectableMediaFolders`: what accounts can be given."""
    shown = [
        {
            "Name": each["title"],
            "Id": each["number"],
            "Guid": each["guid"],
            "SubFolders": [],
            "IsUserAccessConfigurable": True,
        }
        for each in call.server["libraries"]
    ]
    return call.reply(shown)


def _routes(prefix: str) -> list[Route]:
    account = f"{prefix}Users/{{id}}"
    return [
        route(f"{prefix}Users/Query", _query),
        route(f"{prefix}Users/New", _create, "POST"),
        route(f"{account}/Password", _password, "POST"),
        route(f"{account}/Delete", routes.delete_account, "POST"),
        route(f"{account}/Connect/Link", _link, "POST"),
        route(f"{account}/Connect/Link", _unlink, "DELETE"),
        route(f"{prefix}Sessions/{{session}}/Message", _message, "POST", access="person"),
        route(f"{prefix}Devices", _devices),
        route(f"{prefix}Devices", _sign_device_out, "DELETE"),
        route(f"{prefix}Devices/Delete", _sign_device_out, "POST"),
        route(f"{prefix}Library/VirtualFolders/Query", _virtual_folders),
        route(f"{prefix}Library/SelectableMediaFolders", _selectable_folders),
        *routes.common(prefix),
    ]
