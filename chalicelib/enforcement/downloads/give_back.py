"""Give the download right back once nothing withholds it any more (B187)."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalicelib.enforcement.downloads import site_terms
from chalicelib.enforcement.downloads.model import DownloadWeek
from chalicelib.enforcement.downloads.ports import DownloadDeps
from chalicelib.enforcement.recording.record import ACTOR
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import note
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Delete, Insert, Update, Write
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.holds import DownloadHold

log = logging.getLogger(__name__)

GIVE_BACK_ACTION = "downloads.give_back"
STOP_ASKING_ACTION = "downloads.stop_asking"
_PAGE = 100


def give_back(deps: DownloadDeps, *, modes: Mapping[ServerId, EnforcementMode]) -> int:
    """End every hold that has no ground any more; return how many were ended.

    The week turned, the allotment was raised, the person became permanent or has no plan, or the
    rule is no longer enforced on the server. Idempotent. One query while nothing is withheld.
    """
    over: list[tuple[DownloadHold, DownloadWeek | None, str]] = []
    cursor = None
    while True:
        page = deps.enforcing.users.download_holds(cursor=cursor, limit=_PAGE)
        over += _over(deps, page.items, modes) if page.items else ()
        cursor = page.next_cursor
        if cursor is None:
            break
    return sum(_end(deps, hold, week, why) for hold, week, why in over)


def _over(
    deps: DownloadDeps, holds: Sequence[DownloadHold], modes: Mapping[ServerId, EnforcementMode]
) -> list[tuple[DownloadHold, DownloadWeek | None, str]]:
    """Return the holds that are over, each with its week and why."""
    base, now = deps.enforcing, deps.enforcing.clock.now()
    users = base.users.many(tuple(hold.user_id for hold in holds))
    limits = site_terms.allotments(base, users.values(), now=now)
    weeks = deps.store.download_weeks((hold.user_id, hold.first_day) for hold in holds)
    found = []
    for hold in holds:
        week = weeks.get((hold.user_id, hold.first_day))
        mode = modes.get(hold.server_id, EnforcementMode.OFF)
        limit = limits.get(hold.user_id)
        why = "A new week has begun" if not hold.holds(now=now) else _why(week, limit, mode)
        if why:
            found.append((hold, week, why))
    return found


def _why(week: DownloadWeek | None, limit: int | None, mode: EnforcementMode) -> str:
    """Return why a hold ends before its time, empty while it goes on."""
    if limit is None:
        return "No allotment holds any more"
    if mode is not EnforcementMode.ENFORCE:
        return "The rule is not enforced any more"
    return "" if week is not None and week.count >= limit else "The allotment was raised"


def _end(deps: DownloadDeps, hold: DownloadHold, week: DownloadWeek | None, why: str) -> bool:
    """End a hold and have access given; one that fails is looked at again at the next run."""
    base, now, user_id = deps.enforcing, deps.enforcing.clock.now(), hold.user_id
    job = new_job(JobKind.RECONCILE_ACCESS, user_id, now=now, user_id=user_id)
    action = STOP_ASKING_ACTION if hold.only_asks else GIVE_BACK_ACTION
    entry = note(ACTOR, action, user_id, now=now, user_id=user_id, why=why)
    writes: list[Write] = [Delete(hold), Insert(job), Insert(entry)]
    if week is not None:
        writes.append(Update(replace(week, withheld_at=None)))
    try:
        base.database.commit(*writes)
    except AppError as error:
        log.warning("downloads.not_given_back", extra={"user_id": user_id, "why": error.message})
        return False
    base.nudge.send(job.id)
    return True
