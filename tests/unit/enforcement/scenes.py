"""Random scenes: people with plans and histories, servers with rules, streams of every kind."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.judging.counting import Key, Limits, ServerRules
from chalicelib.enforcement.model import (
    AddressKind,
    Allowance,
    DecisionKind,
    MediaKind,
    PlayState,
    ServerLook,
    Sighting,
    Stream,
)
from chalicelib.enforcement.records.usage import Used
from chalicelib.kernel.ids import DecisionId, ServerId, UserId
from chalicelib.settings.limit_model import LimitSettings, Rule, StopMode
from chalicelib.settings.model import EnforcementMode
from tests.builders import NOON
from tests.unit.enforcement.reference import Case
from tests.unit.enforcement.streams import sighting, stream

SERVERS = ("srv_a", "srv_b", "srv_c")
PEOPLE = ("2000", "2001", "2002")


@dataclass(frozen=True)
class Drawn:
    """A scene, as the rules and as the reference want it."""

    streams: tuple[tuple[Stream, Sighting], ...]
    allowances: dict[str, Allowance]
    limits: Limits
    now: datetime = NOON

    @property
    def looks(self) -> list[ServerLook]:
        return [ServerLook(each.server_id, streams=(each,)) for each, _ in self.streams]

    @property
    def sightings(self) -> dict[Key, Sighting]:
        return {each.key: memory for each, memory in self.streams}

    @property
    def cases(self) -> list[Case]:
        return [
            Case(each, memory, self.allowances[each.account_ref])
            for each, memory in self.streams
            if each.account_ref in self.allowances
        ]


def scene_of(seed: int) -> Drawn:
    """Return the scene of a number.

    Drawn from one number, because a scene has hundreds of parts and thousands of scenes are held
    against the reference.
    """
    chance = Random(seed)
    streams = tuple(_stream(chance, number) for number in range(chance.randint(0, 12)))
    return Drawn(streams, _people(chance), _limits(chance))


def _plan(chance: Random) -> PlanLimits:
    begins = chance.choice([None, None, None, chance.randint(0, 23)])
    return PlanLimits(
        allows_transcoding=chance.random() < 0.6,
        max_bitrate_kbps=chance.choice([None, None, 4000, 8000]),
        weekly_hours=chance.choice([None, None, 10]),
        weekly_gb=chance.choice([None, None, 50]),
        from_hour=begins,
        to_hour=None if begins is None else chance.randint(0, 23),
        stop_mode=chance.choice([None, *StopMode]),
    )


def _people(chance: Random) -> dict[str, Allowance]:
    """Return three people, the first two of whom may share a limit."""
    found = {}
    shared = _plan(chance), chance.randint(0, 3)
    is_pooled = chance.random() < 0.4
    for ref in PEOPLE:
        in_pool = is_pooled and ref != PEOPLE[-1]
        limits, most = shared if in_pool else (_plan(chance), chance.randint(0, 4))
        found[ref] = Allowance(
            UserId(f"usr_{ref}"),
            most if in_pool or chance.random() < 0.8 else None,
            has_plan=in_pool or chance.random() < 0.85,
            pool="usr_2000/pln_one" if in_pool else None,
            limits=limits,
            is_permanent=not in_pool and chance.random() < 0.1,
            used=chance.choice([None, None, Used(9.99, 49.9), Used(10, 10), Used(1, 50)]),
            sharing_score=chance.choice([None, None, 79, 80]),
        )
    return found


def _limits(chance: Random) -> Limits:
    named = chance.sample(list(Rule), chance.randint(0, 4))
    modes = [None, None, None, *EnforcementMode]
    return Limits(
        start_delay_seconds=15,
        device_switch_grace_seconds=300,
        paused_counts_seconds=300,
        mode=chance.choice([EnforcementMode.ENFORCE] * 6 + list(EnforcementMode)),
        settings=LimitSettings(
            modes={rule: chance.choice(list(EnforcementMode)) for rule in named},
            stop_mode=chance.choice(list(StopMode)),
            sustain_seconds=chance.choice([0, 0, 30]),
            stops_paused_after_minutes=chance.choice([0, 4, 10]),
            ghost_after_minutes=chance.choice([0, 5, 10]),
        ),
        zone=chance.choice(["UTC", "Europe/Berlin", "Asia/Kolkata"]),
        servers={
            ServerId(name): ServerRules(chance.choice(modes), chance.random() < 0.5)
            for name in SERVERS[:2]
        },
    )


def _stream(chance: Random, number: int) -> tuple[Stream, Sighting]:
    some = chance.choice
    made = stream(
        number,
        server=some(SERVERS),
        account_ref=some([*PEOPLE, *PEOPLE, "unknown"]),
        device_id=some(["", "tv", "phone", "tablet", "laptop"]),
        title_key=some(["", "1", "2", "3", "4"]),
        title="A Film",
        session_id=some(["", *[f"stop-{number}"] * 4]),
        state=some([PlayState.PLAYING, *PlayState]),
        media_kind=some([MediaKind.VIDEO] * 6 + [MediaKind.TRAILER, MediaKind.TRACK]),
        is_owner=chance.random() < 0.05,
        address_kind=some([AddressKind.PUBLIC, *AddressKind]),
        transcodes_video=chance.random() < 0.3,
        source_height=some([0, 1080, 2159, 2160]),
        bitrate_kbps=some([0, 4000, 4001, 20000]),
        position_seconds=some([None, 100, 200]),
    )
    return made, _memory(chance, made)


def _memory(chance: Random, made: Stream) -> Sighting:
    some = chance.choice
    told = some([None] * 8 + [NOON, NOON - timedelta(seconds=10)])
    is_sent = told is not None and some([True, True, False])
    rested = timedelta(minutes=some([0, 4, 5, 10]))
    sustained = some([None, None, 0, 29, 30])
    alone = some([None] * 6 + [-1, 0, 1])
    return sighting(
        made,
        minutes_ago=some([0, 0.2, 0.25, 1, 4, 5, 30, 31, 32]),
        paused_since=NOON - rested if made.state is PlayState.PAUSED else None,
        told_to_stop=told,
        stop_id=DecisionId("dec_1") if told else None,
        stop_sent=is_sent,
        ignored_stop=is_sent and some([True, False]),
        reported=some([None] * 8 + [DecisionKind.STOP, DecisionKind.UNSTOPPABLE]),
        reported_rule=some(["", "concurrent_streams", "video_transcoding"]),
        breach_since=None if sustained is None else NOON - timedelta(seconds=sustained),
        left_alone_until=None if alone is None else NOON + timedelta(seconds=alone),
        position_seconds=some([None, 100, 200]),
        moved_at=some([None, *(NOON - timedelta(minutes=each) for each in (1, 5, 10))]),
    )
