"""Plans."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib import wiring
from chalicelib.catalog import plans
from chalicelib.catalog.checks import LONGEST_TEXT
from chalicelib.catalog.limit_checks import (
    HOURS_OF_WEEK,
    LAST_HOUR,
    LEAST_KBPS,
    MOST_GB,
    MOST_KBPS,
)
from chalicelib.catalog.model import Plan
from chalicelib.catalog.offers import LONGEST_OFFER, SELLERS
from chalicelib.catalog.plan_limits import NO_LIMITS, PlanLimits
from chalicelib.entrypoints.admin.shapes import (
    Key,
    MoneyInput,
    MoneyShape,
    NameText,
    TermShape,
    Version,
    Versioned,
)
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import GroupId, PlanId, ServerId
from chalicelib.kernel.limits import MOST_DEVICES, MOST_DOWNLOADS, MOST_STREAMS, MOST_SUBS
from chalicelib.payments.model import GatewayName
from chalicelib.payments.renewing import offers as payment_offers
from chalicelib.settings.limit_model import StopMode

registry = Registry()


Offer = Annotated[str, StringConstraints(max_length=LONGEST_OFFER)]


class Offers(Model):
    """What gateways call the plan, so that it can be paid again and again; empty: not there."""

    stripe: Offer = ""
    paypal: Offer = ""


class PlanLimitsShape(Model):
    """What a plan allows beside how many streams; null sets no limit.

    Weeks are the site's. People may stream from `from_hour` until `to_hour` of the site's day;
    null for both allows the whole day. `stop_mode` takes the place of the site's.
    """

    allows_transcoding: bool
    max_bitrate_kbps: Annotated[int, Field(ge=LEAST_KBPS, le=MOST_KBPS, strict=True)] | None
    max_devices: Annotated[int, Field(ge=1, le=MOST_DEVICES, strict=True)] | None
    weekly_hours: Annotated[int, Field(ge=1, le=HOURS_OF_WEEK, strict=True)] | None
    weekly_gb: Annotated[int, Field(ge=1, le=MOST_GB, strict=True)] | None
    weekly_downloads: Annotated[int, Field(ge=1, le=MOST_DOWNLOADS, strict=True)] | None
    from_hour: Annotated[int, Field(ge=0, le=LAST_HOUR, strict=True)] | None
    to_hour: Annotated[int, Field(ge=0, le=LAST_HOUR, strict=True)] | None
    stop_mode: StopMode | None


class PlanShape(Model):
    """An offer."""

    id: str
    name: str
    description: str
    price: MoneyShape
    term: TermShape
    max_streams: int
    group_ids: list[str]
    target_server_ids: list[str]
    is_trial: bool
    is_active: bool
    is_archived: bool
    is_default: bool
    allows_downloads: bool
    sort_order: int
    offers: Offers
    max_sub_accounts: int
    shares_limit: bool
    limits: PlanLimitsShape
    version: int


class OfferShape(Model):
    """What a gateway charges for a plan; `difference` says how it differs, if it does."""

    gateway: str
    offer_ref: str
    difference: str


class PlanList(Model):
    """All plans that are not archived."""

    items: list[PlanShape]


class PlanInput(Model):
    """What can be set of a plan."""

    name: NameText
    description: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""
    price: MoneyInput
    term: TermShape
    max_streams: Annotated[int, Field(ge=1, le=MOST_STREAMS, strict=True)]
    group_ids: Annotated[list[Key], Field(max_length=50)]
    target_server_ids: Annotated[list[Key], Field(max_length=50, default_factory=list)]
    is_trial: bool = False
    is_active: bool = True
    allows_downloads: bool = False
    sort_order: Annotated[int, Field(ge=0, le=plans.LAST_IN_ORDER, strict=True)] = 0
    offers: Annotated[Offers, Field(default_factory=Offers)]
    max_sub_accounts: Annotated[int, Field(ge=0, le=MOST_SUBS, strict=True)] = 0
    shares_limit: bool = False
    limits: Annotated[PlanLimitsShape, Field(default_factory=lambda: _limits(NO_LIMITS))]


class PlanChange(PlanInput):
    """The same for a plan that exists."""

    version: Version


@registry.add("GET", "/plans", summary="List plans", returns=PlanList)
def list_plans(_call: Call[NoInput, NoInput]) -> PlanList:
    """Return the plans by sort order."""
    return PlanList(items=[_shape(plan) for plan in wiring.catalog_deps().store.plans()])


@registry.add("GET", "/plans/{plan_id}", summary="Show a plan", returns=PlanShape)
def read_plan(call: Call[NoInput, NoInput]) -> PlanShape:
    """Return one plan, archived or not."""
    plan = wiring.catalog_deps().store.plan(PlanId(call.path["plan_id"]))
    if plan is None:
        raise NotFoundError("There is no such plan.", remedy="Reload the list.")
    return _shape(plan)


@registry.add(
    "POST", "/plans", summary="Add a plan", body=PlanInput, returns=PlanShape, status=201
)
def add_plan(call: Call[PlanInput, NoInput]) -> PlanShape:
    """Add a plan; the first one becomes the default."""
    return _shape(plans.add(wiring.catalog_deps(), draft=_draft(call.body), actor=call.actor))


@registry.add(
    "PUT", "/plans/{plan_id}", summary="Change a plan", body=PlanChange, returns=PlanShape
)
def change_plan(call: Call[PlanChange, NoInput]) -> PlanShape:
    """Change the offer; what was paid keeps its dates and amounts."""
    plan = plans.change(
        wiring.catalog_deps(),
        plan_id=PlanId(call.path["plan_id"]),
        version=call.body.version,
        draft=_draft(call.body),
        actor=call.actor,
    )
    return _shape(plan)


@registry.add(
    "POST",
    "/plans/{plan_id}/default",
    summary="Make a plan the default",
    returns=PlanShape,
)
def make_default_plan(call: Call[NoInput, NoInput]) -> PlanShape:
    """Make it the only default plan."""
    plan_id = PlanId(call.path["plan_id"])
    return _shape(plans.make_default(wiring.catalog_deps(), plan_id=plan_id, actor=call.actor))


@registry.add(
    "POST",
    "/plans/{plan_id}/archive",
    summary="Archive a plan",
    body=Versioned,
    returns=PlanShape,
)
def archive_plan(call: Call[Versioned, NoInput]) -> PlanShape:
    """Take a plan out of every list; payments on it stay valid."""
    plan = plans.archive(
        wiring.catalog_deps(),
        plan_id=PlanId(call.path["plan_id"]),
        version=call.body.version,
        actor=call.actor,
    )
    return _shape(plan)


@registry.add(
    "GET",
    "/plans/{plan_id}/offers/{gateway}",
    summary="Compare a plan with a gateway's price of it",
    returns=OfferShape,
)
def check_plan_offer(call: Call[NoInput, NoInput]) -> OfferShape:
    """Ask the gateway what it charges for the plan, and say how that differs."""
    state = payment_offers.check(
        wiring.payments_deps(),
        plan_id=PlanId(call.path["plan_id"]),
        gateway=_gateway(call.path["gateway"]),
    )
    return OfferShape.model_validate(state)


@registry.add(
    "POST",
    "/plans/{plan_id}/offers/{gateway}",
    summary="Make a gateway's price of a plan",
    body=Versioned,
    returns=PlanShape,
)
def make_plan_offer(call: Call[Versioned, NoInput]) -> PlanShape:
    """Make product and price at the gateway and keep the id; the same plan has one price."""
    plan = payment_offers.make(
        wiring.payments_deps(),
        plan_id=PlanId(call.path["plan_id"]),
        version=call.body.version,
        gateway=_gateway(call.path["gateway"]),
        actor=call.actor,
    )
    return _shape(plan)


def _gateway(name: str) -> GatewayName:
    if name not in SELLERS:
        raise NotFoundError("This payment service does not charge again and again.")
    return GatewayName(name)


def _draft(body: PlanInput) -> plans.PlanDraft:
    return plans.PlanDraft(
        name=body.name,
        description=body.description,
        price=body.price.to_money(),
        term=body.term.to_term(),
        max_streams=body.max_streams,
        group_ids=tuple(GroupId(each) for each in body.group_ids),
        target_server_ids=tuple(ServerId(each) for each in body.target_server_ids),
        is_trial=body.is_trial,
        is_active=body.is_active,
        allows_downloads=body.allows_downloads,
        sort_order=body.sort_order,
        offers=body.offers.model_dump(),
        max_sub_accounts=body.max_sub_accounts,
        shares_limit=body.shares_limit,
        limits=PlanLimits(**body.limits.model_dump()),
    )


def _limits(limits: PlanLimits) -> PlanLimitsShape:
    return PlanLimitsShape.model_validate(limits)


def _shape(plan: Plan) -> PlanShape:
    default_id, _version = wiring.catalog_deps().store.default_plan_id()
    return PlanShape(
        id=plan.id,
        name=plan.name,
        description=plan.description,
        price=MoneyShape.model_validate(plan.price),
        term=TermShape.model_validate(plan.term),
        max_streams=plan.max_streams,
        group_ids=list(plan.group_ids),
        target_server_ids=list(plan.target_server_ids),
        is_trial=plan.is_trial,
        is_active=plan.is_active,
        is_archived=plan.is_archived,
        is_default=plan.id == default_id,
        allows_downloads=plan.allows_downloads,
        sort_order=plan.sort_order,
        offers=Offers(**plan.offers),
        max_sub_accounts=plan.max_sub_accounts,
        shares_limit=plan.shares_limit,
        limits=_limits(plan.limits),
        version=plan.version,
    )
