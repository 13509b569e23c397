"""Ask many people at once to change their media account."""

from chalicelib import wiring
from chalicelib.access import media_change
from chalicelib.entrypoints.admin.shapes import Key
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import PlexAccountId, ServerId

registry = Registry()


class MediaChangeQuestion(Model):
    """Everybody of one server, or of all servers of a Plex account: one of the two."""

    server_id: Key | None = None
    account_id: Key | None = None


class MediaChangeInput(MediaChangeQuestion):
    """The same, and whether they have to change the account, or no longer have to."""

    is_needed: bool = True


class MediaChangePreview(Model):
    """How many people that are."""

    people: int


class MediaChangeOrder(Model):
    """The job that marks them."""

    job_id: str


@registry.add(
    "POST",
    "/media-changes/preview",
    summary="How many people would be asked",
    body=MediaChangeQuestion,
    returns=MediaChangePreview,
)
def preview_media_change(call: Call[MediaChangeQuestion, NoInput]) -> MediaChangePreview:
    """Return how many people have access there; nothing is done."""
    server_id, account_id = _where(call.body)
    found = media_change.people(wiring.access_deps(), server_id=server_id, account_id=account_id)
    return MediaChangePreview(people=found)


@registry.add(
    "POST",
    "/media-changes",
    summary="Ask everybody of a server or account for another media account",
    body=MediaChangeInput,
    returns=MediaChangeOrder,
    status=202,
)
def ask_media_change(call: Call[MediaChangeInput, NoInput]) -> MediaChangeOrder:
    """Mark everybody there; they see it on their page, and buy again once it is done."""
    server_id, account_id = _where(call.body)
    job = media_change.ask(
        wiring.access_deps(),
        server_id=server_id,
        account_id=account_id,
        is_needed=call.body.is_needed,
        actor=call.actor,
    )
    return MediaChangeOrder(job_id=job.id)


def _where(body: MediaChangeQuestion) -> tuple[ServerId | None, PlexAccountId | None]:
    return (
        ServerId(body.server_id) if body.server_id else None,
        PlexAccountId(body.account_id) if body.account_id else None,
    )
