"""Violations: decisions by rule, person and appeal; strikes taken back; restraints ended."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.enforcement.records.appeal import AppealState
from chalicelib.enforcement.strikes import appeals, consequence, ladder, violations
from chalicelib.enforcement.strikes.appeals import LONGEST_TEXT
from chalicelib.enforcement.strikes.violations import Filter
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import DecisionList, DecisionShape, ListQuery
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import DecisionId, UserId
from chalicelib.settings.limit_model import Measure

registry = Registry()

_Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]
_Words = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]


class ViolationQuery(ListQuery):
    """A page of decisions; all that is given must hold."""

    user_id: _Key | None = None
    rule: _Key | None = None
    appeal: AppealState | None = None
    carried_out: bool | None = None


class Forgiveness(Model):
    """Why a strike is taken back; the customer does not read it."""

    why: _Words = ""


class Answer(Model):
    """What the customer is told about the appeal."""

    answer: _Words = ""


class StrikeStepShape(Model):
    """A step of the ladder: from so many strikes on, the measure for so many hours."""

    strikes: int
    measure: Measure
    hours: int


class RestraintShape(Model):
    """What holds somebody until `until`, and the decision that made it due."""

    measure: Measure
    since: datetime
    until: datetime
    cause: str


class StrikesShape(Model):
    """A person's strikes that count, the newest first, and what holds because of them.

    A strike counts for `window_hours`. What one look found is one strike.
    """

    strikes: list[DecisionShape]
    window_hours: int
    ladder: list[StrikeStepShape]
    restraint: RestraintShape | None


@registry.add(
    "GET", "/violations", summary="List violations", query=ViolationQuery, returns=DecisionList
)
def list_violations(call: Call[NoInput, ViolationQuery]) -> DecisionList:
    """Return the decisions that fit, with their evidence, newest first."""
    query = call.query
    wanted = Filter(
        user_id=UserId(query.user_id) if query.user_id else None,
        rule=query.rule,
        appeal=query.appeal,
        carried_out=query.carried_out,
    )
    page = violations.violations(
        wiring.enforcement_deps(), wanted, cursor=query.cursor, limit=query.limit
    )
    return present.decision_list(page)


@registry.add(
    "POST",
    "/decisions/{decision_id}/forgive",
    summary="Take a strike back",
    body=Forgiveness,
    returns=DecisionShape,
)
def forgive_decision(call: Call[Forgiveness, NoInput]) -> DecisionShape:
    """Take the strike back, and lift what holds because of it if it no longer stands."""
    found = appeals.forgive(
        wiring.enforcement_deps(), decision_id=_id(call), why=call.body.why, actor=call.actor
    )
    return present.decisions([found])[0]


@registry.add(
    "POST",
    "/decisions/{decision_id}/appeal/accept",
    summary="Accept an appeal",
    body=Answer,
    returns=DecisionShape,
)
def accept_appeal(call: Call[Answer, NoInput]) -> DecisionShape:
    """Accept the appeal: the strike is taken back, and the customer gets the answer."""
    found = appeals.accept(
        wiring.enforcement_deps(),
        decision_id=_id(call),
        answer=call.body.answer,
        actor=call.actor,
    )
    return present.decisions([found])[0]


@registry.add(
    "POST",
    "/decisions/{decision_id}/appeal/reject",
    summary="Reject an appeal",
    body=Answer,
    returns=DecisionShape,
)
def reject_appeal(call: Call[Answer, NoInput]) -> DecisionShape:
    """Reject the appeal: the strike stands, and the customer gets the answer."""
    found = appeals.reject(
        wiring.enforcement_deps(),
        decision_id=_id(call),
        answer=call.body.answer,
        actor=call.actor,
    )
    return present.decisions([found])[0]


@registry.add("GET", "/users/{user_id}/strikes", summary="A user's strikes", returns=StrikesShape)
def read_strikes(call: Call[NoInput, NoInput]) -> StrikesShape:
    """Return the strikes that count now, the ladder, and what holds the person."""
    return _strikes(UserId(call.path["user_id"]))


@registry.add(
    "POST",
    "/users/{user_id}/restraint/end",
    summary="End a restraint now",
    returns=StrikesShape,
)
def end_restraint(call: Call[NoInput, NoInput]) -> StrikesShape:
    """End what holds the person; the strikes stay."""
    user_id = UserId(call.path["user_id"])
    appeals.end_restraint(wiring.enforcement_deps(), user_id=user_id, actor=call.actor)
    return _strikes(user_id)


def _strikes(user_id: UserId) -> StrikesShape:
    deps = wiring.enforcement_deps()
    now, settings, user = deps.clock.now(), deps.settings.limits(), deps.users.get(user_id)
    if user is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    steps = consequence.ladder_of(settings)
    known = consequence.standing(ladder.recent(deps, user_id, steps, now=now))
    held = user.restrained(now=now)
    return StrikesShape(
        strikes=present.decisions(reversed(consequence.within(known, steps, at=now))),
        window_hours=settings.strike_window_hours,
        ladder=[StrikeStepShape.model_validate(step) for step in settings.ladder],
        restraint=RestraintShape.model_validate(held) if held else None,
    )


def _id(call: Call[Answer, NoInput] | Call[Forgiveness, NoInput]) -> DecisionId:
    return DecisionId(call.path["decision_id"])
