"""PayPal's wire: ids, instants, amounts and the shapes of its errors."""

import re
import secrets
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from infra.sandbox.kit import Doc, World

ZERO_DECIMAL = frozenset({"HUF", "JPY", "TWD"})
_OTHERS = "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD ILS MXN MYR NOK NZD PHP PLN SEK SGD THB USD"
CURRENCIES = ZERO_DECIMAL | frozenset(_OTHERS.split())
_UPPER = string.ascii_uppercase + string.digits
_FEE_PERCENT, _FEE_FIXED = Decimal("3.49"), Decimal("0.49")
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)", flags=re.ASCII
)

_NAMES = {
    400: (
        "INVALID_REQUEST",
        "Request is not well-formed, syntactically incorrect, or violates schema.",
    ),
    401: (
        "AUTHENTICATION_FAILURE",
        "Authentication failed due to missing authorization header, or invalid authentication"
        " credentials.",
    ),
    403: ("NOT_AUTHORIZED", "Authorization failed due to insufficient permissions."),
    404: ("RESOURCE_NOT_FOUND", "The specified resource does not exist."),
    409: (
        "RESOURCE_CONFLICT",
        "The server has detected a conflict while processing this request.",
    ),
    415: (
        "UNSUPPORTED_MEDIA_TYPE",
        "The server does not support the request payload's media type.",
    ),
    422: (
        "UNPROCESSABLE_ENTITY",
        "The requested action could not be performed, semantically incorrect, or failed business"
        " validation.",
    ),
    429: ("RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting."),
    500: ("INTERNAL_SERVER_ERROR", "An internal server error occurred."),
    503: ("SERVICE_UNAVAILABLE", "Service Unavailable."),
}


@dataclass
class PayPalError(Exception):
    """An answer in the vendor's error shape; `name` and `message` follow the status."""

    status: int
    details: list[Doc] = field(default_factory=list)
    name: str = ""
    message: str = ""
    links: list[Doc] = field(default_factory=list)

    def body(self, debug_id: str) -> Doc:
        """Return the JSON body of the answer."""
        name, message = _NAMES.get(self.status, _NAMES[500 if self.status >= 500 else 400])
        shown: Doc = {
            "name": self.name or name,
            "message": self.message or message,
            "debug_id": debug_id,
        }
        if self.details:
            shown["details"] = self.details
        return {**shown, "links": self.links}


@dataclass
class TokenError(Exception):
    """A refusal in the shape of OAuth, which the vendor uses for credentials and tokens."""

    error: str
    description: str
    status: int = 401

    def body(self) -> Doc:
        """Return the JSON body of the answer."""
        return {"error": self.error, "error_description": self.description}


def unprocessable(issue: str, description: str, at: str = "") -> PayPalError:
    """Return a 422: well-formed, but against a rule of the business."""
    detail: Doc = {"issue": issue, "description": description}
    if at:
        detail = {"field": at, "location": "body", **detail}
    return PayPalError(422, [detail])


def not_found() -> PayPalError:
    """Return the 404 of an unknown id, or of one that belongs to somebody else."""
    return PayPalError(
        404,
        [
            {
                "issue": "INVALID_RESOURCE_ID",
                "description": "Specified resource ID does not exist. Please check the resource"
                " ID and try again.",
            }
        ],
    )


def forbidden() -> PayPalError:
    """Return the 403 of an account or app that may not do this."""
    return PayPalError(
        403,
        [
            {
                "issue": "PERMISSION_DENIED",
                "description": "You do not have permission to access or perform operations on"
                " this resource.",
            }
        ],
    )


def new_id(length: int = 17) -> str:
    """Return a fresh id in capitals and digits, never of digits alone."""
    text = "".join(secrets.choice(_UPPER) for _ in range(length - 1))
    return text + secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ")


def new_debug_id() -> str:
    """Return what the vendor's support asks for."""
    return secrets.token_hex(7)[:13]


def stamp(at: datetime) -> str:
    """Write an instant as the vendor does, in whole seconds of UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """Read an instant with its offset. Raises ValueError."""
    if not _INSTANT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


def now(world: World) -> str:
    """Return the world's instant as written on the wire."""
    return stamp(world.clock.now())


def later(at: str, delta: timedelta) -> str:
    """Return the written instant `delta` after another."""
    return stamp(moment(at) + delta)


def places(currency: str) -> int:
    """Return how many decimals the vendor takes for a currency."""
    return 0 if currency in ZERO_DECIMAL else 2


def written(amount: Decimal, currency: str) -> str:
    """Write an amount with exactly the currency's decimals."""
    unit = Decimal(1).scaleb(-places(currency))
    return str(amount.quantize(unit, ROUND_HALF_UP))


def money(amount: Decimal | str, currency: str) -> Doc:
    """Return an amount as the wire's object."""
    return {"currency_code": currency, "value": written(Decimal(amount), currency)}


def fee_of(amount: Decimal, currency: str) -> Decimal:
    """Return what the vendor keeps of a received payment; never more than the payment."""
    fixed = _FEE_FIXED if places(currency) else Decimal(40)
    fee = Decimal(written(amount * _FEE_PERCENT / 100 + fixed, currency))
    return min(fee, amount)


def decimal_of(text: object) -> Decimal | None:
    """Read a plain decimal number, or return None."""
    if not re.fullmatch(r"-?(\d{1,15}(\.\d*)?|\.\d+)", str(text), flags=re.ASCII):
        return None
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None


def link(world: World, path: str, rel: str, method: str = "GET") -> Doc:
    """Return a link to another call of the API or to a hosted page."""
    return {"href": f"{world.base_url}/paypal{path}", "rel": rel, "method": method}


def public(document: Doc) -> Doc:
    """Return a document without what the stand-in keeps to itself (names with `_`)."""
    return {name: value for name, value in document.items() if not name.startswith("_")}
