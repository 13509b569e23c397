"""A site with one plan on one server, its books and its media server, for letting people in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.access.model import Share
from chalicelib.jobs.model import Job, JobKind, JobState
from chalicelib.membership import bulk
from chalicelib.membership.model import InviteList, InviteRow
from chalicelib.membership.ports import MembershipDeps
from chalicelib.payments.by_hand.enter import Entry
from chalicelib.payments.by_hand.invite import Invitation
from chalicelib.payments.model import Payment
from chalicelib.users.model import MediaIdentity, User
from tests.builders import a_plan, usd
from tests.fakes.community import InMemoryCommunityStore
from tests.fakes.invite_list_store import InMemoryInviteListStore, InMemoryOutageStore
from tests.usecases.access.world import World as Media
from tests.usecases.payments.shop import Shop


class World:
    """`shop` has the books, `media` the media server; both look at one database."""

    def __init__(self) -> None:
        self.shop = Shop()
        self.db = self.shop.db
        self.clock = self.shop.clock
        self.media = Media(db=self.db, clock=self.clock, nudge=self.shop.nudge)
        self.deps = MembershipDeps(
            InMemoryInviteListStore(self.db),
            InMemoryOutageStore(self.db),
            self.shop.payments,
            self.media.deps,
            InMemoryCommunityStore(self.db),
        )

    def asks(self, who: str = "ann", **overrides: Any) -> Invitation:
        """Return an invitation; `entry` takes the fields of what was received."""
        entry = Entry(**{"amount": usd(10), "external_id": "cash-1", **overrides.pop("entry", {})})
        values: dict[str, Any] = {
            "media": MediaIdentity(username=who),
            "plan_id": a_plan().id,
            "entry": entry,
            "email": f"{who}@example.com",
        }
        return Invitation(**{**values, **overrides})

    def lives_at_home(self, name: str) -> None:
        """Let somebody be in the Plex Home of the server's owner."""
        people = self.media.host.friends.setdefault("1000", {})
        people[f"id-{name}"] = (name, f"{name}@example.com")
        self.media.host.homes.add(f"id-{name}")

    def invite_jobs(self) -> list[Job]:
        """Return the jobs that work on lists."""
        return [job for job in self.db.all(Job) if job.kind is JobKind.INVITE_LIST]

    def works(self) -> int:
        """Run the jobs of lists until none waits; return how many ran."""
        ran = 0
        while waiting := [each for each in self.invite_jobs() if each.state is JobState.READY]:
            for job in waiting:
                bulk.work(self.deps, list_id=self.db.one(InviteList).id)
                self.db.seed(replace(job, state=JobState.DONE, version=job.version + 1))
                ran += 1
        return ran

    def gives(self) -> None:
        """Let the jobs of access run."""
        self.media.run_due_jobs()

    def passes(self, **span: float) -> None:
        """Let time pass."""
        self.clock.move(timedelta(**span))

    def rows(self) -> dict[int, tuple[str, str]]:
        """Return what became of each line of the list, and why."""
        return {each.number: (each.state, each.message) for each in self.db.all(InviteRow)}

    def people(self) -> list[str]:
        """Return who is known by now, by what an invite is sent to."""
        return sorted(user.media.handle for user in self.db.all(User))

    def counts(self) -> tuple[int, ...]:
        """Return how many users, payments and shares there are."""
        return tuple(len(self.db.all(kind)) for kind in (User, Payment, Share))
