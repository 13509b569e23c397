"""The merchants' accounts, the credentials of their apps, and access tokens."""

import base64
import binascii
import hashlib
import secrets
from datetime import timedelta
from urllib.parse import unquote

from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.paypal_wire import PayPalError, TokenError, later, now

TOKEN_SECONDS = 9 * 3600
REPORTING_SCOPE = "https://uri.paypal.com/services/reporting/search/read"
_BASE_SCOPES = (
    "https://api-m.paypal.com/v1/payments/.*",
    "https://uri.paypal.com/services/payments/refund",
    "https://uri.paypal.com/services/applications/webhooks",
    "openid",
)
_PAYER_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_BILLING_SCOPE = "https://uri.paypal.com/services/subscriptions"


def _an_account(name: str, kind: str, merchant_id: str) -> Doc:
    return {
        "name": name,
        "kind": kind,
        "email": f"{name}-merchant@sandbox.test",
        "merchant_id": merchant_id,
        "client_id": f"paypal-{name}-client",
        "client_secret": f"paypal-{name}-secret",
        "reporting": True,
        "nvp_user": f"{name}_api1.sandbox.test",
        "nvp_password": f"paypal-{name}-password",
        "nvp_signature": f"paypal-{name}-signature",
    }


SEEDS = (
    _an_account("primary", "BUSINESS", "PRMARYACCNT22"),
    _an_account("secondary", "PERSONAL", "SECNDARYACC22"),
)


def seed(world: World) -> None:
    """Make both accounts, unless the store has them already."""
    for account in SEEDS:
        if world.store.get("paypal.account", account["name"]) is None:
            world.store.put("paypal.account", account["name"], account)


def named(world: World, name: object) -> Doc:
    """Return the account of that name. Raises BadAction."""
    account = world.store.get("paypal.account", str(name or "primary"))
    if account is None:
        raise BadAction("account must be primary or secondary")
    return account


def can_bill(account: Doc) -> bool:
    """Tell whether the account may sell subscriptions: business accounts alone may."""
    return bool(account["kind"] == "BUSINESS")


def issue_token(world: World, authorization: str, form: dict[str, str]) -> Doc:
    """Answer `/v1/oauth2/token`. Raises TokenError.

    The rights are those of the moment: a right given later shows in later tokens only.
    """
    account = _account_of(world, authorization)
    if form.get("grant_type") != "client_credentials":
        raise TokenError("unsupported_grant_type", "Grant Type is NULL or unsupported", 400)
    token = f"A21AA{secrets.token_urlsafe(66)}"
    scopes = [*_BASE_SCOPES]
    scopes += [_BILLING_SCOPE] if can_bill(account) else []
    scopes += [REPORTING_SCOPE] if account["reporting"] else []
    issued = now(world)
    row = {
        "token": token,
        "account": account["name"],
        "scope": " ".join(scopes),
        "expires": later(issued, timedelta(seconds=TOKEN_SECONDS)),
    }
    world.store.put("paypal.token", token, row)
    return {
        "scope": row["scope"],
        "access_token": token,
        "token_type": "Bearer",
        "app_id": "APP-80W284485P519543T",
        "expires_in": TOKEN_SECONDS,
        "nonce": f"{issued}{secrets.token_urlsafe(24)}",
    }


def _account_of(world: World, authorization: str) -> Doc:
    scheme, _, given = authorization.partition(" ")
    try:
        text = base64.b64decode(given, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    client_id, _, secret = text.partition(":")
    if scheme.lower() == "basic":
        for account in world.store.list("paypal.account"):
            if (account["client_id"], account["client_secret"]) == (
                unquote(client_id),
                unquote(secret),
            ):
                return account
    raise TokenError("invalid_client", "Client Authentication failed")


def authenticate(world: World, authorization: str) -> tuple[Doc, str]:
    """Return the account and the scopes of a bearer token. Raises PayPalError, TokenError."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise PayPalError(401)
    row = world.store.get("paypal.token", token.strip())
    if row is None or row["expires"] <= now(world):
        raise TokenError("invalid_token", "The token passed in was not found in the system")
    return named(world, row["account"]), row["scope"]


def forget_tokens(world: World) -> int:
    """Make every token unknown and return how many there were."""
    tokens = world.store.list("paypal.token")
    for row in tokens:
        world.store.delete("paypal.token", row["token"])
    return len(tokens)


def payer(email: str, name: str = "") -> Doc:
    """Return somebody who pays; one address is always one payer id."""
    given, _, surname = (name or "Sandbox Payer").strip().partition(" ")
    return {
        "email": email,
        "id": _payer_id(email),
        "given_name": given,
        "surname": surname or "Payer",
    }


def _payer_id(email: str) -> str:
    digest = hashlib.sha256(email.strip().lower().encode()).digest()
    return "".join(_PAYER_LETTERS[byte % len(_PAYER_LETTERS)] for byte in digest[:13])
