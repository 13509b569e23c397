"""What becomes of people whose paid time ends, from the setting to the media server."""

from contextlib import closing
from typing import Any

import pytest

from infra.sandbox import plex_shares, plex_world
from tests.scenarios import steps
from tests.scenarios.shop import STANDARD
from tests.scenarios.world import ADMIN, LiveWorld


def libraries_of(world: LiveWorld, person: str) -> list[str] | None:
    """Return what a person can open on the media servers, None without any share."""
    shares = world.shares_of(person)
    assert len(shares) <= 1, shares
    return sorted(shares[0]["libraries"]) if shares else None


def let_the_hour_strike(world: LiveWorld, **by: float) -> None:
    """Move the clock so far, and let the hourly run and all work that is due be done."""
    world.advance(**by)
    world.run("hourly")
    world.work()
    world.run("job_sweep")


def account_page(world: LiveWorld, person: str) -> str:
    """Return what a person reads on the account page."""
    with closing(steps.sign_in_customer(world, person)) as browser:
        return str(browser.get("/account").text)


def planned(world: LiveWorld) -> list[tuple[str, str]]:
    """Return what the dry run says that the hourly run would do, and to whom."""
    shown = world.api("POST", "/access/preview")["actions"]
    return [(each["action"], each["user_label"]) for each in shown]


def a_subscriber(world: LiveWorld, plan: str = "Premium") -> list[str]:
    """Let finn buy 30 days on Alpha; return the libraries of the plan."""
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "finn", plan)
    libraries = libraries_of(world, "finn")
    assert libraries
    assert steps.is_friend(world, "finn")
    return libraries


@pytest.mark.behaviour("B060")
def test_access_is_removed_within_the_hour_after_the_last_of_all_payments(world: LiveWorld):
    libraries = a_subscriber(world)
    user_id = steps.user_named(world, "finn")["id"]
    steps.enter_payment(world, user_id, "Premium", "cash-1")
    let_the_hour_strike(world, days=59, hours=23)
    assert libraries_of(world, "finn") == libraries
    let_the_hour_strike(world, hours=1)
    assert libraries_of(world, "finn") is None
    assert steps.user_named(world, "finn")["standing"] == "expired"


@pytest.mark.behaviour("B061")
def test_with_no_days_the_account_is_deleted_at_once_and_by_default_after_thirty(
    world: LiveWorld,
):
    a_subscriber(world)
    assert world.api("GET", "/settings/expiry")["delete_after_days"] == 30
    let_the_hour_strike(world, days=30)
    assert (libraries_of(world, "finn"), steps.is_friend(world, "finn")) == (None, True)
    let_the_hour_strike(world, days=29, hours=23)
    assert steps.is_friend(world, "finn")
    let_the_hour_strike(world, hours=1)
    assert not steps.is_friend(world, "finn")

    steps.set_expiry(world, delete_after_days=0)
    steps.subscribe(world, "finn", "Basic")
    assert steps.is_friend(world, "finn")
    let_the_hour_strike(world, days=30)
    assert (libraries_of(world, "finn"), steps.is_friend(world, "finn")) == (None, False)
    assert len(steps.audit_of(world, "access.person_deleted")) == 2


@pytest.mark.behaviour("B062")
def test_with_seven_days_libraries_go_within_the_hour_and_the_account_on_day_seven(
    world: LiveWorld,
):
    steps.set_expiry(world, delete_after_days=7)
    a_subscriber(world)
    ends_at = steps.user_named(world, "finn")["paid_until"]
    let_the_hour_strike(world, days=30)
    assert (libraries_of(world, "finn"), steps.is_friend(world, "finn")) == (None, True)
    outlook = steps.user_named(world, "finn")["outlook"]
    assert outlook["deletes_at"][:10] > ends_at[:10]
    page = account_page(world, "finn")
    assert "Your access has ended" in page
    assert "removed from the media server on" in page

    let_the_hour_strike(world, days=6, hours=23)
    assert steps.is_friend(world, "finn")
    assert planned(world) == []
    world.advance(hours=1)
    assert planned(world) == [("delete", "finn")]
    assert steps.is_friend(world, "finn")
    let_the_hour_strike(world)
    assert not steps.is_friend(world, "finn")
    assert planned(world) == []
    let_the_hour_strike(world, days=30)
    assert len(steps.audit_of(world, "access.person_deleted")) == 1
    deletions = [each for each in steps.plex_writes(world) if "sharings" in each]
    assert len(deletions) == 1


@pytest.mark.behaviour("B063")
def test_with_advanced_expiry_only_the_chosen_libraries_stay_shared(world: LiveWorld):
    libraries = a_subscriber(world)
    steps.set_expiry(
        world, policy="restrict", restrict_groups=[world.ids["premium"]], delete_after_days=7
    )
    chosen = [title for title in libraries if "4K" in title]
    assert 0 < len(chosen) < len(libraries)
    world.advance(days=30)
    assert planned(world) == [("restrict", "finn")]
    let_the_hour_strike(world)
    assert libraries_of(world, "finn") == chosen
    assert not world.shares_of("finn")[0]["all_libraries"]
    shown = steps.user_named(world, "finn")
    assert (shown["standing"], shown["outlook"]["keeps"]) == ("expired", ["Premium 4K"])
    assert planned(world) == []
    page = account_page(world, "finn")
    assert "some libraries stay open for now" in page


@pytest.mark.behaviour("B063")
def test_where_a_server_has_none_of_the_chosen_libraries_the_share_goes_and_never_opens_all(
    world: LiveWorld,
):
    a_subscriber(world, "Basic")
    few = world.api("POST", "/library-groups", {"name": "Nothing in it"})["id"]
    steps.set_expiry(world, policy="restrict", restrict_groups=[few])
    let_the_hour_strike(world, days=30)
    assert libraries_of(world, "finn") is None
    assert steps.is_friend(world, "finn")


@pytest.mark.behaviour("B064")
def test_with_advanced_expiry_the_user_is_deleted_when_the_days_pass_unpaid(world: LiveWorld):
    a_subscriber(world)
    steps.set_expiry(world, policy="restrict", restrict_groups=[STANDARD], delete_after_days=3)
    let_the_hour_strike(world, days=30)
    assert libraries_of(world, "finn")
    let_the_hour_strike(world, days=2, hours=23)
    assert libraries_of(world, "finn")
    let_the_hour_strike(world, hours=1)
    assert (libraries_of(world, "finn"), steps.is_friend(world, "finn")) == (None, False)


@pytest.mark.behaviour("B065")
def test_a_restricted_user_who_pays_gets_all_libraries_of_the_plan_back(world: LiveWorld):
    libraries = a_subscriber(world)
    steps.set_expiry(world, policy="restrict", restrict_groups=[STANDARD], delete_after_days=3)
    let_the_hour_strike(world, days=30)
    assert libraries_of(world, "finn") not in (libraries, None)
    world.buy(world.ids["Premium"], email=steps.address("finn"), media_name="finn")
    assert libraries_of(world, "finn") == libraries
    let_the_hour_strike(world, days=5)
    assert libraries_of(world, "finn") == libraries
    assert steps.is_friend(world, "finn")


@pytest.mark.behaviour("B065", "B047")
def test_a_deleted_user_who_pays_is_invited_again_and_gets_all_libraries_back(world: LiveWorld):
    libraries = a_subscriber(world)
    steps.set_expiry(world, delete_after_days=0)
    let_the_hour_strike(world, days=30)
    assert not steps.is_friend(world, "finn")
    world.act("change_person", person="finn", auto_accept=False)
    world.buy(world.ids["Premium"], email=steps.address("finn"), media_name="finn")
    [invite] = world.shares_of("finn")
    assert (invite["server"], invite["state"]) == ("alpha", "pending")
    world.act("accept_invite", person="finn")
    let_the_hour_strike(world, minutes=2)
    assert libraries_of(world, "finn") == libraries
    assert steps.user_named(world, "finn")["shares"][0]["state"] == "accepted"


@pytest.mark.behaviour("B066")
def test_of_a_user_removed_on_expiry_record_payments_and_last_server_remain(world: LiveWorld):
    a_subscriber(world)
    before = steps.user_named(world, "finn")
    paid = world.api("GET", f"/users/{before['id']}/payments")["items"]
    steps.set_expiry(world, delete_after_days=0)
    let_the_hour_strike(world, days=30)
    assert not steps.is_friend(world, "finn")
    after = steps.user_named(world, "finn")
    for kept in ("id", "email", "media", "joined_at", "periods"):
        assert after[kept] == before[kept]
    assert world.api("GET", f"/users/{before['id']}/payments")["items"] == paid
    assert (after["last_server_name"], after["standing"]) == ("alpha", "expired")
    assert [(each["server_name"], each["state"]) for each in after["shares"]] == [
        ("alpha", "deleted")
    ]
    assert after["outlook"]["deleted_at"]
    page = account_page(world, "finn")
    assert "Your account was removed from the media server" in page


# ------------------------------------------------------------------ who stays


def share_another_server(world: LiveWorld, person: str) -> None:
    """Let the owner share a server that the product does not know with a person, by hand."""
    server = plex_world.add_server(world.standins, "gamma", libraries=["Family"])
    plex_shares.grant(world.standins, server, plex_world.find_person(world.standins, person))


@pytest.mark.behaviour("B062")
def test_somebody_with_another_share_of_the_same_account_loses_ours_and_stays_a_friend(
    world: LiveWorld,
):
    a_subscriber(world)
    steps.set_expiry(world, delete_after_days=0)
    share_another_server(world, "finn")
    let_the_hour_strike(world, days=30)
    assert steps.servers_of(world, "finn") == ["gamma"]
    assert steps.is_friend(world, "finn")
    assert steps.audit_of(world, "access.person_deleted") == []


def test_permanent_users_and_administrators_are_not_deleted(world: LiveWorld):
    steps.set_expiry(world, delete_after_days=0)
    libraries = a_subscriber(world)
    steps.change_user(world, "finn", is_permanent=True)
    steps.subscribe(world, "dev", "Basic")
    steps.change_user(world, "dev", email=ADMIN)
    let_the_hour_strike(world, days=40)
    assert libraries_of(world, "finn") == libraries
    assert (libraries_of(world, "dev"), steps.is_friend(world, "dev")) == (None, True)


@pytest.mark.behaviour("X041")
@pytest.mark.parametrize("fault", [{"mode": "empty"}, {"mode": "cut"}])
def test_a_list_of_friends_that_proves_nothing_deletes_nobody(
    world: LiveWorld, fault: dict[str, Any]
):
    a_subscriber(world)
    let_the_hour_strike(world, days=30)
    assert libraries_of(world, "finn") is None
    world.fault("plextv", path="/api/users/", **fault)
    let_the_hour_strike(world, days=30)
    assert steps.is_friend(world, "finn")
    world.standins.faults.clear("plextv")
    let_the_hour_strike(world, hours=1)
    assert not steps.is_friend(world, "finn")


# ------------------------------------------------------------------ the setting


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"policy": "restrict", "restrict_groups": []}, "restrict_groups"),
        ({"policy": "restrict", "restrict_groups": ["grp_private"]}, "restrict_groups"),
        ({"policy": "restrict", "restrict_groups": ["grp_nobody"]}, "restrict_groups"),
        ({"policy": "disable", "delete_after_days": 0}, "delete_after_days"),
        ({"policy": "burn"}, "policy"),
        ({"delete_after_days": -1}, "delete_after_days"),
        ({"delete_after_days": 3651}, "delete_after_days"),
        ({"delete_after_days": 7.5}, "delete_after_days"),
    ],
)
def test_a_setting_that_makes_no_sense_names_its_field(
    bare: LiveWorld, changes: dict[str, Any], field: str
):
    held = bare.api("GET", "/settings/expiry")
    refused = bare.api("PUT", "/settings/expiry", held | changes, status=422)
    assert {each["field"].split(".")[0] for each in refused["error"]["problems"]} == {field}
    assert bare.api("GET", "/settings/expiry") == held


def test_a_shorter_wait_counts_for_those_who_wait_already(world: LiveWorld):
    a_subscriber(world)
    let_the_hour_strike(world, days=30)
    steps.set_expiry(world, delete_after_days=5)
    world.run("job_sweep")
    let_the_hour_strike(world, days=4, hours=23)
    assert steps.is_friend(world, "finn")
    let_the_hour_strike(world, hours=1)
    assert not steps.is_friend(world, "finn")
    assert [each["after"] for each in steps.audit_of(world, "settings.expiry")] == [
        {"delete_after_days": "5"}
    ]
