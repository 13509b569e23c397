"""Tables for spreadsheet programs, which take care of nothing that looks like a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from chalice.app import Response

from chalicelib.entrypoints.admin.shapes import MoneyShape, PaymentShape
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.money import Money

# https://owasp.org/www-community/attacks/CSV_Injection
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

COLUMNS = (
    "paid_at",
    "gateway",
    "transaction",
    "sequence",
    "status",
    "dispute",
    "amount",
    "refunded",
    "left",
    "currency",
    "user",
    "plan",
    "from",
    "until",
    "subscription",
    "order",
    "payer_email",
    "payer_name",
    "notes",
    "id",
)


def payments(rows: Iterable[PaymentShape]) -> str:
    """Return payments as CSV with a head line; amounts in major units, instants in UTC."""
    return table(COLUMNS, (_row(each) for each in rows))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows of harmless texts as CSV with a head line."""
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(head)
    written.writerows(rows)
    return text.getvalue()


def answer(text: str, *, name: str) -> Response:
    """Return a table to download under a name."""
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body=text, status_code=200, headers=headers)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def _row(payment: PaymentShape) -> Sequence[str]:
    texts = (
        payment.user_label,
        payment.plan_name,
        to_iso(payment.starts_at) if payment.starts_at else "",
        to_iso(payment.ends_at) if payment.ends_at else "",
        payment.subscription_ref,
        payment.order_id or "",
        payment.payer_email,
        payment.payer_name,
        payment.notes,
        payment.id,
    )
    return (
        to_iso(payment.paid_at),
        payment.gateway,
        harmless(payment.external_id),
        str(payment.sequence),
        payment.status,
        payment.dispute,
        _major(payment.amount),
        _major(payment.refunded) if payment.refunded else "",
        _major(payment.left),
        payment.amount.currency,
        *map(harmless, texts),
    )


def _major(amount: MoneyShape) -> str:
    return str(Money(amount.minor, amount.currency).to_decimal())
