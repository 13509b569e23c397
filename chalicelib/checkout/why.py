"""Why a plan is in the checkout or is not: every rule with the data it looked at (X061)."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.access.explaining.why import Rule
from chalicelib.access.selection import Candidate, Choice
from chalicelib.catalog.model import Plan
from chalicelib.checkout import seat
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.shelf import Shelf, read_shelf
from chalicelib.checkout.trial import is_trial
from chalicelib.checkout.ways import open_ways, ways_of
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import PlanId
from chalicelib.payments.model import GatewayName, OrderMode

_NAMES = {
    GatewayName.STRIPE: "Stripe",
    GatewayName.PAYPAL: "PayPal",
    GatewayName.PLISIO: "Plisio",
    GatewayName.MANUAL: "hand",
}
_MODES = {OrderMode.ONCE: "once", OrderMode.RECURRING: "again and again"}


@dataclass(frozen=True, slots=True)
class PlanWhy:
    """Whether customers see the plan and can have it, the sentence that decides, and all rules.

    `candidates` are the servers as they were weighed for a newcomer, the best first.
    """

    is_shown: bool
    can_be_had: bool
    because: str
    rules: tuple[Rule, ...]
    candidates: tuple[Candidate, ...]


def why(deps: CheckoutDeps, *, plan_id: PlanId) -> PlanWhy:
    """Return why the plan is in the checkout or is not; raises NotFoundError."""
    plan = deps.catalog.plan(plan_id)
    if plan is None:
        raise NotFoundError("There is no such plan.", remedy="Reload the list.")
    shelf = read_shelf(deps)
    choice = seat.newcomers(deps, shelf, now=deps.clock.now()).choose(plan, now=deps.clock.now())
    shown = tuple(_trial_rules(deps, plan) if plan.is_trial else _sale_rules(deps, plan))
    room = _room(deps, plan, shelf, choice)
    rules = (*shown, _libraries(deps, plan, shelf), room)
    broken = next((rule for rule in rules if not rule.holds), None)
    return PlanWhy(
        is_shown=all(rule.holds for rule in shown),
        can_be_had=broken is None,
        because=broken.answer if broken else room.answer,
        rules=rules,
        candidates=choice.candidates,
    )


def _sale_rules(deps: CheckoutDeps, plan: Plan) -> Iterator[Rule]:
    is_on = deps.settings.site().subscriptions_enabled
    answer = "Yes." if is_on else "No: Subscriptions is off in Settings, Site."
    yield Rule("Are sales switched on?", answer, is_on)
    yield _is_offered(plan)
    is_priced = plan.price.minor > 0
    cost = f"It costs {plan.price.to_decimal()} {plan.price.currency}."
    answer = cost if is_priced else "No: a plan that costs nothing is given by hand only."
    yield Rule("Does it have a price?", answer, is_priced)
    yield _payable(deps, plan)
    yield _audience(plan)


def _trial_rules(deps: CheckoutDeps, plan: Plan) -> Iterator[Rule]:
    is_on = deps.settings.trials().enabled
    answer = "Yes." if is_on else "No: trials are off in Settings, Trials."
    yield Rule("Are free trials switched on?", answer, is_on)
    if is_trial(plan):
        yield Rule("Can it be tried?", "Yes: it is an active trial plan.", holds=True)
    else:
        yield _is_offered(plan)


def _is_offered(plan: Plan) -> Rule:
    question = "Is the plan active?"
    if plan.is_archived:
        return Rule(question, "No: it is archived, and in no list any more.", holds=False)
    if not plan.is_active:
        return Rule(question, "No: Active is off on its page.", holds=False)
    return Rule(question, "Yes.", holds=True)


def _payable(deps: CheckoutDeps, plan: Plan) -> Rule:
    question = "Can it be paid?"
    opened = open_ways(deps)
    if not opened:
        text = "No: no payment service is switched on with its keys, or no way to pay is allowed."
        return Rule(question, text, holds=False)
    ways = ways_of(plan, opened)
    if not ways:
        services = ", ".join(dict.fromkeys(_NAMES[way.gateway] for way in opened))
        text = f"No: plans only renew by themselves, and it has no id at {services}."
        return Rule(question, text, holds=False)
    told = [
        f"{word} by {', '.join(_NAMES[way.gateway] for way in ways if way.mode is mode)}"
        for mode, word in _MODES.items()
        if any(way.mode is mode for way in ways)
    ]
    return Rule(question, f"Yes: {'; '.join(told)}.", holds=True)


def _audience(plan: Plan) -> Rule:
    question = "Who sees it?"
    if not plan.covers:
        return Rule(question, "Everybody.", holds=True)
    users = "linked user" if plan.covers == 1 else "linked users"
    text = f"Only who is signed in and has exactly {plan.covers} {users}."
    return Rule(question, text, holds=True)


def _libraries(deps: CheckoutDeps, plan: Plan, shelf: Shelf) -> Rule:
    groups = [group.name for group in deps.catalog.groups() if group.id in plan.group_ids]
    named = ", ".join(groups) or "no group"
    having = [server.name for server in shelf.servers if shelf.has_libraries(server, plan)]
    if not having:
        text = f"No: no enabled server has a library of {named}."
        return Rule("Are there libraries for it?", text, holds=False)
    text = f"Yes: libraries of {named} are on {', '.join(having)}."
    return Rule("Are there libraries for it?", text, holds=True)


def _room(deps: CheckoutDeps, plan: Plan, shelf: Shelf, choice: Choice) -> Rule:
    question = "Is there room for a newcomer?"
    if choice.server_id is not None:
        return Rule(question, f"Yes. {choice.explanation}", holds=True)
    if shelf.choose(plan, now=deps.clock.now()).server_id is not None:
        return Rule(question, f"No. {seat.IN_LINE}", holds=False)
    return Rule(question, choice.explanation, holds=False)
