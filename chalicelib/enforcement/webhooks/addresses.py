"""Addresses for the webhooks of media servers: give them out, replace them, take what arrives."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.catalog import media_hook
from chalicelib.catalog.media_hook import MediaHook
from chalicelib.catalog.model import Server
from chalicelib.enforcement.webhooks.parsing import HookEvent
from chalicelib.enforcement.webhooks.ports import HookDeps
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import NotFoundError, RetryLaterError, StaleRecordError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Insert, Update
from chalicelib.kernel.secret import Secret

log = logging.getLogger(__name__)

PATH = "/webhooks/media"
_SECRET_BYTES = 24
_REMEDY = "Copy the address anew from the page of the server."
_TRIES = 5


class Outcome(StrEnum):
    """What came of a webhook."""

    LOOK = "look"  # a worker was asked to look
    LOOK_AGAIN = "look_again"  # somebody looks just now, and will look once more
    ASKED = "asked"  # a look is about to begin anyway
    COUNTED = "counted"  # nothing that could be too many
    ELSEWHERE = "elsewhere"  # about another server of the same account


@dataclass(frozen=True, slots=True)
class Address:
    """A hook and the whole address, which holds its secret."""

    hook: MediaHook
    url: Secret


def state(deps: HookDeps, *, server_id: ServerId) -> MediaHook:
    """Return the server's hook without its secret, a blank one (version 0) if it has none.

    Raises NotFoundError.
    """
    server = _server(deps, server_id)
    return deps.hooks.hook(server_id) or MediaHook(server.id)


def address(deps: HookDeps, *, server_id: ServerId, actor: Actor) -> Address:
    """Return the address to enter at the server; the first call makes it. Raises NotFoundError."""
    server = _server(deps, server_id)
    for _ in range(_TRIES):
        hook = deps.hooks.hook(server_id)
        if hook is not None and hook.sealed is not None:
            return _with_url(deps, hook, deps.vault.open(hook.sealed, place=hook.place))
        try:
            return _renewed(deps, hook or MediaHook(server_id), server, actor, "server.hook_made")
        except StaleRecordError:
            continue
    raise _busy()


def rotate(deps: HookDeps, *, server_id: ServerId, actor: Actor) -> Address:
    """Give the server a new address; the old one works until the new one is used, or for a day.

    Raises NotFoundError.
    """
    server = _server(deps, server_id)
    for _ in range(_TRIES):
        hook = deps.hooks.hook(server_id) or MediaHook(server_id)
        try:
            return _renewed(deps, hook, server, actor, "server.hook_rotated")
        except StaleRecordError:
            continue
    raise _busy()


def receive(
    deps: HookDeps, *, server_id: ServerId, secret: str, read: Callable[[], HookEvent]
) -> Outcome:
    """Take one webhook: have the server looked at, unless that is under way or makes no sense.

    `read` is asked only once the secret is right. One read, and a write only where something
    changes. Raises NotFoundError alike for a wrong secret and for a server that is not there.
    """
    event: HookEvent | None = None
    for _ in range(_TRIES):
        now = deps.clock.now()
        hook = deps.hooks.hook(server_id)
        is_right = media_hook.opens(hook, secret, now=now)
        if hook is None or not is_right:
            raise NotFoundError("There is no such address.", remedy=_REMEDY)
        event = event or read()
        outcome = _outcome(hook, event, now=now)
        changed = hook.used(secret)
        if outcome in {Outcome.LOOK, Outcome.LOOK_AGAIN}:
            changed = changed.wanted(now=now)
        if outcome is not Outcome.ELSEWHERE:
            changed = changed.heard(sender=event.sender, event=event.name, now=now)
        try:
            if changed is not hook:
                deps.database.commit(Update(changed))
        except StaleRecordError:
            # Another event, or the worker, was faster: what it wrote may be all that we want.
            continue
        if outcome is Outcome.LOOK:
            deps.looks.send(server_id, after_seconds=hook.seconds_to_wait(now=now))
        _tell(server_id, event, outcome)
        return outcome
    # Whoever wrote meanwhile wanted the same, and the sweep comes in any case.
    log.warning("hook.contended", extra={"server_id": server_id})
    return Outcome.ASKED


def _outcome(hook: MediaHook, event: HookEvent, *, now: datetime) -> Outcome:
    # A Plex account sends what happens on any of its servers to all of its addresses.
    if event.machine_id and hook.machine_id and event.machine_id != hook.machine_id:
        return Outcome.ELSEWHERE
    if not event.may_play:
        return Outcome.COUNTED
    if hook.is_asked(now=now):
        return Outcome.ASKED
    return Outcome.LOOK_AGAIN if hook.is_looking(now=now) else Outcome.LOOK


def _renewed(
    deps: HookDeps, hook: MediaHook, server: Server, actor: Actor, action: str
) -> Address:
    now = deps.clock.now()
    secret = Secret(secrets.token_urlsafe(_SECRET_BYTES))
    sealed = deps.vault.seal(secret, place=hook.place)
    made = replace(hook.with_secret(secret, sealed, now=now), machine_id=server.machine_id)
    deps.database.commit(Update(made), Insert(note(actor, action, server.id, now=now)))
    return _with_url(deps, replace(made, version=made.version + 1), secret)


def _with_url(deps: HookDeps, hook: MediaHook, secret: Secret) -> Address:
    return Address(hook, Secret(f"{deps.site_url}{PATH}/{hook.server_id}/{secret.reveal()}"))


def _server(deps: HookDeps, server_id: ServerId) -> Server:
    server = deps.catalog.server(server_id)
    if server is None:
        raise NotFoundError("There is no such server.", remedy="Reload the list.")
    return server


def _tell(server_id: ServerId, event: HookEvent, outcome: Outcome) -> None:
    told = {"sender": event.sender, "event": event.name, "outcome": outcome}
    log.info("hook.arrived", extra={"server_id": server_id, **told})


def _busy() -> RetryLaterError:
    return RetryLaterError("The address changes too fast just now.", after_seconds=5)
