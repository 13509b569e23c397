"""However a run of the waitlist ends, and however many run at once: every seat is kept once."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalog.model import Seats, Server
from chalicelib.checkout import call_up, close, turns, wait
from chalicelib.checkout.start import SoldOutError
from chalicelib.checkout.waiting import WaitEntry, WaitState, wait_id_of
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError, RetryLaterError
from chalicelib.kernel.records import Write
from chalicelib.notifications.model import Event
from chalicelib.payments.model import Order
from tests.builders import a_plan, a_server, some_seats
from tests.usecases.payments.shop import Shop

PEOPLE = ("ann", "bob", "eve")
BUSY = RetryLaterError("The database is busy.", code="database_busy")


def line_up(shop: Shop) -> None:
    """Fill the two seats, let three people wait, and free both."""
    shop.db.seed(a_server(max_users=2), some_seats(people=2))
    for who in PEOPLE:
        shop.passes(seconds=1)
        wait.join(shop.checkout, request=shop.asks(who))
    shop.db.seed(replace(shop.db.one(Seats), people=0))


def turn(shop: Shop, who: str) -> WaitEntry | None:
    return shop.db.find(WaitEntry, wait_id_of(a_plan().id, f"{who}@example.com"))


def outcome(shop: Shop) -> tuple[dict[str, str], int, int]:
    """Return who stands where, how many offers were mailed and how many seats are held."""
    stand = {each.email: str(each.state) for each in shop.db.all(WaitEntry)}
    return stand, len(shop.mails(Event.WAITLIST_OFFER)), len(shop.db.one(Seats).holds)


def expected() -> tuple[dict[str, str], int, int]:
    shop = Shop()
    line_up(shop)
    call_up.call_up(shop.checkout)
    return outcome(shop)


@pytest.mark.parametrize("is_applied", [True, False])
@pytest.mark.parametrize("commits_before", [0, 1])
def test_a_run_that_dies_is_finished_by_the_next(
    shop: Shop, commits_before: int, is_applied: bool
):
    line_up(shop)
    left = [commits_before]

    def die(_writes: tuple[Write, ...]) -> None:
        if left[0] == 0:
            shop.db.before_commit.remove(die)
            shop.db.fail_next(BUSY, applied=is_applied)
        left[0] -= 1

    shop.db.before_commit.append(die)
    with pytest.raises(RetryLaterError):
        call_up.call_up(shop.checkout)
    call_up.call_up(shop.checkout)

    assert outcome(shop) == expected()


@pytest.mark.parametrize("commits_before", [0, 1])
def test_two_runs_at_once_offer_every_seat_once(shop: Shop, commits_before: int):
    line_up(shop)
    left = [commits_before]

    def run_too(_writes: tuple[Write, ...]) -> None:
        if left[0] == 0:
            shop.db.before_commit.remove(run_too)
            call_up.call_up(shop.checkout)
        left[0] -= 1

    shop.db.before_commit.append(run_too)
    call_up.call_up(shop.checkout)

    assert outcome(shop) == expected()


def test_a_seat_that_is_sold_in_this_very_moment_is_not_offered(shop: Shop):
    line_up(shop)

    def somebody_gets_in(_writes: tuple[Write, ...]) -> None:
        shop.db.before_commit.remove(somebody_gets_in)
        held = shop.db.one(Seats)
        shop.db.seed(replace(held, people=2, version=held.version + 1))

    shop.db.before_commit.append(somebody_gets_in)
    call_up.call_up(shop.checkout)

    assert outcome(shop)[1:] == (0, 0)


def test_an_offer_taken_while_it_is_ended_stays_with_whoever_was_first(shop: Shop):
    line_up(shop)
    call_up.call_up(shop.checkout)
    ann = turn(shop, "ann")
    assert ann is not None

    def end_first(_writes: tuple[Write, ...]) -> None:
        shop.db.before_commit.remove(end_first)
        turns.remove(shop.checkout, wait_id=ann.id, actor=Actor("login:boss"))
        call_up.call_up(shop.checkout)

    shop.db.before_commit.append(end_first)
    with pytest.raises(SoldOutError):
        shop.buys("ann", wait_id=ann.id)

    assert outcome(shop) == (
        {"ann@example.com": "removed", "bob@example.com": "offered", "eve@example.com": "offered"},
        3,
        2,
    )


def joins(shop: Shop, who: str) -> None:
    wait.join(shop.checkout, request=shop.asks(who))


def buys(shop: Shop, who: str) -> None:
    shop.buys(who)


def takes(shop: Shop, who: str) -> None:
    if entry := turn(shop, who):
        shop.buys(who, wait_id=entry.id)


def leaves(shop: Shop, who: str) -> None:
    if entry := turn(shop, who):
        turns.leave(shop.checkout, entry=entry, actor=Actor("page:wait"))


def all_give_up(shop: Shop, _who: str) -> None:
    for order in shop.db.all(Order):
        close.cancel(shop.checkout, order_id=order.id)


def half_a_day_passes(shop: Shop, _who: str) -> None:
    shop.passes(hours=13)
    close.close_lapsed(shop.checkout)


def a_seat_goes(shop: Shop, _who: str) -> None:
    taken, server = shop.db.one(Seats).taken(now=shop.clock.now()), shop.db.one(Server)
    shop.db.seed(replace(server, max_users=max(1, taken, (server.max_users or 1) - 1)))


def a_seat_comes(shop: Shop, _who: str) -> None:
    server = shop.db.one(Server)
    shop.db.seed(replace(server, max_users=(server.max_users or 0) + 1))


def runs(shop: Shop, _who: str) -> None:
    call_up.call_up(shop.checkout)


STEPS = {
    step.__name__: step
    for step in (
        joins,
        buys,
        takes,
        leaves,
        all_give_up,
        half_a_day_passes,
        a_seat_goes,
        a_seat_comes,
        runs,
    )
}
DEEDS = st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from((*PEOPLE, "mia")))


@settings(max_examples=60, deadline=None)
@given(deeds=st.lists(DEEDS, max_size=14))
def test_whatever_happens_no_seat_is_promised_twice_and_nobody_is_passed_over(
    deeds: list[tuple[str, str]],
):
    shop = Shop()
    shop.db.seed(a_server(max_users=1), some_seats(people=1))
    for step, who in deeds:
        shop.passes(seconds=1)
        do(shop, step, who)
        check_seats(shop)
    call_up.call_up(shop.checkout)
    check_seats(shop)
    waiting = [each for each in shop.checkout.waitlist.line() if each.state is WaitState.WAITING]
    if waiting:
        server, held = shop.db.one(Server), shop.db.one(Seats)
        assert held.taken(now=shop.clock.now()) >= (server.max_users or 0)
        offered = [each for each in shop.db.all(WaitEntry) if each.state is WaitState.OFFERED]
        assert all(each.joined_at < waiting[0].joined_at for each in offered)


def do(shop: Shop, step: str, who: str) -> None:
    """Do one thing; a refusal is an answer, too, but nothing may be too busy."""
    with contextlib.suppress(ConflictError):
        STEPS[step](shop, who)


def check_seats(shop: Shop) -> None:
    """Hold the seats against the turns and the orders that say they have one."""
    held, server, now = shop.db.one(Seats), shop.db.one(Server), shop.clock.now()
    assert held.taken(now=now) <= (server.max_users or 0)
    running = {each for each, until in held.holds.items() if now < until}
    offered = {
        each.id
        for each in shop.db.all(WaitEntry)
        if each.state is WaitState.OFFERED and each.has_offer(now=now)
    }
    assert offered == {each for each in running if each.startswith("wai_")}
