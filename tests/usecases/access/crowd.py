"""Many people on server Alpha, for tests of runs that concern many."""

from dataclasses import replace
from datetime import datetime

from chalicelib.access.brake import HeldPerson, HeldRun
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import RemoteShare
from chalicelib.access.runs import held
from chalicelib.catalog.model import Seats
from chalicelib.jobs.model import JobKind, JobState
from chalicelib.kernel.audit import Actor
from tests.builders import MONTH_LATER, NOON, a_period, a_subscription, a_user, an_identity
from tests.usecases.access.world import World, a_world

BOSS = Actor("login:boss")
FILMS, SHOWS = "machine-alpha-Films", "machine-alpha-Shows"


def a_crowd(*groups: tuple[int, datetime], world: World | None = None) -> World:
    """Return a site with so many people each whose paid time ends then, all with access."""
    world = world or a_world(subscribed=False)
    number = len(world.db.all(Share))
    for count, ends_at in groups:
        for _ in range(count):
            number += 1
            add_person(world, number, ends_at)
    world.db.seed(Seats("srv_alpha", people=number, version=1))
    return world


def add_person(world: World, number: int, ends_at: datetime) -> None:
    """Add somebody who has what their plan gives, here and on the platform."""
    name = f"p{number:03}"
    media = replace(an_identity(name), plex_id=str(5000 + number), is_proven=True)
    period = a_period(payment_id=f"pay_{name}", ends_at=ends_at)
    remote = RemoteShare(
        share_ref=str(number),
        invite_ref="",
        is_accepted=True,
        plex_id=media.plex_id,
        username=media.username,
        email=media.email,
        library_share_ids=frozenset({FILMS, SHOWS}),
        allows_downloads=False,
    )
    world.host.shares.setdefault("machine-alpha", []).append(remote)
    world.db.seed(
        a_user(id=f"usr_{name}", email=f"{name}@example.com", name=name, media=media),
        a_subscription(user_id=f"usr_{name}", periods=(period,), due_at=ends_at),
        Share(
            f"usr_{name}",
            "srv_alpha",
            ShareState.ACCEPTED,
            ("lib_alpha_films", "lib_alpha_shows"),
            changed_at=NOON,
            share_ref=str(number),
            accepted_at=NOON,
            version=1,
        ),
    )


def on_it(world: World) -> int:
    """Return how many people the platform shares with."""
    return len(world.host.shares["machine-alpha"])


def carry_on(world: World) -> None:
    """Run the jobs that carry a confirmed list out, and those that follow."""
    for job in world.jobs(JobKind.CARRY_ON_RUN):
        if job.state is JobState.READY:
            held.carry_on(world.deps, run_id=job.subject)
            world.db.seed(replace(job, state=JobState.DONE, version=job.version + 1))
    world.run_due_jobs()


def confirm(world: World) -> HeldRun:
    """Let the newest held run go on, as its page shows it."""
    run = newest(world)
    return held.go_on(world.deps, run_id=run.id, version=run.version, actor=BOSS)


def newest(world: World) -> HeldRun:
    """Return the newest held run."""
    return max(world.db.all(HeldRun), key=lambda run: run.opened_at)


def listed(world: World) -> int:
    """Return how many are on a list, by the rows."""
    return len(world.db.all(HeldPerson))


__all__ = ["BOSS", "MONTH_LATER", "a_crowd", "carry_on", "confirm", "listed", "newest", "on_it"]
