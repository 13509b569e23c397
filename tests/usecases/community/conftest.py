import pytest

from tests.usecases.community.world import World


@pytest.fixture
def world() -> World:
    return World()
