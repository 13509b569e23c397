"""Users, logins, sessions, subscriptions and shares are found as their ports promise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.model import ShareState
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.kernel.records import Insert, Update
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.trials import TrialPlaces
from chalicelib.users.model import Links, MediaIdentity, User
from tests.builders import (
    NOON,
    a_claim,
    a_login,
    a_session,
    a_setup_link,
    a_share,
    a_subscription,
    a_trial_use,
    a_user,
    an_identity,
    claims_of,
)
from tests.contract.stores.paging import all_of
from tests.contract.stores.worlds import World


def person(name: str, *, days: int = 0, **overrides: object) -> User:
    return a_user(
        id=f"usr_{name}",
        email=f"{name}@example.com",
        name=f"{name.title()} Example",
        media=an_identity(name),
        joined_at=NOON + timedelta(days=days),
        **overrides,
    )


def store(world: World, *users: User) -> None:
    world.database.commit(*(Insert(user) for user in users))


def ids(users: list[User] | tuple[User, ...]) -> list[str]:
    return [user.id.removeprefix("usr_") for user in users]


def test_users_come_newest_first_page_by_page(world: World):
    store(
        world, *(person(name, days=day) for day, name in enumerate(["ann", "bob", "cid", "dan"]))
    )

    for limit in (1, 2, 3, 4, 5):
        assert ids(all_of(world.users.search, text="", limit=limit)) == [
            "dan",
            "cid",
            "bob",
            "ann",
        ]


def test_a_search_finds_each_user_once_by_address_then_name_then_plex_name(world: World):
    store(
        world,
        person("bob"),
        replace(person("cid"), media=an_identity("bobbie")),
        replace(person("dan"), name="BOB Dan"),
        replace(person("eve"), name="Bobby", media=an_identity("bob-eve")),
        person("fay"),
    )

    for limit in (1, 2, 3, 4, 5):
        found = all_of(world.users.search, text="BoB", limit=limit)
        assert ids(found) == ["bob", "dan", "eve", "cid"]


def test_a_search_compares_casefolded_texts_of_all_languages(world: World):
    store(world, replace(person("ann"), name="Straße"), replace(person("bob"), name="東京"))

    assert ids(all_of(world.users.search, text="STRASSE")) == ["ann"]
    assert ids(all_of(world.users.search, text="東")) == ["bob"]


def test_a_search_for_what_nobody_has_finds_nobody(world: World):
    store(world, person("ann"))

    assert all_of(world.users.search, text="zoe") == []
    assert all_of(world.users.search, text="ann@example.com#") == []
    assert all_of(world.users.search, text="x" * 3000) == []


def test_users_without_names_are_listed_all_the_same(world: World):
    store(world, a_user(email="", name="", media=MediaIdentity()))

    assert ids(all_of(world.users.search, text="")) == ["ann"]
    assert world.users.by_email("") == ()


def test_a_changed_name_is_found_and_the_old_one_no_more(world: World):
    store(world, person("ann"))
    changed = replace(person("ann"), email="new@example.com", name="New", version=1)

    world.database.commit(Update(replace(changed, media=an_identity("new"))))

    assert ids(all_of(world.users.search, text="new")) == ["ann"]
    assert all_of(world.users.search, text="ann") == []
    assert world.users.by_email("ann@example.com") == ()


def test_users_with_one_address_are_all_found_and_no_similar_ones(world: World):
    same = replace(person("bob"), email="ann@example.com")
    store(world, person("ann"), same, replace(person("cid"), email="ann@example.com.au"))

    assert ids(world.users.by_email("ann@example.com")) == ["ann", "bob"]


def test_users_are_found_by_any_claim_of_an_identity(world: World):
    ann = replace(person("ann"), media=an_identity("ann", plex_id="7"))
    store(world, ann, person("bob"))
    world.database.commit(*(Insert(claim) for claim in claims_of(ann)))
    world.database.commit(Insert(a_claim(value="name:bob", user_id="usr_bob")))

    assert ids(world.users.by_media(MediaIdentity(plex_id="7"))) == ["ann"]
    assert ids(world.users.by_media(MediaIdentity(username="ann", email="other@x"))) == ["ann"]
    assert ids(world.users.by_media(MediaIdentity("bob", "ann@example.com"))) == ["ann", "bob"]
    assert world.users.by_media(MediaIdentity(email="bob@example.com")) == ()
    assert world.users.by_media(MediaIdentity()) == ()


def test_users_are_found_by_single_claims(world: World):
    store(world, person("ann"), person("bob"))
    held = [*claims_of(person("ann")), a_claim(value="id:9", user_id="usr_gone")]
    world.database.commit(*map(Insert, held))
    before = world.round_trips()

    found = world.users.by_claims(("name:ann", "email:ann@example.com", "name:bob", "id:9"))

    ann = replace(person("ann"), version=1)
    assert found == {"name:ann": ann, "email:ann@example.com": ann}
    assert world.round_trips() - before == 2
    assert world.users.by_claims(()) == {}


def test_many_users_are_read_at_once_and_missing_ones_left_out(world: World):
    users = [person(f"u{number:03}") for number in range(130)]
    store(world, *users[:70])
    store(world, *users[70:])
    wanted = (*(user.id for user in users), "usr_nobody", users[0].id)

    found = world.users.many(wanted)

    assert found == {user.id: replace(user, version=1) for user in users}
    assert world.users.many(()) == {}


def test_a_session_ends_at_its_end(world: World):
    session = a_session()
    world.database.commit(Insert(session))
    end = session.expires_at

    just_before = end - timedelta(microseconds=1)
    assert world.logins.session(session.token_hash, now=just_before) == session
    assert world.logins.session(session.token_hash, now=end) is None
    assert world.logins.session("other", now=NOON) is None


def test_a_login_is_found_by_its_address(world: World):
    assert world.logins.any_login() is False
    assert world.logins.setup_link() is None

    world.database.commit(Insert(a_login()), Insert(a_setup_link()))

    assert world.logins.any_login() is True
    assert world.logins.login("admin@example.com") == a_login(version=1)
    assert world.logins.login("nobody@example.com") is None
    assert world.logins.setup_link() == a_setup_link(version=1)


def test_a_user_without_purchases_has_a_blank_subscription(world: World):
    world.database.commit(Insert(a_subscription()))

    assert world.subscriptions.get("usr_bob") == Subscription("usr_bob")
    assert world.subscriptions.many(("usr_ann", "usr_bob")) == {
        "usr_ann": a_subscription(version=1),
        "usr_bob": Subscription("usr_bob"),
    }


def test_subscriptions_are_due_from_their_instant_on_the_earliest_first(world: World):
    for number, name in enumerate(["d", "c", "b", "a"]):
        due_at = NOON + timedelta(days=number)
        world.database.commit(Insert(a_subscription(user_id=f"usr_{name}", due_at=due_at)))
    world.database.commit(Insert(a_subscription(user_id="usr_never", due_at=None)))

    def due(now: object) -> list[str]:
        return [each.user_id for each in all_of(world.subscriptions.due, now=now, limit=1)]

    assert due(NOON + timedelta(days=2)) == ["usr_d", "usr_c", "usr_b"]
    assert due(NOON) == ["usr_d"]
    assert due(NOON - timedelta(microseconds=1)) == []


def test_a_subscription_leaves_the_due_list_when_nothing_is_due(world: World):
    world.database.commit(Insert(a_subscription()))
    world.database.commit(Update(a_subscription(due_at=None, version=1)))

    assert all_of(world.subscriptions.due, now=NOON + timedelta(days=400)) == []


def test_shares_are_found_by_user_and_by_server(world: World):
    for user in ("ann", "bob", "cid"):
        for server in ("alpha", "beta"):
            share = a_share(user_id=f"usr_{user}", server_id=f"srv_{server}")
            world.database.commit(Insert(share))

    theirs = world.access.of_user("usr_bob")
    there = all_of(world.access.of_server, server_id="srv_beta")

    assert [share.server_id for share in theirs] == ["srv_alpha", "srv_beta"]
    assert [share.user_id for share in there] == ["usr_ann", "usr_bob", "usr_cid"]
    assert world.access.of_user("usr_nobody") == ()


def test_invited_shares_come_oldest_first_until_they_are_accepted(world: World):
    for days, name in enumerate(["cid", "bob", "ann"]):
        world.database.commit(
            Insert(
                a_share(
                    user_id=f"usr_{name}",
                    state=ShareState.INVITED,
                    changed_at=NOON + timedelta(days=days),
                )
            )
        )
    world.database.commit(Insert(a_share(user_id="usr_dan")))
    world.database.commit(Update(a_share(user_id="usr_bob", version=1)))

    waiting = all_of(world.access.invited, limit=1)

    assert [share.user_id for share in waiting] == ["usr_cid", "usr_ann"]


FORGED = ["x", "!!!", "e30", "W10", "WyJhIl0", "W251bGxd", "WzEsMl0", "ä", "A" * 4000]


@pytest.mark.parametrize("text", ["", "a"])
@pytest.mark.parametrize("cursor", FORGED)
def test_a_forged_cursor_is_refused(world: World, cursor: str, text: str):
    store(world, person("ann"))

    with pytest.raises(InvalidError) as refused:
        world.users.search(text=text, cursor=cursor, limit=1)

    assert [problem.field for problem in refused.value.problems] == ["cursor"]


def test_a_cursor_of_another_list_is_refused(world: World):
    store(world, *(person(f"ann{number}") for number in range(3)))
    newest = world.users.search(text="", cursor=None, limit=1).next_cursor
    found = world.users.search(text="ann", cursor=None, limit=1).next_cursor

    for text, cursor in (("ann", newest), ("", found), ("bob", found)):
        with pytest.raises(InvalidError):
            world.users.search(text=text, cursor=cursor, limit=1)


def test_a_list_goes_on_behind_a_row_that_is_gone(world: World):
    store(world, *(person(name) for name in ("ann1", "ann2", "ann3")))
    page = world.users.search(text="ann", cursor=None, limit=1)
    changed = replace(page.items[0], email="z@example.com", name="Z", media=an_identity("z"))
    world.database.commit(Update(changed))

    rest = world.users.search(text="ann", cursor=page.next_cursor, limit=5)

    assert ids(rest.items) == ["ann2", "ann3"]


@pytest.mark.parametrize("text", ["", "x" * 5000, "\ud800", "\x00", "a#b", "ü" * 600])
def test_ids_that_nobody_has_find_nothing(world: World, text: str):
    store(world, person("ann"))

    assert world.users.get(text) is None
    assert world.users.many((text, "usr_ann")) == {"usr_ann": replace(person("ann"), version=1)}
    assert world.users.by_email(text) == ()
    assert world.users.by_media(MediaIdentity(text, text, text)) == ()
    assert world.logins.login(text) is None
    assert world.logins.session(text, now=NOON) is None
    assert world.catalog.server(text) is None
    assert world.catalog.libraries(text) == ()
    assert world.access.of_user(text) == ()
    assert world.payments.order(text) is None
    assert world.payments.payment_by_id(text) is None
    assert all_of(world.payments.of_user, user_id=text) == []
    assert all_of(world.jobs.of_user, user_id=text) == []
    assert world.jobs.get(text) is None
    assert world.activity.decision(text) is None
    if text:
        assert all_of(world.users.search, text=text) == []


def test_a_trial_is_found_by_whatever_names_the_person(world: World):
    uses = tuple(a_trial_use(who=who) for who in ("id:77", "email:ann@example.com"))
    world.database.commit(*map(Insert, uses))

    asked = ("user:usr_ann", "email:ann@example.com", "name:", "id:77")
    assert set(world.subscriptions.trial_uses(asked)) == set(uses)
    assert world.subscriptions.trial_uses(("id:78",)) == world.subscriptions.trial_uses(()) == ()


def test_the_row_of_trial_places_is_there_once_and_changes_only_as_it_was_read(world: World):
    blank = world.subscriptions.trial_places()
    assert blank == TrialPlaces()
    first = blank.with_holder("usr_ann", until=NOON, now=NOON - timedelta(days=1))
    world.database.commit(Update(first))

    assert world.subscriptions.trial_places() == replace(first, version=1)
    with pytest.raises(StaleRecordError):
        world.database.commit(Update(first))


def test_links_are_read_of_many_at_once_and_blank_where_there_are_none(world: World):
    master = Links("usr_ann", sub_ids=("usr_bob",), since=NOON)
    sub = Links("usr_bob", master_id="usr_ann", since=NOON)
    world.database.commit(Update(master), Update(sub))

    found = world.users.links(("usr_ann", "usr_bob", "usr_cid", "usr_ann"))

    assert found == {
        "usr_ann": replace(master, version=1),
        "usr_bob": replace(sub, version=1),
        "usr_cid": Links("usr_cid"),
    }
    assert world.users.links(()) == {}


def test_masters_come_last_changed_first_and_only_while_they_have_subs(world: World):
    people = [
        Links(f"usr_{day}", sub_ids=(f"usr_sub{day}",), since=NOON + timedelta(days=day))
        for day in range(4)
    ]
    world.database.commit(*map(Update, people), Update(Links("usr_sub1", master_id="usr_1")))
    alone = replace(people[2], sub_ids=(), version=1)
    world.database.commit(Update(alone))

    for limit in (1, 2, 5):
        found = all_of(world.users.masters, limit=limit)
        assert [each.user_id for each in found] == ["usr_3", "usr_1", "usr_0"]
