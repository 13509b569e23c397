"""Delete a person from the media server on the day that the site's policy says.

What ties a person to a server's account counts for all servers of that account, so this asks once
an account. The deletion is written down before it is sent: a process that dies in between leaves
rows that are *leaving*, and the next run finishes what they say.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from chalicelib.access.deciding.expiry import Farewell, Verdict, judge
from chalicelib.access.looking import situation
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps, RemotePeople
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.audit import note
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Insert, Update
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import MediaIdentity

log = logging.getLogger(__name__)

ADMINISTERS = "The person administers this site"
_SOON_SECONDS = 5.0
_LATER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Tie:
    """Where we placed the person: a plex.tv account with its servers, or one other server.

    `owner_id` is who owns it, empty where nobody does; `media` is who the person is there.
    """

    key: str
    name: str
    owner_id: str
    media: MediaIdentity
    rows: tuple[Share, ...]
    machine_ids: frozenset[str]

    @property
    def server_id(self) -> ServerId:
        """Return the server through which the account is asked."""
        return self.rows[0].server_id

    @property
    def is_sent(self) -> bool:
        """Tell whether the deletion was decided before."""
        return any(row.state is ShareState.LEAVING for row in self.rows)


def ties(facts: Situation, rows: Mapping[ServerId, Share]) -> tuple[Tie, ...]:
    """Return what ties the person to media servers by our doing."""
    placed: dict[str, list[Share]] = {}
    for server_id, row in sorted(rows.items()):
        server = facts.servers.get(server_id)
        if server is not None and row.is_placed:
            placed.setdefault(server.owner, []).append(row)
    found = (_tie(facts, key, tuple(shares), rows) for key, shares in placed.items())
    return tuple(tie for tie in found if tie is not None)


def judged(deps: AccessDeps, facts: Situation, tie: Tie, known: RemotePeople) -> Verdict:
    """Return what to do about the person, given whom the account knows."""
    if administers(deps, facts):
        return Verdict(Farewell.KEEP, ADMINISTERS)
    return judge(
        known,
        media=tie.media,
        owner_id=tie.owner_id,
        ours=tie.machine_ids,
        is_sent=tie.is_sent,
    )


def depart(deps: AccessDeps, facts: Situation, rows: Mapping[ServerId, Share]) -> int:
    """Delete the person wherever we placed them and nothing else ties them; return how often.

    Idempotent. Raises RetryLaterError while the platform does not show enough, StaleRecordError
    when somebody paid or changed a share meanwhile.
    """
    count, paid = 0, facts.subscription
    for tie in ties(facts, rows):
        access = situation.access_to(deps, facts, tie.server_id)
        host = deps.hosts[access.server.platform]
        verdict = judged(deps, facts, tie, host.people(access))
        gone, paid = obey(deps, facts, access, tie, verdict, paid, because=facts.why_not)
        count += gone
    return count


def obey(
    deps: AccessDeps,
    facts: Situation,
    access: ServerAccess,
    tie: Tie,
    verdict: Verdict,
    paid: Subscription,
    *,
    because: str,
) -> tuple[int, Subscription]:
    """Do what was judged; return how often we deleted the person, and the subscription as stored.

    `because` is told with it. Raises as `depart` does.
    """
    match verdict.farewell:
        case Farewell.KEEP:
            log.info("access.person_kept", extra={"user_id": facts.user.id})
            return 0, paid
        case Farewell.UNSURE:
            raise RetryLaterError(
                f"{verdict.why}: whether to delete the person cannot be told yet.",
                after_seconds=_LATER_SECONDS,
                code="access.unsure",
            )
        case Farewell.GONE:
            why = f"{because}. {verdict.why}"
            return int(tie.is_sent), _finish(deps, facts, tie, paid, why=why)
        case Farewell.DELETE:
            tie, paid = _begin(deps, facts, tie, paid)
            _delete(deps, facts, access, tie)
            return 1, _finish(deps, facts, tie, paid, why=f"{because}. {verdict.why}")


def administers(deps: AccessDeps, facts: Situation) -> bool:
    """Tell whether the person is an administrator of this site."""
    addresses = {facts.user.email, facts.user.media.email} - {""}
    return any(deps.logins.login(each) is not None for each in sorted(addresses))


def _tie(
    facts: Situation, key: str, shares: tuple[Share, ...], rows: Mapping[ServerId, Share]
) -> Tie | None:
    """Return the tie, None to an account that is no longer linked."""
    machines, server = _machines(facts, key, rows), facts.servers[shares[0].server_id]
    if server.account_id is None:
        media = facts.identity_on(shares[0])
        return Tie(key, server.name, "", media, shares, machines)
    account = facts.accounts.get(server.account_id)
    if account is None:
        return None
    return Tie(key, account.username, account.plex_id, facts.user.media, shares, machines)


def _machines(facts: Situation, owner: str, rows: Mapping[ServerId, Share]) -> frozenset[str]:
    """Return the machines whose shares we withdraw, which tie nobody any longer."""
    return frozenset(
        server.machine_id
        for server_id, server in facts.servers.items()
        if server.owner == owner
        and server_id in rows
        and rows[server_id].state is not ShareState.DELETED
    )


def _begin(
    deps: AccessDeps, facts: Situation, tie: Tie, paid: Subscription
) -> tuple[Tie, Subscription]:
    """Write down that the person leaves, unless somebody pays in this very moment."""
    leaving = tuple(row.move(ShareState.LEAVING, now=facts.now) for row in tie.rows)
    deps.database.commit(*_updates(leaving), Update(paid))
    stored = tuple(replace(row, version=row.version + 1) for row in leaving)
    return replace(tie, rows=stored), replace(paid, version=paid.version + 1)


def _delete(deps: AccessDeps, facts: Situation, access: ServerAccess, tie: Tie) -> None:
    host = deps.hosts[access.server.platform]
    plex_id = tie.media.plex_id
    host.delete_person(access, plex_id=plex_id)
    log.info("access.person_deleted", extra={"user_id": facts.user.id})
    if any(each.plex_id == plex_id for each in host.people(access).people):
        raise RetryLaterError(
            "The platform still lists the person.",
            after_seconds=_SOON_SECONDS,
            code="access.not_visible",
        )


def _finish(
    deps: AccessDeps, facts: Situation, tie: Tie, paid: Subscription, *, why: str
) -> Subscription:
    """Write down that the person is gone; the record, payments and last server stay (B066)."""
    gone = tuple(
        replace(
            row.move(ShareState.DELETED, now=facts.now),
            account_ref="",
            account_name="",
            predates_us=False,
        )
        for row in tie.rows
    )
    entry = note(
        facts.actor,
        "access.person_deleted" if tie.is_sent else "access.person_gone",
        facts.user.id,
        now=facts.now,
        user_id=facts.user.id,
        why=why,
        after={"account": tie.name, "servers": ", ".join(_names(facts, tie))},
    )
    deps.database.commit(*_updates(gone), Update(paid), Insert(entry))
    return replace(paid, version=paid.version + 1)


def _names(facts: Situation, tie: Tie) -> Iterator[str]:
    return (facts.servers[row.server_id].name for row in tie.rows)


def _updates(rows: Iterable[Share]) -> Iterator[Update]:
    return (Update(row) for row in rows)
