"""Openings of accounts: whose a name is, and what is left where one broke off."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.access.ports import NameTakenError
from tests.contract.mediabrowser_ports import Platform, a_platform
from tests.contract.mediabrowser_standin import served


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with served() as board_and_address:
        yield board_and_address


@pytest.fixture(params=["fake", "emby", "jellyfin 12"])
def platform(server: Any, request: pytest.FixtureRequest) -> Iterator[Platform]:
    with a_platform(request.param, server) as made:
        yield made


def test_a_name_belongs_to_one_whatever_its_case(platform):
    with pytest.raises(NameTakenError):
        platform.open("INES")
    ref = platform.open("kira")
    platform.change(ref, platform.films)
    platform.let_in(ref, "Phone")
    platform.host.disable(platform.access, account_ref=ref)
    with pytest.raises(NameTakenError):
        platform.open("kira")


def test_what_an_interrupted_opening_left_is_taken_over_with_another_password(platform):
    first = platform.host.open_account(platform.access, username="kira")
    second, ref = platform.host.open_account(platform.access, username="Kira"), first.account_ref
    assert second.account_ref == ref
    assert second.password.reveal() != first.password.reveal()
    platform.change(ref, platform.films)
    assert platform.open(is_begun=True) == ref, "known to have begun, it is ours though left open"
    platform.change(ref, platform.films)
    platform.let_in(ref, "Phone")
    with pytest.raises(NameTakenError):
        platform.open(is_begun=True)
    assert not platform.host.close_begun(platform.access, username="kira"), "somebody came in"


def test_what_an_interrupted_opening_left_is_closed_under_its_name_alone(platform):
    ref = platform.open("kira")
    platform.change(ref, platform.films)
    assert platform.host.close_begun(platform.access, username="Kira")
    assert platform.host.account(platform.access, account_ref=ref) is None
    assert platform.host.close_begun(platform.access, username="kira"), "gone already is success"
    assert platform.account(platform.ines_ref) is not None
