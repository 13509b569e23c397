"""What a user has outside of the media servers: Discord roles, accounts in request systems."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import UserId

registry = Registry()


class RequestAccountShape(Model):
    """An account in a request system; one that is not `is_ours` was there before."""

    system: str
    state: str
    name: str
    is_ours: bool
    changed_at: datetime


class CommunityShape(Model):
    """What a user has by us; roles that are `unsure` are being given or taken just now."""

    discord_id: str
    is_absent: bool
    roles: list[str]
    unsure: list[str]
    accounts: list[RequestAccountShape]


@registry.add(
    "GET",
    "/users/{user_id}/community",
    summary="A user's Discord roles and request accounts",
    returns=CommunityShape,
)
def read_user_community(call: Call[NoInput, NoInput]) -> CommunityShape:
    """Return what is written down; nobody is asked."""
    user_id = UserId(call.path["user_id"])
    if wiring.users_deps().store.get(user_id) is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    held = wiring.community_deps().store.held((user_id,))[user_id]
    return CommunityShape(
        discord_id=held.roles.discord_id,
        is_absent=held.roles.is_absent,
        roles=sorted(held.roles.roles),
        unsure=sorted(held.roles.unsure),
        accounts=[RequestAccountShape.model_validate(each) for each in held.accounts.values()],
    )
