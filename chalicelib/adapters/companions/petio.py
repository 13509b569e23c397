"""Petio, which has no API key: an administrator signs in."""

import threading
from collections.abc import Mapping
from typing import Any

from chalicelib.adapters import http
from chalicelib.adapters.companions import wire
from chalicelib.adapters.companions.unable import KnowsNoDiscord
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

Row = Mapping[str, Any]

_VENDOR = Vendor("Petio", "petio", "Request systems")
_SESSION = http.session(timeout_seconds=15, retries=1, vendor="petio")
_ADMIN_ROLES = frozenset({"admin", "moderator"})


class Petio(KnowsNoDiscord):
    """The port `RequestSystem` for Petio; thread-safe, tokens are kept until they are refused."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: dict[SystemAccess, Secret] = {}

    @property
    def abilities(self) -> frozenset[Ability]:
        """Tell what it can do; it writes to one Discord channel, never to people."""
        return frozenset({Ability.OPENS, Ability.CLOSES, Ability.DISABLES})

    def find(self, access: SystemAccess, *, person: Person) -> RemoteAccount | None:
        """Return the person's account: by Plex account, else by address, else by name."""
        rows = self._users(access)
        addresses = {person.email, person.media_email} - {""}
        with wire.reading(_VENDOR):
            for row in rows:
                if person.plex_id and str(row.get("id") or "") == person.plex_id:
                    return _account(row)
            for row in rows:
                if wire.fold(row.get("email")) in addresses:
                    return _account(row)
            for row in rows:
                if person.username and wire.fold(row.get("username")) == person.username:
                    return _account(row)
        return None

    def refs(self, access: SystemAccess) -> frozenset[str]:
        """Return the id of every account."""
        rows = self._users(access)
        with wire.reading(_VENDOR):
            return frozenset(str(row["_id"]) for row in rows)

    def open(
        self, access: SystemAccess, *, email: str, name: str, password: Secret
    ) -> RemoteAccount:
        """Open a custom account, and give it the profile that is set (B215)."""
        user = {
            # Ours to choose; never that of somebody at Plex, which is a number.
            "id": f"sm-{name}",
            "username": name,
            "email": email,
            "password": password.reveal(),
            "linked": "",
        }
        answer = self._ask(access, "POST", "/user/create_custom", json={"user": user})
        if answer.status < 400 and isinstance(answer.body, dict) and answer.body.get("error"):
            raise AccountTakenError(
                "Petio has an account of this name or address.", remedy="Look there whose it is."
            )
        self._check(answer)
        row = self._row(access, lambda each: wire.fold(each.get("username")) == wire.fold(name))
        if row is None:
            raise wire.garbage(_VENDOR)
        if access.profile:
            self._edit(access, row, is_disabled=False)
        with wire.reading(_VENDOR):
            return _account(row)

    def close(self, access: SystemAccess, *, ref: str) -> None:
        """Remove an account; gone already is success."""
        if self._row(access, lambda each: each.get("_id") == ref) is None:
            return
        body = {"user": {"_id": ref, "custom": True}}
        self._done(self._ask(access, "POST", "/user/delete_user", json=body))

    def disable(self, access: SystemAccess, *, ref: str) -> None:
        """Keep somebody from signing in; gone already is success."""
        self._switch(access, ref, is_disabled=True)

    def enable(self, access: SystemAccess, *, ref: str) -> None:
        """Let somebody sign in, with the profile that new accounts get."""
        self._switch(access, ref, is_disabled=False)

    def test(self, access: SystemAccess) -> Checked:
        """Tell whether the administrator can sign in, and the profile exists; nothing changes."""
        try:
            rows = self._users(access)
            if access.profile:
                self._profile(access)
        except AppError as error:
            return Checked(works=False, lines=(error.message, error.remedy))
        return Checked(works=True, lines=(f"The sign-in works; there are {len(rows)} accounts.",))

    def _switch(self, access: SystemAccess, ref: str, *, is_disabled: bool) -> None:
        row = self._row(access, lambda each: each.get("_id") == ref)
        if row is not None:
            self._edit(access, row, is_disabled=is_disabled)

    def _edit(self, access: SystemAccess, row: Row, *, is_disabled: bool) -> None:
        """Write all four fields: one that is left out would be dropped."""
        profile = self._profile(access) if access.profile else row.get("profile")
        with wire.reading(_VENDOR):
            user = {
                "id": row["_id"],
                "email": row["email"],
                "role": row.get("role") or "user",
                "profile": profile,
                "disabled": is_disabled,
            }
        self._done(self._ask(access, "POST", "/user/edit", json={"user": user}))

    def _profile(self, access: SystemAccess) -> str:
        answer = self._ask(access, "GET", "/profiles/all")
        self._check(answer)
        with wire.reading(_VENDOR):
            for each in answer.body:
                if wire.fold(each["name"]) == wire.fold(access.profile):
                    return str(each["_id"])
        raise ActionRequiredError(
            f"Petio has no profile called {access.profile}.",
            remedy="Make it there, or name another one under Settings, Request systems.",
            code="petio.no_profile",
        )

    def _row(self, access: SystemAccess, fits: Any) -> Row | None:
        return next((each for each in self._users(access) if fits(each)), None)

    def _users(self, access: SystemAccess) -> list[Row]:
        answer = self._ask(access, "GET", "/user/all")
        self._check(answer)
        if not isinstance(answer.body, list):
            raise wire.garbage(_VENDOR)
        return answer.body

    def _ask(self, access: SystemAccess, method: str, path: str, *, json: object = None) -> Answer:
        """Ask as the administrator; a token that is refused is replaced once."""
        known = self._tokens.get(access)
        if known is not None:
            answer = self._call(access, method, path, json=json, token=known)
            if answer.status != 401:
                return answer
        token = self._sign_in(access)
        return self._call(access, method, path, json=json, token=token)

    def _sign_in(self, access: SystemAccess) -> Secret:
        user = {"username": access.login, "password": access.secret.reveal()}
        answer = self._call(access, "POST", "/login", json={"user": user})
        told = answer.body if isinstance(answer.body, dict) else {}
        if answer.status in {401, 403} or not told.get("loggedIn"):
            raise ActionRequiredError(
                "Petio does not let the administrator sign in.",
                remedy="Correct address and password in Settings, Request systems.",
                code="petio.login_refused",
            )
        if not told.get("admin"):
            raise ActionRequiredError(
                f"{access.login} is no administrator of Petio's.",
                remedy="Name one in Settings, Request systems.",
                code="petio.no_administrator",
            )
        token = Secret(str(told.get("token") or ""))
        with self._lock:
            self._tokens[access] = token
        return token

    def _call(
        self,
        access: SystemAccess,
        method: str,
        path: str,
        *,
        json: object = None,
        token: Secret | None = None,
    ) -> Answer:
        headers = {"Authorization": f"Bearer {token.reveal()}"} if token else {}
        url = f"{access.url}/api{path}"
        return wire.ask(_SESSION, method, url, vendor=_VENDOR, headers=headers, json=json)

    def _done(self, answer: Answer) -> None:
        self._check(answer)
        # Faults come with a status of 200, too.
        if isinstance(answer.body, dict) and answer.body.get("error"):
            raise wire.refused(answer, _VENDOR)

    def _check(self, answer: Answer) -> None:
        if answer.status in {401, 403}:
            raise ActionRequiredError(
                "Petio does not allow this to the administrator.",
                remedy="Press Test in Settings, Request systems.",
                code="petio.no_rights",
            )
        if answer.status >= 400:
            raise wire.refused(answer, _VENDOR)


def _account(row: Row) -> RemoteAccount:
    return RemoteAccount(
        ref=str(row["_id"]),
        name=str(row.get("username") or row.get("title") or ""),
        administers=wire.fold(row.get("role")) in _ADMIN_ROLES,
        is_disabled=bool(row.get("disabled")),
    )
