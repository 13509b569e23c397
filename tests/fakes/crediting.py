"""What a payment service in memory does with credit for the next charge."""

from dataclasses import dataclass, field

from chalicelib.kernel.errors import ConflictError, NotFoundError
from chalicelib.kernel.money import Money
from chalicelib.payments.rules.agreements import AgreementStatus, GatewayAgreement


@dataclass
class FakeCrediting:
    """The part of FakeGateway that takes credit; `taken` are the names of all it ever took."""

    credits: dict[str, tuple[str, Money]] = field(default_factory=dict, kw_only=True)
    taken: set[str] = field(default_factory=set, kw_only=True)
    agreements: dict[str, GatewayAgreement] = field(default_factory=dict, kw_only=True)

    def set_credit(self, ref: str, *, credit: Money, reference: str) -> str:
        self._called("set_credit")
        if ref not in self.agreements:
            raise NotFoundError("There is no such agreement.")
        if self.agreements[ref].status is AgreementStatus.ENDED:
            raise ConflictError("The agreement has ended.")
        name = f"credit-{reference}"
        self.credits[ref] = (name, credit)
        self.taken.add(name)
        return name

    def taken_credit(self, *, reference: str) -> str:
        self._called("taken_credit")
        name = f"credit-{reference}"
        return name if name in self.taken else ""

    def waiting_credit(self, ref: str) -> str:
        self._called("waiting_credit")
        return self.credits[ref][0] if ref in self.credits else ""

    def _called(self, call: str) -> None:
        raise NotImplementedError
