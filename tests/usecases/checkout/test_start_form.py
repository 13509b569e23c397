"""Each field of the checkout's form: at fault it is named, else it is taken."""

from typing import Any

import pytest

from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.start import start
from chalicelib.kernel.errors import InvalidError
from chalicelib.payments.model import Order
from chalicelib.users.model import MediaIdentity
from tests.builders import a_plan, an_identity
from tests.usecases.payments.shop import Shop

GOOD: dict[str, Any] = {"email": "ann@example.com", "name": "Ann", "media": an_identity("ann")}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("email", {"email": ""}),
        ("email", {"email": "ann"}),
        ("email", {"email": "ann@example"}),
        ("email", {"email": "a b@example.com"}),
        ("email", {"email": "ann@example..com"}),
        ("email", {"email": "ann@-example.com"}),
        ("email", {"email": "ann@example.com\nBcc: x@y.zz"}),
        ("email", {"email": f"{'a' * 65}@example.com"}),
        ("email", {"email": f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 70}.com"}),
        ("name", {"name": "x" * 81}),
        ("name", {"name": "Ann\x00"}),
        ("media", {"media": MediaIdentity()}),
        ("media", {"media": MediaIdentity(username="a b")}),
        ("media", {"media": MediaIdentity(username="x" * 101)}),
        ("media", {"media": MediaIdentity(email="not-an-address")}),
        ("media", {"media": MediaIdentity(username="ann", is_proven=True)}),
        ("token", {"token": "short"}),
        ("token", {"token": "x" * 65}),
        ("token", {"token": "has a space in it 123"}),
    ],
)
def test_each_field_at_fault_is_named_and_nothing_is_written(
    shop: Shop, field: str, changes: dict[str, Any]
):
    with pytest.raises(InvalidError) as refused:
        start(shop.checkout, request=StartRequest(plan_id=a_plan().id, **{**GOOD, **changes}))

    assert [problem.field for problem in refused.value.problems] == [field]
    assert all(problem.remedy for problem in refused.value.problems)
    assert shop.db.all(Order) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "o'neil+plex@sub.example.co"},
        {"email": "jürgen@müller.de"},
        {"name": ""},
        {"media": MediaIdentity(email="ann@plex.test")},
        {"media": MediaIdentity("Ann Of Plex", "", "77", is_proven=True)},
    ],
)
def test_unusual_but_right_values_are_taken(shop: Shop, changes: dict[str, Any]):
    request = StartRequest(plan_id=a_plan().id, **{**GOOD, **changes})

    assert start(shop.checkout, request=request).checkout_url
