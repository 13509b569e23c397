"""Roles and accounts outside of the media servers, with every field filled in."""

from datetime import timedelta
from typing import Any

from chalicelib.community.model import AccountState, Refusals, Refused
from chalicelib.kernel.secret import Sealed
from tests.builders import NOON
from tests.community_builders import a_request_account, a_role_holding

LATER = NOON + timedelta(days=1)

COMMUNITY: list[Any] = [
    a_role_holding(
        discord_id="120000000000000077",
        roles={"Subscriber": "130000000000000001"},
        unsure=frozenset({"Subscriber"}),
        is_absent=True,
        changed_at=LATER,
    ),
    a_request_account(
        state=AccountState.BEGUN,
        ref="7",
        name="ann",
        is_ours=True,
        discord_id="120000000000000077",
        password=Sealed("v1.j"),
    ),
    Refusals("usr_ann", {"give Subscriber": Refused("0123456789abcdef", "job_1")}),
]
