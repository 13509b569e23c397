"""Plans of runs are exact, and none of them acts."""

from dataclasses import replace

import pytest

from chalicelib.catalog.ports import FoundAccount
from chalicelib.insights import dry_runs
from chalicelib.insights.dry_runs import told
from chalicelib.jobs.model import Job, JobKind, JobState, new_job
from chalicelib.jobs.rehearsal import Part, Step
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.payments.model import GatewayName
from chalicelib.payments.sync import sync_all
from tests.builders import NOON
from tests.usecases.catalog.world import URL, World
from tests.usecases.payments.shop import Shop

OWNER = FoundAccount("1000", "owner", "owner@example.com", has_plex_pass=True)


def mails(job: Job) -> tuple[Step, ...]:
    return (Step("mail", job.payload["to"]),)


def paid_until(step: Step) -> str:
    (line,) = [each for each in step.changes if each.startswith("paid_until")]
    return line


@pytest.mark.behaviour("X042")
def test_two_payments_of_one_person_follow_each_other_as_they_will_when_booked():
    shop = Shop()
    shop.sells()
    shop.passes(days=1)
    for _ in range(2):
        shop.gateway.pay(shop.buys().checkout_id)
    commits = len(shop.db.commits)

    part = dry_runs.payments(shop.payments, part="payments", read=sync_all, mails=mails)

    assert len(shop.db.commits) == commits
    planned = [step for step in part.steps if step.action == "payment.settled"]
    assert part.counts["stripe_settled"] == 2
    sync_all(shop.payments)
    audit = shop.db.all(AuditEntry)
    entries = [each for each in audit if each.action == "payment.settled"][1:]
    assert [paid_until(step) for step in planned] == [
        f"paid_until: {each.before['paid_until']} → {each.after['paid_until']}" for each in entries
    ]


def test_a_lapsed_order_is_shown_as_closed_while_its_page_stays_open():
    shop = Shop()
    shop.buys()
    shop.passes(hours=1)
    shop.gateway.calls.clear()

    part = dry_runs.orders(shop.checkout, mails=mails)

    assert [step.action for step in part.steps] == ["order.closed"]
    assert "close_checkout" not in str(shop.gateway.calls)


def test_what_reading_would_collect_is_not_read_and_said_so():
    shop = Shop()
    shop.buys()
    shop.passes(hours=1)
    shop.gateway.calls.clear()
    # Of a gateway that is not known to collect by itself.
    odd = replace(shop.checkout, gateways={GatewayName.MANUAL: shop.gateway})
    (order,) = shop.checkout.payments.open_orders(cursor=None, limit=9).items
    shop.db.seed(replace(order, gateway=GatewayName.MANUAL))

    part = dry_runs.orders(odd, mails=mails)

    assert [step.action for step in part.steps] == ["ask"]
    assert part.counts == {"failed": 1}
    assert shop.gateway.calls == []


def test_the_plan_of_the_upkeep_tells_what_gives_no_answer():
    world = World()
    world.plex.accounts["owner-token"] = OWNER
    server = world.server()
    del world.plex.reachable[URL]
    commits = len(world.db.commits)

    part = dry_runs.upkeep_of(world.deps, mails=mails)

    assert ("leave_as_is", server.name) in [(step.action, step.about) for step in part.steps]
    assert len(world.db.commits) == commits


@pytest.mark.parametrize(
    ("state", "note", "count"),
    [
        (JobState.DONE, "This job is done: it does nothing any more.", 0),
        (JobState.PARKED, "It is parked: a retry would do this.", 1),
        (JobState.READY, "", 1),
    ],
)
def test_a_job_is_told_as_it_stands(state: JobState, note: str, count: int):
    job = replace(new_job(JobKind.SEND_MAIL, "ann@example.com", now=NOON), state=state)
    plans = {JobKind.SEND_MAIL: lambda _job: Part("mail", (Step("mail", "ann"),))}
    part = dry_runs.one_job(job, plans=plans)
    assert (part.note, len(part.steps)) == (note, count)


def test_a_part_that_fails_says_why():
    def fails() -> Part:
        raise RetryLaterError("The database is busy.")

    assert told("orders", fails) == Part("orders", note="The database is busy.")
