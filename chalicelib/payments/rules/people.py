"""The person behind an order (pure): somebody known, or somebody new."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.kernel.ids import UserId, new_id
from chalicelib.kernel.records import Delete, Insert, Update, Write
from chalicelib.payments.model import Order
from chalicelib.payments.rules.referrals import Referral
from chalicelib.users.model import MediaClaim, MediaIdentity, User


@dataclass(frozen=True, slots=True)
class Person:
    """A user as the order leaves them, and the writes that make them so."""

    user: User
    writes: tuple[Write, ...] = ()
    is_new: bool = False


def newcomer(order: Order, *, now: datetime) -> Person:
    """Return the new user of an order, with the claims that keep the identity theirs alone."""
    user = User(
        id=UserId(new_id("usr", now=now)),
        email=order.email,
        name=order.name or order.media.handle,
        media=order.media,
        joined_at=now,
        preferred_location_id=order.location_id,
        referred_by=order.referrer_id,
    )
    claims = (Insert(MediaClaim(value, user.id)) for value in sorted(claims_of(user.media)))
    return Person(user, (Insert(user), *claims, *_came(user, order)), is_new=True)


def returning(user: User, order: Order) -> Person:
    """Return the known user with what the order adds: a proven identity, a preferred location.

    What was only typed never replaces what is known.
    """
    updated = user
    if order.media.is_proven and _may_be(user.media, order.media):
        updated = replace(updated, media=_merged(user.media, order.media))
    if order.location_id is not None:
        updated = replace(updated, preferred_location_id=order.location_id)
    if updated == user:
        return Person(user)
    before, after = claims_of(user.media), claims_of(updated.media)
    gone = (Delete(MediaClaim(value, user.id)) for value in sorted(before - after))
    added = (Insert(MediaClaim(value, user.id)) for value in sorted(after - before))
    return Person(updated, (Update(updated), *gone, *added))


def made_by_hand(user: User, order: Order) -> Person:
    """Return a user without a referrer to whom an order's payment is given by a person's decision.

    Who was added after the order was made came by it, with its code.
    """
    is_known_before = user.joined_at < order.created_at or user.referred_by is not None
    if order.referrer_id in {None, user.id} or is_known_before:
        return Person(user)
    brought = replace(user, referred_by=order.referrer_id)
    return Person(brought, (Update(brought), *_came(brought, order)))


def _came(user: User, order: Order) -> tuple[Write, ...]:
    """Return what is kept of who brought a newcomer (B107)."""
    if order.referrer_id is None:
        return ()
    return (Insert(Referral(user.id, order.referrer_id, order.referral_code, user.joined_at)),)


def _may_be(known: MediaIdentity, proven: MediaIdentity) -> bool:
    return not known.is_proven or known.plex_id == proven.plex_id


def _merged(known: MediaIdentity, proven: MediaIdentity) -> MediaIdentity:
    return MediaIdentity(
        username=proven.username or known.username,
        email=proven.email or known.email,
        plex_id=proven.plex_id or known.plex_id,
        is_proven=True,
    )


def claims_of(media: MediaIdentity) -> set[str]:
    """Return the claims that keep a media identity one person's alone."""
    values = {"name": media.username, "email": media.email, "id": media.plex_id}
    return {f"{word}:{text}" for word, text in values.items() if text}
