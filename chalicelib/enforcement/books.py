"""What a sweep writes: servers' rows, decisions, activity, mails.

A stop is recorded before it is sent and its outcome after it, so that a sweep that dies in between
leaves a session that the next sweep finishes under the same decision.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from chalicelib.enforcement import record
from chalicelib.enforcement.commits import commit_all, commit_by_server
from chalicelib.enforcement.model import ActivityEntry, Decision, DecisionKind, Sighting
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.record import Ruling
from chalicelib.enforcement.rules import Key
from chalicelib.enforcement.scene import Scene
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.errors import AlreadyRecordedError, ConflictError
from chalicelib.kernel.ids import JobId, ServerId
from chalicelib.kernel.records import Insert, Put, Update, Write
from chalicelib.settings.model import EnforcementMode, SiteSettings

log = logging.getLogger(__name__)

KEEP_ACTIVITY = timedelta(days=90)
# One commit holds a server's row and two writes a ruling; the rest waits for the next sweep.
MOST_RULINGS_OF_A_SERVER = 45


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

        Rulings of a server whose row somebody else changed meanwhile are left to the next sweep.
        """
        commit_all(self._deps.database, [Put(entry) for entry in _activity(self._scene)])
        self._finish_ended()
        self._have_people_proven()
        by_server: dict[ServerId, list[Ruling]] = defaultdict(list)
        for ruling in rulings:
            if len(by_server[ruling.decision.server_id]) < MOST_RULINGS_OF_A_SERVER:
                by_server[ruling.decision.server_id].append(ruling)
        decided = {ruling.verdict.key for ruling in rulings}
        groups = {
            server_id: self._writes(server_id, by_server[server_id], decided)
            for server_id in tuple(self._memories)
        }
        refused = commit_by_server(self._deps.database, groups)
        for server_id in set(groups) - refused:
            self._stored(server_id, groups[server_id])
        return tuple(
            ruling
            for server_id, theirs in by_server.items()
            if server_id not in refused
            for ruling in theirs
        )

    def close(self, ruling: Ruling, decision: Decision) -> None:
        """Record what came of a stop, and tell of it.

        A stop that got no answer stays open: the next sweep sends it again.
        """
        writes: list[Write] = [Put(decision)]
        memory = self._memories[decision.server_id]
        sighting = next(
            each for each in memory.watch.sightings if each.identity == ruling.verdict.key
        )
        is_refused = decision.kind is DecisionKind.UNSTOPPABLE
        if decision.carried_out or is_refused:
            after = record.refused(sighting) if is_refused else replace(sighting, stop_sent=True)
            memory = memory.replaced(after)
            self._memories[decision.server_id] = memory
            writes += [Update(memory.watch), *self._told(decision)]
        try:
            self._deps.database.commit(*writes)
        except ConflictError:
            log.warning("sweep.outcome_refused", extra={"decision_id": decision.id})
        else:
            self._stored(decision.server_id, writes)

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
                mail = self._mail_at_once(ruling.decision)
                writes += [Insert(mail)] if mail else []
        if marks:
            memory = memory.replaced(*marks)
            self._memories[server_id] = memory
        return [Update(memory.watch), *writes] if memory.is_changed else []

    def _pending(self, server_id: ServerId, decided: set[Key]) -> list[Sighting]:
        """Return sessions whose stop was decided, never sent, and is not decided again."""
        look = self._scene.looks[server_id]
        if not look.is_trusted or self._site.enforcement_mode is not EnforcementMode.ENFORCE:
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
            writes.append(Put(replace(decision, outcome=record.NOT_NEEDED)))
        return record.spared(sighting)

    def _mail_at_once(self, decision: Decision) -> Job | None:
        """Return the mail to the operator of something that only a person can mend."""
        if self._site.enforcement_mode is not EnforcementMode.ENFORCE:
            return None
        user = self._scene.people.users.get(decision.user_id)
        return record.escalation_mail(decision, user, site=self._site, now=self._scene.at)

    def _told(self, decision: Decision) -> list[Write]:
        """Return the mail to the customer and the audit note of a stop."""
        now = self._deps.clock.now()
        user = self._scene.people.users.get(decision.user_id)
        user = user or self._deps.users.get(decision.user_id)
        mail = record.stop_mail(decision, user, site=self._site, now=now)
        told: list[Write] = [Insert(record.stop_note(decision, now=now))]
        return [Insert(mail), *told] if mail else told

    def _finish_ended(self) -> None:
        """Record that sessions which were told to stop are gone (X023).

        Where a sweep died before it knew the outcome, the customer is told now, once.
        """
        for memory in self._memories.values():
            for sighting in memory.ended:
                decision = (
                    self._deps.store.decision(sighting.stop_id) if sighting.stop_id else None
                )
                if decision is None:
                    continue
                if sighting.stop_sent:
                    self._deps.database.commit(Put(replace(decision, outcome=record.CONFIRMED)))
                    continue
                gone = replace(decision, carried_out=True, outcome=record.GONE)
                writes = [Put(gone), *self._told(gone)]
                self._commit_once(writes)

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


def _activity(scene: Scene) -> Iterable[ActivityEntry]:
    """Return who streams what where, for servers that log it (B178)."""
    sightings = scene.sightings()
    for stream in scene.streams:
        if not scene.targets[stream.server_id].server.logs_activity:
            continue
        if stream.key not in scene.memories[stream.server_id].touched:
            continue
        sighting = sightings[stream.key]
        yield ActivityEntry(
            server_id=stream.server_id,
            session_key=stream.session_key,
            user_id=sighting.user_id,
            username=stream.username,
            device_name=stream.device_name,
            product=stream.product,
            title=stream.title,
            address=stream.address,
            transcodes_video=stream.transcodes_video,
            first_seen=sighting.first_seen,
            last_seen=sighting.last_seen,
            expires_at=scene.at + KEEP_ACTIVITY,
        )
