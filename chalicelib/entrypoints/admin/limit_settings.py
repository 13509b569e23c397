"""Settings of how the rules about streams, downloads and devices are kept."""

from typing import Annotated

from pydantic import Field

from chalicelib import wiring
from chalicelib.catalog.model import PRIVATE
from chalicelib.entrypoints.admin.shapes import Key, Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import GroupId
from chalicelib.settings import limits
from chalicelib.settings.limit_model import LadderStep, LimitSettings, Measure, Rule, StopMode
from chalicelib.settings.model import EnforcementMode

registry = Registry()


class RuleModes(Model):
    """How far each rule goes; the site and the server may go less far."""

    concurrent_streams: EnforcementMode
    video_transcoding: EnforcementMode
    transcoding_4k: EnforcementMode
    bitrate: EnforcementMode
    long_pause: EnforcementMode
    allowed_hours: EnforcementMode
    fair_use: EnforcementMode
    downloads: EnforcementMode
    devices: EnforcementMode
    sharing: EnforcementMode


class LadderStepShape(Model):
    """From so many strikes on, the measure holds for so many hours; a warning for none."""

    strikes: Annotated[int, Field(ge=1, le=limits.MOST_STRIKES, strict=True)]
    measure: Measure
    hours: Annotated[int, Field(ge=0, le=limits.MOST_HOURS, strict=True)]


class LimitSettingsShape(Model):
    """How the rules are kept on the whole site; plans and servers say what is limited.

    A violation lasts `sustain_seconds` before a stream is stopped, and a session that was stopped
    is left alone for `cool_down_seconds`. Weeks begin at midnight of `week_begins_on` (0 is
    Monday). Streams rest at most `stops_paused_after_minutes` (0: for ever), and count no longer
    once they made no progress for `ghost_after_minutes` (0: they always count).
    """

    modes: RuleModes
    stop_mode: StopMode
    warns_first: bool
    sustain_seconds: Annotated[int, Field(ge=0, le=limits.LONGEST_SUSTAIN_SECONDS, strict=True)]
    cool_down_seconds: Annotated[
        int, Field(ge=0, le=limits.LONGEST_COOL_DOWN_SECONDS, strict=True)
    ]
    stops_paused_after_minutes: Annotated[
        int, Field(ge=0, le=limits.LONGEST_PAUSE_MINUTES, strict=True)
    ]
    ghost_after_minutes: Annotated[int, Field(ge=0, le=limits.LONGEST_PAUSE_MINUTES, strict=True)]
    week_begins_on: Annotated[int, Field(ge=0, le=limits.LAST_WEEKDAY, strict=True)]
    ladder: Annotated[list[LadderStepShape], Field(max_length=limits.MOST_STEPS)]
    strike_window_hours: Annotated[int, Field(ge=1, le=limits.MOST_HOURS, strict=True)]
    restricted_group_ids: Annotated[list[Key], Field(max_length=100)]
    sharing_score_from: Annotated[int, Field(ge=1, le=100, strict=True)]
    activity_days: Annotated[int, Field(ge=1, le=limits.LONGEST_ACTIVITY_DAYS, strict=True)]
    version: Version


@registry.add("GET", "/settings/limits", summary="How limits are kept", returns=LimitSettingsShape)
def read_limit_settings(_call: Call[NoInput, NoInput]) -> LimitSettingsShape:
    """Return how far each rule goes, and what follows for whoever breaks it repeatedly."""
    return _shape(wiring.settings_deps().store.limits())


@registry.add(
    "PUT",
    "/settings/limits",
    summary="Change how limits are kept",
    body=LimitSettingsShape,
    returns=LimitSettingsShape,
)
def change_limit_settings(call: Call[LimitSettingsShape, NoInput]) -> LimitSettingsShape:
    """Save how limits are kept; what was decided before stays."""
    body = call.body
    saved = limits.change(
        wiring.settings_deps(),
        version=body.version,
        changes=limits.LimitChanges(
            modes={rule: getattr(body.modes, rule) for rule in Rule},
            stop_mode=body.stop_mode,
            warns_first=body.warns_first,
            sustain_seconds=body.sustain_seconds,
            cool_down_seconds=body.cool_down_seconds,
            stops_paused_after_minutes=body.stops_paused_after_minutes,
            ghost_after_minutes=body.ghost_after_minutes,
            week_begins_on=body.week_begins_on,
            ladder=tuple(LadderStep(**each.model_dump()) for each in body.ladder),
            strike_window_hours=body.strike_window_hours,
            restricted_group_ids=tuple(GroupId(each) for each in body.restricted_group_ids),
            sharing_score_from=body.sharing_score_from,
            activity_days=body.activity_days,
        ),
        offered={group.id for group in wiring.catalog_deps().store.groups()},
        private=PRIVATE,
        actor=call.actor,
    )
    return _shape(saved)


def _shape(settings: LimitSettings) -> LimitSettingsShape:
    names = LimitSettingsShape.model_fields.keys() - {"modes"}
    told = {name: getattr(settings, name) for name in names}
    modes = RuleModes(**{rule.value: settings.mode_of(rule) for rule in Rule})
    return LimitSettingsShape.model_validate({**told, "modes": modes})
