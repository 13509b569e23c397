"""What a person can do from the console about renewals, refunds, disputes and webhooks."""

from collections.abc import Callable

from infra.sandbox import stripe_disputes, stripe_ledger, stripe_portal, stripe_rules
from infra.sandbox import stripe_subscriptions as subscriptions
from infra.sandbox.kit import Action, BadAction, Doc, World
from infra.sandbox.stripe_expand import public
from infra.sandbox.stripe_session_actions import parse_delta, whole
from infra.sandbox.stripe_wire import StripeError


def _subscription(world: World, body: Doc) -> Doc:
    """Return the subscription named, or the newest that is alive if none is named."""
    given = body.get("subscription")
    if given:
        row = world.store.get("stripe.subscription", str(given))
        if row is None:
            raise BadAction(f"no such subscription: {given}")
        return row
    alive = [
        row
        for row in world.store.list("stripe.subscription")
        if row["status"] in subscriptions.ALIVE
    ]
    if not alive:
        raise BadAction("no subscription is alive; name one in `subscription`")
    return alive[-1]


def _again(world: World, row: Doc) -> Doc:
    return {"subscription": public(world.store.get("stripe.subscription", row["id"]))}


def _renew(world: World, body: Doc) -> Doc:
    with world.store.transaction():
        row = _subscription(world, body)
        if row["status"] not in ("active", "trialing", "past_due"):
            raise BadAction(f"this subscription is {row['status']}")
        if row["cancel_at_period_end"]:
            subscriptions.end(world, row, reason="cancellation_requested")
            return _again(world, row)
        invoice = subscriptions.renew(world, row, at_once=True)
        paid = world.store.get("stripe.invoice", invoice["id"])
        return {**_again(world, row), "invoice": public(paid)}


def _fail_renewals(world: World, body: Doc) -> Doc:
    with world.store.transaction():
        row = _subscription(world, body)
        tries = whole(body, "tries", -1)
        if tries == 0 or tries < -1:
            raise BadAction("tries must be at least 1, or left out: until it is healed")
        row["_failing"] = tries
        subscriptions.save(world, row)
        return {**_again(world, row), "failing": tries}


def _ask_for_changes(world: World, body: Doc) -> Doc:
    with world.store.transaction():
        row = _subscription(world, body)
        row["_asked"] = bool(body.get("asked", True))
        subscriptions.save(world, row)
        return {**_again(world, row), "asked": row["_asked"]}


def _heal(world: World, body: Doc) -> Doc:
    with world.store.transaction():
        row = _subscription(world, body)
        return {"subscription": public(subscriptions.heal(world, row, pay=body.get("pay", True)))}


def _cancel(world: World, body: Doc) -> Doc:
    with world.store.transaction():
        row = _subscription(world, body)
        if row["status"] == "canceled":
            raise BadAction("this subscription has ended already")
        if body.get("at_period_end"):
            subscriptions.change(world, row, {"cancel_at_period_end": True})
        else:
            subscriptions.end(world, row, reason="cancellation_requested")
        return _again(world, row)


def _resume(world: World, body: Doc) -> Doc:
    with world.store.transaction():
        row = _subscription(world, body)
        try:
            subscriptions.change(world, row, {"cancel_at_period_end": False})
        except StripeError as error:
            raise BadAction(error.message) from error
        return _again(world, row)


def _give_up(world: World, body: Doc) -> Doc:
    then = str(body.get("then", "canceled"))
    if then not in subscriptions.GIVE_UP:
        raise BadAction(f"then must be one of {', '.join(subscriptions.GIVE_UP)}")
    world.store.put("stripe.settings", "billing", {"give_up": then})
    return {"then": then}


def _end_refund(act: Callable[[World, str], Doc]) -> Callable[[World, Doc], Doc]:
    def run(world: World, body: Doc) -> Doc:
        try:
            with world.store.transaction():
                return {"refund": act(world, str(body.get("refund", "")))}
        except StripeError as error:
            raise BadAction(error.message) from error

    return run


def _charge(world: World, body: Doc) -> str:
    if body.get("charge"):
        return str(body["charge"])
    intent = world.store.get("stripe.payment_intent", str(body.get("payment_intent", "")))
    if intent is None or intent["latest_charge"] is None:
        raise BadAction("name a charge in `charge`, or a payment in `payment_intent`")
    return str(intent["latest_charge"])


def _dispute(world: World, body: Doc) -> Doc:
    amount = whole(body, "amount", 0) or None
    reason = str(body.get("reason", "fraudulent"))
    try:
        with world.store.transaction():
            made = stripe_disputes.open_dispute(
                world, _charge(world, body), reason=reason, amount=amount
            )
            return {"dispute": public(made)}
    except StripeError as error:
        raise BadAction(error.message) from error


def _on_dispute(act: Callable[[World, Doc, Doc], Doc]) -> Callable[[World, Doc], Doc]:
    def run(world: World, body: Doc) -> Doc:
        try:
            with world.store.transaction():
                row = world.store.get("stripe.dispute", str(body.get("dispute", "")))
                if row is None:
                    raise BadAction("name a dispute in `dispute`")
                return {"dispute": public(act(world, row, body))}
        except StripeError as error:
            raise BadAction(error.message) from error

    return run


def _portal(world: World, body: Doc) -> Doc:
    row = _subscription(world, body)
    try:
        with world.store.transaction():
            return {"url": stripe_portal.open_session(world, {"customer": row["customer"]})["url"]}
    except StripeError as error:
        raise BadAction(error.message) from error


def _portal_setup(world: World, body: Doc) -> Doc:
    with world.store.transaction():
        for row in world.store.list("stripe.portal_configuration"):
            world.store.delete("stripe.portal_configuration", row["id"])
        if body.get("saved", True):
            features = {}
            if body.get("mode") in ("at_period_end", "immediately"):
                features = {"subscription_cancel": {"mode": body["mode"]}}
            stripe_portal.save_default(world, features)
    return {"configurations": world.store.list("stripe.portal_configuration")}


def _rule(world: World, body: Doc) -> Doc:
    types = body.get("types") or ["*"]
    if not isinstance(types, list):
        raise BadAction('types is a list, such as ["invoice.*"]')
    delay = parse_delta(body["delay"]).total_seconds() if body.get("delay") else 0.0
    rules = stripe_rules.set_rule(
        world,
        types,
        hold=bool(body.get("hold")),
        delay_seconds=delay,
        copies=whole(body, "copies", 1),
    )
    return {"rules": rules}


def _clear_rules(world: World, _body: Doc) -> Doc:
    stripe_rules.clear(world)
    return {"rules": []}


def _release(world: World, body: Doc) -> Doc:
    order = str(body.get("order", "oldest"))
    return {
        "deliveries": stripe_rules.release(world, order=order, seed=whole(body, "seed", 0)),
        "order": order,
    }


_ONE: Doc = {"subscription": "sub_1…"}
BILLING_ACTIONS = [
    Action(
        "stripe",
        "renew",
        "Begin a subscription's next period now, invoice and payment included (the newest one"
        " alive if none is named)",
        _ONE,
        _renew,
    ),
    Action(
        "stripe",
        "fail_renewals",
        "Let the card be declined at the next `tries`; without it, until it is healed",
        {**_ONE, "tries": 1},
        _fail_renewals,
    ),
    Action(
        "stripe",
        "require_3ds_for_changes",
        "Have the bank ask for the payer's word before a change of plan is charged",
        {**_ONE, "asked": True},
        _ask_for_changes,
    ),
    Action(
        "stripe",
        "heal",
        "Make the card good again; with pay, the open invoice is paid at once",
        {**_ONE, "pay": True},
        _heal,
    ),
    Action(
        "stripe",
        "give_up",
        "What a subscription becomes after the last try: canceled, unpaid or past_due",
        {"then": "canceled"},
        _give_up,
    ),
    Action(
        "stripe",
        "cancel",
        "Cancel a subscription at Stripe, now or at the end of its period",
        {**_ONE, "at_period_end": False},
        _cancel,
    ),
    Action("stripe", "resume", "Take a cancellation back", _ONE, _resume),
    Action(
        "stripe",
        "settle_refund",
        "Let a pending refund reach the payer",
        {"refund": "re_3…"},
        _end_refund(stripe_ledger.settle_refund),
    ),
    Action(
        "stripe",
        "fail_refund",
        "Let a refund come back from the payer's bank",
        {"refund": "re_3…"},
        _end_refund(stripe_ledger.fail_refund),
    ),
    Action(
        "stripe",
        "dispute",
        "Let the payer's bank dispute a charge",
        {"charge": "ch_3…", "reason": "fraudulent"},
        _dispute,
    ),
    Action(
        "stripe",
        "answer_dispute",
        "Hand in evidence: the dispute is under review",
        {"dispute": "du_1…"},
        _on_dispute(lambda world, row, _body: stripe_disputes.answer(world, row)),
    ),
    Action(
        "stripe",
        "close_dispute",
        "End a dispute, won or lost",
        {"dispute": "du_1…", "won": True},
        _on_dispute(
            lambda world, row, body: stripe_disputes.close(
                world, row, won=bool(body.get("won", False))
            )
        ),
    ),
    Action("stripe", "open_portal", "Make a way into the customer portal", _ONE, _portal),
    Action(
        "stripe",
        "portal_setup",
        "Save the portal's settings, or (saved=false) leave them unsaved as in a new account",
        {"saved": True, "mode": "at_period_end"},
        _portal_setup,
    ),
    Action(
        "stripe",
        "webhook_rule",
        "Let events of these types go astray: hold them, delay them, send copies",
        {"types": ["invoice.*"], "hold": False, "delay": "2h", "copies": 2},
        _rule,
    ),
    Action("stripe", "clear_webhook_rules", "Let events go out as usual", {}, _clear_rules),
    Action(
        "stripe",
        "release_webhooks",
        "Send what is held, one by one: oldest, newest or shuffled (by seed)",
        {"order": "newest", "seed": 7},
        _release,
    ),
]
