"""What to do so that whoever is on the media servers is known here (pure).

People are matched by id, then by the name and address that the platform tells. Where that is not
clear nobody is guessed: an administrator chooses. Nothing here ever takes something from anybody;
who is missing on a server is no matter of the import (B164).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.access.deciding.moved_away import LAG
from chalicelib.access.importing.crowd import Found, Person
from chalicelib.access.model import Share, ShareState
from chalicelib.catalog.model import Library, Plan, shared_libraries
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.subscriptions.lifecycle import Standing, current_period, standing
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import MediaIdentity, User

# What an administrator may choose for somebody, besides the id of a user.
IGNORE = "ignore"
AS_NEW = "new"


class Outcome(StrEnum):
    """What becomes of somebody who is on a server."""

    NEW = "new"  # becomes a user
    JOINED = "joined"  # is known; shares are written down
    CHANGED = "changed"  # is known; name or address follow
    KNOWN = "known"  # nothing to do
    UNDECIDED = "undecided"  # an administrator must choose
    BLOCKED = "blocked"  # something must be set up first
    UNSURE = "unsure"  # what was read says too little
    LEFT_ALONE = "left_alone"  # is no customer, or no more


@dataclass(frozen=True, slots=True)
class Known:
    """Whom we know of those who are on the servers.

    `holders` are users by claim, `at_address` those by their address here, `users` those that an
    administrator chose; `shares` and `paid` are of all of them.
    """

    holders: Mapping[str, User] = field(default_factory=dict)
    at_address: Mapping[str, tuple[User, ...]] = field(default_factory=dict)
    users: Mapping[UserId, User] = field(default_factory=dict)
    shares: Mapping[UserId, Mapping[ServerId, Share]] = field(default_factory=dict)
    paid: Mapping[UserId, Subscription] = field(default_factory=dict)

    def everybody(self) -> Mapping[UserId, User]:
        """Return all users by id."""
        held = (*self.holders.values(), *(it for them in self.at_address.values() for it in them))
        return {**{user.id: user for user in held}, **self.users}


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms people come in.

    Newcomers get `plan` for its term, unless `is_permanent`. With `shares_follow` their shares
    will be what the plan has. `choices` are an administrator's, by the person's key.
    """

    plan: Plan | None
    is_permanent: bool = False
    shares_follow: bool = True
    libraries: tuple[Library, ...] = ()
    plans: tuple[Plan, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one person, and why.

    `user` is who they are here, as it will be stored, None for newcomers; `before` as it is.
    `gains` are shares to write down. `ends_at` is the exclusive end of a newcomer's time, None
    without one; `media` who they are at plex.tv. `loses` are libraries that the plan does not
    have. `candidates` are the users among whom to choose.
    """

    person: Person
    outcome: Outcome
    why: str = ""
    user: User | None = None
    before: User | None = None
    media: MediaIdentity = field(default_factory=MediaIdentity)
    gains: tuple[Found, ...] = ()
    ends_at: datetime | None = None
    loses: tuple[str, ...] = ()
    candidates: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    """Who somebody is; it `is_sure` when an id or an administrator says so."""

    user: User | None = None
    is_sure: bool = False
    doubt: str = ""
    candidates: tuple[UserId, ...] = ()


def decide(
    people: Iterable[Person], known: Known, terms: Terms, *, now: datetime
) -> tuple[Step, ...]:
    """Return what becomes of each of them, by key; the order of `people` changes nothing."""
    crowd = tuple(sorted(people, key=lambda each: each.key))
    matches = _matched(crowd, known, terms)
    return tuple(_step(each, matches.get(each.key), known, terms, now=now) for each in crowd)


def is_open(person: Person, terms: Terms) -> bool:
    """Tell whether there is anything to find out about somebody."""
    is_ignored = terms.choices.get(person.key) == IGNORE
    return not (person.left_alone or person.doubt or is_ignored)


def _matched(crowd: tuple[Person, ...], known: Known, terms: Terms) -> Mapping[str, _Match]:
    """Return whom each is; two who seem to be one user, or one another, are nobody."""
    asked = [each for each in crowd if is_open(each, terms)]
    found = {each.key: _match(each, known, terms) for each in asked}
    # Beside the one account at plex.tv a user may have one on each server that keeps accounts.
    taken = Counter(
        user_id for each in asked if not each.account_ref for user_id in _seeming(found[each.key])
    )
    newcomers = [each for each in asked if found[each.key] == _Match()]
    names = Counter(name for each in asked for name in _shown_names(each))
    for key, match in found.items():
        if match.user is not None and not match.is_sure and taken[match.user.id] > 1:
            found[key] = _Match(
                doubt="Several accounts fit this user.", candidates=(match.user.id,)
            )
    for each in newcomers:
        is_chosen = terms.choices.get(each.key) == AS_NEW
        if not is_chosen and any(names[name] > 1 for name in _shown_names(each)):
            found[each.key] = _Match(doubt="Several accounts have the same name or address.")
    return found


def _seeming(match: _Match) -> tuple[UserId, ...]:
    return (match.user.id,) if match.user is not None else match.candidates


def _shown_names(person: Person) -> frozenset[str]:
    return frozenset(filter(None, (person.username, person.email)))


def _match(person: Person, known: Known, terms: Terms) -> _Match:
    holder = known.holders.get(person.key) if person.key.startswith("id:") else None
    if holder is not None:
        return _Match(holder, is_sure=True)
    choice = terms.choices.get(person.key)
    if choice == AS_NEW:
        # Whoever is known by a name alone would be new again each hour if it is another's.
        namesake = known.holders.get(person.key)
        return _maybe((namesake,) if namesake else (), "This name is another user's already.")
    if choice is not None:
        return _chosen(person, known.users.get(UserId(choice)))
    return _by_account_name(person, known) if person.account_ref else _by_name(person, known)


def _chosen(person: Person, user: User | None) -> _Match:
    if user is None:
        return _Match(doubt="The user who was chosen is gone.")
    if not person.account_ref and _is_another(user, person):
        return _Match(
            doubt="The user who was chosen has another Plex account.", candidates=(user.id,)
        )
    return _Match(user, is_sure=True)


def _by_name(person: Person, known: Known) -> _Match:
    named = {
        user.id: user
        for word, text in (("name", person.username), ("email", person.email))
        if text and (user := known.holders.get(f"{word}:{text}")) is not None
    }
    ids = tuple(sorted(named))
    if len(named) > 1:
        return _Match(doubt="The name and the address are of two users.", candidates=ids)
    if named:
        user = named[ids[0]]
        if _is_another(user, person):
            why = "A user goes by this name or address, but with another Plex account."
            return _Match(doubt=why, candidates=ids)
        return _Match(user)
    return _maybe(known.at_address.get(person.email, ()), "A user has this address.")


def _by_account_name(person: Person, known: Known) -> _Match:
    """Return a doubt where somebody has that name elsewhere: it may be another person's."""
    named = known.holders.get(f"name:{person.username}") if person.username else None
    addressed = known.at_address.get(person.email or person.username, ())
    likely = (*((named,) if named else ()), *addressed)
    return _maybe(likely, "A user goes by this name elsewhere.")


def _maybe(users: tuple[User, ...], doubt: str) -> _Match:
    ids = tuple(sorted({user.id for user in users}))
    return _Match(doubt=doubt, candidates=ids) if ids else _Match()


def _is_another(user: User, person: Person) -> bool:
    known = user.media
    return bool(known.is_proven and known.plex_id and person.plex_id not in {"", known.plex_id})


def _step(
    person: Person, match: _Match | None, known: Known, terms: Terms, *, now: datetime
) -> Step:
    if person.left_alone:
        return Step(person, Outcome.LEFT_ALONE, person.left_alone)
    if person.doubt:
        return Step(person, Outcome.UNSURE, person.doubt)
    if match is None:
        return Step(person, Outcome.LEFT_ALONE, "You chose to leave them alone")
    if match.doubt:
        return Step(person, Outcome.UNDECIDED, match.doubt, candidates=match.candidates)
    if match.user is None:
        return replace(_newcomer(person, terms, now=now), media=_identity(person, known))
    return _known(person, match.user, known, terms, now=now)


def _newcomer(person: Person, terms: Terms, *, now: datetime) -> Step:
    if terms.is_permanent:
        return Step(person, Outcome.NEW, "Permanent access", gains=person.shares)
    if terms.plan is None:
        return Step(person, Outcome.NEW, "There is no default plan", gains=person.shares)
    if terms.shares_follow and not any(_due(terms, terms.plan, it) for it in person.server_ids):
        why = f"{terms.plan.name} has no library on their server: put its libraries into groups"
        return Step(person, Outcome.BLOCKED, why)
    return Step(
        person,
        Outcome.NEW,
        f"{terms.plan.name} for its term",
        gains=person.shares,
        ends_at=terms.plan.term.end_from(now),
        loses=_lost(person.shares, terms, terms.plan),
    )


def _identity(person: Person, known: Known) -> MediaIdentity:
    """Return who a newcomer is at plex.tv; names that somebody else claims stay theirs."""
    if person.account_ref:
        return MediaIdentity()
    return MediaIdentity(
        username="" if f"name:{person.username}" in known.holders else person.username,
        email="" if f"email:{person.email}" in known.holders else person.email,
        plex_id=person.plex_id,
        is_proven=person.is_accepted and bool(person.plex_id),
    )


def _known(person: Person, user: User, known: Known, terms: Terms, *, now: datetime) -> Step:
    held = known.shares.get(user.id, {})
    paid = known.paid.get(user.id) or Subscription(user.id)
    stands = standing(paid, is_permanent=user.is_permanent, now=now)
    has_right = stands in {Standing.ACTIVE, Standing.PERMANENT}
    gains = tuple(each for each in person.shares if each.server_id not in held)
    if has_right and user.restrained(now=now) is None:
        gains += _found_again(person, held, now=now)
    if gains and not has_right:
        why = "Has no paid time now: the share is neither taken over nor taken away"
        return Step(person, Outcome.LEFT_ALONE, why, user=user, before=user)
    after = _followed(user, person, known, fills=bool(gains))
    if not gains:
        outcome = Outcome.CHANGED if after != user else Outcome.KNOWN
        return Step(person, outcome, _differing(user, after), user=after, before=user)
    period = current_period(paid, now=now)
    plan = next((it for it in terms.plans if period and it.id == period.plan_id), None)
    return Step(
        person,
        Outcome.JOINED,
        "Is known; what they have is written down",
        user=after,
        before=user,
        gains=gains,
        loses=_lost(gains, terms, plan) if plan else (),
    )


def _found_again(
    person: Person, held: Mapping[ServerId, Share], *, now: datetime
) -> tuple[Found, ...]:
    """Return what is there of somebody who has nothing by the records.

    So it is after a server was deleted here and added anew; what was just taken away may be in a
    list yet, and is no such thing.
    """
    if any(row.takes_seat for row in held.values()):
        return ()
    over = {ShareState.REMOVED, ShareState.DELETED}
    gone = {each for each, row in held.items() if row.state in over and now - row.changed_at > LAG}
    return tuple(each for each in person.shares if each.server_id in gone)


def _followed(user: User, person: Person, known: Known, *, fills: bool) -> User:
    """Return the user as the platform names them by now (B159).

    A name that is claimed by somebody else stays as it was. What was not known is learned only
    when it `fills`, which is when there is a share to write down.
    """
    if person.account_ref:
        return user
    media = user.media

    def free(word: str, text: str, kept: str) -> str:
        holder = known.holders.get(f"{word}:{text}")
        is_theirs = bool(kept or fills) and (holder is None or holder.id == user.id)
        return text if text and is_theirs else kept

    is_learned = person.is_accepted and bool(person.plex_id)
    after = MediaIdentity(
        username=free("name", person.username, media.username),
        email=free("email", person.email, media.email),
        plex_id=person.plex_id if is_learned else media.plex_id,
        is_proven=is_learned or media.is_proven,
    )
    had_same_address = user.email in {"", media.email}
    had_same_name = user.name.casefold() in {"", media.username, media.email}
    return replace(
        user,
        media=after,
        email=(after.email or user.email) if had_same_address else user.email,
        name=after.handle if had_same_name and after.handle != media.handle else user.name,
    )


def _differing(before: User, after: User) -> str:
    pairs = (
        ("name", before.media.username, after.media.username),
        ("address", before.media.email, after.media.email),
        ("id", before.media.plex_id, after.media.plex_id),
    )
    told = [f"{word} {new}" for word, old, new in pairs if old != new]
    return f"Now goes by {', '.join(told)}" if told else ""


def _due(terms: Terms, plan: Plan, server_id: ServerId) -> frozenset[str]:
    own = tuple(each for each in terms.libraries if each.server_id == server_id)
    return frozenset(each.share_id for each in shared_libraries(plan, own))


def _lost(shares: tuple[Found, ...], terms: Terms, plan: Plan) -> tuple[str, ...]:
    """Return the titles of what the plan does not have and they see now."""
    if not terms.shares_follow:
        return ()
    titles = {(it.server_id, it.share_id): it.title for it in terms.libraries}
    return tuple(
        sorted(
            titles[(each.server_id, share_id)]
            for each in shares
            for share_id in each.remote.library_share_ids - _due(terms, plan, each.server_id)
            if (each.server_id, share_id) in titles
        )
    )
