"""Plex as a place from which people download: one call a look tells what runs now.

The activities of a server name the account, a title and how far it is, and nothing more
(Tautulli/Tautulli#1451). What begins and ends between two looks is never seen.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element

from chalicelib.adapters.media.plex_session import (
    PlexSession,
    fold,
    improper_answer,
    parse_xml,
    refusal,
    refuses_token,
)
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import PlexAccount
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.downloads.model import Download, Told

_TYPE = "media.download"
# On a media server the owner is account 1, whatever the plex.tv id is; 0 is nobody.
_OWNER_ID = "1"
_NOBODY = frozenset({"", "0"})


class PlexDownloads:
    """See enforcement.download_ports.DownloadSource.

    `on_refused` is told when a server refuses the token of its account.
    """

    capabilities: Final = frozenset({Capability.DOWNLOADS_RUNNING})

    def __init__(
        self,
        session: PlexSession,
        *,
        on_refused: Callable[[PlexAccount], None] = lambda _account: None,
    ) -> None:
        self._session = session
        self._on_refused = on_refused

    def downloads(
        self,
        access: ServerAccess,
        *,
        since: datetime,  # noqa: ARG002 - what is over is not told
        now: datetime,
        timeout_seconds: float,
    ) -> Told:
        """Return what runs now; raises RetryLaterError or ActionRequiredError."""
        url = f"{access.server.url.rstrip('/')}/activities"
        answer = self._session.look(url, token=access.token, timeout_seconds=timeout_seconds)
        if answer.status >= 400:
            if access.account is not None and refuses_token(answer):
                self._on_refused(access.account)
            raise refusal(answer, where=url)
        tree = parse_xml(answer.text, where=url)
        if tree.tag != "MediaContainer":
            raise improper_answer(url)
        owners = {_OWNER_ID, access.account.plex_id if access.account else _OWNER_ID}
        rows = [row for row in tree.iter("Activity") if row.get("type") == _TYPE]
        running = [_download(access, row, now=now) for row in rows]
        theirs = tuple(
            each
            for each in running
            if each.ref and each.account_ref not in owners and each.account_ref not in _NOBODY
        )
        return Told(access.server.id, theirs, lists_running=True)


def _download(access: ServerAccess, row: Element, *, now: datetime) -> Download:
    context = row.find("Context")
    title = row.get("subtitle") or row.get("title") or ""
    key = context.get("key", "") if context is not None else ""
    return Download(
        server_id=access.server.id,
        account_ref=row.get("userID", ""),
        title=title,
        # The key is one server's own; the title tells the same film on another one.
        title_key=fold(title) or key,
        at=now,
        ref=row.get("uuid", ""),
    )
