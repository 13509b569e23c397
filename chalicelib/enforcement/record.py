"""What a verdict leaves behind: the decision, the mark on the session, the mails (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.enforcement.model import Decision, DecisionKind, Sighting
from chalicelib.enforcement.rules import Key, Verdict
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.ids import DecisionId, new_id
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.settings.model import EnforcementMode, SiteSettings
from chalicelib.users.model import User

ACTOR = Actor("schedule:enforcement")
STOP_ACTION = "stream.stop"
KEEP_DECISION = timedelta(days=365)

ASKED = "asked to stop"
STOPPED = "stopped"
CONFIRMED = "stopped, and gone at the next look"
GONE = "gone before the answer was known"
NOT_NEEDED = "no longer needed"
OBSERVED = "observed only"
REPORTED = "reported"
DRY_RUN = "dry run"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict with its decision; `is_new` unless an earlier sweep recorded it already."""

    verdict: Verdict
    decision: Decision
    is_new: bool = True

    @property
    def stops(self) -> bool:
        """Tell whether the stream is to be stopped."""
        return self.decision.outcome == ASKED


def rule(
    verdicts: Iterable[Verdict],
    sightings: Mapping[Key, Sighting],
    *,
    mode: EnforcementMode,
    now: datetime,
) -> tuple[Ruling, ...]:
    """Return the rulings of a sweep; what was observed before is not observed again.

    A stop that an earlier sweep decided and could not finish goes on under its first id.
    """
    rulings = []
    for verdict in verdicts:
        sighting = sightings.get(verdict.key)
        is_stop = verdict.kind is DecisionKind.STOP
        if is_stop and mode is EnforcementMode.OBSERVE:
            if sighting and sighting.reported is DecisionKind.STOP:
                continue
            rulings.append(Ruling(verdict, _decision(verdict, OBSERVED, now=now)))
            continue
        earlier = sighting.stop_id if is_stop and sighting else None
        outcome = ASKED if is_stop else REPORTED
        decision = _decision(verdict, outcome, now=now, decision_id=earlier)
        rulings.append(Ruling(verdict, decision, is_new=earlier is None))
    return tuple(rulings)


def _decision(
    verdict: Verdict, outcome: str, *, now: datetime, decision_id: DecisionId | None = None
) -> Decision:
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
    )


def marked(sighting: Sighting, ruling: Ruling, *, now: datetime) -> Sighting:
    """Return the session as it is remembered once the ruling is recorded."""
    decision = ruling.decision
    if ruling.stops:
        return replace(sighting, stop_id=decision.id, told_to_stop=now, stop_sent=False)
    if decision.kind is DecisionKind.IGNORED_STOP:
        return replace(sighting, ignored_stop=True)
    return replace(sighting, reported=decision.kind)


def spared(sighting: Sighting) -> Sighting:
    """Return the session without the stop that was decided and never reached it."""
    return replace(sighting, stop_id=None, told_to_stop=None, stop_sent=False)


def refused(sighting: Sighting) -> Sighting:
    """Return the session that its platform would not stop."""
    return replace(spared(sighting), reported=DecisionKind.UNSTOPPABLE)


def stop_text(site: SiteSettings, decision: Decision) -> str:
    """Return what the player shows."""
    text = site.stop_message.replace("{limit}", str(decision.limit))
    return text.replace("{count}", str(decision.counted))


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


def stop_mail(
    decision: Decision, user: User | None, *, site: SiteSettings, now: datetime
) -> Job | None:
    """Return the mail that tells the customer of the decision, once; None without an address."""
    if user is None or not user.email:
        return None
    shown = next(
        (
            each
            for each in decision.evidence
            if (each.server_id, each.session_key) == (decision.server_id, decision.session_key)
        ),
        None,
    )
    facts = {
        "name": user.name,
        "site_name": site.site_name,
        "limit": str(decision.limit),
        "count": str(decision.counted),
        "title": shown.title if shown else "",
        "device": (shown.device_name or shown.product) if shown else "",
        "was_stopped": "yes" if decision.carried_out else "no",
    }
    message = Message(Event.STREAM_STOPPED, user.email, facts)
    return mail_job(message, cause=decision.id, now=now, user_id=user.id)


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
