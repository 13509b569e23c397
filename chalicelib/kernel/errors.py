"""Errors sorted by what the caller can do about them (docs/adr/0005)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self


class ErrorKind(StrEnum):
    """What the caller can do."""

    INVALID = "invalid"  # send something else
    UNAUTHENTICATED = "unauthenticated"  # sign in
    FORBIDDEN = "forbidden"  # ask somebody with more rights
    NOT_FOUND = "not_found"  # look elsewhere
    CONFLICT = "conflict"  # read again, then decide
    RETRY = "retry"  # do the same later
    ACTION_REQUIRED = "action_required"  # a person has to change something first


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the field's dotted path, what is wrong, what helps."""

    field: str
    message: str
    remedy: str = ""


class AppError(Exception):
    """An anticipated error; `code` is a stable dotted word for programs."""

    kind: ClassVar[ErrorKind]
    default_code: ClassVar[str]

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        code: str = "",
        problems: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code or self.default_code
        self.problems = problems


class InvalidError(AppError):
    """The input cannot be accepted; `problems` names fields and remedies."""

    kind = ErrorKind.INVALID
    default_code = "invalid"

    @classmethod
    def of(cls, field: str, message: str, remedy: str = "") -> Self:
        """Return the error for one field."""
        return cls(message, remedy=remedy, problems=(Problem(field, message, remedy),))


class UnauthenticatedError(AppError):
    """Nobody is signed in."""

    kind = ErrorKind.UNAUTHENTICATED
    default_code = "unauthenticated"


class ForbiddenError(AppError):
    """Whoever is signed in may not do this."""

    kind = ErrorKind.FORBIDDEN
    default_code = "forbidden"


class NotFoundError(AppError):
    """No such thing, or not yours."""

    kind = ErrorKind.NOT_FOUND
    default_code = "not_found"


class ConflictError(AppError):
    """The present state does not allow it."""

    kind = ErrorKind.CONFLICT
    default_code = "conflict"


class AlreadyRecordedError(ConflictError):
    """A record with this natural key exists; for idempotent callers that is success."""

    default_code = "already_recorded"

    def __init__(self, record: object) -> None:
        super().__init__(f"{type(record).__name__} already exists")
        self.record = record


class StaleRecordError(ConflictError):
    """Somebody changed the record since it was read; read again and decide anew."""

    default_code = "stale_record"

    def __init__(self, record: object) -> None:
        super().__init__(
            f"{type(record).__name__} was changed by somebody else meanwhile",
            remedy="Load it again and repeat the change.",
        )
        self.record = record


class IllegalMoveError(ConflictError):
    """A state machine has no such move."""

    default_code = "illegal_move"


class RetryLaterError(AppError):
    """The other side is not ready; the same call may work after `after_seconds`."""

    kind = ErrorKind.RETRY
    default_code = "retry_later"

    def __init__(self, message: str, *, after_seconds: float = 0, code: str = "") -> None:
        super().__init__(message, code=code)
        self.after_seconds = after_seconds


class ActionRequiredError(AppError):
    """Nothing will change until a person acts; `remedy` says how."""

    kind = ErrorKind.ACTION_REQUIRED
    default_code = "action_required"
