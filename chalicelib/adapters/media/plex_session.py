"""How we speak to plex.tv and to Plex media servers: headers, addresses, time limits, errors.

`plexapi` has plex.tv's address in its classes; a transport mounted on that address sends the call
to the configured base instead, so that the package stays as it is.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import requests
from requests.adapters import BaseAdapter

from chalicelib.adapters import http
from chalicelib.adapters.media import answers
from chalicelib.adapters.media.answers import FAILURES
from chalicelib.adapters.media.answers import Answer as Answer  # the other Plex files find it here
from chalicelib.adapters.media.answers import fold as fold  # and this
from chalicelib.catalog.ports import TokenRefusedError
from chalicelib.kernel.errors import ActionRequiredError, AppError, RetryLaterError
from chalicelib.kernel.secret import Secret

PLEX_TV = "https://plex.tv"
SIGN_IN_PAGE = "https://app.plex.tv/auth#!?"
PRODUCT = "Streams Manager"
TOKEN = "X-Plex-Token"  # noqa: S105 - the name of a header
_PLEX_TV_ADDRESSES = (PLEX_TV, "https://clients.plex.tv")
_LONGEST_TEXT = 300

LINK_AGAIN = "Link the Plex account again under Servers."


class PlexSession:
    """Calls to plex.tv and to media servers on behalf of one installation.

    `client_id` names the installation and must stay the same, or each run shows up as a new device
    at plex.tv. `plex_tv_base` may have a path. Thread-safe.
    """

    def __init__(
        self,
        *,
        client_id: str,
        plex_tv_base: str = PLEX_TV,
        timeout_seconds: float = 15,
        retries: int = 1,
        pool_size: int = 64,
    ) -> None:
        self.client_id = client_id
        self.timeout_seconds = timeout_seconds
        self._base = plex_tv_base.rstrip("/")
        self._own_headers = {
            "X-Plex-Client-Identifier": client_id,
            "X-Plex-Product": PRODUCT,
            "X-Plex-Device-Name": PRODUCT,
            "X-Plex-Platform": "Python",
        }
        self.requests = http.session(
            timeout_seconds=timeout_seconds, retries=retries, pool_size=pool_size, vendor="plex"
        )
        self.requests.auth = self._introduce
        for address in _PLEX_TV_ADDRESSES:
            way_out = self.requests.get_adapter(address)
            self.requests.mount(address, _Rerouted(address, self._base, way_out))

    def plex_tv(
        self,
        method: str,
        path: str,
        *,
        token: Secret | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        as_json: bool = False,
    ) -> Answer:
        """Call plex.tv; raises RetryLaterError when no whole answer comes."""
        headers = {"Accept": "application/json" if as_json else "application/xml"}
        return self.call(
            method, PLEX_TV + path, token=token, params=params, json=json, headers=headers
        )

    def call(
        self,
        method: str,
        url: str,
        *,
        token: Secret | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        headers: Mapping[str, str] | None = None,
        timeout_seconds: float | None = None,
    ) -> Answer:
        """Return the answer, whatever its status, within `timeout_seconds` for all of it.

        Raises RetryLaterError when no whole answer comes in time.
        """
        given = {**(headers or {}), **({TOKEN: token.reveal()} if token else {})}
        try:
            return answers.ask(
                self.requests,
                method,
                url,
                headers=given,
                params=params,
                json=json,
                timeout_seconds=timeout_seconds or self.timeout_seconds,
            )
        except FAILURES as error:
            raise no_answer(url) from error

    def look(self, url: str, *, token: Secret, timeout_seconds: float) -> Answer:
        """Read an address of a media server, as `call` does and with far less work.

        A sweep does this for every server at the same instant, when each millisecond of work
        delays all others.
        """
        headers = {**self._own_headers, "Accept": "application/xml", TOKEN: token.reveal()}
        try:
            answer = answers.look(
                self.requests, url, headers=headers, timeout_seconds=timeout_seconds
            )
        except FAILURES as error:
            raise no_answer(url) from error
        if 300 <= answer.status < 400:
            # Rare: a proxy in front of the server that leads elsewhere on the same host.
            return self.call("GET", url, token=token, timeout_seconds=timeout_seconds)
        return answer

    def _introduce(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put our own name on every call, also on those that plexapi makes."""
        request.headers.update(self._own_headers)
        return request

    @contextmanager
    def plexapi_calls(self, where: str) -> Iterator[object]:
        """Lend plexapi a session whose errors, like its own, leave as ours."""
        with http.session(timeout_seconds=self.timeout_seconds) as lent:
            lent.auth = self._introduce
            lent.adapters = self.requests.adapters
            lent.hooks["response"].append(_raise_refusal)
            lent.close = _keep_open  # type: ignore[method-assign]
            try:
                yield lent
            except FAILURES as error:
                raise no_answer(where) from error
            except (ET.ParseError, ValueError, TypeError, AttributeError, KeyError) as error:
                # plexapi does not check what it reads: junk shows as one of these.
                raise improper_answer(where) from error


def _keep_open() -> None:
    """Leave the connections to the session they were lent from."""


class _Rerouted(BaseAdapter):
    """Sends what is meant for one address to another base."""

    def __init__(self, address: str, base: str, way_out: BaseAdapter) -> None:
        super().__init__()
        self._address, self._base, self._way_out = address, base, way_out

    def send(self, request: requests.PreparedRequest, **given: Any) -> requests.Response:  # type: ignore[override]
        url = request.url or ""
        request.url = self._base + url.removeprefix(self._address)
        return self._way_out.send(request, **given)

    def close(self) -> None:
        self._way_out.close()


def _raise_refusal(response: requests.Response, **_given: object) -> requests.Response:
    if response.status_code >= 400:
        wait = http.wait_asked(response.headers)
        answer = Answer(response.status_code, response.text, wait)
        raise refusal(answer, where=response.url)
    return response


def refusal(answer: Answer, *, where: str) -> AppError:
    """Return the error for a status of 400 or more, as far as it means the same everywhere."""
    host = urlsplit(where).hostname or where
    status, text = answer.status, http.redact(answer.text.strip()[:_LONGEST_TEXT])
    if refuses_token(answer):
        return refused_token(host)
    if status == 410:
        return ActionRequiredError(
            f"{host} has withdrawn a call that this version relies on.",
            remedy="Update Streams Manager.",
            code="plex.adapter_outdated",
        )
    if http.comes_again(status):
        return RetryLaterError(
            f"{host} answered {status}.",
            after_seconds=answer.retry_after_seconds,
            code="plex.busy",
        )
    return ActionRequiredError(
        f"{host} answered {status}: {text}",
        remedy="Check the server's entry.",
        code="plex.refused",
    )


def refuses_token(answer: Answer) -> bool:
    """Tell whether an answer says that the token is not accepted (any more)."""
    return answer.status == 401 or (
        answer.status == 422 and "invalid token" in answer.text.casefold()
    )


def refused_token(host: str) -> TokenRefusedError:
    """Return the error for a token that is not accepted (any more)."""
    return TokenRefusedError(f"{host} refuses the Plex token.", remedy=LINK_AGAIN)


def no_answer(where: str) -> RetryLaterError:
    """Return the error for silence."""
    host = urlsplit(where).hostname or where
    return RetryLaterError(f"{host} does not answer.", code="plex.no_answer")


def improper_answer(where: str) -> RetryLaterError:
    """Return the error for an answer that cannot be read."""
    host = urlsplit(where).hostname or where
    return RetryLaterError(f"{host} gave an answer that cannot be read.", code="plex.garbage")


def parse_xml(text: str, *, where: str) -> ET.Element:
    """Read XML of a server that is not ours; raises RetryLaterError.

    Document types are refused, because only they can define entities that explode.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise improper_answer(where)
    try:
        return ET.fromstring(text)  # noqa: S314 - without a document type there is nothing to defuse
    except ET.ParseError as error:
        raise improper_answer(where) from error
