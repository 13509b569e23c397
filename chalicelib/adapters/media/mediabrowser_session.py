"""How we speak to Emby and Jellyfin servers, which both descend from Media Browser.

What they say alike is here and in the files beside this one; what each says in its own way is a
`Dialect`, in `emby.py` and `jellyfin.py`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from chalicelib.access.account_ports import AccountRights
from chalicelib.adapters import http
from chalicelib.adapters.media import answers
from chalicelib.adapters.media.answers import FAILURES, Answer
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import FoundLibrary
from chalicelib.enforcement.records.devices import Device
from chalicelib.kernel.errors import ActionRequiredError, AppError, RetryLaterError
from chalicelib.kernel.secret import Secret

Row = Mapping[str, Any]

_LONGEST_TEXT = 300
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Question:
    """One call below a server's base address."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: object = None


class Dialect(Protocol):
    """What Emby and Jellyfin say differently."""

    @property
    def name(self) -> str:
        """Return the platform's name as people write it."""
        ...

    @property
    def oldest(self) -> tuple[int, ...]:
        """Return the oldest version we can speak to."""
        ...

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return what the platform can do."""
        ...

    @property
    def users(self) -> Question:
        """Return how all accounts are asked for."""
        ...

    @property
    def folders(self) -> Question:
        """Return how the libraries are asked for."""
        ...

    @property
    def sessions(self) -> str:
        """Return path and query of what runs now."""
        ...

    def base(self, url: str) -> str:
        """Return the address below which the calls are."""
        ...

    def headers(self, key: str) -> dict[str, str]:
        """Return the headers that carry the API key; none of it for an empty one."""
        ...

    def is_named(self, public: Row) -> bool:
        """Tell whether a server's public facts are those of this platform."""
        ...

    def open_account(self, username: str, password: str) -> Question:
        """Return how an account is opened."""
        ...

    def set_password(
        self, account_ref: str, password: str, *, is_new: bool
    ) -> tuple[Question, ...]:
        """Return how an account gets a password; `is_new` for one just opened."""
        ...

    def show(self, session_id: str, text: str) -> Question:
        """Return how a message is shown on a player."""
        ...

    def sign_out(self, device_ref: str) -> Question:
        """Return how a device is signed out."""
        ...

    def entries(self, *, since: str, start: int, limit: int) -> Question:
        """Return how the activity log is asked for, the newest entries first."""
        ...

    def library(self, row: Row) -> FoundLibrary:
        """Return a library as its server lists it."""
        ...

    def device(self, row: Row) -> Device:
        """Return a device as its server lists it."""
        ...

    def limits(self, rights: AccountRights) -> dict[str, object]:
        """Return the fields of a policy that hold the limits of its own."""
        ...

    def max_streams(self, policy: Row) -> int:
        """Return the limit of streams that a policy sets, 0 for none."""
        ...


class MediaBrowserSession:
    """Calls to the servers of one platform. Thread-safe."""

    def __init__(
        self,
        dialect: Dialect,
        *,
        timeout_seconds: float = 15,
        retries: int = 1,
        pool_size: int = 64,
    ) -> None:
        self.dialect = dialect
        self._timeout_seconds = timeout_seconds
        self._requests = http.session(
            timeout_seconds=timeout_seconds,
            retries=retries,
            pool_size=pool_size,
            vendor=dialect.name.casefold(),
        )

    def call(
        self, url: str, token: Secret | None, question: Question, *, timeout_seconds: float = 0
    ) -> Answer:
        """Return the answer, whatever its status; raises RetryLaterError when none comes."""
        try:
            return answers.ask(
                self._requests,
                question.method,
                f"{self.dialect.base(url)}/{question.path}",
                headers=self._headers(token),
                params=question.params,
                json=question.body,
                timeout_seconds=timeout_seconds or self._timeout_seconds,
            )
        except FAILURES as error:
            raise no_answer(url) from error

    def look(self, url: str, token: Secret, path: str, *, timeout_seconds: float) -> Answer:
        """Read a path, as `call` does and with far less work: a sweep asks all servers at once."""
        address = f"{self.dialect.base(url)}/{path}"
        headers = self._headers(token)
        try:
            answer = answers.look(
                self._requests, address, headers=headers, timeout_seconds=timeout_seconds
            )
        except FAILURES as error:
            raise no_answer(url) from error
        if 300 <= answer.status < 400:
            # Rare: a proxy in front of the server that leads elsewhere on the same host.
            question = Question("GET", path)
            return self.call(url, token, question, timeout_seconds=timeout_seconds)
        return answer

    def read(self, url: str, token: Secret | None, question: Question) -> Any:
        """Return the decoded answer; raises the error of a status of 400 or more."""
        answer = self.call(url, token, question)
        self.check(answer, where=url)
        return decoded(answer, where=url)

    def send(self, url: str, token: Secret, question: Question) -> None:
        """Make a call whose answer says nothing; raises the error of a status of 400 or more."""
        self.check(self.call(url, token, question), where=url)

    def check(self, answer: Answer, *, where: str) -> None:
        """Raise what a status of 400 or more means everywhere."""
        if answer.status >= 400:
            raise refusal(answer, where=where, platform=self.dialect.name)

    def _headers(self, token: Secret | None) -> dict[str, str]:
        # Without this Emby may answer with XML.
        given = {"Accept": "application/json"}
        return given | self.dialect.headers(token.reveal()) if token else given


def refusal(answer: Answer, *, where: str, platform: str) -> AppError:
    """Return the error for a status of 400 or more, as far as it means the same everywhere."""
    host = _host(where)
    if answer.status == 401:
        return ActionRequiredError(
            f"{host} refuses the API key.",
            remedy=f"Make a new API key in {platform} and enter it under Servers.",
            code="server.key_refused",
        )
    if answer.status == 403:
        return ActionRequiredError(
            f"{host} does not allow this with the API key.",
            remedy=f"Use an API key of {platform}'s dashboard, not the token of a person.",
            code="server.key_too_weak",
        )
    if http.comes_again(answer.status):
        return RetryLaterError(
            f"{host} answered {answer.status}.",
            after_seconds=answer.retry_after_seconds,
            code="server.busy",
        )
    text = http.redact(answer.text.strip()[:_LONGEST_TEXT])
    return ActionRequiredError(
        f"{host} answered {answer.status}: {text}",
        remedy="Check the server's entry.",
        code="server.refused",
    )


def no_answer(where: str) -> RetryLaterError:
    """Return the error for silence."""
    return RetryLaterError(f"{_host(where)} does not answer.", code="server.no_answer")


def improper_answer(where: str) -> RetryLaterError:
    """Return the error for an answer that cannot be read."""
    return RetryLaterError(
        f"{_host(where)} gave an answer that cannot be read.", code="server.garbage"
    )


def decoded(answer: Answer, *, where: str) -> Any:
    """Return the JSON of an answer; raises RetryLaterError."""
    try:
        return json.loads(answer.text)
    except (ValueError, RecursionError) as error:
        raise improper_answer(where) from error


@contextmanager
def reading(where: str) -> Iterator[None]:
    """Turn what junk in an answer leads to into RetryLaterError."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise improper_answer(where) from error


def rows_of(told: Any) -> tuple[list[Row], str]:
    """Return the rows of a plain or counted list, and what is wrong when it is short."""
    if isinstance(told, list):
        return told, ""
    rows, count = told["Items"], int(told["TotalRecordCount"])
    return rows, f"a list of {count} came with {len(rows)}" if len(rows) < count else ""


def plain_id(text: object) -> str:
    """Return an id in one way of writing: 32 lower-case digits, no dashes."""
    return str(text or "").replace("-", "").lower()


def is_id(text: str) -> bool:
    """Tell whether a text can be the id of an account or a library."""
    return _ID.fullmatch(plain_id(text)) is not None


def instant(text: object) -> datetime | None:
    """Return a time as the servers write it; None for none and for year one, their never."""
    if not text:
        return None
    at = datetime.fromisoformat(str(text))
    return at.astimezone(UTC) if at.year > 1 else None


def _host(where: str) -> str:
    return urlsplit(where).hostname or where
