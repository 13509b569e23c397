"""Plex accounts: link by signing in, test, and the servers they own."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib import config, wiring
from chalicelib.catalog import accounts, servers
from chalicelib.catalog.call_budget import MOST_CALLS_PER_SECOND
from chalicelib.catalog.model import PlexAccount
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import PlexAccountId
from chalicelib.kernel.secret import Secret

registry = Registry()


class PlexAccountShape(Model):
    """A plex.tv account; its token is never shown.

    `people` are those on its `servers` and the seats held there, `others` those whom somebody else
    placed there, of `max_people` at most together. plex.tv is called `calls_per_second` for it.
    `warnings` are what its owner has to know.
    """

    id: str
    plex_id: str
    username: str
    email: str
    has_plex_pass: bool
    people: int
    others: int
    max_people: int
    calls_per_second: int
    servers: list[str]
    checked_at: datetime | None
    token_error: str
    warnings: list[str]
    version: int


class PlexAccountList(Model):
    """All Plex accounts."""

    items: list[PlexAccountShape]


class SignInShape(Model):
    """A sign-in under way: open `url`, then ask for the result of `pin_id`."""

    pin_id: str
    url: str


class SignInResult(Model):
    """The account once the sign-in was approved, null before."""

    account: PlexAccountShape | None


class TokenInput(Model):
    """A token of the account, for those who have one."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=accounts.LONGEST_TOKEN)]


class PlexAccountInput(Model):
    """What can be changed of an account."""

    max_people: Annotated[int, Field(ge=1, le=accounts.MOST_PEOPLE, strict=True)]
    calls_per_second: Annotated[int, Field(ge=1, le=MOST_CALLS_PER_SECOND, strict=True)]
    version: int


class FoundServerShape(Model):
    """A server that the account owns and that can be added.

    Those of `relay_urls` lead through plex.tv: slow, and people's addresses are hidden.
    """

    machine_id: str
    name: str
    urls: list[str]
    relay_urls: list[str]
    is_added: bool


class FoundServerList(Model):
    """The servers of an account."""

    items: list[FoundServerShape]


@registry.add("GET", "/plex-accounts", summary="List Plex accounts", returns=PlexAccountList)
def list_plex_accounts(_call: Call[NoInput, NoInput]) -> PlexAccountList:
    """Return the linked accounts."""
    found = wiring.catalog_deps().store.plex_accounts()
    return PlexAccountList(items=[_shape(each) for each in found])


@registry.add(
    "POST",
    "/plex-accounts/sign-in",
    summary="Begin to link an account by signing in with Plex",
    returns=SignInShape,
)
def begin_plex_sign_in(_call: Call[NoInput, NoInput]) -> SignInShape:
    """Return where to send the operator."""
    forward_url = f"{config.config().site_url}/admin/plex-accounts"
    begun = accounts.begin_link(wiring.catalog_deps(), forward_url=forward_url)
    return SignInShape.model_validate(begun)


@registry.add(
    "POST",
    "/plex-accounts/sign-in/{pin_id}",
    summary="Finish linking once the sign-in was approved",
    returns=SignInResult,
)
def finish_plex_sign_in(call: Call[NoInput, NoInput]) -> SignInResult:
    """Link the account, or say that the sign-in still waits."""
    linked = accounts.finish_link(
        wiring.catalog_deps(), pin_id=call.path["pin_id"], actor=call.actor
    )
    return SignInResult(account=_shape(linked) if linked else None)


@registry.add(
    "POST",
    "/plex-accounts",
    summary="Link an account by its token",
    body=TokenInput,
    returns=PlexAccountShape,
    status=201,
)
def link_plex_account(call: Call[TokenInput, NoInput]) -> PlexAccountShape:
    """Check the token and link the account that it belongs to."""
    linked = accounts.link_by_token(
        wiring.catalog_deps(), token=Secret(call.body.token), actor=call.actor
    )
    return _shape(linked)


@registry.add(
    "PUT",
    "/plex-accounts/{account_id}",
    summary="Change an account's ceiling and pace",
    body=PlexAccountInput,
    returns=PlexAccountShape,
)
def change_plex_account(call: Call[PlexAccountInput, NoInput]) -> PlexAccountShape:
    """Set how many people the account shares with at most, and how fast plex.tv is called."""
    changed = accounts.change(
        wiring.catalog_deps(),
        account_id=PlexAccountId(call.path["account_id"]),
        version=call.body.version,
        max_people=call.body.max_people,
        calls_per_second=call.body.calls_per_second,
        actor=call.actor,
    )
    return _shape(changed)


@registry.add(
    "POST",
    "/plex-accounts/{account_id}/test",
    summary="Test an account's token",
    returns=PlexAccountShape,
)
def test_plex_account(call: Call[NoInput, NoInput]) -> PlexAccountShape:
    """Ask plex.tv whose token it is; the answer is kept with the account."""
    account_id = PlexAccountId(call.path["account_id"])
    return _shape(accounts.test(wiring.catalog_deps(), account_id=account_id))


@registry.add(
    "GET",
    "/plex-accounts/{account_id}/servers",
    summary="Servers that an account owns",
    returns=FoundServerList,
)
def list_found_servers(call: Call[NoInput, NoInput]) -> FoundServerList:
    """Return the account's servers with their addresses, but for those that are left alone."""
    deps = wiring.catalog_deps()
    added = {server.machine_id for server in deps.store.servers()}
    ignored = wiring.settings_deps().store.media().ignored_servers
    owned = servers.found(deps, account_id=PlexAccountId(call.path["account_id"]))
    found = [each for each in owned if each.machine_id not in ignored]
    return FoundServerList(
        items=[
            FoundServerShape(
                machine_id=each.machine_id,
                name=each.name,
                urls=list(each.urls),
                relay_urls=list(each.relay_urls),
                is_added=each.machine_id in added,
            )
            for each in found
        ]
    )


def _shape(account: PlexAccount) -> PlexAccountShape:
    store, now = wiring.catalog_deps().store, wiring.clock().now()
    own = [each for each in store.servers() if each.account_id == account.id]
    seats = {each.server_id: each.taken(now=now) for each in store.all_seats()}
    return PlexAccountShape(
        id=account.id,
        plex_id=account.plex_id,
        username=account.username,
        email=account.email,
        has_plex_pass=account.has_plex_pass,
        people=sum(seats.get(each.id, 0) for each in own),
        others=account.others,
        max_people=account.max_people,
        calls_per_second=account.calls_per_second,
        servers=[each.name for each in own],
        checked_at=account.checked_at,
        token_error=account.token_error,
        warnings=list(accounts.warnings_of(account)),
        version=account.version,
    )
