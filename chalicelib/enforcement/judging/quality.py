"""How a stream is delivered: converted video, and its rate (pure)."""

from chalicelib.enforcement.judging.breach import Breach
from chalicelib.enforcement.judging.counting import Limits, Seen
from chalicelib.enforcement.model import AddressKind
from chalicelib.settings.limit_model import Rule

# Films wider than high count by their columns: adapters give 9/16 of them as lines.
LINES_OF_4K = 2160


def transcodes_4k(seen: Seen, limits: Limits) -> Breach | None:
    """Return the breach of a server that converts no 4K video, whatever the plan says (B190).

    A source whose size is not known is no 4K.
    """
    stream = seen.stream
    if limits.at(stream.server_id).allows_4k_transcoding or not stream.transcodes_video:
        return None
    if stream.source_height < LINES_OF_4K:
        return None
    reason = "The server does not convert 4K video, and this stream had it converted."
    return Breach(seen, Rule.TRANSCODING_4K, LINES_OF_4K - 1, stream.source_height, reason)


def transcodes_video(seen: Seen) -> Breach | None:
    """Return the breach of a plan without converted video; audio may always be (B188, B189)."""
    if seen.allowance.limits.allows_transcoding or not seen.stream.transcodes_video:
        return None
    reason = "The plan does not include converted video, and this stream had its video converted."
    return Breach(seen, Rule.VIDEO_TRANSCODING, 0, 1, reason)


def exceeds_bitrate(seen: Seen) -> Breach | None:
    """Return the breach of a plan's rate; limit and count are in kbps.

    Only who is known to be elsewhere loads the line of the server. A rate that is not known is no
    breach.
    """
    most, rate = seen.allowance.limits.max_bitrate_kbps, seen.stream.bitrate_kbps
    if most is None or rate <= most or seen.stream.address_kind is not AddressKind.PUBLIC:
        return None
    reason = f"The plan allows {most / 1000:g} Mbps a stream, and this one took {rate / 1000:g}."
    return Breach(seen, Rule.BITRATE, most, rate, reason)
