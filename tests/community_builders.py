"""Roles and accounts outside of the media servers, for tests."""

from typing import Any

from chalicelib.community.model import AccountState, RequestAccount, RoleHolding
from chalicelib.settings.community_model import RequestSystemName
from tests.builders import NOON, make


def a_role_holding(**overrides: Any) -> RoleHolding:
    return make(RoleHolding, {"user_id": "usr_ann"}, overrides)


def a_request_account(**overrides: Any) -> RequestAccount:
    defaults = {
        "user_id": "usr_ann",
        "system": RequestSystemName.OVERSEERR,
        "state": AccountState.OPEN,
        "changed_at": NOON,
    }
    return make(RequestAccount, defaults, overrides)
