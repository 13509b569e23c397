"""What follows when somebody uses up or exceeds a week's downloads (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice

from chalicelib.enforcement.downloads.model import CountedDownload, DownloadWeek, Heard
from chalicelib.enforcement.model import Decision, DecisionKind, Evidence, PlayState
from chalicelib.enforcement.recording.record import KEEP_DECISION, OBSERVED, REPORTED
from chalicelib.jobs.model import Job
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import DecisionId, UserId, new_id
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.settings.limit_model import Rule
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.model import User

WITHHELD = "no downloads until the week turns"
ASKED = "asked to download nothing until the week turns"
# More than any allotment, and as much as one row can hold.
MOST_COUNTED = 15_000
_MOST_EVIDENCE = 50


class Right(StrEnum):
    """What becomes of somebody's right to download while the allotment is used up."""

    OFF = "off"  # no media server lets them download
    GOING = "going"  # it is being switched off
    STAYS = "stays"  # shares are left as they are, so that they can only be asked


@dataclass(frozen=True, slots=True)
class Quota:
    """How many downloads somebody may make in a week, and how far we go when they do more.

    `limit` is None for any number. The week ends at `ends_at`.
    """

    limit: int | None
    mode: EnforcementMode
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Consequence:
    """The week as it is written down, and what has to be done beside that."""

    week: DownloadWeek
    tells_used_up: bool = False
    tells_excess: bool = False
    records: bool = False
    withholds: bool = False


def counted(week: DownloadWeek, heard: Iterable[Heard]) -> tuple[DownloadWeek, tuple[Heard, ...]]:
    """Return the week with what was heard, and what of it had not been counted before.

    Neither order nor repetition make a difference to how many there are, at most `MOST_COUNTED`.
    """
    new = {each.unit: each for each in heard if each.unit not in week.units}
    left = max(MOST_COUNTED - week.count, 0)
    new = dict(islice(new.items(), left))
    return replace(week, units=(*week.units, *new)), tuple(new.values())


def follow(week: DownloadWeek, quota: Quota, *, now: datetime) -> Consequence:
    """Return what follows from how many downloads were counted, each of it once a week (B184).

    Nothing does in a week that is over. Only where the rule is enforced is anybody told, and is
    the right withheld; an allotment of none needs no withholding, because nobody is given it.
    """
    limit = quota.limit
    is_over = now >= quota.ends_at or quota.mode is EnforcementMode.OFF
    if limit is None or is_over or week.count < limit:
        return Consequence(week)
    is_excess = week.count > limit
    records = is_excess and week.excess_recorded_at is None
    after = replace(week, excess_recorded_at=now) if records else week
    if quota.mode is not EnforcementMode.ENFORCE:
        return Consequence(after, records=records)
    tells_excess = is_excess and week.excess_told_at is None
    tells_used_up = not is_excess and week.used_up_told_at is None and limit > 0
    withholds = limit > 0 and week.withheld_at is None
    after = replace(
        after,
        excess_told_at=now if tells_excess else after.excess_told_at,
        used_up_told_at=now if tells_used_up or tells_excess else after.used_up_told_at,
        withheld_at=now if withholds else after.withheld_at,
    )
    return Consequence(after, tells_used_up, tells_excess, records, withholds)


def excess(
    week: DownloadWeek,
    quota: Quota,
    downloads: Iterable[CountedDownload],
    *,
    right: Right,
    now: datetime,
) -> Decision:
    """Return the record of an exceeded allotment; it rests on at least one download.

    It counts for no ladder: whoever exceeds it was told, and the right is withheld.
    """
    limit = quota.limit or 0
    evidence = sorted(downloads, key=lambda each: (each.at, each.unit))[-_MOST_EVIDENCE:]
    latest = evidence[-1]
    is_enforced = quota.mode is EnforcementMode.ENFORCE
    is_withheld = is_enforced and limit > 0 and right is not Right.STAYS
    outcome = OBSERVED if not is_enforced else ASKED if limit > 0 else REPORTED
    outcome = WITHHELD if is_withheld else outcome
    allowed = f"the allotment is {limit}" if limit else "the plan includes none"
    return Decision(
        id=DecisionId(new_id("dec", now=now)),
        at=now,
        user_id=week.user_id,
        server_id=latest.server_id,
        session_key=latest.unit,
        kind=DecisionKind.EXCESS,
        rule=Rule.DOWNLOADS,
        limit=limit,
        counted=week.count,
        reason=f"{week.count} downloads in the week from {week.first_day}; {allowed}.",
        evidence=tuple(_evidence(each) for each in evidence),
        carried_out=is_withheld,
        outcome=outcome,
        expires_at=now + KEEP_DECISION,
    )


def _evidence(download: CountedDownload) -> Evidence:
    return Evidence(
        server_id=download.server_id,
        session_key=download.unit,
        device_id="",
        device_name="",
        product="Download",
        title=download.title,
        state=PlayState.PLAYING,
        address="",
        first_seen=download.at,
        counted=True,
        why="counted again: it lasts" if download.again else "counted",
    )


def quota_mail(
    week: DownloadWeek,
    quota: Quota,
    user: User,
    *,
    is_excess: bool,
    right: Right,
    site_name: str,
    now: datetime,
) -> Job | None:
    """Return the mail that tells somebody where they stand; None without an address.

    It says that downloads are off only once they are.
    """
    if not user.email:
        return None
    facts = {
        "name": user.name,
        "site_name": site_name,
        "limit": str(quota.limit or 0),
        "count": str(week.count),
        "is_excess": "yes" if is_excess else "no",
        "right": right,
        "renews_at": to_iso(quota.ends_at),
    }
    cause = f"{user.id}_{week.first_day}_{'excess' if is_excess else 'used_up'}"
    message = Message(Event.DOWNLOAD_QUOTA, user.email, facts)
    return mail_job(message, cause=cause, now=now, user_id=user.id)


def blank_week(user_id: UserId, first_day: str, *, expires_at: datetime) -> DownloadWeek:
    """Return a week in which nothing was counted yet."""
    return DownloadWeek(user_id, first_day, (), expires_at)
