"""How everything fares that the system depends on."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.entrypoints.schedules import RHYTHMS, SCHEDULES
from chalicelib.insights.checks import Area, State
from chalicelib.insights.facts import ScheduleFacts
from chalicelib.insights.look import look
from chalicelib.jobs.model import ScheduleState

registry = Registry()


class CheckShape(Model):
    """One dependency: how it fares, what to do, and on which page of the dashboard.

    Whatever is not ok has a remedy and a link; `at` is the instant that the summary speaks of.
    """

    area: Area
    id: str
    title: str
    state: State
    summary: str
    remedy: str
    link: str
    at: datetime | None


class HealthShape(Model):
    """Every dependency, area by area; `state` is the most urgent of all."""

    now: datetime
    state: State
    items: list[CheckShape]


@registry.add("GET", "/health", summary="How everything fares", returns=HealthShape)
def read_health(_call: Call[NoInput, NoInput]) -> HealthShape:
    """Return the state of every dependency and what to do about it; no vendor is called."""
    found = look(wiring.insights_deps(), schedules=_schedules())
    items = [CheckShape.model_validate(each) for each in found.checks]
    return HealthShape(now=found.now, state=found.state, items=items)


def _schedules() -> list[ScheduleFacts]:
    return [
        ScheduleFacts(
            name=each.name,
            rhythm=each.rhythm,
            every=RHYTHMS[each.name].every,
            longest=RHYTHMS[each.name].longest,
            state=ScheduleState(each.name),
        )
        for each in SCHEDULES.values()
    ]
