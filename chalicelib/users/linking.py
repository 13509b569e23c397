"""Link people: one master pays for several others, the subs (B116, B121)."""

from dataclasses import replace

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError, InvalidError, NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.limits import MOST_SUBS
from chalicelib.kernel.records import Insert, Update
from chalicelib.users.model import Links, User
from chalicelib.users.ports import UsersDeps


def link(deps: UsersDeps, *, master_id: UserId, sub_id: UserId, actor: Actor) -> Links:
    """Let a master pay for another person from the next payment on; return the master's links.

    Doing it twice is success. Raises NotFoundError for an unknown master, InvalidError naming
    `sub_id` (unknown, or the master), ConflictError when either stands in another group or the
    group is full, StaleRecordError when somebody links one of them at this moment.
    """
    master, sub, held = _checked(deps, master_id, sub_id)
    if held[sub_id].master_id == master_id:
        return held[master_id]
    now = deps.clock.now()
    group = held[master_id]
    grown = replace(group, sub_ids=(*group.sub_ids, sub_id), since=now)
    bound = replace(held[sub_id], master_id=master_id, since=now)
    deps.database.commit(
        Update(grown),
        Update(bound),
        *_noted(actor, "user.linked", master, sub, deps=deps),
    )
    return replace(grown, version=grown.version + 1)


def check(deps: UsersDeps, *, master_id: UserId, sub_id: UserId) -> None:
    """Raise what `link` would, and link nobody."""
    _checked(deps, master_id, sub_id)


def unlink(deps: UsersDeps, *, master_id: UserId, sub_id: UserId, actor: Actor) -> Links:
    """Let a master pay for somebody no longer; what is paid stays. Return the master's links.

    Doing it twice is success. Raises NotFoundError for unknown people, StaleRecordError.
    """
    people = deps.store.many((master_id, sub_id))
    if len(people) < 2:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    held = deps.store.links((master_id, sub_id))
    group, bound = held[master_id], held[sub_id]
    if bound.master_id != master_id:
        return group
    now = deps.clock.now()
    rest = tuple(each for each in group.sub_ids if each != sub_id)
    smaller = replace(group, sub_ids=rest, since=now)
    deps.database.commit(
        Update(smaller),
        Update(replace(bound, master_id=None, since=now)),
        *_noted(actor, "user.unlinked", people[master_id], people[sub_id], deps=deps),
    )
    return replace(smaller, version=smaller.version + 1)


def _checked(
    deps: UsersDeps, master_id: UserId, sub_id: UserId
) -> tuple[User, User, dict[UserId, Links]]:
    people = deps.store.many((master_id, sub_id))
    if master_id not in people:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    if sub_id not in people:
        raise InvalidError.of("sub_id", "There is no such user.", "Choose one of the list.")
    master, sub = people[master_id], people[sub_id]
    if master_id == sub_id:
        raise InvalidError.of("sub_id", f"{_name(sub)} is the master.", "Choose somebody else.")
    held = deps.store.links((master_id, sub_id))
    _check_group(deps, master, sub, held[master_id], held[sub_id])
    return master, sub, held


def _check_group(deps: UsersDeps, master: User, sub: User, group: Links, bound: Links) -> None:
    """Raise ConflictError unless the two can stand in one group (B121)."""
    if bound.master_id == master.id:
        return
    if bound.master_id is not None:
        other = deps.store.get(bound.master_id)
        who = _name(other) if other else bound.master_id
        raise _refused(f"{_name(sub)} is linked to {who} already.", "Unlink the two first.")
    if bound.sub_ids:
        raise _refused(
            f"{_name(sub)} is a master and has linked users.", "Unlink those users first."
        )
    if group.master_id is not None:
        other = deps.store.get(group.master_id)
        who = _name(other) if other else group.master_id
        raise _refused(
            f"{_name(master)} is linked to {who}, so cannot be a master.", f"Choose {who}."
        )
    if len(group.sub_ids) >= MOST_SUBS:
        raise _refused(
            f"{_name(master)} has {len(group.sub_ids)} linked users already.",
            "Unlink somebody first.",
        )


def _refused(message: str, remedy: str) -> ConflictError:
    return ConflictError(message, remedy=remedy, code="links.refused")


def _noted(
    actor: Actor, action: str, master: User, sub: User, *, deps: UsersDeps
) -> tuple[Insert, ...]:
    """Return the audit entries: the one stands with the master, the other with the sub."""
    now = deps.clock.now()
    told = {"master": master.id, "sub": sub.id}
    why = f"Master {_name(master)}, linked user {_name(sub)}"
    return tuple(
        Insert(note(actor, action, user.id, now=now, user_id=user.id, why=why, after=told))
        for user in (master, sub)
    )


def _name(user: User) -> str:
    return user.name or user.email or user.id
