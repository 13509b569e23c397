"""Let somebody in by hand: person, payment, payer marks and the invite in one commit."""

from dataclasses import dataclass, replace

from chalicelib.catalog.model import Plan
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError, InvalidError, Problem
from chalicelib.kernel.ids import PlanId, UserId, new_id
from chalicelib.kernel.records import Insert, Put, Update, Write
from chalicelib.payments.by_hand import enter
from chalicelib.payments.by_hand.enter import Entry
from chalicelib.payments.model import GatewayName, Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.rules import marks
from chalicelib.payments.rules.marks import LEARNED, PayerMark
from chalicelib.payments.rules.people import Person
from chalicelib.payments.settle import commit_anew
from chalicelib.payments.writing.outcome import Booking
from chalicelib.settings import checks
from chalicelib.users.claims import claims_of, normal
from chalicelib.users.model import MediaIdentity, User

LONGEST_NAME = 120
# By how a recurring agreement's id begins, its gateway: PayPal and Stripe name them like this.
_AGREEMENTS = {"sub_": GatewayName.STRIPE, "I-": GatewayName.PAYPAL}


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to let in, for which plan, and what was received for it.

    `email` is where we write to; a known customer's stays as it is. `paypal_email` and
    `subscription_ref` (a gateway's id of a recurring agreement) tell whose the next payments are
    (B151). `method` says in a word how the money came.
    """

    media: MediaIdentity
    plan_id: PlanId
    entry: Entry
    email: str = ""
    name: str = ""
    method: str = ""
    paypal_email: str = ""
    subscription_ref: str = ""

    @property
    def noted(self) -> Entry:
        """Return the entry with the method in its notes."""
        told = ": ".join(each for each in (self.method.strip(), self.entry.notes.strip()) if each)
        return replace(self.entry, external_id=self.entry.external_id.strip(), notes=told)


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation came to."""

    payment: Payment
    user: User


def tidied(invitation: Invitation) -> Invitation:
    """Return the invitation with its texts as they are kept (pure)."""
    media = normal(replace(invitation.media, plex_id="", is_proven=False))
    return replace(
        invitation,
        media=media,
        email=invitation.email.strip().casefold() or media.email,
        name=invitation.name.strip(),
        paypal_email=invitation.paypal_email.strip().casefold(),
        subscription_ref=invitation.subscription_ref.strip(),
    )


def problems_of(
    invitation: Invitation, *, plan: Plan | None, known: tuple[User, ...]
) -> tuple[Problem, ...]:
    """Return what is wrong with a tidied invitation, field by field (pure).

    `known` are the customers who have its Plex name or address.
    """
    found = [
        *_wrong_person(invitation, known),
        checks.text("name", invitation.name, longest=LONGEST_NAME),
        checks.email("paypal_email", invitation.paypal_email),
        _wrong_agreement(invitation.subscription_ref),
        *enter.wrong(invitation.noted, plan),
    ]
    if plan is None:
        found.append(Problem("plan_id", "There is no such plan.", "Choose one of the list."))
    if not invitation.entry.amount.minor and not invitation.entry.notes.strip():
        message = "Free access needs a reason."
        found.append(Problem("notes", message, "Write why nothing is paid."))
    return tuple(each for each in found if each)


def invite(
    deps: PaymentsDeps,
    *,
    invitation: Invitation,
    actor: Actor,
    also: tuple[Write, ...] = (),
) -> Invited:
    """Book what was received and order the invite, in one commit with `also` (B150).

    Who has that Plex account already is taken, anybody else becomes a user. Raises InvalidError
    with every wrong field, ConflictError when the payment's id was used before: a repetition never
    invites twice.
    """
    asked = tidied(invitation)
    payment = enter.recorded(asked.noted, now=deps.clock.now())
    users: list[User] = []

    def decide() -> Booking:
        known, plan = deps.users.by_media(asked.media), deps.catalog.plan(asked.plan_id)
        problems = problems_of(asked, plan=plan, known=known)
        if plan is None or problems:
            raise InvalidError("Nobody can be invited like this.", problems=problems)
        person = _returning(known[0], asked) if known else _newcomer(deps, asked)
        users[:] = [person.user]
        return enter.booked(
            deps,
            payment,
            asked.noted,
            person,
            plan,
            actor=actor,
            extras=(*_learned(asked, person.user.id), *also),
            why="Invited by hand",
        )

    booked = commit_anew(deps, decide, subject=str(payment.key)).payment or payment
    return Invited(booked, users[0])


def gateway_of(subscription_ref: str) -> GatewayName | None:
    """Return whose recurring agreement an id names, None when it is no such id (pure)."""
    for beginning, gateway in _AGREEMENTS.items():
        if subscription_ref.startswith(beginning):
            return gateway
    return None


def _newcomer(deps: PaymentsDeps, asked: Invitation) -> Person:
    now = deps.clock.now()
    user = User(
        id=UserId(new_id("usr", now=now)),
        email=asked.email,
        name=asked.name or asked.media.handle,
        media=asked.media,
        joined_at=now,
        paypal_email=asked.paypal_email,
    )
    claims = (Insert(each) for each in claims_of(user.media, user.id))
    return Person(user, (Insert(user), *claims, *marks.profile_writes(None, user)), is_new=True)


def _returning(user: User, asked: Invitation) -> Person:
    """Return the known customer, with the PayPal address if one was given."""
    paypal_email = asked.paypal_email or user.paypal_email
    updated = replace(user, paypal_email=paypal_email)
    if updated == user:
        return Person(user)
    return Person(updated, (Update(updated), *marks.profile_writes(user, updated)))


def _learned(asked: Invitation, user_id: UserId) -> tuple[Write, ...]:
    gateway = gateway_of(asked.subscription_ref)
    if gateway is None:
        return ()
    mark = marks.of_agreement(gateway, asked.subscription_ref)
    return (Put(PayerMark(mark, user_id, LEARNED)),)


def _wrong_person(invitation: Invitation, known: tuple[User, ...]) -> list[Problem | None]:
    media = invitation.media
    found = [
        checks.text("person", media.username, longest=LONGEST_NAME),
        checks.email("person", media.email),
    ]
    if not media.handle:
        message = "There is nobody to invite."
        found.append(Problem("person", message, "Give a user name or a mail address."))
    if not known:
        found.append(checks.email("email", invitation.email, required=True))
    if len(known) > 1:
        names = " and ".join(sorted(user.name or user.id for user in known))
        found.append(
            Problem("person", f"Name and address belong to {names}.", "Give only one of the two.")
        )
    return found


def _wrong_agreement(subscription_ref: str) -> Problem | None:
    if not subscription_ref:
        return None
    if gateway_of(subscription_ref) is None:
        message = "This is no id of a subscription at Stripe or PayPal."
        remedy = "Stripe's begin with sub_, PayPal's with I-. Leave it empty if there is none."
        return Problem("subscription_ref", message, remedy)
    return checks.text("subscription_ref", subscription_ref, longest=enter.LONGEST_ID)


def not_twice(error: ConflictError) -> bool:
    """Tell whether an invitation was refused because its payment is in the books already."""
    return error.code == "already_recorded"
