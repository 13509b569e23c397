"""Adding and changing people."""

from dataclasses import replace

import pytest

from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    StaleRecordError,
)
from chalicelib.kernel.ids import UserId
from chalicelib.users import browse, edit
from chalicelib.users.edit import UserDraft
from chalicelib.users.model import MediaClaim, MediaIdentity, User
from tests.builders import an_identity
from tests.usecases.users.world import ADMIN, World

DISCORD_ID = "120000000000000077"


@pytest.fixture
def world() -> World:
    return World()


def draft_of(user: User, **changes: object) -> UserDraft:
    kept = UserDraft(
        email=user.email,
        media=user.media,
        name=user.name,
        is_permanent=user.is_permanent,
        stream_limit=user.stream_limit,
        device_limit=user.device_limit,
        weekly_downloads=user.weekly_downloads,
        notes=user.notes,
        discord_id=user.discord_id,
    )
    return replace(kept, **changes)


def change(world: World, user: User, **changes: object) -> User:
    return edit.change(
        world.deps,
        user_id=user.id,
        version=user.version,
        draft=draft_of(user, **changes),
        actor=ADMIN,
    )


def claims(world: World) -> set[str]:
    return {claim.value for claim in world.db.all(MediaClaim)}


def test_a_person_added_by_hand_holds_its_plex_identity(world):
    draft = UserDraft(
        email=" Bob@Example.com ", name=" Bob ", media=MediaIdentity(username="BobPlex")
    )
    user = edit.add(world.deps, draft=draft, actor=ADMIN)
    assert world.db.one(User) == user
    assert (user.email, user.name, user.media.username) == ("bob@example.com", "Bob", "bobplex")
    assert claims(world) == {"name:bobplex"}
    assert world.db.one(AuditEntry).actor == ADMIN.name


def test_somebody_permanent_gets_access_at_once(world):
    draft = UserDraft("eve@example.com", MediaIdentity(username="eve"), is_permanent=True)
    edit.add(world.deps, draft=draft, actor=ADMIN)
    job = world.db.one(Job)
    assert job.kind is JobKind.RECONCILE_ACCESS
    assert world.nudge.sent == [job.id]


def test_a_plex_identity_has_one_user_and_the_refusal_names_that_user(world):
    world.customer("ann")
    draft = UserDraft("new@example.com", MediaIdentity(username="Ann"))
    with pytest.raises(ConflictError) as refused:
        edit.add(world.deps, draft=draft, actor=ADMIN)
    assert refused.value.code == "media_identity_taken"
    assert "usr_ann" in refused.value.message
    assert [problem.field for problem in refused.value.problems] == ["media_username"]
    assert len(world.db.all(User)) == 1


def test_another_plex_identity_moves_the_claims_and_the_access(world):
    ann = world.customer("ann", media=an_identity("ann", plex_id="2000", is_proven=True))
    media = MediaIdentity(username="anna", email="anna@example.com")
    changed = change(world, ann, media=media)
    assert claims(world) == {"name:anna", "email:anna@example.com"}
    assert (changed.media.plex_id, changed.media.is_proven) == ("", False)
    job = world.db.one(Job)
    assert job.payload["former"]["plex_id"] == "2000"


def test_a_discord_account_has_one_user_and_its_roles_follow(world):
    ann, bob = world.customer("ann"), world.customer("bob")
    ann = change(world, ann, discord_id=f" {DISCORD_ID}\n")
    assert f"discord:{DISCORD_ID}" in claims(world)
    assert (ann.discord_id, world.db.one(Job).kind) == (DISCORD_ID, JobKind.MIRROR_COMMUNITY)

    with pytest.raises(ConflictError, match="Ann") as refused:
        change(world, bob, discord_id=DISCORD_ID)
    assert refused.value.problems[0].field == "discord_id"
    change(world, ann, discord_id="")
    change(world, bob, discord_id=DISCORD_ID)


def test_a_claim_that_somebody_else_holds_changes_nothing(world):
    ann, _bob = world.customer("ann"), world.customer("bob")
    before = claims(world)
    with pytest.raises(ConflictError, match="Bob"):
        change(world, ann, media=MediaIdentity(username="bob"))
    assert claims(world) == before
    assert world.db.find(User, ann.id) == ann


def test_a_corrected_address_leaves_a_proven_account_proven(world):
    ann = world.customer("ann", media=an_identity("ann", plex_id="2000", is_proven=True))
    changed = change(world, ann, media=MediaIdentity("ann", "new@example.com"))
    assert (changed.media.plex_id, changed.media.is_proven) == ("2000", True)
    assert claims(world) == {"name:ann", "email:new@example.com", "id:2000"}


def test_a_change_of_notes_leaves_access_alone(world):
    ann = world.customer("ann")
    changed = change(world, ann, notes="pays in cash", weekly_downloads=4)
    assert (changed.notes, changed.weekly_downloads, changed.version) == ("pays in cash", 4, 2)
    assert world.db.all(Job) == ()
    entry = world.db.one(AuditEntry)
    assert (entry.before, entry.after) == (
        {"weekly_downloads": "None", "notes": ""},
        {"weekly_downloads": "4", "notes": "pays in cash"},
    )


@pytest.mark.parametrize("limit", ["stream_limit", "device_limit"])
def test_another_number_is_brought_to_the_servers_that_count_streams_or_sign_ins(world, limit):
    ann = world.customer("ann", weekly_downloads=5)
    changed = change(world, ann, **{limit: 4})
    assert (getattr(changed, limit), changed.weekly_downloads) == (4, 5)
    assert [(job.kind, job.subject) for job in world.db.all(Job)] == [
        (JobKind.RECONCILE_ACCESS, ann.id)
    ]


def test_saving_without_a_change_writes_nothing(world):
    ann = world.customer("ann")
    assert change(world, ann) == ann
    assert world.db.commits == []


def test_a_change_of_something_older_is_refused(world):
    ann = world.customer("ann")
    change(world, ann, name="Anna")
    with pytest.raises(StaleRecordError):
        change(world, ann, name="Annette")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"discord_id": "ann#1234"}, "discord_id"),
        ({"discord_id": "9999999999999999999"}, "discord_id"),
        ({"email": ""}, "email"),
        ({"email": "no address"}, "email"),
        ({"name": "x" * 121}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"stream_limit": 0}, "stream_limit"),
        ({"stream_limit": -1}, "stream_limit"),
        ({"stream_limit": 101}, "stream_limit"),
        ({"device_limit": 0}, "device_limit"),
        ({"device_limit": 101}, "device_limit"),
        ({"weekly_downloads": 0}, "weekly_downloads"),
        ({"weekly_downloads": 10_001}, "weekly_downloads"),
        ({"notes": "x" * 4001}, "notes"),
        ({"media": MediaIdentity()}, "media_username"),
        ({"media": MediaIdentity(email="nope")}, "media_email"),
    ],
)
def test_bad_values_name_the_field_and_change_nothing(world, changes, field):
    ann = world.customer("ann")
    with pytest.raises(InvalidError) as refused:
        change(world, ann, **changes)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert all(problem.remedy for problem in refused.value.problems)
    assert world.db.commits == []


def test_an_unknown_user_is_not_found(world):
    with pytest.raises(NotFoundError):
        browse.user(world.deps, user_id=UserId("usr_none"))
    with pytest.raises(NotFoundError):
        edit.change(
            world.deps,
            user_id=UserId("usr_none"),
            version=1,
            draft=UserDraft("a@example.com", MediaIdentity(username="a")),
            actor=ADMIN,
        )


def test_people_are_found_by_how_their_names_begin(world):
    world.customer("ann")
    world.customer("bob")
    found = browse.users(world.deps, text="  BO", cursor=None, limit=10)
    assert [user.id for user in found.items] == ["usr_bob"]


def test_when_permanent_is_taken_away_is_kept_because_the_deletion_counts_from_then(world):
    draft = UserDraft("eve@example.com", MediaIdentity(username="eve"), is_permanent=True)
    eve = edit.add(world.deps, draft=draft, actor=ADMIN)
    assert change(world, eve, name="Eve").permanent_until is None
    ended = change(world, world.db.one(User), is_permanent=False)
    assert ended.permanent_until == world.deps.clock.now()
    assert change(world, ended, name="Eva").permanent_until == ended.permanent_until


# Another media account, by signing in with it


def proven(name: str, plex_id: str) -> MediaIdentity:
    return MediaIdentity(username=name, email=f"{name}@plex.test", plex_id=plex_id, is_proven=True)


@pytest.mark.behaviour("B029")
def test_a_new_media_account_takes_the_place_of_the_former_and_access_follows(world):
    user = edit.add(
        world.deps,
        draft=UserDraft(
            email="ann@example.com", media=MediaIdentity(username="ann"), must_change_media=True
        ),
        actor=ADMIN,
    )

    changed = edit.change_media(
        world.deps, user_id=user.id, media=proven("Anna", "77"), actor=ADMIN
    )

    assert (changed.media, changed.must_change_media) == (proven("anna", "77"), False)
    assert claims(world) == {"name:anna", "email:anna@plex.test", "id:77"}
    (job,) = world.db.all(Job)
    assert (job.kind, job.payload["former"]["username"]) == (JobKind.RECONCILE_ACCESS, "ann")
    assert [each.action for each in world.db.all(AuditEntry)][-1] == "user.media_changed"


def test_the_account_that_somebody_has_already_or_that_is_anothers_is_refused(world):
    user = edit.add(
        world.deps, draft=UserDraft(email="a@example.com", media=an_identity("ann")), actor=ADMIN
    )
    other = MediaIdentity(username="bob")
    edit.add(world.deps, draft=UserDraft(email="b@example.com", media=other), actor=ADMIN)
    before = world.deps.store.get(user.id)

    for media in (proven("ann", "1"), MediaIdentity(username="unproven")):
        with pytest.raises(InvalidError):
            edit.change_media(world.deps, user_id=user.id, media=media, actor=ADMIN)
    with pytest.raises(ConflictError) as refusal:
        edit.change_media(world.deps, user_id=user.id, media=proven("bob", "2"), actor=ADMIN)
    with pytest.raises(NotFoundError):
        edit.change_media(
            world.deps, user_id=UserId("usr_none"), media=proven("x", "3"), actor=ADMIN
        )

    assert "b@example.com" not in refusal.value.message
    assert world.deps.store.get(user.id) == before
