"""Add, rename and remove library groups; *Private* and *Standard* are built in (B132)."""

from dataclasses import replace

from chalicelib.catalog.checks import checked_name, refuse_taken
from chalicelib.catalog.model import LibraryGroup
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError, NotFoundError, StaleRecordError
from chalicelib.kernel.ids import GroupId, new_id
from chalicelib.kernel.records import Delete, Insert, Update


def add(deps: CatalogDeps, *, name: str, actor: Actor) -> LibraryGroup:
    """Add a group; raises InvalidError, or ConflictError for a name that is taken."""
    now = deps.clock.now()
    checked = checked_name("name", name)
    refuse_taken(_names(deps), checked)
    group = LibraryGroup(GroupId(new_id("grp", now=now)), checked)
    entry = note(actor, "group.added", group.id, now=now, after={"name": checked})
    deps.database.commit(Update(group), Insert(entry))
    return replace(group, version=1)


def rename(
    deps: CatalogDeps, *, group_id: GroupId, version: int, name: str, actor: Actor
) -> LibraryGroup:
    """Give a group another name; raises as `add`, NotFoundError or StaleRecordError."""
    group = _own(deps, group_id)
    if group.version != version:
        raise StaleRecordError(group)
    checked = checked_name("name", name)
    refuse_taken(_names(deps), checked, own_id=group_id)
    if checked == group.name:
        return group
    renamed = replace(group, name=checked)
    entry = note(
        actor,
        "group.renamed",
        group_id,
        now=deps.clock.now(),
        before={"name": group.name},
        after={"name": checked},
    )
    deps.database.commit(Update(renamed), Insert(entry))
    return replace(renamed, version=renamed.version + 1)


def remove(deps: CatalogDeps, *, group_id: GroupId, actor: Actor) -> None:
    """Remove a group; raises NotFoundError, or ConflictError naming what still uses it."""
    group = _own(deps, group_id)
    users = [f"plan {plan.name}" for plan in deps.store.plans() if group_id in plan.group_ids]
    users += [
        f"library {library.title}"
        for library in deps.store.all_libraries()
        if library.group_id == group_id
    ]
    if users:
        raise ConflictError(
            f"The group {group.name} is in use: {', '.join(users)}.",
            remedy="Take it out of these first.",
            code="in_use",
        )
    entry = note(
        actor, "group.removed", group_id, now=deps.clock.now(), before={"name": group.name}
    )
    deps.database.commit(Delete(group), Insert(entry))


def _own(deps: CatalogDeps, group_id: GroupId) -> LibraryGroup:
    group = deps.store.group(group_id)
    if group is None:
        raise NotFoundError("There is no such library group.", remedy="Reload the list.")
    if group.is_built_in:
        raise ConflictError(
            f"{group.name} is built in: it can be neither changed nor deleted.",
            remedy="Add a group of your own.",
            code="built_in",
        )
    return group


def _names(deps: CatalogDeps) -> dict[str, str]:
    return {group.id: group.name for group in deps.store.groups()}
