"""What a verdict leaves behind: the decision, the mark on the session, the mails (pure)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.enforcement.judging.counting import Key
from chalicelib.enforcement.judging.ghosts import followed
from chalicelib.enforcement.judging.verdict import Verdict
from chalicelib.enforcement.model import Decision, DecisionKind, Sighting
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.ids import DecisionId, ServerId, new_id
from chalicelib.kernel.records import Put, Update, Write
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.settings.limit_model import Rule
from chalicelib.settings.model import EnforcementMode, SiteSettings
from chalicelib.users.model import User

ACTOR = Actor("schedule:enforcement")
STOP_ACTION = "stream.stop"
KEEP_DECISION = timedelta(days=365)

ASKED = "asked to stop"
STOPPED = "stopped"
WARNED = "warned"
CONFIRMED = "stopped, and gone at the next look"
GONE = "gone before the answer was known"
ENDED = "had ended by itself when it was to be stopped"
NOT_NEEDED = "no longer needed"
OBSERVED = "observed only"
REPORTED = "reported"
DRY_RUN = "dry run"


# What counts for the ladder: not what somebody cannot help, as a week that is used up.
_STRIKING = frozenset(
    {
        Rule.CONCURRENT_STREAMS,
        Rule.VIDEO_TRANSCODING,
        Rule.TRANSCODING_4K,
        Rule.BITRATE,
        Rule.SHARING,
    }
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict with its decision; `is_new` unless an earlier sweep recorded it already.

    A breach that has to last is recorded only if its player `warns`.
    """

    verdict: Verdict
    decision: Decision
    is_new: bool = True
    warns: bool = False

    @property
    def stops(self) -> bool:
        """Tell whether the stream is to be stopped."""
        return self.decision.outcome == ASKED

    @property
    def is_kept(self) -> bool:
        """Tell whether the decision is recorded."""
        return self.warns or self.decision.kind is not DecisionKind.WARN


def rule(
    verdicts: Iterable[Verdict],
    sightings: Mapping[Key, Sighting],
    *,
    warns: Callable[[ServerId], bool],
    now: datetime,
) -> tuple[Ruling, ...]:
    """Return the rulings of a sweep; `warns` tells where players may show a warning.

    A stop that an earlier sweep decided and could not finish goes on under its first id. Somebody
    is warned once, when the breach is new.
    """
    rulings = []
    for verdict in verdicts:
        sighting = sightings.get(verdict.key)
        is_enforced = verdict.mode is EnforcementMode.ENFORCE
        earlier = None
        may_warn = False
        match verdict.kind:
            case DecisionKind.STOP if is_enforced:
                outcome = ASKED
                earlier = sighting.stop_id if sighting else None
            case DecisionKind.STOP:
                outcome = OBSERVED
            case DecisionKind.UNSTOPPABLE if not is_enforced:
                outcome = OBSERVED
            case DecisionKind.WARN:
                is_known = sighting is not None and sighting.breach_since is not None
                is_shown = bool(verdict.stream.session_id) and warns(verdict.stream.server_id)
                may_warn = is_enforced and not is_known and is_shown
                outcome = f"has to last until {verdict.due_at:%H:%M:%S} UTC"
            case _:
                outcome = REPORTED
        decision = _decision(verdict, outcome, now=now, decision_id=earlier)
        rulings.append(Ruling(verdict, decision, is_new=earlier is None, warns=may_warn))
    return tuple(rulings)


def _decision(
    verdict: Verdict, outcome: str, *, now: datetime, decision_id: DecisionId | None = None
) -> Decision:
    is_enforced = verdict.mode is EnforcementMode.ENFORCE
    is_ignored = verdict.kind is DecisionKind.IGNORED_STOP and verdict.is_held_against
    return Decision(
        id=decision_id or DecisionId(new_id("dec", now=now)),
        at=now,
        user_id=verdict.user_id,
        server_id=verdict.stream.server_id,
        session_key=verdict.stream.session_key,
        kind=verdict.kind,
        rule=verdict.rule,
        limit=verdict.limit,
        counted=verdict.counted,
        reason=verdict.reason,
        evidence=verdict.evidence,
        carried_out=False,
        outcome=outcome,
        expires_at=now + KEEP_DECISION,
        strikes=is_ignored and is_enforced,
    )


def stopped(decision: Decision, outcome: str) -> Decision:
    """Return the decision once its stream was stopped."""
    strikes = decision.rule in _STRIKING
    return replace(decision, carried_out=True, outcome=outcome, strikes=strikes)


def ended(decision: Decision) -> Decision:
    """Return the decision once its stream was not there to be stopped: it is no strike."""
    session = decision.server_id, decision.session_key
    evidence = tuple(
        replace(each, why=f"{each.why}; it {ENDED}")
        if (each.server_id, each.session_key) == session
        else each
        for each in decision.evidence
    )
    return replace(decision, outcome=ENDED, evidence=evidence)


def amended(decision: Decision) -> Write:
    """Return what stores a changed decision, unless somebody else changed it meanwhile.

    One that was stored by an older release has no version to go by.
    """
    return Update(decision) if decision.version else Put(decision)


def onto(stored: Decision | None, decision: Decision) -> Decision:
    """Return what a sweep decided with what others wrote down about it in the meantime."""
    if stored is None:
        return replace(decision, version=0)
    return replace(
        decision,
        at=stored.at,
        expires_at=stored.expires_at,
        appeal=stored.appeal,
        forgiven_at=stored.forgiven_at,
        version=stored.version,
    )


def unstopped(decision: Decision, outcome: str) -> Decision:
    """Return the decision once the platform refused to stop its stream (B177)."""
    strikes = decision.rule in _STRIKING
    return replace(decision, kind=DecisionKind.UNSTOPPABLE, outcome=outcome, strikes=strikes)


def marked(sighting: Sighting, ruling: Ruling, *, now: datetime) -> Sighting:
    """Return the session as it is remembered once the ruling is recorded."""
    decision = ruling.decision
    if decision.kind is DecisionKind.WARN:
        return sighting
    if ruling.stops:
        told = replace(sighting, stop_id=decision.id, told_to_stop=now, stop_sent=False)
        # Whether the player goes on after it shows by where it was.
        return followed(told, ruling.verdict.stream, is_written=True, now=now)
    if decision.kind is DecisionKind.IGNORED_STOP:
        return replace(sighting, ignored_stop=True)
    return replace(sighting, reported=decision.kind, reported_rule=decision.rule)


def sent(sighting: Sighting, *, cool_down_seconds: int, now: datetime) -> Sighting:
    """Return the session whose platform took the stop; it is left alone for a while."""
    until = now + timedelta(seconds=cool_down_seconds)
    return replace(sighting, stop_sent=True, left_alone_until=until)


def spared(sighting: Sighting) -> Sighting:
    """Return the session without the stop that was decided and never reached it."""
    return replace(sighting, stop_id=None, told_to_stop=None, stop_sent=False)


def let_go(sighting: Sighting, *, cool_down_seconds: int, now: datetime) -> Sighting:
    """Return the session that was not there to be stopped; it is left alone for a while."""
    until = now + timedelta(seconds=cool_down_seconds)
    return replace(spared(sighting), left_alone_until=until)


def refused(sighting: Sighting) -> Sighting:
    """Return the session that its platform would not stop."""
    return replace(spared(sighting), reported=DecisionKind.UNSTOPPABLE)


def stop_note(decision: Decision, *, now: datetime) -> AuditEntry:
    """Return the audit entry of a stop, done or refused."""
    return note(
        ACTOR,
        STOP_ACTION,
        f"{decision.server_id}/{decision.session_key}",
        now=now,
        user_id=decision.user_id,
        why=decision.reason,
        after={"decision": decision.id, "outcome": decision.outcome},
    )


def escalation_mail(
    decision: Decision, user: User | None, *, site: SiteSettings, now: datetime
) -> Job | None:
    """Return the mail that tells the operator of a player that ignores stops."""
    if not site.admin_email or decision.kind is not DecisionKind.IGNORED_STOP:
        return None
    who = (user.name or user.email) if user else decision.user_id
    facts = {
        "subject": f"{who} goes on streaming after a stop",
        "detail": decision.reason,
        "remedy": "Look at the decision; remove the person's share if it happens again.",
    }
    message = Message(Event.ADMIN_NEEDS_ATTENTION, site.admin_email, facts)
    return mail_job(message, cause=decision.id, now=now, user_id=decision.user_id)
