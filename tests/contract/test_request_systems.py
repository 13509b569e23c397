"""Request systems: fakes and adapters over the stand-ins keep one contract, in vendors' words."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from chalicelib.adapters.companions.ombi import Ombi
from chalicelib.adapters.companions.overseerr import Overseerr
from chalicelib.adapters.companions.petio import Petio
from chalicelib.community.plan import Ability
from chalicelib.community.ports import AccountTakenError, Person, RequestSystem, SystemAccess
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.secret import Secret
from infra.sandbox import ombi, overseerr, petio
from infra.sandbox.kit import Fault, World
from tests.contract.schema import Spec
from tests.contract.serving import serving
from tests.fakes.community import FakeRequestSystem

EMAIL = "Nina@demo.example"
NINA = Person(email="nina@demo.example", username="nina")
PASSWORD = Secret("a-password-of-hers")
DISCORD_ID = "120000000000000077"
OPENING = ("fake", "overseerr", "petio")
ALL = (*OPENING, "ombi")
SPECS = {
    "overseerr": ("overseerr/openapi.json", "/api/v1"),
    "ombi": ("ombi/interface.json", ""),
    "petio": ("petio/interface.json", "/api"),
}


@dataclass
class Place:
    """A system with an administrator and nobody called Nina."""

    name: str
    system: RequestSystem
    access: SystemAccess
    world: World

    def opened(self, name: str = "nina") -> str:
        made = self.system.open(self.access, email=EMAIL, name=name, password=PASSWORD)
        return made.ref


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def world(served: World) -> Iterator[World]:
    served.calls.clear()
    yield served
    served.faults.clear()
    for kind, vendor in (("overseerr.user", overseerr), ("petio.user", petio)):
        row = vendor.account(served, EMAIL)
        if row is not None:
            served.store.delete(kind, str(row.get("_id") or row["id"]))


@pytest.fixture
def make(world: World) -> Callable[[str], Place]:
    def made(name: str) -> Place:
        url = f"{world.base_url}/{name}"
        access = {
            "fake": SystemAccess(url, "", Secret("key")),
            "overseerr": SystemAccess(url, "", Secret(overseerr.KEY)),
            "ombi": SystemAccess(url, ombi.ADMIN, Secret(ombi.KEY)),
            "petio": SystemAccess(url, petio.ADMIN, Secret(petio.PASSWORD)),
        }[name]
        system: Mapping[str, Callable[[], Any]] = {
            "fake": FakeRequestSystem,
            "overseerr": Overseerr,
            "ombi": Ombi,
            "petio": Petio,
        }
        return Place(name, system[name](), access, world)

    return made


@pytest.fixture(params=OPENING)
def place(request: pytest.FixtureRequest, make: Callable[[str], Place]) -> Place:
    return make(request.param)


@pytest.fixture(params=["overseerr", "ombi", "petio"])
def vendor(request: pytest.FixtureRequest, make: Callable[[str], Place]) -> Place:
    return make(request.param)


def test_an_account_is_opened_found_and_removed_however_often(place: Place):
    assert place.system.find(place.access, person=NINA) is None
    ref = place.opened()

    found = place.system.find(place.access, person=NINA)
    assert found is not None
    assert (found.ref, found.administers, found.is_disabled) == (ref, False, False)
    assert ref in place.system.refs(place.access)

    for _ in range(2):
        place.system.close(place.access, ref=ref)
        assert place.system.find(place.access, person=NINA) is None
    assert ref not in place.system.refs(place.access)


def test_an_address_that_is_in_use_opens_no_second_account(place: Place):
    place.opened()

    with pytest.raises(AccountTakenError):
        place.opened("another")


def test_the_settings_are_tried_without_any_change(vendor: Place):
    before = vendor.system.refs(vendor.access)

    assert vendor.system.test(vendor.access).works
    assert vendor.system.refs(vendor.access) == before
    bad = replace(vendor.access, secret=Secret("wrong"))
    told = vendor.system.test(bad)
    assert not told.works
    assert len([line for line in told.lines if line]) == 2


@pytest.mark.parametrize(
    ("name", "abilities"),
    [
        ("overseerr", {Ability.OPENS, Ability.CLOSES, Ability.TAKES_DISCORD_ID}),
        ("ombi", {Ability.TAKES_DISCORD_ID}),
        ("petio", {Ability.OPENS, Ability.CLOSES, Ability.DISABLES}),
    ],
)
def test_each_says_what_it_can_do_and_refuses_the_rest(
    make: Callable[[str], Place], name: str, abilities: set[Ability]
):
    place = make(name)
    calls: dict[Ability, Callable[[], Any]] = {
        Ability.OPENS: place.opened,
        Ability.CLOSES: lambda: place.system.close(place.access, ref="x"),
        Ability.DISABLES: lambda: place.system.disable(place.access, ref="x"),
        Ability.TAKES_DISCORD_ID: lambda: place.system.tell_discord(
            place.access, ref="x", discord_id=""
        ),
    }

    assert place.system.abilities == abilities
    for ability in set(Ability) - abilities:
        with pytest.raises(ActionRequiredError):
            calls[ability]()
    assert place.world.calls.list(name) == []


def test_an_account_can_be_signed_in_to_with_the_password(make: Callable[[str], Place]):
    place = make("overseerr")
    place.opened()

    url = f"{place.access.url}/api/v1/auth/local"
    body = {"email": EMAIL, "password": PASSWORD.reveal()}
    assert httpx.post(url, json=body, trust_env=False).is_success


def test_overseerr_is_told_whom_to_mention_and_forgets_it(make: Callable[[str], Place]):
    place = make("overseerr")
    ref = place.opened()
    url = f"{place.access.url}/api/v1/user/{ref}/settings/notifications"
    headers = {"X-Api-Key": overseerr.KEY}

    for discord_id, kept, bits in ((DISCORD_ID, DISCORD_ID, 92), ("", None, 0)):
        place.system.tell_discord(place.access, ref=ref, discord_id=discord_id)
        told = httpx.get(url, headers=headers, trust_env=False).json()
        assert (told["discordId"], told["notificationTypes"]["discord"]) == (kept, bits)


def test_overseerr_reads_all_pages_and_knows_plex_accounts_first(make: Callable[[str], Place]):
    place = make("overseerr")
    rows = [
        overseerr.add(place.world, f"p{number}@demo.example", f"p{number}", plex_id=1000 + number)
        for number in range(120)
    ]

    found = place.system.find(place.access, person=Person(email="p3@demo.example", plex_id="1110"))
    assert found is not None
    assert found.ref == str(rows[110]["id"])
    assert len(place.system.refs(place.access)) >= 120
    for row in rows:
        place.world.store.delete("overseerr.user", str(row["id"]))


def test_the_owner_of_overseerr_administers_and_stays(make: Callable[[str], Place]):
    place = make("overseerr")
    found = place.system.find(place.access, person=Person(email="owner@demo.example"))

    assert found is not None
    assert found.administers
    with pytest.raises(ActionRequiredError):
        place.system.close(place.access, ref=found.ref)


def test_ombi_is_told_whom_to_write_to_in_an_administrators_name(make: Callable[[str], Place]):
    place = make("ombi")
    found = place.system.find(place.access, person=Person(email="ann@demo.example"))
    assert found is not None
    place.system.tell_discord(place.access, ref=found.ref, discord_id=DISCORD_ID)
    assert ombi.discord_id_of(place.world, "ann") == DISCORD_ID

    for login, code in (("", "ombi.login_refused"), ("ben", "ombi.login_refused")):
        access = replace(place.access, login=login)
        with pytest.raises(ActionRequiredError) as refused:
            place.system.tell_discord(access, ref=found.ref, discord_id="")
        assert refused.value.code == code
        assert not place.system.test(access).works


def test_ombi_finds_people_by_name_where_it_knows_no_address(make: Callable[[str], Place]):
    place = make("ombi")

    person = Person(email="nobody@demo.example", username="carla")
    found = place.system.find(place.access, person=person)
    assert found is not None
    assert found.name == "carla"


@pytest.mark.behaviour("B215")
@pytest.mark.parametrize("profile", ["", "Generous"])
def test_a_petio_account_gets_the_profile_that_is_set_or_the_default(
    make: Callable[[str], Place], profile: str
):
    place = make("petio")
    place.access = replace(place.access, profile=profile)
    place.opened()

    assert petio.profile_of(place.world, EMAIL) == profile


def test_a_petio_profile_that_is_missing_is_told_of(make: Callable[[str], Place]):
    place = make("petio")
    told = place.system.test(replace(place.access, profile="Gone"))

    assert not told.works
    assert "Gone" in told.lines[0]


def test_a_petio_account_is_disabled_and_enabled_and_keeps_the_rest(make: Callable[[str], Place]):
    place = make("petio")
    place.access = replace(place.access, profile="Generous")
    ref = place.opened()

    for is_disabled in (True, False):
        change = place.system.disable if is_disabled else place.system.enable
        change(place.access, ref=ref)
        change(place.access, ref="gone")
        row = petio.account(place.world, EMAIL)
        assert row is not None
        assert (row["disabled"], row["role"], row["email"]) == (is_disabled, "user", EMAIL)
        assert petio.profile_of(place.world, EMAIL) == "Generous"


def test_petio_is_signed_in_to_once_and_again_when_the_token_died(make: Callable[[str], Place]):
    place = make("petio")
    place.opened()
    place.system.refs(place.access)
    assert len(logins(place)) == 1

    for row in place.world.store.list("petio.token"):
        place.world.store.delete("petio.token", row["token"])
    place.system.refs(place.access)
    assert len(logins(place)) == 2


def logins(place: Place) -> list[Any]:
    return [call for call in place.world.calls.list("petio") if call["path"] == "/api/login"]


def test_somebody_who_does_not_administer_petio_is_refused(make: Callable[[str], Place]):
    place = make("petio")
    place.opened()
    access = replace(place.access, login=EMAIL, secret=PASSWORD)

    with pytest.raises(ActionRequiredError, match="no administrator"):
        place.system.refs(access)


@pytest.mark.parametrize(
    "fault",
    [Fault("status", status=503), Fault("down"), Fault("garbage"), Fault("cut")],
    ids=lambda fault: fault.mode,
)
def test_what_may_pass_is_tried_again(vendor: Place, fault: Fault):
    vendor.system.refs(vendor.access)
    vendor.world.faults.add(vendor.name, fault)

    with pytest.raises(RetryLaterError) as waits:
        vendor.system.refs(vendor.access)
    assert waits.value.message
    assert not vendor.system.test(vendor.access).works


def test_no_secret_stands_in_a_log_or_an_error(vendor: Place):
    bad = replace(vendor.access, secret=Secret("a-very-secret-key"))
    with pytest.raises(ActionRequiredError) as refused:
        vendor.system.refs(bad)

    assert "a-very-secret-key" not in str(refused.value.message) + repr(bad)
    keys = [json.dumps(call["headers"]) for call in vendor.world.calls.list(vendor.name)]
    assert keys
    assert not any("a-very-secret-key" in each for each in keys)


def test_what_is_sent_and_answered_fits_each_description(vendor: Place):
    name, prefix = SPECS[vendor.name]
    spec = Spec.load(name)
    if Ability.OPENS in vendor.system.abilities:
        ref = vendor.opened()
    else:
        ref = next(iter(vendor.system.refs(vendor.access)))
    if Ability.TAKES_DISCORD_ID in vendor.system.abilities:
        vendor.system.tell_discord(vendor.access, ref=ref, discord_id=DISCORD_ID)
    if Ability.DISABLES in vendor.system.abilities:
        vendor.system.disable(vendor.access, ref=ref)
    vendor.system.test(vendor.access)
    reads = {call["path"] for call in vendor.world.calls.list() if call["method"] == "GET"}
    for path in sorted(reads):
        answer = vendor.world and httpx.get(
            f"{vendor.access.url}{path}", headers=headers_of(vendor), trust_env=False
        )
        spec.check_answer("GET", path.removeprefix(prefix), answer.status_code, answer.json())
    if Ability.CLOSES in vendor.system.abilities:
        vendor.system.close(vendor.access, ref=ref)

    checked = 0
    for call in vendor.world.calls.list(vendor.name):
        path = call["path"].removeprefix(prefix)
        body = json.loads(call["body"]) if call["body"] else None
        spec.check_request(call["method"], path, query=call["query"], body=body)
        checked += 1
    assert checked >= 4


def headers_of(place: Place) -> dict[str, str]:
    if place.name == "petio":
        [token] = [row["token"] for row in place.world.store.list("petio.token")][-1:]
        return {"Authorization": f"Bearer {token}"}
    return {"X-Api-Key": overseerr.KEY, "ApiKey": ombi.KEY}
