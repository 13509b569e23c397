"""How what runs by itself fares (pure)."""

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.enforcement.model import SERVER
from chalicelib.insights.checks import Area, Check, State, span
from chalicelib.insights.facts import Facts, ScheduleFacts
from chalicelib.notifications.late import Rhythm

_JOB_SLOW = timedelta(minutes=10)
_JOB_STUCK = timedelta(minutes=30)
_SCHEDULES = "/jobs?tab=schedules"


def schedule(facts: ScheduleFacts, whole: Facts) -> Check:
    """Return how a schedule fares."""
    state = facts.state

    def check(how: State, summary: str, remedy: str = "") -> Check:
        title = facts.name.replace("_", " ").capitalize()
        link = "" if how is State.OK else _SCHEDULES
        at = state.finished_at or state.started_at
        return Check(Area.WORK, f"schedule:{facts.name}", title, how, summary, remedy, link, at)

    trigger = "On AWS look at its rule in EventBridge and its log; locally start the system again."
    due = Rhythm(facts.every, facts.longest).due_within
    began = state.started_at
    since = began or whole.system.set_up_at
    if since is not None and whole.now - since > due:
        return check(State.BROKEN, f"{facts.rhythm}, but it is overdue.", trigger)
    if began is None:
        return check(State.OK, f"{facts.rhythm}; it waits for its first run.")
    if state.outcome not in {"ok", "running"}:
        text = f"The last run {state.outcome}"
        return check(State.BROKEN, text, "Look at the log of that time; the next run tries again.")
    parts = {name: why for name, why in state.troubles.items() if not name.startswith(SERVER)}
    if parts:
        told = "; ".join(f"{name}: {why}" for name, why in sorted(parts.items()))
        return check(State.ATTENTION, f"A part of it failed. {told}", "The next run tries again.")
    if state.outcome == "running" or state.finished_at is None:
        return check(State.OK, f"{facts.rhythm}; it runs just now.")
    seconds = max(0.0, (state.finished_at - began).total_seconds())
    return check(State.OK, f"{facts.rhythm}; the last run took {span(seconds)}.")


def jobs(facts: Facts) -> Iterator[Check]:
    """Return how the work fares that waits."""
    jobs = facts.jobs
    title = "Jobs that gave up"
    if jobs.parked:
        count = f"{jobs.parked}{'+' if jobs.is_cut else ''}"
        text = f"{count} {'waits' if count == '1' else 'wait'} for a person."
        remedy = "Mend what each of them says, then retry it."
        yield Check(
            Area.WORK, "parked", title, State.ATTENTION, text, remedy, "/jobs?state=parked"
        )
    else:
        yield Check(Area.WORK, "parked", title, State.OK, "There are none.")
    title, oldest = "Jobs in line", jobs.oldest_due_at
    waited = facts.now - oldest if oldest else timedelta()
    if waited <= _JOB_SLOW:
        text = "Work is done as it comes in." if oldest else "No work waits."
        yield Check(Area.WORK, "queue", title, State.OK, text)
        return
    state = State.BROKEN if waited > _JOB_STUCK else State.ATTENTION
    text = f"The oldest has waited for {span(waited.total_seconds())}."
    remedy = "See that the schedules run; the minute sweep does what the queue has lost."
    yield Check(Area.WORK, "queue", title, state, text, remedy, "/jobs?state=ready", oldest)
