"""Read payments from Stripe with all that belongs to them: invoice, refunds, disputes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.gateways.stripe_objects import (
    Listing,
    MissingObjectError,
    id_of,
    instant,
    intent_of,
    may_have_invoice,
    read_intent,
    read_moneyless,
)
from chalicelib.payments.model import GatewayPayment

if TYPE_CHECKING:
    from chalicelib.adapters.gateways.stripe_api import StripeApi

Json = Mapping[str, Any]

# An invoice is tied to its PaymentIntent when that is made; clocks of two services may differ.
_TIED_WITHIN = timedelta(seconds=5)
_MOST_TIE_PAGES = 2


@dataclass(frozen=True, slots=True)
class Ties:
    """Invoices by PaymentIntent, and after which tie the next look goes on."""

    invoices: Mapping[str, Json]
    after: str


class PaymentReader:
    """Reads payments in our words through one key.

    A PaymentIntent does not name its invoice, nor a charge its disputes: each is looked up, but
    only where there can be one.
    """

    def __init__(self, api: "StripeApi") -> None:
        self._api = api

    def by_id(self, external_id: str) -> GatewayPayment | None:
        """Return the payment of a PaymentIntent or of an invoice, None if Stripe has neither.

        What is known of an invoice that a PaymentIntent pays is told under the latter's id.
        """
        try:
            if external_id.startswith("in_"):
                return self.of_invoice(self._api.invoice(external_id))
            return self.of_intent(self._api.intent(external_id))
        except MissingObjectError:
            return None

    def of_intent(self, intent: Json) -> GatewayPayment:
        """Return the payment of a PaymentIntent."""
        invoice = self._invoice_of(intent) if may_have_invoice(intent) else None
        return self._with_disputes(intent, invoice)

    def of_invoice(self, invoice: Json) -> GatewayPayment:
        """Return the payment of an invoice whose payments are expanded."""
        intent_id = intent_of(invoice)
        if not intent_id:
            return read_moneyless(invoice)
        return self._with_disputes(self._api.intent(intent_id), invoice)

    def of_page(
        self, intents: Sequence[Json], *, since: datetime, tied_after: str
    ) -> tuple[list[GatewayPayment], str]:
        """Return the payments of a page of PaymentIntents, newest first, with few calls.

        Ties are listed alongside; `tied_after` is how far they were read with the page before.
        Returns that of the next page, too.
        """
        wanted = {
            str(intent["id"])
            for intent in intents
            if intent["status"] == "succeeded" and may_have_invoice(intent)
        }
        ties = Ties({}, tied_after)
        if wanted:
            ties = self._ties_along(intents, wanted, since=since, after=tied_after)
        found = []
        for intent in intents:
            invoice = ties.invoices.get(intent["id"])
            if invoice is None and intent["id"] in wanted:
                invoice = self._invoice_of(intent)
            found.append(self._with_disputes(intent, invoice))
        return found, ties.after

    def _ties_along(
        self, intents: Sequence[Json], wanted: set[str], *, since: datetime, after: str
    ) -> Ties:
        edge = instant(intents[-1]["created"])
        ties: list[Json] = []
        invoices: dict[str, Json] = {}
        last = after
        for _ in range(_MOST_TIE_PAGES):
            listed = self._api.ties(Listing(since - _TIED_WITHIN, last, limit=100))
            rows = listed["data"]
            ties += rows
            invoices |= {_paid_by(tie): tie["invoice"] for tie in rows}
            is_past = bool(rows) and instant(rows[-1]["created"]) < edge - _TIED_WITHIN
            if not listed["has_more"] or is_past or wanted <= invoices.keys():
                break
            last = str(rows[-1]["id"])
        return Ties(invoices, _done_with(ties, intents, edge=edge) or after)

    def _invoice_of(self, intent: Json) -> Json | None:
        rows = self._api.tie_of(str(intent["id"]))["data"]
        invoice: Json | None = rows[0]["invoice"] if rows else None
        return invoice

    def _with_disputes(self, intent: Json, invoice: Json | None) -> GatewayPayment:
        charge: Json = intent["latest_charge"] or {}
        disputes: Sequence[Json] = ()
        if charge.get("disputed"):
            disputes = self._api.disputes_of(str(intent["id"]))["data"]
        return read_intent(intent, invoice=invoice, disputes=disputes)


def _done_with(ties: list[Json], intents: Sequence[Json], *, edge: datetime) -> str:
    """Return the last tie, counted from the newest, that no older PaymentIntent can need."""
    here = {intent["id"] for intent in intents}
    done = ""
    for tie in ties:
        if _paid_by(tie) not in here and instant(tie["created"]) <= edge + _TIED_WITHIN:
            break
        done = str(tie["id"])
    return done


def _paid_by(tie: Json) -> str:
    return id_of(tie["payment"].get("payment_intent"))
