"""What people used of their week, and who may share an account."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib import wiring
from chalicelib.enforcement.records.sharing import SharingScore
from chalicelib.enforcement.usage import meter
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import ListQuery
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import UserId

registry = Registry()


class SharingShape(Model):
    """How likely somebody shares the account, 0 to 100, and why; a hint, never a proof."""

    user_id: str
    user_label: str
    score: int
    at: datetime
    reasons: list[str]
    networks: int
    devices: int


class SharingList(Model):
    """Sharing scores, the highest first."""

    items: list[SharingShape]
    next_cursor: str | None


class MeterShape(Model):
    """What somebody used of the week's allowance; the week ends at `ends_at`.

    `unmeasured_hours` of the hours ran at an unknown bitrate and are in no GB.
    """

    hours: float
    gb: float
    unmeasured_hours: float
    weekly_hours: int | None
    weekly_gb: int | None
    percent: int
    ends_at: datetime


class UsageShape(Model):
    """A person's meter, None without a weekly allowance, and sharing score, None without one."""

    meter: MeterShape | None
    sharing: SharingShape | None


@registry.add(
    "GET",
    "/sharing",
    summary="Who may share an account",
    query=ListQuery,
    returns=SharingList,
)
def list_sharing_scores(call: Call[NoInput, ListQuery]) -> SharingList:
    """Return sharing scores, the highest first; nothing follows from them by itself."""
    deps = wiring.enforcement_deps()
    page = deps.usage.scores(
        now=deps.clock.now(), cursor=call.query.cursor, limit=call.query.limit
    )
    names = present.labels(each.user_id for each in page.items)
    items = [_sharing(each, names) for each in page.items]
    return SharingList(items=items, next_cursor=page.next_cursor)


@registry.add(
    "GET",
    "/users/{user_id}/usage",
    summary="What a person used this week, and the sharing score",
    returns=UsageShape,
)
def read_user_usage(call: Call[NoInput, NoInput]) -> UsageShape:
    """Return a person's meter of the week and how likely the account is shared."""
    deps, user_id = wiring.enforcement_deps(), UserId(call.path["user_id"])
    user = deps.users.get(user_id)
    if user is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    shown = meter.meter(deps, user_id=user_id)
    score = deps.usage.scores_of((user_id,), now=deps.clock.now()).get(user_id)
    return UsageShape(
        meter=MeterShape(
            hours=shown.used.hours,
            gb=shown.used.gb,
            unmeasured_hours=shown.used.unmeasured_hours,
            weekly_hours=shown.weekly_hours,
            weekly_gb=shown.weekly_gb,
            percent=shown.percent,
            ends_at=shown.ends_at,
        )
        if shown
        else None,
        sharing=_sharing(score, {user_id: present.label(user)}) if score else None,
    )


def _sharing(score: SharingScore, names: Mapping[str, str]) -> SharingShape:
    return SharingShape(
        user_id=score.user_id,
        user_label=names.get(score.user_id, ""),
        score=score.score,
        at=score.at,
        reasons=list(score.reasons),
        networks=score.networks,
        devices=score.devices,
    )
