"""Jobs, activity and audit in memory."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.enforcement.model import ActivityEntry, Decision, ServerWatch
from chalicelib.enforcement.records.appeal import OpenAppeal
from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.jobs.model import Job, JobState, ScheduleState
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.clock import Clock, to_iso
from chalicelib.kernel.ids import (
    DecisionId,
    JobId,
    ServerId,
    UserId,
)
from chalicelib.kernel.page import Page
from chalicelib.users.model import DeviceLimitsChanged
from tests.fakes.database import View, page_of


class InMemoryJobStore(View):
    def get(self, job_id: JobId) -> Job | None:
        self.db.trip()
        return self.db.find(Job, job_id)

    def due(self, *, now: datetime, limit: int) -> tuple[Job, ...]:
        self.db.trip()
        waiting = [job for job in self.db.all(Job) if job.is_due(now=now)]
        return tuple(sorted(waiting, key=lambda job: (job.due_at, job.id))[:limit])

    def in_state(self, state: JobState, *, cursor: str | None, limit: int) -> Page[Job]:
        self.db.trip()
        jobs = [job for job in self.db.all(Job) if job.state is state]
        return _newest_jobs(jobs, f"jobs.{state}", cursor=cursor, limit=limit)

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Job]:
        self.db.trip()
        jobs = [job for job in self.db.all(Job) if job.user_id == user_id]
        return _newest_jobs(jobs, f"jobs.of.{user_id}", cursor=cursor, limit=limit)

    def schedule(self, name: str) -> ScheduleState:
        self.db.trip()
        return self.db.find(ScheduleState, name) or ScheduleState(name)

    def schedules(self) -> tuple[ScheduleState, ...]:
        self.db.trip()
        return tuple(sorted(self.db.all(ScheduleState), key=lambda each: each.name))


def _newest_jobs(jobs: list[Job], scope: str, *, cursor: str | None, limit: int) -> Page[Job]:
    return page_of(
        jobs,
        scope=scope,
        key=lambda job: (to_iso(job.created_at), job.id),
        newest_first=True,
        cursor=cursor,
        limit=limit,
    )


@dataclass
class InMemoryActivityStore(View):
    """Pass a clock when the test is about expiry of a single decision."""

    clock: Clock | None = None

    def watches(
        self, server_ids: tuple[ServerId, ...], *, now: datetime
    ) -> dict[ServerId, ServerWatch]:
        self.db.trip()
        found = [watch for each in server_ids if (watch := self.db.find(ServerWatch, each))]
        return {watch.server_id: watch.remembered(now=now) for watch in found}

    def decisions(self, *, now: datetime, cursor: str | None, limit: int) -> Page[Decision]:
        self.db.trip()
        kept = [each for each in self.db.all(Decision) if now < each.expires_at]
        return _newest_decisions(kept, "decisions", cursor=cursor, limit=limit)

    def decision(self, decision_id: DecisionId) -> Decision | None:
        self.db.trip()
        found = self.db.find(Decision, decision_id)
        is_over = bool(found and self.clock and found.expires_at <= self.clock.now())
        return None if is_over else found

    def decisions_of(
        self, user_id: UserId, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[Decision]:
        self.db.trip()
        kept = [
            each
            for each in self.db.all(Decision)
            if each.user_id == user_id and now < each.expires_at
        ]
        return _newest_decisions(kept, f"decisions.of.{user_id}", cursor=cursor, limit=limit)

    def open_appeals(self, *, now: datetime, cursor: str | None, limit: int) -> Page[OpenAppeal]:
        self.db.trip()
        return page_of(
            [each for each in self.db.all(OpenAppeal) if now < each.expires_at],
            scope="appeals",
            key=lambda each: (each.decision_id,),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def device_watches(
        self, server_ids: tuple[ServerId, ...], *, now: datetime
    ) -> dict[ServerId, DeviceWatch]:
        self.db.trip()
        found = [watch for each in server_ids if (watch := self.db.find(DeviceWatch, each))]
        return {watch.server_id: watch.remembered(now=now) for watch in found}

    def device_limits_changed_at(self) -> datetime | None:
        self.db.trip()
        found = self.db.find(DeviceLimitsChanged, "device_limits_changed")
        return found.at if found else None

    def activity(
        self, server_id: ServerId, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[ActivityEntry]:
        self.db.trip()
        return page_of(
            [
                each
                for each in self.db.all(ActivityEntry)
                if each.server_id == server_id and now < each.expires_at
            ],
            scope=f"activity.{server_id}",
            key=lambda each: (to_iso(each.first_seen), each.session_key),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )


def _newest_decisions(
    decisions: list[Decision], scope: str, *, cursor: str | None, limit: int
) -> Page[Decision]:
    return page_of(
        decisions,
        scope=scope,
        key=lambda each: (to_iso(each.at), each.id),
        newest_first=True,
        cursor=cursor,
        limit=limit,
    )


class InMemoryAuditStore(View):
    def recent(self, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        self.db.trip()
        return _newest_notes(list(self.db.all(AuditEntry)), "audit", cursor=cursor, limit=limit)

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        self.db.trip()
        theirs = [each for each in self.db.all(AuditEntry) if each.user_id == user_id]
        return _newest_notes(theirs, f"audit.of.{user_id}", cursor=cursor, limit=limit)

    def about(self, subject: str, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        self.db.trip()
        about = [
            each
            for each in self.db.all(AuditEntry)
            if each.subject == subject and not each.user_id
        ]
        return _newest_notes(about, f"audit.about.{subject}", cursor=cursor, limit=limit)


def _newest_notes(
    entries: list[AuditEntry], scope: str, *, cursor: str | None, limit: int
) -> Page[AuditEntry]:
    return page_of(
        entries,
        scope=scope,
        key=lambda entry: (to_iso(entry.at), entry.id),
        newest_first=True,
        cursor=cursor,
        limit=limit,
    )
