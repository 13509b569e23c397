"""The catalogue and the settings are read as their ports promise."""

from dataclasses import replace

import pytest

from chalicelib.catalog.model import (
    PRIVATE,
    STANDARD,
    DefaultPlan,
    LibraryGroup,
    Seats,
    Turnstile,
)
from chalicelib.kernel.errors import StaleRecordError
from chalicelib.kernel.records import Insert, Update
from chalicelib.settings.model import (
    ExpirySettings,
    MailSettings,
    PayPalSettings,
    SiteSettings,
    StripeSettings,
)
from tests.builders import (
    NOON,
    a_discount,
    a_discount_use,
    a_group,
    a_library,
    a_location,
    a_plan,
    a_plex_account,
    a_server,
    some_seats,
)
from tests.contract.stores.paging import all_of
from tests.contract.stores.worlds import World


def test_plans_come_by_sort_order_then_name_without_archived_ones(world: World):
    plans = [
        a_plan(id="pln_1", name="zeta", sort_order=0),
        a_plan(id="pln_2", name="Alpha", sort_order=1),
        a_plan(id="pln_3", name="Beta", sort_order=0),
        a_plan(id="pln_4", is_archived=True),
        a_plan(id="pln_5", name="Off", is_active=False, sort_order=-1),
    ]
    world.database.commit(*map(Insert, plans))

    assert [plan.id for plan in world.catalog.plans()] == ["pln_5", "pln_3", "pln_1", "pln_2"]
    assert world.catalog.plan("pln_4") == a_plan(id="pln_4", is_archived=True, version=1)
    assert world.catalog.plan("pln_9") is None


def test_the_default_plan_is_one_pointer(world: World):
    assert world.catalog.default_plan_id() == (None, 0)

    world.database.commit(Update(DefaultPlan("pln_basic")))
    world.database.commit(Update(DefaultPlan("pln_other", version=1)))

    assert world.catalog.default_plan_id() == ("pln_other", 2)


def test_the_built_in_groups_always_exist_and_come_first(world: World):
    built_in = (LibraryGroup(PRIVATE, "Private"), LibraryGroup(STANDARD, "Standard"))
    assert world.catalog.groups() == built_in
    assert world.catalog.group(STANDARD) == built_in[1]

    world.database.commit(Insert(a_group()), Insert(a_group(id="grp_a", name="anime")))

    assert world.catalog.groups() == (
        *built_in,
        a_group(id="grp_a", name="anime", version=1),
        a_group(version=1),
    )
    assert world.catalog.group("grp_kids") == a_group(version=1)
    assert world.catalog.group("grp_x") is None


def test_locations_accounts_and_servers_come_by_name(world: World):
    world.database.commit(
        Insert(a_location(id="loc_1", name="paris")),
        Insert(a_location(id="loc_2", name="Berlin")),
        Insert(a_plex_account(id="acc_1", username="zoe")),
        Insert(a_plex_account(id="acc_2", username="Ann")),
        Insert(a_server(id="srv_1", name="zwei")),
        Insert(a_server(id="srv_2", name="Eins")),
    )

    assert [each.id for each in world.catalog.locations()] == ["loc_2", "loc_1"]
    assert [each.id for each in world.catalog.plex_accounts()] == ["acc_2", "acc_1"]
    assert [each.id for each in world.catalog.servers()] == ["srv_2", "srv_1"]


def test_servers_that_were_deleted_here_are_apart(world: World):
    former = a_server(id="srv_old", removed_at=NOON)
    world.database.commit(Insert(a_server()), Insert(former))

    assert [each.id for each in world.catalog.servers()] == ["srv_alpha"]
    assert world.catalog.former_servers() == (replace(former, version=1),)
    assert world.catalog.server("srv_old") is None


def test_single_parts_of_the_catalogue_are_found_by_id(world: World):
    world.database.commit(Insert(a_location()), Insert(a_plex_account()), Insert(a_server()))

    assert world.catalog.location("loc_berlin") == a_location(version=1)
    assert world.catalog.plex_account("acc_owner") == a_plex_account(version=1)
    assert world.catalog.server("srv_alpha") == a_server(version=1)
    assert world.catalog.location("x") is None
    assert world.catalog.plex_account("x") is None
    assert world.catalog.server("x") is None


def test_libraries_are_those_of_one_server_or_of_all(world: World):
    libraries = [
        a_library(id="lib_1", server_id="srv_1"),
        a_library(id="lib_2", server_id="srv_11"),
        a_library(id="lib_3", server_id="srv_1", is_missing=True),
    ]
    world.database.commit(*map(Insert, libraries))

    assert [each.id for each in world.catalog.libraries("srv_1")] == ["lib_1", "lib_3"]
    assert {each.id for each in world.catalog.all_libraries()} == {"lib_1", "lib_2", "lib_3"}
    assert world.catalog.libraries("srv_2") == ()


def test_a_long_list_comes_whole(world: World):
    title = "t" * 3000
    for start in range(0, 600, 100):
        numbers = range(start, start + 100)
        libraries = [a_library(id=f"lib_{number:03}", title=title) for number in numbers]
        world.database.commit(*map(Insert, libraries))

    assert len(world.catalog.libraries("srv_alpha")) == 600


def test_seats_are_zero_until_counted(world: World):
    assert world.catalog.seats("srv_alpha") == Seats("srv_alpha")
    assert world.catalog.all_seats() == ()

    world.database.commit(Update(some_seats(people=2)))

    assert world.catalog.seats("srv_alpha") == some_seats(people=2, version=1)
    assert world.catalog.all_seats() == (some_seats(people=2, version=1),)


def test_turnstiles_are_there_once_somebody_passed_and_let_one_through_at_a_time(world: World):
    assert world.catalog.turnstiles() == ()

    world.database.commit(Update(Turnstile("acc_owner")))

    assert world.catalog.turnstiles() == (Turnstile("acc_owner", version=1),)
    with pytest.raises(StaleRecordError):
        world.database.commit(Update(Turnstile("acc_owner")))


def test_settings_have_their_defaults_until_saved(world: World):
    assert world.settings.site() == SiteSettings()
    assert world.settings.stripe() == StripeSettings()
    assert world.settings.expiry() == ExpirySettings()
    assert world.settings.mail() == MailSettings()

    world.database.commit(Update(SiteSettings(site_name="Cinema")))
    world.database.commit(Update(StripeSettings(enabled=True)))
    world.database.commit(Update(ExpirySettings(delete_after_days=7)))
    world.database.commit(Update(MailSettings(enabled=True)))

    assert world.settings.site() == SiteSettings(site_name="Cinema", version=1)
    assert world.settings.stripe() == StripeSettings(enabled=True, version=1)
    assert world.settings.expiry() == ExpirySettings(delete_after_days=7, version=1)
    assert world.settings.mail() == MailSettings(enabled=True, version=1)


def test_all_settings_cost_one_round_trip_and_stay_as_they_were_read(world: World):
    world.database.commit(Update(SiteSettings(site_name="Cinema")))
    world.database.commit(Update(StripeSettings(enabled=True)))
    world.database.commit(Update(PayPalSettings("paypal_secondary", enabled=True)))
    before = world.round_trips()

    settings = world.settings.at_once()
    world.database.commit(Update(SiteSettings(site_name="Theatre", version=1)))

    assert settings.site() == SiteSettings(site_name="Cinema", version=1)
    assert settings.stripe() == StripeSettings(enabled=True, version=1)
    assert settings.paypal() == PayPalSettings()
    assert settings.paypal("paypal_secondary").enabled
    assert settings.mail() == MailSettings()
    assert settings.at_once().site() == settings.site()
    assert world.round_trips() - before == 2  # with the commit
    assert world.settings.site().site_name == "Theatre"


def test_the_stripe_settings_cost_one_round_trip(world: World):
    before = world.round_trips()

    world.settings.stripe()

    assert world.round_trips() - before == 1


def test_discount_codes_come_by_their_text_page_by_page(world: World):
    codes = ["zest", "autumn", "spring"]
    world.database.commit(*(Insert(a_discount(code=code)) for code in codes))

    found = all_of(world.catalog.discounts)

    assert [each.code for each in found] == ["autumn", "spring", "zest"]
    assert world.catalog.discount("spring") == a_discount(version=1)
    assert world.catalog.discount("none") is None


def test_a_code_comes_with_those_of_a_persons_names_that_used_it(world: World):
    by_user, by_mail = a_discount_use(), a_discount_use(who="email:ann@example.com")
    other = a_discount_use(code="other", who="media:name:ann")
    world.database.commit(*map(Insert, (a_discount(), by_user, by_mail, other)))
    asked = ("email:ann@example.com", "media:name:ann", "user:usr_bob", "user:usr_ann")

    assert world.payments.discount_for("spring", asked) == (
        a_discount(version=1),
        (by_mail, by_user),
    )
    assert world.payments.discount_for("none", ()) == (None, ())
    assert all_of(world.catalog.discount_users, code="spring") == [by_user]
