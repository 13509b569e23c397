"""Settings of the Plisio account. The secret key goes in and never comes out."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib import wiring
from chalicelib.entrypoints.admin.settings import SecretInput, SecretShape, TestReport
from chalicelib.entrypoints.admin.shapes import Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.payments.model import GatewayAccount
from chalicelib.settings import plisio

registry = Registry()

Coin = Annotated[str, StringConstraints(min_length=1, max_length=plisio.LONGEST_COIN)]


class PlisioShape(Model):
    """The Plisio account, without its secret key."""

    enabled: bool
    checkout_enabled: bool
    sync_enabled: bool
    secret_key: SecretShape
    accepts: list[str]
    callback_url: str
    version: int


class PlisioInput(Model):
    """The Plisio account; a key that is null stays as it is."""

    enabled: bool
    checkout_enabled: bool
    sync_enabled: bool
    secret_key: SecretInput = None
    accepts: Annotated[list[Coin], Field(max_length=plisio.MOST_COINS)]
    version: Version


@registry.add("GET", "/settings/plisio", summary="Plisio settings", returns=PlisioShape)
def read_plisio_settings(_call: Call[NoInput, NoInput]) -> PlisioShape:
    """Return the Plisio settings without the key."""
    return _shown()


@registry.add(
    "PUT",
    "/settings/plisio",
    summary="Change the Plisio settings",
    body=PlisioInput,
    returns=PlisioShape,
)
def change_plisio_settings(call: Call[PlisioInput, NoInput]) -> PlisioShape:
    """Save the Plisio settings; the key is trimmed and encrypted."""
    body = call.body
    plisio.change(
        wiring.settings_deps(),
        version=body.version,
        changes=plisio.PlisioChanges(
            enabled=body.enabled,
            checkout_enabled=body.checkout_enabled,
            sync_enabled=body.sync_enabled,
            secret_key=body.secret_key,
            accepts=tuple(body.accepts),
        ),
        actor=call.actor,
    )
    return _shown()


@registry.add("POST", "/settings/plisio/test", summary="Test the Plisio key", returns=TestReport)
def try_plisio(_call: Call[NoInput, NoInput]) -> TestReport:
    """Try the key without moving money."""
    report = wiring.payments_deps().accounts[GatewayAccount.PLISIO].test()
    return TestReport(works=report.works, lines=list(report.lines))


def _shown() -> PlisioShape:
    shown = plisio.show(wiring.settings_deps())
    site_url = wiring.notifications_deps().site_url
    return PlisioShape(
        enabled=shown.enabled,
        checkout_enabled=shown.checkout_enabled,
        sync_enabled=shown.sync_enabled,
        secret_key=SecretShape.model_validate(shown.secret_key),
        accepts=list(shown.accepts),
        callback_url=f"{site_url}/webhooks/plisio?json=true",
        version=shown.version,
    )
