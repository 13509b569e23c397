"""Emby and Jellyfin as places from which people download: the activity log tells each that began.

Some apps write the same download into the log again and again, a hundred times a minute
(jellyfin/jellyfin#12187), so that an entry says that a title was downloaded, and not how often or
for how long. Jellyfin writes only what was asked of its download address; whoever saves a stream
instead is not seen (jellyfin/jellyfin#12264).

Both wrote the same type of entry while they shared their code. What Emby 4 writes is described
nowhere: an entry of another type that speaks of a download is counted as unknown, and as nobody's
download.
"""

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from chalicelib.adapters.media.answers import fold
from chalicelib.adapters.media.mediabrowser_session import (
    MediaBrowserSession,
    Row,
    decoded,
    instant,
    plain_id,
    reading,
)
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.downloads.model import Download, Told
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.users.claims import on_server

log = logging.getLogger(__name__)

_PAGE = 1000
_MOST_PAGES = 10
# The server writes a sentence in its own language; of the English one we know the title.
_IS_DOWNLOADING = " is downloading "
# Without dots and capitals, which differ between versions.
_DOWNLOAD = "userdownloadingcontent"


class MediaBrowserDownloads:
    """See enforcement.download_ports.DownloadSource."""

    def __init__(self, session: MediaBrowserSession) -> None:
        self._session = session

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Tell what the platform can do."""
        return frozenset({Capability.DOWNLOADS_LOGGED})

    def downloads(
        self,
        access: ServerAccess,
        *,
        since: datetime,
        now: datetime,  # noqa: ARG002 - the log has times of its own
        timeout_seconds: float,
    ) -> Told:
        """Return what began at `since` or later; raises RetryLaterError or ActionRequiredError."""
        deadline = time.monotonic() + timeout_seconds
        rows = list(self._entries(access, since=since, deadline=deadline))
        with reading(access.server.url):
            dated = [(at, row) for row in rows if (at := instant(row.get("Date"))) is not None]
            begun = tuple(
                _download(access, row, at=at)
                for at, row in dated
                if _is_download(row) and at >= since
            )
        until = max((at for at, _ in dated), default=None)
        unknown = [str(row["Type"])[:40] for at, row in dated if _is_unknown(row) and at >= since]
        if unknown:
            told = {"server_id": access.server.id, "types": sorted(set(unknown))[:5]}
            log.info("downloads.unknown_entries", extra=told)
        return Told(access.server.id, begun, until=until, unknown=len(unknown))

    def _entries(self, access: ServerAccess, *, since: datetime, deadline: float) -> Iterator[Row]:
        """Yield the log's entries from `since` on, which nearly always are one page."""
        url, start = access.server.url, 0
        from_then = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        for _ in range(_MOST_PAGES):
            left = deadline - time.monotonic()
            if left <= 0:
                raise RetryLaterError("The activity log is too long to be read in time.")
            question = self._session.dialect.entries(since=from_then, start=start, limit=_PAGE)
            answer = self._session.call(url, access.token, question, timeout_seconds=left)
            self._session.check(answer, where=url)
            told = decoded(answer, where=url)
            with reading(url):
                rows, total = list(told["Items"]), int(told["TotalRecordCount"])
            yield from rows
            start += len(rows)
            if not rows or start >= total:
                return
        log.warning("downloads.log_cut", extra={"server_id": access.server.id, "read": start})


def _is_download(row: Row) -> bool:
    """Tell whether an entry is about a download by a person."""
    return _type(row) == _DOWNLOAD and bool(_account(row))


def _is_unknown(row: Row) -> bool:
    """Tell whether an entry speaks of a download by a person in a way that we do not know."""
    kind = _type(row)
    speaks = "download" in kind and "subtitle" not in kind
    return speaks and kind != _DOWNLOAD and bool(_account(row))


def _type(row: Row) -> str:
    kind = str(row.get("Type") or "").casefold()
    return "".join(each for each in kind if each.isalnum())


def _account(row: Row) -> str:
    """Return whose download it is, empty for nobody's: an id of zeros."""
    account = plain_id(row.get("UserId"))
    return account if account.strip("0") else ""


def _download(access: ServerAccess, row: Row, *, at: datetime) -> Download:
    sentence = str(row.get("Name") or "")
    title = sentence.partition(_IS_DOWNLOADING)[2] or sentence
    item = plain_id(row.get("ItemId"))
    return Download(
        server_id=access.server.id,
        account_ref=on_server(access.server.id, _account(row)),
        title=title,
        # Older servers do not name the item (jellyfin/jellyfin#11023).
        title_key=f"{access.server.id}/{item}" if item else fold(title),
        at=at,
        ref=str(row["Id"]),
    )
