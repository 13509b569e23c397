"""Look at all servers and stop what is too many."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.catalog.capabilities import Capability
from chalicelib.enforcement.devices import sign_player_out
from chalicelib.enforcement.judging.rules import STOP_TAKES_SECONDS
from chalicelib.enforcement.judging.verdict import Suspicion, Verdict
from chalicelib.enforcement.looking.ground import stand
from chalicelib.enforcement.looking.look import Crew, Target, crew, unreachable
from chalicelib.enforcement.model import (
    AddressKind,
    Decision,
    DecisionKind,
    SweepReport,
)
from chalicelib.enforcement.ports import CannotStopError, EnforcementDeps, SessionEndedError
from chalicelib.enforcement.recording import record, words
from chalicelib.enforcement.recording.record import Ruling
from chalicelib.enforcement.sweeping.books import Books
from chalicelib.enforcement.sweeping.scene import Scene, first_look, look_again
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import ServerId
from chalicelib.settings.model import SiteSettings

log = logging.getLogger(__name__)

_NEEDS_ONE_LOOK = frozenset({DecisionKind.NO_PLAN, DecisionKind.WARN})
_SHOWN_KINDS = (
    DecisionKind.WARN,
    DecisionKind.UNSTOPPABLE,
    DecisionKind.IGNORED_STOP,
    DecisionKind.NO_PLAN,
)
# A pause ends a little late rather than a little early.
_PAUSE_SLACK_SECONDS = 0.05


def sweep(deps: EnforcementDeps, *, dry_run: bool = False) -> SweepReport:
    """Judge the streams of every person over all enabled servers and stop what breaks a rule.

    Servers are read at the same time; one that fails is one failed result. People who break a rule
    are looked at again before anything is stopped, once their newest streams are old enough to
    count. A dry run returns the same decisions, with those that were observed and recorded before,
    and writes and stops nothing.
    """
    begun = deps.clock.now()
    ground = stand(deps)
    with crew(deps, size=len(ground.targets)) as hands:
        scene = first_look(deps, hands, ground, afresh=dry_run)
        suspicion = scene.suspicion()
        if suspicion.user_ids:
            _wait_until_settled(deps, suspicion, begun=begun)
            scene = look_again(deps, hands, scene, suspicion.server_ids)
        report = _act(deps, hands, scene, suspicion, site=ground.site, dry_run=dry_run)
    log.info("sweep.ended", extra={"dry_run": dry_run, **report.counts})
    return report


def look_at_one(deps: EnforcementDeps, server_id: ServerId) -> SweepReport:
    """Judge the people who stream on one server, as `sweep` does, and stop what breaks a rule.

    Other servers are looked at only where such a person streamed before and may break a rule by
    it. Nothing waits: what is too young to be decided about, and whether a stop was obeyed, is
    left to a look at `again_at`.
    """
    ground = stand(deps)
    if server_id not in {target.server.id for target in ground.targets}:
        return SweepReport(deps.clock.now(), 0, (), 0, 0)
    with crew(deps, size=len(ground.targets)) as hands:
        scene = first_look(deps, hands, ground, only=server_id)
        suspicion = scene.suspicion()
        if suspicion.is_due:
            scene = look_again(deps, hands, scene, suspicion.server_ids)
        else:
            suspicion = replace(suspicion, user_ids=frozenset())
        report = _act(deps, hands, scene.looked_at(), suspicion, site=ground.site, dry_run=False)
    log.info("sweep.looked_at_one", extra={"server_id": server_id, **report.counts})
    return report


def _act(
    deps: EnforcementDeps,
    hands: Crew,
    scene: Scene,
    suspicion: Suspicion,
    *,
    site: SiteSettings,
    dry_run: bool,
) -> SweepReport:
    """Decide, and record and carry out what was decided unless it is a dry run."""
    verdicts = tuple(_looked_at_twice(scene.verdicts(), suspicion))
    rulings = record.rule(
        verdicts,
        scene.sightings,
        warns=lambda server_id: _warns(deps, scene, server_id),
        now=scene.at,
    )
    decisions = (
        tuple(replace(each.decision, outcome=record.DRY_RUN) for each in rulings)
        if dry_run
        else _carry_out(deps, hands, scene, rulings, site=site)
    )
    again_at = _again_at(deps, scene, suspicion, verdicts, decisions)
    return replace(_report(scene, decisions), again_at=again_at)


def _looked_at_twice(verdicts: Iterable[Verdict], suspicion: Suspicion) -> Iterator[Verdict]:
    """Return what may be done: who was looked at only once is reported or waited for."""
    for verdict in verdicts:
        if verdict.user_id in suspicion.user_ids or verdict.kind in _NEEDS_ONE_LOOK:
            yield verdict


def _again_at(
    deps: EnforcementDeps,
    scene: Scene,
    suspicion: Suspicion,
    verdicts: Iterable[Verdict],
    decisions: Iterable[Decision],
) -> datetime | None:
    """Return when the next look can tell more, None when nothing waits for one.

    Whether a stop was obeyed shows as soon as a player had the time to (X023): later the person
    may play the same again.
    """
    moments = [suspicion.settles_at, *(verdict.due_at for verdict in verdicts)]
    if any(
        each.kind is DecisionKind.STOP and each.outcome == record.STOPPED for each in decisions
    ):
        moments.append(deps.clock.now() + timedelta(seconds=STOP_TAKES_SECONDS))
    return min((each for each in moments if each and each > scene.at), default=None)


def _warns(deps: EnforcementDeps, scene: Scene, server_id: ServerId) -> bool:
    """Tell whether players on a server are to show a warning, and can."""
    settings = scene.limits.settings
    if not settings.warns_first or not settings.sustain_seconds:
        return False
    host = deps.hosts[scene.targets[server_id].server.platform]
    return Capability.WARNING in host.capabilities


def _wait_until_settled(deps: EnforcementDeps, suspicion: Suspicion, *, begun: datetime) -> None:
    """Wait until the newest streams count, unless that would break the sweep's budget."""
    now = deps.clock.now()
    if suspicion.settles_at is None or suspicion.settles_at <= now:
        return
    seconds = (suspicion.settles_at - now).total_seconds() + _PAUSE_SLACK_SECONDS
    spent = (now - begun).total_seconds()
    # Afterwards one more look and the stops must still fit.
    if spent + seconds + 2 * deps.server_seconds <= deps.total_seconds:
        deps.pause(seconds)


def _carry_out(
    deps: EnforcementDeps,
    hands: Crew,
    scene: Scene,
    rulings: Sequence[Ruling],
    *,
    site: SiteSettings,
) -> tuple[Decision, ...]:
    """Record the rulings, stop streams, record what came of it; return the decisions."""
    books = Books(deps, scene, site=site)
    recorded = books.enter(rulings)
    to_tell = [
        ruling
        for ruling in recorded
        if ruling.stops
        or ruling.warns
        or sign_player_out.is_due(deps, scene.targets[ruling.decision.server_id], ruling)
    ]
    outcomes = hands.gather(hands.start(lambda each: _tell(deps, scene, each, site=site), to_tell))
    ended: dict[int, Decision] = {}
    for ruling, outcome in zip(to_tell, outcomes, strict=True):
        decision = outcome or _unanswered(ruling, "the server did not answer in time")
        if not ruling.is_new:
            decision = _continued(deps, decision)
        books.close(ruling, decision)
        ended[id(ruling)] = decision
    deps.nudge.send(*books.job_ids)
    return tuple(ended.get(id(ruling), ruling.decision) for ruling in recorded)


def _tell(deps: EnforcementDeps, scene: Scene, ruling: Ruling, *, site: SiteSettings) -> Decision:
    """Send one stop or one warning; whatever comes of it is told in the decision.

    A player that went on after a stop is signed out where that can be done.
    """
    decision = ruling.decision
    target: Target = scene.targets[decision.server_id]
    if decision.kind is DecisionKind.IGNORED_STOP:
        return sign_player_out.sign_player_out(deps, target, ruling)
    if target.access is None:
        return _unanswered(ruling, target.error)
    host = deps.hosts[target.server.platform]
    send = host.stop if ruling.stops else host.warn
    text = words.stop_text if ruling.stops else words.warning_text
    try:
        send(
            target.access,
            session_id=ruling.verdict.stream.session_id,
            message=text(site, decision),
            timeout_seconds=deps.server_seconds,
        )
    except CannotStopError as error:
        return record.unstopped(decision, error.message)
    except SessionEndedError as error:
        if ruling.stops:
            return record.ended(decision)
        return _unanswered(ruling, error.message)
    except AppError as error:
        return _unanswered(ruling, error.message)
    if ruling.warns:
        return replace(decision, carried_out=True, outcome=record.WARNED)
    return record.stopped(decision, record.STOPPED)


def _unanswered(ruling: Ruling, why: str) -> Decision:
    if ruling.warns:
        return replace(ruling.decision, outcome=f"the warning failed: {why}")
    return replace(ruling.decision, outcome=f"failed, tried again at the next sweep: {why}")


def _continued(deps: EnforcementDeps, decision: Decision) -> Decision:
    """Return the decision as of the time when it was first made."""
    return record.onto(deps.store.decision(decision.id), decision)


def _report(scene: Scene, decisions: tuple[Decision, ...]) -> SweepReport:
    streams = scene.streams
    sightings = scene.sightings
    unknown = [
        stream
        for stream in streams
        if not stream.is_owner
        and stream.account_ref not in scene.people.allowances
        and sightings[stream.key].user_id is None
    ]
    dead = unreachable(scene.looks)
    vague = {AddressKind.RELAY, AddressKind.UNKNOWN}
    stops = [each for each in decisions if each.kind is DecisionKind.STOP]
    ended = [each for each in stops if each.outcome == record.ENDED]
    counts = {
        "servers": len(scene.looks),
        "unreachable": len(dead),
        "streams": len(streams),
        "unknown_people": len(unknown),
        "without_session_id": sum(not stream.session_id for stream in streams),
        "unknown_addresses": sum(stream.address_kind in vague for stream in streams),
        "stopped": sum(each.carried_out for each in stops),
        "not_stopped": sum(not each.carried_out for each in stops) - len(ended),
        "ended_before": len(ended),
    }
    for kind in _SHOWN_KINDS:
        counts[str(kind)] = sum(each.kind is kind for each in decisions)
    return SweepReport(
        at=scene.at,
        servers=len(scene.looks),
        unreachable=dead,
        streams=len(streams),
        unknown_streams=len(unknown),
        decisions=decisions,
        counts=counts,
        errors={server_id: scene.looks[server_id].error for server_id in dead},
        slowest_seconds=max((look.seconds for look in scene.looks.values()), default=0.0),
    )
