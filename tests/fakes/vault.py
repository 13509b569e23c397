"""A vault whose secrets can be read in a failing test, but not by accident."""

from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.secret import Sealed, Secret


class FakeVault:
    """Seals reversibly and, like the real one, for one place only."""

    def __init__(self, key: str = "key") -> None:
        self._key = key

    def seal(self, secret: Secret, *, place: str) -> Sealed:
        return Sealed(f"sealed|{self._key}|{place}|{secret.reveal()[::-1]}")

    def open(self, sealed: Sealed, *, place: str) -> Secret:
        prefix = f"sealed|{self._key}|{place}|"
        if not sealed.startswith(prefix):
            raise ActionRequiredError(
                "A stored secret cannot be opened.", remedy="Enter it again in the settings."
            )
        return Secret(sealed.removeprefix(prefix)[::-1])
