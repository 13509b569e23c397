"""Shares in DynamoDB."""

from chalicelib.access.brake import Brake, HeldPerson, HeldRun
from chalicelib.access.import_records import ImportChoices, ImportRun
from chalicelib.access.migration import Migration, Move
from chalicelib.access.model import Followed, LeftOut, Share
from chalicelib.adapters.dynamo import keys, people_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.kernel.ids import HeldRunId, MigrationId, ServerId, UserId
from chalicelib.kernel.page import Page


class DynamoAccessStore:
    """See access.ports.AccessStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of_user(self, user_id: UserId) -> tuple[Share, ...]:
        """Return all shares of the user, removed ones too."""
        return self._rows.whole(Share, keys.shares_of(user_id))

    def of_server(self, server_id: ServerId, *, cursor: str | None, limit: int) -> Page[Share]:
        """Return the shares of a server, by user."""
        return self._rows.page(Share, keys.shares_on(server_id), cursor=cursor, limit=limit)

    def invited(self, *, cursor: str | None, limit: int) -> Page[Share]:
        """Return shares that wait for acceptance, the oldest first."""
        return self._rows.page(Share, keys.shares_invited(), cursor=cursor, limit=limit)

    def left_out(self, *, cursor: str | None, limit: int) -> Page[LeftOut]:
        """Return linked users who were not invited when their master paid, by user."""
        return self._rows.page(LeftOut, people_keys.left_out_people(), cursor=cursor, limit=limit)

    def migration(self, migration_id: MigrationId) -> Migration | None:
        """Return a migration."""
        return self._rows.get(Migration, people_keys.migration(migration_id))

    def migrations(self, *, cursor: str | None, limit: int) -> Page[Migration]:
        """Return migrations, the newest first."""
        return self._rows.page(Migration, people_keys.migrations(), cursor=cursor, limit=limit)

    def move(self, migration_id: MigrationId, user_id: UserId) -> Move | None:
        """Return one person's move."""
        return self._rows.get(Move, people_keys.move(migration_id, user_id))

    def moves(self, migration_id: MigrationId) -> tuple[Move, ...]:
        """Return all moves of a migration, by user."""
        return self._rows.whole(Move, people_keys.moves(migration_id))

    def followed(self) -> tuple[Followed, ...]:
        """Return what was shared on each server when everybody there was looked at last."""
        return self._rows.whole(Followed, people_keys.all_followed())

    def brake(self) -> Brake:
        """Return how many lost access lately (version 0 when nobody ever did)."""
        return self._rows.get(Brake, people_keys.brake()) or Brake()

    def held_run(self, run_id: HeldRunId) -> HeldRun | None:
        """Return a held run."""
        return self._rows.get(HeldRun, people_keys.held_run(run_id))

    def held_runs(self, *, cursor: str | None, limit: int) -> Page[HeldRun]:
        """Return held runs, the newest first."""
        return self._rows.page(HeldRun, people_keys.held_runs(), cursor=cursor, limit=limit)

    def held_people(
        self, run_id: HeldRunId, *, cursor: str | None, limit: int
    ) -> Page[HeldPerson]:
        """Return who is on the list of a held run, by user."""
        span = people_keys.held_people(run_id)
        return self._rows.page(HeldPerson, span, cursor=cursor, limit=limit)

    def import_choices(self) -> ImportChoices:
        """Return what administrators decided about imports."""
        return self._rows.get(ImportChoices, people_keys.import_choices()) or ImportChoices()

    def import_run(self) -> ImportRun:
        """Return what came of the last import."""
        return self._rows.get(ImportRun, people_keys.import_run()) or ImportRun()
