"""Servers that are reached by address and key, in memory."""

from dataclasses import dataclass, field

from chalicelib.catalog.ports import ReachedServer, ServerContents, TooOldError, WrongAddressError
from chalicelib.kernel.errors import ActionRequiredError, AppError
from chalicelib.kernel.secret import Secret


@dataclass
class FakeMediaServerDirectory:
    """Tests fill it with `add`; what is older than `oldest` is refused."""

    servers: dict[str, ReachedServer] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    oldest: tuple[int, ...] = (10, 11)
    failures: list[AppError] = field(default_factory=list)

    def add(self, url: str, contents: ServerContents, *, key: str, version: str) -> None:
        """Make a server answer at the URL."""
        self.servers[url], self.keys[url] = ReachedServer(contents, version), key

    def reach(self, *, url: str, token: Secret) -> ReachedServer:
        if self.failures:
            raise self.failures.pop(0)
        address = url.rstrip("/")
        found = self.servers.get(address)
        if found is None:
            raise WrongAddressError("No server answers at this address.")
        if tuple(int(each) for each in found.version.split(".")) < self.oldest:
            raise TooOldError(f"The server has version {found.version}.")
        if token.reveal() != self.keys[address]:
            raise ActionRequiredError("The key is refused.", code="server.key_refused")
        return found
