"""Count what people download, and keep to the week's allotment (B184, B187).

What is counted for a person is committed at once with all that follows from it; only then is it
noted of the server what was heard there. A run that dies in between hears the same once more, and
counts nothing twice.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.enforcement.downloads import give_back, hearing, quota, site_terms
from chalicelib.enforcement.downloads.model import (
    CountedDownload,
    DownloadWatch,
    DownloadWeek,
    Heard,
    Told,
)
from chalicelib.enforcement.downloads.ports import DownloadDeps
from chalicelib.enforcement.downloads.quota import Consequence, Quota, Right
from chalicelib.enforcement.downloads.site_terms import Terms
from chalicelib.enforcement.looking.look import Crew, Target, crew, targets
from chalicelib.enforcement.recording.commits import commit_by_server
from chalicelib.enforcement.recording.record import ACTOR
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import note
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import JobId, ServerId, UserId
from chalicelib.kernel.records import Insert, Put, Update, Write
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.holds import DownloadHold
from chalicelib.users.model import User

log = logging.getLogger(__name__)

WITHHOLD_ACTION = "downloads.withhold"
ASK_ACTION = "downloads.ask"
# A commit carries a hundred writes, some of which are what follows.
_MOST_AT_ONCE = 80
_EVIDENCE_READ = 100


@dataclass
class _Tally:
    """What became of a run; `failed` are servers of which something could not be written."""

    counts: Counter[str] = field(default_factory=Counter)
    failed: set[ServerId] = field(default_factory=set)
    job_ids: list[JobId] = field(default_factory=list)


def count_downloads(deps: DownloadDeps) -> Mapping[str, int]:
    """Look at every server once, count what is new, and withhold or give back the right.

    Servers are read at the same time; what one that fails has to tell is heard later. Nothing is
    written where nothing is new.
    """
    base = deps.enforcing
    terms = site_terms.read(base)
    servers = {server.id: server for server in base.catalog.servers()}
    modes = {server_id: terms.mode_on(server) for server_id, server in servers.items()}
    returned = give_back.give_back(deps, modes=modes)
    tally = _Tally(Counter(given_back=returned))
    watched = tuple(
        server
        for server in servers.values()
        if server.is_enabled
        and modes[server.id] is not EnforcementMode.OFF
        and server.platform in deps.download_sources
    )
    ready = targets(watched, base.catalog.plex_accounts() if watched else (), base.vault)
    if ready:
        heard, watches = _listen(deps, ready, tally)
        _count(deps, heard, terms, modes, tally)
        kept = {
            server_id: [Update(watch)]
            for server_id, watch in watches.items()
            if server_id not in tally.failed
        }
        tally.counts["refused"] += len(commit_by_server(base.database, kept))
    base.nudge.send(*tally.job_ids)
    log.info("downloads.counted", extra=dict(tally.counts))
    return {"servers": len(ready), **tally.counts}


def _listen(
    deps: DownloadDeps, ready: Sequence[Target], tally: _Tally
) -> tuple[list[Heard], dict[ServerId, DownloadWatch]]:
    """Return what is new on all servers, and those of their rows that are to be written."""
    ids = tuple(target.server.id for target in ready)
    before_looking = deps.enforcing.clock.now()
    known = deps.store.download_watches(ids, now=before_looking)
    watches = {each: known.get(each) or hearing.blank(each, now=before_looking) for each in ids}
    with crew(deps.enforcing, size=len(ready)) as hands:
        told = _ask(deps, hands, ready, watches, now=before_looking)
    now = deps.enforcing.clock.now()
    heard: list[Heard] = []
    changed: dict[ServerId, DownloadWatch] = {}
    for server_id in ids:
        answer = told.get(server_id)
        if answer is None:
            tally.counts["unreachable"] += 1
            continue
        tally.counts["unknown_entries"] += answer.unknown
        new, after = hearing.hear(watches[server_id], answer, now=now)
        heard += new
        if after is not watches[server_id]:
            changed[server_id] = after
    return heard, changed


def _ask(
    deps: DownloadDeps,
    hands: Crew,
    ready: Sequence[Target],
    watches: Mapping[ServerId, DownloadWatch],
    *,
    now: datetime,
) -> dict[ServerId, Told]:
    def ask(target: Target) -> Told | None:
        return _told(deps, target, watches[target.server.id], now=now)

    answers = hands.gather(hands.start(ask, ready))
    return {answer.server_id: answer for answer in answers if answer is not None}


def _told(
    deps: DownloadDeps, target: Target, watch: DownloadWatch, *, now: datetime
) -> Told | None:
    """Return what a server tells, None if it does not: it is asked again at the next run."""
    if target.access is None:
        return None
    try:
        return deps.download_sources[target.server.platform].downloads(
            target.access,
            since=hearing.ask_from(watch, now=now),
            now=now,
            timeout_seconds=deps.enforcing.server_seconds,
        )
    except AppError as error:
        log.info("downloads.untold", extra={"server_id": target.server.id, "why": error.message})
    except Exception:
        # The edge of one item: a broken server must not keep us from hearing the others.
        log.exception("downloads.look_crashed", extra={"server_id": target.server.id})
    return None


def _count(
    deps: DownloadDeps,
    heard: Sequence[Heard],
    terms: Terms,
    modes: Mapping[ServerId, EnforcementMode],
    tally: _Tally,
) -> None:
    """Count what was heard, person by person and week by week; one that fails stops no other."""
    if not heard:
        return
    now = deps.enforcing.clock.now()
    by_week, users = _by_week(deps, heard, terms, tally)
    known = deps.store.download_weeks(by_week)
    limits = site_terms.allotments(deps.enforcing, users.values(), now=now)
    for (user_id, first_day), theirs in sorted(by_week.items()):
        latest = max(theirs, key=lambda each: each.download.at).download.server_id
        week = known.get((user_id, first_day)) or quota.blank_week(
            user_id, first_day, expires_at=terms.kept_until(first_day)
        )
        allowed = Quota(limits.get(user_id), modes[latest], terms.ends_at(first_day))
        entry = _Entry(users[user_id], allowed, latest, terms.site.site_name)
        try:
            _enter(deps, week, theirs, entry, tally)
        except AppError as error:
            log.warning("downloads.not_counted", extra={"user_id": user_id, "why": error.message})
            tally.failed |= {each.download.server_id for each in theirs}
            tally.counts["not_counted"] += 1


def _by_week(
    deps: DownloadDeps, heard: Sequence[Heard], terms: Terms, tally: _Tally
) -> tuple[dict[tuple[UserId, str], list[Heard]], dict[UserId, User]]:
    """Return what was heard by person and week; what nobody we know did counts for nobody."""
    refs = sorted({each.download.account_ref for each in heard})
    held = deps.enforcing.users.by_claims(tuple(f"id:{ref}" for ref in refs))
    by_week: dict[tuple[UserId, str], list[Heard]] = defaultdict(list)
    for each in heard:
        user = held.get(f"id:{each.download.account_ref}")
        if user is None:
            tally.counts["unknown_people"] += 1
        else:
            by_week[user.id, terms.week_of(each.download.at)].append(each)
    return by_week, {user.id: user for user in held.values()}


@dataclass(frozen=True, slots=True)
class _Entry:
    """Whose downloads are entered, within which quota, and where the latest of them happened."""

    user: User
    quota: Quota
    server_id: ServerId
    site_name: str


def _enter(
    deps: DownloadDeps,
    week: DownloadWeek,
    heard: Sequence[Heard],
    entry: _Entry,
    tally: _Tally,
) -> None:
    """Commit what is new for one person and week, and with the last of it what follows."""
    _, new = quota.counted(week, heard)
    for start in range(0, len(new), _MOST_AT_ONCE):
        part = new[start : start + _MOST_AT_ONCE]
        week, _ = quota.counted(week, part)
        rows = [_row(week, each) for each in part]
        is_last = start + _MOST_AT_ONCE >= len(new)
        now = deps.enforcing.clock.now()
        follows = quota.follow(week, entry.quota, now=now) if is_last else Consequence(week)
        beside = _beside(deps, follows, rows, entry, now=now)
        deps.enforcing.database.commit(Update(follows.week), *map(Insert, rows), *beside)
        week = replace(follows.week, version=follows.week.version + 1)
        tally.job_ids += [each.record.id for each in beside if isinstance(each.record, Job)]
        tally.counts["counted"] += len(rows)
        tally.counts["over"] += follows.records
        tally.counts["withheld"] += follows.withholds


def _row(week: DownloadWeek, heard: Heard) -> CountedDownload:
    return CountedDownload(
        user_id=week.user_id,
        first_day=week.first_day,
        unit=heard.unit,
        server_id=heard.download.server_id,
        title=heard.download.title,
        at=heard.download.at,
        again=heard.again,
        expires_at=week.expires_at,
    )


def _beside(
    deps: DownloadDeps,
    follows: Consequence,
    rows: Sequence[CountedDownload],
    entry: _Entry,
    *,
    now: datetime,
) -> list[Write]:
    """Return what is written together with the week."""
    user, week, writes = entry.user, follows.week, list[Write]()
    is_due = follows.records or follows.tells_used_up or follows.tells_excess or follows.withholds
    right = _right(deps, user.id) if is_due else Right.STAYS
    if follows.records:
        earlier = deps.store.downloads_in(
            user.id, week.first_day, now=now, cursor=None, limit=_EVIDENCE_READ
        )
        rests_on = (*earlier.items, *rows)
        decision = quota.excess(week, entry.quota, rests_on, right=right, now=now)
        writes.append(Insert(decision))
    if follows.tells_used_up or follows.tells_excess:
        mail = quota.quota_mail(
            week,
            entry.quota,
            user,
            is_excess=follows.tells_excess,
            right=right,
            site_name=entry.site_name,
            now=now,
        )
        writes += [Insert(mail)] if mail else []
    if follows.withholds:
        hold = DownloadHold(user.id, week.first_day, now, entry.quota.ends_at, entry.server_id)
        hold = replace(hold, only_asks=right is Right.STAYS)
        told = {"count": week.count, "limit": entry.quota.limit, "until": hold.until.isoformat()}
        action = ASK_ACTION if hold.only_asks else WITHHOLD_ACTION
        why = "The week's downloads are used up"
        entered = note(ACTOR, action, user.id, now=now, user_id=user.id, why=why, after=told)
        look = new_job(JobKind.RECONCILE_ACCESS, user.id, now=now, user_id=user.id)
        writes += [Put(hold), Insert(look), Insert(entered)]
    return writes


def _right(deps: DownloadDeps, user_id: UserId) -> Right:
    """Return what becomes of somebody's right: where shares stay as they are, it stays (B168)."""
    if not deps.store.may_download(user_id):
        return Right.OFF
    follows_plans = deps.enforcing.settings.media().sync_shared_libraries
    return Right.GOING if follows_plans else Right.STAYS
