"""Whatever the servers say, an import decides the same for everybody, once."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.access.importing.choices import AS_NEW, IGNORE, Known, Outcome, Step, decide
from tests.builders import NOON, a_share, a_subscription, a_user, an_identity, claims_of
from tests.unit.access.crowds import (
    ALPHA,
    BETA,
    BOB,
    OWN,
    TERMS,
    a_remote,
    accounts,
    crowd_of,
    knowing,
    read,
)

remotes = st.builds(
    a_remote,
    st.sampled_from(["bob", "rob", "ann", ""]),
    st.sampled_from(["78", "79", "80", "1000", ""]),
    email=st.sampled_from(["", "bob@example.com", "ann@example.com"]),
    share_ref=st.integers(1, 99).map(str),
    is_accepted=st.booleans(),
    library_share_ids=st.frozensets(st.sampled_from(["5001", "5002", "6001"])),
)
plex_readings = st.lists(st.tuples(st.sampled_from([ALPHA, BETA]), st.lists(remotes, max_size=4)))
account_readings = st.lists(st.sampled_from(["bob", "ann", "eve"]), unique=True, max_size=3)
knowns = st.lists(
    st.sampled_from(
        [
            BOB,
            a_user(),
            a_user(id="usr_typed", media=an_identity("rob", email="")),
            a_user(id="usr_eve", media=an_identity("eve", plex_id="80", is_proven=True)),
        ]
    ),
    unique=True,
).map(lambda users: knowing(*users))
choices = st.dictionaries(
    st.sampled_from(["id:78", "id:79", "name:bob", "id:srv_own/acc-bob"]),
    st.sampled_from([IGNORE, AS_NEW, "usr_bob", "usr_ann", "usr_gone"]),
)
crowds = st.tuples(plex_readings, account_readings).map(
    lambda told: crowd_of(
        *(read(server, *shares) for server, shares in told[0]), accounts(OWN, *told[1])
    )
)


@settings(max_examples=40)
@given(crowds, knowns, choices, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(crowd, known, chosen, chance):
    terms = replace(TERMS, choices=chosen)
    mixed = list(crowd)
    chance.shuffle(mixed)

    assert decide(mixed, known, terms, now=NOON) == decide(crowd, known, terms, now=NOON)


@settings(max_examples=40)
@given(crowds, knowns, choices)
def test_nobody_is_taken_for_two_and_two_are_never_one_plex_account(crowd, known, chosen):
    found = decide(crowd, known, replace(TERMS, choices=chosen), now=NOON)

    assert len({step.person.key for step in found}) == len(found) == len(crowd)
    acting = [each for each in found if each.gains and each.person.plex_id]
    ids = [each.person.plex_id for each in acting]
    assert len(ids) == len(set(ids))


@settings(max_examples=40)
@given(crowds, knowns, choices)
def test_what_is_written_down_is_what_was_seen_and_never_less_than_was_known(crowd, known, chosen):
    for step in decide(crowd, known, replace(TERMS, choices=chosen), now=NOON):
        assert set(step.gains) <= set(step.person.shares)
        if step.outcome not in {Outcome.NEW, Outcome.JOINED}:
            assert not step.gains
        if step.user is not None:
            assert step.user.id == step.before.id
            assert step.user.is_permanent == step.before.is_permanent
            assert step.user.media.plex_id or not step.before.media.plex_id


@settings(max_examples=40)
@given(crowds, knowns, choices)
def test_nobody_is_written_down_twice_and_it_comes_to_an_end(crowd, known, chosen):
    terms = replace(TERMS, choices=chosen)
    done: list[str] = []
    for _ in range(len(crowd) + 2):
        found = decide(crowd, known, terms, now=NOON)
        known, written = _written_down(found, known)
        assert not set(written) & set(done)
        done += written

    assert not written


def _written_down(found: tuple[Step, ...], known: Known) -> tuple[Known, list[str]]:
    """Return what we know once each step was done, one after the other, and who got a share."""
    written: list[str] = []
    holders = dict(known.holders)
    shares = {user_id: dict(rows) for user_id, rows in known.shares.items()}
    users, paid = dict(known.users), dict(known.paid)
    renamed: set[str] = set()
    for step in found:
        if step.outcome is Outcome.NEW:
            user = a_user(id=f"usr_new_{step.person.key}", media=step.media)
            paid[user.id] = a_subscription(user_id=user.id)
        elif step.user is not None and step.outcome in {Outcome.JOINED, Outcome.CHANGED}:
            is_changed = step.user != step.before
            user = step.user if is_changed else {**known.everybody(), **users}[step.user.id]
            if is_changed and user.id in renamed:
                continue  # somebody was faster
            renamed |= {user.id} if is_changed else set()
        else:
            continue
        claimed = {claim.value for claim in claims_of(user)}
        claimed |= {step.person.key} if step.person.account_ref else set()
        if any(holders.get(value, user).id != user.id for value in claimed):
            continue  # the database refuses it
        written += [step.person.key] if step.gains else []
        users[user.id] = user
        holders |= {claim.value: user for claim in claims_of(user)}
        holders = {value: users.get(held.id, held) for value, held in holders.items()}
        if step.person.account_ref:
            holders[step.person.key] = user
        for each in step.gains:
            share = a_share(user_id=user.id, server_id=each.server_id)
            shares.setdefault(user.id, {})[each.server_id] = share
    after = replace(known, holders=holders, shares=shares, users=users, paid=paid)
    return after, written
