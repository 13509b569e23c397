"""What a sweep writes: servers' rows, decisions, activity, mails.

A stop is recorded before it is sent and its outcome after it, so that a sweep that dies in between
leaves a session that the next sweep finishes under the same decision.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from chalicelib.enforcement.judging.counting import Key
from chalicelib.enforcement.model import Decision, DecisionKind, Sighting
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.recording import record, words
from chalicelib.enforcement.recording.commits import commit_all, commit_by_server
from chalicelib.enforcement.recording.record import Ruling
from chalicelib.enforcement.strikes import ladder
from chalicelib.enforcement.sweeping import activity, usage_notices
from chalicelib.enforcement.sweeping.scene import Scene
from chalicelib.enforcement.usage import reading
from chalicelib.enforcement.usage.booking import additions, book_ahead
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.errors import AlreadyRecordedError, ConflictError, StaleRecordError
from chalicelib.kernel.ids import DecisionId, JobId, ServerId
from chalicelib.kernel.records import Insert, Put, Update, Write
from chalicelib.settings.model import EnforcementMode, SiteSettings

log = logging.getLogger(__name__)

_BREACHES = frozenset({DecisionKind.STOP, DecisionKind.WARN, DecisionKind.UNSTOPPABLE})
# One commit holds a server's row, what is booked with it, and up to three writes a ruling; the
# rest waits for the next sweep.
MOST_RULINGS_OF_A_SERVER = 30
MOST_BOOKED_WITH_A_ROW = 8
_TRIES = 4


class Books:
    """The writes of one sweep; `job_ids` are the jobs that it made."""

    def __init__(self, deps: EnforcementDeps, scene: Scene, *, site: SiteSettings) -> None:
        self._deps = deps
        self._scene = scene
        self._site = site
        self._memories = dict(scene.memories)
        self.job_ids: list[JobId] = []

    def enter(self, rulings: Sequence[Ruling]) -> tuple[Ruling, ...]:
        """Record what was seen and decided; return the rulings that are recorded now.

        Of a breach that has to last only the begin is remembered, unless its player warns. Rulings
        of a server whose row somebody else changed meanwhile are left to the next sweep.
        """
        commit_all(self._deps.database, self._activity(rulings))
        self._remember_breaches(rulings)
        self._finish_ended()
        self._have_people_proven()
        by_server: dict[ServerId, list[Ruling]] = defaultdict(list)
        for ruling in rulings:
            if not ruling.is_kept:
                continue
            if len(by_server[ruling.decision.server_id]) < MOST_RULINGS_OF_A_SERVER:
                by_server[ruling.decision.server_id].append(ruling)
        decided = {ruling.verdict.key for ruling in rulings}
        late = self._book_ahead()
        groups = {
            server_id: self._writes(server_id, by_server[server_id], decided)
            for server_id in tuple(self._memories)
            if server_id not in late
        }
        refused = late | commit_by_server(self._deps.database, groups)
        for server_id in set(groups) - refused:
            self._stored(server_id, groups[server_id])
        for notice in usage_notices.due(self._scene, site=self._site):
            self._commit_once(notice)
        return tuple(
            _as_recorded(ruling)
            for server_id, theirs in by_server.items()
            if server_id not in refused
            for ruling in theirs
        )

    def _activity(self, rulings: Sequence[Ruling]) -> list[Write]:
        """Return who streams what where, for servers that log it (B178)."""
        decisions = [each.decision for each in rulings if each.is_kept]
        keep = timedelta(days=self._scene.limits.settings.activity_days)
        return [Put(each) for each in activity.entries(self._scene, decisions, keep=keep)]

    def close(self, ruling: Ruling, decision: Decision) -> None:
        """Record what came of a stop, and tell of it.

        A stop that got no answer stays open: the next sweep sends it again.
        """
        writes: list[Write] = []
        memory = self._memories[decision.server_id]
        sighting = next(
            each for each in memory.watch.sightings if each.identity == ruling.verdict.key
        )
        after = self._marked(sighting, decision) if ruling.stops else None
        if after is not None:
            memory = memory.replaced(after)
            self._memories[decision.server_id] = memory
            told = [] if decision.outcome == record.ENDED else self._told(decision)
            writes += [Update(memory.watch), *told]
        try:
            self._commit_outcome(decision, writes)
        except ConflictError:
            log.warning("sweep.outcome_refused", extra={"decision_id": decision.id})
        else:
            self._stored(decision.server_id, writes)

    def _commit_outcome(self, decision: Decision, writes: Sequence[Write]) -> None:
        """Store what came of a decision, beside what its customer wrote about it meanwhile."""
        for _ in range(_TRIES):
            try:
                self._deps.database.commit(record.amended(decision), *writes)
            except StaleRecordError as error:
                if not isinstance(error.record, Decision):
                    raise
                decision = record.onto(self._deps.store.decision(decision.id), decision)
            else:
                return
        raise ConflictError("The decision changes too fast just now.")

    def _marked(self, sighting: Sighting, decision: Decision) -> Sighting | None:
        """Return the session as the platform's answer leaves it, None while there is none."""
        if decision.kind is DecisionKind.UNSTOPPABLE:
            return record.refused(sighting)
        seconds, now = self._scene.limits.settings.cool_down_seconds, self._deps.clock.now()
        if decision.outcome == record.ENDED:
            return record.let_go(sighting, cool_down_seconds=seconds, now=now)
        if decision.carried_out:
            return record.sent(sighting, cool_down_seconds=seconds, now=now)
        return None

    def _remember_breaches(self, rulings: Sequence[Ruling]) -> None:
        """Note which sessions break a rule from now on, and which do no longer."""
        if not self._scene.limits.settings.sustain_seconds:
            return
        broken = {each.verdict.key for each in rulings if each.verdict.kind in _BREACHES}
        for server_id, memory in self._memories.items():
            look = self._scene.looks[server_id]
            here = {stream.key for stream in look.streams} if look.is_trusted else set()
            changed = [
                replace(each, breach_since=None if each.breach_since else self._scene.at)
                for each in memory.watch.sightings
                if each.identity in here
                if (each.identity in broken) is not (each.breach_since is not None)
            ]
            if changed:
                self._memories[server_id] = memory.replaced(*changed)

    def _stored(self, server_id: ServerId, writes: Sequence[Write]) -> None:
        if any(isinstance(write, Update) for write in writes):
            self._memories[server_id] = self._memories[server_id].stored()
        self.job_ids += [write.record.id for write in writes if isinstance(write.record, Job)]

    def _writes(
        self, server_id: ServerId, rulings: Sequence[Ruling], decided: set[Key]
    ) -> list[Write]:
        """Return one server's row with its new decisions, nothing while nothing changed."""
        memory = self._memories[server_id]
        now = self._scene.at
        writes: list[Write] = []
        marks = [self._spare(each, writes) for each in self._pending(server_id, decided)]
        sightings = {each.identity: each for each in memory.watch.sightings}
        for ruling in rulings:
            marks.append(record.marked(sightings[ruling.verdict.key], ruling, now=now))
            if ruling.is_new:
                writes.append(Insert(ruling.decision))
                writes += self._escalated(ruling)
        if marks:
            memory = memory.replaced(*marks)
            self._memories[server_id] = memory
        if not memory.is_changed:
            return []
        booked = additions(memory.uses, reading.calendar(self._scene.limits))
        return [Update(memory.watch), *writes, *booked]

    def _book_ahead(self) -> frozenset[ServerId]:
        """Book use that is too much for the commit of its row; return servers that refused it."""
        weeks, late = reading.calendar(self._scene.limits), set()
        for server_id, memory in self._memories.items():
            try:
                self._memories[server_id] = book_ahead(
                    self._deps.database, memory, weeks, room=MOST_BOOKED_WITH_A_ROW
                )
            except ConflictError as error:
                told = {"server_id": server_id, "code": error.code}
                log.warning("sweep.use_refused", extra=told)
                late.add(server_id)
        return frozenset(late)

    def _pending(self, server_id: ServerId, decided: set[Key]) -> list[Sighting]:
        """Return sessions whose stop was decided, never sent, and is not decided again."""
        look = self._scene.looks[server_id]
        mode = self._scene.limits.mode_at(server_id)
        if not look.is_trusted or mode is not EnforcementMode.ENFORCE:
            return []
        here = {stream.key for stream in look.streams} - decided
        return [
            each
            for each in self._memories[server_id].watch.sightings
            if each.stop_id and not each.stop_sent and each.identity in here
        ]

    def _spare(self, sighting: Sighting, writes: list[Write]) -> Sighting:
        decision = self._deps.store.decision(sighting.stop_id) if sighting.stop_id else None
        if decision:
            writes.append(record.amended(replace(decision, outcome=record.NOT_NEEDED)))
        return record.spared(sighting)

    def _escalated(self, ruling: Ruling) -> Sequence[Write]:
        """Return what follows at once: the mail to the operator, and the strike (X026)."""
        if ruling.verdict.mode is not EnforcementMode.ENFORCE:
            return ()
        decision = ruling.decision
        user = self._scene.people.users.get(decision.user_id)
        mail = record.escalation_mail(decision, user, site=self._site, now=self._scene.at)
        return [*([Insert(mail)] if mail else []), *self._struck(decision)]

    def _struck(self, decision: Decision) -> tuple[Write, ...]:
        if not decision.strikes:
            return ()
        now = self._deps.clock.now()
        return ladder.climb(self._deps, decision.user_id, cause=decision, now=now)

    def _told(self, decision: Decision) -> list[Write]:
        """Return the mail to the customer, the audit note, and the strike of a stop."""
        now = self._deps.clock.now()
        user = self._scene.people.users.get(decision.user_id)
        user = user or self._deps.users.get(decision.user_id)
        mail = words.stop_mail(decision, user, site=self._site, now=now)
        told: list[Write] = [
            Insert(record.stop_note(decision, now=now)),
            *self._struck(decision),
        ]
        return [Insert(mail), *told] if mail else told

    def _finish_ended(self) -> None:
        """Record that sessions which were told to stop are gone (X023).

        Where a sweep died before it knew the outcome, the customer is told now, once.
        """
        for memory in self._memories.values():
            for sighting in memory.ended:
                if sighting.stop_id:
                    self._finish(sighting.stop_id, was_sent=sighting.stop_sent)

    def _finish(self, decision_id: DecisionId, *, was_sent: bool) -> None:
        for _ in range(_TRIES):
            decision = self._deps.store.decision(decision_id)
            if decision is None:
                return
            if was_sent:
                writes = [record.amended(replace(decision, outcome=record.CONFIRMED))]
            else:
                gone = record.stopped(decision, record.GONE)
                writes = [record.amended(gone), *self._told(gone)]
            try:
                self._commit_once(writes)
            except StaleRecordError:
                continue
            return
        log.warning("sweep.end_not_recorded", extra={"decision_id": decision_id})

    def _have_people_proven(self) -> None:
        """Ask for a look at the shares of people who may be behind accounts we do not know."""
        for user_id, account_ref in self._scene.people.unproven:
            job = new_job(
                JobKind.RECONCILE_ACCESS,
                user_id,
                now=self._scene.at,
                cause=f"streams_as_{account_ref}_{user_id}",
                user_id=user_id,
            )
            self._commit_once([Insert(job)])

    def _commit_once(self, writes: Sequence[Write]) -> None:
        try:
            self._deps.database.commit(*writes)
        except AlreadyRecordedError:
            return
        self.job_ids += [write.record.id for write in writes if isinstance(write.record, Job)]


def _as_recorded(ruling: Ruling) -> Ruling:
    """Return the ruling with its decision as it is once it was written down."""
    if not ruling.is_new:
        return ruling
    decision = ruling.decision
    return replace(ruling, decision=replace(decision, version=decision.version + 1))
