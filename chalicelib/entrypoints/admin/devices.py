"""Devices that are signed in on Emby and Jellyfin servers."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.enforcement.devices import signed_in
from chalicelib.enforcement.devices.signed_in import ShownDevice
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import Key
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import ServerId, UserId

registry = Registry()


class DeviceQuery(Model):
    """Whose devices: those on a server, those of a person, or all."""

    server_id: Key | None = None
    user_id: Key | None = None


class DeviceShape(Model):
    """A device, and who used it last there.

    `counted` tells how many the account has on the server, `limit` how many it may have, null for
    any number. Unless it `admits_new`, the account may only use devices that it uses already.
    """

    server_id: str
    server_name: str
    platform: str
    device_ref: str
    name: str
    product: str
    username: str
    user_id: str | None
    user_label: str
    is_administrator: bool
    last_seen_at: datetime | None
    counted: int
    limit: int | None
    admits_new: bool


class UnreadServer(Model):
    """A server of which not all devices are known, and why."""

    server_id: str
    server_name: str
    why: str


class DeviceListing(Model):
    """Devices as the servers tell them now, those used last first; `is_cut` if there are more."""

    items: list[DeviceShape]
    unread: list[UnreadServer]
    is_cut: bool


class SignOutBody(Model):
    """Which device."""

    device_ref: Annotated[str, StringConstraints(min_length=1, max_length=500)]


@registry.add(
    "GET",
    "/devices",
    summary="Devices that are signed in",
    query=DeviceQuery,
    returns=DeviceListing,
)
def list_devices(call: Call[NoInput, DeviceQuery]) -> DeviceListing:
    """Ask the servers; of a person those on which the person has a share."""
    query = call.query
    user_id = UserId(query.user_id) if query.user_id else None
    server_ids: list[ServerId] | None = None
    if query.server_id:
        server_ids = [ServerId(query.server_id)]
    elif user_id:
        server_ids = [each.server_id for each in wiring.access_deps().store.of_user(user_id)]
    deps = wiring.enforcement_deps()
    found = signed_in.show(deps, server_ids=server_ids, user_id=user_id)
    names = {each.id: each.name for each in deps.catalog.servers()} if found.errors else {}
    return DeviceListing(
        items=[_shape(each) for each in found.devices],
        unread=[
            UnreadServer(server_id=server_id, server_name=names.get(server_id, ""), why=why)
            for server_id, why in found.errors.items()
        ],
        is_cut=found.is_cut,
    )


@registry.add(
    "POST",
    "/servers/{server_id}/devices/sign-out",
    summary="Sign a device out",
    body=SignOutBody,
    returns=DeviceShape,
)
def sign_device_out(call: Call[SignOutBody, NoInput]) -> DeviceShape:
    """End what the device plays, and make its users sign in anew."""
    shown = signed_in.sign_out(
        wiring.enforcement_deps(),
        server_id=ServerId(call.path["server_id"]),
        device_ref=call.body.device_ref,
        actor=call.actor,
    )
    return _shape(shown)


def _shape(shown: ShownDevice) -> DeviceShape:
    device = shown.device
    return DeviceShape(
        server_id=shown.server.id,
        server_name=shown.server.name,
        platform=shown.server.platform,
        device_ref=device.device_ref,
        name=device.name,
        product=device.product,
        username=device.username,
        user_id=shown.user.id if shown.user else None,
        user_label=present.label(shown.user),
        is_administrator=shown.is_administrator,
        last_seen_at=device.last_seen_at,
        counted=shown.counted,
        limit=shown.limit,
        admits_new=shown.is_open,
    )
