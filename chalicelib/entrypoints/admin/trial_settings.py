"""Settings of free trials."""

from typing import Annotated

from pydantic import Field

from chalicelib import wiring
from chalicelib.checkout.trial import trial_plans
from chalicelib.entrypoints.admin.shapes import Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.settings import trials
from chalicelib.settings.model import TrialSettings

registry = Registry()


class TrialSettingsInput(Model):
    """Whether there are trials, who must take one, and how many people may at a time."""

    enabled: bool
    forced: bool
    max_users: Annotated[int, Field(ge=0, le=trials.MOST_TRIAL_USERS, strict=True)]
    version: Version


class TrialSettingsShape(TrialSettingsInput):
    """The same, with what trials need besides: the names of plans and of servers for them."""

    plans: list[str]
    servers: list[str]


@registry.add("GET", "/settings/trials", summary="Trial settings", returns=TrialSettingsShape)
def read_trial_settings(_call: Call[NoInput, NoInput]) -> TrialSettingsShape:
    """Return whether there are trials, and what they need."""
    return _shape(wiring.settings_deps().store.trials())


@registry.add(
    "PUT",
    "/settings/trials",
    summary="Change the trial settings",
    body=TrialSettingsInput,
    returns=TrialSettingsShape,
)
def change_trial_settings(call: Call[TrialSettingsInput, NoInput]) -> TrialSettingsShape:
    """Save the trial settings; trials that run go on."""
    wanted = call.body.model_dump(exclude={"version"})
    saved = trials.change(
        wiring.settings_deps(),
        version=call.body.version,
        changes=trials.TrialChanges(**wanted),
        has_trial_plan=bool(trial_plans(wiring.checkout_deps())),
        actor=call.actor,
    )
    return _shape(saved)


def _shape(settings: TrialSettings) -> TrialSettingsShape:
    catalog = wiring.catalog_deps().store
    return TrialSettingsShape(
        enabled=settings.enabled,
        forced=settings.forced,
        max_users=settings.max_users,
        version=settings.version,
        plans=[plan.name for plan in trial_plans(wiring.checkout_deps())],
        servers=[
            each.name for each in catalog.servers() if each.allows_trials and each.is_enabled
        ],
    )
