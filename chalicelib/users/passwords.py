"""Which passwords will do (pure)."""

from chalicelib.kernel.errors import InvalidError

SHORTEST = 12
LONGEST = 200

# Long passwords that lists of leaked ones begin with; compared without case, digits and signs
# at the end, so that "Password1234!" is found too.
_LIST = """
    password passwordpassword passwort passw0rd p@ssword p@ssw0rd mypassword changeme changemenow
    letmein letmeinplease letmeinnow welcome welcomehome administrator adminadmin adminadminadmin
    iloveyou iloveyouforever iloveyousomuch princess sunshine football baseball superman
    qwertyuiop qwertyuiopas qwertyuiopasdfgh qwerty qwertyqwerty asdfghjkl asdfghjklqwertyuiop
    zxcvbnm qazwsxedc qazwsxedcrfv 1qaz2wsx3edc 1q2w3e4r5t6y 1q2w3e4r5t trustno1 dragon monkey
    correcthorsebatterystaple abcdefghijkl abcdefghijklm abcdefghijklmnop abcabcabcabc
    plexplexplex plexserver mediaserver streaming streamsmanager secret supersecret topsecret
    supersecretpassword thisisapassword thisismypassword notapassword default rootroot testtesttest
    testpassword temporary temporarypassword whatever nothing internet computer
"""
_COMMON = frozenset(_LIST.split())
_ENDINGS = "0123456789!@#$%&*?._-+"
_FEWEST_CHARACTERS = 5


def check(password: str, *, email: str = "") -> None:
    """Raise InvalidError unless the password is long, not common, and not the address."""
    if len(password) < SHORTEST:
        raise _bad(f"{len(password)} characters are too few.", f"Use at least {SHORTEST}.")
    if len(password) > LONGEST:
        raise _bad("This password is too long.", f"Use at most {LONGEST} characters.")
    plain = password.casefold().strip()
    local_part = email.casefold().partition("@")[0]
    if (
        plain.rstrip(_ENDINGS) in _COMMON | {"", local_part, email.casefold()}
        or plain in _COMMON
        or len(set(plain)) < _FEWEST_CHARACTERS
        or _repeats(plain)
    ):
        raise _bad(
            "This password is easy to guess.",
            "Use several unrelated words, or let a password manager make one.",
        )


def _repeats(text: str) -> bool:
    """Tell whether the text is a short piece over and over."""
    return text in (text + text)[1:-1] and len(text) > 1


def _bad(message: str, remedy: str) -> InvalidError:
    return InvalidError.of("password", message, remedy)
