"""Servers with people on them, for tests of what an import decides."""

from collections.abc import Mapping

from chalicelib.access.importing.choices import Known, Step, Terms, decide
from chalicelib.access.importing.crowd import Person, Reading, people
from chalicelib.access.model import Share
from chalicelib.access.ports import RemoteShare
from chalicelib.catalog.model import PRIVATE
from chalicelib.users.model import User
from tests.builders import (
    NOON,
    a_library,
    a_plan,
    a_server,
    a_subscription,
    a_user,
    an_identity,
    claims_of,
)

ALPHA = a_server()
BETA = a_server(id="srv_beta", name="Beta", machine_id="machine-beta")
OWN = a_server(id="srv_own", name="Own", account_id=None, machine_id="machine-own")
FILMS = a_library()
SECRET = a_library(id="lib_secret", share_id="5002", title="Secret", group_id=PRIVATE)
BETA_FILMS = a_library(id="lib_beta", server_id=BETA.id, share_id="6001", title="Beta films")
OWN_FILMS = a_library(id="lib_own", server_id=OWN.id, share_id="own", title="Own films")
PLAN = a_plan()
TERMS = Terms(plan=PLAN, libraries=(FILMS, SECRET, BETA_FILMS, OWN_FILMS), plans=(PLAN,))

BOB = a_user(
    id="usr_bob",
    email="bob@example.com",
    name="bob",
    media=an_identity("bob", plex_id="78", is_proven=True),
)


def a_remote(name: str = "bob", plex_id: str = "78", **overrides: object) -> RemoteShare:
    fields = {
        "share_ref": f"ref-{name}-{plex_id}",
        "invite_ref": "",
        "is_accepted": True,
        "plex_id": plex_id,
        "username": name,
        "email": f"{name}@example.com" if name else "",
        "library_share_ids": frozenset({"5001"}),
        "allows_downloads": False,
    }
    return RemoteShare(**{**fields, **overrides})


def read(server, *shares: RemoteShare, home: Mapping[str, bool] | None = None, **more) -> Reading:
    """Return the complete reading of a server whose account knows everybody on it."""
    known = {share.plex_id: False for share in shares if share.plex_id}
    return Reading(server, shares, {**known, **(home or {})}, knows_all=True, **more)


def accounts(server, *names: str) -> Reading:
    """Return the reading of a server that keeps accounts."""
    shares = [a_remote(name, f"acc-{name}", share_ref=f"acc-{name}", email="") for name in names]
    return read(server, *shares, keeps_accounts=True)


def crowd_of(*readings: Reading) -> tuple[Person, ...]:
    return people(readings, owner_ids=frozenset({"1000"}))


def knowing(*users: User, paid: bool = True, shares: tuple[Share, ...] = (), **claims: User):
    """Return that we know these users, each with paid time unless not."""
    held = {claim.value: user for user in users for claim in claims_of(user)} | claims
    rows: dict = {}
    for share in shares:
        rows.setdefault(share.user_id, {})[share.server_id] = share
    return Known(
        holders=held,
        users={user.id: user for user in users},
        shares=rows,
        paid={user.id: a_subscription(user_id=user.id) for user in users} if paid else {},
    )


def steps(*readings: Reading, known: Known | None = None, terms: Terms = TERMS):
    """Return what becomes of whom, by what they are called."""
    found = decide(crowd_of(*readings), known or Known(), terms, now=NOON)
    return {step.person.label: step for step in found}


def only(*readings: Reading, known: Known | None = None, terms: Terms = TERMS) -> Step:
    (step,) = steps(*readings, known=known, terms=terms).values()
    return step
