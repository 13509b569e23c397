"""What there is to know before anything about one person's roles and accounts is decided."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.community import reach, refusals
from chalicelib.community.due import Due, Rules, due
from chalicelib.community.model import Held
from chalicelib.community.plan import Abilities, Action, plan
from chalicelib.community.ports import CommunityDeps, Person
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import SYSTEM, Actor
from chalicelib.kernel.ids import UserId
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import MediaIdentity, User


@dataclass(frozen=True, slots=True)
class Facts:
    """One person, what is due to them, and what they have by us."""

    user: User
    due: Due
    held: Held
    rules: Rules
    now: datetime
    actor: Actor = SYSTEM
    job: Job | None = None

    @property
    def person(self) -> Person:
        """Return by what the person is found in a request system."""
        media = self.user.media
        return Person(
            email=self.user.email.casefold(),
            username=media.username,
            media_email=media.email,
            plex_id=media.plex_id,
        )


def read(deps: CommunityDeps, *, user_id: UserId, job: Job | None = None) -> Facts | None:
    """Read everything about one person; None when nothing is switched on.

    To somebody who is no user any more nothing is due.
    """
    rules = reach.read(deps.settings)
    if rules.is_asleep:
        return None
    now = deps.clock.now()
    known = deps.users.get(user_id)
    paid = deps.subscriptions.get(user_id) if known else Subscription(user_id)
    user = known or User(user_id, "", "", MediaIdentity(), joined_at=now)
    return Facts(
        user=user,
        due=due(user, paid, rules, now=now),
        held=deps.store.held((user_id,))[user_id],
        rules=rules,
        now=now,
        actor=Actor(f"job:{job.id}") if job else SYSTEM,
        job=job,
    )


def abilities(deps: CommunityDeps) -> Abilities:
    """Return what each request system can do for us."""
    return {name: system.abilities for name, system in deps.systems.items()}


def differences(deps: CommunityDeps, facts: Facts) -> tuple[Action, ...]:
    """Return what is to do by the records, but what was refused for good; nobody is asked."""
    return refusals.still_open(
        plan(facts.due, facts.held, abilities(deps)),
        facts.held.refusals,
        user=facts.user,
        rules=facts.rules,
        job_id=facts.job.id if facts.job else None,
    )
