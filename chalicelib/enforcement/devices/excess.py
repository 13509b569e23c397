"""How many devices may be signed in, and which have to go (pure; B193 to B197).

The limit holds for a person on each server by itself: there the account is kept, there its devices
are listed, and what one server cannot tell makes nothing of another one doubtful.

The oldest device is the one that was used the longest ago, by the server's own word. Nothing is
signed out that plays now, that another account uses as well, or of which the server does not tell
when it was used or by which id streams name it: missing evidence costs nobody a device.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.records.devices import Device, Door
from chalicelib.users.model import User

# A person with hundreds of devices loses them over some runs, so that a mistake can be noticed.
MOST_SIGN_OUTS = 5


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """What is to be done about an account's devices.

    `spared` are too many as well and stay all the same: they play now, or little is known of them.
    The `limit` is None once none holds any more.
    """

    counted: int
    limit: int | None
    admits_all: bool
    admitted: frozenset[str]
    changes_door: bool
    signs_out: tuple[Device, ...] = ()
    spared: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is as it should be."""
        return not self.changes_door and not self.signs_out

    @property
    def reason(self) -> str:
        """Return the count beside the limit, in words."""
        devices = "1 device is" if self.counted == 1 else f"{self.counted} devices are"
        if self.limit is None:
            return f"{devices} signed in, and no limit holds any more"
        return f"{devices} signed in, {self.limit} allowed"


def limit_of(user: User, limits: PlanLimits, *, has_plan: bool) -> int | None:
    """Return how many devices a person may use on a server, None for no limit (B197).

    One of the person's own takes the place of the plan's. Without an active plan nothing is
    limited here: the end of access is another matter. Permanent people are exempt.
    """
    if user.is_permanent or not has_plan:
        return None
    return user.device_limit if user.device_limit is not None else limits.max_devices


def decide(
    devices: Iterable[Device],
    door: Door,
    *,
    limit: int,
    held_back: frozenset[str] = frozenset(),
    may_sign_out: bool = True,
) -> DevicePlan:
    """Return what is to be done about an account with these devices, whatever their order.

    Below the limit every device may come in; at the limit and above only those that stay. Above it
    the oldest go, MOST_SIGN_OUTS of them at once, none whose `device_id` is `held_back`, and none
    at all unless it `may_sign_out`.
    """
    known = sorted(devices, key=lambda each: each.device_ref)
    excess = max(len(known) - limit, 0)
    aged = [
        (each.last_seen_at, each)
        for each in known
        if each.last_seen_at is not None and _is_named(each) and each.device_id not in held_back
    ]
    oldest = [each for _, each in sorted(aged, key=_age)] if may_sign_out else []
    go = oldest[:excess]
    admits_all = len(known) < limit
    kept = [each for each in known if each not in go]
    admitted = frozenset() if admits_all else frozenset().union(*(each.names for each in kept))
    is_as_it_should = door.admits_all if admits_all else not door.admits_all
    if not admits_all:
        is_as_it_should = is_as_it_should and door.admitted == admitted
    return DevicePlan(
        counted=len(known),
        limit=limit,
        admits_all=admits_all,
        admitted=admitted,
        changes_door=not is_as_it_should,
        signs_out=tuple(go[:MOST_SIGN_OUTS]),
        spared=excess - len(go),
    )


def reopen(devices: Iterable[Device], door: Door) -> DevicePlan:
    """Return what is to be done about an account whose door a limit closed that holds no more.

    Any device may come in again. A door that nothing of ours has closed stays as it is (B197).
    """
    counted = len(tuple(devices))
    nobody = frozenset[str]()
    return DevicePlan(
        counted, None, admits_all=True, admitted=nobody, changes_door=not door.admits_all
    )


def _is_named(device: Device) -> bool:
    return bool(device.device_ref and device.device_id)


def _age(aged: tuple[datetime, Device]) -> tuple[datetime, str]:
    seen_at, device = aged
    return seen_at, device.device_ref


def may_concern(devices: int, door: Door, *, smallest: int | None) -> bool:
    """Tell whether another plan could matter to an account, beside the smallest limit of any."""
    return not door.admits_all or (smallest is not None and devices >= smallest)
