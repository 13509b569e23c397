"""Why something is as it is: the rules that decided, and the servers as they were weighed."""

from collections.abc import Iterable

from chalicelib import wiring
from chalicelib.access.selection import Candidate
from chalicelib.checkout import why
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import PlanId

registry = Registry()


class RuleShape(Model):
    """One rule: what it asks, what the records say, and whether it speaks for it."""

    question: str
    answer: str
    holds: bool


class CandidateShape(Model):
    """One server as it was weighed; `reasons` says what spoke against it, else what for it."""

    server_id: str
    server_name: str
    fits: bool
    reasons: list[str]


class PlanWhyShape(Model):
    """Whether customers see the plan and can have it, what decides it, and every rule."""

    is_shown: bool
    can_be_had: bool
    because: str
    rules: list[RuleShape]
    candidates: list[CandidateShape]


@registry.add(
    "GET",
    "/plans/{plan_id}/why",
    summary="Why a plan is in the checkout or is not",
    returns=PlanWhyShape,
)
def read_plan_why(call: Call[NoInput, NoInput]) -> PlanWhyShape:
    """Return every rule with the data that it looked at, as a newcomer would meet them now."""
    found = why.why(wiring.checkout_deps(), plan_id=PlanId(call.path["plan_id"]))
    return PlanWhyShape(
        is_shown=found.is_shown,
        can_be_had=found.can_be_had,
        because=found.because,
        rules=[RuleShape.model_validate(each) for each in found.rules],
        candidates=candidates(found.candidates),
    )


def candidates(found: Iterable[Candidate]) -> list[CandidateShape]:
    """Return servers as they were weighed, with their names."""
    names = present.server_names()
    return [
        CandidateShape(
            server_id=each.server_id,
            server_name=names.get(each.server_id, ""),
            fits=each.fits,
            reasons=list(each.reasons),
        )
        for each in found
    ]
