"""Users, logins, subscriptions and shares in memory."""

from datetime import datetime

from chalicelib.access.brake import Brake, HeldPerson, HeldRun
from chalicelib.access.import_records import ImportChoices, ImportRun
from chalicelib.access.migration import Migration, Move
from chalicelib.access.model import Followed, LeftOut, Share, ShareState
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import (
    HeldRunId,
    MigrationId,
    ServerId,
    UserId,
)
from chalicelib.kernel.page import Page
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.trials import TrialPlaces, TrialUse
from chalicelib.users.holds import DownloadHold
from chalicelib.users.model import (
    Links,
    Login,
    MediaClaim,
    MediaIdentity,
    ReferralCard,
    ReferralCode,
    Session,
    SetupLink,
    User,
)
from tests.fakes.database import InMemoryDatabase, View, page_of


class InMemoryUserStore(View):
    def get(self, user_id: UserId) -> User | None:
        self.db.trip()
        return self.db.find(User, user_id)

    def many(self, user_ids: tuple[UserId, ...]) -> dict[UserId, User]:
        self.db.trip()
        found = {user_id: self.db.find(User, user_id) for user_id in user_ids}
        return {user_id: user for user_id, user in found.items() if user}

    def by_media(self, media: MediaIdentity) -> tuple[User, ...]:
        self.db.trip(2)
        return holders_of(self.db, media)

    def by_claims(self, values: tuple[str, ...]) -> dict[str, User]:
        self.db.trip(2)
        claims = [claim for value in values if (claim := self.db.find(MediaClaim, value))]
        held = {claim.value: self.db.find(User, claim.user_id) for claim in claims}
        return {value: user for value, user in held.items() if user}

    def by_email(self, email: str) -> tuple[User, ...]:
        self.db.trip()
        found = [user for user in self.db.all(User) if email and user.email == email]
        return tuple(sorted(found, key=lambda user: user.id))

    def download_hold(self, user_id: UserId) -> DownloadHold | None:
        self.db.trip()
        return self.db.find(DownloadHold, user_id)

    def download_holds(self, *, cursor: str | None, limit: int) -> Page[DownloadHold]:
        self.db.trip()
        return page_of(
            self.db.all(DownloadHold),
            scope="download_holds",
            key=lambda each: (each.user_id,),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )

    def referral_card(self, user_id: UserId) -> ReferralCard | None:
        self.db.trip()
        return self.db.find(ReferralCard, user_id)

    def referral_code(self, code: str) -> ReferralCode | None:
        self.db.trip()
        return self.db.find(ReferralCode, code)

    def search(self, *, text: str, cursor: str | None, limit: int) -> Page[User]:
        self.db.trip()
        start = text.casefold()
        if not start:
            return page_of(
                self.db.all(User),
                scope="users",
                key=lambda user: (to_iso(user.joined_at), user.id),
                newest_first=True,
                cursor=cursor,
                limit=limit,
            )
        hits = {user: hit for user in self.db.all(User) if (hit := _hit(user, start))}
        return page_of(
            list(hits),
            scope=f"users.{start}",
            key=lambda user: hits[user],
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )

    def links(self, user_ids: tuple[UserId, ...]) -> dict[UserId, Links]:
        self.db.trip()
        return {user_id: self.db.find(Links, user_id) or Links(user_id) for user_id in user_ids}

    def masters(self, *, cursor: str | None, limit: int) -> Page[Links]:
        self.db.trip()
        return page_of(
            [each for each in self.db.all(Links) if each.sub_ids],
            scope="masters",
            key=lambda each: (to_iso(each.since) if each.since else "", each.user_id),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )


def _hit(user: User, start: str) -> tuple[str, str] | None:
    """Return where the text was found first: by address, then by name, then by Plex name."""
    fields = (user.email, user.name.casefold(), user.media.username.casefold())
    for rank, field in enumerate(fields):
        if field.startswith(start):
            return str(rank), f"{field}#{user.id}"
    return None


def holders_of(db: InMemoryDatabase, media: MediaIdentity) -> tuple[User, ...]:
    """Return the users that hold any claim of the identity, by id."""
    values = (f"name:{media.username}", f"email:{media.email}", f"id:{media.plex_id}")
    claims = [db.find(MediaClaim, value) for value in values if not value.endswith(":")]
    users = [db.find(User, user_id) for user_id in {claim.user_id for claim in claims if claim}]
    return tuple(sorted((user for user in users if user), key=lambda user: user.id))


class InMemoryLoginStore(View):
    def login(self, email: str) -> Login | None:
        self.db.trip()
        return self.db.find(Login, email)

    def any_login(self) -> bool:
        self.db.trip()
        return bool(self.db.all(Login))

    def session(self, token_hash: str, *, now: datetime) -> Session | None:
        self.db.trip()
        session = self.db.find(Session, token_hash)
        return session if session and now < session.expires_at else None

    def setup_link(self) -> SetupLink | None:
        self.db.trip()
        return self.db.find(SetupLink, "setup")


class InMemorySubscriptionStore(View):
    def get(self, user_id: UserId) -> Subscription:
        self.db.trip()
        return self.db.find(Subscription, user_id) or Subscription(user_id)

    def many(self, user_ids: tuple[UserId, ...]) -> dict[UserId, Subscription]:
        self.db.trip()
        return {each: self.db.find(Subscription, each) or Subscription(each) for each in user_ids}

    def trial_uses(self, who: tuple[str, ...]) -> tuple[TrialUse, ...]:
        self.db.trip()
        found = (self.db.find(TrialUse, each) for each in who)
        return tuple(use for use in found if use)

    def trial_places(self) -> TrialPlaces:
        self.db.trip()
        return self.db.find(TrialPlaces, "trial_places") or TrialPlaces()

    def due(self, *, now: datetime, cursor: str | None, limit: int) -> Page[Subscription]:
        self.db.trip()
        waiting = [
            each for each in self.db.all(Subscription) if each.due_at and each.due_at <= now
        ]
        return page_of(
            waiting,
            scope="subscriptions.due",
            key=lambda each: (to_iso(each.due_at or now), each.user_id),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )


class InMemoryAccessStore(View):
    def of_user(self, user_id: UserId) -> tuple[Share, ...]:
        self.db.trip()
        theirs = [share for share in self.db.all(Share) if share.user_id == user_id]
        return tuple(sorted(theirs, key=lambda share: share.server_id))

    def of_server(self, server_id: ServerId, *, cursor: str | None, limit: int) -> Page[Share]:
        self.db.trip()
        return page_of(
            [share for share in self.db.all(Share) if share.server_id == server_id],
            scope=f"shares.on.{server_id}",
            key=lambda share: (share.user_id,),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )

    def left_out(self, *, cursor: str | None, limit: int) -> Page[LeftOut]:
        self.db.trip()
        return page_of(
            list(self.db.all(LeftOut)),
            scope="left_out",
            key=lambda row: (row.user_id,),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )

    def invited(self, *, cursor: str | None, limit: int) -> Page[Share]:
        self.db.trip()
        return page_of(
            [share for share in self.db.all(Share) if share.state is ShareState.INVITED],
            scope="shares.invited",
            key=lambda share: (to_iso(share.changed_at), share.user_id, share.server_id),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )

    def migration(self, migration_id: MigrationId) -> Migration | None:
        self.db.trip()
        return self.db.find(Migration, migration_id)

    def migrations(self, *, cursor: str | None, limit: int) -> Page[Migration]:
        self.db.trip()
        return page_of(
            self.db.all(Migration),
            scope="migrations",
            key=lambda each: (each.id,),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def move(self, migration_id: MigrationId, user_id: UserId) -> Move | None:
        self.db.trip()
        return self.db.find(Move, (migration_id, user_id))

    def moves(self, migration_id: MigrationId) -> tuple[Move, ...]:
        self.db.trip()
        found = [each for each in self.db.all(Move) if each.migration_id == migration_id]
        return tuple(sorted(found, key=lambda each: each.user_id))

    def followed(self) -> tuple[Followed, ...]:
        self.db.trip()
        return tuple(sorted(self.db.all(Followed), key=lambda each: each.server_id))

    def brake(self) -> Brake:
        self.db.trip()
        return self.db.find(Brake, "brake") or Brake()

    def held_run(self, run_id: HeldRunId) -> HeldRun | None:
        self.db.trip()
        return self.db.find(HeldRun, run_id)

    def held_runs(self, *, cursor: str | None, limit: int) -> Page[HeldRun]:
        self.db.trip()
        return page_of(
            self.db.all(HeldRun),
            scope="held_runs",
            key=lambda each: (each.id,),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def held_people(
        self, run_id: HeldRunId, *, cursor: str | None, limit: int
    ) -> Page[HeldPerson]:
        self.db.trip()
        return page_of(
            [each for each in self.db.all(HeldPerson) if each.run_id == run_id],
            scope=f"held.{run_id}",
            key=lambda each: (each.user_id,),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )

    def import_choices(self) -> ImportChoices:
        self.db.trip()
        return self.db.find(ImportChoices, "import_choices") or ImportChoices()

    def import_run(self) -> ImportRun:
        self.db.trip()
        return self.db.find(ImportRun, "import_run") or ImportRun()
