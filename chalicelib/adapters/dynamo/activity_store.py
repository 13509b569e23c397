"""Watches, decisions, activity and the audit log in DynamoDB."""

from datetime import datetime

from chalicelib.adapters.dynamo import codec, keys, limit_keys, people_keys, stream_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.enforcement.model import ActivityEntry, Decision, ServerWatch
from chalicelib.enforcement.records.appeal import OpenAppeal
from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import DecisionId, ServerId, UserId
from chalicelib.kernel.page import Page
from chalicelib.users.model import DeviceLimitsChanged


class DynamoActivityStore:
    """See enforcement.ports.ActivityStore.

    DynamoDB removes expired rows days later, so that every read leaves them out itself.
    """

    def __init__(self, rows: Rows, *, clock: Clock) -> None:
        self._rows = rows
        self._clock = clock

    def watches(
        self, server_ids: tuple[ServerId, ...], *, now: datetime
    ) -> dict[ServerId, ServerWatch]:
        """Return what we remember of these servers; one round trip for every 100."""
        rows = self._rows.get_many(keys.watch(server_id) for server_id in server_ids)
        found = [codec.from_attributes(ServerWatch, row) for row in rows.values()]
        return {watch.server_id: watch.remembered(now=now) for watch in found}

    def decisions(self, *, now: datetime, cursor: str | None, limit: int) -> Page[Decision]:
        """Return decisions, newest first."""
        return self._rows.page(
            Decision,
            keys.decisions(),
            cursor=cursor,
            limit=limit,
            accept=lambda _, decision: now < decision.expires_at,
        )

    def decision(self, decision_id: DecisionId) -> Decision | None:
        """Return one decision."""
        found = self._rows.get(Decision, keys.decision(decision_id))
        return found if found and self._clock.now() < found.expires_at else None

    def decisions_of(
        self, user_id: UserId, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[Decision]:
        """Return the user's decisions, newest first."""
        return self._rows.page(
            Decision,
            keys.decisions_of(user_id),
            cursor=cursor,
            limit=limit,
            accept=lambda _, decision: now < decision.expires_at,
        )

    def open_appeals(self, *, now: datetime, cursor: str | None, limit: int) -> Page[OpenAppeal]:
        """Return appeals that wait for an answer, those against the newest decisions first."""
        return self._rows.page(
            OpenAppeal,
            people_keys.open_appeals(),
            cursor=cursor,
            limit=limit,
            accept=lambda _, appeal: now < appeal.expires_at,
        )

    def device_watches(
        self, server_ids: tuple[ServerId, ...], *, now: datetime
    ) -> dict[ServerId, DeviceWatch]:
        """Return what was found out about devices on these servers."""
        rows = self._rows.get_many(limit_keys.device_watch(each) for each in server_ids)
        found = [codec.from_attributes(DeviceWatch, row) for row in rows.values()]
        return {watch.server_id: watch.remembered(now=now) for watch in found}

    def device_limits_changed_at(self) -> datetime | None:
        """Return when somebody's own limit of devices was changed last."""
        found = self._rows.get(DeviceLimitsChanged, limit_keys.device_limits_changed())
        return found.at if found else None

    def activity(
        self, server_id: ServerId, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[ActivityEntry]:
        """Return the server's activity, newest first."""
        return self._rows.page(
            ActivityEntry,
            stream_keys.activity(server_id),
            cursor=cursor,
            limit=limit,
            accept=lambda _, entry: now < entry.expires_at,
        )


class DynamoAuditStore:
    """See insights.ports.AuditStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def recent(self, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Return entries, newest first."""
        return self._rows.page(AuditEntry, keys.audit(), cursor=cursor, limit=limit)

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Return the entries about a user, newest first."""
        return self._rows.page(AuditEntry, keys.audit_of(user_id), cursor=cursor, limit=limit)

    def about(self, subject: str, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Return the entries about a subject that was no user's then, newest first."""
        return self._rows.page(AuditEntry, keys.audit_about(subject), cursor=cursor, limit=limit)
