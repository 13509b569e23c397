"""What a media server itself keeps people from, so that no stream has to be stopped (X028)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Plan
from chalicelib.users.model import User

# Emby counts streams, Jellyfin sign-ins: a ceiling of those stands in for streams there.
_COUNTS_STREAMS = frozenset({Capability.STREAM_LIMIT, Capability.SIGN_IN_LIMIT})


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """What a server keeps somebody from; 0 is no limit.

    Audio may always be transcoded. A server that counts sign-ins has room for as many as
    `max_streams`, which then is the larger of what may stream and what may be signed in.
    """

    max_streams: int = 0
    max_kbps: int = 0
    forbids_transcoding: bool = False

    def holds(self, wanted: "ServerLimits") -> bool:
        """Tell whether a server with these limits keeps to the wanted ones.

        A server may be stricter by itself where nothing is wanted, but never in streams.
        """
        return (
            self.max_streams == wanted.max_streams
            and (not wanted.max_kbps or self.max_kbps == wanted.max_kbps)
            and (not wanted.forbids_transcoding or self.forbids_transcoding)
        )

    def told(self, able: AbstractSet[Capability]) -> str:
        """Return the limits for people to read, on a server that is `able` to keep to them."""
        streams = "streams or devices" if Capability.SIGN_IN_LIMIT in able else "streams"
        told = (
            f"{self.max_streams} {streams}" if self.max_streams else "",
            f"{self.max_kbps} kbit/s" if self.max_kbps else "",
            "no video transcoding" if self.forbids_transcoding else "",
        )
        return ", ".join(filter(None, told)) or "no limits"

    def with_former(self, former: "ServerLimits") -> "ServerLimits":
        """Return these, and where they set nothing what was set before."""
        return ServerLimits(
            max_streams=self.max_streams or former.max_streams,
            max_kbps=self.max_kbps or former.max_kbps,
            forbids_transcoding=self.forbids_transcoding or former.forbids_transcoding,
        )


NO_SERVER_LIMITS = ServerLimits()


def due_limits(
    plan: Plan | None, user: User | None, able: AbstractSet[Capability]
) -> ServerLimits:
    """Return what a server that is `able` to shall keep somebody from; nobody who is permanent.

    Without a person it is what the plan says of everybody. Where sign-ins are counted, more
    devices than streams get the room that they need.
    """
    if plan is None or (user is not None and user.is_permanent):
        return NO_SERVER_LIMITS
    own = user.stream_limit if user is not None else None
    most = plan.max_streams if own is None else own
    if Capability.SIGN_IN_LIMIT in able:
        devices = user.device_limit if user is not None else None
        most = max(most, devices or plan.limits.max_devices or 0)
    rate = plan.limits.max_bitrate_kbps or 0
    forbids = not plan.limits.allows_transcoding
    return ServerLimits(
        max_streams=most if able & _COUNTS_STREAMS else 0,
        max_kbps=rate if Capability.BITRATE_LIMIT in able else 0,
        forbids_transcoding=forbids and Capability.TRANSCODING_RIGHT in able,
    )
