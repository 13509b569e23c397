"""Weeks of buying, expiring, moving and leaving while calls to every server fail at random.

`make storm` lives through 1,000 hours with 300 people; the usual run is a short stay of a few.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from chalicelib.access.model import Share, ShareState
from chalicelib.catalog.model import Library
from chalicelib.jobs.model import Job
from chalicelib.subscriptions.lifecycle import current_period, ended_at
from chalicelib.subscriptions.model import Subscription
from infra.sandbox import emby, jellyfin, plex
from infra.sandbox import mediabrowser_world as accounts
from tests.contract.plex_standin import running
from tests.storm.site import SERVERS, Site

HOURS = int(os.environ.get("STORM_HOURS", "84"))
PEOPLE = int(os.environ.get("STORM_PEOPLE", "21"))
SEED = int(os.environ.get("STORM_SEED", "1"))

_TARGETS = {
    "plex": ("plextv", "pms:"),
    "jellyfin": ("jellyfin:gamma",),
    "emby": ("emby:epsilon",),
}
_QUARTER = timedelta(minutes=15)
# A retry comes at the latest an hour after the last one, and the hourly run comes once more.
_ONE_RUN = timedelta(hours=1)
_LONGEST_PAUSE = timedelta(hours=1)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Serve a site's stand-ins."""
    with running() as (board, address):
        opened = Site.opened(address, people=PEOPLE, seed=SEED, chance=0.5)
        board.app = Starlette(
            routes=[
                Mount("/plextv", plex.build_plextv(opened.world)),
                Mount("/pms", plex.build_pms(opened.world)),
                Mount("/emby", emby.build_emby(opened.world)),
                Mount("/jellyfin", jellyfin.build_jellyfin(opened.world)),
            ]
        )
        yield opened


@dataclass
class Story:
    """What people do, and what they have, hour by hour."""

    site: Site
    chance: random.Random
    storms: dict[str, datetime] = field(default_factory=dict)
    calm_since: datetime | None = None
    without: dict[str, datetime] = field(default_factory=dict)
    left: dict[str, datetime] = field(default_factory=dict)
    looked: dict[str, datetime] = field(default_factory=dict)
    had: frozenset[str] = frozenset()
    plans: dict[str, str] = field(default_factory=dict)
    hours: dict[datetime, int] = field(default_factory=dict)

    def hour(self, number: int) -> None:
        """Live through one hour."""
        site = self.site
        self.hours = {**dict([*self.hours.items()][-5:]), site.now: site.world.calls.made}
        self._weather()
        for user in site.users():
            self._person(user.id)
        for _ in range(4):
            site.clock.move(_QUARTER)
            site.work()
        site.hourly()
        site.work()
        if number % 24 == 5:
            site.nightly()
            site.work()
            self.looked |= {
                SERVERS[platform]: site.now
                for platform, targets in _TARGETS.items()
                if not self.storms.keys() & set(targets)
            }
        site.ask_again()
        self._nobody_lost_what_was_paid()

    def settle(self) -> None:
        """Let the weather clear, and a day pass in which nobody does a thing."""
        self.storms.clear()
        self.site.weather.over.clear()
        for number in range(30):
            self.site.clock.move(timedelta(hours=1))
            self.site.hourly()
            if number % 24 == 5:
                self.site.nightly()
            self.site.ask_again()
            self.site.work()

    # -------------------------------------------------------------- what happens

    def _weather(self) -> None:
        now = self.site.now
        for target in chain.from_iterable(_TARGETS.values()):
            if target not in self.storms and self.chance.random() < 0.12:
                self.storms[target] = now + timedelta(hours=self.chance.randint(1, 4))
        self.storms = {each: until for each, until in self.storms.items() if until > now}
        self.site.weather.over = set(self.storms)
        self.calm_since = None if self.storms else (self.calm_since or now)

    def _person(self, user_id: str) -> None:
        site, now = self.site, self.site.now
        paid = site.db.find(Subscription, user_id)
        running_now = current_period(paid, now=now) if paid else None
        if running_now is None:
            over = ended_at(paid, now=now) if paid else None
            is_back = over is None or now - over > timedelta(hours=self.chance.randint(2, 60))
            if is_back and self.chance.random() < 0.2:
                self._buy(user_id)
        elif running_now.ends_at - now < timedelta(days=1) and self.chance.random() < 0.05:
            self._buy(user_id)
        elif self.chance.random() < 0.002:
            self._take_by_hand(user_id)

    def _buy(self, user_id: str) -> None:
        number = int(user_id[-3:])
        home = ("plex", "jellyfin", "emby")[number % 3]
        others = [each for each in SERVERS if each != home]
        platform = home if self.chance.random() < 0.85 else self.chance.choice(others)
        self.site.buy(user_id, f"pln_{platform}")

    def _take_by_hand(self, user_id: str) -> None:
        """Take the share away on the platform itself, as a server's owner may; it comes back."""
        name, world = user_id.removeprefix("usr_"), self.site.world
        for each in plex.panel(world)["shares"]:
            if each["person"] == name and each["state"] == "accepted":
                action = next(each for each in plex.ACTIONS if each.name == "remove_share")
                action.run(world, {"server": each["server"], "person": name})
                self.left[user_id] = self.site.now
        for platform in ("jellyfin", "emby"):
            server = accounts.find_server(world, platform, SERVERS[platform])
            account = accounts.account_named(world, server, name)
            if account is not None:
                nothing = {**account["policy"], "EnabledFolders": []}
                accounts.write_policy(world, server, account, nothing)
                self.left[user_id] = self.site.now

    # -------------------------------------------------------------- what must hold

    def _nobody_lost_what_was_paid(self) -> None:
        now, entitled, served = self.site.now, entitled_to(self.site), actual(self.site)
        missing = {user for user, wanted in entitled.items() if served.get(user) != wanted}
        for user in missing:
            self.without.setdefault(user, now)
        self.without = {user: at for user, at in self.without.items() if user in missing}
        if self.calm_since is not None and now - self.calm_since > _LONGEST_PAUSE + _ONE_RUN:
            late = {
                user: at
                for user, at in self.without.items()
                if now - at > _ONE_RUN and self._is_noticed(user, entitled[user][0])
            }
            assert not late, "\n\n".join(self._told(user, since=at) for user, at in late.items())
        lost = {
            user
            for user in self.had & set(entitled)
            if user not in served
            and user not in self.left
            and self.plans.get(user) == plan_of(self.site, user)
        }
        assert not lost, "\n\n".join(self._told(user, since=now) for user in lost)
        # What an opening left that broke off is nobody's yet.
        given = {
            (each.user_id, each.server_id)
            for each in self.site.db.all(Share)
            if each.state is ShareState.ACCEPTED
        }
        self.had = frozenset(
            user
            for user in set(entitled) & set(served)
            if (user, f"srv_{served[user][0]}") in given
        )
        self.plans = {user: plan_of(self.site, user) for user in entitled}

    def _is_noticed(self, user: str, server: str) -> bool:
        """Tell whether there was time to mend what was changed by hand, if it was.

        It is noticed by a nightly look that finds the server well.
        """
        if user not in self.left:
            return True
        looked = self.looked.get(server)
        if looked is None or looked <= self.left[user]:
            return False
        return self.site.now - looked > _LONGEST_PAUSE + _ONE_RUN

    def _told(self, user_id: str, *, since: datetime) -> str:
        """Write down what is known of somebody who does not have what was paid for."""
        db, name = self.site.db, user_id.removeprefix("usr_")
        paid = db.find(Subscription, user_id)
        rows = [each for each in db.all(Share) if each.user_id == user_id]
        jobs = [each for each in db.all(Job) if each.user_id == user_id]
        ids = {name, *(each.account_ref for each in rows if each.account_ref)}
        calls = [
            f"{each['n']} {each['target']} {each['method']} {each['path']} -> {each['status']}"
            for each in self.site.world.calls.list()
            if each["method"] != "GET" or any(known in each["path"] for known in ids)
        ]
        return "\n".join(
            str(line)
            for line in (
                f"{user_id} has been without since {since}, now {self.site.now}",
                f"due {entitled_to(self.site).get(user_id)}",
                f"served {actual(self.site).get(user_id)}",
                f"taken by hand {self.left.get(user_id)}, calm since {self.calm_since}",
                *(paid.periods[-4:] if paid else ()),
                *rows,
                *((each.state, each.due_at, each.last_error) for each in jobs[-6:]),
                *self.hours.items(),
                *calls[-200:],
            )
        )


def plan_of(site: Site, user_id: str) -> str:
    paid = site.db.find(Subscription, user_id)
    period = current_period(paid, now=site.now) if paid else None
    return period.plan_id if period else ""


def entitled_to(site: Site) -> dict[str, tuple[str, frozenset[str]]]:
    """Return who has paid by now, with the server and its libraries that are due."""
    found = {}
    for user in site.users():
        plan = plan_of(site, user.id)
        if plan:
            name = SERVERS[plan.removeprefix("pln_")]
            titles = {
                each.title for each in site.db.all(Library) if each.server_id == f"srv_{name}"
            }
            found[str(user.id)] = (name, frozenset(titles))
    return found


def actual(site: Site) -> dict[str, tuple[str, frozenset[str]]]:
    """Return who sees which libraries where, as the servers themselves tell it."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for each in plex.panel(site.world)["shares"]:
        if each["state"] == "accepted" and each["person"].startswith("viewer"):
            found[f"usr_{each['person']}"] = (each["server"], frozenset(each["libraries"]))
    for platform in ("jellyfin", "emby"):
        server = accounts.find_server(site.world, platform, SERVERS[platform])
        for account in accounts.accounts(site.world, server):
            seen = {
                each["title"] for each in server["libraries"] if accounts.may_see(account, each)
            }
            if (
                seen
                and account["name"].startswith("viewer")
                and not account["policy"]["IsDisabled"]
            ):
                found[f"usr_{account['name'][:9]}"] = (server["name"], frozenset(seen))
    return found


@pytest.mark.behaviour("X041", "X043", "B171")
def test_a_stormy_time_ends_with_everybody_where_they_paid_to_be(site: Site):
    story = Story(site, random.Random(SEED))
    for user in site.users():
        story._buy(user.id)
    site.work()

    for number in range(HOURS):
        story.hour(number)
        if number % 50 == 49:
            print(f"{number + 1} hours, {site.payments} sales, {site.weather.failed} failed calls")
    story.settle()

    assert actual(site) == entitled_to(site)
    assert site.weather.failed > HOURS // 2
    print(f"{site.payments} sales, {site.weather.failed} failed calls, {len(story.left)} by hand")
    made = site.world.calls.made
    site.nightly()
    site.work()
    calls = [each for each in site.world.calls.list() if each["n"] > made]
    after = [each for each in calls if each["method"] != "GET"]
    assert calls
    assert after == []
