"""The base of all stand-ins: store, clock, faults, call log, console."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse

from infra.sandbox.kit import BadAction, Clock, Fault, Faults, Store, World, guarded
from tests.contract.serving import Receiver, serving

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def _served() -> Iterator[World]:
    with serving(mail=True) as world:
        yield world


@pytest.fixture
def world(_served: World) -> Iterator[World]:
    yield _served
    _served.faults.clear()
    _served.calls.clear()
    _served.clock.reset()
    _served.control_url = ""


def call(world: World, method: str, path: str, body: Any = None) -> httpx.Response:
    return httpx.request(method, f"{world.base_url}/sandbox/api{path}", json=body)


def test_documents_keep_their_first_place_and_survive(tmp_path: Path) -> None:
    path = str(tmp_path / "world.sqlite")
    store = Store(path)
    for id in ("one", "two", "three"):
        store.put("row", id, {"id": id})
    store.put("row", "one", {"id": "one", "again": True})
    store.delete("row", "two")
    store.close()

    again = Store(path)

    assert again.list("row") == [{"id": "one", "again": True}, {"id": "three"}]
    assert again.list("row", last=1) == [{"id": "three"}]
    assert again.get("row", "two") is None
    again.close()


def test_documents_come_by_their_date_and_of_one_instant_by_insertion() -> None:
    store = Store(":memory:")
    rows = [{"id": f"row_{number}", "created": number * 7 % 10} for number in range(250)]
    for row in rows:
        store.put("row", row["id"], row)
    oldest_first = sorted(rows, key=lambda row: row["created"])
    middle = oldest_first[120]["id"]

    assert list(store.by_date("row")) == oldest_first[::-1]
    assert list(store.by_date("row", newest_first=False)) == oldest_first
    assert list(store.by_date("row", beyond=middle)) == oldest_first[:120][::-1]
    assert list(store.by_date("row", beyond=middle, newest_first=False)) == oldest_first[121:]
    within = list(store.by_date("row", within={"gte": 2, "lt": 5}))
    assert within == [row for row in oldest_first[::-1] if 2 <= row["created"] < 5]
    store.close()


def test_documents_are_counted_and_chosen_by_what_they_hold() -> None:
    store = Store(":memory:")
    for number in range(9):
        store.put("row", str(number), {"n": number, "of": "odd" if number % 2 else "even"})

    assert store.count("row") == 9
    assert store.count("row", where={"of": "odd"}) == 4
    assert [row["n"] for row in store.list("row", where={"of": "even"})] == [0, 2, 4, 6, 8]
    assert [row["n"] for row in store.list("row", last=3, before=2)] == [4, 5, 6]
    assert store.list("row", where={"other": "odd"}) == []
    store.close()


def test_a_file_from_before_dates_were_looked_up_goes_on(tmp_path: Path) -> None:
    path = str(tmp_path / "world.sqlite")
    older = sqlite3.connect(path)
    older.execute(
        "CREATE TABLE docs (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,"
        " id TEXT NOT NULL, doc TEXT NOT NULL, UNIQUE (kind, id))"
    )
    older.execute("INSERT INTO docs (kind, id, doc) VALUES ('row', 'one', '{\"created\":5}')")
    older.commit()
    older.close()

    store = Store(path)

    assert list(store.by_date("row", within={"created": 5})) == [{"created": 5}]
    store.close()


def test_a_transaction_is_all_or_nothing() -> None:
    store = Store(":memory:")

    def write_and_stop() -> None:
        with store.transaction():
            store.put("row", "one", {})
            with store.transaction():
                store.put("row", "two", {})
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        write_and_stop()

    assert store.list("row") == []


def test_the_clock_moves_through_its_file(tmp_path: Path) -> None:
    path = tmp_path / "clock.json"
    clock, other = Clock(str(path)), Clock(str(path))
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)

    clock.advance(timedelta(days=31))

    assert json.loads(path.read_text()) == {"offset_seconds": 31 * 86400}
    assert abs(other.now() - datetime.now(UTC) - timedelta(days=31)) < timedelta(seconds=1)
    moment = datetime(2027, 2, 28, 23, 59, 59, tzinfo=UTC)
    assert abs(clock.set(moment) - moment) < timedelta(seconds=1)
    clock.reset()
    assert other.offset == timedelta(0)


def test_a_fault_hits_what_it_names_so_many_times() -> None:
    faults = Faults()
    faults.add("pms:*", Fault("status", status=401, times=2, skip=1, method="get", path="sess"))

    taken = [
        faults.take(target, method, path) is not None
        for target, method, path in [
            ("stripe", "GET", "/sessions"),
            ("pms:a", "POST", "/sessions"),
            ("pms:a", "GET", "/library"),
            ("pms:a", "GET", "/sessions"),
            ("pms:a", "GET", "/sessions"),
            ("pms:b", "GET", "/sessions?x=1"),
            ("pms:b", "GET", "/sessions"),
        ]
    ]

    assert taken == [False, False, False, False, True, True, False]
    assert faults.active() == []


def test_faults_are_cleared_by_target_or_by_id() -> None:
    faults = Faults()
    first, _ = faults.add("a", Fault("down")), faults.add("b", Fault("down"))
    faults.add("b", Fault("slow"))

    faults.clear(id=first)
    assert [each["target"] for each in faults.active()] == ["b", "b"]
    faults.clear("b")
    assert faults.active() == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault("sideways"),
        Fault("down", times=0),
        Fault("status", status=9),
        Fault("down", path="("),
    ],
)
def test_an_impossible_fault_is_refused(fault: Fault) -> None:
    with pytest.raises(BadAction):
        Faults().add("a", fault)


def test_a_guard_passes_the_body_on_and_logs_the_call_without_its_secrets() -> None:
    world = World(Store(":memory:"))

    async def echo(scope: Any, receive: Any, send: Any) -> None:
        body = await Request(scope, receive).body()
        await JSONResponse({"got": body.decode()}, 201)(scope, receive, send)

    transport = httpx.ASGITransport(app=guarded(world, "it", echo))

    async def post() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://it") as client:
            secret = {"authorization": "Bearer abcdefghijklmnop"}
            return await client.post("/a?X-Plex-Token=abcdefghijk", content="hi", headers=secret)

    answer = asyncio.run(post())

    assert answer.json() == {"got": "hi"}
    (entry,) = world.calls.list("it")
    assert (entry["method"], entry["path"], entry["status"]) == ("POST", "/a", 201)
    assert entry["body"] == "hi"
    assert "ghijk" not in json.dumps(entry)


def test_the_index_lists_every_call_with_an_example(world: World) -> None:
    index = call(world, "GET", "/").json()

    paths = {f"{each['method']} {each['path']}" for each in index["calls"]}
    assert {
        "POST /sandbox/api/clock",
        "POST /sandbox/api/run",
        "POST /sandbox/api/faults",
        "DELETE /sandbox/api/faults",
        "GET /sandbox/api/mail",
        "POST /sandbox/api/stripe/pay",
        "POST /sandbox/api/plex/start_stream",
    } <= paths
    assert all(each["example"] is not None for each in index["calls"] if each["method"] == "POST")
    assert call(world, "GET", "/state").json()["stripe"]["keys"]
    assert call(world, "GET", "/nothing").status_code == 404


@pytest.mark.parametrize(
    ("span", "seconds"), [("31d", 31 * 86400), ("90m", 5400), ("2h", 7200), ("1d 1s", 86401)]
)
def test_the_clock_is_advanced_by_a_span(world: World, span: str, seconds: int) -> None:
    answer = call(world, "POST", "/clock", {"advance": span})

    assert answer.json()["offset_seconds"] == seconds
    assert call(world, "GET", "/clock").json()["offset_seconds"] == seconds


@pytest.mark.parametrize(
    "body",
    [
        {"advance": "soon"},
        {"advance": "9" * 18 + "d"},
        {"set": "tomorrow"},
        {},
    ],
)
def test_a_wrong_time_is_refused_with_a_text(world: World, body: Any) -> None:
    answer = call(world, "POST", "/clock", body)

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert world.clock.offset == timedelta(0)


def test_the_clock_is_set_to_an_instant(world: World) -> None:
    answer = call(world, "POST", "/clock", {"set": "2027-01-01T00:00:00Z"})

    assert answer.json()["now"].startswith("2027-01-01T00:00:0")
    assert call(world, "POST", "/clock", {"reset": True}).json()["offset_seconds"] == 0


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/faults", {"mode": "down"}),
        ("/faults", {"target": "stripe", "mode": "sideways"}),
        ("/faults", {"target": "stripe", "mode": "status", "status": "many"}),
        ("/faults", {"target": "stripe", "mode": "down", "colour": "red"}),
        ("/stripe/pay", {"session": "cs_none"}),
        ("/stripe/redeliver", {"event": "evt_none"}),
        ("/stripe/make_key", {"permissions": ["everything"]}),
        ("/plex/start_stream", {"server": "none", "person": "none"}),
        ("/run", {}),
    ],
)
def test_a_wrong_call_is_a_400_that_says_why(world: World, path: str, body: Any) -> None:
    answer = call(world, "POST", path, body)

    assert answer.status_code == 400
    assert len(answer.json()["error"]) > 5


def test_a_body_that_is_no_object_is_refused(world: World) -> None:
    url = f"{world.base_url}/sandbox/api/clock"

    assert httpx.post(url, content="{").status_code == 400
    assert httpx.post(url, content="[1]").status_code == 400


def test_other_sites_cannot_drive_the_sandbox(world: World) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    url = f"{world.base_url}/sandbox"

    assert (
        httpx.post(f"{url}/api/clock", json={"advance": "1d"}, headers=headers).status_code == 403
    )
    form = {"call": "POST /sandbox/api/clock", "advance": "1d"}
    assert httpx.post(f"{url}/form", data=form, headers=headers).status_code == 403
    assert world.clock.offset == timedelta(0)


def test_a_fault_is_set_listed_and_cleared_by_calls(world: World) -> None:
    fault = {"target": "stripe", "mode": "status", "status": 503, "times": 1}
    id = call(world, "POST", "/faults", fault).json()["id"]

    (listed,) = call(world, "GET", "/faults").json()["faults"]
    assert (listed["id"], listed["status"]) == (id, 503)
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    assert httpx.get(f"{world.base_url}/stripe/v1/balance", headers=headers).status_code == 503
    assert call(world, "GET", "/faults").json()["faults"] == []
    (entry,) = call(world, "GET", "/calls?target=stripe").json()["calls"]
    assert (entry["path"], entry["status"]) == ("/v1/balance", 503)
    call(world, "DELETE", "/calls")
    assert call(world, "GET", "/calls").json()["calls"] == []


def test_down_closes_without_a_byte_and_slow_answers_late(world: World) -> None:
    url, headers = (
        f"{world.base_url}/stripe/v1/balance",
        {"Authorization": "Bearer sk_test_sandbox"},
    )
    world.faults.add("stripe", Fault("down", times=1))
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        httpx.get(url, headers=headers)
    world.faults.add("stripe", Fault("cut", times=1))
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        httpx.get(url, headers=headers)

    world.faults.add("stripe", Fault("slow", seconds=0.3, times=1))
    started = time.monotonic()
    assert httpx.get(url, headers=headers).status_code == 200
    assert time.monotonic() - started >= 0.3


def test_a_schedule_is_run_through_the_control_port(world: World) -> None:
    assert call(world, "POST", "/run", {"schedule": "enforcement"}).status_code == 502
    world.control_url = "http://127.0.0.1:9"
    refused = call(world, "POST", "/run", {"schedule": "enforcement"})
    assert refused.status_code == 502
    assert "does not answer" in refused.json()["error"]


def test_a_schedule_that_ran_gives_its_result_and_one_that_is_unknown_its_reason(
    world: World,
) -> None:
    control = Receiver()
    world.control_url = control.url.removesuffix("/hook")
    control.answer = {"stopped": 1}
    try:
        ran = call(world, "POST", "/run", {"schedule": "enforcement"})
        control.answer = [{"name": "enforcement", "cadence": "5 minutes"}]
        listed = call(world, "GET", "/run")
        page = httpx.get(f"{world.base_url}/sandbox/")
        control.statuses = [404, 500]
        unknown = call(world, "POST", "/run", {"schedule": "a/b"})
        failed = call(world, "POST", "/run", {"schedule": "enforcement"})
    finally:
        control.close()

    assert (ran.status_code, ran.json()) == (200, {"stopped": 1})
    assert listed.json()[0]["name"] == "enforcement"
    assert "Run now" in page.text
    assert (unknown.status_code, failed.status_code) == (400, 502)
    assert control.paths[0] == "POST /run/enforcement"
    assert control.paths[-2] == "POST /run/a%2Fb"


def test_the_page_shows_the_world_and_its_forms_work_without_script(world: World) -> None:
    page = httpx.get(f"{world.base_url}/sandbox/")
    assert page.status_code == 200
    assert "unsafe" not in page.headers["content-security-policy"]
    for word in ("Stripe", "Plex", "Mail", "Schedules", "Faults", "+32d"):
        assert word in page.text

    form = {"call": "POST /sandbox/api/clock", "advance": "1d"}
    answer = httpx.post(f"{world.base_url}/sandbox/form", data=form)
    assert answer.status_code == 303
    assert world.clock.offset == timedelta(days=1)
    wrong = httpx.post(f"{world.base_url}/sandbox/form", data={**form, "advance": "soon"})
    assert "not%20a%20span" in wrong.headers["location"]
