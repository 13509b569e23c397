"""Change what is taken over from media servers, and what is set there."""

from dataclasses import dataclass, replace

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError, Problem
from chalicelib.settings import checks, section
from chalicelib.settings.model import MediaSettings
from chalicelib.settings.ports import SettingsDeps, SettingsStore

MOST_IGNORED = 200
LONGEST_MACHINE_ID = 120
LONGEST_ACCOUNT = 64


class SyncOffError(ConflictError):
    """Nothing is taken over from media servers, because the site says so."""

    default_code = "sync_off"


@dataclass(frozen=True, slots=True)
class MediaChanges:
    """What to change; None keeps what is set."""

    sync_from_remote: bool | None = None
    import_as_permanent: bool | None = None
    sync_shared_libraries: bool | None = None
    refresh_statistics: bool | None = None
    ignored_servers: tuple[str, ...] | None = None
    template_account: str | None = None


def change(
    deps: SettingsDeps, *, version: int, changes: MediaChanges, actor: Actor
) -> MediaSettings:
    """Change the settings as they were at `version`; nobody who is known already is touched.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.media(), version)
    after = replace(before, **section.given(changes))
    ignored = tuple(sorted({each.strip() for each in after.ignored_servers} - {""}))
    after = replace(after, ignored_servers=ignored)
    checks.refuse(
        [
            *_wrong_ids(ignored),
            checks.text("template_account", after.template_account, longest=LONGEST_ACCOUNT),
        ]
    )
    return section.saved(deps, before, after, actor=actor)


def require_sync(store: SettingsStore, *, machine_id: str = "") -> None:
    """Raise SyncOffError when nothing shall be taken over (B162), or not from this server (B138).

    `machine_id` is the server's, empty for no one in particular.
    """
    settings = store.media()
    if not settings.sync_from_remote:
        raise SyncOffError(
            "Nothing is taken over from media servers: the sync is switched off.",
            remedy="Switch it on under Settings, Media servers.",
        )
    if machine_id and machine_id in settings.ignored_servers:
        raise SyncOffError(
            "This server is on the list of those that are left alone.",
            remedy="Take it from the list under Settings, Media servers.",
            code="server.ignored",
        )


def _wrong_ids(ids: tuple[str, ...]) -> list[Problem | None]:
    if len(ids) > MOST_IGNORED:
        message = f"{len(ids)} servers are too many."
        return [Problem("ignored_servers", message, f"Name at most {MOST_IGNORED}.")]
    return [checks.text("ignored_servers", each, longest=LONGEST_MACHINE_ID) for each in ids]
