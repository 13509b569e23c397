"""The invitation is accepted with the customer's own sign-in, or by the mail as ever."""

import pytest

from chalicelib.access.model import ShareState
from chalicelib.checkout.accept import accept
from chalicelib.kernel.errors import ActionRequiredError, AppError, RetryLaterError
from chalicelib.kernel.ids import UserId
from tests.builders import a_server, a_share, a_user, an_identity
from tests.usecases.payments.shop import Shop

ANN = UserId("usr_ann")


@pytest.fixture
def shop() -> Shop:
    """Ann, invited to Alpha, who has just signed in with Plex."""
    shop = Shop()
    shop.db.seed(a_user(media=an_identity("ann")), a_share(state=ShareState.INVITED))
    shop.plex.pins["7"] = "ann-token"
    shop.acceptor.invites["ann-token"] = {"machine-alpha", "machine-of-somebody-else"}
    return shop


def test_only_our_own_invitation_is_accepted_and_a_look_is_ordered(shop: Shop):
    assert accept(shop.checkout, user_id=ANN, pin_id="7")

    assert shop.acceptor.invites["ann-token"] == {"machine-of-somebody-else"}
    (job,) = shop.access_jobs()
    assert job.user_id == ANN
    assert shop.nudge.sent == [job.id]
    assert shop.actions() == ["access.accepted_here"]
    assert "ann-token" not in repr(shop.db._records)


@pytest.mark.parametrize(
    "error", [RetryLaterError("plex.tv is away"), ActionRequiredError("refused")]
)
def test_what_fails_at_plex_leaves_the_mail(shop: Shop, error: AppError):
    shop.acceptor.failures.append(error)
    assert not accept(shop.checkout, user_id=ANN, pin_id="7")
    shop.plex.fail_next(error)
    assert not accept(shop.checkout, user_id=ANN, pin_id="7")
    assert shop.access_jobs() == []


@pytest.mark.parametrize("pin_id", ["", "8", "9"])
def test_without_a_sign_in_nobody_is_asked(shop: Shop, pin_id: str):
    shop.plex.pins["9"] = ""
    assert not accept(shop.checkout, user_id=ANN, pin_id=pin_id)
    assert shop.acceptor.calls == 0


def test_without_an_open_invitation_the_sign_in_is_not_even_read(shop: Shop):
    shop.db.seed(a_share(state=ShareState.ACCEPTED, version=5), a_server(version=5))
    assert not accept(shop.checkout, user_id=ANN, pin_id="7")
    assert shop.plex.calls == []


def test_a_sign_in_with_an_account_that_was_not_invited_changes_nothing(shop: Shop):
    shop.plex.pins["7"] = "other-token"
    assert not accept(shop.checkout, user_id=ANN, pin_id="7")
    assert shop.access_jobs() == []
