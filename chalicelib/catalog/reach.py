"""How a media server is reached: through the plex.tv account that owns it, or by its own key."""

from collections.abc import Mapping

from chalicelib.catalog.accounts import doubt
from chalicelib.catalog.model import PlexAccount, Server
from chalicelib.catalog.ports import (
    CatalogDeps,
    ReachedServer,
    ServerAccess,
    TokenRefusedError,
)
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.ids import PlexAccountId, ServerId
from chalicelib.kernel.secret import Vault


def key_place(server_id: ServerId) -> str:
    """Return the place at which a server's own key is sealed."""
    return f"server.{server_id}"


def access_to(
    server: Server, accounts: Mapping[PlexAccountId, PlexAccount], vault: Vault
) -> ServerAccess:
    """Return the server with its opened token.

    Raises ActionRequiredError when it has none, or one that cannot be opened.
    """
    if server.key is not None:
        return ServerAccess(server, None, vault.open(server.key, place=key_place(server.id)))
    account = accounts.get(server.account_id) if server.account_id else None
    if account is None:
        raise ActionRequiredError(
            "The server's Plex account is not linked.",
            remedy="Link the account again under Servers, then retry.",
            code="access.no_account",
        )
    return ServerAccess(
        server, account, vault.open(account.token, place=f"plex_account.{account.id}")
    )


def reached(deps: CatalogDeps, server: Server) -> ReachedServer:
    """Connect to the server and return what it says of itself; raises what the connection does."""
    accounts = {each.id: each for each in deps.store.plex_accounts()} if not server.key else {}
    access = access_to(server, accounts, deps.vault)
    if access.account is not None:
        deps.budget.wait_turn(access.account)
        try:
            contents = deps.plex.contents(url=server.url, token=access.token)
        except TokenRefusedError:
            doubt(deps.database, None, account=access.account, now=deps.clock.now())
            raise
        return ReachedServer(contents, version="")
    directory = deps.directories[server.platform]
    return directory.reach(url=server.url, token=access.token)
