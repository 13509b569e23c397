"""A plex.tv directory in memory: accounts, PINs, servers, libraries."""

from dataclasses import dataclass, field, replace

from chalicelib.catalog.ports import (
    FoundAccount,
    FoundLibrary,
    FoundServer,
    ServerContents,
    SignIn,
    TokenRefusedError,
)
from chalicelib.kernel.errors import AppError, NotFoundError, RetryLaterError
from chalicelib.kernel.secret import Secret


@dataclass
class FakePlexDirectory:
    """Tests fill `accounts` (by token), `owned` (by token) and `reachable` (by URL)."""

    accounts: dict[str, FoundAccount] = field(default_factory=dict)
    owned: dict[str, tuple[FoundServer, ...]] = field(default_factory=dict)
    reachable: dict[str, ServerContents] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)
    failures: list[AppError] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def add_server(self, url: str, machine_id: str, *titles: str, token: str = "owner") -> None:
        """Make a server with libraries answer at the URL, owned by the token's account."""
        found = FoundServer(machine_id, machine_id.title(), (url,))
        self.owned[token] = (*self.owned.get(token, ()), found)
        self.reachable[url] = ServerContents(machine_id, machine_id.title(), ())
        self.set_libraries(url, *titles)

    def set_libraries(self, url: str, *titles: str) -> None:
        """Give the server these libraries; ids follow from machine and title."""
        contents = self.reachable[url]
        libraries = tuple(
            FoundLibrary(str(key), f"{contents.machine_id}-{title}", title, "movie")
            for key, title in enumerate(titles, 1)
        )
        self.reachable[url] = replace(contents, libraries=libraries)

    def approve(self, pin_id: str, token: str) -> None:
        """Let a person approve the sign-in."""
        self.pins[pin_id] = token

    def fail_next(self, error: AppError) -> None:
        """Let the next call fail."""
        self.failures.append(error)

    def account(self, token: Secret) -> FoundAccount:
        self._begin("account")
        return self.accounts[self._known(token)]

    def begin_sign_in(self, *, forward_url: str) -> SignIn:
        self._begin("begin_sign_in")
        pin_id = str(len(self.pins) + 1)
        self.pins[pin_id] = ""
        return SignIn(pin_id, f"https://plex.example/auth?code={pin_id}&forwardUrl={forward_url}")

    def finish_sign_in(self, pin_id: str) -> Secret | None:
        self._begin("finish_sign_in")
        if pin_id not in self.pins:
            raise NotFoundError("The sign-in has expired.", code="sign_in_expired")
        token = self.pins[pin_id]
        return Secret(token) if token else None

    def servers(self, token: Secret) -> tuple[FoundServer, ...]:
        self._begin("servers")
        return self.owned.get(self._known(token), ())

    def contents(self, *, url: str, token: Secret) -> ServerContents:
        self._begin("contents")
        self._known(token)
        if url not in self.reachable:
            raise RetryLaterError("The server does not answer.")
        return self.reachable[url]

    def _begin(self, name: str) -> None:
        self.calls.append(name)
        if self.failures:
            raise self.failures.pop(0)

    def _known(self, token: Secret) -> str:
        if token.reveal() not in self.accounts:
            raise TokenRefusedError("The token is refused.", remedy="Link the account again.")
        return token.reveal()
