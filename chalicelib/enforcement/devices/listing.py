"""What the servers list of devices, and about which accounts something is to be done."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.catalog.model import Plan
from chalicelib.enforcement.devices import books, excess
from chalicelib.enforcement.devices.excess import DevicePlan
from chalicelib.enforcement.looking import people as persons
from chalicelib.enforcement.looking.look import Crew, Target, in_time, look_at
from chalicelib.enforcement.looking.people import Account
from chalicelib.enforcement.model import ServerLook
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.records.devices import Device, DeviceList, DeviceWatch, Door
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import PlanId, ServerId
from chalicelib.settings.limit_model import least
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.claims import on_server
from chalicelib.users.model import User

log = logging.getLogger(__name__)

# An account with its devices, on a server.
_Account = tuple[ServerId, Door, tuple[Device, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """An account about which something is to be done."""

    target: Target
    door: Door
    devices: tuple[Device, ...]
    user: User
    plan: DevicePlan
    mode: EnforcementMode

    @property
    def server_id(self) -> ServerId:
        """Return on which server the account is."""
        return self.target.server.id


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known at `at`, by server.

    `right` tells how the accounts stand that need nothing; on servers in `anew` all people were
    read. `kept_closed` are accounts that need nothing because their limit has closed the door.
    `unknown` counts the accounts that were read and are nobody's.
    """

    at: datetime
    targets: Mapping[ServerId, Target]
    lists: Mapping[ServerId, DeviceList]
    watches: Mapping[ServerId, DeviceWatch]
    anew: frozenset[ServerId] = frozenset()
    right: dict[ServerId, dict[str, str]] = field(default_factory=dict)
    kept_closed: dict[ServerId, set[str]] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    unknown: int = 0

    @property
    def trusted(self) -> dict[ServerId, DeviceList]:
        """Return the lists that are evidence."""
        return {server_id: told for server_id, told in self.lists.items() if not told.gap}

    def known(self, server_id: ServerId, account_ref: str) -> str:
        """Return what is remembered of an account."""
        watch = self.watches.get(server_id)
        return watch.accounts.get(account_ref, "") if watch else ""

    def was_closed(self, server_id: ServerId, account_ref: str) -> bool:
        """Tell whether a limit had closed the account's door when it was last looked at."""
        watch = self.watches.get(server_id)
        return watch is not None and account_ref in watch.closed


def listed(deps: EnforcementDeps, target: Target) -> DeviceList:
    """Return what a server lists; whatever goes wrong is told as its gap, never raised."""
    if target.access is None:
        return DeviceList(gap=target.error)
    host = deps.device_hosts[target.server.platform]
    try:
        return host.devices(target.access, timeout_seconds=deps.server_seconds)
    except AppError as error:
        return DeviceList(gap=error.message)
    except Exception as error:
        # The edge of one item: a broken server must not stop the others.
        log.exception("devices.look_crashed", extra={"server_id": target.server.id})
        return DeviceList(gap=f"{type(error).__name__} (see the log)")


def list_all(
    deps: EnforcementDeps, hands: Crew, targets: Iterable[Target]
) -> dict[ServerId, DeviceList]:
    """Return what every server lists; one that took too long says so."""
    ready = tuple(targets)
    told = hands.gather(hands.start(lambda target: listed(deps, target), ready))
    late = DeviceList(gap="It did not answer in time.")
    return {target.server.id: each or late for target, each in zip(ready, told, strict=True)}


def look(
    deps: EnforcementDeps, hands: Crew, targets: tuple[Target, ...], mode: EnforcementMode
) -> Scene:
    """Return what the servers list and what is to be done.

    People are read only where devices or doors changed since the last run, where a door is closed,
    and where there are as many devices as some plan allows; all of them once after the limit of
    somebody was changed by hand. Streams are read where a device would be signed out.
    """
    by_id = {target.server.id: target for target in targets}
    watches = deps.store.device_watches(tuple(by_id), now=deps.clock.now())
    changed_at = deps.store.device_limits_changed_at()
    plans = {plan.id: plan for plan in deps.catalog.plans()}
    given = (plan.limits.max_devices for plan in plans.values())
    smallest = min((each for each in given if each is not None), default=None)
    lists = list_all(deps, hands, targets)
    anew = frozenset(
        server_id for server_id, each in watches.items() if changed_at and changed_at >= each.at
    )
    scene = Scene(deps.clock.now(), by_id, lists, watches, anew)
    wanted: list[_Account] = []
    for account in _accounts(scene.trusted):
        server_id, door, own = account
        stands = books.standing(own, door)
        is_same = scene.known(server_id, door.account_ref) == stands and server_id not in anew
        if is_same and not excess.may_concern(len(own), door, smallest=smallest):
            scene.right.setdefault(server_id, {})[door.account_ref] = stands
        else:
            wanted.append(account)
    return _beside_players(deps, hands, _decided(deps, scene, wanted, plans, mode))


def _accounts(lists: Mapping[ServerId, DeviceList]) -> Iterator[_Account]:
    """Yield every account with its devices; an administrator's and a locked one are nobody's."""
    for server_id, told in lists.items():
        by_account = told.by_account()
        for door in told.doors:
            if not (door.is_administrator or door.is_disabled):
                yield server_id, door, by_account.get(door.account_ref, ())


def _decided(
    deps: EnforcementDeps,
    scene: Scene,
    wanted: Iterable[_Account],
    plans: Mapping[PlanId, Plan],
    mode: EnforcementMode,
) -> Scene:
    """Return the scene with everybody read who had to be, and what is to be done about them."""
    refs = {
        on_server(server_id, door.account_ref): (server_id, door, own)
        for server_id, door, own in wanted
    }
    asked = [Account(ref, door.username) for ref, (_, door, _) in refs.items()]
    people = persons.read(deps, asked, plans, now=scene.at)
    shared = {server_id: told.shared_ids() for server_id, told in scene.trusted.items()}
    cases: list[Case] = []
    for ref, (server_id, door, own) in refs.items():
        allowance = people.allowances.get(ref)
        user = people.users.get(allowance.user_id) if allowance else None
        plan = None
        if user and allowance:
            limit = excess.limit_of(user, allowance.limits, has_plan=allowance.has_plan)
            if limit is not None:
                plan = excess.decide(own, door, limit=limit, held_back=shared[server_id])
            elif scene.was_closed(server_id, door.account_ref):
                plan = excess.reopen(own, door)
        if user is None or plan is None or plan.is_empty:
            _stands(scene, server_id, door, own, plan)
            continue
        target = scene.targets[server_id]
        its_mode = least(mode, target.server.enforcement_mode)
        cases.append(Case(target, door, own, user, plan, its_mode))
    unknown = sum(ref not in people.allowances for ref in refs)
    return replace(scene, cases=tuple(cases), unknown=unknown)


def _stands(
    scene: Scene,
    server_id: ServerId,
    door: Door,
    own: tuple[Device, ...],
    plan: DevicePlan | None,
) -> None:
    """Note how an account stands about which nothing is to be done."""
    scene.right.setdefault(server_id, {})[door.account_ref] = books.standing(own, door)
    if plan is not None and not plan.admits_all:
        scene.kept_closed.setdefault(server_id, set()).add(door.account_ref)


def _beside_players(deps: EnforcementDeps, hands: Crew, scene: Scene) -> Scene:
    """Return the scene decided anew beside what plays on the servers where devices would go."""
    wanted = {case.server_id: case.target for case in scene.cases if case.plan.signs_out}
    ready = tuple(wanted.values())
    answers = hands.gather(hands.start(lambda target: look_at(deps, target), ready))
    looks = in_time(ready, answers)
    decided = (
        _spared(case, scene.lists[case.server_id], looks[case.server_id])
        if case.plan.signs_out
        else case
        for case in scene.cases
    )
    return replace(scene, cases=tuple(case for case in decided if not case.plan.is_empty))


def _spared(case: Case, told: DeviceList, look: ServerLook) -> Case:
    if case.plan.limit is None:
        return case
    account = on_server(case.server_id, case.door.account_ref)
    # A player that does not tell its device may be any of the account's.
    is_vague = any(not each.device_id and each.account_ref == account for each in look.streams)
    plan = excess.decide(
        case.devices,
        case.door,
        limit=case.plan.limit,
        held_back=told.shared_ids() | {each.device_id for each in look.streams},
        may_sign_out=look.is_trusted and not is_vague,
    )
    return replace(case, plan=plan)
