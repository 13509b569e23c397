"""plex.tv's account side: who am I, sign-in by PIN or password, resources, webhooks."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from infra.sandbox import plex_limits
from infra.sandbox.kit import Doc, World
from infra.sandbox.plex_shares import Refused, received_shares
from infra.sandbox.plex_world import (
    TOKEN,
    epoch,
    issue_token,
    now_text,
    person_by_id,
    person_named,
    person_with_token,
    save_person,
    servers,
)
from infra.sandbox.plex_xml import (
    El,
    form_values,
    plays_empty,
    plex_value,
    to_xml,
    v2,
    wants_json,
    xml_response,
)

PIN = "plex_pin"
_PIN_SECONDS = {True: 1800, False: 900}
_CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_FEATURES = ("webhooks", "sync", "hardware_transcoding", "session_kick", "premium_music_metadata")


def world_of(request: Request) -> World:
    """Return the world this app serves."""
    world: World = request.app.state.world
    return world


def signed_in(request: Request) -> Doc:
    """Return the account whose token the request carries; raises Refused 401 or 429."""
    world = world_of(request)
    person = person_with_token(world, plex_value(request, "X-Plex-Token"))
    if person is None or person["banned"]:
        raise Refused(401, "User could not be authenticated", 1001)
    plex_limits.count_call(world, person)
    return person


# ------------------------------------------------------------------ the account


def account_doc(world: World, person: Doc, token: str) -> Doc:
    """Return the account as the v2 API shows it to its holder."""
    active = person["plex_pass"]
    return {
        "id": person["id"],
        "uuid": person["uuid"],
        "username": person["username"],
        "title": person["title"],
        "email": person["email"],
        "friendlyName": person["title"],
        "locale": None,
        "country": "GB",
        "confirmed": True,
        "emailOnlyAuth": False,
        "hasPassword": True,
        "protected": False,
        "thumb": f"{world.base_url}/plextv/users/{person['uuid']}/avatar",
        "authToken": token,
        "mailingListStatus": "unsubscribed",
        "mailingListActive": False,
        "scrobbleTypes": "",
        "subscription": {
            "active": active,
            "subscribedAt": None,
            "status": "Active" if active else "Inactive",
            "paymentService": None,
            "plan": "lifetime" if active else None,
            "features": list(_FEATURES) if active else [],
        },
        "subscriptionDescription": "Lifetime Plex Pass" if active else None,
        "restricted": False,
        "anonymous": False,
        "home": person["home_of"] is not None,
        "guest": False,
        "homeSize": 1,
        "homeAdmin": False,
        "maxHomeSize": 15,
        "rememberExpiresAt": int((world.clock.now() + timedelta(days=14)).timestamp()),
        "joinedAt": epoch(person["joined_at"]),
        "profile": {
            "autoSelectAudio": True,
            "defaultAudioLanguage": None,
            "defaultSubtitleLanguage": None,
            "autoSelectSubtitle": 0,
            "defaultSubtitleAccessibility": 0,
            "defaultSubtitleForced": 0,
            "watchedIndicator": 1,
            "mediaReviewsVisibility": 0,
        },
        "entitlements": ["all"] if active else [],
        "roles": ["plexpass"] if active else [],
        "services": [],
        "adsConsent": None,
        "experimentalFeatures": False,
        "twoFactorEnabled": person["two_factor_code"] is not None,
        "backupCodesCreated": False,
    }


async def get_user(request: Request) -> Response:
    """`GET /api/v2/user`."""
    token = plex_value(request, "X-Plex-Token") or ""
    return v2(request, "user", account_doc(world_of(request), signed_in(request), token))


async def sign_in(request: Request) -> Response:
    """`POST /api/v2/users/signin` with login and password."""
    world, fields = world_of(request), await form_values(request)
    given = {name: values[0] for name, values in fields.items()}
    person = person_named(world, given.get("login"))
    if person is None or person["banned"] or given.get("password") != person["password"]:
        raise Refused(401, "User could not be authenticated", 1001)
    second = person["two_factor_code"]
    if second is not None and given.get("verificationCode") != second:
        raise Refused(401, "Please enter the verification code", 1029)
    return v2(request, "user", account_doc(world, person, issue_token(world, person)), status=201)


async def sign_out(request: Request) -> Response:
    """`DELETE /api/v2/users/signout`: the token dies."""
    signed_in(request)
    world_of(request).store.delete(TOKEN, plex_value(request, "X-Plex-Token") or "")
    return Response(status_code=204)


async def ping(request: Request) -> Response:
    """`GET /api/v2/ping`: keeps the token alive."""
    signed_in(request)
    if wants_json(request):
        return v2(request, "pong", {"pong": True})
    return xml_response(to_xml(El("pong", {}, (), "true")))


async def webhooks(request: Request) -> Response:
    """`GET` and `POST /api/v2/user/webhooks`; needs Plex Pass."""
    person = signed_in(request)
    if not person["plex_pass"]:
        raise Refused(403, "Webhooks need an active Plex Pass", 1008)
    if request.method == "POST":
        fields = await form_values(request)
        person["webhooks"] = [url for url in fields.get("urls[]", []) if url]
        save_person(world_of(request), person)
    urls = [] if plays_empty(request) else person["webhooks"]
    return v2(request, "webhooks", [{"url": url} for url in urls])


# ------------------------------------------------------------------ PINs


def _client_id(request: Request) -> str:
    client = plex_value(request, "X-Plex-Client-Identifier")
    if not client:
        raise Refused(400, "X-Plex-Client-Identifier is missing", 1000)
    return client


async def create_pin(request: Request) -> Response:
    """`POST /api/v2/pins`; `strong=true` gives the long code that the sign-in page takes."""
    world = world_of(request)
    client, fields = _client_id(request), await form_values(request)
    strong = request.query_params.get("strong") or fields.get("strong", [""])[0]
    is_strong = strong.casefold() in ("1", "true")
    number = secrets.randbelow(900_000_000) + 100_000_000
    pin: Doc = {
        "id": number,
        "code": "".join(secrets.choice(_CODE_LETTERS) for _ in range(25 if is_strong else 4)),
        "strong": is_strong,
        "client": client,
        "product": plex_value(request, "X-Plex-Product") or "",
        "created_at": now_text(world),
        "token": None,
        "denied": False,
    }
    world.store.put(PIN, str(number), pin)
    return v2(request, "pin", _pin_doc(world, pin), status=201)


def pin_is_live(world: World, pin: Doc) -> bool:
    """Tell whether a PIN may still be used."""
    age = world.clock.now() - datetime.fromisoformat(pin["created_at"])
    return age.total_seconds() < _PIN_SECONDS[pin["strong"]]


def _pin_doc(world: World, pin: Doc) -> Doc:
    created = datetime.fromisoformat(pin["created_at"])
    expires = created + timedelta(seconds=_PIN_SECONDS[pin["strong"]])
    return {
        "id": pin["id"],
        "code": pin["code"],
        "product": pin["product"],
        "trusted": False,
        "qr": f"{world.base_url}/plextv/api/v2/pins/qr/{pin['code']}",
        "clientIdentifier": pin["client"],
        "location": {"code": "GB", "country": "United Kingdom", "city": "London"},
        "expiresIn": max(0, int((expires - world.clock.now()).total_seconds())),
        "createdAt": zulu(created),
        "expiresAt": zulu(expires),
        "authToken": pin["token"],
        "newRegistration": None,
    }


def zulu(at: datetime) -> str:
    """Write an instant as the v2 API does."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


async def get_pin(request: Request) -> Response:
    """`GET /api/v2/pins/{id}`; only the client that made it, only while it lives."""
    world, client = world_of(request), _client_id(request)
    pin = world.store.get(PIN, str(request.path_params["pin_id"]))
    if pin is None or pin["client"] != client or not pin_is_live(world, pin):
        raise Refused(404, "Code not found or expired", 1020)
    return v2(request, "pin", _pin_doc(world, pin))


# ------------------------------------------------------------------ resources


async def resources(request: Request) -> Response:
    """`GET /api/v2/resources`: own servers, and those shared with the account."""
    world, person = world_of(request), signed_in(request)
    token = plex_value(request, "X-Plex-Token") or ""
    rows = [
        _resource(world, server, person, token)
        for server in servers(world)
        if server["owner_id"] == person["id"]
    ]
    rows += [
        _resource(world, server, person, share["access_token"])
        for server, share in received_shares(world, person)
        if share["accepted"]
    ]
    return v2(request, "resources", [] if plays_empty(request) else rows)


def _resource(world: World, server: Doc, person: Doc, token: str) -> Doc:
    owned = server["owner_id"] == person["id"]
    owner = person_by_id(world, server["owner_id"]) or {}
    return {
        "name": server["name"],
        "product": "Plex Media Server",
        "productVersion": server["version"],
        "platform": "Linux",
        "platformVersion": "6.1",
        "device": "PC",
        "clientIdentifier": server["machine_id"],
        "createdAt": zulu(datetime.fromisoformat(server["created_at"])),
        "lastSeenAt": zulu(world.clock.now()),
        "provides": "server",
        "ownerId": None if owned else owner.get("id"),
        "sourceTitle": None if owned else owner.get("title"),
        "publicAddress": "198.51.100.10",
        "accessToken": token,
        "owned": owned,
        "home": False,
        "synced": False,
        "relay": False,
        "presence": True,
        "httpsRequired": False,
        "publicAddressMatches": False,
        "dnsRebindingProtection": False,
        "natLoopbackSupported": False,
        "connections": _connections(world, server),
    }


def _connections(world: World, server: Doc) -> list[Doc]:
    """Return the server's addresses: at home first, as plex.tv does, and its relay last."""
    uri = f"{world.base_url}/pms/{server['name']}"
    ways = [(uri, False, False)]
    if server.get("at_home"):
        ways.insert(0, (f"http://192.168.1.20:32400/pms/{server['name']}", True, False))
    if server.get("relayed"):
        ways.append((f"{uri}/relay", False, True))
    return [_connection(*way) for way in ways]


def _connection(uri: str, local: bool, relay: bool) -> Doc:  # noqa: FBT001 - plex.tv's words
    origin = urlsplit(uri)
    return {
        "protocol": origin.scheme,
        "address": origin.hostname,
        "port": origin.port or 80,
        "uri": uri,
        "local": local,
        "relay": relay,
        "IPv6": False,
    }


ROUTES = [
    Route("/api/v2/user", get_user, methods=["GET"]),
    Route("/api/v2/users/signin", sign_in, methods=["POST"]),
    Route("/api/v2/users/signout", sign_out, methods=["DELETE"]),
    Route("/api/v2/ping", ping, methods=["GET"]),
    Route("/api/v2/user/webhooks", webhooks, methods=["GET", "POST"]),
    Route("/api/v2/pins", create_pin, methods=["POST"]),
    Route("/api/v2/pins/{pin_id:int}", get_pin, methods=["GET"]),
    Route("/api/v2/resources", resources, methods=["GET"]),
]
