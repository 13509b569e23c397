"""A rule that a stream breaks."""

from dataclasses import dataclass

from chalicelib.enforcement.judging.counting import Seen


@dataclass(frozen=True, slots=True)
class Breach:
    """One stream and the rule it breaks; `reason` is a sentence for everybody.

    `limit` is what was allowed and `counted` what there was, in the unit of the rule.
    """

    seen: Seen
    rule: str
    limit: int
    counted: int
    reason: str
