"""A customer proves who they are at plex.tv."""

import pytest

from chalicelib.catalog.ports import FoundAccount
from chalicelib.checkout.sign_in import begin, finish
from chalicelib.kernel.errors import InvalidError
from chalicelib.users.model import MediaIdentity
from tests.usecases.payments.shop import Shop


def test_an_approved_sign_in_gives_a_proven_identity(shop: Shop):
    shop.plex.accounts["token"] = FoundAccount("77", "Ann", "Ann@Plex.test", has_plex_pass=False)
    begun = begin(shop.checkout, forward_url="https://streams.test/checkout/pln_basic")
    assert "streams.test" in begun.url
    assert finish(shop.checkout, pin_id=begun.pin_id) is None

    shop.plex.approve(begun.pin_id, "token")

    identity = finish(shop.checkout, pin_id=begun.pin_id)
    assert identity == MediaIdentity("ann", "ann@plex.test", "77", is_proven=True)


@pytest.mark.parametrize("pin_id", ["", "../pins", "1?x=2", "x" * 65])
def test_an_id_that_is_none_is_refused_before_any_call(shop: Shop, pin_id: str):
    with pytest.raises(InvalidError):
        finish(shop.checkout, pin_id=pin_id)
    assert shop.plex.calls == []
