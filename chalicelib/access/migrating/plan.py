"""Who of a server's people moves to another one, and why others stay (pure).

It asks the same choice of a server that is made when the person's turn comes, so that a preview
promises nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.access.migration import MigrationOrder, Whom
from chalicelib.access.model import Share, ShareState
from chalicelib.access.selection import choose
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import (
    PRIVATE,
    Library,
    Plan,
    PlexAccount,
    Seats,
    Server,
    shared_libraries,
)
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import GroupId, MigrationId, PlexAccountId, ServerId, UserId
from chalicelib.subscriptions.lifecycle import Standing, standing
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.trials import follows_trial
from chalicelib.users.model import User

# Enough for a server; more than that is asked for in parts.
MOST_PEOPLE = 2000


class Stay(StrEnum):
    """Why somebody stays."""

    NOT_THERE = "not_there"
    NOT_ACTIVE = "not_active"
    PERMANENT = "permanent"
    NO_PLAN = "no_plan"
    LACKS_GROUPS = "lacks_groups"
    NO_DOWNLOADS = "no_downloads"
    NEEDS_MEDIA_NAME = "needs_media_name"
    NEEDS_EMAIL = "needs_email"
    MOVES_ALREADY = "moves_already"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the source; `plan` is that of the running period, `shares` are by server.

    Shares of other servers than source and target may be left out.
    """

    user: User
    subscription: Subscription
    plan: Plan | None
    shares: Mapping[ServerId, Share]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What becomes of one person: they move unless something makes them `stays`; `why` says it."""

    user_id: UserId
    stays: Stay | None = None
    why: str = ""

    @property
    def moves(self) -> bool:
        """Tell whether the person moves."""
        return self.stays is None


@dataclass(frozen=True, slots=True)
class Ground:
    """What is the same for everybody; `capabilities` are the target's, `seats` those of all.

    On the way back (`is_return`) people go to where they were before.
    """

    source: Server
    target: Server
    servers: tuple[Server, ...]
    libraries: tuple[Library, ...]
    accounts: Mapping[PlexAccountId, PlexAccount]
    seats: Mapping[ServerId, Seats]
    group_names: Mapping[GroupId, str]
    capabilities: frozenset[Capability]
    moves_permanent: bool
    now: datetime
    migration_id: MigrationId | None = None
    is_return: bool = False

    def groups_on(self, server: Server, plan: Plan) -> frozenset[GroupId]:
        """Return the groups of the plan of which the server has a library."""
        own = tuple(each for each in self.libraries if each.server_id == server.id)
        return frozenset(each.group_id for each in shared_libraries(plan, own))

    def gives_downloads(self, server: Server) -> bool:
        """Tell whether the server's owner may let people download (at Plex, who has its pass)."""
        if server.account_id is None:
            return True
        account = self.accounts.get(server.account_id)
        return account is not None and account.has_plex_pass


def check_servers(ground: Ground) -> None:
    """Raise InvalidError, naming the field, when nobody can move from the one to the other.

    On the way back it does not matter that the server takes no new people.
    """
    source, target = ground.source, ground.target
    if source.id == target.id:
        raise InvalidError.of("target_id", "This is the source.", "Choose another server.")
    if not target.is_enabled:
        raise InvalidError.of("target_id", "The server is disabled.", "Enable it first.")
    if not target.allows_new and not ground.is_return:
        raise InvalidError.of(
            "target_id", "The server takes no new people.", "Let it take new people first."
        )
    account = ground.accounts.get(target.account_id) if target.account_id else None
    if target.account_id is not None and (account is None or account.token_error):
        raise InvalidError.of(
            "target_id", "The server's Plex account is not linked.", "Link it again first."
        )
    has_library = any(
        each.server_id == target.id and each.group_id != PRIVATE and not each.is_missing
        for each in ground.libraries
    )
    if not has_library:
        raise InvalidError.of(
            "target_id", "None of the server's libraries is in a group.", "Group them first."
        )


def is_meant(order: MigrationOrder, person: Person) -> bool:
    """Tell whether the order speaks of this person."""
    match order.whom:
        case Whom.ALL:
            return True
        case Whom.PLAN:
            return person.plan is not None and person.plan.id == order.plan_id
        case Whom.PICKED:
            return person.user.id in order.user_ids


def in_turn(people: Iterable[Person], source_id: ServerId) -> tuple[Person, ...]:
    """Return the people as they get their turn: those who use the source before invited ones."""

    def rank(person: Person) -> tuple[bool, str, str]:
        share = person.shares.get(source_id)
        is_in = share is not None and share.state is ShareState.ACCEPTED
        return not is_in, person.user.email, person.user.id

    return tuple(sorted(people, key=rank))


def foresee(ground: Ground, people: Iterable[Person]) -> tuple[Prospect, ...]:
    """Return what becomes of each; whoever moves takes a seat from those who come after."""
    found = []
    for person in people:
        prospect = judge(ground, person)
        found.append(prospect)
        if prospect.moves and not _is_on(person, ground.target.id):
            ground = _fuller(ground)
    return tuple(found)


def judge(ground: Ground, person: Person) -> Prospect:
    """Return what becomes of one person whose turn comes now."""
    user_id = person.user.id
    refused = _standing_against(ground, person) or _means_against(ground, person)
    if refused is not None:
        return Prospect(user_id, *refused)
    if person.plan is None:
        return Prospect(user_id, Stay.NO_PLAN, "No plan says what is due to the person")
    choice = choose(
        plan=person.plan,
        servers=ground.servers,
        libraries=ground.libraries,
        seats=ground.seats,
        accounts=ground.accounts,
        shares=tuple(person.shares.values()),
        preferred_location_id=person.user.preferred_location_id,
        held_server_id=None,
        now=ground.now,
        may_move=False,
        follows_trial=follows_trial(person.subscription, now=ground.now),
        pinned_server_id=ground.target.id,
    )
    if choice.server_id == ground.target.id:
        return Prospect(user_id)
    weighed = next(each for each in choice.candidates if each.server_id == ground.target.id)
    return Prospect(user_id, Stay.UNFIT, f"{ground.target.name}: {', '.join(weighed.reasons)}")


def has_right(person: Person, *, now: datetime) -> bool:
    """Tell whether something is due to the person now."""
    stands = standing(person.subscription, is_permanent=person.user.is_permanent, now=now)
    return stands in {Standing.ACTIVE, Standing.PERMANENT}


Refusal = tuple[Stay, str]


def _standing_against(ground: Ground, person: Person) -> Refusal | None:
    """Return what keeps the person who they are."""
    if not _is_on(person, ground.source.id):
        return Stay.NOT_THERE, "The person is not on the source"
    relocation = person.user.relocation
    if relocation is not None and relocation.migration_id != ground.migration_id:
        return Stay.MOVES_ALREADY, "Another migration moves the person"
    if person.user.is_permanent and not ground.moves_permanent:
        return Stay.PERMANENT, "The person's access is permanent, and those stay"
    if not has_right(person, now=ground.now):
        return Stay.NOT_ACTIVE, "No paid time runs"
    return None


def _means_against(ground: Ground, person: Person) -> Refusal | None:
    """Return what the target lacks for the person, or we of the person.

    On the way back it does not matter that there was less where they were before.
    """
    plan, source, target = person.plan, ground.source, ground.target
    if plan is None:
        return None
    lost = ground.groups_on(source, plan) - ground.groups_on(target, plan)
    if lost and not ground.is_return:
        names = ", ".join(sorted(ground.group_names.get(each, each) for each in lost))
        return Stay.LACKS_GROUPS, f"{target.name} has no library of: {names}"
    can_download = Capability.DOWNLOAD_RIGHT in ground.capabilities and ground.gives_downloads(
        target
    )
    lacks_downloads = ground.gives_downloads(source) and not can_download
    if plan.allows_downloads and lacks_downloads and not ground.is_return:
        return Stay.NO_DOWNLOADS, f"{plan.name} includes downloads, which {target.name} lacks"
    if Capability.INVITES in ground.capabilities and not person.user.media.handle:
        return Stay.NEEDS_MEDIA_NAME, "It is not known whom to invite: no Plex name, no address"
    if Capability.ACCOUNTS in ground.capabilities and not person.user.email:
        return Stay.NEEDS_EMAIL, "There is no address to tell the name of the new account to"
    return None


def _is_on(person: Person, server_id: ServerId) -> bool:
    share = person.shares.get(server_id)
    return share is not None and share.takes_seat


def _fuller(ground: Ground) -> Ground:
    """Return the ground with one more person on the target."""
    held = ground.seats.get(ground.target.id, Seats(ground.target.id))
    seats = {**ground.seats, ground.target.id: replace(held, people=held.people + 1)}
    return replace(ground, seats=seats)
