"""Settings of the waitlist: whether people can wait, and how long an offer stands."""

from typing import Annotated

from pydantic import Field

from chalicelib import wiring
from chalicelib.entrypoints.admin.shapes import Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.settings import waitlist

registry = Registry()


class WaitlistSettingsShape(Model):
    """Whether people can wait for a seat, and how many hours one is kept for them."""

    enabled: bool
    offer_hours: Annotated[int, Field(ge=1, le=waitlist.LONGEST_OFFER_HOURS, strict=True)]
    version: Version


@registry.add(
    "GET", "/settings/waitlist", summary="Waitlist settings", returns=WaitlistSettingsShape
)
def read_waitlist_settings(_call: Call[NoInput, NoInput]) -> WaitlistSettingsShape:
    """Return whether and how people wait for a seat."""
    return WaitlistSettingsShape.model_validate(wiring.settings_deps().store.waitlist())


@registry.add(
    "PUT",
    "/settings/waitlist",
    summary="Change the waitlist settings",
    body=WaitlistSettingsShape,
    returns=WaitlistSettingsShape,
)
def change_waitlist_settings(
    call: Call[WaitlistSettingsShape, NoInput],
) -> WaitlistSettingsShape:
    """Save the waitlist settings; offers that stand keep their end."""
    wanted = call.body.model_dump(exclude={"version"})
    saved = waitlist.change(
        wiring.settings_deps(),
        version=call.body.version,
        changes=waitlist.WaitlistChanges(**wanted),
        actor=call.actor,
    )
    return WaitlistSettingsShape.model_validate(saved)
