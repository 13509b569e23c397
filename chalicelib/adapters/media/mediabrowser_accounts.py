"""Accounts on Emby and Jellyfin servers: opened, changed, locked, deleted, signed out."""

import logging
import secrets
from collections.abc import Mapping, Sequence

from chalicelib.access.account_ports import (
    AccountRights,
    OpenedAccount,
    RemoteAccount,
    RemoteAccounts,
    RightsNotTakenError,
)
from chalicelib.access.ports import AdministratorError, NameTakenError, StaleCatalogError
from chalicelib.adapters.media import mediabrowser_policy as policies
from chalicelib.adapters.media.answers import fold
from chalicelib.adapters.media.mediabrowser_policy import Policy
from chalicelib.adapters.media.mediabrowser_session import (
    MediaBrowserSession,
    Question,
    Row,
    decoded,
    improper_answer,
    instant,
    is_id,
    plain_id,
    reading,
    rows_of,
)
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import FoundLibrary, ServerAccess
from chalicelib.kernel.errors import AppError, InvalidError, RetryLaterError
from chalicelib.kernel.secret import Secret

log = logging.getLogger(__name__)

# Nothing that looks like something else on a television.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 5


class MediaBrowserAccounts:
    """Keeps accounts on the servers of one platform, by the API key of each server."""

    def __init__(self, session: MediaBrowserSession) -> None:
        self._session = session
        self._dialect = session.dialect

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Tell what the platform can do."""
        return self._dialect.capabilities

    def libraries(self, access: ServerAccess) -> tuple[FoundLibrary, ...]:
        """Return the libraries of the server."""
        return read_libraries(self._session, access.server.url, access.token)

    def accounts(self, access: ServerAccess) -> RemoteAccounts:
        """Return the accounts of the server, administrators and disabled ones too."""
        users, gap = self._users(access)
        with reading(access.server.url):
            held = [(user, policies.policy_of(user)) for user in users]
            has_administrator = any(policy["IsAdministrator"] for _, policy in held)
            everything = self._everything(access, [policy for _, policy in held])
            found = tuple(self._account(user, policy, everything) for user, policy in held)
        if not gap and not has_administrator:
            gap = "a list without an administrator"
        return RemoteAccounts(found, is_complete=not gap, gap=gap)

    def account(self, access: ServerAccess, *, account_ref: str) -> RemoteAccount | None:
        """Return one account; None only when the server says that there is none."""
        user = self._user(access, account_ref)
        if user is None:
            return None
        with reading(access.server.url):
            policy = policies.policy_of(user)
            return self._account(user, policy, self._everything(access, [policy]))

    def open_account(
        self, access: ServerAccess, *, username: str, model_ref: str = "", is_begun: bool = False
    ) -> OpenedAccount:
        """Open an account that is locked, sees nothing, and has a random password."""
        url, name = access.server.url, username.strip()
        if not name:
            raise InvalidError.of("username", "An account needs a name.")
        users, gap = self._users(access)
        if gap:
            raise improper_answer(url)
        with reading(url):
            model = self._model(users, model_ref) if model_ref else None
            taken = next((each for each in users if fold(each["Name"]) == fold(name)), None)
            if taken is not None and not _is_ours(taken, is_begun=is_begun):
                raise NameTakenError(
                    f"There is an account called {name} already.",
                    remedy="Choose another name; or delete the account, if nobody uses it.",
                )
        password = Secret(_new_password())
        if taken is not None:
            return self._finish(access, taken, model, password, is_new=False)
        try:
            made = self._create(access, name, password)
        except RetryLaterError:
            # It may have been opened all the same.
            self._undo(access, name)
            raise
        try:
            return self._finish(access, made, model, password, is_new=True)
        except AppError:
            # By now it is open to anybody: an empty password, all libraries.
            self._undo(access, name)
            raise

    def close_begun(self, access: ServerAccess, *, username: str) -> bool:
        """Delete what an interrupted opening left under this name; False for what is in use."""
        users, gap = self._users(access)
        if gap:
            raise improper_answer(access.server.url)
        with reading(access.server.url):
            found = next((each for each in users if fold(each["Name"]) == fold(username)), None)
            if found is None:
                return True
            ref, is_untouched = plain_id(found["Id"]), _is_untouched(found)
        if is_untouched:
            self.delete_account(access, account_ref=ref)
        return is_untouched

    def change(self, access: ServerAccess, *, account_ref: str, rights: AccountRights) -> None:
        """Set the rights, unlock the account if it is, leave all else as it is."""
        missing = rights.library_share_ids - {each.share_id for each in self.libraries(access)}
        if missing:
            raise StaleCatalogError(
                "The server does not have one of the libraries.",
                remedy="Refresh the server's libraries and group the new ones.",
            )
        policy = self._changeable(access, account_ref)
        self._write(access, account_ref, policy, policies.changed(policy, rights, self._dialect))

    def disable(self, access: ServerAccess, *, account_ref: str) -> None:
        """Lock the account and with it sign it out everywhere; its rights stay. Idempotent."""
        policy = self._changeable(access, account_ref)
        self._write(access, account_ref, policy, {**policy, "IsDisabled": True})

    def renew_password(self, access: ServerAccess, *, account_ref: str) -> Secret:
        """Replace the password by a random one and return it, this once."""
        self._changeable(access, account_ref)
        password = Secret(_new_password())
        self._set_password(access, plain_id(account_ref), password, is_new=False)
        return password

    def delete_account(self, access: ServerAccess, *, account_ref: str) -> None:
        """Delete the account; gone already is success."""
        if self._user(access, account_ref) is None:
            return
        self._changeable(access, account_ref)
        url, question = access.server.url, Question("DELETE", f"Users/{plain_id(account_ref)}")
        answer = self._session.call(url, access.token, question)
        if answer.status != 404 or self._user(access, account_ref) is not None:
            self._session.check(answer, where=url)

    def change_policy(
        self, access: ServerAccess, *, account_ref: str, fields: Mapping[str, object]
    ) -> None:
        """Set some fields of the account's policy, leave all else as it is. Idempotent."""
        policy = self._changeable(access, account_ref)
        self._write(access, account_ref, policy, {**policy, **fields})

    # -------------------------------------------------------------- reading

    def _users(self, access: ServerAccess) -> tuple[list[Row], str]:
        told = self._session.read(access.server.url, access.token, self._dialect.users)
        with reading(access.server.url):
            return rows_of(told)

    def _user(self, access: ServerAccess, account_ref: str) -> Row | None:
        """Return an account as the server tells it, None when it is gone for sure."""
        url, ref = access.server.url, plain_id(account_ref)
        if not is_id(ref):
            raise InvalidError.of("account_ref", "This names no account.")
        answer = self._session.call(url, access.token, Question("GET", f"Users/{ref}"))
        if answer.status == 404:
            # A proxy says 404 as well while the server is down: only the list is evidence.
            users, gap = self._users(access)
            with reading(url):
                listed = [user for user in users if plain_id(user["Id"]) == ref]
                administrators = [each for each in users if each["Policy"]["IsAdministrator"]]
            if listed or gap or not administrators:
                raise improper_answer(url)
            return None
        self._session.check(answer, where=url)
        user = decoded(answer, where=url)
        with reading(url):
            if plain_id(user["Id"]) != ref:
                raise improper_answer(url)
        found: Row = user
        return found

    def _changeable(self, access: ServerAccess, account_ref: str) -> Policy:
        user = self._user(access, account_ref)
        if user is None:
            raise StaleCatalogError(
                "The server has no such account any more.", remedy="Open a new one."
            )
        with reading(access.server.url):
            policy = policies.policy_of(user)
        if policy["IsAdministrator"]:
            raise AdministratorError(
                "The account administers the server.", remedy="Change it on the server itself."
            )
        return policy

    def _account(self, user: Row, policy: Policy, everything: Sequence[str]) -> RemoteAccount:
        return RemoteAccount(
            account_ref=plain_id(user["Id"]),
            username=fold(user["Name"]),
            is_administrator=bool(policy["IsAdministrator"]),
            is_disabled=bool(policy["IsDisabled"]),
            rights=policies.rights_of(policy, self._dialect, everything=everything),
            last_seen_at=instant(user.get("LastActivityDate") or user.get("LastLoginDate")),
        )

    def _everything(self, access: ServerAccess, held: Sequence[Policy]) -> list[str]:
        """Return all libraries' ids when somebody may see all of them."""
        if not any(policy["EnableAllFolders"] for policy in held):
            return []
        return [each.share_id for each in self.libraries(access)]

    def _model(self, users: Sequence[Row], model_ref: str) -> Policy:
        found = next((each for each in users if plain_id(each["Id"]) == plain_id(model_ref)), None)
        if found is None:
            raise StaleCatalogError(
                "The account that new ones are modelled on is gone.",
                remedy="Choose another one in the server's settings.",
            )
        policy = policies.policy_of(found)
        if policy["IsAdministrator"]:
            raise AdministratorError(
                "New accounts cannot be modelled on an administrator.",
                remedy="Choose an account without such rights.",
            )
        return policy

    # -------------------------------------------------------------- writing

    def _create(self, access: ServerAccess, name: str, password: Secret) -> Row:
        url, question = access.server.url, self._dialect.open_account(name, password.reveal())
        answer = self._session.call(url, access.token, question)
        if answer.status == 400:
            raise InvalidError.of(
                "username",
                f"{self._dialect.name} does not take this name.",
                "Use letters, digits, spaces and -_'.@+",
            )
        self._session.check(answer, where=url)
        made: Row = decoded(answer, where=url)
        return made

    def _finish(
        self,
        access: ServerAccess,
        user: Row,
        model: Policy | None,
        password: Secret,
        *,
        is_new: bool,
    ) -> OpenedAccount:
        """Lock first, then set the password: at no time may anybody come in."""
        with reading(access.server.url):
            ref, policy = plain_id(user["Id"]), policies.policy_of(user)
            username = str(user["Name"])
        self._write(access, ref, policy, policies.locked(policy, model=model))
        self._set_password(access, ref, password, is_new=is_new)
        return OpenedAccount(ref, username, password)

    def _set_password(
        self, access: ServerAccess, ref: str, password: Secret, *, is_new: bool
    ) -> None:
        for question in self._dialect.set_password(ref, password.reveal(), is_new=is_new):
            self._session.send(access.server.url, access.token, question)

    def _write(
        self, access: ServerAccess, account_ref: str, policy: Policy, wanted: Policy
    ) -> None:
        """Write the whole policy, then read whether the server did what it said."""
        fields = policies.differences(wanted, policy)
        if not fields:
            return
        ref = plain_id(account_ref)
        question = Question("POST", f"Users/{ref}/Policy", body=wanted)
        self._session.send(access.server.url, access.token, question)
        user = self._user(access, ref)
        with reading(access.server.url):
            found: Mapping[str, object] = policies.policy_of(user) if user else {}
        wrong = policies.differences({name: wanted[name] for name in fields}, found)
        if wrong:
            raise RightsNotTakenError(
                f"The server did not take: {', '.join(wrong)}.",
                remedy="Look at the account on the server itself, then retry.",
            )

    def _undo(self, access: ServerAccess, name: str) -> None:
        """Delete what an interrupted opening left; the listing before knew no such name."""
        try:
            users, _ = self._users(access)
            for user in users:
                if fold(user["Name"]) == fold(name) and _is_untouched(user):
                    path = f"Users/{plain_id(user['Id'])}"
                    self._session.send(access.server.url, access.token, Question("DELETE", path))
        except (AppError, KeyError, TypeError) as error:
            # The first error counts; whoever tries again is told that the name is taken.
            told = {"server_id": access.server.id, "why": type(error).__name__}
            log.warning("media.account_left_open", extra=told)


def read_libraries(
    session: MediaBrowserSession, url: str, token: Secret
) -> tuple[FoundLibrary, ...]:
    """Return the libraries of a server."""
    told = session.read(url, token, session.dialect.folders)
    with reading(url):
        rows, gap = rows_of(told)
        found = tuple(session.dialect.library(row) for row in rows)
    if gap or not all(is_id(each.share_id) for each in found):
        raise improper_answer(url)
    return found


def _is_ours(user: Row, *, is_begun: bool) -> bool:
    """Tell whether an account is what an interrupted opening of ours left."""
    return _is_untouched(user) if is_begun else _is_left_over(user)


def _is_left_over(user: Row) -> bool:
    """Tell whether an account is one of ours that was opened and never handed over."""
    policy = policies.policy_of(user)
    return bool(policy["IsDisabled"]) and policies.sees_nothing(policy) and _is_untouched(user)


def _is_untouched(user: Row) -> bool:
    """Tell whether nobody ever came in with an account or was given it by other ways."""
    return (
        not policies.policy_of(user)["IsAdministrator"]
        and instant(user.get("LastLoginDate") or user.get("LastActivityDate")) is None
        and not user.get("ConnectUserName")
    )


def _new_password() -> str:
    groups = (
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)
