"""How many items the libraries of a Plex server have: one small call a library."""

from collections.abc import Mapping

from chalicelib.adapters.media.plex_session import PlexSession, improper_answer, parse_xml, refusal
from chalicelib.catalog.model import Library
from chalicelib.catalog.ports import ServerAccess

# The length of a list without any of its rows.
_NOTHING_BUT_THE_LENGTH = {"X-Plex-Container-Start": "0", "X-Plex-Container-Size": "0"}


class PlexItemCounter:
    """See insights.ports.ItemCounter."""

    def __init__(self, session: PlexSession) -> None:
        self._session = session

    def items(self, access: ServerAccess, libraries: tuple[Library, ...]) -> Mapping[str, int]:
        """Return how many films, shows or artists these libraries have, by their kind."""
        counts: dict[str, int] = {}
        for library in libraries:
            count = self._count(access, library)
            counts[library.kind] = counts.get(library.kind, 0) + count
        return counts

    def _count(self, access: ServerAccess, library: Library) -> int:
        url = f"{access.server.url.rstrip('/')}/library/sections/{library.key}/all"
        answer = self._session.call("GET", url, token=access.token, params=_NOTHING_BUT_THE_LENGTH)
        if answer.status >= 400:
            raise refusal(answer, where=url)
        told = parse_xml(answer.text, where=url).get("totalSize") or ""
        if not told.isdigit():
            raise improper_answer(url)
        return int(told)
