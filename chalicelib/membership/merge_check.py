"""Whether two users can be one, and what that would come to (pure, but for reading)."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.access.model import Share
from chalicelib.kernel.errors import ConflictError, InvalidError, NotFoundError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.membership.ports import MembershipDeps
from chalicelib.payments.ledger import CreditBalance
from chalicelib.payments.model import Payment
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.users.model import Links, User

_PAGE = 100


class MergeRefusedError(ConflictError):
    """Two users cannot be one as they stand."""

    default_code = "merge.refused"


@dataclass(frozen=True, slots=True)
class Side:
    """Everything that one of the two has."""

    user: User
    paid: Subscription
    shares: Mapping[ServerId, Share]
    links: Links
    agreements: tuple[Agreement, ...]
    credit: CreditBalance

    @property
    def name(self) -> str:
        """Return how people call the user."""
        return self.user.name or self.user.email or self.user.id

    @property
    def live(self) -> frozenset[ServerId]:
        """Return the servers on which the user has a seat."""
        return frozenset(each for each, share in self.shares.items() if share.takes_seat)

    @property
    def runs(self) -> bool:
        """Tell whether an agreement goes on charging."""
        over = {AgreementStatus.ENDED, AgreementStatus.PENDING}
        return any(each.status not in over and not each.cancels_at for each in self.agreements)


@dataclass(frozen=True, slots=True)
class Pair:
    """The user who stays, and the double that goes; with `takes_media` its media account stays."""

    kept: Side
    gone: Side
    takes_media: bool


def read(deps: MembershipDeps, *, kept_id: UserId, gone_id: UserId, takes_media: bool) -> Pair:
    """Return both as they stand; raises NotFoundError, InvalidError naming `gone_id`."""
    users = deps.paying.users.many((kept_id, gone_id))
    if kept_id not in users:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    if gone_id not in users:
        raise InvalidError.of("gone_id", "There is no such user.", "Choose one of the list.")
    if kept_id == gone_id:
        raise InvalidError.of("gone_id", "This is the same user.", "Choose the double.")
    paid = deps.paying.subscriptions.many((kept_id, gone_id))
    links = deps.paying.users.links((kept_id, gone_id))
    kept, gone = (
        Side(
            users[each],
            paid[each],
            {share.server_id: share for share in deps.giving.store.of_user(each)},
            links[each],
            deps.paying.store.agreements_of(each),
            deps.paying.store.credit(each),
        )
        for each in (kept_id, gone_id)
    )
    return Pair(kept, gone, takes_media)


def check(pair: Pair, *, server_names: Mapping[ServerId, str]) -> None:
    """Raise MergeRefusedError if the two cannot be one (pure)."""
    kept, gone = pair.kept, pair.gone
    both = sorted(kept.live & gone.live)
    if both:
        where = ", ".join(server_names.get(each, each) for each in both)
        raise MergeRefusedError(
            f"Both have access on {where}, each with an account of their own.",
            remedy="Take it from one of them first: let the time end, or remove the share there.",
        )
    if gone.paid.waits_since is not None:
        raise MergeRefusedError(
            f"A payment of {gone.name} waits for its access.",
            remedy="Settle that first, under Needs attention.",
        )
    _check_links(kept, gone)


def warnings(pair: Pair) -> tuple[str, ...]:
    """Return what a person should know before the two become one (pure)."""
    kept, gone = pair.kept, pair.gone
    found = []
    if kept.runs and gone.runs:
        found.append("Both renew by themselves, and go on charging until one is cancelled.")
    if _overlap(kept.paid, gone.paid):
        found.append(
            "Both paid for the same time, which counts once: give days back if they are due."
        )
    if gone.user.is_permanent and not kept.user.is_permanent:
        found.append(f"{gone.name} has permanent access, which is not taken over.")
    stays, leaves = (gone, kept) if pair.takes_media else (kept, gone)
    if leaves.live:
        found.append(
            f"The media account {leaves.user.media.handle} loses its access; "
            f"{stays.user.media.handle} is invited instead, if it has none."
        )
    return tuple(found)


def payments_of(deps: MembershipDeps, user_id: UserId) -> tuple[Payment, ...]:
    """Return all payments of a user as they stand now, strongly consistent."""
    keys, cursor = [], None
    while True:
        page = deps.paying.store.of_user(user_id, cursor=cursor, limit=_PAGE)
        keys += [each.key for each in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    # Found by an index, which may be behind.
    found = deps.paying.store.many(tuple(keys)) if keys else {}
    return tuple(each for each in found.values() if each.user_id == user_id)


def _check_links(kept: Side, gone: Side) -> None:
    """Raise MergeRefusedError unless the two can stand in one place of one group (B121)."""
    if gone.links.group_id is None or kept.links.group_id is None:
        return
    if kept.user.id in gone.links.sub_ids or gone.user.id in kept.links.sub_ids:
        raise MergeRefusedError(
            f"{kept.name} and {gone.name} are linked to each other.", remedy="Unlink them first."
        )
    is_same = kept.links.master_id is not None and kept.links.master_id == gone.links.master_id
    if not is_same:
        raise MergeRefusedError(
            f"{kept.name} and {gone.name} stand in two groups of linked users.",
            remedy="Unlink one of them first.",
        )


def _overlap(one: Subscription, other: Subscription) -> bool:
    return any(
        mine.starts_at < theirs.ends_at and theirs.starts_at < mine.ends_at
        for mine in _paid(one)
        for theirs in _paid(other)
    )


def _paid(subscription: Subscription) -> list[Period]:
    return [each for each in subscription.periods if not is_grace(each)]
