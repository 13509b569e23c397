"""Which passwords will do."""

import pytest

from chalicelib.kernel.errors import InvalidError
from chalicelib.users import passwords


@pytest.mark.parametrize(
    "password",
    [
        "",
        "elevenchars",
        "password1234",
        "Password1234!",
        "PASSWORDPASSWORD",
        "qwertyuiop123456",
        "correcthorsebatterystaple",
        "123456789012",
        "aaaaaaaaaaaa",
        "abababababab",
        "horse1horse1horse1",
        "boss@example.com",
        "theboss12345",
        "x" * 201,
    ],
)
def test_short_common_and_repeated_passwords_are_refused(password):
    email = "theboss@example.com" if password.startswith("theboss") else "boss@example.com"
    with pytest.raises(InvalidError) as refused:
        passwords.check(password, email=email)
    assert [problem.field for problem in refused.value.problems] == ["password"]
    assert not password or password not in refused.value.message


@pytest.mark.parametrize(
    "password", ["staple horse lamp", "kj3$9fjK2mQx", "ünïcödé wörds hére", "тихий океан ночью"]
)
def test_long_unusual_passwords_will_do(password):
    passwords.check(password, email="boss@example.com")
