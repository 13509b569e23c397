"""Settings of what keeps customers from harm by mistake."""

from typing import Annotated

from pydantic import Field, StrictBool

from chalicelib import wiring
from chalicelib.entrypoints.admin.shapes import Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.settings import safety
from chalicelib.settings.model import SafetySettings

registry = Registry()


class SafetySettingsShape(Model):
    """How many may lose access without a word: a run waits past both figures.

    `most_percent` is of those who have access. An outage of a server of `outage_minutes` or more
    is compensated by itself if `compensates_outages`, else it is asked about: customers get its
    length rounded up to whole days, one at least.
    """

    most_people: Annotated[int, Field(ge=0, le=safety.MOST_PEOPLE, strict=True)]
    most_percent: Annotated[int, Field(ge=0, le=100, strict=True)]
    compensates_outages: StrictBool
    outage_minutes: Annotated[
        int, Field(ge=safety.LEAST_OUTAGE, le=safety.LONGEST_OUTAGE, strict=True)
    ]
    version: Version


@registry.add("GET", "/settings/safety", summary="Safety settings", returns=SafetySettingsShape)
def read_safety_settings(_call: Call[NoInput, NoInput]) -> SafetySettingsShape:
    """Return when a run waits for an administrator."""
    return _shape(wiring.settings_deps().store.safety())


@registry.add(
    "PUT",
    "/settings/safety",
    summary="Change the safety settings",
    body=SafetySettingsShape,
    returns=SafetySettingsShape,
)
def change_safety_settings(call: Call[SafetySettingsShape, NoInput]) -> SafetySettingsShape:
    """Save the safety settings; runs that are held stay so."""
    wanted = call.body.model_dump(exclude={"version"})
    saved = safety.change(
        wiring.settings_deps(),
        version=call.body.version,
        changes=safety.SafetyChanges(**wanted),
        actor=call.actor,
    )
    return _shape(saved)


def _shape(settings: SafetySettings) -> SafetySettingsShape:
    return SafetySettingsShape.model_validate(settings)
