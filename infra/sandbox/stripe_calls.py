"""One call of Stripe's API: its permission and parameters, reading and listing objects."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from infra.sandbox import stripe_params as params_of
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_params import Shape
from infra.sandbox.stripe_wire import StripeError, check_params, invalid, no_such


@dataclass
class Call:
    """One call after it was let in: checked parameters and the id from its path."""

    world: World
    params: Doc
    id: str
    path: str


@dataclass(frozen=True)
class Operation:
    """One method and path, the permission it needs, its parameters, and what it does."""

    method: str
    pattern: str
    permission: str
    shape: dict[str, Shape]
    run: Callable[[Call], Doc]


def read_one(kind: str, what: str, param: str) -> Callable[[Call], Doc]:
    """Return what reads the object that the path names."""

    def run(call: Call) -> Doc:
        return found(call, kind, what, param)

    return run


def found(call: Call, kind: str, what: str, param: str = "id") -> Doc:
    """Return the object that the path names. Raises StripeError."""
    row = call.world.store.get(kind, call.id)
    if row is None:
        raise no_such(what, call.id, param)
    return row


def list_of(kind: str, what: str, matches: Callable[[Doc, Doc], bool]) -> Callable[[Call], Doc]:
    """Return what lists the objects of a kind that match, newest first."""

    def run(call: Call) -> Doc:
        params, store = call.params, call.world.store
        within = _range(params.get("created"))
        limit, start, newest_first = _asked(params)
        if start:
            row = store.get(kind, start)
            is_listed = row and _in(row["created"], within) and matches(row, params)
            if not is_listed:
                raise _no_place(what, params)
        dated = store.by_date(kind, within=within, beyond=start, newest_first=newest_first)
        listed = (row for row in dated if matches(row, params))
        rows = list(islice(listed, limit + 1))
        shown = rows[:limit] if newest_first else rows[:limit][::-1]
        return _page(shown, call.path, has_more=len(rows) > limit)

    return run


def _range(given: Any) -> Doc:
    if given is None:
        return {}
    if isinstance(given, str):
        return check_params({"created": given}, {"created": params_of.INT})
    checked: Doc = check_params({"created": given}, {"created": params_of.CREATED_RANGE})
    bounds: Doc = checked["created"]
    return bounds


def _in(at: int, bounds: Doc) -> bool:
    tests = {
        "gt": lambda bound: at > bound,
        "gte": lambda bound: at >= bound,
        "lt": lambda bound: at < bound,
        "lte": lambda bound: at <= bound,
        "created": lambda bound: at == bound,
    }
    return all(tests[name](bound) for name, bound in bounds.items())


def page(rows: list[Doc], params: Doc, url: str, what: str) -> Doc:
    """Return one page of `rows` (newest first) in Stripe's list shape. Raises StripeError."""
    limit, start, newest_first = _asked(params)
    if start:
        places = [place for place, row in enumerate(rows) if row["id"] == start]
        if not places:
            raise _no_place(what, params)
        rows = rows[places[0] + 1 :] if newest_first else rows[: places[0]]
    shown = rows[:limit] if newest_first else rows[-limit:]
    return _page(shown, url, has_more=len(rows) > limit)


def _asked(params: Doc) -> tuple[int, str, bool]:
    """Return how many rows are asked for, beyond which one, and whether towards older ones."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        word = "greater than or equal to 1" if limit < 1 else "less than or equal to 100"
        raise invalid(
            f"Invalid limit: this value must be {word}", "limit", "parameter_invalid_integer"
        )
    if "starting_after" in params and "ending_before" in params:
        raise invalid("You cannot use both starting_after and ending_before.", "ending_before")
    start = params.get("starting_after") or params.get("ending_before") or ""
    return limit, start, "ending_before" not in params


def _page(rows: list[Doc], url: str, *, has_more: bool) -> Doc:
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}


def _no_place(what: str, params: Doc) -> StripeError:
    param = "starting_after" if "starting_after" in params else "ending_before"
    return no_such(what, params[param], param, status=400)


def same(*names: str) -> Callable[[Doc, Doc], bool]:
    """Return a filter: the named parameters, where given, must be the row's own."""

    def matches(row: Doc, params: Doc) -> bool:
        return all(row.get(name) == params[name] for name in names if name in params)

    return matches


def both(
    path: str,
    name: str,
    shape: dict[str, Shape],
    matches: Callable[[Doc, Doc], bool],
    *,
    permission: str | None = None,
) -> list[Operation]:
    """Return the operations that list the objects of a kind and read one."""
    kind, allowed = f"stripe.{name}", f"{permission or name}_read"
    param = "intent" if name == "payment_intent" else "id"
    return [
        Operation("GET", path, allowed, shape, list_of(kind, name, matches)),
        Operation("GET", f"{path}/([^/]+)", allowed, params_of.READ, read_one(kind, name, param)),
    ]
