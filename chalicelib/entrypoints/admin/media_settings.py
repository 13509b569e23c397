"""Settings of what is taken over from media servers, and what is set there."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib import wiring
from chalicelib.entrypoints.admin.shapes import Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.settings import media
from chalicelib.settings.model import MediaSettings

registry = Registry()

MachineId = Annotated[str, StringConstraints(max_length=media.LONGEST_MACHINE_ID)]


class MediaSettingsShape(Model):
    """What is taken over from media servers; `ignored_servers` are machine ids."""

    sync_from_remote: bool
    import_as_permanent: bool
    sync_shared_libraries: bool
    refresh_statistics: bool
    ignored_servers: Annotated[list[MachineId], Field(max_length=media.MOST_IGNORED)]
    template_account: Annotated[str, StringConstraints(max_length=media.LONGEST_ACCOUNT)] = ""
    version: Version


@registry.add(
    "GET", "/settings/media", summary="Media server settings", returns=MediaSettingsShape
)
def read_media_settings(_call: Call[NoInput, NoInput]) -> MediaSettingsShape:
    """Return what is taken over from media servers, and what is set there."""
    return _shape(wiring.settings_deps().store.media())


@registry.add(
    "PUT",
    "/settings/media",
    summary="Change the media server settings",
    body=MediaSettingsShape,
    returns=MediaSettingsShape,
)
def change_media_settings(call: Call[MediaSettingsShape, NoInput]) -> MediaSettingsShape:
    """Save the media server settings; nobody who is known already is touched."""
    wanted = call.body.model_dump(exclude={"version", "ignored_servers"})
    saved = media.change(
        wiring.settings_deps(),
        version=call.body.version,
        changes=media.MediaChanges(**wanted, ignored_servers=tuple(call.body.ignored_servers)),
        actor=call.actor,
    )
    return _shape(saved)


def _shape(settings: MediaSettings) -> MediaSettingsShape:
    return MediaSettingsShape.model_validate(settings)
