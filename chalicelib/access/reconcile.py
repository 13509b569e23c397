"""Make what a person has on the media servers what is due to them.

Nobody "adds a share": whatever happens, this is run, and it converges from any state. A share is
written down as planned before the platform is called, so a process that dies in between leaves a
row that the next run checks against the platform.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from chalicelib.access.applying import (
    acting,
    departure,
    former,
    letting_go,
    own_account,
    restraint,
)
from chalicelib.access.looking import situation
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share, ShareState
from chalicelib.access.plan import (
    UNREAD,
    Action,
    Change,
    Lock,
    Seen,
    Wanted,
    Withdraw,
    believe,
    look,
    plan,
    removed,
    stays,
)
from chalicelib.access.ports import (
    AccessDeps,
    AlreadySharingError,
    MediaLibraryHost,
    RemoteSnapshot,
    StaleCatalogError,
)
from chalicelib.access.recording import left_out, mails, record
from chalicelib.access.runs import due
from chalicelib.catalog import libraries
from chalicelib.catalog.ports import ServerAccess, TokenRefusedError
from chalicelib.jobs.model import MAX_ATTEMPTS, Job, JobKind, new_job
from chalicelib.kernel.audit import note
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AppError,
    ErrorKind,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import ServerId, UserId

log = logging.getLogger(__name__)

MOST_LAPSES = 3
# When an open invite is looked at again; the last pause repeats.
LOOKS = tuple(timedelta(seconds=each) for each in (30, 60, 120, 300, 900, 3600))
_MOST_ACTIONS = 8
_TRIES = 4
_SOON_SECONDS = 5.0


def reconcile(deps: AccessDeps, *, user_id: UserId, job: Job | None = None) -> Mapping[str, int]:
    """Bring one person's shares in line; return how many of which actions were taken.

    Idempotent. `job` says what asks: its payload may hold `payment_id`, `order_id` and `look`.
    Raises RetryLaterError when the platform must be asked again later, ActionRequiredError when
    a person must act first; of the latter the administrator is told once per payment.
    """
    tries_left, was_refreshed = _TRIES, False
    while True:
        facts = situation.read(deps, user_id=user_id, job=job, now=deps.clock.now())
        try:
            former.leave(deps, facts)
            return _Run(deps, facts).work()
        except StaleRecordError as error:
            tries_left -= 1
            if not tries_left:
                raise RetryLaterError("The records change too fast just now.") from error
        except StaleCatalogAtError as error:
            if was_refreshed:
                _tell(deps, facts, error)
                raise
            was_refreshed = True
            _refresh(deps, facts, error)
        except AppError as error:
            _tell(deps, facts, error)
            raise


class StaleCatalogAtError(StaleCatalogError):
    """The platform no longer knows this server or one of its libraries."""

    def __init__(self, server_id: ServerId, error: StaleCatalogError) -> None:
        super().__init__(error.message, remedy=error.remedy)
        self.server_id = server_id


class _Run:
    """One pass over one person; `rows` and `seen` are what is known by now."""

    def __init__(self, deps: AccessDeps, facts: Situation) -> None:
        self.deps = deps
        self.facts = facts
        self.rows: dict[ServerId, Share] = dict(facts.rows)
        self.seen: dict[ServerId, Seen] = {}
        self.counts: dict[str, int] = {}

    def work(self) -> Mapping[str, int]:
        """Look, decide, act and look again until nothing is left to do."""
        if self.facts.keeps_all:
            return {"kept": 1}
        if self.facts.awaits_invite:
            left_out.tell(self.deps, self.facts)
            return {"awaits_invite": 1}
        for server_id, row in self.facts.rows.items():
            if server_id in self.facts.servers and self.facts.needs_look(row):
                self._look_first(server_id)
        done: set[Action] = set()
        for _ in range(_MOST_ACTIONS):
            wanted = self._decide()
            actions = plan(
                wanted=wanted,
                rows=self.rows,
                seen=self.seen,
                libraries=self.facts.by_share_id(wanted.server_id) if wanted else {},
                kept=self.facts.kept,
                locks=self.facts.locks,
            )
            if not actions:
                return self._finish(wanted)
            if actions[0] in done:
                break
            done.add(actions[0])
            self._apply(actions[0])
        raise RetryLaterError(
            "The platform does not show the change yet.",
            after_seconds=_SOON_SECONDS,
            code="access.not_visible",
        )

    def _decide(self) -> Wanted | None:
        """Return what is due, None for nothing; a new server is written down as planned first."""
        if not self.facts.has_right:
            self._drop_unsent(None)
            return None
        choice = self.facts.choice(self.rows)
        if choice.server_id is None:
            raise situation.unplaced(choice.explanation)
        if not self.facts.libraries_on(choice.server_id):
            raise ActionRequiredError(
                "All libraries of the plan are missing on the person's server.",
                remedy="Refresh the server's libraries and group the new ones, then retry.",
                code="access.libraries_missing",
            )
        self._drop_unsent(choice.server_id)
        row = self.rows.get(choice.server_id)
        if row is None or not row.takes_seat:
            self._place(choice.server_id, row, why=choice.explanation)
        return self.facts.wanted(choice.server_id)

    def _place(self, server_id: ServerId, row: Share | None, *, why: str) -> None:
        lapses = row.lapses if row else 0
        if row is not None and lapses >= MOST_LAPSES:
            self._save(row, replace(row, lapses=0), why="Asked a person")
            raise ActionRequiredError(
                f"The invite ran out {lapses} times without being accepted.",
                remedy="Ask the person to accept it, then retry: this sends a new one.",
                code="access.invite_ignored",
            )
        now = self.facts.now
        limits = self.facts.limits_on(server_id)
        fresh = Share(
            self.facts.user.id, server_id, ShareState.PLANNED, (), changed_at=now, limits=limits
        )
        planned = row.move(ShareState.PLANNED, now=now) if row else fresh
        due = tuple(sorted(each.id for each in self.facts.libraries_on(server_id)))
        planned = replace(
            planned,
            library_ids=due,
            allows_downloads=self.facts.allows_downloads,
            invites=planned.invites + 1,
            share_ref="",
            invite_ref="",
            verified_at=None,
            accepted_at=None,
        )
        self._save(row, planned, why=why)

    def _drop_unsent(self, chosen: ServerId | None) -> None:
        """Give back the seats of plans that came to nothing."""
        for server_id, row in list(self.rows.items()):
            seen = self.seen.get(server_id, UNREAD)
            is_unsent = row.state is ShareState.PLANNED and seen.is_trusted and not seen.remotes
            if is_unsent and server_id != chosen:
                self._save(row, removed(row, now=self.facts.now), why="The invite was never sent")

    def _apply(self, action: Action) -> None:
        access = situation.access_to(self.deps, self.facts, action.server_id)
        row = self.rows.get(action.server_id)
        try:
            sent = acting.send(self.deps, self.facts, access, action, row=row)
        except AlreadySharingError:
            # Look what is there: the next round changes it instead.
            log.info("access.already_sharing", extra={"user_id": self.facts.user.id})
        except StaleCatalogError as error:
            raise StaleCatalogAtError(action.server_id, error) from error
        else:
            self.rows.update({sent.server_id: sent} if sent else {})
            if isinstance(action, Change):
                self._remember_sent(action)
        name = type(action).__name__.casefold()
        self.counts[name] = self.counts.get(name, 0) + 1
        log.info("access.applied", extra={"user_id": self.facts.user.id, "action": name})
        self._look(action.server_id, withdrawn=isinstance(action, Withdraw | Lock))

    def _remember_sent(self, action: Change) -> None:
        """Keep what an open invite was changed to, which the platform does not tell."""
        row = self.rows.get(action.server_id)
        if row is not None and not action.remote.is_accepted:
            sent = tuple(sorted(library.id for library in action.libraries))
            changed = replace(row, library_ids=sent, allows_downloads=action.allows_downloads)
            self._save(row, changed, why="The plan's libraries changed")

    def _look_first(self, server_id: ServerId) -> None:
        try:
            self._look(server_id)
        except RetryLaterError:
            # A migration gets people away from a server that is down, too: what they have there
            # ends once it answers.
            if server_id != self.facts.source_id:
                raise
            log.info("access.source_unread", extra={"user_id": self.facts.user.id})

    def _look(self, server_id: ServerId, *, withdrawn: bool = False) -> None:
        """Read the server and write down what it shows of the person."""
        access = situation.access_to(self.deps, self.facts, server_id)
        host = self.deps.hosts[access.server.platform]
        row = self.rows.get(server_id)
        try:
            snapshot = host.snapshot(access)
        except StaleCatalogError as error:
            raise StaleCatalogAtError(server_id, error) from error
        media = self.facts.identity_on(row) if row else self.facts.user.media
        seen = look(snapshot, media=media, row=row)
        if not seen.remotes:
            is_sure = withdrawn or self._is_sure(host, access, row, seen, snapshot)
            seen = Seen((), is_sure)
        self.seen[server_id] = seen
        if row is None:
            return
        believed = believe(
            row,
            seen,
            libraries=self.facts.by_share_id(server_id),
            is_due=self.facts.has_right and not withdrawn,
            now=self.facts.now,
        )
        self._save(row, believed, why=self._why(believed), seen=seen)

    def _is_sure(
        self,
        host: MediaLibraryHost,
        access: ServerAccess,
        row: Share | None,
        seen: Seen,
        snapshot: RemoteSnapshot,
    ) -> bool:
        """Tell whether the person is really absent: lists can be short, so ask for the share."""
        if row is None or not row.takes_seat:
            return seen.is_trusted
        if row.share_ref:
            return host.is_gone(access, share_ref=row.share_ref)
        # What was never seen there needs no proof that it is gone.
        is_unsent = row.state is ShareState.PLANNED and snapshot.is_complete
        return is_unsent or seen.is_trusted

    def _why(self, share: Share) -> str:
        if not self.facts.has_right:
            is_locked = "lock" in self.counts and share.server_id in self.facts.locks
            return self.facts.why_not + ("; the account is locked" if is_locked else "")
        return "The platform shows it" if share.takes_seat else "The platform has no such share"

    def _save(
        self, before: Share | None, after: Share, *, why: str, seen: Seen | None = None
    ) -> None:
        self.rows[after.server_id] = record.save(
            self.deps, self.facts, before=before, after=after, why=why, seen=seen
        )

    def _finish(self, wanted: Wanted | None) -> Mapping[str, int]:
        """Release the hold, tell the person, and come back while an invite is open."""
        record.release_hold(self.deps, self.facts)
        if wanted is None:
            self._check_rest()
            if self.facts.is_over:
                departed = departure.depart(self.deps, self.facts, self.rows)
                self.counts |= {"delete": departed} if departed else {}
            else:
                due.await_deletion(self.deps, self.facts, self.rows.values())
            restraint.carried_out(self.deps, self.facts, self.rows)
        row = self.rows.get(wanted.server_id) if wanted else None
        if row is not None and row.state is ShareState.ACCEPTED:
            self._check_identity(row)
            if self.facts.is_sale and self.facts.begins_anew:
                ready = mails.access_ready(self.facts, row, site_url=self.deps.site_url)
                record.enqueue_once(self.deps, ready)
        restraint.undone(self.deps, self.facts)
        if row is not None and row.state is ShareState.INVITED:
            record.enqueue_once(self.deps, next_look(self.facts, row))
        self.rows |= own_account.close_begun(self.deps, self.facts, self.rows, due=row)
        if wanted is not None:
            self.rows |= acting.whole_again(self.deps, self.facts, self.rows)
            place = wanted.server_id
            self.counts |= letting_go.follow(self.deps, self.facts, self.rows, self.seen, place)
        return self.counts or {"unchanged": 1}

    def _check_rest(self) -> None:
        """Raise RetryLaterError while a share may be there that should not."""
        kept = self.facts.kept
        for server_id, row in self.rows.items():
            stay = stays(kept.get(server_id, ()), self.seen.get(server_id, UNREAD))
            if row.takes_seat and not stay:
                raise RetryLaterError(
                    "Whether the share is gone cannot be told yet.",
                    after_seconds=60,
                    code="access.unsure",
                )

    def _check_identity(self, row: Share) -> None:
        """Raise ActionRequiredError when the account that accepted is somebody else's."""
        if row.server_id in self.facts.keeps_accounts:
            return
        plex_id = record.accepted_id(self.seen.get(row.server_id))
        user = self.deps.users.get(row.user_id)
        if plex_id and user is not None and user.media.plex_id != plex_id:
            raise ActionRequiredError(
                f"The Plex account {plex_id} accepted the invite, but belongs to another user.",
                remedy="Find out whose it is; merge the two or correct the Plex name, then retry.",
                code="access.identity_taken",
            )


def next_look(facts: Situation, row: Share) -> Job:
    """Return the job that looks at an open invite again, one chain for each invite."""
    is_same = facts.told("invite") == f"{row.server_id}_{row.invites}"
    count = int(facts.told("look") or 0) + 1 if is_same else 1
    invite = f"{row.server_id}_{row.invites}"
    return new_job(
        JobKind.RECONCILE_ACCESS,
        row.user_id,
        now=facts.now,
        cause=f"look_{row.user_id}_{invite}_{count}",
        payload={"look": count, "invite": invite, "payment_id": facts.payment_ref},
        user_id=row.user_id,
        due_at=facts.now + LOOKS[min(count, len(LOOKS)) - 1],
    )


def _refresh(deps: AccessDeps, facts: Situation, error: StaleCatalogAtError) -> None:
    """Read the server's identity and libraries again (the usual cause of a 404 or 422)."""
    log.info("access.stale_catalog", extra={"server_id": error.server_id})
    try:
        libraries.refresh(deps.cataloguing, server_id=error.server_id, actor=facts.actor)
    except AppError as refused:
        _tell(deps, facts, refused)
        raise


def _tell(deps: AccessDeps, facts: Situation, error: AppError) -> None:
    """Tell the administrator once, when the job will not go on by itself."""
    if isinstance(error, TokenRefusedError):
        # One mail for the account instead of one for everybody who waits (token_watch.py).
        return
    is_last = facts.job is not None and facts.job.attempts >= MAX_ATTEMPTS
    if error.kind is ErrorKind.RETRY and not is_last:
        return
    entry = note(
        facts.actor,
        "access.blocked",
        facts.user.id,
        now=facts.now,
        user_id=facts.user.id,
        why=f"{error.message} {error.remedy}".strip(),
    )
    admin_email = deps.settings.site().admin_email
    mail = mails.attention(
        error, situation=facts, admin_email=admin_email, site_url=deps.site_url, now=facts.now
    )
    record.enqueue_once(deps, mail, entry=entry)
