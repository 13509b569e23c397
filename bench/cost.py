"""What a sale, a sweep and an idle hour use, and what a month costs from that at list prices.

Requests, capacity and processor time are measured on the whole system of the stories. What one
machine cannot show is assumed in the constants: network times and the speed of a small function.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest

from bench import prices
from bench.figures import Figure
from bench.prices import Consumption
from chalicelib import wiring
from chalicelib.jobs.schedule import SHOWS_ITSELF_WITHIN
from chalicelib.users import setup
from infra.aws import stack
from infra.sandbox import plex
from tests.embedded_aws import running as embedded_aws
from tests.scenarios import world as worlds
from tests.scenarios.shop import open_shop
from tests.scenarios.steps import play, servers_of, subscribe
from tests.scenarios.world import LiveWorld

SUBSCRIBERS = 1000
SERVERS = 10
# Of the subscribers, on average over the day.
STREAMING = 0.05
SALES_A_MONTH = SUBSCRIBERS  # everybody pays once a month
PAGES_A_SALE_BESIDES = 12  # looking around, and the order's page asking for news
DASHBOARD_REQUESTS_A_MONTH = 5000
GB_A_PAGE = 20e-6
GB_STORED = 0.1
# Lambda's own three lines and ours, which is JSON.
LOG_GB_AN_INVOCATION = 0.9e-6
# Metrics of ours are of faults alone, and have a value in the hours of a fault.
METRIC_HOURS_A_MONTH = 50
AIM_USD = 1.0

# A function has a processor's share by its memory: all of one at 1,769 MB.
_MEMORY_GB = 0.5
_SLOWER = 1769 / 512
_DYNAMODB_SECONDS = 0.006
_VENDOR_SECONDS = 0.3
# A queue's listener asks with connections that wait for twenty seconds each: five, or as few as
# two when there is little to do, as Lambda sees fit.
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
_MOST_LISTENERS, _FEWEST_LISTENERS = 5, 2
_LISTENING_REQUESTS_AN_HOUR = 3600 / 20
# An idle run of the minute sweep leaves a record so often only.
_SHOWN_AN_HOUR = 60 // (SHOWS_ITSELF_WITHIN.seconds // 60 - 1)
# Each server is asked once, all of them side by side.
_WAVES_A_SWEEP = 1
_SAMPLES = 5
_PEOPLE = ("ann", "ben", "carla", "dev", "emma", "finn")


class _Meter:
    """Counts what leaves for DynamoDB, and what it charges by its documented rules.

    Writes are counted here, because the emulation leaves indexes out: a transaction writes each
    item twice, an index entry costs one write, or two where its key changes. Reads are counted as
    answered. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
    """

    def __init__(self) -> None:
        self.requests = 0
        self.read_units = 0.0
        self.write_units = 0.0
        self.own_seconds = 0.0
        client = wiring._rows()._connection.client
        # A client of its own looks at what is there before a write, and is not counted.
        self._looker = boto3.client("dynamodb", endpoint_url=client.meta.endpoint_url)
        # Its answer replaces the parameters, which the type does not know.
        client.meta.events.register("provide-client-params.dynamodb", self._ask)  # type: ignore[arg-type]
        client.meta.events.register("after-call.dynamodb", self._note)

    def _ask(self, params: dict[str, Any], model: Any, **_: Any) -> dict[str, Any]:
        if model.name in {"PutItem", "DeleteItem"}:
            self.write_units += self._written(params, times=1)
        for action in (
            params.get("TransactItems", ()) if model.name == "TransactWriteItems" else ()
        ):
            self.write_units += sum(self._written(each, times=2) for each in action.values())
        return {**params, "ReturnConsumedCapacity": "TOTAL"}

    def _note(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        self.requests += 1
        if model.name in {"GetItem", "BatchGetItem", "Query"}:
            reported = parsed.get("ConsumedCapacity") or []
            listed = reported if isinstance(reported, list) else [reported]
            self.read_units += sum(each["CapacityUnits"] for each in listed)

    def _written(self, request: dict[str, Any], *, times: int) -> int:
        """Return the units of a put or delete whose item is written so many times."""
        begun = time.process_time()
        after = request.get("Item", {})
        key = request.get("Key") or {name: after[name] for name in ("pk", "sk")}
        found = self._looker.get_item(TableName=request["TableName"], Key=key, ConsistentRead=True)
        before = found.get("Item", {})
        size = max(prices.kilobytes(before), prices.kilobytes(after), 1)
        entries = prices.index_writes(_index_keys(before), _index_keys(after))
        self.own_seconds += time.process_time() - begun
        return size * (times + entries)


def run() -> dict[str, Figure]:
    """Measure, add up a month, and write the table to build/cost.json."""
    with _shop() as world:
        meter = _Meter()
        sale = _sale(world, meter)
        idle = _used(meter, lambda: world.run("enforcement"), waves=_WAVES_A_SWEEP)
        for person in _PEOPLE:
            play(world, servers_of(world, person)[0], person, "tv")
        busy = _used(meter, lambda: world.run("enforcement"), waves=_WAVES_A_SWEEP)
        quiet = _used(meter, lambda: world.run("job_sweep"), waves=0)
        world.advance(seconds=SHOWS_ITSELF_WITHIN.seconds)
        shown = _used(meter, lambda: world.run("job_sweep"), waves=0, samples=1)
        hour = _used(meter, lambda: world.run("hourly"), waves=1)
    streams = SUBSCRIBERS * STREAMING
    more = _scaled_difference(busy, idle, streams / len(_PEOPLE))
    sweep = idle + more
    listening = Consumption(sqs_requests=_LISTENING_REQUESTS_AN_HOUR * _MOST_LISTENERS)
    minutes = quiet.times(60 - _SHOWN_AN_HOUR) + shown.times(_SHOWN_AN_HOUR)
    idle_hour = minutes + idle.times(12) + hour + listening
    month = (
        (minutes + sweep.times(12) + hour + listening).times(730)
        + sale.times(SALES_A_MONTH)
        + _page().times(DASHBOARD_REQUESTS_A_MONTH)
    )
    parts = month.parts() | {
        "Storage and backups": GB_STORED * (prices.TABLE_GB_MONTH + prices.BACKUP_GB_MONTH),
        "Alarms": _alarms() * prices.ALARM_MONTH,
        "Metrics": METRIC_HOURS_A_MONTH * prices.METRIC_HOUR,
        "Master key": 0.0,
    }
    _write_table(parts)
    total = sum(parts.values())
    spared = Consumption(
        sqs_requests=_LISTENING_REQUESTS_AN_HOUR * (_MOST_LISTENERS - _FEWEST_LISTENERS) * 730
    )
    return {
        "sale": Figure("A sale", _micro(sale), "µUSD"),
        "sweep": Figure(
            f"A sweep of {SERVERS} servers, {streams:.0f} streams", _micro(sweep), "µUSD"
        ),
        "idle_hour": Figure("An idle hour", _micro(idle_hour), "µUSD"),
        "sale_write_units": Figure("Write units of a sale", sale.write_units, "units"),
        "sweep_gb_seconds": Figure("Lambda time of a sweep", sweep.gb_seconds, "GB·s"),
        "month": Figure(
            f"A month with {SUBSCRIBERS} subscribers on {SERVERS} servers",
            total,
            "USD at list prices",
            aim=AIM_USD,
        ),
        "month_at_best": Figure(
            "The same where Lambda listens to the queue with two connections instead of five",
            total - sum(spared.parts().values()),
            "USD at list prices",
            aim=AIM_USD,
        ),
    }


def _alarms() -> int:
    """Return how many alarms the stack makes."""
    return stack.TEMPLATE.read_text(encoding="utf-8").count("Type: AWS::CloudWatch::Alarm\n")


@contextmanager
def _shop() -> Iterator[LiveWorld]:
    patch = pytest.MonkeyPatch()
    with tempfile.TemporaryDirectory() as folder, embedded_aws() as aws_url:
        with worlds.running(patch, Path(folder), aws_url=aws_url, name="cost") as world:
            setup.create_admin(wiring.users_deps(), email=worlds.ADMIN, password=worlds.PASSWORD)
            world.sign_in()
            for number in range(SERVERS - 2):
                plex.add_server(world.standins, f"more{number}", libraries=["Movies"])
            open_shop(world)
            yield world
        patch.undo()


def _sale(world: LiveWorld, meter: _Meter) -> Consumption:
    """Return the mean use of a sale, from the first page to the accepted invite."""
    requests = [0]
    world.visitor.event_hooks["request"].append(lambda _: requests.__setitem__(0, requests[0] + 1))
    people = iter(_PEOPLE)
    calls = len(world.standins.calls.list())

    def sell() -> None:
        subscribe(world, next(people), "Basic")

    used = [_used(meter, sell, waves=0, samples=1) for _ in _PEOPLE]
    del used[0]  # the first one makes clients and connections
    mean = sum(used, Consumption()).times(1 / len(used))
    vendor_calls = (len(world.standins.calls.list()) - calls) / len(_PEOPLE)
    web = requests[0] / len(_PEOPLE) + _webhooks(world) / len(_PEOPLE)
    jobs = 3.0  # the invite, its acceptance, the mail: each nudged by one message
    return (
        mean
        + Consumption(
            invocations=web + jobs - 1,
            gb_seconds=vendor_calls * _VENDOR_SECONDS * _MEMORY_GB,
            api_requests=web,
            sqs_requests=3 * jobs,
            log_gb=LOG_GB_AN_INVOCATION * (web + jobs - 1),
        )
        + _page().times(PAGES_A_SALE_BESIDES)
    )


def _webhooks(world: LiveWorld) -> int:
    return len(world.standins.store.list("stripe.event"))


def _page() -> Consumption:
    """Return what a page or an answer of the API uses: six reads and some templates."""
    return Consumption(
        invocations=1,
        gb_seconds=0.15 * _MEMORY_GB,
        api_requests=1,
        cdn_gb=GB_A_PAGE,
        read_units=6,
        log_gb=LOG_GB_AN_INVOCATION,
    )


def _used(
    meter: _Meter, work: Callable[[], object], *, waves: int, samples: int = _SAMPLES
) -> Consumption:
    """Return the mean use of one invocation that asks vendors in so many waves."""
    if samples > 1:
        work()
    before = (meter.requests, meter.read_units, meter.write_units)
    begun = time.process_time() - meter.own_seconds
    for _ in range(samples):
        work()
    cpu = (time.process_time() - meter.own_seconds - begun) / samples
    after = (meter.requests, meter.read_units, meter.write_units)
    requests, reads, writes = ((b - a) / samples for a, b in zip(before, after, strict=True))
    seconds = cpu * _SLOWER + requests * _DYNAMODB_SECONDS + waves * _VENDOR_SECONDS
    return Consumption(
        invocations=1,
        gb_seconds=seconds * _MEMORY_GB,
        read_units=reads,
        write_units=writes,
        log_gb=LOG_GB_AN_INVOCATION,
    )


def _scaled_difference(more: Consumption, less: Consumption, factor: float) -> Consumption:
    """Return what the streams add, for as many as there are; one invocation stays one."""
    return Consumption(
        gb_seconds=max(0.0, more.gb_seconds - less.gb_seconds) * factor,
        read_units=max(0.0, more.read_units - less.read_units) * factor,
        write_units=max(0.0, more.write_units - less.write_units) * factor,
    )


def _index_keys(item: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return the item's keys in indexes, by the index's name."""
    names = (name.removesuffix("pk") for name in item if name.startswith("gsi"))
    return {
        name: (item[f"{name}pk"]["S"], item[f"{name}sk"]["S"])
        for name in names
        if f"{name}pk" in item
    }


def _micro(used: Consumption) -> float:
    return sum(used.parts().values()) * prices.MILLION


def _write_table(parts: dict[str, float]) -> None:
    target = Path("build") / "cost.json"
    target.parent.mkdir(exist_ok=True)
    rounded = {name: round(usd, 4) for name, usd in parts.items()}
    target.write_text(json.dumps(rounded, indent=2) + "\n", encoding="utf-8")
