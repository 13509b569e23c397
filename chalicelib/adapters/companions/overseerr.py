"""Overseerr, and Seerr (the former Jellyseerr), whose calls about users are the same."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.adapters import http
from chalicelib.adapters.companions import wire
from chalicelib.adapters.companions.unable import DisablesNobody
from chalicelib.adapters.companions.wire import Answer, Vendor
from chalicelib.community.plan import Ability
from chalicelib.community.ports import (
    AccountTakenError,
    Checked,
    Person,
    RemoteAccount,
    SystemAccess,
)
from chalicelib.kernel.errors import ActionRequiredError, AppError
from chalicelib.kernel.secret import Secret

_VENDOR = Vendor("Overseerr", "overseerr", "Request systems")
_SESSION = http.session(timeout_seconds=15, retries=1, vendor="overseerr")
_PAGE = 100
_MOST_PAGES = 500
_OWNER = "1"
_ADMIN = 2
# Approved, available, failed and declined: what concerns whoever asked for a title.
_TOLD_OF = 4 | 8 | 16 | 64


class Overseerr(DisablesNobody):
    """The port `RequestSystem` for Overseerr and Seerr."""

    @property
    def abilities(self) -> frozenset[Ability]:
        """Tell what it can do; it knows no disabled accounts."""
        return frozenset({Ability.OPENS, Ability.CLOSES, Ability.TAKES_DISCORD_ID})

    def find(self, access: SystemAccess, *, person: Person) -> RemoteAccount | None:
        """Return the person's account: by Plex account, else by mail address."""
        rows = tuple(self._users(access))
        with wire.reading(_VENDOR):
            for row in rows:
                if person.plex_id and str(row.get("plexId") or "") == person.plex_id:
                    return _account(row)
            for row in rows:
                if wire.fold(row.get("email")) in {person.email, person.media_email} - {""}:
                    return _account(row)
        return None

    def refs(self, access: SystemAccess) -> frozenset[str]:
        """Return the id of every account."""
        with wire.reading(_VENDOR):
            return frozenset(str(row["id"]) for row in self._users(access))

    def open(
        self, access: SystemAccess, *, email: str, name: str, password: Secret
    ) -> RemoteAccount:
        """Open a local account with the rights that the system gives to new ones."""
        body = {"email": email, "username": name, "password": password.reveal()}
        answer = self._ask(access, "POST", "/user", json=body)
        if answer.status == 409:
            raise AccountTakenError(
                "Overseerr has an account with this address.", remedy="Look there whose it is."
            )
        self._check(answer)
        with wire.reading(_VENDOR):
            return _account(answer.body)

    def close(self, access: SystemAccess, *, ref: str) -> None:
        """Remove an account with its requests; gone already is success."""
        answer = self._ask(access, "DELETE", f"/user/{ref}")
        if answer.status != 404:
            self._check(answer)

    def tell_discord(self, access: SystemAccess, *, ref: str, discord_id: str) -> None:
        """Set whom it mentions on Discord, and of what; fields left out keep their values."""
        body = {
            "discordId": discord_id or None,
            "notificationTypes": {"discord": _TOLD_OF if discord_id else 0},
        }
        self._check(self._ask(access, "POST", f"/user/{ref}/settings/notifications", json=body))

    def test(self, access: SystemAccess) -> Checked:
        """Tell whether the key may manage users; nothing changes."""
        try:
            self._check(self._ask(access, "GET", "/settings/main"))
            count = sum(1 for _ in self._users(access))
        except AppError as error:
            return Checked(works=False, lines=(error.message, error.remedy))
        return Checked(works=True, lines=(f"The key works; there are {count} accounts.",))

    def _users(self, access: SystemAccess) -> Iterator[Mapping[str, Any]]:
        for page in range(_MOST_PAGES):
            params = {"take": str(_PAGE), "skip": str(page * _PAGE), "sort": "created"}
            answer = self._ask(access, "GET", "/user", params=params)
            self._check(answer)
            with wire.reading(_VENDOR):
                rows = answer.body["results"]
                pages = int(answer.body["pageInfo"]["pages"])
            yield from rows
            if page + 1 >= pages:
                return
        raise wire.garbage(_VENDOR)

    def _ask(
        self,
        access: SystemAccess,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
    ) -> Answer:
        return wire.ask(
            _SESSION,
            method,
            f"{access.url}/api/v1{path}",
            vendor=_VENDOR,
            headers={"X-Api-Key": access.secret.reveal()},
            params=params,
            json=json,
        )

    def _check(self, answer: Answer) -> None:
        if answer.status in {401, 403}:
            # A wrong key is 403 here, none at all 401.
            raise ActionRequiredError(
                "Overseerr does not accept the API key.",
                remedy="Copy it from Overseerr's settings into Settings, Request systems.",
                code="overseerr.key_refused",
            )
        if answer.status >= 400:
            raise wire.refused(answer, _VENDOR)


def _account(row: Mapping[str, Any]) -> RemoteAccount:
    rights = int(row.get("permissions") or 0)
    ref = str(row["id"])
    return RemoteAccount(
        ref=ref,
        # People sign in with the address; the name is for show.
        name=str(row["email"]),
        administers=ref == _OWNER or bool(rights & _ADMIN),
    )
