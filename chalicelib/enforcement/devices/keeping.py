"""Keep everybody's devices within the limit: open and close doors, sign the oldest out."""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from chalicelib.enforcement.devices import books, listing
from chalicelib.enforcement.devices.books import Said
from chalicelib.enforcement.devices.excess import MOST_SIGN_OUTS
from chalicelib.enforcement.devices.listing import Case, Scene
from chalicelib.enforcement.looking.look import Crew, Target, crew, targets
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.jobs.model import Job
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Insert, Update
from chalicelib.settings.limit_model import Rule, least
from chalicelib.settings.model import EnforcementMode, SiteSettings

log = logging.getLogger(__name__)

_KEEP_WATCH = timedelta(days=1)
# A case has a door, its devices and a mail; a commit has a hundred writes.
_CASES_A_COMMIT = 90 // (MOST_SIGN_OUTS + 2)
_LEAST_WORKERS = 8


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What a run did, for counts; `errors` says why a server's list was no evidence."""

    counts: Mapping[str, int] = field(default_factory=dict)
    errors: Mapping[ServerId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Done:
    """How far a case came; `error` says why it went no further."""

    signed_out: int = 0
    moved_door: bool = False
    error: str = ""


def run(deps: EnforcementDeps, *, seconds: float = 60.0) -> DeviceReport:
    """Look at the devices of every server that lists them, and keep them within the limits.

    Below the limit an account may come in with any device, from the limit on only with those it
    has; above it the oldest are signed out (B193 to B197). A list that is short or missing changes
    nothing, and where it cannot be told what plays nothing is signed out. What was said about
    somebody is not said again while it could not be done. Ends about `seconds` after it began:
    whoever was not reached by then is the next run's.
    """
    ends_at = time.monotonic() + seconds
    site = deps.settings.site()
    mode = least(site.enforcement_mode, deps.settings.limits().mode_of(Rule.DEVICES))
    ready = _ready(deps, mode)
    if not ready:
        return DeviceReport()
    with crew(deps, size=max(len(ready), _LEAST_WORKERS)) as hands:
        scene = listing.look(deps, hands, ready, mode)
        watches = _tell(deps, scene, site=site)
        done = _carry_out(deps, hands, scene.cases, ends_at=ends_at)
    _remember(deps, scene, watches, done)
    report = _report(scene, done)
    log.info("devices.ended", extra=dict(report.counts))
    return report


def _ready(deps: EnforcementDeps, mode: EnforcementMode) -> tuple[Target, ...]:
    """Return the servers that list devices and on which the rule is not off."""
    if mode is EnforcementMode.OFF:
        return ()
    servers = [
        server
        for server in deps.catalog.servers()
        if server.is_enabled
        and server.platform in deps.device_hosts
        and least(mode, server.enforcement_mode) is not EnforcementMode.OFF
    ]
    return targets(servers, (), deps.vault)


def _tell(
    deps: EnforcementDeps, scene: Scene, *, site: SiteSettings
) -> dict[ServerId, DeviceWatch]:
    """Write down what is news before it is done; return what is remembered by then.

    So nobody loses a device without a word, wherever a process dies.
    """
    expires_at = scene.at + _KEEP_WATCH
    watches = {
        server_id: scene.watches.get(server_id) or DeviceWatch(server_id, scene.at, expires_at)
        for server_id in scene.trusted
    }
    news = [(case, records) for case in scene.cases if (records := _news(scene, case, site))]
    for server_id in watches:
        here = [each for each in news if each[0].server_id == server_id]
        for first in range(0, len(here), _CASES_A_COMMIT):
            part = here[first : first + _CASES_A_COMMIT]
            said = _said(case for case, _ in part)
            before = watches[server_id]
            watch = replace(before, accounts={**before.accounts, **said}, expires_at=expires_at)
            records = [record for _, each in part for record in each]
            deps.database.commit(Update(watch), *map(Insert, records))
            watches[server_id] = replace(watch, version=watch.version + 1)
            deps.nudge.send(*(record.id for record in records if isinstance(record, Job)))
    return watches


def _said(cases: Iterable[Case]) -> dict[str, str]:
    return {case.door.account_ref: Said.of(case.plan, case.mode).text() for case in cases}


def _news(scene: Scene, case: Case, site: SiteSettings) -> list[books.Record]:
    """Return what has to be written down about a case that was not before."""
    before = Said.read(scene.known(case.server_id, case.door.account_ref))
    about_door, gone = Said.of(case.plan, case.mode).news(case.plan, before)
    return books.records_of(
        case.plan,
        case.user,
        case.target.server,
        about_door=about_door,
        gone=gone,
        mode=case.mode,
        site=site,
        now=scene.at,
    )


def _carry_out(
    deps: EnforcementDeps, hands: Crew, cases: tuple[Case, ...], *, ends_at: float
) -> list[tuple[Case, _Done]]:
    """Do what is not only observed, some at a time; return how far each case came."""
    due = [case for case in cases if case.mode is EnforcementMode.ENFORCE]
    done: list[tuple[Case, _Done]] = []
    at_once = hands.workers
    for first in range(0, len(due), at_once):
        part = due[first : first + at_once]
        if time.monotonic() + deps.server_seconds > ends_at:
            done += [(case, _Done(error="There was no time left.")) for case in due[first:]]
            break
        outcomes = hands.gather(hands.start(lambda case: _act(deps, case), part))
        late = _Done(error="It did not answer in time.")
        done += [(case, each or late) for case, each in zip(part, outcomes, strict=True)]
    return done


def _act(deps: EnforcementDeps, case: Case) -> _Done:
    """Move the door first, so that nobody who is signed out comes in again meanwhile."""
    plan, access = case.plan, case.target.access
    if access is None:
        return _Done(error=case.target.error)
    host = deps.device_hosts[case.target.server.platform]
    done = _Done()
    try:
        if plan.changes_door:
            host.admit(
                access,
                account_ref=case.door.account_ref,
                admits_all=plan.admits_all,
                admitted=plan.admitted,
            )
            done = replace(done, moved_door=True)
        for device in plan.signs_out:
            host.remove(access, device_ref=device.device_ref)
            done = replace(done, signed_out=done.signed_out + 1)
    except AppError as error:
        log.warning("devices.left", extra={"server_id": case.server_id, "why": error.message})
        return replace(done, error=error.message)
    return done


def _remember(
    deps: EnforcementDeps,
    scene: Scene,
    watches: Mapping[ServerId, DeviceWatch],
    done: Sequence[tuple[Case, _Done]],
) -> None:
    """Write each server's row if it changed; what was done is looked at anew next time."""
    moved = [case for case, each in done if each.moved_door]
    undone = [case for case, each in done if each.error]
    observed = [case for case in scene.cases if case.mode is EnforcementMode.OBSERVE]
    for server_id, watch in watches.items():
        waits = [case for case in (*undone, *observed) if case.server_id == server_id]
        accounts = {**scene.right.get(server_id, {}), **_said(waits)}
        here = [case for case in moved if case.server_id == server_id]
        closed = _closed(scene, server_id, here, before=watch.closed)
        is_same = accounts == watch.accounts and closed == watch.closed
        if is_same and server_id not in scene.anew:
            continue
        expires_at = scene.at + _KEEP_WATCH
        after = replace(
            watch, accounts=accounts, closed=closed, at=scene.at, expires_at=expires_at
        )
        deps.database.commit(Update(after))


def _closed(
    scene: Scene, server_id: ServerId, moved: Sequence[Case], *, before: frozenset[str]
) -> frozenset[str]:
    """Return the accounts whose doors are closed for the sake of a limit after this run.

    Whose account is locked, or left alone for another reason, stays as it was.
    """
    shut = {each.account_ref for each in scene.trusted[server_id].doors if not each.admits_all}
    shut |= {case.door.account_ref for case in moved if not case.plan.admits_all}
    shut -= {case.door.account_ref for case in moved if case.plan.admits_all}
    ours = {case.door.account_ref for case in moved} | scene.kept_closed.get(server_id, set())
    return frozenset(shut & (ours | before))


def _report(scene: Scene, done: Iterable[tuple[Case, _Done]]) -> DeviceReport:
    results = [each for _, each in done]
    closed = [case for case, each in done if each.moved_door and not case.plan.admits_all]
    counts = {
        "servers": len(scene.lists),
        "unreachable": len(scene.lists) - len(scene.trusted),
        "listed": sum(len(told.devices) for told in scene.trusted.values()),
        "unknown_people": scene.unknown,
        "signed_out": sum(each.signed_out for each in results),
        "closed": len(closed),
        "opened": sum(each.moved_door for each in results) - len(closed),
        "observed": sum(case.mode is EnforcementMode.OBSERVE for case in scene.cases),
        "spared": sum(case.plan.spared for case in scene.cases),
        "not_done": sum(bool(each.error) for each in results),
    }
    errors = {server_id: told.gap for server_id, told in scene.lists.items() if told.gap}
    for case, each in done:
        if each.error:
            errors.setdefault(case.server_id, each.error)
    return DeviceReport(counts, errors)
