"""End what a player plays that goes on after a stop: its device loses its sign-in (X023)."""

from dataclasses import replace

from chalicelib.enforcement.devices import books
from chalicelib.enforcement.looking.look import Target
from chalicelib.enforcement.model import Decision, DecisionKind, Stream
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.recording.record import Ruling
from chalicelib.enforcement.records.devices import Device
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.records import Insert
from chalicelib.settings.model import EnforcementMode

SIGNED_OUT = "the device was signed out"


def is_due(deps: EnforcementDeps, target: Target, ruling: Ruling) -> bool:
    """Tell whether the ruling is to sign a device out: once, where its platform lists devices."""
    return (
        ruling.decision.kind is DecisionKind.IGNORED_STOP
        and ruling.verdict.mode is EnforcementMode.ENFORCE
        and bool(ruling.verdict.stream.device_id)
        and target.server.platform in deps.device_hosts
    )


def sign_player_out(deps: EnforcementDeps, target: Target, ruling: Ruling) -> Decision:
    """Sign the player's device out; whatever comes of it is told in the decision."""
    decision, stream = ruling.decision, ruling.verdict.stream
    if target.access is None:
        return _left(decision, target.error)
    host = deps.device_hosts[target.server.platform]
    try:
        host.sign_out(
            target.access,
            device_id=stream.device_id,
            account_ref=stream.account_ref.rpartition("/")[2],
            timeout_seconds=deps.server_seconds,
        )
    except AppError as error:
        return _left(decision, error.message)
    entry = books.sign_out_note(
        _device(stream),
        decision.user_id,
        target.server,
        why=decision.reason,
        now=deps.clock.now(),
    )
    deps.database.commit(Insert(entry))
    return replace(decision, carried_out=True, outcome=SIGNED_OUT)


def _left(decision: Decision, why: str) -> Decision:
    return replace(decision, outcome=f"the device could not be signed out: {why}")


def _device(stream: Stream) -> Device:
    return Device(
        device_ref=stream.device_id,
        device_id=stream.device_id,
        names=frozenset({stream.device_id}),
        account_ref=stream.account_ref,
        username=stream.username,
        name=stream.device_name,
        product=stream.product,
    )
