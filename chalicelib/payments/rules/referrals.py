"""Who brought whom, and what that earns (pure): once, for the first money that came of it.

The bonus is a share of that payment, rounded half up to the smallest unit, then raised to the
minimum and cut to the maximum. It is store credit of the referrer, and hangs on its payment: when
nothing of that is left, because it was refunded, disputed or taken from its user, the bonus is
taken back as far as the referrer's credit allows, so that nobody falls into debt for somebody
else's refund. What was taken back is given again when the money comes back; never more than that.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Payment, PaymentKey, PaymentStatus
from chalicelib.settings.model import ReferralSettings
from chalicelib.users.model import User


class ReferralStatus(StrEnum):
    """How a referral stands.

    *Waiting*: nothing was paid yet; *granted*: the bonus was given; *taken back*: its payment is
    gone; *refused*: there was none, and there will be none.
    """

    WAITING = "waiting"
    GRANTED = "granted"
    TAKEN_BACK = "taken_back"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Referral:
    """How a user came: with the code of `referrer_id`. It stays, whatever becomes of the bonus.

    `payment` is the one that decided about the bonus; `bonus` what was due for it; `held` what the
    referrer has of it now. `why` says in one sentence why there is none (any more).
    """

    user_id: UserId
    referrer_id: UserId
    code: str
    came_at: datetime
    status: ReferralStatus = ReferralStatus.WAITING
    payment: PaymentKey | None = None
    bonus: Money | None = None
    held: Money | None = None
    why: str = ""
    version: int = 0

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells whether two users are one person.

    `payers` are the addresses of the accounts with which the referrer paid.
    """

    user: User
    referrer: User | None
    payers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A referral as it stands after something happened, and what the referrer's credit changes by.

    `text` says what happened, for the ledger and the audit log.
    """

    referral: Referral
    credit: Money
    text: str


def is_paid(payment: Payment) -> bool:
    """Tell whether money is there for what the payment bought: trials and gifts bring none."""
    is_kept = payment.status is PaymentStatus.SETTLED and not payment.is_in_doubt
    return is_kept and payment.left.minor > 0


def decided(
    referral: Referral,
    payment: Payment,
    evidence: Evidence,
    *,
    settings: ReferralSettings,
    currency: str,
) -> Step:
    """Return what the first paid payment of a user brings; the question is never asked again."""
    paid = payment.left
    after = replace(referral, payment=payment.key, why="")
    refusal = _refusal(payment, evidence, settings=settings, currency=currency)
    none = Money.zero(paid.currency)
    if refusal:
        refused = replace(after, status=ReferralStatus.REFUSED, bonus=none, why=refusal)
        return Step(refused, none, refusal)
    bonus = bonus_of(paid, settings)
    held = _held(referral, paid.currency)
    more = max(bonus - held, none)
    granted = replace(after, status=ReferralStatus.GRANTED, bonus=bonus, held=held + more)
    name = evidence.user.name or evidence.user.id
    return Step(granted, more, f"Bonus of {bonus} for {paid} that {name} paid ({payment.key})")


def followed(referral: Referral, payment: Payment, *, spare: Money) -> Step | None:
    """Return what becomes of a bonus whose payment changed, None for nothing.

    `spare` is the referrer's credit in that currency: no more than that is taken.
    """
    bonus, held = referral.bonus, _held(referral, payment.amount.currency)
    if referral.payment != payment.key or bonus is None or not bonus.minor:
        return None
    if is_paid(payment):
        back = bonus - held
        if referral.status is not ReferralStatus.TAKEN_BACK:
            return None
        granted = replace(referral, status=ReferralStatus.GRANTED, held=bonus, why="")
        return Step(granted, back, f"The money of {payment.key} is back, and so is its bonus")
    if referral.status is not ReferralStatus.GRANTED:
        return None
    why = f"Nothing is left of {payment.key}"
    return _taken(referral, ReferralStatus.TAKEN_BACK, held=held, spare=spare, why=why)


def released(referral: Referral, *, spare: Money) -> Step | None:
    """Return the referral whose payment turned out to be somebody else's, None for nothing.

    It waits for a first payment again; what could not be taken back counts towards that bonus.
    """
    if referral.bonus is None or referral.payment is None:
        return None
    held = _held(referral, referral.bonus.currency)
    why = f"{referral.payment} was taken from its user"
    step = _taken(referral, ReferralStatus.WAITING, held=held, spare=spare, why=why)
    return replace(step, referral=replace(step.referral, payment=None, bonus=None))


def bonus_of(paid: Money, settings: ReferralSettings) -> Money:
    """Return the share of what was paid, rounded half up, within the bounds (B108 to B110).

    Where the bounds cross, the maximum counts.
    """
    share = Decimal(paid.minor) * settings.percent / Decimal(100)
    bonus = Money(int(share.to_integral_value(rounding=ROUND_HALF_UP)), paid.currency)
    if settings.minimum is not None:
        bonus = max(bonus, settings.minimum)
    return min(bonus, settings.maximum) if settings.maximum is not None else bonus


def same_person(evidence: Evidence, *, payer_email: str) -> str:
    """Return in one sentence why user and referrer are one person, empty if nothing says so.

    Addresses are compared without case and without what follows a plus sign (B114).
    """
    user, referrer = evidence.user, evidence.referrer
    if referrer is None:
        return ""
    if user.id == referrer.id:
        return "The code is the customer's own."
    theirs, its = user.media, referrer.media
    if theirs.plex_id and theirs.plex_id == its.plex_id:
        return "Both have the same Plex account."
    if theirs.username and theirs.username == its.username:
        return "Both have the same Plex name."
    own = _addresses((user.email, theirs.email, user.paypal_email, payer_email))
    other = _addresses((referrer.email, its.email, referrer.paypal_email))
    if own & other:
        return f"Both have the address {min(own & other)}."
    if own & _addresses(evidence.payers):
        return f"Both pay as {min(own & _addresses(evidence.payers))}."
    return ""


def plain_address(email: str) -> str:
    """Return an address without case, and without what follows a plus sign before the @."""
    local, at, domain = email.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if at and local else ""


def _refusal(
    payment: Payment, evidence: Evidence, *, settings: ReferralSettings, currency: str
) -> str:
    if not settings.bonus_enabled:
        return "Bonuses were switched off when the first payment came."
    if evidence.referrer is None:
        return "The referrer is gone."
    who = same_person(evidence, payer_email=payment.payer_email)
    if who:
        return who
    if payment.left.currency != currency:
        return f"{payment.left} is not in the site's currency {currency}."
    bounds = [each for each in (settings.minimum, settings.maximum) if each is not None]
    if any(each.currency != currency for each in bounds):
        return f"The bounds of the bonus are not in the site's currency {currency}."
    return ""


def _taken(
    referral: Referral, status: ReferralStatus, *, held: Money, spare: Money, why: str
) -> Step:
    none = Money.zero(held.currency)
    gone = min(held, max(spare, none))
    text = f"{why}: {gone} of the bonus of {referral.bonus} was taken back"
    after = replace(referral, status=status, held=held - gone, why=f"{text}.")
    return Step(after, none - gone, text)


def _held(referral: Referral, currency: str) -> Money:
    held = referral.held
    return held if held is not None and held.currency == currency else Money.zero(currency)


def _addresses(emails: Iterable[str]) -> set[str]:
    return {plain_address(each) for each in emails} - {""}
