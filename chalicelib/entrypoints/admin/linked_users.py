"""Linked users: one master pays for several others."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.access.recording import left_out
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import Done, Key, ListQuery
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.insights import groups
from chalicelib.insights.groups import Group, Member
from chalicelib.kernel.ids import UserId
from chalicelib.users import browse, linking

registry = Registry()


class LinkedMember(Model):
    """Somebody of a group; with `is_left_out` paid time, but no access until invited by hand."""

    user_id: str
    label: str
    standing: str
    paid_until: datetime | None
    plan_name: str
    is_left_out: bool


class LinkedGroup(Model):
    """A master, the linked users, and what does not fit, in sentences."""

    master: LinkedMember
    subs: list[LinkedMember]
    warnings: list[str]


class LinkedGroupList(Model):
    """Groups, the last changed first."""

    items: list[LinkedGroup]
    next_cursor: str | None


class UserLinks(Model):
    """The group in which somebody is, as master or linked user; none: in no group."""

    group: LinkedGroup | None


class LinkInput(Model):
    """Whom the master is to pay for."""

    sub_id: Key


class LinkPreview(Model):
    """What would not fit if the two were linked, in sentences."""

    warnings: list[str]


@registry.add(
    "GET", "/linked-users", summary="List linked users", query=ListQuery, returns=LinkedGroupList
)
def list_linked_users(call: Call[NoInput, ListQuery]) -> LinkedGroupList:
    """Return a page of groups."""
    page = groups.groups(wiring.insights_deps(), cursor=call.query.cursor, limit=call.query.limit)
    items = [_shape(group) for group in page.items]
    return LinkedGroupList(items=items, next_cursor=page.next_cursor)


@registry.add("GET", "/users/{user_id}/links", summary="Show a user's group", returns=UserLinks)
def read_links(call: Call[NoInput, NoInput]) -> UserLinks:
    """Return the group of a master or a linked user."""
    user = browse.user(wiring.users_deps(), user_id=UserId(call.path["user_id"]))
    return _links(user.id)


@registry.add(
    "POST",
    "/users/{user_id}/links/preview",
    summary="What linking two users would come to",
    body=LinkInput,
    returns=LinkPreview,
)
def preview_link(call: Call[LinkInput, NoInput]) -> LinkPreview:
    """Return the warnings, and refuse what linking would refuse."""
    master_id, sub_id = UserId(call.path["user_id"]), UserId(call.body.sub_id)
    linking.check(wiring.users_deps(), master_id=master_id, sub_id=sub_id)
    found = groups.warnings_before(wiring.insights_deps(), master_id=master_id, sub_id=sub_id)
    return LinkPreview(warnings=list(found))


@registry.add(
    "POST",
    "/users/{user_id}/links",
    summary="Link a user to a master",
    body=LinkInput,
    returns=UserLinks,
)
def link_user(call: Call[LinkInput, NoInput]) -> UserLinks:
    """Let the master pay for the other from the next payment on."""
    master_id = UserId(call.path["user_id"])
    sub_id = UserId(call.body.sub_id)
    linking.link(wiring.users_deps(), master_id=master_id, sub_id=sub_id, actor=call.actor)
    return _links(master_id)


@registry.add(
    "DELETE",
    "/users/{user_id}/links/{sub_id}",
    summary="Unlink a user from a master",
    returns=UserLinks,
)
def unlink_user(call: Call[NoInput, NoInput]) -> UserLinks:
    """Let the master pay for the other no longer; what is paid stays."""
    master_id = UserId(call.path["user_id"])
    sub_id = UserId(call.path["sub_id"])
    linking.unlink(wiring.users_deps(), master_id=master_id, sub_id=sub_id, actor=call.actor)
    return _links(master_id)


@registry.add(
    "POST",
    "/users/{user_id}/invite",
    summary="Invite a linked user again who was removed",
    returns=Done,
)
def invite_user(call: Call[NoInput, NoInput]) -> Done:
    """Give somebody access again who was removed before the master paid."""
    user_id = UserId(call.path["user_id"])
    left_out.invite(wiring.access_deps(), user_id=user_id, actor=call.actor)
    return Done()


def _links(user_id: UserId) -> UserLinks:
    found = groups.group_of(wiring.insights_deps(), user_id=user_id)
    return UserLinks(group=_shape(found) if found else None)


def _shape(group: Group) -> LinkedGroup:
    return LinkedGroup(
        master=_member(group.master),
        subs=[_member(each) for each in group.subs],
        warnings=list(group.warnings),
    )


def _member(member: Member) -> LinkedMember:
    return LinkedMember(
        user_id=member.user.id,
        label=present.label(member.user),
        standing=member.standing,
        paid_until=member.paid_until,
        plan_name=member.plan.name if member.plan else "",
        is_left_out=member.is_left_out,
    )
