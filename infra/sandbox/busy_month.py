"""A busy month at all gateways at once, the same for the same seed, with its sums."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from infra.sandbox import busy_sources as sources
from infra.sandbox import stripe_rules, stripe_sessions
from infra.sandbox.busy_sources import Deed, Movement, Person
from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.stripe_agenda import at_moment
from infra.sandbox.stripe_session_actions import whole

SUMMARY = (
    "A month of mixed traffic at all gateways, the same for the same seed: payments of known and"
    " unknown people, renewals, refunds, disputes, webhooks twice and out of order. The"
    " clock moves through it, which takes half a minute. clock=past leaves the clock and dates all"
    " into the month that ends now, but friends' money at PayPal, of which no webhook tells, today"
)
EXAMPLE: Doc = {
    "seed": 7,
    "payments": 40,
    "days": 30,
    "clock": "forward",
    "people": [{"email": "ann@example.test", "name": "Ann Bell"}],
    "gateways": ["stripe", "paypal", "plisio"],
}
_MOST_PAYMENTS, _LONGEST_DAYS, _STRANGERS = 2000, 62, 6
_DRAIN_SECONDS = 20.0
_DAY_SECONDS = 86400


@dataclass(frozen=True)
class Source:
    """One gateway: what happens there, what follows, and its books; `share` of the payments.

    What no webhook tells of (`is_told` is false) cannot happen in a past that a site has read.
    """

    share: float
    deeds: Callable[[random.Random, list[Person], int, int], list[Deed]]
    follow_up: Callable[[World, Deed, Doc], Doc | None]
    books: Callable[[World], list[Movement]]
    is_told: bool = True


def _nothing(_world: World, _deed: Deed, _made: Doc) -> Doc | None:
    return None


SOURCES = {
    "stripe": Source(0.6, sources.stripe_deeds, sources.stripe_follow_up, sources.stripe_books),
    "paypal": Source(
        0.25,
        sources.paypal_deeds,
        sources.paypal_follow_up,
        sources.paypal_books_of,
        is_told=False,
    ),
    "plisio": Source(0.15, sources.plisio_deeds, _nothing, sources.plisio_books),
}


def run(world: World, body: Doc) -> Doc:
    """Let a month happen and return what was done, with sums by gateway and currency.

    The ids differ from run to run; who pays what, when and what becomes of it does not.
    Raises BadAction.
    """
    seed, days = whole(body, "seed", 1), whole(body, "days", 30)
    payments = whole(body, "payments", 40)
    if not 1 <= payments <= _MOST_PAYMENTS or not 3 <= days <= _LONGEST_DAYS:
        raise BadAction(f"payments must be 1 to {_MOST_PAYMENTS}, days 3 to {_LONGEST_DAYS}")
    names = body.get("gateways") or list(SOURCES)
    if not isinstance(names, list) or not set(names) <= set(SOURCES):
        raise BadAction(f"gateways must be among {', '.join(SOURCES)}")
    way = body.get("clock", "forward")
    if way not in ("past", "forward"):
        raise BadAction("clock must be past or forward")
    chance = random.Random(seed)  # noqa: S311  (a play, not a secret)
    people = _people(world, body.get("people"), chance)
    before = {name: {move.id for move in SOURCES[name].books(world)} for name in names}
    deeds: list[Deed] = []
    for name in names:
        count = max(1, round(payments * SOURCES[name].share))
        deeds += SOURCES[name].deeds(chance, people, count, days)
    month = _Month(world, seed=seed, days=days, is_past=way == "past")
    done = month.play(sorted(deeds, key=lambda deed: deed.day))
    moves = {
        name: [move for move in SOURCES[name].books(world) if move.id not in before[name]]
        for name in names
    }
    counts = _counts(done)
    if "stripe" in names:
        counts |= sources.stripe_renewals(world, int(month.start.timestamp()))
    return {
        "seed": seed,
        "from": sources.as_day(month.start),
        "to": sources.as_day(world.clock.now()),
        "people": [vars(person) for person in people],
        "deeds": done,
        "counts": counts,
        "totals": {name: totals(moves[name]) for name in names},
        "movements": {name: [vars(move) for move in moves[name]] for name in names},
    }


def totals(moves: list[Movement]) -> Doc:
    """Return per currency, and per kind in it: count, amount; then fees and net."""
    sums: Doc = {}
    for move in moves:
        row = sums.setdefault(move.currency, {"kinds": {}, "amount": 0, "fees": 0, "net": 0})
        kind = row["kinds"].setdefault(move.kind, {"count": 0, "amount": 0})
        kind["count"] += 1
        kind["amount"] += move.amount
        row["amount"] += move.amount
        row["fees"] += move.fee
        row["net"] += move.amount - move.fee
    return sums


def _counts(done: list[Doc]) -> Doc:
    counts: Doc = {}
    for row in done:
        name = f"{row['gateway']}.{row['kind']}"
        counts[name] = counts.get(name, 0) + 1
    return counts


def _people(world: World, given: object, chance: random.Random) -> list[Person]:
    """Return who pays: the people given, else who has paid before; and strangers."""
    rows = given if isinstance(given, list) else []
    known = [
        Person(str(row["email"]), str(row.get("name") or row["email"]), known=True)
        for row in rows
        if isinstance(row, dict) and "@" in str(row.get("email", ""))
    ]
    if not known:
        emails = {
            session["customer_details"]["email"]
            for session in world.store.list("stripe.session")
            if session["client_reference_id"] and session["customer_details"]
        }
        known = [Person(email, email.split("@")[0], known=True) for email in sorted(emails)]
    varied = [
        Person(_otherwise(person.email, chance), person.name, known=True)
        for person in known
        if chance.random() < 0.2
    ]
    strangers = [
        Person(f"stranger-{number}@elsewhere.test", f"Stranger {number}", known=False)
        for number in range(1, _STRANGERS + 1)
    ]
    return [*known, *varied, *strangers]


def _otherwise(email: str, chance: random.Random) -> str:
    """Return an address as people also write it: in other case, or with a tag."""
    name, _, host = email.partition("@")
    return f"{name}+busy@{host}" if chance.random() < 0.5 else f"{name.upper()}@{host}"


class _Month:
    """The play itself: each deed at its day, later what follows from it."""

    def __init__(self, world: World, *, seed: int, days: int, is_past: bool) -> None:
        self._world, self._seed, self._is_past = world, seed, is_past
        now = world.clock.now()
        self.start = now - timedelta(days=days) if is_past else now
        self._end = self.start + timedelta(days=days)
        self._answers = True

    def play(self, deeds: list[Deed]) -> list[Doc]:
        """Do everything in the order of its day; return what was done."""
        world = self._world
        rules = stripe_rules.rules(world)
        stripe_rules.set_rule(world, ["*"], hold=True, copies=1)
        for kind in ("checkout.session.completed", "invoice.paid", "charge.refunded"):
            stripe_rules.set_rule(world, [kind], hold=True, copies=2)
        try:
            done = self._play(deeds)
        finally:
            world.store.put("stripe.settings", "rules", {"rules": rules})
            self._release()
        return done

    def _play(self, deeds: list[Deed]) -> list[Doc]:
        done: list[Doc] = []
        waiting: list[tuple[float, int, Deed, Doc | None]] = [
            (deed.day, place, deed, None) for place, deed in enumerate(deeds)
        ]
        waiting.sort(key=lambda row: row[:2])
        today = 0
        while waiting:
            day, place, deed, made = waiting.pop(0)
            if not self._is_past and int(day) > today:
                today = int(day)
                self._release()
            world = self._at(day, deed.gateway)
            if made is None:
                with world.store.transaction():  # nothing may fall due in the middle
                    made = deed.run(world)
                done.append(_told(world, deed, deed.kind, made))
                if "after" in deed.about:
                    waiting.append((day + deed.about["after"], place, deed, made))
                    waiting.sort(key=lambda row: row[:2])
                continue
            with world.store.transaction():
                later = SOURCES[deed.gateway].follow_up(world, deed, made)
            if later is not None:
                done.append(_told(world, deed, f"then:{deed.kind.partition(':')[2]}", later))
        if not self._is_past:
            self._world.clock.set(self._end)
        stripe_sessions.pass_time(self._world)
        return done

    def _at(self, day: float, gateway: str) -> World:
        """Return the world at a day: dated so, or with its clock moved there."""
        at = self.start + timedelta(seconds=round(day * _DAY_SECONDS))
        if self._is_past:
            is_told = SOURCES[gateway].is_told
            return at_moment(self._world, int(at.timestamp())) if is_told else self._world
        if at > self._world.clock.now():
            self._world.clock.set(at)
            self._world.nudge()
        stripe_sessions.pass_time(self._world)
        return self._world

    def _release(self) -> None:
        """Send what was held out of order; a moving clock waits until it has been sent.

        A site that did not answer once is not waited for again.
        """
        ids = stripe_rules.release(self._world, order="shuffled", seed=self._seed)
        deadline = time.monotonic() + _DRAIN_SECONDS
        while self._answers and not self._is_past:
            rows = [self._world.store.get("stripe.delivery", id) or {} for id in ids]
            if all(row.get("attempts") for row in rows):
                return
            self._answers = time.monotonic() < deadline
            time.sleep(0.02)


def _told(world: World, deed: Deed, kind: str, made: Doc) -> Doc:
    about = {name: value for name, value in deed.about.items() if name != "after"}
    return {
        "at": sources.as_day(world.clock.now()),
        "gateway": deed.gateway,
        "kind": kind,
        **about,
        **made,
    }
