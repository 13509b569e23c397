"""What was heard and counted of downloads is read as the port promises."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.access.model import ShareState
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.records import Delete, Insert, Update
from tests.builders import NOON, a_share
from tests.contract.stores.worlds import World
from tests.download_builders import (
    KEPT_UNTIL,
    a_counted_download,
    a_download_hold,
    a_download_watch,
    a_download_week,
)

ANN, BEN = UserId("usr_ann"), UserId("usr_ben")
ALPHA, BETA = ServerId("srv_alpha"), ServerId("srv_beta")
HOUR = timedelta(hours=1)


def test_watches_are_read_by_server_and_forget_what_has_ended(world: World):
    ended = a_download_watch(server_id=BETA, expires_at=NOON)
    world.database.commit(Insert(a_download_watch()), Insert(ended))

    found = world.downloads.download_watches((ALPHA, BETA, ServerId("srv_new")), now=NOON + HOUR)

    assert (found[ALPHA].since, found[ALPHA].version) == (NOON, 1)
    assert (found[BETA].since, found[BETA].version) == (NOON + HOUR, 1)
    assert set(found) == {ALPHA, BETA}


def test_weeks_are_read_by_person_and_first_day(world: World):
    earlier = a_download_week(first_day="2026-01-18")
    gone = a_download_week(first_day="2025-01-05", expires_at=NOON)
    weeks = (a_download_week(), earlier, gone, a_download_week(user_id=BEN))
    world.database.commit(*map(Insert, weeks))

    found = world.downloads.download_weeks([(ANN, "2026-01-18"), (BEN, "2026-01-18")])
    page = world.downloads.download_weeks_of(ANN, now=NOON, cursor=None, limit=10)

    assert list(found) == [(ANN, "2026-01-18")]
    assert [week.first_day for week in page.items] == ["2026-01-25", "2026-01-18"]


def test_downloads_are_listed_newest_first_and_by_server(world: World):
    downloads = [
        a_counted_download(unit=f"unit{n}", title=f"Film {n}", at=NOON + n * HOUR, **where)
        for n, where in enumerate(
            ({}, {"server_id": BETA}, {"user_id": BEN}, {"expires_at": NOON}, {"server_id": BETA})
        )
    ]
    world.database.commit(*map(Insert, downloads))

    def titles(server_id: ServerId | None, **given: int) -> list[str]:
        shown, cursor = [], None
        while True:
            page = world.downloads.downloads(
                server_id=server_id, now=NOON, cursor=cursor, limit=given.get("limit", 10)
            )
            shown += [each.title for each in page.items]
            cursor = page.next_cursor
            if cursor is None:
                return shown

    assert titles(None) == ["Film 4", "Film 2", "Film 1", "Film 0"]
    assert titles(None, limit=1) == titles(None)
    assert titles(BETA) == titles(BETA, limit=1) == ["Film 4", "Film 1"]


def test_downloads_of_a_person_are_read_week_by_week(world: World):
    here = a_counted_download(unit="a"), a_counted_download(unit="b", at=NOON + HOUR)
    elsewhere = a_counted_download(user_id=BEN), a_counted_download(first_day="2026-01-18")
    world.database.commit(*map(Insert, (*here, *elsewhere)))

    def units(**given: object) -> set[str]:
        page = world.downloads.downloads_in(ANN, "2026-01-25", cursor=None, limit=10, **given)
        return {each.unit for each in page.items}

    assert units(now=NOON) == {"a", "b"}
    assert units(now=KEPT_UNTIL) == set()


def test_holds_are_read_by_person_and_all_together(world: World):
    assert world.users.download_hold(ANN) is None
    assert world.users.download_holds(cursor=None, limit=10).items == ()
    hers, his = a_download_hold(), a_download_hold(user_id=BEN)
    world.database.commit(Insert(his), Insert(hers))

    page = world.users.download_holds(cursor=None, limit=1)
    rest = world.users.download_holds(cursor=page.next_cursor, limit=1)
    assert (world.users.download_hold(ANN), page.items, rest.items) == (hers, (hers,), (his,))

    world.database.commit(Delete(hers))
    assert world.users.download_holds(cursor=None, limit=10).items == (his,)


def test_who_may_download_is_told_by_the_shares_that_are_there(world: World):
    off = a_share(user_id="usr_ann", allows_downloads=False)
    gone = a_share(
        user_id="usr_ann",
        server_id="srv_beta",
        state=ShareState.REMOVED,
        allows_downloads=True,
    )
    world.database.commit(Insert(off), Insert(gone))
    assert not world.downloads.may_download(ANN)
    assert not world.downloads.may_download(BEN)
    world.database.commit(Update(replace(off, allows_downloads=True, version=1)))
    assert world.downloads.may_download(ANN)
