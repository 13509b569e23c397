"""Who is on the media servers, and what is to be done so that we know them too."""

from dataclasses import replace

import pytest

from chalicelib.access.importing.choices import AS_NEW, IGNORE, Known, Outcome
from chalicelib.access.importing.crowd import AT_HOME, OWNER, Reading
from chalicelib.access.model import ShareState
from tests.builders import MONTH_LATER, a_share, a_user, an_identity
from tests.unit.access.crowds import (
    ALPHA,
    BETA,
    BOB,
    OWN,
    SECRET,
    TERMS,
    a_remote,
    accounts,
    crowd_of,
    knowing,
    only,
    read,
    steps,
)

# ------------------------------------------------------------------ who is there


@pytest.mark.behaviour("B165")
def test_a_person_with_shares_of_two_servers_is_one_person():
    (bob,) = crowd_of(
        read(ALPHA, a_remote()), read(BETA, a_remote(library_share_ids=frozenset({"6001"})))
    )

    assert bob.server_ids == ("srv_alpha", "srv_beta")
    step = only(read(ALPHA, a_remote()), read(BETA, a_remote()))
    assert (step.outcome, len(step.gains)) == (Outcome.NEW, 2)


def test_an_open_invite_without_an_id_joins_the_person_of_that_name():
    invite = a_remote("", "", email="bob@example.com", is_accepted=False, share_ref="9")

    (bob,) = crowd_of(read(ALPHA, a_remote()), read(BETA, invite))

    assert bob.key == "id:78"
    assert len(bob.shares) == 2


def test_an_open_invite_to_a_stranger_is_somebody_by_name():
    invite = a_remote("bob", "", is_accepted=False)

    (bob,) = crowd_of(read(ALPHA, invite))

    assert (bob.key, bob.is_accepted) == ("name:bob", False)


def test_accounts_of_the_same_name_on_two_servers_are_two_persons():
    found = crowd_of(accounts(OWN, "ann"), accounts(replace(OWN, id="srv_2nd"), "ann"))

    assert [each.key for each in found] == ["id:srv_2nd/acc-ann", "id:srv_own/acc-ann"]


def test_owner_and_household_are_left_alone():
    shown = steps(read(ALPHA, a_remote("owner", "1000"), a_remote("kid", "80"), home={"80": True}))

    assert shown["owner"].why == OWNER
    assert shown["kid"].why == AT_HOME
    assert {each.outcome for each in shown.values()} == {Outcome.LEFT_ALONE}


def test_who_may_belong_to_the_household_is_not_taken_for_a_customer():
    partly = Reading(ALPHA, (a_remote(), a_remote("carl", "79")), {"79": False}, knows_all=False)

    shown = steps(partly)

    assert shown["bob"].outcome is Outcome.UNSURE
    assert shown["carl"].outcome is Outcome.NEW


# ------------------------------------------------------------------ newcomers


def test_a_newcomer_gets_the_default_plan_for_its_term():
    step = only(read(ALPHA, a_remote(library_share_ids=frozenset({"5001", "5002"}))))

    assert (step.outcome, step.ends_at) == (Outcome.NEW, MONTH_LATER)
    assert step.loses == ("Secret",)
    assert (step.media.plex_id, step.media.is_proven) == ("78", True)


def test_a_newcomer_may_come_in_permanently_and_loses_nothing():
    step = only(read(ALPHA, a_remote()), terms=replace(TERMS, plan=None, is_permanent=True))

    assert (step.outcome, step.ends_at, step.loses) == (Outcome.NEW, None, ())


def test_nobody_comes_in_where_the_plan_would_take_everything_away():
    step = only(read(ALPHA, a_remote()), terms=replace(TERMS, libraries=(SECRET,)))

    assert step.outcome is Outcome.BLOCKED
    assert "groups" in step.why


def test_where_shares_do_not_follow_plans_nobody_loses_anything():
    terms = replace(TERMS, libraries=(SECRET,), shares_follow=False)

    step = only(read(ALPHA, a_remote(library_share_ids=frozenset({"5002"}))), terms=terms)

    assert (step.outcome, step.loses) == (Outcome.NEW, ())


# ------------------------------------------------------------------ people whom we know


def test_who_is_known_with_that_share_needs_nothing():
    row = a_share(user_id=BOB.id)

    step = only(read(ALPHA, a_remote()), known=knowing(BOB, shares=(row,)))

    assert step.outcome is Outcome.KNOWN


def test_who_is_known_gets_the_share_of_another_server():
    row = a_share(user_id=BOB.id)

    step = only(read(ALPHA, a_remote()), read(BETA, a_remote()), known=knowing(BOB, shares=(row,)))

    assert step.outcome is Outcome.JOINED
    assert [each.server_id for each in step.gains] == ["srv_beta"]


def test_somebody_without_paid_time_is_neither_let_in_nor_thrown_out():
    step = only(read(ALPHA, a_remote()), known=knowing(BOB, paid=False))

    assert (step.outcome, step.gains) == (Outcome.LEFT_ALONE, ())
    assert "no paid time" in step.why


@pytest.mark.parametrize("state", [ShareState.REMOVED, ShareState.LAPSED, ShareState.DELETED])
def test_a_share_that_we_took_away_is_not_taken_over(state: ShareState):
    row = a_share(user_id=BOB.id, state=state)

    assert only(read(ALPHA, a_remote()), known=knowing(BOB, shares=(row,))).gains == ()


def test_a_changed_name_and_address_follow():
    row = a_share(user_id=BOB.id)
    renamed = a_remote("bobby", "78", email="new@example.com")

    step = only(read(ALPHA, renamed), known=knowing(BOB, shares=(row,)))

    assert step.outcome is Outcome.CHANGED
    assert (step.user.media.username, step.user.media.email) == ("bobby", "new@example.com")
    assert (step.user.name, step.user.email) == ("bobby", "new@example.com")


def test_what_was_not_known_is_not_learned_without_need():
    bare = replace(BOB, media=replace(BOB.media, email=""))

    step = only(read(ALPHA, a_remote()), known=knowing(bare, shares=(a_share(user_id=BOB.id),)))

    assert (step.outcome, step.user) == (Outcome.KNOWN, bare)


def test_what_a_person_chose_to_be_called_here_stays():
    named = replace(BOB, name="Robert", email="robert@work.example")
    row = a_share(user_id=BOB.id)

    step = only(read(ALPHA, a_remote("bobby", "78")), known=knowing(named, shares=(row,)))

    assert (step.user.name, step.user.email) == ("Robert", "robert@work.example")


def test_a_name_that_somebody_else_claims_is_not_taken_from_them():
    row = a_share(user_id=BOB.id)
    other = a_user(id="usr_other", media=an_identity("bobby", email=""))

    step = only(
        read(ALPHA, a_remote("bobby", "78", email="bob@example.com")),
        known=knowing(BOB, other, shares=(row,)),
    )

    assert step.outcome is Outcome.KNOWN
    assert step.user.media.username == "bob"


def test_who_was_known_by_name_alone_is_known_by_id_from_then_on():
    typed = replace(BOB, media=an_identity("bob"))

    step = only(read(ALPHA, a_remote()), known=knowing(typed))

    assert step.outcome is Outcome.JOINED
    assert (step.user.media.plex_id, step.user.media.is_proven) == ("78", True)


# ------------------------------------------------------------------ what a person must decide


def test_name_and_address_of_two_users_are_nobody():
    ann = a_user(media=an_identity("bob", email=""))
    other = a_user(id="usr_other", media=an_identity("", email="bob@example.com"))

    step = only(read(ALPHA, a_remote()), known=knowing(ann, other))

    assert (step.outcome, step.candidates) == (Outcome.UNDECIDED, ("usr_ann", "usr_other"))


def test_a_name_under_another_proven_account_is_not_that_user():
    proven = replace(BOB, media=an_identity("bob", plex_id="1", is_proven=True))

    step = only(read(ALPHA, a_remote()), known=knowing(proven))

    assert (step.outcome, step.candidates) == (Outcome.UNDECIDED, ("usr_bob",))


def test_two_accounts_that_fit_one_user_are_nobody():
    typed = replace(BOB, media=an_identity("bob", email="bobs@example.com"))
    by_name, by_address = a_remote(email=""), a_remote("rob", "79", email="bobs@example.com")

    shown = steps(read(ALPHA, by_name, by_address), known=knowing(typed))

    assert {each.outcome for each in shown.values()} == {Outcome.UNDECIDED}


def test_two_newcomers_with_one_address_wait_for_a_decision():
    shown = steps(read(ALPHA, a_remote(), a_remote("rob", "79", email="bob@example.com")))

    assert {each.outcome for each in shown.values()} == {Outcome.UNDECIDED}


def test_an_address_that_a_user_has_here_is_only_a_suggestion():
    known = replace(Known(), at_address={"bob@example.com": (a_user(),)})

    step = only(read(ALPHA, a_remote()), known=known)

    assert (step.outcome, step.candidates) == (Outcome.UNDECIDED, ("usr_ann",))


def test_an_account_of_the_same_name_on_another_platform_is_only_a_suggestion():
    step = only(accounts(OWN, "bob"), known=knowing(BOB))

    assert (step.outcome, step.candidates) == (Outcome.UNDECIDED, ("usr_bob",))


def test_a_chosen_user_gets_the_account_of_another_platform_as_a_share():
    terms = replace(TERMS, choices={"id:srv_own/acc-bob": "usr_bob"})

    step = only(accounts(OWN, "bob"), known=knowing(BOB), terms=terms)

    assert (step.outcome, step.user) == (Outcome.JOINED, BOB)


def test_a_chosen_user_with_another_plex_account_is_refused():
    proven = replace(BOB, media=an_identity("x", plex_id="1", is_proven=True))

    step = only(
        read(ALPHA, a_remote()),
        known=knowing(proven),
        terms=replace(TERMS, choices={"id:78": "usr_bob"}),
    )

    assert step.outcome is Outcome.UNDECIDED


def test_who_was_chosen_to_be_new_leaves_claimed_names_to_their_holders():
    other = a_user(media=an_identity("bob", email="", plex_id="1", is_proven=True))

    step = only(
        read(ALPHA, a_remote()),
        known=knowing(other),
        terms=replace(TERMS, choices={"id:78": AS_NEW}),
    )

    assert step.outcome is Outcome.NEW
    assert (step.media.username, step.media.email) == ("", "bob@example.com")


def test_who_is_known_by_a_claimed_name_alone_cannot_be_new():
    invite = a_remote("bob", "", email="", is_accepted=False)

    step = only(
        read(ALPHA, invite),
        known=knowing(BOB),
        terms=replace(TERMS, choices={"name:bob": AS_NEW}),
    )

    assert (step.outcome, step.candidates) == (Outcome.UNDECIDED, ("usr_bob",))


def test_who_was_chosen_to_be_ignored_is_left_alone():
    step = only(read(ALPHA, a_remote()), terms=replace(TERMS, choices={"id:78": IGNORE}))

    assert step.outcome is Outcome.LEFT_ALONE
