"""Who is on the media servers: what they told, as people (pure).

Somebody with shares of several servers of plex.tv accounts is one person (B165). An account that a
server keeps itself is a person of its own: that two servers have an account of the same name says
nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from chalicelib.access.ports import RemoteShare
from chalicelib.catalog.model import Server
from chalicelib.kernel.ids import ServerId
from chalicelib.users.claims import on_server

OWNER = "The owner of a server"
AT_HOME = "Belongs to the Plex Home of the server's owner"
ADMINISTRATOR = "Administers the server"
_UNTOLD = "Whether they belong to the owner's Plex Home cannot be told: the list came incomplete"
_NAMELESS = "The server tells neither an id nor a name"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one server showed of its people; `problem` says why something is missing.

    `at_home` tells of ids whether they belong to the owner's household (on a server that keeps
    accounts: whether they administer it); `knows_all` whether it has everybody.
    """

    server: Server
    shares: tuple[RemoteShare, ...] = ()
    at_home: Mapping[str, bool] = field(default_factory=dict)
    knows_all: bool = False
    keeps_accounts: bool = False
    problem: str = ""

    @property
    def was_read(self) -> bool:
        """Tell whether it showed anybody, or that there is nobody."""
        return not self.problem or bool(self.shares)

    @property
    def is_trouble(self) -> bool:
        """Tell whether a server that should answer could not be read."""
        return bool(self.problem) and self.server.is_enabled


@dataclass(frozen=True, slots=True)
class Found:
    """A share, with the server that told it."""

    server_id: ServerId
    remote: RemoteShare


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the servers; `key` is the claim by which a user would be known as them.

    `plex_id` is empty for who has none, `account_ref` names an account of one server.
    `left_alone` says why somebody is no customer, `doubt` why that cannot be told.
    """

    key: str
    username: str
    email: str
    shares: tuple[Found, ...]
    plex_id: str = ""
    account_ref: str = ""
    left_alone: str = ""
    doubt: str = ""

    @property
    def is_accepted(self) -> bool:
        """Tell whether they accepted any of the shares."""
        return any(each.remote.is_accepted for each in self.shares)

    @property
    def server_ids(self) -> tuple[ServerId, ...]:
        """Return the servers on which they have something."""
        return tuple(each.server_id for each in self.shares)

    @property
    def label(self) -> str:
        """Return what they are called."""
        return self.username or self.email or self.plex_id or self.account_ref


def people(readings: Iterable[Reading], *, owner_ids: frozenset[str]) -> tuple[Person, ...]:
    """Return everybody that the readings show, by key.

    `owner_ids` are the plex.tv ids of the accounts that own servers. The order of readings and of
    shares changes nothing.
    """
    told = sorted(readings, key=lambda each: each.server.id)
    at_plex = [each for each in told if not each.keeps_accounts]
    found = [*_at_plex(at_plex, owner_ids)]
    for reading in told:
        if reading.keeps_accounts:
            found += _with_accounts(reading)
    return tuple(sorted(found, key=lambda each: each.key))


def _at_plex(readings: list[Reading], owner_ids: frozenset[str]) -> Iterable[Person]:
    shares = [Found(reading.server.id, share) for reading in readings for share in reading.shares]
    named = _ids_by_name(shares)
    groups: dict[str, list[Found]] = {}
    for each in shares:
        groups.setdefault(_key(each.remote, named), []).append(each)
    home = {plex_id: is_home for each in readings for plex_id, is_home in each.at_home.items()}
    partly = {each.server.id for each in readings if not each.knows_all}
    for key, held in groups.items():
        person = _person(key, held)
        yield replace(
            person,
            left_alone=_no_customer(person, owner_ids, home),
            doubt=_doubt(person, home, partly),
        )


def _ids_by_name(shares: list[Found]) -> Mapping[str, str]:
    """Return whose each name is, so that an open invite finds its person; two are no one."""
    holders: dict[str, set[str]] = {}
    for each in shares:
        for name in _names(each.remote):
            if each.remote.plex_id:
                holders.setdefault(name, set()).add(each.remote.plex_id)
    return {name: next(iter(ids)) for name, ids in holders.items() if len(ids) == 1}


def _names(remote: RemoteShare) -> tuple[str, ...]:
    names = (("name", remote.username), ("email", remote.email))
    return tuple(f"{word}:{text}" for word, text in names if text)


def _key(remote: RemoteShare, named: Mapping[str, str]) -> str:
    if remote.plex_id:
        return f"id:{remote.plex_id}"
    names = _names(remote)
    known = {named[name] for name in names if name in named}
    if len(known) == 1:
        return f"id:{next(iter(known))}"
    return names[0] if names else f"share:{remote.share_ref}"


def _person(key: str, held: list[Found]) -> Person:
    # Of two shares of one server the accepted one counts.
    ordered = sorted(held, key=lambda it: (not it.remote.is_accepted, it.remote.share_ref))
    shares: dict[ServerId, Found] = {}
    for each in ordered:
        shares.setdefault(each.server_id, each)
    return Person(
        key=key,
        username=next((it.remote.username for it in ordered if it.remote.username), ""),
        email=next((it.remote.email for it in ordered if it.remote.email), ""),
        shares=tuple(shares[server_id] for server_id in sorted(shares)),
        plex_id=next((it.remote.plex_id for it in ordered if it.remote.plex_id), ""),
    )


def _no_customer(person: Person, owner_ids: frozenset[str], home: Mapping[str, bool]) -> str:
    if person.plex_id and person.plex_id in owner_ids:
        return OWNER
    return AT_HOME if home.get(person.plex_id) else ""


def _doubt(person: Person, home: Mapping[str, bool], partly: set[ServerId]) -> str:
    if person.key.startswith("share:"):
        return _NAMELESS
    is_untold = person.plex_id not in home and bool(partly & set(person.server_ids))
    return _UNTOLD if is_untold else ""


def _with_accounts(reading: Reading) -> Iterable[Person]:
    server_id = reading.server.id
    for share in reading.shares:
        yield Person(
            key=f"id:{on_server(server_id, share.share_ref)}",
            username=share.username,
            email=share.email,
            shares=(Found(server_id, share),),
            account_ref=share.share_ref,
            left_alone=ADMINISTRATOR if reading.at_home.get(share.share_ref) else "",
        )
