"""Stripe's wire: ids, error envelope, bracketed forms, and the check of parameters."""

import re
import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from infra.sandbox.stripe_params import ANY, BOOL, INT, MAP, NUMBER, TEXT, Choice, Shape

API_VERSION = "2026-10-28.endive"
_ALPHABET = string.ascii_letters + string.digits
_LENGTHS = {
    "cs_test_a1": 58,
    "pi_3": 23,
    "ch_3": 23,
    "re_3": 23,
    "txn_3": 23,
    "evt_1": 23,
    "pm_1": 23,
    "li_1": 23,
    "price_1": 23,
    "we_1": 23,
    "sub_1": 23,
    "in_1": 23,
    "il_1": 23,
    "inpay_1": 23,
    "di_1": 23,
    "du_1": 23,
    "promo_1": 23,
    "bpc_1": 23,
    "bps_1": 23,
    "whsec_": 32,
}


def new_id(prefix: str) -> str:
    """Return a fresh id in the vendor's shape, such as `pi_3…` or `cus_…`."""
    length = _LENGTHS.get(prefix, 14)
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))


@dataclass
class StripeError(Exception):
    """An answer in the vendor's error envelope."""

    status: int
    message: str
    type: str = "invalid_request_error"
    code: str | None = None
    param: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def envelope(self, request_id: str) -> dict[str, Any]:
        """Return the JSON body of the answer."""
        error: dict[str, Any] = {"message": self.message, "type": self.type, **self.extra}
        if self.code:
            error["code"] = self.code
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{self.code.replace('_', '-')}"
        if self.param:
            error["param"] = self.param
        error["request_log_url"] = f"https://dashboard.stripe.com/test/logs/{request_id}"
        return {"error": error}


def invalid(message: str, param: str | None = None, code: str | None = None) -> StripeError:
    """Return a 400 for a request that is wrong in itself."""
    return StripeError(400, message, param=param, code=code)


def missing(param: str) -> StripeError:
    """Return a 400 for a required parameter that was not sent."""
    return invalid(f"Missing required param: {param}.", param, "parameter_missing")


def no_such(what: str, id: str, param: str, *, status: int = 404) -> StripeError:
    """Return the answer for an unknown id: 404 for the object asked for, else 400."""
    return StripeError(status, f"No such {what}: '{id}'", code="resource_missing", param=param)


def decode_form(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Turn `a[b][0]=x` pairs into nested dicts and lists. Raises StripeError."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        head, _, rest = name.partition("[")
        keys = [head, *re.findall(r"\[([^\[\]]*)\]", "[" + rest if rest else "")]
        node = root
        for depth, written in enumerate(keys):
            key = written or str(len(node))  # `expand[]=x` means the next place
            if depth == len(keys) - 1:
                node[key] = value
                break
            node = node.setdefault(key, {})
            if not isinstance(node, dict):
                raise invalid(f"Invalid {keys[0]}: mixed value and object.", keys[0])
    return {key: _with_lists(value) for key, value in root.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    value = {key: _with_lists(item) for key, item in value.items()}
    if value and all(key.isdigit() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return value


def check_params(given: dict[str, Any], shape: dict[str, Shape], at: str = "") -> dict[str, Any]:
    """Return the parameters in their types. Raises StripeError naming the wrong one."""
    checked: dict[str, Any] = {}
    for name, value in given.items():
        param = f"{at}[{name}]" if at else name
        if name not in shape:
            raise invalid(f"Received unknown parameter: {param}", param, "parameter_unknown")
        checked[name] = _check(value, shape[name], param)
    return checked


def _check(value: Any, shape: Shape, param: str) -> Any:
    if shape is ANY:
        return value
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise invalid("Invalid object", param)
        return check_params(value, shape, param)
    if isinstance(shape, list):
        if not isinstance(value, list):
            raise invalid("Invalid array", param)
        return [_check(item, shape[0], f"{param}[{place}]") for place, item in enumerate(value)]
    if shape is MAP:
        return _check_metadata(value, param)
    if not isinstance(value, str):
        raise invalid("Invalid string: must be a single value", param)
    return _check_scalar(value, shape, param)


def _check_scalar(value: str, shape: Shape, param: str) -> Any:
    if shape is INT or shape is NUMBER:
        return _check_number(value, shape, param)
    if shape is BOOL:
        if value not in ("true", "false"):
            raise invalid(f"Invalid boolean: {value}", param)
        return value == "true"
    if isinstance(shape, Choice):
        _check_choice(value, shape, param)
    elif value == "" and shape is not TEXT:
        raise invalid(
            f"You passed an empty string for '{param}'. We assume empty values are an attempt"
            f" to unset a parameter; however '{param}' cannot be unset.",
            param,
            "parameter_invalid_empty",
        )
    if len(value) > 5000:
        raise invalid(f"Invalid string: {value[:20]}…; must be at most 5000 characters", param)
    return value


def _check_number(value: str, shape: Shape, param: str) -> int | float:
    if shape is NUMBER:
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", value):
            raise invalid(f"Invalid decimal: {value}", param)
        return float(value)
    if not re.fullmatch(r"-?\d{1,18}", value):
        raise invalid(f"Invalid integer: {value}", param, "parameter_invalid_integer")
    return int(value)


def _check_choice(value: str, choice: Choice, param: str) -> None:
    if value not in choice.values:
        known = ", or ".join(filter(None, [", ".join(choice.values[:-1]), choice.values[-1]]))
        raise invalid(f"Invalid {param}: must be one of {known}", param)


def _check_metadata(value: Any, param: str) -> dict[str, str]:
    if value == "":
        return {}
    if not isinstance(value, dict):
        raise invalid("Invalid object", param)
    if len(value) > 50:
        raise invalid("Metadata can hold at most 50 keys", param)
    for key, text in value.items():
        if len(key) > 40:
            raise invalid("Metadata keys must be at most 40 characters long", param)
        if not isinstance(text, str) or len(text) > 500:
            raise invalid("Metadata values must be strings of at most 500 characters", param)
    return {key: text for key, text in value.items() if text != ""}
