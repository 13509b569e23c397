"""How the ways in which money comes in fare, and what can be sold (pure)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.checkout.model import OfferGap
from chalicelib.insights.checks import Area, Check, State
from chalicelib.insights.facts import Facts, GatewayFacts, WebhookFacts

# The hourly read may fail twice before anybody is called.
_READ_LATE = timedelta(hours=3)
_GAPS = {
    OfferGap.SALES_OFF: (State.ATTENTION, "/settings?tab=site"),
    OfferGap.NO_GATEWAY: (State.NOT_SET_UP, "/settings?tab=stripe"),
    OfferGap.NO_PLAN: (State.NOT_SET_UP, "/plans/new"),
    OfferGap.SOLD_OUT: (State.BROKEN, "/servers"),
}

# State, summary, remedy, and the instant that the summary speaks of.
Finding = tuple[State, str, str, datetime | None]


def gateway(facts: GatewayFacts, *, now: datetime) -> Check:
    """Return how the account fares where money comes in."""
    state, summary, remedy, at = _unready(facts) or _reading(facts, now=now)
    link = "" if state is State.OK else facts.link
    id_ = f"gateway:{facts.id}"
    return Check(Area.PAYMENTS, id_, facts.name, state, summary, remedy, link, at)


def _unready(facts: GatewayFacts) -> Finding | None:
    if not facts.has_key:
        return State.NOT_SET_UP, "No key is set.", f"Enter the keys of {facts.name}.", None
    if facts.key_problem:
        return State.BROKEN, facts.key_problem, "Enter the key again.", None
    if not facts.is_enabled:
        return State.ATTENTION, "It is switched off.", "Press Test, then switch it on.", None
    return None


def _reading(facts: GatewayFacts, *, now: datetime) -> Finding:
    until = facts.read_until
    if facts.error:
        text = f"The last read failed: {facts.error}"
        return State.BROKEN, text, "Press Test: it tells what to change.", facts.ran_at or until
    if not facts.is_synced:
        text = "Payments are not read by the hour, so that a lost webhook is a lost payment."
        return State.ATTENTION, text, "Switch the hourly read on.", until
    if until is None:
        text = "No payments were read yet."
        return State.ATTENTION, text, "Press Test; the hourly run reads them.", None
    if now - until > _READ_LATE:
        text = "Payments were not read for hours."
        return State.BROKEN, text, "Press Test, and look at the schedules.", until
    return State.OK, "All payments were read.", "", until


def webhooks(facts: WebhookFacts) -> Check:
    """Return how that fares which the gateway sends by itself."""

    def check(state: State, summary: str, remedy: str = "") -> Check:
        link = "" if state is State.OK else facts.link
        id_, title = f"webhooks:{facts.id}", f"Webhooks of {facts.name}"
        at = facts.accepted_at
        return Check(Area.PAYMENTS, id_, title, state, summary, remedy, link, at)

    where = f"Have {facts.name} send its events to {facts.address}"
    if not facts.has_secret:
        text = "Nothing proves that they are genuine, so that all are refused."
        return check(State.NOT_SET_UP, text, f"{where}, and enter the secret that it shows.")
    if facts.secret_problem:
        return check(State.BROKEN, facts.secret_problem, "Enter the secret again.")
    if facts.refused and facts.accepted_at is None:
        text = f"None was ever accepted, and {facts.refused} were refused in 7 days."
        return check(State.BROKEN, text, "Copy the secret again, and see that the clock is right.")
    if facts.refused:
        text = f"{facts.refused} were refused in 7 days; others were accepted."
        remedy = f"See in {facts.name}'s list of webhooks whether it still tries to deliver any."
        return check(State.ATTENTION, text, remedy)
    if facts.accepted_at is None:
        return check(State.ATTENTION, "None has arrived yet.", f"{where}, then send a test event.")
    return check(State.OK, "The latest was accepted.")


def offer(facts: Facts) -> Iterator[Check]:
    """Return what can be bought, and a check for every plan that nobody can get."""
    found, title = facts.offer, "What can be bought"
    sold_out = [each for each in found.plans if each.is_sold_out]
    if found.gap is not None:
        state, link = _GAPS[found.gap]
        text = "Nothing can be bought at the moment."
        yield Check(Area.SALES, "offer", title, state, text, found.admin_text, link)
    elif not sold_out:
        count = len(found.plans)
        text = f"{count} {'plan' if count == 1 else 'plans'} can be bought, and there is room."
        yield Check(Area.SALES, "offer", title, State.OK, text)
    for each in sold_out:
        remedy = f"Make room for it: {each.reason}"
        yield Check(
            Area.SALES,
            f"plan:{each.plan.id}",
            f"Plan {each.plan.name}",
            State.ATTENTION,
            "Nobody can get it at the moment.",
            remedy,
            f"/plans/{each.plan.id}",
        )


def trials(facts: Facts) -> Iterator[Check]:
    """Return whether somebody can start a free trial, while there are any."""
    if not facts.trials.is_enabled:
        return
    names = ", ".join(facts.trials.plans)
    servers = [
        each.server.name
        for each in facts.servers
        if each.server.is_enabled and each.server.allows_trials
    ]
    state, link = State.ATTENTION, "/servers"
    if not names:
        text = "They are switched on, but there is no plan to try."
        remedy, link = "Add an active plan that is a trial, or switch them off.", "/plans/new"
    elif not servers:
        text = "They are switched on, but no server takes them: nobody can start one."
        remedy = f"Switch “Takes trials” on at an enabled server that has libraries of {names}."
    else:
        text = f"{names} can be tried on {', '.join(servers)}."
        state, remedy, link = State.OK, "", ""
    yield Check(Area.SALES, "trials", "Free trials", state, text, remedy, link)


def capacity(facts: Facts) -> Iterator[Check]:
    """Return how full every enabled server and every account is."""
    for each in facts.servers:
        server = each.server
        if not server.is_enabled:
            continue
        id_, title = f"seats:{server.id}", f"Seats on {server.name}"
        taken, most = each.seats_taken, server.max_users
        if most is not None and taken >= most:
            text, remedy = f"All {most} seats are taken.", "Raise the limit, or add a server."
            link = f"/servers/{server.id}"
            yield Check(Area.SALES, id_, title, State.ATTENTION, text, remedy, link)
        else:
            text = (
                f"{taken} of {most} seats are taken." if most else f"{_people(taken)}, no limit."
            )
            yield Check(Area.SALES, id_, title, State.OK, text)
    for account in facts.accounts:
        seats = facts.people.get(account.id, 0)
        if account.people(seats=seats) >= account.max_people:
            yield Check(
                Area.SALES,
                f"people:{account.id}",
                f"People of {account.username}",
                State.ATTENTION,
                f"Plex lets an account share with {account.max_people} people: it is full.",
                "Link another account with a server of its own.",
                "/plex-accounts",
            )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
