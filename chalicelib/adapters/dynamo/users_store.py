"""Users, logins and sessions in DynamoDB."""

from datetime import datetime

from chalicelib.adapters.dynamo import codec, keys, limit_keys, people_keys
from chalicelib.adapters.dynamo.keys import Key, Span
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page
from chalicelib.users.holds import DownloadHold
from chalicelib.users.model import (
    Links,
    Login,
    MediaClaim,
    MediaIdentity,
    ReferralCard,
    ReferralCode,
    Session,
    SetupLink,
    User,
)

_SAME_ADDRESS = 25


class DynamoUserStore:
    """See users.ports.UserStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, user_id: UserId) -> User | None:
        """Return a user."""
        return self._rows.get(User, keys.user(user_id))

    def many(self, user_ids: tuple[UserId, ...]) -> dict[UserId, User]:
        """Return those of the users that exist; one round trip for every 100."""
        rows = self._rows.get_many(keys.user(user_id) for user_id in user_ids)
        users = [codec.from_attributes(User, row) for row in rows.values()]
        return {user.id: user for user in users}

    def by_media(self, media: MediaIdentity) -> tuple[User, ...]:
        """Return the users that hold any of the identity's claims, by id; two round trips."""
        holders = {user.id: user for user in self._holders(keys.claims(media)).values()}
        return tuple(holders[user_id] for user_id in sorted(holders))

    def by_claims(self, values: tuple[str, ...]) -> dict[str, User]:
        """Return who holds each claim; two round trips for every 100."""
        return self._holders(tuple(keys.claim(value) for value in values))

    def _holders(self, claims_at: tuple[Key, ...]) -> dict[str, User]:
        rows = self._rows.get_many(claims_at)
        claims = [codec.from_attributes(MediaClaim, row) for row in rows.values()]
        users = self.many(tuple(claim.user_id for claim in claims))
        held = {claim.value: users.get(claim.user_id) for claim in claims}
        return {value: user for value, user in held.items() if user}

    def by_email(self, email: str) -> tuple[User, ...]:
        """Return the users with that profile address (casefolded), by id."""
        if not email:
            return ()
        page = self._rows.page(
            User,
            keys.users_by_email(email),
            cursor=None,
            limit=_SAME_ADDRESS,
            accept=lambda _, user: user.email == email,
        )
        return page.items

    def download_hold(self, user_id: UserId) -> DownloadHold | None:
        """Return whether the download right is withheld from a user, also when that is over."""
        return self._rows.get(DownloadHold, limit_keys.download_hold(user_id))

    def download_holds(self, *, cursor: str | None, limit: int) -> Page[DownloadHold]:
        """Return everybody from whom the download right is withheld, by id."""
        return self._rows.page(
            DownloadHold, limit_keys.download_holds(), cursor=cursor, limit=limit
        )

    def referral_card(self, user_id: UserId) -> ReferralCard | None:
        """Return the user's referral code, None until it was shown once."""
        return self._rows.get(ReferralCard, keys.referral_card(user_id))

    def referral_code(self, code: str) -> ReferralCode | None:
        """Return whose referral code that is."""
        return self._rows.get(ReferralCode, keys.referral_code(code)) if code else None

    def search(self, *, text: str, cursor: str | None, limit: int) -> Page[User]:
        """Return users whose address, name or Plex name starts with `text`, in this order.

        All users, the newest first, when it is empty.
        """
        start = keys.folded(text)
        if not start:
            return self._rows.page(User, keys.users(), cursor=cursor, limit=limit)
        spans = keys.users_starting(start)

        def is_first_hit(span: Span, user: User) -> bool:
            names = (user.email, user.name, user.media.username)
            hits = [
                each
                for each, name in zip(spans, names, strict=True)
                if keys.folded(name).startswith(start)
            ]
            return hits[:1] == [span]

        return self._rows.page(User, *spans, cursor=cursor, limit=limit, accept=is_first_hit)

    def links(self, user_ids: tuple[UserId, ...]) -> dict[UserId, Links]:
        """Return how each user is linked to others; one round trip for every 100."""
        rows = self._rows.get_many(people_keys.links(user_id) for user_id in user_ids)
        stored = [codec.from_attributes(Links, row) for row in rows.values()]
        blank = {user_id: Links(user_id) for user_id in user_ids}
        return blank | {each.user_id: each for each in stored}

    def masters(self, *, cursor: str | None, limit: int) -> Page[Links]:
        """Return those who have subs, the last changed first."""
        return self._rows.page(Links, people_keys.masters(), cursor=cursor, limit=limit)


class DynamoLoginStore:
    """See users.ports.LoginStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def login(self, email: str) -> Login | None:
        """Return the login of a casefolded address."""
        return self._rows.get(Login, keys.login(email)) if email else None

    def any_login(self) -> bool:
        """Tell whether any login exists."""
        return bool(self._rows.page(Login, keys.logins(), cursor=None, limit=1).items)

    def session(self, token_hash: str, *, now: datetime) -> Session | None:
        """Return the session unless it has ended."""
        session = self._rows.get(Session, keys.session(token_hash))
        return session if session and now < session.expires_at else None

    def setup_link(self) -> SetupLink | None:
        """Return the set-up link, used or not."""
        return self._rows.get(SetupLink, keys.setup_link())
