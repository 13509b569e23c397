"""How webhooks go astray when a person wants them to: held, late, twice, out of order."""

import fnmatch
import random

from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.stripe_agenda import running

ORDERS = ("oldest", "newest", "shuffled")
_NO_RULE: Doc = {"hold": False, "delay_seconds": 0.0, "copies": 1}
_MOST_COPIES = 20


def set_rule(
    world: World,
    types: list[str],
    *,
    hold: bool = False,
    delay_seconds: float = 0.0,
    copies: int = 1,
) -> list[Doc]:
    """Let events of these types (may hold `*`) go astray from now on. Raises BadAction."""
    if not types or not all(isinstance(kind, str) for kind in types):
        raise BadAction('name event types, such as ["invoice.*"]')
    if not 1 <= copies <= _MOST_COPIES:
        raise BadAction(f"copies must be between 1 and {_MOST_COPIES}")
    rule = {"types": types, "hold": hold, "delay_seconds": delay_seconds, "copies": copies}
    kept = [row for row in rules(world) if row["types"] != types]
    world.store.put("stripe.settings", "rules", {"rules": [*kept, rule]})
    return rules(world)


def clear(world: World) -> None:
    """Let all events go out as usual again; what is held stays held."""
    world.store.put("stripe.settings", "rules", {"rules": []})


def rules(world: World) -> list[Doc]:
    """Return the rules in force, oldest first."""
    rows: list[Doc] = (world.store.get("stripe.settings", "rules") or {}).get("rules", [])
    return rows


def rule_of(world: World, type: str) -> Doc:
    """Return the newest rule for an event of this type, or the one that changes nothing."""
    for rule in reversed(rules(world)):
        if any(fnmatch.fnmatchcase(type, pattern) for pattern in rule["types"]):
            return rule
    return _NO_RULE


def hold(world: World, id: str) -> None:
    """Keep one delivery back until it is released."""
    world.store.delete("stripe.due", id)
    world.store.put("stripe.held", id, {"id": id})


def held(world: World) -> list[str]:
    """Return the deliveries that are held, oldest first."""
    return [str(row["id"]) for row in world.store.list("stripe.held")]


def release(world: World, *, order: str = "oldest", seed: int = 0) -> list[str]:
    """Send what is held one after the other, in that order; return the deliveries' ids.

    The next one starts when the one before has had its first answer. Raises BadAction.
    """
    if order not in ORDERS:
        raise BadAction(f"order must be one of {', '.join(ORDERS)}")
    ids = held(world)
    if order == "newest":
        ids.reverse()
    elif order == "shuffled":
        random.Random(seed).shuffle(ids)  # noqa: S311  (an order, not a secret)
    due = running(world).now().timestamp()
    with world.store.transaction():
        for place, id in enumerate(ids):
            before = ids[place - 1] if place else None
            row = {"id": id, "due": due, "by_hand": False, "after": before}
            world.store.put("stripe.due", id, row)
            world.store.delete("stripe.held", id)
    world.nudge()
    return ids
