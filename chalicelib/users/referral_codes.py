"""Referral codes: the text by which somebody is told to have brought a newcomer."""

import secrets

from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert
from chalicelib.users.model import ReferralCard, ReferralCode
from chalicelib.users.ports import UsersDeps

# No vowels, so that no word comes about; nothing that looks like something else (0 O, 1 I L, 5 S).
_ALPHABET = "BCDFGHJKMNPQRTVWXYZ2346789"
# 26 letters eight times are 2 * 10^11 codes: guessing finds none.
LENGTH = 8
_LONGEST_TYPED = 40
_MOST_TRIES = 8


def normal(text: str) -> str:
    """Return a code as it is kept, in capitals without blanks and hyphens; empty if it is none."""
    code = "".join(text[:_LONGEST_TYPED].upper().replace("-", "").split())
    is_code = len(code) == LENGTH and all(letter in _ALPHABET for letter in code)
    return code if is_code else ""


def code_of(deps: UsersDeps, *, user_id: UserId) -> str:
    """Return the user's code, made now if it was never shown before; it stays the same for good.

    Raises RetryLaterError when many are made at this moment.
    """
    for _ in range(_MOST_TRIES):
        known = deps.store.referral_card(user_id)
        if known is not None:
            return known.code
        code = "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
        card = ReferralCard(user_id, code, deps.clock.now())
        try:
            deps.database.commit(Insert(card), Insert(ReferralCode(code, user_id)))
        except AlreadyRecordedError:
            # Another tab was faster, or somebody has this very code.
            continue
        return code
    raise RetryLaterError("Many codes are made at this moment.", after_seconds=1)
