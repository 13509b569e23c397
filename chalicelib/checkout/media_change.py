"""Nothing is sold to a person whose media account must be another first (B029)."""

from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.kernel.errors import ConflictError
from chalicelib.kernel.ids import UserId


class MediaChangeNeededError(ConflictError):
    """The person has to sign in with another media account before the next purchase."""

    default_code = "media_change_needed"


def refuse_until_changed(deps: CheckoutDeps, *, user_id: UserId | None) -> None:
    """Raise MediaChangeNeededError if this person must change the media account first."""
    user = deps.users.get(user_id) if user_id else None
    if user is not None and user.must_change_media:
        raise MediaChangeNeededError(
            "Please change your Plex account first.",
            remedy="Sign in to your account here, then sign in with the Plex account to be used "
            "from now on. Nothing was charged.",
        )
