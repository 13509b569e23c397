"""Settings of receipts: who sells, where, under which tax number."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.entrypoints.admin.shapes import Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.settings import receipts

registry = Registry()


class ReceiptSettingsShape(Model):
    """What stands on receipts besides the payment."""

    business_name: Annotated[str, StringConstraints(max_length=receipts.LONGEST_NAME)]
    address: Annotated[str, StringConstraints(max_length=receipts.LONGEST_ADDRESS)]
    tax_line: Annotated[str, StringConstraints(max_length=receipts.LONGEST_TAX_LINE)]
    footer: Annotated[str, StringConstraints(max_length=receipts.LONGEST_FOOTER)]
    version: Version


@registry.add(
    "GET", "/settings/receipts", summary="Receipt settings", returns=ReceiptSettingsShape
)
def read_receipt_settings(_call: Call[NoInput, NoInput]) -> ReceiptSettingsShape:
    """Return what stands on receipts."""
    return ReceiptSettingsShape.model_validate(wiring.settings_deps().store.receipts())


@registry.add(
    "PUT",
    "/settings/receipts",
    summary="Change the receipt settings",
    body=ReceiptSettingsShape,
    returns=ReceiptSettingsShape,
)
def change_receipt_settings(
    call: Call[ReceiptSettingsShape, NoInput],
) -> ReceiptSettingsShape:
    """Save what stands on receipts."""
    wanted = call.body.model_dump(exclude={"version"})
    saved = receipts.change(
        wiring.settings_deps(),
        version=call.body.version,
        changes=receipts.ReceiptChanges(**wanted),
        actor=call.actor,
    )
    return ReceiptSettingsShape.model_validate(saved)
