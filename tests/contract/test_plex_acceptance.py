"""Accepting with the invited person's own token: adapter over stand-in, and fake, do alike."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.adapters.media.plex_acceptance import PlexInviteAcceptor
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.secret import Secret
from infra.sandbox import plex_world
from tests.contract.plex_ports import RealPlatform, real_platform, served, session_of
from tests.contract.plex_standin import new_world
from tests.fakes.invite_acceptor import FakeInviteAcceptor


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with served() as board_and_address:
        yield board_and_address


@pytest.fixture
def real(server: Any) -> Iterator[RealPlatform]:
    world = new_world(*server)
    yield real_platform(world)
    world.store.close()


def token_of(platform: RealPlatform, name: str) -> Secret:
    person = plex_world.find_person(platform.world, name)
    return Secret(plex_world.issue_token(platform.world, person))


@pytest.mark.parametrize("kind", ["adapter", "fake"])
def test_only_the_invites_to_our_servers_are_accepted_each_once(
    kind: str, request: pytest.FixtureRequest
):
    real: RealPlatform = request.getfixturevalue("real")
    machine_id = real.access.server.machine_id
    real.invite(real.films)
    token = token_of(real, "ann")
    fake = FakeInviteAcceptor(invites={token.reveal(): {machine_id}})
    acceptor = PlexInviteAcceptor(session_of(real.world)) if kind == "adapter" else fake

    assert acceptor.accept_invites(token, machine_ids=frozenset({"another"})) == frozenset()
    ours = frozenset({machine_id, "another"})
    assert acceptor.accept_invites(token, machine_ids=ours) == {machine_id}
    assert acceptor.accept_invites(token, machine_ids=ours) == frozenset()
    if kind == "adapter":
        assert real.only_share().is_accepted


def test_somebody_elses_token_accepts_nothing(real: RealPlatform):
    real.invite(real.films)
    acceptor = PlexInviteAcceptor(session_of(real.world))
    ours = frozenset({real.access.server.machine_id})
    assert acceptor.accept_invites(token_of(real, "finn"), machine_ids=ours) == frozenset()
    assert not real.only_share().is_accepted


def test_a_refused_token_and_a_platform_that_is_away_are_told_apart(real: RealPlatform):
    acceptor = PlexInviteAcceptor(session_of(real.world))
    ours = frozenset({real.access.server.machine_id})
    with pytest.raises(ActionRequiredError):
        acceptor.accept_invites(Secret("no-token-of-anybody"), machine_ids=ours)
    real.fault(mode="status", status=503)
    with pytest.raises(RetryLaterError):
        acceptor.accept_invites(token_of(real, "ann"), machine_ids=ours)
