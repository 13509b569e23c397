"""What using store credit for renewals needs from outside."""

from typing import Protocol, runtime_checkable

from chalicelib.kernel.money import Money
from chalicelib.payments.ports import RecurringGateway


@runtime_checkable
class CreditingGateway(RecurringGateway, Protocol):
    """A payment service that can be told to charge less the next time.

    PayPal is none: what it charges is part of what the customer agreed to.
    """

    def set_credit(self, ref: str, *, credit: Money, reference: str) -> str:
        """Let the next charge be less by `credit` and return what that is called there.

        It takes the place of any credit that was set before; nothing else that reduces the charge
        is touched. The same `reference` (at most 100 characters) is never given twice. Raises
        NotFoundError, ConflictError when nothing will be charged any more.
        """
        ...

    def taken_credit(self, *, reference: str) -> str:
        """Return what the credit of that reference is called if it was ever set, else nothing."""
        ...

    def waiting_credit(self, ref: str) -> str:
        """Return what the credit is called that waits for the next charge, empty if none does."""
        ...
