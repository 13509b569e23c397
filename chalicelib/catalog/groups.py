"""Add, rename and remove library groups; *Private* and *Standard* are built in (B132)."""

from chalicelib.catalog import named
from chalicelib.catalog.model import LibraryGroup
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError, NotFoundError
from chalicelib.kernel.ids import GroupId, new_id

_WORD = "group"


def add(deps: CatalogDeps, *, name: str, actor: Actor) -> LibraryGroup:
    """Add a group; raises InvalidError, or ConflictError for a name that is taken."""
    group = LibraryGroup(GroupId(new_id("grp", now=deps.clock.now())), name)
    return named.add(deps, group, word=_WORD, others=deps.store.groups(), actor=actor)


def rename(
    deps: CatalogDeps, *, group_id: GroupId, version: int, name: str, actor: Actor
) -> LibraryGroup:
    """Give a group another name; raises as `add`, NotFoundError or StaleRecordError."""
    return named.rename(
        deps,
        _own(deps, group_id),
        word=_WORD,
        version=version,
        name=name,
        others=deps.store.groups(),
        actor=actor,
    )


def remove(deps: CatalogDeps, *, group_id: GroupId, actor: Actor) -> None:
    """Remove a group; raises NotFoundError, or ConflictError naming what still uses it."""
    group = _own(deps, group_id)
    plans = [f"plan {plan.name}" for plan in deps.store.plans() if group_id in plan.group_ids]
    libraries = [
        f"library {library.title}"
        for library in deps.store.all_libraries()
        if library.group_id == group_id
    ]
    named.remove(
        deps,
        group,
        word=_WORD,
        used_by=plans + libraries,
        remedy="Take it out of these first.",
        actor=actor,
    )


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
