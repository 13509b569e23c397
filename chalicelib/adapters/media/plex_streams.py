"""Plex as a place where streams run: one call a look, one call a stop."""

import functools
import ipaddress
import logging
from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element

from chalicelib.adapters.media.plex_session import (
    Answer,
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
from chalicelib.enforcement.model import AddressKind, MediaKind, PlayState, Stream
from chalicelib.enforcement.ports import CannotStopError, CannotWarnError, SessionEndedError

log = logging.getLogger(__name__)

# On a media server the owner is account 1, whatever the plex.tv id is.
_OWNER_ID = "1"
_STATES = {
    "playing": PlayState.PLAYING,
    "paused": PlayState.PAUSED,
    "buffering": PlayState.BUFFERING,
}
_NOTHING = Element("Nothing")
_LINES_PER_COLUMN = 9 / 16
_HEIGHTS = {"4k": 2160, "2k": 1440, "sd": 480}


class PlexStreamHost:
    """Reads and stops streams of Plex servers, asking each server itself.

    `on_refused` is told when a server refuses the token of its account.
    """

    capabilities: Final = frozenset({Capability.STOPPING})

    def __init__(
        self,
        session: PlexSession,
        *,
        on_refused: Callable[[PlexAccount], None] = lambda _account: None,
    ) -> None:
        self._session = session
        self._on_refused = on_refused

    def streams(self, access: ServerAccess, *, timeout_seconds: float) -> tuple[Stream, ...]:
        """Return what runs now; raises RetryLaterError or ActionRequiredError."""
        url = f"{access.server.url.rstrip('/')}/status/sessions"
        answer = self._session.look(url, token=access.token, timeout_seconds=timeout_seconds)
        if answer.status >= 400:
            self._doubt(access, answer)
            raise refusal(answer, where=url)
        tree = parse_xml(answer.text, where=url)
        rows = [row for row in tree if row.tag in {"Video", "Track", "Photo"}]
        told = tree.get("size")
        if tree.tag != "MediaContainer" or (told and told.isdigit() and int(told) != len(tree)):
            raise improper_answer(url)
        return tuple(_stream(access, row) for row in rows if row.tag != "Photo")

    def stop(
        self, access: ServerAccess, *, session_id: str, message: str, timeout_seconds: float
    ) -> None:
        """Stop a session and show the message; raises SessionEndedError for an unknown one."""
        if not session_id:
            raise CannotStopError("The player reports no session that could be stopped.")
        url = f"{access.server.url.rstrip('/')}/status/sessions/terminate"
        answer: Answer = self._session.call(
            "GET",
            url,
            token=access.token,
            params={"sessionId": session_id, "reason": message},
            timeout_seconds=timeout_seconds,
        )
        if answer.status == 403:
            raise CannotStopError(
                "The server refuses to stop streams.",
                remedy="Stopping streams needs Plex Pass on the owner's account.",
            )
        if answer.status == 404:
            raise SessionEndedError("The stream does not run any more.", remedy="Look again.")
        if answer.status >= 400:
            self._doubt(access, answer)
            raise refusal(answer, where=url)

    def warn(
        self,
        access: ServerAccess,
        *,
        session_id: str,  # noqa: ARG002 - other platforms need it
        message: str,  # noqa: ARG002
        timeout_seconds: float,  # noqa: ARG002
    ) -> None:
        """Raise CannotWarnError: a Plex player shows a message only as it stops."""
        raise CannotWarnError(f"{access.server.name} shows no message while a stream goes on.")

    def source_height(
        self, access: ServerAccess, stream: Stream, *, timeout_seconds: float
    ) -> int:
        """Return the lines of the version that is played, of the smallest if none is named.

        0 when the title is gone or tells no size; raises RetryLaterError or ActionRequiredError.
        """
        if not stream.item_key.isdigit():
            return 0
        url = f"{access.server.url.rstrip('/')}/library/metadata/{stream.item_key}"
        answer = self._session.look(url, token=access.token, timeout_seconds=timeout_seconds)
        if answer.status == 404:
            return 0
        if answer.status >= 400:
            self._doubt(access, answer)
            raise refusal(answer, where=url)
        versions = list(parse_xml(answer.text, where=url).iter("Media"))
        played = [each for each in versions if each.get("id") == stream.version_key]
        return min((_height(each) for each in played or versions), default=0)

    def _doubt(self, access: ServerAccess, answer: Answer) -> None:
        """Tell that a server refuses its account's token, which plex.tv may know better."""
        if access.account is not None and refuses_token(answer):
            self._on_refused(access.account)


def _stream(access: ServerAccess, row: Element) -> Stream:
    # One pass, the first of each kind: a sweep does this thousands of times.
    parts: dict[str, Element] = {}
    for each in row:
        known = parts.setdefault(each.tag, each)
        is_better = each.get("selected") == "1" and known.get("selected") != "1"
        if is_better and each.tag == "Media":
            parts["Media"] = each
    user, player = parts.get("User", _NOTHING), parts.get("Player", _NOTHING)
    session = parts.get("Session", _NOTHING)
    transcode = parts.get("TranscodeSession", _NOTHING)
    media = parts.get("Media", _NOTHING)
    account = user.get("id", "")
    owner_id = access.account.plex_id if access.account else _OWNER_ID
    is_owner = account in {_OWNER_ID, owner_id}
    transcodes_video = transcode.get("videoDecision") == "transcode"
    address, address_kind = _address(player)
    rates = _number(session.get("bandwidth")), _number(media.get("bitrate"))
    return Stream(
        server_id=access.server.id,
        session_key=row.get("sessionKey", ""),
        session_id=session.get("id", ""),
        account_ref=owner_id if is_owner else account,
        username=fold(user.get("title")),
        is_owner=is_owner,
        device_id=player.get("machineIdentifier", ""),
        device_name=player.get("title", ""),
        product=player.get("product", ""),
        title=" – ".join(part for part in (row.get("grandparentTitle"), row.get("title")) if part),
        # One film has one guid on every server, but a rating key of each server's own.
        title_key=row.get("guid") or row.get("ratingKey") or "",
        media_kind=_kind(row),
        state=_state(player.get("state", "")),
        address=address,
        address_kind=address_kind,
        transcodes_video=transcodes_video,
        # While video is transcoded the media describes the target; the source is then unknown.
        source_height=0 if transcodes_video else _height(media),
        # What is kept free for a session is more than it takes, so the smaller one is true.
        bitrate_kbps=min(filter(None, rates), default=0),
        item_key=row.get("ratingKey", ""),
        version_key=media.get("id", ""),
        # A player that tells no position is not one that stands still.
        position_seconds=_seconds(row.get("viewOffset")),
        duration_seconds=_number(row.get("duration")) // 1000 or None,
    )


def _kind(row: Element) -> MediaKind:
    if row.tag == "Track":
        return MediaKind.TRACK
    if row.get("live") == "1":
        return MediaKind.LIVE
    is_extra = row.get("type") == "clip" and (row.get("subtype") == "trailer")
    return MediaKind.TRAILER if is_extra or row.get("extraType") else MediaKind.VIDEO


def _state(word: str) -> PlayState:
    state = _STATES.get(word)
    if state is None:
        # One odd player must not blind us to the rest of the server.
        log.warning("plex.unknown_play_state", extra={"word": word[:40]})
        return PlayState.PLAYING
    return state


def _address(player: Element) -> tuple[str, AddressKind]:
    """Return where the viewer is; through a relay the address says nothing."""
    seen, public = player.get("address", ""), player.get("remotePublicAddress", "")
    if player.get("relayed") == "1":
        return public or seen, AddressKind.RELAY
    if player.get("local") == "1":
        return seen, AddressKind.LAN
    return public or seen, _kind_of_address(public or seen)


@functools.lru_cache(maxsize=4096)
def _kind_of_address(text: str) -> AddressKind:
    try:
        is_loopback = ipaddress.ip_address(text).is_loopback
    except ValueError:
        return AddressKind.UNKNOWN
    return AddressKind.UNKNOWN if is_loopback else AddressKind.PUBLIC


def _height(media: Element) -> int:
    named = media.get("videoResolution", "").casefold()
    if named in _HEIGHTS:
        return _HEIGHTS[named]
    lines = _number(named) or _number(media.get("height"))
    # A wide film has fewer lines than its class: 3840 × 1600 is 4K.
    return max(lines, round(_number(media.get("width")) * _LINES_PER_COLUMN))


def _seconds(milliseconds: str | None) -> int | None:
    return None if milliseconds is None else _number(milliseconds) // 1000


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
