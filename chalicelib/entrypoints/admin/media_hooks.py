"""The address at which a server tells that somebody plays, so that limits act within seconds."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.catalog.media_hook import MediaHook
from chalicelib.enforcement.webhooks import addresses
from chalicelib.enforcement.webhooks.addresses import Address
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import ServerId

registry = Registry()


class MediaHookShape(Model):
    """What is known of a server's webhooks, without the secret in their address.

    `arrived_at` is to the minute; `sender` and `event` are of what arrived then, empty where they
    were not understood. Until `old_until` the address before this one works as well.
    """

    is_made: bool
    made_at: datetime | None
    old_until: datetime | None
    arrived_at: datetime | None
    sender: str
    event: str
    looked_at: datetime | None


class MediaHookAddress(Model):
    """The address to enter at the server; who knows it can have the server looked at."""

    url: str
    hook: MediaHookShape


@registry.add(
    "GET",
    "/servers/{server_id}/media-hook",
    summary="Whether a server tells that somebody plays",
    returns=MediaHookShape,
)
def read_media_hook(call: Call[NoInput, NoInput]) -> MediaHookShape:
    """Return when something arrived last, and what."""
    return _shape(addresses.state(wiring.hook_deps(), server_id=_id(call)))


@registry.add(
    "POST",
    "/servers/{server_id}/media-hook",
    summary="Show the address for a server's webhooks",
    returns=MediaHookAddress,
)
def show_media_hook(call: Call[NoInput, NoInput]) -> MediaHookAddress:
    """Return the address with its secret; it is made when it is asked for first."""
    return _address(addresses.address(wiring.hook_deps(), server_id=_id(call), actor=call.actor))


@registry.add(
    "POST",
    "/servers/{server_id}/media-hook/rotate",
    summary="Replace the address for a server's webhooks",
    returns=MediaHookAddress,
)
def rotate_media_hook(call: Call[NoInput, NoInput]) -> MediaHookAddress:
    """Return a new address; the old one works until the new one is used, a day at most."""
    return _address(addresses.rotate(wiring.hook_deps(), server_id=_id(call), actor=call.actor))


def _id(call: Call[NoInput, NoInput]) -> ServerId:
    return ServerId(call.path["server_id"])


def _address(found: Address) -> MediaHookAddress:
    return MediaHookAddress(url=found.url.reveal(), hook=_shape(found.hook))


def _shape(hook: MediaHook) -> MediaHookShape:
    old_works = hook.old_works(now=wiring.clock().now())
    return MediaHookShape(
        is_made=hook.made_at is not None,
        made_at=hook.made_at,
        old_until=hook.old_until if old_works else None,
        arrived_at=hook.arrived_at,
        sender=hook.sender,
        event=hook.event,
        looked_at=hook.looked_at,
    )
