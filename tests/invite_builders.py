"""Lists of people to invite, for tests."""

from typing import Any

from chalicelib.membership.model import InviteList, InviteRow
from tests.builders import NOON, make, usd


def an_invite_list(**overrides: Any) -> InviteList:
    defaults = {"id": "inv_1", "actor": "login:admin@example.com", "made_at": NOON, "rows": 2}
    return make(InviteList, defaults, overrides)


def an_invite_row(**overrides: Any) -> InviteRow:
    defaults = {
        "list_id": "inv_1",
        "number": 1,
        "person": "ann@example.com",
        "plan_id": "pln_basic",
        "amount": usd(10),
        "reference": "list-1",
        "made_at": NOON,
    }
    return make(InviteRow, defaults, overrides)
