"""The calls that Emby and Jellyfin answer alike."""

from datetime import UTC, datetime

from starlette.responses import Response
from starlette.routing import Route

from infra.sandbox import mediabrowser_play as playing
from infra.sandbox import mediabrowser_shapes as shapes
from infra.sandbox import mediabrowser_world as things
from infra.sandbox.kit import Doc
from infra.sandbox.mediabrowser_call import DONE, Call, route
from infra.sandbox.mediabrowser_downloads import downloads
from infra.sandbox.mediabrowser_world import Refused

_COMMANDS = frozenset(
    {"Stop", "Pause", "Unpause", "NextTrack", "PreviousTrack", "Seek", "Rewind", "FastForward"}
    | {"PlayPause"}
)


def public_info(call: Call) -> Response:
    """Answer `GET System/Info/Public`, which needs no key."""
    return call.reply(shapes.public_info(call.world, call.server))


def info(call: Call) -> Response:
    """Answer `GET System/Info`."""
    return call.reply(shapes.info(call.world, call.server))


def public_accounts(call: Call) -> Response:
    """Answer `GET Users/Public`: who is shown before anybody has signed in."""
    shown = [
        shapes.account(call.server, each)
        for each in things.accounts(call.world, call.server)
        if not (each["policy"]["IsHidden"] or each["policy"]["IsDisabled"])
    ]
    return call.reply(shown)


def one_account(call: Call) -> Response:
    """Answer `GET Users/{id}`."""
    found = call.target()
    is_admin = call.account is None or call.account["policy"]["IsAdministrator"]
    if not is_admin and call.account and call.account["id"] != found["id"]:
        raise Refused(403)
    return call.reply(shapes.account(call.server, found))


def listed(call: Call) -> list[Doc]:
    """Return the accounts that a list asks for by `IsHidden` and `IsDisabled`."""
    found = things.accounts(call.world, call.server)
    for name in ("IsHidden", "IsDisabled"):
        asked = call.query(name)
        if asked:
            found = [each for each in found if each["policy"][name] is (asked.lower() == "true")]
    return [shapes.account(call.server, each) for each in found]


def authenticate(call: Call) -> Response:
    """Answer `POST Users/AuthenticateByName`; the caller must say what device it is."""
    told = call.introduction
    if not all(told.get(name) for name in ("Client", "Device", "DeviceId", "Version")):
        raise Refused(400, "Client, Device, DeviceId and Version are needed.")
    device = {"id": told["DeviceId"], "name": told["Device"]}
    device |= {"client": told["Client"], "version": told["Version"]}
    name, password = str(call.field("Username") or ""), str(call.field("Pw") or "")
    account, session = playing.sign_in(call.world, call.server, name, password, device=device)
    answer = {
        "User": shapes.account(call.server, account),
        "SessionInfo": shapes.session(call.world, call.server, session),
        "AccessToken": session["token"],
        "ServerId": call.server["server_id"],
    }
    return call.reply(answer)


def write_policy(call: Call) -> Response:
    """Answer `POST Users/{id}/Policy`: the whole policy is replaced."""
    found, given = call.target(), call.body
    if not isinstance(given, dict):
        raise Refused(400, "A policy is needed.")
    things.write_policy(call.world, call.server, found, given)
    if found["policy"]["IsDisabled"]:
        playing.sign_out_account(call.world, call.server, found)
    return DONE


def delete_account(call: Call) -> Response:
    """Answer `DELETE Users/{id}`."""
    found = call.target()
    things.delete_account(call.world, call.server, found)
    playing.sign_out_account(call.world, call.server, found)
    return DONE


def sessions(call: Call) -> Response:
    """Answer `GET Sessions`."""
    found, now = playing.sessions(call.world, call.server), call.world.clock.now()
    for parameter, field in (("DeviceId", "device_id"), ("Id", "id")):
        wanted = call.query(parameter)
        found = [each for each in found if not wanted or each[field] == wanted]
    seconds = call.query("activeWithinSeconds")
    if seconds:
        found = [each for each in found if playing.is_active(each, now, float(seconds))]
    return call.reply([shapes.session(call.world, call.server, each) for each in found])


def playstate(call: Call) -> Response:
    """Answer `POST Sessions/{session}/Playing/{command}`: yes, even if the player cannot."""
    what = call.request.path_params["command"]
    if what not in _COMMANDS:
        raise Refused(400, "No such command.")
    session = playing.session(call.world, call.server, call.request.path_params["session"])
    playing.command(call.world, call.server, session, what)
    return DONE


def message(call: Call, *, header: object, text: object) -> Response:
    """Show a message on a player; both texts must be there."""
    if not text or header is None:
        raise Refused(400, "A message needs a text.")
    session = playing.session(call.world, call.server, call.request.path_params["session"])
    shown = f"{header}: {text}" if header else str(text)
    playing.command(call.world, call.server, session, "DisplayMessage", text=shown)
    return DONE


def listing(call: Call, rows: list[Doc]) -> Response:
    """Answer a list with its whole length."""
    return call.reply({"Items": call.window(rows), "TotalRecordCount": len(rows)})


def media_folders(call: Call) -> Response:
    """Answer `GET Library/MediaFolders`."""
    return listing(
        call, [shapes.media_folder(call.server, each) for each in call.server["libraries"]]
    )


def counts(call: Call) -> Response:
    """Answer `GET Items/Counts`."""
    return call.reply(shapes.counts(call.server))


def activity(call: Call) -> Response:
    """Answer `GET System/ActivityLog/Entries`, the newest first, from `minDate` on."""
    sent = playing.commands(call.world, call.server)
    rows = [
        shapes.activity(call.server, number, each) for number, each in enumerate(sent, start=1)
    ]
    rows += [shapes.download(call.server, each) for each in downloads(call.world, call.server)]
    rows = [row for row in rows if _is_asked(call, row)]
    return listing(call, sorted(rows, key=lambda row: (row["Date"], row["Id"]), reverse=True))


def _is_asked(call: Call, row: Doc) -> bool:
    since, of_people = call.query("minDate"), call.query("hasUserId")
    is_new = not since or datetime.fromisoformat(row["Date"]) >= _instant(since)
    return is_new and (not of_people or ("UserId" in row) is (of_people.lower() == "true"))


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(400, "bad date") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def common(prefix: str = "") -> list[Route]:
    """Return the routes of both platforms below a prefix."""
    account = f"{prefix}Users/{{id}}"
    return [
        route(f"{prefix}System/Info/Public", public_info, access="anyone"),
        route(f"{prefix}System/Info", info),
        route(f"{prefix}System/ActivityLog/Entries", activity),
        route(f"{prefix}Users/Public", public_accounts, access="anyone"),
        route(f"{prefix}Users/AuthenticateByName", authenticate, "POST", access="anyone"),
        route(account, one_account, access="person"),
        route(account, delete_account, "DELETE"),
        route(f"{account}/Policy", write_policy, "POST"),
        route(f"{prefix}Sessions", sessions, access="person"),
        route(f"{prefix}Sessions/{{session}}/Playing/{{command}}", playstate, "POST"),
        route(f"{prefix}Library/MediaFolders", media_folders),
        route(f"{prefix}Items/Counts", counts, access="person"),
    ]
