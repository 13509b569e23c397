"""Show people."""

from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page
from chalicelib.users.model import User
from chalicelib.users.ports import UsersDeps

LONGEST_SEARCH = 200


def users(deps: UsersDeps, *, text: str, cursor: str | None, limit: int) -> Page[User]:
    """Return people whose address, name or Plex name starts with the text.

    Without a text they are all people, the newest first.
    """
    wanted = text.strip().casefold()[:LONGEST_SEARCH]
    return deps.store.search(text=wanted, cursor=cursor, limit=limit)


def user(deps: UsersDeps, *, user_id: UserId) -> User:
    """Return one person; raises NotFoundError."""
    found = deps.store.get(user_id)
    if found is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    return found
