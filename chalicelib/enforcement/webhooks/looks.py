"""The looks that webhooks lead to: never two of one server at a time, and none forgotten."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.catalog.media_hook import MediaHook
from chalicelib.enforcement.model import SweepReport
from chalicelib.enforcement.webhooks.ports import HookDeps
from chalicelib.kernel.errors import RetryLaterError, StaleRecordError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Update

log = logging.getLogger(__name__)

_TRIES = 8
# After the lease of one who died, what is due is taken up.
_AFTER_LEASE_SECONDS = 1.0
# What is to be seen later than that is seen by the sweep.
_SWEEP_COMES_WITHIN = timedelta(minutes=5)

LookAt = Callable[[ServerId], SweepReport]


def look(deps: HookDeps, *, server_id: ServerId, look_at: LookAt) -> SweepReport | None:
    """Look at the server with `look_at`, if a look is due; None if there was nothing to do.

    What came while it looked, and what the look says is to be seen again later, becomes one
    message more. When the worker dies its lease ends, and the next message takes the look up.
    """
    begun = _begin(deps, server_id)
    if begun is None:
        return None
    report: SweepReport | None = None
    try:
        report = look_at(server_id)
    finally:
        _end(deps, begun, report)
    return report


def _begin(deps: HookDeps, server_id: ServerId) -> MediaHook | None:
    """Return the hook with our look under way, None when there is none to begin."""
    for _ in range(_TRIES):
        now = deps.clock.now()
        hook = deps.hooks.hook(server_id)
        if hook is None:
            return None  # the server was deleted here
        if hook.is_looking(now=now):
            _leave(deps, hook, now=now)
            return None
        if not hook.is_due(now=now):
            return None  # the queue delivers now and then twice
        begun = hook.begun(now=now)
        try:
            deps.database.commit(Update(begun))
        except StaleRecordError:
            continue
        return replace(begun, version=begun.version + 1)
    raise RetryLaterError("The server's webhooks come too fast just now.", after_seconds=1)


def _leave(deps: HookDeps, hook: MediaHook, *, now: datetime) -> None:
    """Leave the look to the one who is at it; if that one died, this message comes again."""
    until = hook.looking_until or now
    deps.looks.send(
        hook.server_id, after_seconds=(until - now).total_seconds() + _AFTER_LEASE_SECONDS
    )
    log.info("hook.left_because_looking", extra={"server_id": hook.server_id})


def _end(deps: HookDeps, begun: MediaHook, report: SweepReport | None) -> None:
    """Write that our look is over, and ask for the next one where there is to be one."""
    hook: MediaHook | None = begun
    for _ in range(_TRIES):
        if hook is None or hook.looking_until != begun.looking_until:
            return  # the server was deleted, or somebody took us for dead
        now = deps.clock.now()
        ended, wait_seconds = _after(hook, report, now=now)
        try:
            deps.database.commit(Update(ended))
        except StaleRecordError:
            hook = deps.hooks.hook(begun.server_id)
            continue
        if wait_seconds is not None:
            deps.looks.send(begun.server_id, after_seconds=wait_seconds)
        return
    log.warning("hook.left_looking", extra={"server_id": begun.server_id})


def _after(
    hook: MediaHook, report: SweepReport | None, *, now: datetime
) -> tuple[MediaHook, float | None]:
    """Return the hook after our look, and after how many seconds to look again (None: not)."""
    ended = hook.ended()
    if report is None:
        # It failed: the queue gives us the message again.
        return ended.wanted(now=now), None
    if hook.wanted_at is not None:
        return ended.wanted(now=now), hook.seconds_to_wait(now=now)
    if report.again_at is None or report.again_at - now > _SWEEP_COMES_WITHIN:
        return ended, None
    announced = ended.announced(report.again_at, now=now)
    if announced == ended:
        return ended, None  # a message is under way already
    return announced, max(0.0, (report.again_at - now).total_seconds())
