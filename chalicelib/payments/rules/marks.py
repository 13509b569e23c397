"""Marks by which a payer is known again (pure).

A mark is a text such as ``sub:stripe:sub_1`` (a recurring agreement) or ``paypal:ann@example.com``
(the address of a PayPal account). Users get marks from their payments, from what an administrator
enters, and from assignments; two users may have the same one, and then it names nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Delete, Put, Write
from chalicelib.payments.model import GatewayName, Payment
from chalicelib.users.model import User

# Whoever entered a mark by hand; payments stand under their own key, and what an assignment let
# be learned under that key, too, so that it is forgotten when the assignment is undone.
LEARNED = "learned"
# The address of a PayPal account that stands in the person's profile.
PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class PayerMark:
    """Ties a mark to a user because of `source`.

    That is a payment's key, LEARNED with or without one, or PROFILE.
    """

    mark: str
    user_id: UserId
    source: str

    @property
    def identity(self) -> tuple[str, UserId, str]:
        """Return the natural key."""
        return self.mark, self.user_id, self.source


def of_agreement(gateway: GatewayName, ref: str) -> str:
    """Return the mark of a recurring agreement."""
    return f"sub:{gateway}:{ref}"


def of_paypal(email: str) -> str:
    """Return the mark of a PayPal address; blanks around it and case do not count."""
    return f"paypal:{email.strip().casefold()}"


def of_payment(payment: Payment) -> Iterable[PayerMark]:
    """Return the marks that a payment gives its user: that of its recurring agreement."""
    if payment.user_id and payment.subscription_ref:
        mark = of_agreement(payment.key.gateway, payment.subscription_ref)
        yield PayerMark(mark, payment.user_id, str(payment.key))


def profile_writes(before: User | None, after: User) -> tuple[Write, ...]:
    """Return what keeps the PayPal address of a person's profile as a mark (B041)."""
    known = before.paypal_email if before else ""
    if known == after.paypal_email:
        return ()
    writes: list[Write] = []
    if known:
        writes.append(Delete(PayerMark(of_paypal(known), after.id, PROFILE)))
    if after.paypal_email:
        writes.append(Put(PayerMark(of_paypal(after.paypal_email), after.id, PROFILE)))
    return tuple(writes)


def learned_from(payment: Payment, user_id: UserId) -> Iterable[PayerMark]:
    """Return the marks by which the user is known the next time, if a person says so (B046)."""
    source = f"{LEARNED}:{payment.key}"
    if payment.subscription_ref:
        mark = of_agreement(payment.key.gateway, payment.subscription_ref)
        yield PayerMark(mark, user_id, source)
    if payment.payer_email.strip() and payment.key.gateway is GatewayName.PAYPAL:
        yield PayerMark(of_paypal(payment.payer_email), user_id, source)
