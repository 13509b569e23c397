"""Who may become a customer, and whose referral code counts (B104 to B106)."""

from dataclasses import dataclass, replace

from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import UserId
from chalicelib.users.model import ReferralCode
from chalicelib.users.referral_codes import normal

FIELD = "referral_code"
_ELSEWHERE = "Ask whoever invited you for another one."


@dataclass(frozen=True, slots=True)
class Admission:
    """What newcomers are asked for.

    With `asks_code` they can give a referral code, with `needs_code` they must; with `is_closed`
    nobody new is taken.
    """

    asks_code: bool = False
    needs_code: bool = False
    is_closed: bool = False


def admission(deps: CheckoutDeps) -> Admission:
    """Return what newcomers are asked for now."""
    registration = deps.settings.registration()
    takes_codes = deps.settings.referrals().codes_enabled
    is_open = registration.enabled
    return Admission(
        asks_code=is_open and takes_codes,
        needs_code=is_open and takes_codes and not registration.is_public,
        is_closed=not is_open or (not takes_codes and not registration.is_public),
    )


def admitted(deps: CheckoutDeps, asked: StartRequest, *, known: UserId | None) -> StartRequest:
    """Return the request with whose referral code it is that counts, if any.

    `known` is who asks, if they are a customer already: they are always let in, and of a code it
    is only noted whose it was. Raises InvalidError naming `referral_code` for a code that is none
    or whose owner shares no server (B106), or that a newcomer lacks, and naming `media` when
    nobody new is taken.
    """
    if known is not None:
        code = normal(asked.referral_code)
        return _named(asked, deps.users.referral_code(code) if code else None)
    rules = admission(deps)
    if asked.referral_code.strip() and rules.asks_code:
        return _named(asked, _checked(deps, asked.referral_code))
    # A Plex name and its address may be two customers': then it is not known who asks.
    if not (rules.is_closed or rules.needs_code) or deps.users.by_media(asked.media):
        return _named(asked, None)
    if rules.is_closed:
        raise InvalidError.of(
            "media",
            "We take no new customers at the moment.",
            "Nobody here has that Plex account. Customers choose the one they have with us.",
        )
    raise InvalidError.of(
        FIELD,
        "New customers need the referral code of somebody who is here.",
        "Ask a friend for theirs; it stands in their account.",
    )


def _named(asked: StartRequest, found: ReferralCode | None) -> StartRequest:
    if found is None:
        return replace(asked, referral_code="", referrer_id=None)
    return replace(asked, referral_code=found.code, referrer_id=found.user_id)


def _checked(deps: CheckoutDeps, typed: str) -> ReferralCode:
    found = deps.users.referral_code(normal(typed)) if normal(typed) else None
    if found is None:
        raise InvalidError.of(FIELD, "There is no such referral code.", _ELSEWHERE)
    if not any(share.takes_seat for share in deps.access.of_user(found.user_id)):
        raise InvalidError.of(
            FIELD, "This referral code does not count: its owner has no access now.", _ELSEWHERE
        )
    return found
