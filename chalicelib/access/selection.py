"""Which server a person gets (pure).

A server *fits* a plan when it is enabled and offers at least one library of the plan's groups; for
a plan with downloads its Plex account must have Plex Pass (B011; whoever is there stays). It fits
*fully* when it offers a library of every group of the plan that any enabled server offers: a plan
sold with two groups should give both wherever that is possible.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.access.model import Share, ShareState
from chalicelib.catalog.model import PRIVATE, Library, Plan, PlexAccount, Seats, Server
from chalicelib.kernel.ids import GroupId, LocationId, PlexAccountId, ServerId


@dataclass(frozen=True, slots=True)
class Candidate:
    """One server as it was weighed; `reasons` says what spoke against it, else what for it."""

    server_id: ServerId
    fits: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen server, None when no one fits, and why; candidates by rank, the best first."""

    server_id: ServerId | None
    candidates: tuple[Candidate, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class _Question:
    """What is the same for every server that is weighed."""

    wanted: frozenset[GroupId]
    offered: Mapping[ServerId, frozenset[GroupId]]
    plan: Plan
    seats: Mapping[ServerId, Seats]
    accounts: Mapping[PlexAccountId, PlexAccount]
    seats_of_owner: Mapping[str, int]
    own_owners: frozenset[str]
    shares: Mapping[ServerId, Share]
    location_id: LocationId | None
    held_server_id: ServerId | None
    may_move: bool
    leaves_unfit: bool
    leaves_trial: bool
    now: datetime
    pinned_server_id: ServerId | None
    returning_server_id: ServerId | None


@dataclass(frozen=True, slots=True)
class _Weighed:
    server: Server
    against: tuple[str, ...]
    in_favour: tuple[str, ...]
    rank: tuple[int | str, ...]


def choose(
    *,
    plan: Plan,
    servers: tuple[Server, ...],
    libraries: tuple[Library, ...],
    seats: Mapping[ServerId, Seats],
    accounts: Mapping[PlexAccountId, PlexAccount],
    shares: tuple[Share, ...],
    preferred_location_id: LocationId | None,
    held_server_id: ServerId | None,
    now: datetime,
    may_move: bool = True,
    follows_trial: bool = False,
    pinned_server_id: ServerId | None = None,
    returning_server_id: ServerId | None = None,
) -> Choice:
    """Choose the server for a person who gets this plan.

    `libraries` are those of all servers, `shares` the person's own. A server on which the person
    already is or is invited wins if it fits fully (B141, B142). Otherwise the order is: the one
    whose seat is held for this sale, full fit, where the person is already, target servers (B012,
    B013), the preferred location (B136, B137), formerly shared ones (B144), the fewest people
    (B145), the id. Newcomers need a server that takes new people and has room, where a seat held
    on `held_server_id` counts as theirs. `may_move=False` (no sale asks) keeps people where they
    are as long as one library of the plan is there, even on a disabled server while no other one
    waits. Whom an account let in before does not need another of its places.

    A trial goes to servers that accept trials only (B075). Whoever `follows_trial` with paid time
    leaves a server that is for trials only: at the sale, and while another server waits (B076).

    Whom a migration moves, or leaves where they are, gets `pinned_server_id` before all others as
    long as it fits and has room, even if it takes no new people (B248). Whose seat was kept on
    `returning_server_id`, or was lost there a moment ago, is no newcomer there either; it is held.
    """
    question = _ask(
        plan=plan,
        servers=servers,
        libraries=libraries,
        seats=seats,
        accounts=accounts,
        shares=shares,
        preferred_location_id=preferred_location_id,
        held_server_id=held_server_id,
        now=now,
        may_move=may_move,
        follows_trial=follows_trial,
        pinned_server_id=pinned_server_id,
        returning_server_id=returning_server_id,
    )
    weighed = sorted(
        (_weigh(question, server) for server in servers),
        key=lambda each: (bool(each.against), each.rank),
    )
    candidates = tuple(
        Candidate(each.server.id, not each.against, each.against or each.in_favour)
        for each in weighed
    )
    best = next((each for each in weighed if not each.against), None)
    return Choice(best.server.id if best else None, candidates, _explain(plan, weighed, best))


def lost_seat(
    before: Mapping[ServerId, Share],
    after: Mapping[ServerId, Share],
    servers: Mapping[ServerId, Server],
    *,
    leaves_trial: bool,
) -> ServerId | None:
    """Return where the only seat of a person was `before`, counted yet, who has none any more.

    A server for trials only is none to come back to for who `leaves_trial`.
    """
    if any(share.takes_seat for share in after.values()):
        return None
    lost = (servers[each] for each, share in before.items() if share.takes_seat)
    open_ones = (it for it in lost if it.allows_new or not (leaves_trial and it.allows_trials))
    return next((each.id for each in open_ones), None)


def _ask(
    *,
    plan: Plan,
    servers: tuple[Server, ...],
    libraries: tuple[Library, ...],
    seats: Mapping[ServerId, Seats],
    accounts: Mapping[PlexAccountId, PlexAccount],
    shares: tuple[Share, ...],
    preferred_location_id: LocationId | None,
    held_server_id: ServerId | None,
    now: datetime,
    may_move: bool,
    follows_trial: bool,
    pinned_server_id: ServerId | None,
    returning_server_id: ServerId | None,
) -> _Question:
    live = {share.server_id for share in shares if share.takes_seat}
    let_in = live | {share.server_id for share in shares if share.is_placed}
    regular = {server.id for server in servers if server.allows_new and server.is_enabled}
    groups = frozenset(plan.group_ids) - {PRIVATE}
    offered = {
        server.id: frozenset(
            library.group_id
            for library in libraries
            if library.server_id == server.id
            and library.group_id in groups
            # A library that a short answer left out moves nobody who is there already.
            and (not library.is_missing or server.id in live)
        )
        for server in servers
    }
    seats_of_owner: dict[str, int] = {}
    for server in servers:
        taken = _taken(seats.get(server.id), held=server.id == held_server_id, now=now)
        seats_of_owner[server.owner] = seats_of_owner.get(server.owner, 0) + taken
    enabled = [offered[server.id] for server in servers if server.is_enabled]
    # A sale that took the person off an unfit server is not undone by a later look.
    waiting = {
        server.id
        for server in servers
        if server.id in live and server.is_enabled and offered[server.id]
        if server.allows_trials or not plan.is_trial
    }
    return _Question(
        wanted=frozenset[GroupId]().union(*enabled),
        offered=offered,
        plan=plan,
        seats=seats,
        accounts=accounts,
        seats_of_owner=seats_of_owner,
        own_owners=frozenset(each.owner for each in servers if each.id in let_in),
        shares={share.server_id: share for share in shares},
        location_id=preferred_location_id,
        held_server_id=held_server_id,
        may_move=may_move,
        leaves_unfit=may_move or (bool(waiting) and pinned_server_id is None),
        leaves_trial=follows_trial and (may_move or bool(live & regular)),
        now=now,
        pinned_server_id=pinned_server_id,
        returning_server_id=returning_server_id,
    )


def _taken(seats: Seats | None, *, held: bool, now: datetime) -> int:
    """Return how many seats others have; the held one is ours."""
    return max(0, (seats.taken(now=now) if seats else 0) - int(held))


def _weigh(question: _Question, server: Server) -> _Weighed:
    share = question.shares.get(server.id)
    is_held = server.id == question.held_server_id
    taken = _taken(question.seats.get(server.id), held=is_held, now=question.now)
    offered = question.offered[server.id]
    is_full = bool(offered) and offered >= question.wanted
    is_accepted = share is not None and share.state is ShareState.ACCEPTED
    is_live = share is not None and share.takes_seat
    stays = is_live and bool(offered) and (is_full or not question.may_move)
    is_pinned = server.id == question.pinned_server_id
    is_back = server.id == question.returning_server_id
    pros = {
        "a migration moves the person there": is_pinned,
        "the person is there already": is_accepted,
        "an invite is open there": is_live and not is_accepted,
        "a seat is held there for this order": is_held and not is_back,
        "the person's seat was kept there": is_back,
        "it has every library group of the plan": is_full,
        "the plan targets it": server.id in question.plan.target_server_ids,
        "it is at the preferred location": question.location_id is not None
        and server.location_id == question.location_id,
        "it was shared with the person before": share is not None and not is_live,
    }
    pinned, accepted, invited, held, kept, full, target, location, former = (
        int(not p) for p in pros.values()
    )
    # Those who stay: a full fit before a part, an accepted share before an open invite.
    place = (full, accepted) if stays else (min(held, kept), full)
    rest = (accepted, invited, target, location, former, taken, server.id)
    return _Weighed(
        server=server,
        against=_objections(question, server, taken=taken, is_live=is_live, stays=stays),
        in_favour=(*(text for text, holds in pros.items() if holds), _crowd(taken)),
        rank=(pinned, int(not stays), *place, *rest),
    )


def _crowd(taken: int) -> str:
    return "1 person is on it" if taken == 1 else f"{taken} people are on it"


def _objections(
    question: _Question, server: Server, *, taken: int, is_live: bool, stays: bool
) -> tuple[str, ...]:
    if not question.offered[server.id]:
        return ("it has no library of the plan",)
    found: list[str] = []
    may_stay = stays and not question.leaves_unfit
    if not server.is_enabled and not may_stay:
        found.append("it is disabled")
    is_for_trials = question.plan.is_trial
    if is_for_trials and not server.allows_trials and not may_stay:
        found.append("it takes no trials")
    if is_live and question.leaves_trial and server.allows_trials and not server.allows_new:
        found.append("it is for trials only")
    if is_live:
        return tuple(found)
    is_expected = server.id in {question.pinned_server_id, question.returning_server_id}
    if not server.allows_new and not is_for_trials and not is_expected:
        found.append("it takes no new people")
    if server.max_users is not None and taken >= server.max_users:
        found.append(f"it is full ({taken} of {server.max_users})")
    return (*found, *_account_objections(question, server))


def _account_objections(question: _Question, server: Server) -> tuple[str, ...]:
    if server.key is not None:
        return ()
    account = question.accounts.get(server.account_id) if server.account_id else None
    seats = question.seats_of_owner[server.owner]
    if account is None:
        return ("its account is not linked",)
    if account.token_error:
        return ("its account must be linked again",)
    # What a migration may do about downloads is its own question (migrating/plan.py).
    is_expected = server.id in {question.pinned_server_id, question.returning_server_id}
    if question.plan.allows_downloads and not account.has_plex_pass and not is_expected:
        return ("its account lacks Plex Pass, without which nobody can download",)
    known = account.people(seats=seats)
    if server.owner not in question.own_owners and known >= account.max_people:
        return (f"its account is full ({known} of {account.max_people})",)
    return ()


def _explain(plan: Plan, weighed: list[_Weighed], best: _Weighed | None) -> str:
    if best is not None:
        return f"{best.server.name}: {', '.join(best.in_favour)}."
    if not weighed:
        return f"No server for {plan.name}: none was added yet."
    reasons = "; ".join(f"{each.server.name}: {', '.join(each.against)}" for each in weighed)
    return f"No server for {plan.name}. {reasons}."
