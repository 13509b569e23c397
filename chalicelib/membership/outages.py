"""Give customers the time back in which their server was out (X012).

The run that finds a server well again writes the outage down together with its own end. A job
then keeps whom it concerned, and gives the days: by rule at once, or when an administrator says
so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice

from chalicelib.access.model import Share
from chalicelib.jobs.model import Job
from chalicelib.jobs.rehearsal import Part, Step
from chalicelib.jobs.schedule import Trouble
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import NotFoundError, StaleRecordError
from chalicelib.kernel.ids import OutageId, ServerId
from chalicelib.kernel.records import Insert, Put, Update, Write
from chalicelib.membership.outage import (
    Gift,
    GiftState,
    Outage,
    OutageState,
    concerned,
    is_long_enough,
)
from chalicelib.membership.outage_giving import follow_job, gift_text, gifts_of, give_all
from chalicelib.membership.ports import MembershipDeps
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.settings.model import SafetySettings

RULE = Actor("rule:outages")
# Two writes each, in the commit that ends a run.
MOST_AT_ONCE = 40
_PAGE = 90


def over(
    troubles: Mapping[ServerId, Trouble],
    *,
    names: Mapping[ServerId, str],
    settings: SafetySettings,
    now: datetime,
) -> tuple[Write, ...]:
    """Return what is written when these servers are well again (pure).

    A server without a name here is looked at no more, which is no end of its outage.
    """
    writes: list[Write] = []
    for server_id, trouble in troubles.items():
        is_long = is_long_enough(
            began_at=trouble.since, ended_at=now, minutes=settings.outage_minutes
        )
        if is_long and server_id in names:
            outage = Outage(server_id, names[server_id], trouble.since, now, why=trouble.why)
            writes += [Insert(outage), Insert(follow_job(outage.id, now=now, after="end"))]
    return tuple(writes)


def outage_of(deps: MembershipDeps, *, outage_id: OutageId) -> Outage:
    """Return an outage; raises NotFoundError."""
    found = deps.outages.outage(outage_id)
    if found is None:
        raise NotFoundError("There is no such outage.", remedy="Reload the list.")
    return found


def give(deps: MembershipDeps, *, outage_id: OutageId, version: int, actor: Actor) -> Outage:
    """Let everybody whom an outage concerned have the days back.

    Raises NotFoundError, StaleRecordError when somebody was faster, IllegalMoveError when it was
    given before or nobody has been found yet.
    """
    return _decided(deps, outage_id, version, OutageState.GIVING, actor)


def leave(deps: MembershipDeps, *, outage_id: OutageId, version: int, actor: Actor) -> Outage:
    """Give nothing for an outage, unless somebody decides so later; raises as `give` does."""
    return _decided(deps, outage_id, version, OutageState.LEFT, actor)


def follow(deps: MembershipDeps, *, outage_id: OutageId) -> None:
    """Do what is next about an outage: find whom it concerned, give the days if that is decided.

    Idempotent. Raises NotFoundError, RetryLaterError.
    """
    outage = outage_of(deps, outage_id=outage_id)
    if outage.state is OutageState.ENDED:
        outage = _written_down(deps, outage)
    if outage.state is OutageState.GIVING:
        give_all(deps, outage)


def planned(deps: MembershipDeps, *, outage_id: OutageId) -> Part:
    """Return what `follow` would do now; nothing is done. Raises NotFoundError."""
    outage = outage_of(deps, outage_id=outage_id)
    if outage.state is OutageState.ENDED:
        count = sum(1 for _ in _concerned(deps, outage))
        about, why = outage.server_name, f"{count} with an accepted share and paid time"
        return Part("outages", (Step("outage.look", about, why),))
    if outage.state is not OutageState.GIVING:
        return Part("outages", note="It is done already.")
    waiting = [each for each in gifts_of(deps, outage_id) if each.state is GiftState.WAITING]
    users = deps.paying.users.many(tuple(each.user_id for each in waiting))
    steps = (
        Step("outage.given", user.name or user.email, gift_text(outage), user.id)
        for user in users.values()
    )
    return Part("outages", tuple(steps))


def _decided(
    deps: MembershipDeps, outage_id: OutageId, version: int, state: OutageState, actor: Actor
) -> Outage:
    now = deps.paying.clock.now()
    outage = outage_of(deps, outage_id=outage_id)
    decided = outage.decided(state, by=actor.name, now=now)
    if outage.version != version:
        raise StaleRecordError(outage)
    jobs = [follow_job(outage_id, now=now, after="word")] if state is OutageState.GIVING else []
    told = {"state": outage.state}, {"state": state, "people": outage.people}
    entry = note(actor, f"outage.{state}", outage_id, now=now, before=told[0], after=told[1])
    deps.paying.database.commit(Update(decided), *map(Insert, jobs), Insert(entry))
    deps.paying.nudge.send(*(job.id for job in jobs))
    return replace(decided, version=decided.version + 1)


def _written_down(deps: MembershipDeps, outage: Outage) -> Outage:
    """Keep whom the outage concerned, then say whether it waits for a word."""
    now, people = deps.paying.clock.now(), 0
    found = _concerned(deps, outage)
    while some := tuple(islice(found, _PAGE)):
        gifts = (Gift(outage.id, each.user_id, noted_at=now) for each in some)
        deps.paying.database.commit(*map(Put, gifts))
        people += len(some)
    noted = replace(outage, people=people)
    mails: list[Job] = []
    if not people:
        noted = noted.move(OutageState.LEFT)
    elif deps.paying.settings.safety().compensates_outages:
        noted = noted.decided(OutageState.GIVING, by=RULE.name, now=now)
    else:
        noted = noted.move(OutageState.OPEN)
        mails = _asked(deps, noted, now=now)
    told = {"server": outage.server_name, "minutes": outage.minutes, "people": people}
    entry = note(RULE, "outage.ended", outage.id, now=now, why=outage.why, after=told)
    deps.paying.database.commit(Update(noted), *map(Insert, mails), Insert(entry))
    deps.paying.nudge.send(*(each.id for each in mails))
    return replace(noted, version=noted.version + 1)


def _concerned(deps: MembershipDeps, outage: Outage) -> Iterator[Share]:
    """Yield the shares of those who missed what they paid for."""
    cursor = None
    while True:
        page = deps.giving.store.of_server(outage.server_id, cursor=cursor, limit=_PAGE)
        ids = tuple(each.user_id for each in page.items)
        paid = deps.paying.subscriptions.many(ids) if ids else {}
        yield from (each for each in page.items if concerned(outage, each, paid[each.user_id]))
        cursor = page.next_cursor
        if cursor is None:
            return


def _asked(deps: MembershipDeps, outage: Outage, *, now: datetime) -> list[Job]:
    """Return the mail that asks the administrator, if there is an address for it."""
    address = deps.paying.settings.site().admin_email
    if not address:
        return []
    people = f"{outage.people} {'customer' if outage.people == 1 else 'customers'}"
    facts = {
        "subject": f"{outage.server_name}, {outage.began_at:%d %B %Y %H:%M} to "
        f"{outage.ended_at:%d %B %Y %H:%M} UTC",
        "problem": f"{outage.server_name} was out for {outage.minutes} minutes, which concerned "
        f"{people} who had paid.",
        "remedy": "Give them the time back with one click, or leave it.",
        "url": f"{deps.paying.site_url}/admin/outages/{outage.id}",
    }
    message = Message(Event.ADMIN_NEEDS_ATTENTION, address, facts)
    return [mail_job(message, cause=outage.id, now=now)]
