"""Show the devices that are signed in, and sign one out by hand (B198)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.catalog.model import Server
from chalicelib.enforcement.devices import books, excess, listing
from chalicelib.enforcement.looking import people as persons
from chalicelib.enforcement.looking.look import Target, crew, targets
from chalicelib.enforcement.looking.people import Account, People
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.records.devices import Device, DeviceList
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.records import Insert
from chalicelib.users.claims import on_server
from chalicelib.users.model import User

MOST_SHOWN = 500
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ShownDevice:
    """A device with whose it is, and how many the account has there of how many it may have.

    `user` is None for an account that is nobody's we know, `limit` where nothing limits it. An
    account that is not `is_open` may not come in with a device that it does not use yet.
    """

    server: Server
    device: Device
    user: User | None
    counted: int
    limit: int | None
    is_open: bool
    is_administrator: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Devices, those used last first; `errors` says of which servers not all is known, and why."""

    devices: tuple[ShownDevice, ...]
    errors: Mapping[ServerId, str]
    is_cut: bool = False


def show(
    deps: EnforcementDeps,
    *,
    server_ids: Iterable[ServerId] | None = None,
    user_id: UserId | None = None,
) -> Shown:
    """Ask the servers what is signed in: all that list devices, or some; perhaps one person's."""
    wanted = None if server_ids is None else set(server_ids)
    servers = [each for each in _listing(deps) if wanted is None or each.id in wanted]
    ready = targets(servers, (), deps.vault)
    with crew(deps, size=len(ready)) as hands:
        lists = listing.list_all(deps, hands, ready)
    people = _people(deps, lists)
    by_id = {server.id: server for server in servers}
    found = [
        shown
        for server_id, told in lists.items()
        for shown in _shown(by_id[server_id], told, people)
        if user_id is None or (shown.user is not None and shown.user.id == user_id)
    ]
    found.sort(key=lambda each: each.device.last_seen_at or _NEVER, reverse=True)
    errors = {server_id: told.gap for server_id, told in lists.items() if told.gap}
    return Shown(tuple(found[:MOST_SHOWN]), errors, is_cut=len(found) > MOST_SHOWN)


def _listing(deps: EnforcementDeps) -> list[Server]:
    """Return the servers in use that list devices."""
    return [
        each
        for each in deps.catalog.servers()
        if each.is_enabled and each.platform in deps.device_hosts
    ]


def _people(deps: EnforcementDeps, lists: Mapping[ServerId, DeviceList]) -> People:
    refs = {
        on_server(server_id, each.account_ref): each.username
        for server_id, told in lists.items()
        for each in told.devices
        if each.account_ref
    }
    plans = {plan.id: plan for plan in deps.catalog.plans()} if refs else {}
    accounts = [Account(ref, username) for ref, username in sorted(refs.items())]
    return persons.read(deps, accounts, plans, now=deps.clock.now())


def _shown(server: Server, told: DeviceList, people: People) -> Iterable[ShownDevice]:
    doors = {door.account_ref: door for door in told.doors}
    for account_ref, own in told.by_account().items():
        allowance = people.allowances.get(on_server(server.id, account_ref))
        user = people.users.get(allowance.user_id) if allowance else None
        limit = (
            excess.limit_of(user, allowance.limits, has_plan=allowance.has_plan)
            if user and allowance
            else None
        )
        door = doors.get(account_ref)
        for device in own:
            yield ShownDevice(
                server=server,
                device=device,
                user=user,
                counted=len(own),
                limit=limit,
                is_open=door is None or door.admits_all,
                is_administrator=door is not None and door.is_administrator,
            )


def sign_out(
    deps: EnforcementDeps,
    *,
    server_id: ServerId,
    device_ref: str,
    actor: Actor,
    user_id: UserId | None = None,
) -> ShownDevice:
    """Sign a device out at once, for everybody who uses it; return it as it was.

    With `user_id` it must be one of that person's. Raises NotFoundError for a device that the
    server does not list, or lists for others only, and what the platform raises.
    """
    server = next((each for each in _listing(deps) if each.id == server_id), None)
    if server is None:
        raise NotFoundError("There is no such server.", remedy="Reload the list.")
    (target,) = targets([server], (), deps.vault)
    told = _told(deps, target)
    found = [
        each
        for each in _shown(server, told, _people(deps, {server_id: told}))
        if each.device.device_ref == device_ref
        and (user_id is None or (each.user is not None and each.user.id == user_id))
    ]
    if not found or target.access is None:
        raise NotFoundError("The device is not signed in any more.", remedy="Reload the list.")
    shown = found[0]
    deps.device_hosts[server.platform].remove(target.access, device_ref=device_ref)
    entry = books.sign_out_note(
        shown.device,
        shown.user.id if shown.user else None,
        server,
        actor=actor,
        why="By hand",
        now=deps.clock.now(),
    )
    deps.database.commit(Insert(entry))
    return shown


def _told(deps: EnforcementDeps, target: Target) -> DeviceList:
    """Return what one server lists; raises what the platform raises."""
    if target.access is None:
        raise NotFoundError("The server cannot be reached.", remedy="Look at its key.")
    host = deps.device_hosts[target.server.platform]
    return host.devices(target.access, timeout_seconds=deps.server_seconds)
