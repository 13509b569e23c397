"""Discord and request systems in memory, and what is written down of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chalicelib.community.model import Held, Refusals, RequestAccount, RoleHolding
from chalicelib.community.plan import Ability
from chalicelib.community.ports import (
    AccountTakenError,
    Checked,
    GuildAccess,
    NotAMemberError,
    Person,
    RemoteAccount,
    Role,
    SystemAccess,
)
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.secret import Secret
from chalicelib.settings.community_model import RequestSystemName
from tests.fakes.database import View

ALL = frozenset(Ability)


class InMemoryCommunityStore(View):
    def held(self, user_ids: tuple[UserId, ...]) -> Mapping[UserId, Held]:
        self.db.trip()
        return {
            each: Held(
                self.db.find(RoleHolding, each) or RoleHolding(each),
                {
                    name: found
                    for name in RequestSystemName
                    if (found := self.db.find(RequestAccount, (each, name)))
                },
                self.db.find(Refusals, each),
            )
            for each in user_ids
        }


@dataclass
class FakeGuild:
    """A Discord server; `holds` is who holds which roles, by id. `asked` counts all calls.

    `failing` is raised by the next call that changes anything; with `applied` after its work.
    """

    known: tuple[Role, ...] = (Role("1", "Subscriber"), Role("2", "Trial"), Role("3", "Premium"))
    holds: dict[str, set[str]] = field(default_factory=dict)
    failing: list[Exception] = field(default_factory=list)
    applied: bool = False
    hidden: Exception | None = None
    asked: int = 0

    def roles(self, access: GuildAccess) -> tuple[Role, ...]:
        self.asked += 1
        return self.known

    def give(self, access: GuildAccess, *, discord_id: str, role_id: str) -> None:
        self._trip(early=True)
        if discord_id not in self.holds:
            raise NotAMemberError("Not here.")
        self._known(role_id)
        self.holds[discord_id].add(role_id)
        self._trip(early=False)

    def take(self, access: GuildAccess, *, discord_id: str, role_id: str) -> None:
        self._trip(early=True)
        self.holds.get(discord_id, set()).discard(role_id)
        self._trip(early=False)

    def member(self, access: GuildAccess, *, discord_id: str) -> frozenset[str] | None:
        self.asked += 1
        found = self.holds.get(discord_id)
        return None if found is None else frozenset(found)

    def members(self, access: GuildAccess) -> Mapping[str, frozenset[str]]:
        self.asked += 1
        if self.hidden is not None:
            raise self.hidden
        return {each: frozenset(roles) for each, roles in self.holds.items()}

    def test(self, access: GuildAccess, *, role_names: tuple[str, ...]) -> Checked:
        self.asked += 1
        missing = [each for each in role_names if each not in {role.name for role in self.known}]
        lines = tuple(f"There is no role called {each}." for each in missing)
        return Checked(works=not missing, lines=lines or ("It works.",))

    def names_of(self, discord_id: str) -> list[str]:
        """Return the names of the roles that somebody holds."""
        held = self.holds.get(discord_id, set())
        return sorted(role.name for role in self.known if role.id in held)

    def _known(self, role_id: str) -> None:
        if role_id not in {role.id for role in self.known}:
            raise ActionRequiredError("There is no such role.")

    def _trip(self, *, early: bool) -> None:
        self.asked += early
        if self.failing and early is not self.applied:
            raise self.failing.pop(0)


@dataclass
class Kept:
    """An account as a fake system keeps it."""

    ref: str
    email: str
    name: str
    password: str = ""
    discord_id: str = ""
    administers: bool = False
    is_disabled: bool = False
    plex_id: str = ""

    def shown(self) -> RemoteAccount:
        return RemoteAccount(
            self.ref, self.name, administers=self.administers, is_disabled=self.is_disabled
        )


@dataclass
class FakeRequestSystem:
    """A request system; see FakeGuild for `failing`, `applied` and `asked`."""

    abilities: frozenset[Ability] = ALL
    accounts: dict[str, Kept] = field(default_factory=dict)
    failing: list[Exception] = field(default_factory=list)
    applied: bool = False
    down: Exception | None = None
    asked: int = 0
    made: int = 0

    def find(self, access: SystemAccess, *, person: Person) -> RemoteAccount | None:
        self._ask()
        everybody = list(self.accounts.values())
        tests = (
            lambda each: bool(person.plex_id) and each.plex_id == person.plex_id,
            lambda each: each.email.casefold() in {person.email, person.media_email} - {""},
        )
        for fits in tests:
            for each in everybody:
                if fits(each):
                    return each.shown()
        return None

    def refs(self, access: SystemAccess) -> frozenset[str]:
        self._ask()
        return frozenset(self.accounts)

    def open(
        self, access: SystemAccess, *, email: str, name: str, password: Secret
    ) -> RemoteAccount:
        self._trip(early=True)
        if any(email.casefold() == each.email for each in self.accounts.values()):
            raise AccountTakenError("Taken.")
        self.made += 1
        made = Kept(f"a{self.made}", email.casefold(), name, password.reveal())
        self.accounts[made.ref] = made
        self._trip(early=False)
        return made.shown()

    def close(self, access: SystemAccess, *, ref: str) -> None:
        self._trip(early=True)
        self.accounts.pop(ref, None)
        self._trip(early=False)

    def disable(self, access: SystemAccess, *, ref: str) -> None:
        self._change(ref, is_disabled=True)

    def enable(self, access: SystemAccess, *, ref: str) -> None:
        self._change(ref, is_disabled=False)

    def tell_discord(self, access: SystemAccess, *, ref: str, discord_id: str) -> None:
        self._change(ref, discord_id=discord_id)

    def test(self, access: SystemAccess) -> Checked:
        self._ask()
        return Checked(works=True, lines=("It works.",))

    def of(self, email: str) -> Kept | None:
        """Return the account with an address."""
        return next((each for each in self.accounts.values() if each.email == email), None)

    def _change(self, ref: str, **changes: object) -> None:
        self._trip(early=True)
        if ref in self.accounts:
            self.accounts[ref] = replace(self.accounts[ref], **changes)
        self._trip(early=False)

    def _ask(self) -> None:
        self.asked += 1
        if self.down is not None:
            raise self.down

    def _trip(self, *, early: bool) -> None:
        if early:
            self._ask()
        if self.failing and early is not self.applied:
            raise self.failing.pop(0)
