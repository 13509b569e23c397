"""How big the source of a converted stream is, where the stream does not tell.

While Plex converts video it tells the size of what it makes. Only a server that forbids
converting 4K needs the other one, and a title is asked for once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chalicelib.enforcement.judging.counting import Key, Limits
from chalicelib.enforcement.looking.look import Target
from chalicelib.enforcement.model import ServerLook, Stream
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.usage.watch import Memory
from chalicelib.kernel.errors import AppError
from chalicelib.settings.limit_model import Rule
from chalicelib.settings.model import EnforcementMode


def unknown(look: ServerLook, memory: Memory, limits: Limits) -> Iterator[Stream]:
    """Return the streams whose platform must be asked."""
    mode = limits.mode_of(Rule.TRANSCODING_4K, look.server_id)
    forbids = not limits.at(look.server_id).allows_4k_transcoding
    if not look.is_trusted or not forbids or mode is EnforcementMode.OFF:
        return
    asked = {
        each.session_key
        for each in memory.watch.sightings
        if each.source_height is not None and each.gone_at is None
    }
    for stream in look.streams:
        is_open = stream.transcodes_video and not stream.source_height and not stream.is_owner
        if is_open and stream.item_key and stream.session_key not in asked:
            yield stream


def ask(deps: EnforcementDeps, target: Target, stream: Stream) -> int | None:
    """Return the lines of a stream's source, 0 if the platform does not know; None if it fails."""
    if target.access is None:
        return None
    host = deps.hosts[target.server.platform]
    try:
        return host.source_height(target.access, stream, timeout_seconds=deps.server_seconds)
    except AppError:
        return None


def remembered(memory: Memory, told: Mapping[Key, int]) -> Memory:
    """Return the memory with what was told."""
    new = [
        replace(each, source_height=told[each.identity])
        for each in memory.watch.sightings
        if each.identity in told
    ]
    return memory.replaced(*new) if new else memory


def filled(look: ServerLook, memory: Memory) -> ServerLook:
    """Return the look with the sizes that we remember."""
    known = {
        each.session_key: each.source_height
        for each in memory.watch.sightings
        if each.source_height
    }
    if not known:
        return look
    streams = tuple(
        replace(each, source_height=each.source_height or known.get(each.session_key, 0))
        for each in look.streams
    )
    return replace(look, streams=streams)
