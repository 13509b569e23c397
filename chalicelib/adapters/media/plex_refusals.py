"""What plex.tv means when it refuses to share: its texts are the only detail it gives."""

from typing import NoReturn

from chalicelib.access.ports import (
    AccountFullError,
    AlreadySharingError,
    PersonRefusedError,
    StaleCatalogError,
)
from chalicelib.adapters.media.plex_session import PLEX_TV, Answer, refusal
from chalicelib.kernel.errors import ActionRequiredError

AT_HOME = "person_at_home"


def check(answer: Answer) -> None:
    """Raise what a status of 400 or more means when libraries are shared."""
    if answer.status >= 400:
        _refuse(answer)


def _refuse(answer: Answer) -> NoReturn:
    text = answer.text.casefold()
    general = refusal(answer, where=PLEX_TV)
    if answer.status == 400 and "already sharing" in text:
        raise AlreadySharingError("The server is shared with this person already.")
    if answer.status == 404:
        raise StaleCatalogError(
            "plex.tv does not know the server or the share.",
            remedy="Refresh the server's libraries; check that its account is still its owner.",
        )
    if "limit" in text and answer.status in {400, 403, 409, 422}:
        raise AccountFullError(
            general.message,
            remedy="The Plex account shares with as many people as it may: remove friends or open "
            "invites that nobody needs, then retry.",
        )
    if answer.status == 422 and general.code != "plex.token_refused":
        if "section" in text or "library" in text:
            raise StaleCatalogError(
                "plex.tv does not know one of the libraries.",
                remedy="Refresh the server's libraries and group the new ones.",
            )
        raise _refused_person(general.message, text)
    if answer.status == 403:
        raise ActionRequiredError(general.message, remedy="Check the Plex account's rights.")
    raise general


def _refused_person(message: str, text: str) -> PersonRefusedError:
    if "home" in text:
        return PersonRefusedError(
            message,
            remedy="The person is in your Plex Home, and Plex invites nobody from there: share "
            "with them under Plex Home, or remove them from it and retry.",
            code=AT_HOME,
        )
    if "yourself" in text:
        return PersonRefusedError(
            message, remedy="This is the server's own account: enter the person's own Plex name."
        )
    if "may not be invited" in text or "banned" in text or "suspended" in text:
        return PersonRefusedError(
            message,
            remedy="Plex lets nobody invite this account: ask the person for another one.",
        )
    return PersonRefusedError(
        message,
        remedy="Ask the person for the right Plex name or address, correct it, then retry.",
    )
