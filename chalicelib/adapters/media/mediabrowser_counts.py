"""How many items an Emby or Jellyfin server has: it counts them itself, by kind."""

from collections.abc import Mapping

from chalicelib.adapters.media.mediabrowser_session import MediaBrowserSession, Question, reading
from chalicelib.catalog.model import Library
from chalicelib.catalog.ports import ServerAccess

_COUNTS = Question("GET", "Items/Counts")
# What the platform calls what we call a kind of library.
_KINDS = {"movie": "MovieCount", "show": "SeriesCount", "artist": "ArtistCount"}


class MediaBrowserItemCounter:
    """See insights.ports.ItemCounter."""

    def __init__(self, session: MediaBrowserSession) -> None:
        self._session = session

    def items(self, access: ServerAccess, libraries: tuple[Library, ...]) -> Mapping[str, int]:
        """Return how many films, shows and artists the whole server has."""
        if not libraries:
            return {}
        url = access.server.url
        told = self._session.read(url, access.token, _COUNTS)
        with reading(url):
            counts = {kind: int(told[name]) for kind, name in _KINDS.items()}
        return {kind: count for kind, count in counts.items() if count}
