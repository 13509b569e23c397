"""What migrations need from outside, besides what access needs."""

from typing import Protocol

from chalicelib.access.migration import Migration, Move
from chalicelib.kernel.ids import MigrationId, UserId
from chalicelib.kernel.page import Page


class MigrationStore(Protocol):
    """Reads migrations and the moves of their people."""

    def migration(self, migration_id: MigrationId) -> Migration | None:
        """Return a migration."""
        ...

    def migrations(self, *, cursor: str | None, limit: int) -> Page[Migration]:
        """Return migrations, the newest first."""
        ...

    def move(self, migration_id: MigrationId, user_id: UserId) -> Move | None:
        """Return one person's move."""
        ...

    def moves(self, migration_id: MigrationId) -> tuple[Move, ...]:
        """Return all moves of a migration, by user."""
        ...
