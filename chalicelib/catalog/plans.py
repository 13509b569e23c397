"""Add, change, archive plans, and say which one is the default."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from chalicelib.catalog.checks import LONGEST_TEXT, checked_name, refuse
from chalicelib.catalog.limit_checks import limit_problems, shown_limits
from chalicelib.catalog.model import PRIVATE, DefaultPlan, Plan
from chalicelib.catalog.offers import named_offers, offer_problems, shown_offers
from chalicelib.catalog.plan_limits import NO_LIMITS, PlanLimits
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    Problem,
    StaleRecordError,
)
from chalicelib.kernel.ids import GroupId, PlanId, ServerId, new_id
from chalicelib.kernel.limits import MOST_STREAMS, MOST_SUBS
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.kernel.term import Term
from chalicelib.settings.checks import currency

# The largest amount that the payment services take, in minor units.
HIGHEST_PRICE = 99_999_999
LAST_IN_ORDER = 10_000


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as an administrator writes it."""

    name: str
    price: Money
    term: Term
    max_streams: int
    group_ids: tuple[GroupId, ...]
    description: str = ""
    target_server_ids: tuple[ServerId, ...] = ()
    is_trial: bool = False
    is_active: bool = True
    allows_downloads: bool = False
    sort_order: int = 0
    offers: Mapping[str, str] = field(default_factory=dict)
    max_sub_accounts: int = 0
    shares_limit: bool = False
    limits: PlanLimits = NO_LIMITS


def add(deps: CatalogDeps, *, draft: PlanDraft, actor: Actor) -> Plan:
    """Add a plan; the first active one becomes the default. Raises InvalidError."""
    now = deps.clock.now()
    checked = _checked(deps, draft)
    plan = Plan(id=PlanId(new_id("pln", now=now)), **_fields(checked))
    deps.database.commit(
        Insert(plan),
        *_default_if_none(deps, plan),
        Insert(note(actor, "plan.added", plan.id, now=now, after=_shown(plan))),
    )
    return replace(plan, version=1)


def change(
    deps: CatalogDeps, *, plan_id: PlanId, version: int, draft: PlanDraft, actor: Actor
) -> Plan:
    """Change the offer; what was paid keeps its dates and amounts (B016).

    Raises InvalidError, NotFoundError, StaleRecordError, or ConflictError when the default plan
    would become inactive (B006).
    """
    plan = _current(deps, plan_id, version)
    checked = _checked(deps, draft)
    default_id, _ = deps.store.default_plan_id()
    if default_id == plan.id and not checked.is_active:
        raise _is_default("deactivated")
    changed = replace(plan, **_fields(checked))
    if changed == plan:
        return plan
    now = deps.clock.now()
    deps.database.commit(
        Update(changed),
        *_default_if_none(deps, changed),
        Insert(
            note(
                actor, "plan.changed", plan.id, now=now, before=_shown(plan), after=_shown(changed)
            )
        ),
    )
    return replace(changed, version=changed.version + 1)


def archive(deps: CatalogDeps, *, plan_id: PlanId, version: int, actor: Actor) -> Plan:
    """Take a plan out of every list; payments on it stay valid.

    Raises NotFoundError, StaleRecordError, or ConflictError for the default plan.
    """
    plan = _current(deps, plan_id, version)
    default_id, _ = deps.store.default_plan_id()
    if default_id == plan.id:
        raise _is_default("archived")
    archived = replace(plan, is_archived=True, is_active=False)
    entry = note(actor, "plan.archived", plan.id, now=deps.clock.now(), before={"name": plan.name})
    deps.database.commit(Update(archived), Insert(entry))
    return replace(archived, version=archived.version + 1)


def make_default(deps: CatalogDeps, *, plan_id: PlanId, actor: Actor) -> Plan:
    """Make it the only default plan (B006); raises NotFoundError or ConflictError."""
    plan = _found(deps, plan_id)
    if not plan.is_active:
        raise ConflictError("An inactive plan cannot be the default.", remedy="Activate it first.")
    if plan.is_trial:
        raise ConflictError("A trial cannot be the default plan.", remedy="Choose another plan.")
    default_id, version = deps.store.default_plan_id()
    if default_id == plan.id:
        return plan
    entry = note(
        actor,
        "plan.made_default",
        plan.id,
        now=deps.clock.now(),
        before={"default": default_id or ""},
        after={"default": plan.id},
    )
    # Storing the plan, too, lets nobody deactivate it in the same moment.
    deps.database.commit(Update(DefaultPlan(plan.id, version)), Update(plan), Insert(entry))
    return replace(plan, version=plan.version + 1)


def _found(deps: CatalogDeps, plan_id: PlanId) -> Plan:
    plan = deps.store.plan(plan_id)
    if plan is None or plan.is_archived:
        raise NotFoundError("There is no such plan.", remedy="Reload the list.")
    return plan


def _current(deps: CatalogDeps, plan_id: PlanId, version: int) -> Plan:
    plan = _found(deps, plan_id)
    if plan.version != version:
        raise StaleRecordError(plan)
    return plan


def _default_if_none(deps: CatalogDeps, plan: Plan) -> list[Write]:
    default_id, version = deps.store.default_plan_id()
    if default_id is not None or not plan.is_active or plan.is_trial:
        return []
    return [Update(DefaultPlan(plan.id, version))]


def _is_default(what: str) -> ConflictError:
    return ConflictError(
        f"The default plan cannot be {what}.",
        remedy="Make another plan the default first.",
        code="plan.is_default",
    )


def _checked(deps: CatalogDeps, draft: PlanDraft) -> PlanDraft:
    """Return the draft tidied; raises InvalidError with everything that is wrong."""
    problems: list[Problem] = []
    try:
        draft = replace(
            draft,
            name=checked_name("name", draft.name),
            description=draft.description.strip(),
            group_ids=tuple(dict.fromkeys(draft.group_ids)),
            target_server_ids=tuple(dict.fromkeys(draft.target_server_ids)),
            offers=named_offers(draft.offers),
        )
    except InvalidError as error:
        problems.extend(error.problems)
    problems += _number_problems(draft)
    problems += filter(None, [currency("price.currency", draft.price.currency)])
    problems += _group_problems(deps, draft)
    problems += _sub_account_problems(draft)
    problems += limit_problems(draft.limits)
    problems += _download_problems(draft)
    problems += offer_problems(draft.offers)
    problems += _trial_problems(draft)
    if set(draft.target_server_ids) - {server.id for server in deps.store.servers()}:
        problems.append(
            Problem(
                "target_server_ids", "A target server does not exist.", "Choose from the list."
            )
        )
    refuse(problems)
    return draft


def _number_problems(draft: PlanDraft) -> list[Problem]:
    limits = (
        ("price", draft.price.minor, 0, HIGHEST_PRICE, "The price", "in the smallest unit"),
        ("max_streams", draft.max_streams, 1, MOST_STREAMS, "The stream limit", "streams"),
        ("sort_order", draft.sort_order, 0, LAST_IN_ORDER, "The place in the order", ""),
        ("max_sub_accounts", draft.max_sub_accounts, 0, MOST_SUBS, "The number", "linked users"),
        ("description", len(draft.description), 0, LONGEST_TEXT, "The text", "characters"),
    )
    return [
        Problem(field, f"{what} cannot be {value}.", f"Use {least} to {most} {unit}".strip() + ".")
        for field, value, least, most, what, unit in limits
        if not least <= value <= most
    ]


def _group_problems(deps: CatalogDeps, draft: PlanDraft) -> list[Problem]:
    if not draft.group_ids:
        return [
            Problem("group_ids", "A plan needs a library group.", "Choose at least one group.")
        ]
    if PRIVATE in draft.group_ids:
        return [
            Problem("group_ids", "Private libraries are never shared.", "Choose another group.")
        ]
    if set(draft.group_ids) - {group.id for group in deps.store.groups()}:
        return [Problem("group_ids", "A library group does not exist.", "Choose from the list.")]
    return []


def _trial_problems(draft: PlanDraft) -> list[Problem]:
    if not draft.is_trial:
        return []
    problems = [
        Problem(f"offers.{gateway}", "A trial is never charged.", "Leave this empty.")
        for gateway in draft.offers
    ]
    if draft.price.minor > 0:
        problems.append(
            Problem("price", "A trial costs nothing.", "Enter 0, or make it no trial.")
        )
    return problems


def _sub_account_problems(draft: PlanDraft) -> list[Problem]:
    if draft.max_sub_accounts and draft.is_trial:
        return [
            Problem("max_sub_accounts", "A trial is for one person.", "Use 0 on a trial plan.")
        ]
    if draft.shares_limit and not draft.max_sub_accounts:
        message = "Nobody shares the limit of a plan for one person."
        return [Problem("shares_limit", message, "Say for how many linked users the plan is.")]
    return []


def _download_problems(draft: PlanDraft) -> list[Problem]:
    if draft.limits.weekly_downloads is None or draft.allows_downloads:
        return []
    message = "The plan has no downloads that could be counted."
    return [Problem("limits.weekly_downloads", message, "Allow downloads, or leave this empty.")]


def _fields(draft: PlanDraft) -> dict[str, Any]:
    return {each.name: getattr(draft, each.name) for each in fields(draft)}


def _shown(plan: Plan) -> dict[str, object]:
    hidden = {"id", "version", "limits"}
    shown = {name: value for name, value in asdict(plan).items() if name not in hidden}
    told = {"price": plan.price, "term": plan.term, "offers": shown_offers(plan)}
    return {**shown, **told, **shown_limits(plan.limits)}
