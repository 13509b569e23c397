"""Secrets that do not show themselves."""

from dataclasses import dataclass
from typing import NewType, Protocol

from chalicelib.kernel.redact import remember

# An encrypted secret as it lies in a record; only the vault can open it.
Sealed = NewType("Sealed", str)


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A secret value; printing or logging it shows only asterisks."""

    value: str

    def reveal(self) -> str:
        """Return the value itself, for the one call that needs it; logs hide it from then on."""
        remember(self.value)
        return self.value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


class Vault(Protocol):
    """Encrypts secrets at rest, each bound to the place where it lies."""

    def seal(self, secret: Secret, *, place: str) -> Sealed:
        """Encrypt; `place` names record and field and must be given again to open."""
        ...

    def open(self, sealed: Sealed, *, place: str) -> Secret:
        """Decrypt; raises ActionRequiredError when the key or the place is another."""
        ...
