"""What a person can do in Plisio's world from the console, and what it shows of it."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from infra.sandbox import plisio_callbacks as callbacks
from infra.sandbox import plisio_invoices as invoices
from infra.sandbox.kit import Action, BadAction, Doc, World
from infra.sandbox.plisio_page import press
from infra.sandbox.plisio_wire import new_id
from infra.sandbox.stripe_session_actions import parse_delta, whole

_INVOICE_NAMES = (
    "txn_id",
    "status",
    "order_number",
    "order_name",
    "amount",
    "received",
    "currency",
    "source_amount",
    "source_currency",
    "created",
    "email",
)
_CALLBACK_NAMES = ("id", "txn_id", "status", "state", "attempts", "created")


def _txn(world: World, body: Doc) -> str:
    """Return the invoice named, or the newest open one if none is named."""
    if body.get("txn_id"):
        return str(body["txn_id"])
    open_ones = world.store.list("plisio.open", last=1)
    if not open_ones:
        raise BadAction("no invoice is open; name one in `txn_id`")
    return str(open_ones[0]["id"])


def _doing(act: Callable[[World, str, Doc], Doc]) -> Callable[[World, Doc], Doc]:
    def run(world: World, body: Doc) -> Doc:
        try:
            return {"invoice": act(world, _txn(world, body), body)}
        except invoices.RefusedError as error:
            raise BadAction(str(error)) from error

    return run


def _pay(world: World, id: str, body: Doc) -> Doc:
    amount = None
    if body.get("amount"):
        try:
            amount = Decimal(str(body["amount"]))
        except InvalidOperation as error:
            raise BadAction("amount is a number of coins") from error
    return invoices.pay(world, id, amount, confirm=bool(body.get("confirm", True)))


def _redeliver(world: World, body: Doc) -> Doc:
    id = body.get("callback")
    if not id:
        wanted = body.get("txn_id")
        rows = [
            row
            for row in world.store.list("plisio.delivery")
            if wanted in (None, row["txn_id"]) and not row["by_hand"]
        ]
        if not rows:
            raise BadAction("there is no callback yet; name one in `callback`")
        id = rows[-1]["id"]
    after = parse_delta(body["after"]) if body.get("after") else parse_delta("0s")
    ids = callbacks.redeliver(
        world,
        str(id),
        times=whole(body, "times", 1),
        after=after,
        signature=str(body.get("signature", "good")),
    )
    return {"callbacks": ids}


def _pause(world: World, _body: Doc) -> Doc:
    callbacks.set_paused(world, paused=True)
    return {"paused": True}


def _resume(world: World, _body: Doc) -> Doc:
    callbacks.set_paused(world, paused=False)
    return {"paused": False}


def _make_key(world: World, body: Doc) -> Doc:
    key = str(body.get("key") or f"plisio_{new_id()}")
    world.store.put("plisio.key", key, {"key": key})
    return {"key": key}


def _revoke_key(world: World, body: Doc) -> Doc:
    world.store.delete("plisio.key", str(body.get("key")))
    return {"revoked": body.get("key")}


def _white_label(world: World, body: Doc) -> Doc:
    on = bool(body.get("on", True))
    world.store.put("plisio.settings", "white_label", {"on": on})
    return {"on": on}


def _button(name: str) -> Callable[[World, Doc], Doc]:
    return _doing(lambda world, id, _body: press(world, id, name))


_ONE: Doc = {"txn_id": "65f…"}
ACTIONS = [
    Action(
        "plisio",
        "pay",
        "Send coins: what is missing, or `amount`; confirm=false leaves them unconfirmed (the"
        " newest open invoice if none is named; an expired one can be named)",
        {**_ONE, "amount": "0.001", "confirm": True},
        _doing(_pay),
    ),
    Action("plisio", "underpay", "Send half of what is missing", _ONE, _button("underpay")),
    Action("plisio", "overpay", "Send a quarter too much", _ONE, _button("overpay")),
    Action(
        "plisio",
        "confirm",
        "Let the network confirm a transfer that is on its way",
        _ONE,
        _doing(lambda world, id, _body: invoices.confirm(world, id)),
    ),
    Action("plisio", "expire", "Let an invoice expire now", _ONE, _button("expire")),
    Action("plisio", "cancel", "Cancel an invoice", _ONE, _button("cancel")),
    Action(
        "plisio",
        "error",
        "Let an invoice end in an error",
        _ONE,
        _doing(lambda world, id, _body: invoices.end(world, id, "error", comment="Error")),
    ),
    Action(
        "plisio",
        "pending_internal",
        "Let a transfer between Plisio's own wallets wait",
        _ONE,
        _doing(lambda world, id, _body: invoices.wait_inside(world, id)),
    ),
    Action(
        "plisio",
        "switch",
        "Let the payer pick another coin: a new invoice takes this one's place",
        {**_ONE, "coin": "LTC"},
        _doing(lambda world, id, body: invoices.switch(world, id, str(body.get("coin", "LTC")))),
    ),
    Action(
        "plisio",
        "redeliver",
        "Send a callback again (the newest if none is named): `times` at once, `after` a span of"
        " time, with a signature that is good, missing or wrong",
        {"callback": "cb_…", "times": 2, "after": "0s", "signature": "good"},
        _redeliver,
    ),
    Action("plisio", "pause_callbacks", "Hold callbacks back", {}, _pause),
    Action("plisio", "resume_callbacks", "Send callbacks again", {}, _resume),
    Action("plisio", "make_key", "Register a secret key; the newest signs", {}, _make_key),
    Action("plisio", "revoke_key", "Make a key unknown", {"key": "plisio_…"}, _revoke_key),
    Action(
        "plisio",
        "white_label",
        "Let new invoices answer with what a white-label account gets",
        {"on": True},
        _white_label,
    ),
]


def panel(world: World) -> Doc:
    """Return the state that the console shows: newest first, at most 50 of each kind."""
    return {
        "keys": [row["key"] for row in world.store.list("plisio.key")],
        "paused": callbacks.is_paused(world),
        "invoices": [
            {
                **{name: row[name] for name in _INVOICE_NAMES},
                "is_open": row["status"] in invoices.OPEN,
                "url": f"{world.base_url}/plisio/invoice/{row['txn_id']}",
            }
            for row in world.store.list("plisio.invoice", last=50)[::-1]
        ],
        "callbacks": [
            {
                name: row[name]
                for name in ("id", "txn_id", "status", "state", "attempts", "created")
            }
            for row in world.store.list("plisio.delivery", last=50)[::-1]
        ],
    }
