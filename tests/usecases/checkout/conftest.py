import pytest

from tests.usecases.payments.shop import Shop


@pytest.fixture
def shop() -> Shop:
    return Shop()
