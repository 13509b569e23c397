"""Declare an API call once: routing, rights, validation and OpenAPI follow from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from chalice.app import Request, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from chalicelib.entrypoints import auth, http
from chalicelib.kernel import context
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AppError, InvalidError, Problem
from chalicelib.users.model import Session

BodyT = TypeVar("BodyT", bound=BaseModel)
QueryT = TypeVar("QueryT", bound=BaseModel)
ModelT = TypeVar("ModelT", bound=BaseModel)


class Permission(StrEnum):
    """What a caller must be allowed to do."""

    READ = "read"
    WRITE = "write"


class Model(BaseModel):
    """What goes in and out: unknown fields are refused, records are read by attribute."""

    model_config = ConfigDict(
        extra="forbid", from_attributes=True, defer_build=True, str_strip_whitespace=True
    )


class NoInput(Model):
    """Nothing to send."""


@dataclass(frozen=True, slots=True)
class Call(Generic[BodyT, QueryT]):
    """A checked call: who asks, and the validated values."""

    body: BodyT
    query: QueryT
    path: Mapping[str, str]
    actor: Actor
    session: Session | None
    request: Request


_LONGEST_SUBJECT = 80

# Returns a model (200 or the operation's status), or a whole Response.
View = Callable[[Any], BaseModel | Response]


@dataclass(frozen=True, slots=True)
class Operation:
    """One API call; `permission` None means that nobody needs to be signed in."""

    method: str
    path: str
    summary: str
    permission: Permission | None
    body: type[BaseModel]
    query: type[BaseModel]
    returns: type[BaseModel]
    status: int
    view: View
    media_type: str = "application/json"

    @property
    def operation_id(self) -> str:
        """Return the name under which clients know the call."""
        return self.view.__name__

    @property
    def tag(self) -> str:
        """Return the resource that the call belongs to."""
        return self.path.strip("/").split("/")[0]


class Registry:
    """The calls of one resource, in the order in which they are declared."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []

    def add(
        self,
        method: str,
        path: str,
        *,
        summary: str,
        returns: type[BaseModel],
        body: type[BaseModel] = NoInput,
        query: type[BaseModel] = NoInput,
        permission: Permission | None = None,
        is_public: bool = False,
        status: int = 200,
        media_type: str = "application/json",
    ) -> Callable[[View], View]:
        """Declare a call; reading needs READ and everything else WRITE unless it is public.

        A call with another `media_type` returns a whole Response.
        """
        needed = permission or (Permission.READ if method == "GET" else Permission.WRITE)

        def declare(view: View) -> View:
            self.operations.append(
                Operation(
                    method=method,
                    path=path,
                    summary=summary,
                    permission=None if is_public else needed,
                    body=body,
                    query=query,
                    returns=returns,
                    status=status,
                    view=view,
                    media_type=media_type,
                )
            )
            return view

        return declare


def run(operation: Operation, request: Request, path: Mapping[str, str]) -> Response:
    """Check rights and input, run the view, encode its answer; never raises."""
    with context.working_on(subject=_subject(path)):
        return _run(operation, request, path)


def _run(operation: Operation, request: Request, path: Mapping[str, str]) -> Response:
    try:
        session = auth.check(request, is_needed=operation.permission is not None)
        body = (
            parse(operation.body, http.json_body(request))
            if operation.body is not NoInput
            else NoInput()
        )
        query = parse(operation.query, http.query(request))
        call = Call(body, query, path, auth.actor(session), session, request)
        result = operation.view(call)
        if isinstance(result, Response):
            return result
        return reply(result, status=operation.status)
    except AppError as error:
        return http.failure(error, request)
    except Exception as error:  # noqa: BLE001 - the edge: the log has it, the caller its id
        return http.crash(error, request)


def _subject(path: Mapping[str, str]) -> str:
    """Return the first id in the address, for the log."""
    return next(iter(path.values()), "")[:_LONGEST_SUBJECT]


def reply(
    model: BaseModel, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a model as a JSON answer."""
    return http.json_text(model.model_dump_json(), status=status, headers=headers)


def parse(model: type[ModelT], values: Any) -> ModelT:
    """Read values into a model; raises InvalidError with one problem a field."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        problems = tuple(
            Problem(
                ".".join(str(part) for part in each["loc"]) or "body",
                each["msg"],
                _remedy(each),
            )
            for each in error.errors()
        )
        raise InvalidError("Some fields need another value.", problems=problems) from None


def _remedy(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "Fill in this field."
        case "extra_forbidden":
            return "Leave this field out."
        case "string_too_long":
            return f"Use at most {context.get('max_length')} characters."
        case "string_too_short":
            return f"Use at least {context.get('min_length')} characters."
        case "enum" | "literal_error":
            return f"Use one of {context.get('expected')}."
        case _:
            return "Correct this field."
