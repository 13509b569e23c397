"""Users: list, detail, changes, and what happened to them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib import wiring
from chalicelib.access.explaining import preview
from chalicelib.access.looking import outlook
from chalicelib.catalog.model import Plan
from chalicelib.entrypoints.admin import present, shapes
from chalicelib.entrypoints.admin.shapes import (
    AuditList,
    DecisionList,
    DiscordId,
    Email,
    JobList,
    Key,
    ListQuery,
    PaymentList,
    ShareShape,
)
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import note
from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.kernel.ids import LocationId, UserId
from chalicelib.kernel.limits import MOST_DEVICES, MOST_DOWNLOADS, MOST_STREAMS
from chalicelib.kernel.records import Insert
from chalicelib.payments.rules import marks
from chalicelib.subscriptions import lifecycle, trials
from chalicelib.subscriptions.model import Subscription
from chalicelib.users import edit
from chalicelib.users.browse import LONGEST_SEARCH
from chalicelib.users.model import MediaIdentity, User

registry = Registry()


class UserQuery(ListQuery):
    """A page of users, by what their name or address begins with."""

    search: Annotated[str, StringConstraints(max_length=LONGEST_SEARCH)] = ""


class MediaShape(Model):
    """Who somebody is at plex.tv."""

    username: str
    email: str
    plex_id: str
    is_proven: bool


class UserRow(Model):
    """A user in a list."""

    id: str
    label: str
    email: str
    name: str
    media_handle: str
    standing: str
    is_trial: bool
    plan_name: str
    paid_until: datetime | None
    joined_at: datetime


class UserList(Model):
    """Users, newest first, or by name when searched."""

    items: list[UserRow]
    next_cursor: str | None


class PeriodShape(Model):
    """Access under one plan in [starts_at, ends_at)."""

    payment_id: str
    plan_id: str
    plan_name: str
    is_trial: bool
    starts_at: datetime
    ends_at: datetime


class OutlookShape(Model):
    """What happens when if nothing is paid: access ends, the person leaves, or has left.

    Between the end and the deletion the libraries of the groups in `keeps` stay shared, or the
    account `locks` and keeps all it has.
    """

    ends_at: datetime | None
    deletes_at: datetime | None
    deleted_at: datetime | None
    keeps: list[str]
    locks: bool


class UserDetail(UserRow):
    """Everything about a user but the long lists."""

    media: MediaShape
    is_permanent: bool
    must_change_media: bool
    stream_limit: int | None
    device_limit: int | None
    weekly_downloads: int | None
    paypal_email: str
    discord_id: str
    notes: str
    preferred_location_id: str | None
    periods: list[PeriodShape]
    shares: list[ShareShape]
    last_server_name: str
    outlook: OutlookShape
    version: int


class UserInput(Model):
    """What can be set of a user."""

    email: Email
    name: Annotated[str, StringConstraints(max_length=edit.LONGEST_NAME)] = ""
    media_username: Annotated[str, StringConstraints(max_length=edit.LONGEST_NAME)] = ""
    media_email: Email = ""
    is_permanent: bool = False
    must_change_media: bool = False
    stream_limit: Annotated[int, Field(ge=1, le=MOST_STREAMS, strict=True)] | None = None
    device_limit: Annotated[int, Field(ge=1, le=MOST_DEVICES, strict=True)] | None = None
    weekly_downloads: Annotated[int, Field(ge=1, le=MOST_DOWNLOADS, strict=True)] | None = None
    paypal_email: Email = ""
    discord_id: DiscordId = ""
    notes: Annotated[str, StringConstraints(max_length=edit.LONGEST_NOTES)] = ""
    preferred_location_id: Key | None = None


class UserChange(UserInput):
    """The same for a user that exists."""

    version: shapes.Version


@registry.add("GET", "/users", summary="List users", query=UserQuery, returns=UserList)
def list_users(call: Call[NoInput, UserQuery]) -> UserList:
    """Return a page of users with how they stand."""
    query = call.query
    page = wiring.users_deps().store.search(
        text=query.search.casefold(), cursor=query.cursor, limit=query.limit
    )
    ids = tuple(user.id for user in page.items)
    paid = wiring.subscriptions_deps().store.many(ids)
    plans = _plans()
    return UserList(
        items=[UserRow(**_row(user, paid[user.id], plans)) for user in page.items],
        next_cursor=page.next_cursor,
    )


@registry.add("GET", "/users/{user_id}", summary="Show a user", returns=UserDetail)
def read_user(call: Call[NoInput, NoInput]) -> UserDetail:
    """Return a user with periods and shares."""
    return _detail(_user(call.path["user_id"]))


@registry.add(
    "POST", "/users", summary="Add a user", body=UserInput, returns=UserDetail, status=201
)
def add_user(call: Call[UserInput, NoInput]) -> UserDetail:
    """Add a user by hand; access follows when a payment is entered."""
    user = edit.add(
        wiring.users_deps(),
        draft=_draft(call.body),
        actor=call.actor,
        also=marks.profile_writes,
    )
    return _detail(user)


@registry.add(
    "PUT", "/users/{user_id}", summary="Change a user", body=UserChange, returns=UserDetail
)
def change_user(call: Call[UserChange, NoInput]) -> UserDetail:
    """Change a user and check the access anew."""
    user = edit.change(
        wiring.users_deps(),
        user_id=UserId(call.path["user_id"]),
        version=call.body.version,
        draft=_draft(call.body),
        actor=call.actor,
        also=marks.profile_writes,
    )
    return _detail(user)


@registry.add(
    "POST",
    "/users/{user_id}/reconcile",
    summary="Compare the user's access with what was paid, now",
    returns=shapes.Done,
)
def reconcile_user(call: Call[NoInput, NoInput]) -> shapes.Done:
    """Enqueue a comparison of desired and actual shares."""
    user = _user(call.path["user_id"])
    deps = wiring.subscriptions_deps()
    now = deps.clock.now()
    job = new_job(JobKind.RECONCILE_ACCESS, user.id, now=now, user_id=user.id)
    entry = note(call.actor, "access.check", user.id, now=now, user_id=user.id)
    deps.database.commit(Insert(job), Insert(entry))
    deps.nudge.send(job.id)
    return shapes.Done()


@registry.add(
    "POST",
    "/users/{user_id}/preview",
    summary="What a check of the user's access would do",
    returns=shapes.AccessPreview,
)
def preview_user(call: Call[NoInput, NoInput]) -> shapes.AccessPreview:
    """Compare desired and actual shares, and do nothing."""
    user_id = UserId(call.path["user_id"])
    return present.access_preview(preview.one(wiring.access_deps(), user_id=user_id))


@registry.add(
    "GET",
    "/users/{user_id}/payments",
    summary="A user's payments",
    query=ListQuery,
    returns=PaymentList,
)
def list_user_payments(call: Call[NoInput, ListQuery]) -> PaymentList:
    """Return the user's payments, the latest paid first."""
    store = wiring.payments_deps().store
    return present.payment_list(store.of_user(_id(call), **_page(call)))


@registry.add(
    "GET",
    "/users/{user_id}/decisions",
    summary="Decisions about a user's streams",
    query=ListQuery,
    returns=DecisionList,
)
def list_user_decisions(call: Call[NoInput, ListQuery]) -> DecisionList:
    """Return the user's decisions with their evidence, newest first."""
    deps = wiring.enforcement_deps()
    page = deps.store.decisions_of(_id(call), now=deps.clock.now(), **_page(call))
    return present.decision_list(page)


@registry.add(
    "GET", "/users/{user_id}/jobs", summary="A user's jobs", query=ListQuery, returns=JobList
)
def list_user_jobs(call: Call[NoInput, ListQuery]) -> JobList:
    """Return the work done for the user, newest first."""
    return present.job_list(wiring.jobs_deps().store.of_user(_id(call), **_page(call)))


@registry.add(
    "GET",
    "/users/{user_id}/audit",
    summary="What happened to a user",
    query=ListQuery,
    returns=AuditList,
)
def list_user_audit(call: Call[NoInput, ListQuery]) -> AuditList:
    """Return every change about the user, newest first."""
    return present.audit_list(wiring.insights_deps().audit.of_user(_id(call), **_page(call)))


def _id(call: Call[NoInput, ListQuery]) -> UserId:
    # An empty list would tell that somebody is there of whom nothing is known.
    return _user(call.path["user_id"]).id


def _page(call: Call[NoInput, ListQuery]) -> dict[str, Any]:
    return {"cursor": call.query.cursor, "limit": call.query.limit}


def _user(user_id: str) -> User:
    user = wiring.users_deps().store.get(UserId(user_id))
    if user is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    return user


def _plans() -> dict[str, Plan]:
    return {plan.id: plan for plan in wiring.catalog_deps().store.plans()}


def _draft(body: UserInput) -> edit.UserDraft:
    location = body.preferred_location_id
    if location and wiring.catalog_deps().store.location(LocationId(location)) is None:
        raise InvalidError.of(
            "preferred_location_id", "There is no such location.", "Choose from the list."
        )
    return edit.UserDraft(
        email=body.email,
        name=body.name,
        media=MediaIdentity(username=body.media_username, email=body.media_email),
        is_permanent=body.is_permanent,
        must_change_media=body.must_change_media,
        stream_limit=body.stream_limit,
        device_limit=body.device_limit,
        weekly_downloads=body.weekly_downloads,
        paypal_email=body.paypal_email,
        discord_id=body.discord_id,
        notes=body.notes,
        preferred_location_id=LocationId(location) if location else None,
    )


def _row(user: User, paid: Subscription, plans: dict[str, Plan]) -> dict[str, Any]:
    now = wiring.clock().now()
    last = lifecycle.current_period(paid, now=now) or lifecycle.last_period(paid)
    plan = plans.get(last.plan_id) if last else None
    return {
        "id": user.id,
        "label": present.label(user),
        "email": user.email,
        "name": user.name,
        "media_handle": user.media.handle,
        "standing": lifecycle.standing(paid, is_permanent=user.is_permanent, now=now),
        "is_trial": trials.running_trial(paid, now=now) is not None,
        "plan_name": plan.name if plan else "",
        "paid_until": lifecycle.paid_until(paid, now=now) or (last.ends_at if last else None),
        "joined_at": user.joined_at,
    }


def _detail(user: User) -> UserDetail:
    paid = wiring.subscriptions_deps().store.get(user.id)
    plans = _plans()
    held = wiring.access_deps().store.of_user(user.id)
    return UserDetail(
        **_row(user, paid, plans),
        media=MediaShape.model_validate(user.media),
        is_permanent=user.is_permanent,
        must_change_media=user.must_change_media,
        stream_limit=user.stream_limit,
        device_limit=user.device_limit,
        weekly_downloads=user.weekly_downloads,
        paypal_email=user.paypal_email,
        discord_id=user.discord_id,
        notes=user.notes,
        preferred_location_id=user.preferred_location_id,
        periods=[
            PeriodShape(
                payment_id=each.payment_id,
                plan_id=each.plan_id,
                plan_name=plans[each.plan_id].name if each.plan_id in plans else "",
                is_trial=each.is_trial,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
            )
            for each in paid.periods
        ],
        shares=present.shares(held),
        last_server_name=present.server_names().get(user.last_server_id or "", ""),
        outlook=_outlook(user),
        version=user.version,
    )


def _outlook(user: User) -> OutlookShape:
    found = outlook.of_user(wiring.access_deps(), user=user)
    groups = wiring.catalog_deps().store.groups() if found.group_ids else ()
    return OutlookShape(
        ends_at=found.ends_at,
        deletes_at=found.deletes_at,
        deleted_at=found.deleted_at,
        keeps=[group.name for group in groups if group.id in found.group_ids],
        locks=found.locks,
    )
