"""One call to a system beside the media servers, and what its status means everywhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from chalicelib.adapters import http
from chalicelib.kernel.errors import ActionRequiredError, AppError, RetryLaterError

_LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, the JSON in it (None when there is none), the text."""

    status: int
    body: Any
    text: str

    @property
    def says(self) -> str:
        """Return the message in it, short enough to show and without secrets."""
        told = self.body if isinstance(self.body, dict) else {}
        message = told.get("message") or told.get("error") or self.text
        return http.redact(str(message).strip()[:_LONGEST_TEXT])


@dataclass(frozen=True, slots=True)
class Vendor:
    """How a system is called: by people, in codes, and where its settings are."""

    name: str
    code: str
    settings: str


def ask(
    through: http.Session,
    method: str,
    url: str,
    *,
    vendor: Vendor,
    headers: Mapping[str, str],
    params: Mapping[str, str] | None = None,
    json: object = None,
) -> Answer:
    """Return the answer, unless it means come again; raises RetryLaterError."""
    try:
        answer = through.request(method, url, headers=headers, params=params, json=json)
        text = answer.text
    except (requests.RequestException, OSError) as error:
        raise RetryLaterError(
            f"{vendor.name} does not answer.", code=f"{vendor.code}.no_answer"
        ) from error
    if http.comes_again(answer.status_code):
        raise RetryLaterError(
            f"{vendor.name} answered {answer.status_code}.",
            after_seconds=http.wait_asked(answer.headers),
            code=f"{vendor.code}.busy",
        )
    return Answer(answer.status_code, _json(answer), text)


def refused(answer: Answer, vendor: Vendor) -> ActionRequiredError:
    """Return the error for a refusal that has no meaning of its own."""
    return ActionRequiredError(
        f"{vendor.name} answered {answer.status}: {answer.says}".rstrip(": "),
        remedy=f"Press Test in Settings, {vendor.settings}.",
        code=f"{vendor.code}.refused",
    )


def garbage(vendor: Vendor) -> AppError:
    """Return the error for an answer that cannot be read."""
    return RetryLaterError(
        f"{vendor.name} gave an answer that cannot be read.", code=f"{vendor.code}.garbage"
    )


@contextmanager
def reading(vendor: Vendor) -> Iterator[None]:
    """Turn what junk in an answer leads to into RetryLaterError."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise garbage(vendor) from error


def fold(text: object) -> str:
    """Return a name as we compare names; empty for none."""
    return str(text or "").strip().casefold()


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None
