"""What a customer holds against a decision, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.ids import DecisionId, UserId


class AppealState(StrEnum):
    """How far an appeal is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Appeal:
    """What somebody wrote against a decision about them, once a decision.

    `answered_at` and `answer` say what the operator made of it; None and empty while it is open.
    """

    text: str
    at: datetime
    state: AppealState = AppealState.OPEN
    answered_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class OpenAppeal:
    """Says that an appeal waits for an answer, so that those that do are found.

    There is at most one a decision; it ends by itself at `expires_at`, as the decision does.
    """

    decision_id: DecisionId
    user_id: UserId
    at: datetime
    expires_at: datetime

    @property
    def identity(self) -> DecisionId:
        """Return the natural key."""
        return self.decision_id
