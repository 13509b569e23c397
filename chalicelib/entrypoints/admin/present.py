"""Turn records into the shapes of the API, with the names of what they refer to."""

from collections.abc import Iterable, Mapping

from chalicelib import wiring
from chalicelib.access.explaining.compare import GONE_LIBRARY
from chalicelib.access.explaining.preview import Preview
from chalicelib.access.model import Share
from chalicelib.catalog.model import Server
from chalicelib.enforcement.model import Decision, DecisionKind, Evidence
from chalicelib.enforcement.strikes.consequence import is_strike
from chalicelib.entrypoints.admin import shapes
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page
from chalicelib.payments.model import Payment
from chalicelib.users.model import User


def label(user: User | None) -> str:
    """Return how people call this user: name, else Plex name, else address."""
    if user is None:
        return ""
    return user.name or user.media.username or user.email


def labels(user_ids: Iterable[UserId | None]) -> dict[str, str]:
    """Return the label of each user."""
    wanted = tuple({each for each in user_ids if each})
    found = wiring.users_deps().store.many(wanted) if wanted else {}
    return {user_id: label(user) for user_id, user in found.items()}


def audit_list(page: Page[AuditEntry]) -> shapes.AuditList:
    """Return a page of the audit log."""
    items = [
        shapes.AuditShape(
            id=each.id,
            at=each.at,
            actor=each.actor,
            action=each.action,
            subject=each.subject,
            user_id=each.user_id,
            why=each.why,
            before=dict(each.before),
            after=dict(each.after),
        )
        for each in page.items
    ]
    return shapes.AuditList(items=items, next_cursor=page.next_cursor)


def job_list(page: Page[Job]) -> shapes.JobList:
    """Return a page of jobs."""
    return shapes.JobList(
        items=[shapes.JobShape.model_validate(each) for each in page.items],
        next_cursor=page.next_cursor,
    )


def payment_list(page: Page[Payment]) -> shapes.PaymentList:
    """Return a page of payments."""
    return shapes.PaymentList(items=payments(page.items), next_cursor=page.next_cursor)


def payments(records: Iterable[Payment]) -> list[shapes.PaymentShape]:
    """Return payments with the names of their users and plans."""
    rows = tuple(records)
    users = labels(each for row in rows for each in (row.user_id, *row.candidates))
    plans = plan_names()
    return [
        shapes.PaymentShape(
            id=each.id,
            gateway=each.key.gateway,
            external_id=each.key.external_id,
            sequence=each.key.sequence,
            status=each.status,
            amount=shapes.MoneyShape.model_validate(each.amount),
            refunded=shapes.money_shape(each.refunded),
            left=shapes.MoneyShape.model_validate(each.left),
            kept_as_credit=shapes.money_shape(each.kept_as_credit),
            credit=shapes.money_shape(each.credit),
            dispute=each.dispute,
            parts=each.parts,
            master_id=each.master_id,
            paid_at=each.paid_at,
            recorded_at=each.recorded_at,
            user_id=each.user_id,
            user_label=users.get(each.user_id or "", ""),
            plan_id=each.plan_id,
            plan_name=plans.get(each.plan_id or "", ""),
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            subscription_ref=each.subscription_ref,
            order_id=each.order_id,
            payer_email=each.payer_email,
            payer_name=each.payer_name,
            notes=each.notes,
            attention=each.attention,
            candidates=[
                shapes.PersonShape(id=one, label=users.get(one, "(deleted)"))
                for one in each.candidates
            ],
            version=each.version,
        )
        for each in rows
    ]


def decision_word(kind: DecisionKind | None, *, is_observed: bool) -> str:
    """Return what was decided about a stream, in one word; empty for nothing."""
    return "observed" if is_observed else kind or ""


def decision_list(page: Page[Decision]) -> shapes.DecisionList:
    """Return a page of decisions."""
    return shapes.DecisionList(items=decisions(page.items), next_cursor=page.next_cursor)


def decisions(records: Iterable[Decision]) -> list[shapes.DecisionShape]:
    """Return decisions with the names of people and servers."""
    rows = tuple(records)
    users = labels(
        user_id
        for each in rows
        for user_id in (each.user_id, *(one.user_id for one in each.evidence))
    )
    servers = server_names()
    return [
        shapes.DecisionShape(
            id=each.id,
            at=each.at,
            user_id=each.user_id,
            user_label=users.get(each.user_id, ""),
            server_id=each.server_id,
            server_name=servers.get(each.server_id, ""),
            session_key=each.session_key,
            kind=each.kind,
            rule=each.rule,
            limit=each.limit,
            counted=each.counted,
            reason=each.reason,
            evidence=[_evidence(one, users, servers) for one in each.evidence],
            carried_out=each.carried_out,
            outcome=each.outcome,
            strikes=is_strike(each),
            forgiven_at=each.forgiven_at,
            appeal=shapes.AppealShape.model_validate(each.appeal) if each.appeal else None,
        )
        for each in rows
    ]


def _evidence(
    one: Evidence, users: Mapping[str, str], servers: Mapping[str, str]
) -> shapes.EvidenceShape:
    names = {
        "user_label": users.get(one.user_id or "", ""),
        "server_name": servers.get(one.server_id, ""),
    }
    return shapes.EvidenceShape.model_validate(one).model_copy(update=names)


def shares(records: Iterable[Share]) -> list[shapes.ShareShape]:
    """Return shares with the names of people, servers and libraries."""
    rows = tuple(records)
    users = labels(each.user_id for each in rows)
    servers = server_names()
    titles = {each.id: each.title for each in wiring.catalog_deps().store.all_libraries()}
    return [
        shapes.ShareShape(
            user_id=each.user_id,
            user_label=users.get(each.user_id, ""),
            server_id=each.server_id,
            server_name=servers.get(each.server_id, ""),
            state=each.state,
            libraries=[titles.get(one, GONE_LIBRARY) for one in each.library_ids],
            allows_downloads=each.allows_downloads,
            invited_at=each.invited_at,
            accepted_at=each.accepted_at,
            changed_at=each.changed_at,
            verified_at=each.verified_at,
        )
        for each in rows
    ]


def access_preview(found: Preview) -> shapes.AccessPreview:
    """Return a dry run with the names of people and servers."""
    users = labels(each.user_id for each in found.actions)
    servers = server_names()
    return shapes.AccessPreview(
        at=found.at,
        people=found.people,
        is_cut=found.is_cut,
        actions=[
            shapes.PlannedActionShape(
                user_id=each.user_id,
                user_label=users.get(each.user_id, ""),
                action=each.action,
                server_id=each.server_id,
                server_name=servers.get(each.server_id or "", ""),
                libraries=list(each.libraries),
                why=each.why,
            )
            for each in found.actions
        ],
    )


def plan_names() -> Mapping[str, str]:
    """Return the name of every plan that is not archived."""
    return {plan.id: plan.name for plan in wiring.catalog_deps().store.plans()}


def server_names() -> Mapping[str, str]:
    """Return the name of every server, of those that were deleted here too."""
    store = wiring.catalog_deps().store
    servers: tuple[Server, ...] = (*store.servers(), *store.former_servers())
    return {server.id: server.name for server in servers}
