"""What customers type, cleaned and checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.checkout.form import checked, is_email
from chalicelib.checkout.model import StartRequest
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import PlanId
from chalicelib.users.model import MediaIdentity

texts = st.text(max_size=300)


@pytest.mark.property
@given(texts, texts, texts, texts)
def test_any_text_is_taken_or_refused_by_name(email: str, name: str, username: str, token: str):
    request = StartRequest(
        PlanId("pln_1"), email, name, MediaIdentity(username=username), token=token
    )
    try:
        clean = checked(request)
    except InvalidError as error:
        fields = {problem.field for problem in error.problems}
        assert fields <= {"email", "name", "media", "token"}
        assert fields
    else:
        assert checked(clean) == clean
        assert is_email(clean.email)
        assert clean.media.username == clean.media.username.casefold()


@pytest.mark.property
@given(st.emails(domains=st.sampled_from(["example.com", "mail.example.co.uk", "a-b.org"])))
def test_ordinary_addresses_are_addresses(address: str):
    local = address.partition("@")[0]
    assert is_email(address) or any(sign in local for sign in '"(),:;<>[\\]') or ".." in address


@pytest.mark.parametrize(
    "text", ["a@b", "@example.com", "a@", "a@b..com", "a b@c.de", "a@b.c", "a@b.com.", "a@@b.com"]
)
def test_slips_of_the_keyboard_are_caught(text: str):
    assert not is_email(text)
