"""Many customers at once, written down as they would stand after their sales."""

from datetime import datetime, timedelta

from chalicelib import wiring
from chalicelib.access.model import Share, ShareState
from chalicelib.catalog.model import Library
from chalicelib.kernel.ids import PaymentId, PlanId, ServerId, UserId
from chalicelib.kernel.records import Insert, Record, Update
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.users.model import MediaClaim, MediaIdentity, User
from infra.sandbox import plex_shares, plex_world
from tests.scenarios.world import LiveWorld

_SERVER = "alpha"
_PLAN = "Basic"


def settle_in(world: LiveWorld, prefix: str, count: int, *, ends_at: datetime) -> None:
    """Add so many people with the basic plan on Alpha, who all have what it gives."""
    deps = wiring.access_deps()
    server_id = ServerId(world.ids[_SERVER])
    plan = deps.catalog.plan(PlanId(world.ids[_PLAN]))
    assert plan is not None
    libraries = tuple(
        each for each in deps.catalog.libraries(server_id) if each.group_id in plan.group_ids
    )
    for number in range(1, count + 1):
        name = f"{prefix}{number:03}"
        records = _person(world, name, plan.id, server_id, libraries, ends_at)
        deps.database.commit(*map(Insert, records))
    seats = deps.catalog.seats(server_id)
    more = type(seats)(server_id, seats.people + count, seats.holds, seats.version)
    deps.database.commit(Update(more))


def _person(
    world: LiveWorld,
    name: str,
    plan_id: PlanId,
    server_id: ServerId,
    libraries: tuple[Library, ...],
    ends_at: datetime,
) -> tuple[Record, ...]:
    standins = world.standins
    account = plex_world.add_person(standins, name)
    server = plex_world.find_server(standins, _SERVER)
    given = [int(library.share_id) for library in libraries]
    share = plex_shares.grant(standins, server, account, libraries=given)
    user_id, plex_id, now = UserId(f"usr_{name}"), str(account["id"]), world.now()
    begun = now - timedelta(days=20)
    media = MediaIdentity(name, str(account["email"]), plex_id, is_proven=True)
    period = Period(PaymentId(f"pay_{name}"), plan_id, begun, ends_at)
    return (
        User(user_id, str(account["email"]), name, media, joined_at=begun),
        *(MediaClaim(f"{kind}:{text}", user_id) for kind, text in _claims(media).items()),
        Subscription(user_id, (period,), due_at=ends_at),
        Share(
            user_id,
            server_id,
            ShareState.ACCEPTED,
            tuple(sorted(library.id for library in libraries)),
            changed_at=begun,
            share_ref=str(share["id"]),
            verified_at=begun,
            accepted_at=begun,
        ),
    )


def _claims(media: MediaIdentity) -> dict[str, str]:
    return {"name": media.username, "email": media.email, "id": media.plex_id}
