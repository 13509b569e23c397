"""What the rules find and say (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.enforcement.judging.breach import Breach
from chalicelib.enforcement.judging.counting import Key, Seen
from chalicelib.enforcement.model import DecisionKind, Evidence, Stream
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.settings.model import EnforcementMode


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done about one stream, and the streams it rests on.

    How far it may go is `mode`. A WARN is a breach that has to last until `due_at`. It
    `is_held_against` the person unless it only follows from a suspension.
    """

    user_id: UserId
    stream: Stream
    kind: DecisionKind
    rule: str
    limit: int
    counted: int
    reason: str
    evidence: tuple[Evidence, ...]
    mode: EnforcementMode = EnforcementMode.ENFORCE
    due_at: datetime | None = None
    is_held_against: bool = True

    @property
    def key(self) -> Key:
        """Return which session it is about."""
        return self.stream.key


@dataclass(frozen=True, slots=True)
class Suspicion:
    """People who break a rule or would soon, and where they stream.

    What the decision rests on is settled at `settles_at`; before, part of it is too young. It
    `is_due` when something would be decided by now. `account_refs` are the accounts of everybody
    who breaks something, also of those whose breach has to last a while yet.
    """

    user_ids: frozenset[UserId] = frozenset()
    server_ids: frozenset[ServerId] = frozenset()
    settles_at: datetime | None = None
    is_due: bool = False
    account_refs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """A stream, the breach it answers for, and the other rules it breaks."""

    breach: Breach
    mode: EnforcementMode
    due_at: datetime
    others: tuple[str, ...]

    @property
    def seen(self) -> Seen:
        """Return the stream."""
        return self.breach.seen


def evidence(streams: Sequence[Seen], findings: Sequence[Finding] = ()) -> tuple[Evidence, ...]:
    """Return the streams as they were, with the rules that they break."""
    broken = {each.seen.key: (str(each.breach.rule), *each.others) for each in findings}
    return tuple(
        Evidence(
            server_id=each.stream.server_id,
            session_key=each.stream.session_key,
            device_id=each.stream.device_id,
            device_name=each.stream.device_name,
            product=each.stream.product,
            title=each.stream.title,
            state=each.stream.state,
            address=each.stream.address,
            first_seen=each.sighting.first_seen,
            counted=each.counts,
            why=each.why_not or "counts",
            user_id=each.user_id if each.allowance.pool else None,
            transcodes_video=each.stream.transcodes_video,
            source_height=each.stream.source_height,
            bitrate_kbps=each.stream.bitrate_kbps,
            rules=broken.get(each.key, ()),
        )
        for each in streams
    )
