"""Who somebody is at plex.tv, and the claims that keep it unique (pure)."""

from chalicelib.kernel.ids import UserId
from chalicelib.users.model import MediaClaim, MediaIdentity


def normal(media: MediaIdentity) -> MediaIdentity:
    """Return the identity as it is kept: trimmed and casefolded."""
    return MediaIdentity(
        username=media.username.strip().casefold(),
        email=media.email.strip().casefold(),
        plex_id=media.plex_id.strip(),
        is_proven=media.is_proven,
    )


def claims_of(media: MediaIdentity, user_id: UserId) -> tuple[MediaClaim, ...]:
    """Return the claims that a user with this identity holds."""
    values = {"name": media.username, "email": media.email, "id": media.plex_id}
    return tuple(MediaClaim(f"{word}:{text}", user_id) for word, text in values.items() if text)
