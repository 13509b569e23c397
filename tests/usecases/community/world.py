"""One site with Discord and all request systems, and Ann, for tests of what they give her."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from chalicelib.community import ask, mirror, survey
from chalicelib.community.plan import Ability
from chalicelib.community.ports import CommunityDeps
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.secret import Secret
from chalicelib.settings.community_model import (
    DiscordSettings,
    RequestSystemName,
    RequestSystemSettings,
)
from chalicelib.settings.discord import TOKEN_PLACE
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User
from tests.builders import NOON, a_period, a_subscription, a_user
from tests.fakes.clock import FakeClock
from tests.fakes.community import FakeGuild, FakeRequestSystem, InMemoryCommunityStore
from tests.fakes.database import InMemoryDatabase
from tests.fakes.nudge import FakeNudge
from tests.fakes.stores import (
    InMemorySettingsStore,
    InMemorySubscriptionStore,
    InMemoryUserStore,
)
from tests.fakes.vault import FakeVault

ANN = "usr_ann"
DISCORD_ID = "120000000000000077"
OVERSEERR, OMBI, PETIO = RequestSystemName
_ABILITIES = {
    OVERSEERR: {Ability.OPENS, Ability.CLOSES, Ability.TAKES_DISCORD_ID},
    OMBI: {Ability.TAKES_DISCORD_ID},
    PETIO: {Ability.OPENS, Ability.CLOSES, Ability.DISABLES},
}


@dataclass
class World:
    """The records, the systems, and verbs for what happens."""

    db: InMemoryDatabase = field(default_factory=InMemoryDatabase)
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON + timedelta(hours=1)))
    guild: FakeGuild = field(default_factory=FakeGuild)
    systems: dict[RequestSystemName, FakeRequestSystem] = field(
        default_factory=lambda: {
            name: FakeRequestSystem(frozenset(able)) for name, able in _ABILITIES.items()
        }
    )
    vault: FakeVault = field(default_factory=FakeVault)
    nudge: FakeNudge = field(default_factory=FakeNudge)

    def __post_init__(self) -> None:
        self.guild.holds[DISCORD_ID] = set()

    @property
    def deps(self) -> CommunityDeps:
        return CommunityDeps(
            database=self.db,
            store=InMemoryCommunityStore(self.db),
            users=InMemoryUserStore(self.db),
            subscriptions=InMemorySubscriptionStore(self.db),
            settings=InMemorySettingsStore(self.db),
            guild=self.guild,
            systems=self.systems,
            vault=self.vault,
            nudge=self.nudge,
            clock=self.clock,
        )

    def discord(self, **changes: Any) -> None:
        """Switch Discord on."""
        token = self.vault.seal(Secret("a-token-of-a-bot-there"), place=TOKEN_PLACE)
        defaults = {
            "enabled": True,
            "bot_token": token,
            "guild_id": "110000000000000001",
            "subscriber_role": "Subscriber",
            "trial_role": "Trial",
        }
        self.db.seed(DiscordSettings(**{**defaults, **changes}))

    def system(self, name: RequestSystemName, **changes: Any) -> FakeRequestSystem:
        """Switch a request system on, and return it."""
        blank = RequestSystemSettings(name)
        secret = self.vault.seal(Secret("key"), place=blank.place)
        url = f"https://{name}.example.com"
        self.db.seed(replace(blank, **{"enabled": True, "url": url, "secret": secret, **changes}))
        return self.systems[name]

    def ann(self, *, paid: bool = True, is_trial: bool = False, **changes: Any) -> User:
        """Let Ann be there, with paid time that runs unless it is over."""
        user = a_user(**{"id": ANN, "discord_id": DISCORD_ID, **changes})
        self.db.seed(user)
        self.pays(paid=paid, is_trial=is_trial)
        return user

    def pays(self, *, paid: bool = True, is_trial: bool = False, **changes: Any) -> None:
        """Make Ann's one period run, or be over."""
        start = NOON if paid else NOON - timedelta(days=30)
        period = a_period(
            starts_at=start, ends_at=start + timedelta(days=28), is_trial=is_trial, **changes
        )
        known = self.db.find(Subscription, ANN)
        fresh = a_subscription(user_id=ANN, periods=(period,))
        self.db.seed(replace(fresh, version=known.version + 1 if known else 0))

    def mirror(self, *, looks: bool = False) -> dict[str, int]:
        """Run the job for Ann."""
        job = Job("job_1", JobKind.MIRROR_COMMUNITY, ANN, NOON, NOON, payload={"look": looks})
        return dict(mirror.mirror(self.deps, user_id=ANN, job=job))

    def ask(self) -> bool:
        return ask.ask(self.deps, user_id=ANN)

    def night(self) -> dict[str, int]:
        return dict(survey.look_at_all(self.deps))

    def jobs(self, kind: JobKind = JobKind.MIRROR_COMMUNITY) -> list[Job]:
        return [job for job in self.db.all(Job) if job.kind is kind]

    def calls(self) -> int:
        """Return how often any system was asked for anything."""
        return self.guild.asked + sum(each.asked for each in self.systems.values())
