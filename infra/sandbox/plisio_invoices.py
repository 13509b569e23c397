"""The life of a Plisio invoice: made, paid in coins exactly or not, expired, cancelled."""

import re
from decimal import Decimal

from infra.sandbox import plisio_callbacks as callbacks
from infra.sandbox.kit import Doc, World
from infra.sandbox.plisio_wire import PlisioError, coins, new_id, read_amount, unprocessable

USD_PER_COIN = {
    "BTC": Decimal(60000),
    "ETH": Decimal(3000),
    "LTC": Decimal(80),
    "TRX": Decimal("0.25"),
    "USDT": Decimal(1),
}
COIN_NAMES = {
    "BTC": "Bitcoin",
    "ETH": "Ethereum",
    "LTC": "Litecoin",
    "TRX": "Tron",
    "USDT": "Tether ERC-20",
}
USD_PER_FIAT = {
    "USD": Decimal(1),
    "EUR": Decimal("1.10"),
    "GBP": Decimal("1.25"),
    "JPY": Decimal("0.007"),
    "KWD": Decimal("3.25"),
}
COMMISSION = Decimal("0.005")
CONFIRMATIONS = 3
_CONFIRM_SECONDS = 20 * 60
_EXPIRE_MINUTES = 60
OPEN = ("new", "pending", "pending internal")
_SUCCESSES = ("completed", "mismatch")
_FAILURES = ("expired", "cancelled", "error", "cancelled duplicate")
_URLS = (
    "callback_url",
    "success_callback_url",
    "fail_callback_url",
    "success_invoice_url",
    "fail_invoice_url",
)


class RefusedError(Exception):
    """Something that cannot be done to an invoice, in words for people."""


def open_invoice(world: World, given: Doc) -> Doc:
    """Make an invoice from the query of a call. Raises PlisioError."""
    lacking = {
        name: f"{name.replace('_', ' ').capitalize()} cannot be blank."
        for name in ("order_number", "order_name")
        if not given.get(name)
    }
    if lacking:
        raise unprocessable(**lacking)
    for name in _URLS:
        if given.get(name) and not re.match(r"https?://[^\s/]+", given[name]):
            raise unprocessable(**{name: "The value is not a valid URL."})
    known = world.store.get("plisio.order", given["order_number"])
    if known is not None:
        if given.get("return_existing"):
            return _get(world, known["txn_id"])
        raise unprocessable(order_number="Order number has already been taken.")
    coin = _coin(given)
    fiat, source_amount, amount = _worth(given, coin)
    now = int(world.clock.now().timestamp())
    minutes = given.get("expire_min") or str(_EXPIRE_MINUTES)
    if not re.fullmatch(r"[1-9]\d{0,4}", minutes):
        raise unprocessable(expire_min="The value must be a number of minutes.")
    invoice = _an_invoice(given, coin, amount, fiat=fiat, source_amount=source_amount)
    invoice |= {"created": now, "expire_utc": now + int(minutes) * 60}
    _save(world, invoice)
    world.store.put(
        "plisio.order", given["order_number"], {"txn_id": invoice["txn_id"], "number": 1}
    )
    return invoice


def _coin(given: Doc) -> str:
    allowed = [cid for cid in (given.get("allowed_psys_cids") or "").split(",") if cid]
    coin = given.get("currency") or (allowed[0] if allowed else "BTC")
    for cid in [coin, *allowed]:
        if cid not in USD_PER_COIN:
            raise unprocessable(currency=f"Currency {cid} is not supported.")
    return str(coin)


def _worth(given: Doc, coin: str) -> tuple[str | None, Decimal | None, Decimal]:
    if given.get("source_currency"):
        fiat = str(given["source_currency"]).upper()
        if fiat not in USD_PER_FIAT:
            raise unprocessable(source_currency="Source currency is not supported.")
        source_amount = read_amount(given.get("source_amount", ""), "source_amount")
        return fiat, source_amount, source_amount * rate(fiat, coin)
    if not given.get("currency"):
        raise unprocessable(currency="Currency cannot be blank.")
    return None, None, read_amount(given.get("amount", ""), "amount")


def rate(fiat: str, coin: str) -> Decimal:
    """Return how many coins one unit of fiat money is worth."""
    return USD_PER_FIAT[fiat] / USD_PER_COIN[coin]


def _an_invoice(
    given: Doc, coin: str, amount: Decimal, *, fiat: str | None, source_amount: Decimal | None
) -> Doc:
    txn_id = new_id()
    fee = amount * COMMISSION
    return {
        "txn_id": txn_id,
        "status": "new",
        "order_number": given["order_number"],
        "order_name": given["order_name"],
        "description": given.get("description", ""),
        "email": given.get("email", ""),
        "currency": coin,
        "psys_cid": coin,
        "amount": coins(amount),
        "received": coins(Decimal(0)),
        "source_currency": fiat,
        "source_amount": None if source_amount is None else str(given["source_amount"]),
        "source_rate": None if fiat is None else coins(rate(fiat, coin)),
        "invoice_commission": coins(fee),
        "invoice_sum": coins(amount - fee),
        "invoice_total_sum": coins(amount),
        "wallet_hash": f"sandbox{new_id()}",
        "confirmations": 0,
        "tx_urls": [],
        "comment": "",
        "switch_id": None,
        "urls": {name: given.get(name) or None for name in _URLS},
        "allowed": given.get("allowed_psys_cids") or "",
        "confirm_at": None,
    }


def pending_amount(invoice: Doc) -> Decimal:
    """Return how many coins are still to come; never less than nothing."""
    return max(Decimal(0), Decimal(invoice["amount"]) - Decimal(invoice["received"]))


def pay(world: World, txn_id: str, amount: Decimal | None = None, *, confirm: bool = True) -> Doc:
    """Send coins to an invoice: what is missing, or another amount; it may be too late.

    `confirm=False` leaves the transfer without confirmations for twenty minutes.
    Raises RefusedError.
    """
    with world.store.transaction():
        invoice = _take(world, txn_id)
        if invoice["status"] not in (*OPEN, "expired"):
            raise RefusedError(f"This invoice is {invoice['status']} already.")
        amount = pending_amount(invoice) if amount is None else amount
        if amount <= 0:
            raise RefusedError("Nothing is left to pay.")
        invoice["received"] = coins(Decimal(invoice["received"]) + amount)
        invoice["tx_urls"].append(f"{world.base_url}/plisio/tx/{new_id()}?a=1&b=2")
        was_late = invoice["status"] == "expired"
        invoice["confirmations"] = 0
        if pending_amount(invoice) > 0 and was_late:
            _move(world, invoice, "expired", comment="Underpaid")
            return invoice
        _move(world, invoice, "pending", comment="")
        if pending_amount(invoice) == 0:
            if confirm:
                return _confirm(world, invoice)
            invoice["confirm_at"] = int(world.clock.now().timestamp()) + _CONFIRM_SECONDS
            _save(world, invoice)
        return invoice


def confirm(world: World, txn_id: str) -> Doc:
    """Let the network confirm a transfer that is on its way. Raises RefusedError."""
    with world.store.transaction():
        invoice = _take(world, txn_id)
        if invoice["status"] != "pending" or pending_amount(invoice) > 0:
            raise RefusedError("This invoice has no whole transfer on its way.")
        return _confirm(world, invoice)


def _confirm(world: World, invoice: Doc) -> Doc:
    invoice |= {"confirmations": CONFIRMATIONS, "confirm_at": None}
    too_much = Decimal(invoice["received"]) > Decimal(invoice["amount"])
    comment = "Overpaid" if too_much else ""
    _move(world, invoice, "mismatch" if too_much else "completed", comment=comment)
    return invoice


def end(world: World, txn_id: str, status: str, *, comment: str = "") -> Doc:
    """End an open invoice as expired, cancelled or error. Raises RefusedError."""
    with world.store.transaction():
        invoice = _take(world, txn_id)
        if invoice["status"] not in OPEN:
            raise RefusedError(f"This invoice is {invoice['status']} already.")
        invoice["confirm_at"] = None
        _move(world, invoice, status, comment=comment)
        return invoice


def wait_inside(world: World, txn_id: str) -> Doc:
    """Let a transfer between Plisio's own wallets wait (pending internal). Raises RefusedError."""
    with world.store.transaction():
        invoice = _take(world, txn_id)
        if invoice["status"] not in OPEN:
            raise RefusedError(f"This invoice is {invoice['status']} already.")
        _move(world, invoice, "pending internal", comment="")
        return invoice


def switch(world: World, txn_id: str, coin: str) -> Doc:
    """Let the payer pick another coin: a new invoice takes the old one's place."""
    with world.store.transaction():
        invoice = _take(world, txn_id)
        if invoice["status"] != "new":
            raise RefusedError(f"This invoice is {invoice['status']} already.")
        if coin not in USD_PER_COIN or coin == invoice["currency"]:
            raise RefusedError(f"There is no other coin {coin}.")
        if invoice["source_currency"] is None:
            raise RefusedError("An invoice in coins keeps its coin.")
        given = {
            **{name: invoice[name] for name in ("order_number", "order_name", "description")},
            **{name: invoice[name] for name in ("email", "source_amount")},
            **invoice["urls"],
        }
        source_amount = Decimal(invoice["source_amount"])
        amount = source_amount * rate(invoice["source_currency"], coin)
        fresh = _an_invoice(
            given, coin, amount, fiat=invoice["source_currency"], source_amount=source_amount
        )
        fresh |= {name: invoice[name] for name in ("created", "expire_utc", "allowed")}
        _save(world, fresh)
        row = {"txn_id": fresh["txn_id"], "number": 2}
        world.store.put("plisio.order", invoice["order_number"], row)
        invoice["switch_id"] = fresh["txn_id"]
        _move(world, invoice, "cancelled duplicate", comment="")
        return fresh


def pass_time(world: World) -> None:
    """Confirm transfers and expire invoices whose time has come."""
    now = world.clock.now().timestamp()
    for row in world.store.list("plisio.open"):
        with world.store.transaction():
            invoice = world.store.get("plisio.invoice", row["id"])
            if invoice is None or invoice["status"] not in OPEN:
                continue
            if invoice["confirm_at"] is not None:
                if invoice["confirm_at"] <= now:
                    _confirm(world, invoice)
            elif invoice["expire_utc"] <= now:
                underpaid = Decimal(invoice["received"]) > 0
                _move(world, invoice, "expired", comment="Underpaid" if underpaid else "")


def _move(world: World, invoice: Doc, status: str, *, comment: str) -> None:
    invoice |= {"status": status, "comment": comment}
    _save(world, invoice)
    url = _callback_address(invoice)
    if url:
        callbacks.queue(world, url, fields_of(world, invoice))


def _callback_address(invoice: Doc) -> str | None:
    urls, status = invoice["urls"], invoice["status"]
    own = None
    if status in _SUCCESSES:
        own = urls["success_callback_url"]
    elif status in _FAILURES:
        own = urls["fail_callback_url"]
    address: str | None = own or urls["callback_url"]
    return address


def fields_of(world: World, invoice: Doc) -> Doc:
    """Return what a callback tells of an invoice, in the vendor's order, without the hash."""
    names = "txn_id ipn_type merchant merchant_id amount currency order_number order_name"
    amount = max(Decimal(invoice["amount"]), Decimal(invoice["received"]))
    known: Doc = {
        **invoice,
        "ipn_type": "invoice",
        "merchant": "Streams Manager (sandbox)",
        "merchant_id": "sandboxmerchant0000001",
        "amount": coins(amount),
        "pending_amount": coins(pending_amount(invoice)),
        "qr_code": f"{world.base_url}/plisio/invoice/{invoice['txn_id']}",
    }
    more = (
        "confirmations status source_currency source_amount source_rate comment"
        " invoice_commission invoice_sum invoice_total_sum expire_utc pending_amount psys_cid"
        " wallet_hash qr_code switch_id description tx_urls"
    )
    fields = {name: known[name] for name in f"{names} {more}".split()}
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _take(world: World, txn_id: str) -> Doc:
    pass_time(world)
    invoice = world.store.get("plisio.invoice", txn_id)
    if invoice is None:
        raise RefusedError("There is no such invoice.")
    return invoice


def _get(world: World, txn_id: str) -> Doc:
    invoice = world.store.get("plisio.invoice", txn_id)
    if invoice is None:
        raise PlisioError(404, "Not found", "Operation not found")
    return invoice


def _save(world: World, invoice: Doc) -> None:
    world.store.put("plisio.invoice", invoice["txn_id"], invoice)
    if invoice["status"] in OPEN:
        world.store.put("plisio.open", invoice["txn_id"], {"id": invoice["txn_id"]})
    else:
        world.store.delete("plisio.open", invoice["txn_id"])
