"""Who somebody is at plex.tv."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.ids import UserId
from chalicelib.users.claims import claims_of, normal
from chalicelib.users.model import MediaIdentity


def test_names_and_addresses_are_kept_casefolded():
    media = normal(MediaIdentity(" Ann ", "Ann@Example.COM", " 2000 "))
    assert media == MediaIdentity("ann", "ann@example.com", "2000")


def test_each_known_part_is_a_claim():
    claims = claims_of(MediaIdentity("ann", "", "2000"), UserId("usr_ann"))
    assert [claim.value for claim in claims] == ["name:ann", "id:2000"]


@given(name=st.text(max_size=20))
def test_normalising_twice_changes_nothing(name):
    once = normal(MediaIdentity(username=name))
    assert normal(once) == once
