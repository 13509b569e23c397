"""Look at all servers and stop what is too many."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.enforcement import record, rules
from chalicelib.enforcement.books import Books
from chalicelib.enforcement.look import Crew, Target, crew, targets, unreachable
from chalicelib.enforcement.model import (
    AddressKind,
    Decision,
    DecisionKind,
    SweepReport,
)
from chalicelib.enforcement.ports import CannotStopError, EnforcementDeps
from chalicelib.enforcement.record import Ruling
from chalicelib.enforcement.rules import Limits, Suspicion, Verdict
from chalicelib.enforcement.scene import Scene, first_look, look_again
from chalicelib.kernel.errors import AppError
from chalicelib.settings.model import EnforcementMode, SiteSettings

log = logging.getLogger(__name__)

# A pause ends a little late rather than a little early.
_PAUSE_SLACK_SECONDS = 0.05


def sweep(deps: EnforcementDeps, *, dry_run: bool = False) -> SweepReport:
    """Count the streams of every person over all enabled servers and stop the newest excess.

    Servers are read at the same time; one that fails is one failed result. People who are over
    their limit are looked at again before anything is stopped, once their newest streams are old
    enough to count. A dry run returns the same decisions and writes and stops nothing.
    """
    begun = deps.clock.now()
    site = deps.settings.site()
    enabled = tuple(server for server in deps.catalog.servers() if server.is_enabled)
    ready = targets(enabled, deps.catalog.plex_accounts() if enabled else (), deps.vault)
    with crew(deps, size=len(ready)) as hands:
        scene = first_look(deps, hands, ready)
        verdicts: tuple[Verdict, ...] = ()
        if site.enforcement_mode is not EnforcementMode.OFF:
            scene, verdicts = _decide(deps, hands, scene, site=site, begun=begun)
        rulings = record.rule(
            verdicts, scene.sightings(), mode=site.enforcement_mode, now=scene.at
        )
        decisions = (
            tuple(replace(each.decision, outcome=record.DRY_RUN) for each in rulings)
            if dry_run
            else _carry_out(deps, hands, scene, rulings, site=site)
        )
    report = _report(scene, decisions)
    log.info("sweep.ended", extra={"dry_run": dry_run, **report.counts})
    return report


def _decide(
    deps: EnforcementDeps, hands: Crew, scene: Scene, *, site: SiteSettings, begun: datetime
) -> tuple[Scene, tuple[Verdict, ...]]:
    """Return the scene that decides, looked at again where somebody may be over the limit."""
    limits = Limits(
        start_delay_seconds=site.start_delay_seconds,
        device_switch_grace_seconds=site.device_switch_grace_seconds,
        paused_counts_seconds=site.paused_counts_seconds,
    )
    suspicion = rules.suspect(
        scene.looks.values(),
        sightings=scene.sightings(),
        allowances=scene.people.allowances,
        limits=limits,
        now=scene.at,
    )
    if suspicion.user_ids:
        _wait_until_settled(deps, suspicion, begun=begun)
        scene = look_again(deps, hands, scene, suspicion.server_ids)
    verdicts = rules.decide(
        scene.looks.values(),
        sightings=scene.sightings(),
        allowances=scene.people.allowances,
        limits=limits,
        now=scene.at,
    )
    # Whoever was not looked at twice is only reported.
    return scene, tuple(
        verdict
        for verdict in verdicts
        if verdict.user_id in suspicion.user_ids or verdict.kind is DecisionKind.NO_PLAN
    )


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
    to_stop = [ruling for ruling in recorded if ruling.stops]
    outcomes = hands.gather(hands.start(lambda each: _stop(deps, scene, each, site=site), to_stop))
    ended: dict[int, Decision] = {}
    for ruling, outcome in zip(to_stop, outcomes, strict=True):
        decision = outcome or _unanswered(ruling, "the server did not answer in time")
        if not ruling.is_new:
            decision = _continued(deps, decision)
        books.close(ruling, decision)
        ended[id(ruling)] = decision
    deps.nudge.send(*books.job_ids)
    return tuple(ended.get(id(ruling), ruling.decision) for ruling in recorded)


def _stop(deps: EnforcementDeps, scene: Scene, ruling: Ruling, *, site: SiteSettings) -> Decision:
    """Send one stop; whatever comes of it is told in the decision."""
    decision = ruling.decision
    target: Target = scene.targets[decision.server_id]
    if target.access is None:
        return _unanswered(ruling, target.error)
    try:
        deps.hosts[target.server.platform].stop(
            target.access,
            session_id=ruling.verdict.stream.session_id,
            message=record.stop_text(site, decision),
            timeout_seconds=deps.server_seconds,
        )
    except CannotStopError as error:
        return replace(decision, kind=DecisionKind.UNSTOPPABLE, outcome=error.message)
    except AppError as error:
        return _unanswered(ruling, error.message)
    return replace(decision, carried_out=True, outcome=record.STOPPED)


def _unanswered(ruling: Ruling, why: str) -> Decision:
    return replace(ruling.decision, outcome=f"failed, tried again at the next sweep: {why}")


def _continued(deps: EnforcementDeps, decision: Decision) -> Decision:
    """Return the decision as of the time when it was first made."""
    first = deps.store.decision(decision.id)
    return replace(decision, at=first.at, expires_at=first.expires_at) if first else decision


def _report(scene: Scene, decisions: tuple[Decision, ...]) -> SweepReport:
    streams = scene.streams
    sightings = scene.sightings()
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
    counts = {
        "servers": len(scene.looks),
        "unreachable": len(dead),
        "streams": len(streams),
        "unknown_people": len(unknown),
        "without_session_id": sum(not stream.session_id for stream in streams),
        "unknown_addresses": sum(stream.address_kind in vague for stream in streams),
        "stopped": sum(each.carried_out for each in stops),
        "not_stopped": sum(not each.carried_out for each in stops),
    }
    for kind in (DecisionKind.UNSTOPPABLE, DecisionKind.IGNORED_STOP, DecisionKind.NO_PLAN):
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
