"""Who somebody is on media servers, and the claims that keep it unique (pure)."""

from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.users.model import MediaClaim, MediaIdentity

DISCORD = "discord"


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


def discord_claims(discord_id: str, user_id: UserId) -> tuple[MediaClaim, ...]:
    """Return the claim to a Discord account: two users would take each other's roles."""
    return (MediaClaim(f"{DISCORD}:{discord_id}", user_id),) if discord_id else ()


def on_server(server_id: ServerId, account_ref: str) -> str:
    """Return what names an account that exists on one server only.

    Ids of accounts are not enough: servers restored from one backup have the same ones.
    """
    return f"{server_id}/{account_ref}"


def is_on_server(ref: str) -> bool:
    """Tell whether this names an account of one server, and none of plex.tv."""
    return "/" in ref


def account_claim(server_id: ServerId, account_ref: str, user_id: UserId) -> MediaClaim:
    """Return the claim that says whose account on a server this is."""
    return MediaClaim(f"id:{on_server(server_id, account_ref)}", user_id)
