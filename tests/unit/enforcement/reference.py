"""What should be done about streams, said slowly and plainly: `rules.decide` must say the same.

Every question is asked anew for every stream, in the words of the description; nothing is shared
with the rules but the types.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.enforcement.judging.counting import Limits
from chalicelib.enforcement.model import (
    AddressKind,
    Allowance,
    DecisionKind,
    MediaKind,
    PlayState,
    Sighting,
    Stream,
)
from chalicelib.settings.limit_model import Rule, StopMode, least
from chalicelib.settings.model import EnforcementMode

ENFORCE, OBSERVE, OFF = EnforcementMode.ENFORCE, EnforcementMode.OBSERVE, EnforcementMode.OFF
FIRST_COME = (
    Rule.ALLOWED_HOURS,
    Rule.FAIR_USE,
    Rule.TRANSCODING_4K,
    Rule.VIDEO_TRANSCODING,
    Rule.BITRATE,
    Rule.LONG_PAUSE,
    Rule.SHARING,
    Rule.CONCURRENT_STREAMS,
)

Expected = dict[tuple[str, str], tuple[DecisionKind, str, EnforcementMode]]


@dataclass
class Case:
    """One stream of the scene."""

    stream: Stream
    memory: Sighting
    person: Allowance


@dataclass
class Scene:
    """The whole scene, and every question that is asked about it."""

    cases: Sequence[Case]
    limits: Limits
    now: datetime

    def mode(self, rule: Rule, case: Case) -> EnforcementMode:
        server = self.limits.servers.get(case.stream.server_id)
        return least(
            self.limits.mode, self.limits.settings.mode_of(rule), server.mode if server else None
        )

    def is_ours(self, case: Case) -> bool:
        server = self.limits.servers.get(case.stream.server_id)
        mode = least(self.limits.mode, server.mode if server else None)
        return not case.person.is_permanent and not case.stream.is_owner and mode is not OFF

    def told(self, case: Case) -> bool:
        return case.memory.told_to_stop is not None and case.memory.stop_sent

    def young(self, case: Case) -> bool:
        age = self.now - case.memory.first_seen
        return age < timedelta(seconds=self.limits.start_delay_seconds)

    def rests(self, case: Case) -> bool:
        since = case.memory.paused_since
        if case.stream.state is not PlayState.PAUSED or since is None:
            return False
        return self.now - since >= timedelta(seconds=self.limits.paused_counts_seconds)

    def stands(self, case: Case) -> bool:
        where = case.stream.position_seconds
        is_told = where is not None and case.memory.moved_at is not None
        may_move = case.stream.state is not PlayState.PAUSED
        may_move = may_move and case.stream.media_kind is not MediaKind.LIVE
        return is_told and may_move and where == case.memory.position_seconds

    def ghost(self, case: Case) -> bool:
        minutes = self.limits.settings.ghost_after_minutes
        if not minutes or not self.stands(case):
            return False
        return self.now - case.memory.moved_at >= timedelta(minutes=minutes)

    def may_be_judged(self, case: Case) -> bool:
        is_trailer = case.stream.media_kind is MediaKind.TRAILER
        return not (is_trailer or self.told(case) or self.young(case) or self.ghost(case))

    # ------------------------------------------------------------ rules about one stream

    def breaks(self, rule: Rule, case: Case) -> bool:
        plan, stream = case.person.limits, case.stream
        if rule is Rule.ALLOWED_HOURS:
            return not self.rests(case) and not self.is_allowed_hour(case)
        if rule is Rule.FAIR_USE:
            return not self.rests(case) and self.is_used_up(case)
        if rule is Rule.TRANSCODING_4K:
            server = self.limits.servers.get(stream.server_id)
            forbids = server is not None and not server.allows_4k_transcoding
            return forbids and stream.transcodes_video and stream.source_height >= 2160
        if rule is Rule.VIDEO_TRANSCODING:
            return stream.transcodes_video and not plan.allows_transcoding
        if rule is Rule.BITRATE:
            is_away = stream.address_kind is AddressKind.PUBLIC
            most = plan.max_bitrate_kbps
            return is_away and most is not None and stream.bitrate_kbps > most
        minutes, since = self.limits.settings.stops_paused_after_minutes, case.memory.paused_since
        if not minutes or since is None or stream.state is not PlayState.PAUSED:
            return False
        return self.now >= since + timedelta(minutes=minutes)

    def is_allowed_hour(self, case: Case) -> bool:
        begins, ends = case.person.limits.from_hour, case.person.limits.to_hour
        if begins is None or ends is None:
            return True
        allowed, hour = [], begins
        while True:
            allowed.append(hour)
            hour = (hour + 1) % 24
            if hour == ends % 24:
                break
        return self.now.astimezone(ZoneInfo(self.limits.zone)).hour in allowed

    def is_used_up(self, case: Case) -> bool:
        used, plan = case.person.used, case.person.limits
        if used is None:
            return False
        hours = plan.weekly_hours is not None and used.hours >= plan.weekly_hours
        return hours or (plan.weekly_gb is not None and used.gb >= plan.weekly_gb)

    def alone(self, case: Case) -> list[Rule]:
        """Return the rules that the stream breaks by itself and that are not switched off."""
        if not self.may_be_judged(case):
            return []
        rules = [each for each in FIRST_COME[:6] if self.breaks(each, case)]
        return [each for each in rules if self.mode(each, case) is not OFF]

    def will_go(self, case: Case) -> bool:
        acts = any(self.mode(each, case) is ENFORCE for each in self.alone(case))
        refused = case.memory.reported is DecisionKind.UNSTOPPABLE
        return acts and case.stream.session_id != "" and not refused

    # ------------------------------------------------------------ rules about streams together

    def sharers(self, case: Case) -> list[Case]:
        name = case.person.pool or case.person.user_id
        return [
            each
            for each in self.cases
            if self.is_ours(each) and (each.person.pool or each.person.user_id) == name
        ]

    def counting(self, case: Case) -> list[Case]:
        """Return the streams that count together with this one."""
        return [
            each
            for each in self.sharers(case)
            if self.may_be_judged(each) and not self.rests(each) and not self.will_go(each)
        ]

    def staying(self, case: Case) -> list[Case]:
        """Return those of them that do not go because an account seems to be shared."""
        return [each for each in self.counting(case) if not self.goes_as_shared(each)]

    def goes_as_shared(self, case: Case) -> bool:
        acts = self.mode(Rule.SHARING, case) is ENFORCE and self.shares_account(case)
        refused = case.memory.reported is DecisionKind.UNSTOPPABLE
        return acts and case.stream.session_id != "" and not refused

    def device(self, case: Case) -> str:
        return case.stream.device_id or str(case.stream.key)

    def age(self, case: Case) -> tuple[object, ...]:
        key = case.stream.session_key
        return case.memory.first_seen, int(key), key, case.stream.server_id

    def devices_by_age(self, case: Case) -> list[str]:
        staying = self.staying(case)
        names = {self.device(each) for each in staying}
        return sorted(
            names,
            key=lambda name: min(self.age(each) for each in staying if self.device(each) == name),
        )

    def switches(self, case: Case) -> bool:
        staying = self.staying(case)
        grace = timedelta(seconds=self.limits.device_switch_grace_seconds)
        for new in staying:
            same = [
                each
                for each in staying
                if new.stream.title_key
                and (each.stream.title_key, each.stream.title)
                == (new.stream.title_key, new.stream.title)
            ]
            if not same:
                continue
            first = min(same, key=self.age)
            moved = self.device(first) != self.device(new)
            if moved and self.now - new.memory.first_seen < grace:
                return True
        return False

    def is_excess(self, case: Case) -> bool:
        most = case.person.max_streams
        if most is None or case not in self.staying(case):
            return False
        devices = self.devices_by_age(case)
        excess = len(devices) - most
        if excess <= 0 or (excess == 1 and self.switches(case)):
            return False
        mode = case.person.limits.stop_mode or self.limits.settings.stop_mode
        if mode is StopMode.ALL:
            return True
        goes = devices[:excess] if mode is StopMode.OLDEST else devices[-excess:]
        return self.device(case) in goes

    def shares_account(self, case: Case) -> bool:
        score = case.person.sharing_score
        if score is None or score < self.limits.settings.sharing_score_from:
            return False
        if case not in self.counting(case):
            return False
        own = [each for each in self.counting(case) if each.person.user_id == case.person.user_id]
        return self.device(min(own, key=self.age)) != self.device(case)

    def all_broken(self, case: Case) -> list[Rule]:
        together = []
        if self.shares_account(case):
            together.append(Rule.SHARING)
        if self.is_excess(case):
            together.append(Rule.CONCURRENT_STREAMS)
        return [*self.alone(case), *(r for r in together if self.mode(r, case) is not OFF)]

    # ------------------------------------------------------------ what is to be done

    def answer(self) -> Expected:
        found: Expected = {}
        for case in self.cases:
            if not self.is_ours(case):
                continue
            if self.told(case):
                self.add_ignored(case, found)
            elif case.person.has_plan:
                self.add_breach(case, found)
        self.add_without_plan(found)
        return found

    def add_ignored(self, case: Case, found: Expected) -> None:
        told = case.memory.told_to_stop
        if self.stands(case) or case.stream.state is PlayState.PAUSED:
            return
        if told is None or case.memory.ignored_stop or self.now - told < timedelta(seconds=10):
            return
        server = self.limits.servers.get(case.stream.server_id)
        mode = least(self.limits.mode, server.mode if server else None)
        found[case.stream.key] = DecisionKind.IGNORED_STOP, "goes_on_after_stop", mode

    def add_breach(self, case: Case, found: Expected) -> None:
        broken = self.all_broken(case)
        if not broken:
            return
        acting = [each for each in broken if self.mode(each, case) is ENFORCE]
        rule = (acting or broken)[0]
        mode, memory = self.mode(rule, case), case.memory
        if memory.reported is DecisionKind.UNSTOPPABLE:
            return
        is_told_already = memory.reported is DecisionKind.STOP
        if mode is OBSERVE and is_told_already and memory.reported_rule in ("", rule):
            return
        since = memory.breach_since or self.now
        has_lasted = self.now - since >= timedelta(seconds=self.limits.settings.sustain_seconds)
        is_left_alone = memory.left_alone_until is not None and self.now < memory.left_alone_until
        if memory.stop_id is None and (not has_lasted or is_left_alone):
            kind = DecisionKind.WARN
        elif not case.stream.session_id:
            kind = DecisionKind.UNSTOPPABLE
        else:
            kind = DecisionKind.STOP
        found[case.stream.key] = kind, rule, mode

    def add_without_plan(self, found: Expected) -> None:
        for name in {each.person.user_id for each in self.cases if self.is_ours(each)}:
            theirs = [
                each for each in self.cases if self.is_ours(each) and each.person.user_id == name
            ]
            if theirs[0].person.has_plan:
                continue
            if any(each.memory.reported is DecisionKind.NO_PLAN for each in theirs):
                continue
            playing = [each for each in theirs if each.stream.media_kind is not MediaKind.TRAILER]
            if playing:
                first = min(playing, key=self.age)
                server = self.limits.servers.get(first.stream.server_id)
                mode = least(self.limits.mode, server.mode if server else None)
                # Where its player ignores a stop as well, both are said; this one stands last.
                found[first.stream.key] = DecisionKind.NO_PLAN, "no_active_plan", mode
