"""What people have by us beside the media servers is found by person, many at a time."""

from dataclasses import replace

from chalicelib.community.model import Held, Refusals, Refused, RoleHolding
from chalicelib.kernel.ids import JobId, UserId
from chalicelib.kernel.records import Insert
from chalicelib.settings.community_model import RequestSystemName
from tests.community_builders import a_request_account, a_role_holding
from tests.contract.stores.worlds import World

ANN, BOB = UserId("usr_ann"), UserId("usr_bob")


def test_roles_and_accounts_are_found_by_their_person(world: World):
    roles = a_role_holding(discord_id="120000000000000077", roles={"Trial": "2"})
    account = a_request_account(system=RequestSystemName.PETIO)
    refusals = Refusals(ANN, {"petio": Refused("0123456789abcdef", JobId("job_1"))})
    world.database.commit(Insert(roles), Insert(account), Insert(refusals))

    found = world.community.held((ANN, BOB))

    assert found == {
        ANN: Held(
            replace(roles, version=1),
            {RequestSystemName.PETIO: replace(account, version=1)},
            replace(refusals, version=1),
        ),
        BOB: Held(RoleHolding(BOB)),
    }


def test_as_many_people_as_a_page_has_are_read_at_once(world: World):
    people = tuple(UserId(f"usr_{number:03}") for number in range(100))
    world.database.commit(*(Insert(a_role_holding(user_id=each)) for each in people[:50]))

    found = world.community.held(people)

    assert [found[each].roles.version for each in (people[0], people[49], people[50])] == [1, 1, 0]
    assert len(found) == 100
