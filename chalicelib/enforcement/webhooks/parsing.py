"""What a media server's webhook says, as far as it matters (pure).

Only one question is put to it: may somebody have begun to play? Nothing else in it is believed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_LONGEST_NAME = 60
_STRANGE = re.compile(r"[^\w .:-]")

# By sender, the events after which more may run than before; in lower case.
# https://support.plex.tv/articles/115002267687-webhooks/
_PLEX = {"media.play", "media.resume", "playback.started"}
# https://github.com/jellyfin/jellyfin-plugin-webhook: nothing tells that somebody goes on.
_JELLYFIN = {"playbackstart"}
_EMBY = {"playback.start", "playback.unpause"}
# `{action}` of https://github.com/Tautulli/Tautulli; a change of the transcode decision is one.
_TAUTULLI = {"play", "resume", "change", "concurrent"}


@dataclass(frozen=True, slots=True)
class HookEvent:
    """One webhook: who sent it, what it is called (both empty if unknown).

    `machine_id` is which server it is about where the sender speaks for several. `may_play` says
    that more may run than before it.
    """

    sender: str = ""
    name: str = ""
    machine_id: str = ""
    may_play: bool = True


def read(text: str) -> HookEvent:
    """Return what a body says; one that nobody can read may mean anything, so it `may_play`."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return HookEvent()
    if not isinstance(told, Mapping):
        return HookEvent()
    # Emby writes with capitals what Plex writes small; Jellyfin's plugin has a word of its own.
    for sender, key, playing in (
        ("Jellyfin", "NotificationType", _JELLYFIN),
        ("Emby", "Event", _EMBY),
        ("Plex", "event", _PLEX),
        ("Tautulli", "action", _TAUTULLI),
    ):
        name = told.get(key)
        if isinstance(name, str) and name.strip():
            machine_id = _machine_id(told) if sender == "Plex" else ""
            return HookEvent(sender, _plain(name), machine_id, name.strip().lower() in playing)
    return HookEvent()


def _machine_id(told: Mapping[str, Any]) -> str:
    server = told.get("Server")
    found = server.get("uuid") if isinstance(server, Mapping) else None
    return found if isinstance(found, str) else ""


def _plain(name: str) -> str:
    return _STRANGE.sub("", name.strip())[:_LONGEST_NAME]
