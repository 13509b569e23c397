"""Ombi: its accounts are its own affair, we only tell it whom to write to on Discord (B207)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters import http
from chalicelib.adapters.companions import wire
from chalicelib.adapters.companions.unable import DisablesNobody, OpensNothing
from chalicelib.adapters.companions.wire import Answer, Vendor
from chalicelib.community.plan import Ability
from chalicelib.community.ports import Checked, Person, RemoteAccount, SystemAccess
from chalicelib.kernel.errors import ActionRequiredError, AppError

_VENDOR = Vendor("Ombi", "ombi", "Request systems")
_SESSION = http.session(timeout_seconds=15, retries=1, vendor="ombi")
_DISCORD_AGENT = 1


class Ombi(OpensNothing, DisablesNobody):
    """The port `RequestSystem` for Ombi."""

    @property
    def abilities(self) -> frozenset[Ability]:
        """Tell what it does for us; it takes its accounts from the media servers (B208)."""
        return frozenset({Ability.TAKES_DISCORD_ID})

    def find(self, access: SystemAccess, *, person: Person) -> RemoteAccount | None:
        """Return the person's account: by mail address, else by user name."""
        rows = self._users(access)
        with wire.reading(_VENDOR):
            for row in rows:
                if wire.fold(row.get("emailAddress")) in {person.email, person.media_email} - {""}:
                    return _account(row)
            for row in rows:
                if person.username and wire.fold(row["userName"]) == person.username:
                    return _account(row)
        return None

    def refs(self, access: SystemAccess) -> frozenset[str]:
        """Return the id of every account."""
        rows = self._users(access)
        with wire.reading(_VENDOR):
            return frozenset(str(row["id"]) for row in rows)

    def tell_discord(self, access: SystemAccess, *, ref: str, discord_id: str) -> None:
        """Set whom it writes to on Discord, in the name of an administrator."""
        preference = {
            "agent": _DISCORD_AGENT,
            "userId": ref,
            "value": discord_id,
            "enabled": bool(discord_id),
        }
        answer = self._ask(
            access, "POST", "/Identity/NotificationPreferences", json=[preference], acts=True
        )
        if answer.status == 401:
            raise ActionRequiredError(
                f"Ombi does not let {access.login} change this for others.",
                remedy="Name an administrator of Ombi's in Settings, Request systems.",
                code="ombi.login_refused",
            )
        self._check(answer)
        if answer.body is not True:
            raise wire.refused(answer, _VENDOR)

    def test(self, access: SystemAccess) -> Checked:
        """Tell whether the key works and the administrator is there; nothing changes."""
        try:
            rows = self._users(access)
            self._check(self._ask(access, "GET", "/Identity", acts=True))
        except AppError as error:
            return Checked(works=False, lines=(error.message, error.remedy))
        named = [row for row in rows if wire.fold(row.get("userName")) == wire.fold(access.login)]
        if not named or "Admin" not in _rights(named[0]):
            line = f"{access.login or 'Nobody'} is no administrator of Ombi's."
            return Checked(works=False, lines=(line, "Name one whom Ombi lists as Admin."))
        return Checked(works=True, lines=(f"The key works; there are {len(rows)} accounts.",))

    def _users(self, access: SystemAccess) -> list[Mapping[str, Any]]:
        answer = self._ask(access, "GET", "/Identity/Users")
        self._check(answer)
        if not isinstance(answer.body, list):
            raise wire.garbage(_VENDOR)
        return answer.body

    def _ask(
        self,
        access: SystemAccess,
        method: str,
        path: str,
        *,
        json: object = None,
        acts: bool = False,
    ) -> Answer:
        headers = {"ApiKey": access.secret.reveal()}
        if acts and access.login:
            headers["UserName"] = access.login
        url = f"{access.url}/api/v1{path}"
        return wire.ask(_SESSION, method, url, vendor=_VENDOR, headers=headers, json=json)

    def _check(self, answer: Answer) -> None:
        if answer.status == 401 and "user" in answer.text.casefold():
            raise ActionRequiredError(
                "Ombi does not know the administrator in whose name we act.",
                remedy="Correct the user name in Settings, Request systems.",
                code="ombi.login_refused",
            )
        if answer.status in {401, 403}:
            raise ActionRequiredError(
                "Ombi does not accept the API key.",
                remedy="Copy it from Ombi's settings into Settings, Request systems.",
                code="ombi.key_refused",
            )
        if answer.status >= 400:
            raise wire.refused(answer, _VENDOR)


def _account(row: Mapping[str, Any]) -> RemoteAccount:
    rights = _rights(row)
    return RemoteAccount(
        ref=str(row["id"]),
        name=str(row["userName"]),
        administers="Admin" in rights,
        is_disabled="Disabled" in rights,
    )


def _rights(row: Mapping[str, Any]) -> set[str]:
    return {str(each["value"]) for each in row.get("claims") or () if each.get("enabled")}
