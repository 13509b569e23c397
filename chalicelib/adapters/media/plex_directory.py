"""Accounts, servers and libraries at plex.tv, through plexapi where it fits."""

import json
from typing import Any
from urllib.parse import urlencode

from plexapi import myplex, server

from chalicelib.adapters.media.plex_session import (
    PRODUCT,
    SIGN_IN_PAGE,
    PlexSession,
    fold,
    improper_answer,
    parse_xml,
    refusal,
)
from chalicelib.catalog.ports import (
    FoundAccount,
    FoundLibrary,
    FoundServer,
    ServerContents,
    SignIn,
)
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError, RetryLaterError
from chalicelib.kernel.secret import Secret

_PINS = "/api/v2/pins"
# plexapi has no types.
_MyPlexAccount: Any = myplex.MyPlexAccount
_PlexServer: Any = server.PlexServer


class PlexDirectory:
    """Reads plex.tv and media servers; `sign_in_page` is where people approve a PIN."""

    def __init__(self, session: PlexSession, *, sign_in_page: str = SIGN_IN_PAGE) -> None:
        self._session = session
        self._sign_in_page = sign_in_page.removesuffix("?")

    def account(self, token: Secret) -> FoundAccount:
        """Return whose token this is."""
        with self._session.plexapi_calls("plex.tv") as lent:
            found = self._account(token, lent)
            if not found.id:
                raise improper_answer("plex.tv")
            return FoundAccount(
                plex_id=str(found.id),
                username=fold(found.username),
                email=fold(found.email),
                has_plex_pass=bool(found.subscriptionActive),
            )

    def begin_sign_in(self, *, forward_url: str) -> SignIn:
        """Start a sign-in by PIN; the person comes back to `forward_url`."""
        pin = self._pin("POST", _PINS, params={"strong": "true"})
        query = {
            "clientID": self._session.client_id,
            "code": str(pin["code"]),
            "forwardUrl": forward_url,
            "context[device][product]": PRODUCT,
        }
        return SignIn(pin_id=str(pin["id"]), url=f"{self._sign_in_page}?{urlencode(query)}")

    def finish_sign_in(self, pin_id: str) -> Secret | None:
        """Return the person's token once the PIN was approved, None before.

        Raises NotFoundError when the PIN is unknown or has expired.
        """
        if not pin_id.isascii() or not pin_id.isdigit():
            raise _expired()
        token = self._pin("GET", f"{_PINS}/{pin_id}").get("authToken")
        return Secret(str(token)) if token else None

    def servers(self, token: Secret) -> tuple[FoundServer, ...]:
        """Return the servers that the account owns."""
        with self._session.plexapi_calls("plex.tv") as lent:
            resources = self._account(token, lent).resources()
            owned = [
                each for each in resources if each.owned and "server" in (each.provides or "")
            ]
            return tuple(
                FoundServer(
                    machine_id=each.clientIdentifier,
                    name=each.name,
                    urls=_addresses(each),
                    relay_urls=tuple(str(way.uri) for way in each.connections if way.relay),
                )
                for each in owned
            )

    def contents(self, *, url: str, token: Secret) -> ServerContents:
        """Connect to a server and return its name, machine id and libraries.

        Raises RetryLaterError also when plex.tv lists other libraries than the server does.
        """
        with self._session.plexapi_calls(url) as lent:
            found = _PlexServer(
                url.rstrip("/"),
                token.reveal(),
                session=lent,
                timeout=self._session.timeout_seconds,
            )
            machine_id, name = str(found.machineIdentifier or ""), str(found.friendlyName or "")
            sections = {
                str(each.key): (str(each.title), str(each.type))
                for each in found.library.sections()
            }
        if not machine_id:
            raise improper_answer(url)
        share_ids = self._share_ids(machine_id, token)
        if set(share_ids) != set(sections):
            raise RetryLaterError(
                f"{name} has {len(sections)} libraries, plex.tv knows {len(share_ids)} of it.",
                after_seconds=60,
                code="plex.libraries_disagree",
            )
        return ServerContents(
            machine_id=machine_id,
            name=name or machine_id,
            libraries=tuple(
                FoundLibrary(key=key, share_id=share_ids[key], title=title, kind=kind)
                for key, (title, kind) in sections.items()
            ),
        )

    def _account(self, token: Secret, lent: object) -> Any:
        return _MyPlexAccount(
            token=token.reveal(), session=lent, timeout=self._session.timeout_seconds
        )

    def _share_ids(self, machine_id: str, token: Secret) -> dict[str, str]:
        answer = self._session.plex_tv("GET", f"/api/servers/{machine_id}", token=token)
        if answer.status == 404:
            raise ActionRequiredError(
                "plex.tv does not know this server as one of the account's.",
                remedy="Sign the server in to the linked Plex account, or link its owner.",
                code="plex.not_owned",
            )
        if answer.status >= 400:
            raise refusal(answer, where="https://plex.tv")
        tree = parse_xml(answer.text, where="plex.tv")
        return {each.get("key", ""): each.get("id", "") for each in tree.iter("Section")}

    def _pin(
        self, method: str, path: str, *, params: dict[str, str] | None = None
    ) -> dict[str, object]:
        answer = self._session.plex_tv(method, path, params=params, as_json=True)
        if answer.status == 404:
            raise _expired()
        if answer.status >= 400:
            raise refusal(answer, where="https://plex.tv")
        try:
            pin = json.loads(answer.text)
        except ValueError as error:
            raise improper_answer("plex.tv") from error
        if not isinstance(pin, dict) or not {"id", "code"} <= set(pin):
            raise improper_answer("plex.tv")
        return pin


def _addresses(resource: Any) -> tuple[str, ...]:
    """Return the addresses, those that the Internet reaches first, relays last."""
    ranked = sorted(
        resource.connections, key=lambda each: (bool(each.relay), bool(each.local), each.uri)
    )
    return tuple(dict.fromkeys(str(each.uri) for each in ranked))


def _expired() -> NotFoundError:
    return NotFoundError(
        "The sign-in with Plex has expired.", remedy="Start it again.", code="sign_in_expired"
    )
