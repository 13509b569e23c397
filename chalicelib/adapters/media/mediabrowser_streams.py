"""Emby and Jellyfin as places where streams run: one call a look, two calls a stop."""

import functools
import ipaddress
import logging
import time

from chalicelib.adapters.media.answers import fold
from chalicelib.adapters.media.mediabrowser_session import (
    MediaBrowserSession,
    Question,
    Row,
    decoded,
    plain_id,
    reading,
)
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.model import AddressKind, MediaKind, PlayState, Stream
from chalicelib.enforcement.ports import CannotStopError, SessionEndedError
from chalicelib.kernel.errors import AppError
from chalicelib.users.claims import on_server

log = logging.getLogger(__name__)

_TRANSCODES = "Transcode"
_LIVE = frozenset({"TvChannel", "LiveTvChannel", "Program", "LiveTvProgram", "TvProgram"})
_NO_STREAM = frozenset({"Photo", "Book"})
# A wide film has fewer lines than its class: 3840 × 1600 is 4K.
_LINES_PER_COLUMN = 9 / 16
# Which of a title's ids in the world names it on every server, the first that is there.
_WORLD_IDS = ("Imdb", "Tmdb", "Tvdb", "MusicBrainzTrack")
_MESSAGE_SHARE = 0.4
_AT_HOME = tuple(
    ipaddress.ip_network(each)
    for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10")
)


class MediaBrowserStreamHost:
    """Reads and stops streams of the servers of one platform."""

    def __init__(self, session: MediaBrowserSession) -> None:
        self._session = session

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Tell what the platform can do."""
        return self._session.dialect.capabilities

    def streams(self, access: ServerAccess, *, timeout_seconds: float) -> tuple[Stream, ...]:
        """Return what runs now; raises RetryLaterError or ActionRequiredError."""
        url = access.server.url
        answer = self._session.look(
            url, access.token, self._session.dialect.sessions, timeout_seconds=timeout_seconds
        )
        self._session.check(answer, where=url)
        rows = decoded(answer, where=url)
        with reading(url):
            playing = [row for row in rows if row.get("NowPlayingItem")]
            return tuple(
                _stream(access, row)
                for row in playing
                if row["NowPlayingItem"].get("MediaType") not in _NO_STREAM
            )

    def stop(
        self, access: ServerAccess, *, session_id: str, message: str, timeout_seconds: float
    ) -> None:
        """Show the message and stop what the session plays.

        Raises SessionEndedError for one that is unknown. Of others the server says yes even if
        the player does not obey: the next look tells.
        """
        if not session_id:
            raise CannotStopError(
                "The player takes no commands.",
                remedy="Sign the device out, which ends what it plays.",
            )
        deadline = time.monotonic() + timeout_seconds
        if message:
            self._show(access, session_id, message, timeout_seconds * _MESSAGE_SHARE)
        url, question = access.server.url, Question("POST", f"Sessions/{session_id}/Playing/Stop")
        left = max(deadline - time.monotonic(), 0.1)
        answer = self._session.call(url, access.token, question, timeout_seconds=left)
        if answer.status == 403:
            raise CannotStopError(
                "The server refuses to stop streams.",
                remedy="Use an API key made in the server's dashboard.",
            )
        if answer.status == 404:
            raise SessionEndedError("The stream does not run any more.", remedy="Look again.")
        self._session.check(answer, where=url)

    def warn(
        self, access: ServerAccess, *, session_id: str, message: str, timeout_seconds: float
    ) -> None:
        """Show a message while the stream goes on; a session that is gone is shown none."""
        url, question = access.server.url, self._session.dialect.show(session_id, message)
        answer = self._session.call(url, access.token, question, timeout_seconds=timeout_seconds)
        if answer.status != 404:
            self._session.check(answer, where=url)

    def source_height(
        self,
        access: ServerAccess,  # noqa: ARG002 - Plex has to be asked
        stream: Stream,
        *,
        timeout_seconds: float,  # noqa: ARG002
    ) -> int:
        """Return what the stream tells itself, 0 when it does not."""
        return stream.source_height

    def _show(
        self, access: ServerAccess, session_id: str, message: str, timeout_seconds: float
    ) -> None:
        """Show a message; a player that shows none is stopped all the same."""
        question = self._session.dialect.show(session_id, message)
        try:
            answer = self._session.call(
                access.server.url, access.token, question, timeout_seconds=timeout_seconds
            )
            status = answer.status
        except AppError:
            status = 0
        if status >= 400 or not status:
            told = {"server_id": access.server.id, "status": status}
            log.warning("media.message_not_shown", extra=told)


_TICKS_PER_SECOND = 10_000_000


def _seconds(ticks: object) -> int | None:
    return None if ticks is None else int(str(ticks)) // _TICKS_PER_SECOND


def _stream(access: ServerAccess, row: Row) -> Stream:
    item, state = row["NowPlayingItem"], row.get("PlayState") or {}
    account_ref = plain_id(row.get("UserId"))
    transcoding = row.get("TranscodingInfo") or {}
    is_video = item.get("MediaType") != "Audio"
    picture = _picture(item)
    address, address_kind = _address(str(row.get("RemoteEndPoint") or ""))
    return Stream(
        server_id=access.server.id,
        session_key=str(row["Id"]),
        session_id=str(row["Id"]) if row.get("SupportsRemoteControl", True) else "",
        account_ref=on_server(access.server.id, account_ref) if account_ref else "",
        username=fold(row.get("UserName")),
        # Nobody owns such a server; an administrator's account is no customer's.
        is_owner=False,
        device_id=str(row.get("DeviceId") or ""),
        device_name=str(row.get("DeviceName") or ""),
        product=str(row.get("Client") or ""),
        title=" – ".join(str(part) for part in (item.get("SeriesName"), item.get("Name")) if part),
        title_key=_title_key(item),
        media_kind=_kind(item),
        state=PlayState.PAUSED if state.get("IsPaused") else PlayState.PLAYING,
        address=address,
        address_kind=address_kind,
        transcodes_video=(
            is_video
            and state.get("PlayMethod") == _TRANSCODES
            and not transcoding.get("IsVideoDirect")
        ),
        source_height=_lines(picture),
        bitrate_kbps=_kbps(item, transcoding, picture),
        # A player that tells no position is not one that stands still.
        position_seconds=_seconds(state.get("PositionTicks")),
        duration_seconds=_seconds(item.get("RunTimeTicks")) or None,
    )


def _picture(item: Row) -> Row:
    """Return the video of the source; unlike Plex these servers tell it while they transcode."""
    found = (each for each in item.get("MediaStreams") or () if each.get("Type") == "Video")
    return next(found, {})


def _lines(picture: Row) -> int:
    height, width = int(picture.get("Height") or 0), int(picture.get("Width") or 0)
    return max(height, round(width * _LINES_PER_COLUMN))


def _kbps(item: Row, transcoding: Row, picture: Row) -> int:
    sent = transcoding.get("Bitrate") or sum(
        int(transcoding.get(name) or 0) for name in ("VideoBitrate", "AudioBitrate")
    )
    source = item.get("Bitrate") or picture.get("BitRate")
    return int(sent or source or 0) // 1000


def _title_key(item: Row) -> str:
    known = item.get("ProviderIds") or {}
    for name in _WORLD_IDS:
        if known.get(name):
            return f"{name.casefold()}:{known[name]}"
    return str(item.get("Id") or "")


def _kind(item: Row) -> MediaKind:
    if item.get("MediaType") == "Audio":
        return MediaKind.TRACK
    if item.get("Type") in _LIVE:
        return MediaKind.LIVE
    is_extra = item.get("Type") == "Trailer" or bool(item.get("ExtraType"))
    return MediaKind.TRAILER if is_extra else MediaKind.VIDEO


@functools.lru_cache(maxsize=4096)
def _address(text: str) -> tuple[str, AddressKind]:
    """Return where the viewer is; behind a proxy that tells no addresses it is the proxy."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return bare, AddressKind.UNKNOWN
    seen = getattr(address, "ipv4_mapped", None) or address
    if seen.is_loopback:
        return str(seen), AddressKind.UNKNOWN
    is_at_home = any(seen in network for network in _AT_HOME)
    return str(seen), AddressKind.LAN if is_at_home else AddressKind.PUBLIC
