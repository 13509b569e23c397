"""Stripe's objects of recurring billing, every nullable field included."""

from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import new_id


def a_product(world: World, params: Doc) -> Doc:
    """Return a product."""
    now = seconds(world)
    return {
        "id": params.get("id") or new_id("prod_"),
        "object": "product",
        "active": params.get("active", True),
        "created": now,
        "default_price": None,
        "description": params.get("description"),
        "images": params.get("images", []),
        "livemode": False,
        "marketing_features": [],
        "metadata": params.get("metadata", {}),
        "name": params["name"],
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": params.get("statement_descriptor"),
        "tax_code": None,
        "type": "service",
        "unit_label": params.get("unit_label"),
        "updated": now,
        "url": params.get("url"),
    }


def a_coupon(world: World, params: Doc) -> Doc:
    """Return a coupon."""
    return {
        "id": params.get("id") or new_id("")[:8].upper(),
        "object": "coupon",
        "amount_off": params.get("amount_off"),
        "created": seconds(world),
        "currency": params.get("currency"),
        "duration": params.get("duration", "once"),
        "duration_in_months": params.get("duration_in_months"),
        "livemode": False,
        "max_redemptions": params.get("max_redemptions"),
        "metadata": params.get("metadata", {}),
        "name": params.get("name"),
        "percent_off": params.get("percent_off"),
        "redeem_by": params.get("redeem_by"),
        "times_redeemed": 0,
        "valid": True,
    }


def a_promotion_code(world: World, params: Doc) -> Doc:
    """Return a code that customers type in to get a coupon."""
    restrictions = params.get("restrictions", {})
    return {
        "id": new_id("promo_1"),
        "object": "promotion_code",
        "active": params.get("active", True),
        "code": params.get("code") or new_id("")[:8].upper(),
        "created": seconds(world),
        "customer": params.get("customer"),
        "customer_account": None,
        "expires_at": params.get("expires_at"),
        "livemode": False,
        "max_redemptions": params.get("max_redemptions"),
        "metadata": params.get("metadata", {}),
        "promotion": params["promotion"],
        "restrictions": {
            "first_time_transaction": restrictions.get("first_time_transaction", False),
            "minimum_amount": restrictions.get("minimum_amount"),
            "minimum_amount_currency": restrictions.get("minimum_amount_currency"),
        },
        "times_redeemed": 0,
    }


def a_discount(coupon: Doc, *, code: str | None, owner: Doc, start: int, end: int | None) -> Doc:
    """Return what a coupon gives to `owner`: names of a customer, a subscription, a session."""
    return {
        "id": new_id("di_1"),
        "object": "discount",
        "checkout_session": owner.get("checkout_session"),
        "customer": owner.get("customer"),
        "customer_account": None,
        "end": end,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": code,
        "source": {"coupon": coupon["id"], "type": "coupon"},
        "start": start,
        "subscription": owner.get("subscription"),
        "subscription_item": None,
    }


def a_subscription_item(world: World, line: Doc, id: str, *, start: int, end: int) -> Doc:
    """Return one item of a subscription, made from a line of a session."""
    price = line["price"]
    return {
        "id": new_id("si_"),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": seconds(world),
        "current_period_end": end,
        "current_period_start": start,
        "discounts": [],
        "metadata": {},
        "plan": a_plan(price),
        "price": price,
        "quantity": line["quantity"],
        "subscription": id,
        "tax_rates": [],
        "_name": line["description"],
    }


def a_plan(price: Doc) -> Doc:
    """Return the old form of a recurring price, which items still carry."""
    names = ("active", "billing_scheme", "created", "currency", "livemode", "metadata")
    return {
        "id": price["id"],
        "object": "plan",
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        **{name: price[name] for name in names},
        "interval": price["recurring"]["interval"],
        "interval_count": price["recurring"]["interval_count"],
        "meter": None,
        "nickname": price["nickname"],
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def a_subscription(world: World, customer: str, data: Doc, *, currency: str) -> Doc:
    """Return a subscription without items; `data` is what a session's owner gave for it."""
    now, id = seconds(world), new_id("sub_1")
    return {
        "id": id,
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": now,
        "billing_cycle_anchor_config": None,
        "billing_mode": {"type": "flexible", "flexible": {"proration_discounts": "included"}},
        "billing_schedules": [],
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": now,
        "currency": currency,
        "customer": customer,
        "customer_account": None,
        "days_until_due": None,
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": data.get("description"),
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": _list_of([], f"/v1/subscription_items?subscription={id}"),
        "latest_invoice": None,
        "livemode": False,
        "managed_payments": {"enabled": False},
        "metadata": data.get("metadata", {}),
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": ["card"],
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": now,
        "status": "active",
        "test_clock": None,
        "transfer_data": None,
        "trial_end": None,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
        "trial_start": None,
        "_cycles": 0,
        "_failing": 0,
    }


def an_invoice(world: World, subscription: Doc, customer: Doc, *, reason: str) -> Doc:
    """Return a draft invoice without lines for a subscription."""
    now, id = seconds(world), new_id("in_1")
    zero = (
        "amount_due amount_overpaid amount_paid amount_remaining amount_shipping attempt_count"
        " post_payment_credit_notes_amount pre_payment_credit_notes_amount starting_balance"
        " subtotal subtotal_excluding_tax total total_excluding_tax"
    )
    empty = (
        "account_tax_ids application automatically_finalizes_at custom_fields customer_account"
        " customer_phone customer_shipping default_payment_method default_source description"
        " due_date effective_at ending_balance footer from_invoice hosted_invoice_url invoice_pdf"
        " last_finalization_error latest_revision next_payment_attempt number on_behalf_of"
        " receipt_number rendering shipping_cost shipping_details statement_descriptor test_clock"
        " webhooks_delivered_at"
    )
    return {
        "id": id,
        "object": "invoice",
        **dict.fromkeys(zero.split(), 0),
        **dict.fromkeys(empty.split()),
        "account_country": "US",
        "account_name": "Streams Manager (sandbox)",
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "created": now,
        "currency": subscription["currency"],
        "customer": customer["id"],
        "customer_address": None,
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "default_tax_rates": [],
        "discounts": [],
        "issuer": {"type": "self"},
        "lines": _list_of([], f"/v1/invoices/{id}/lines"),
        "livemode": False,
        "metadata": {},
        "parent": {
            "quote_details": None,
            "subscription_details": {
                "metadata": subscription["metadata"],
                "subscription": subscription["id"],
            },
            "type": "subscription_details",
        },
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": now,
        "period_start": now,
        "status": "draft",
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "total_discount_amounts": [],
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
    }


def an_invoice_line(item: Doc, invoice: Doc, *, amount: int, off: Doc, period: Doc) -> Doc:
    """Return one line of an invoice; `off` maps a discount's id to what it takes off."""
    price = item["price"]
    return {
        "id": new_id("il_1"),
        "object": "line_item",
        "amount": amount,
        "currency": price["currency"],
        "description": f"{item['quantity']} × {item['_name']}",
        "discount_amounts": [{"amount": off[id], "discount": id} for id in off],
        "discountable": True,
        "discounts": [],
        "invoice": invoice["id"],
        "livemode": False,
        "metadata": {},
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": False,
                "proration_details": {"credited_items": None},
                "subscription": item["subscription"],
                "subscription_item": item["id"],
            },
            "type": "subscription_item_details",
        },
        "period": period,
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": item["quantity"],
        "quantity_decimal": str(item["quantity"]),
        "subtotal": amount,
        "subscription": item["subscription"],
        "taxes": [],
    }


def an_invoice_payment(world: World, invoice: Doc, intent: str) -> Doc:
    """Return what ties an invoice to the PaymentIntent that pays it."""
    return {
        "id": new_id("inpay_1"),
        "object": "invoice_payment",
        "amount_paid": None,
        "amount_requested": invoice["amount_due"],
        "created": seconds(world),
        "currency": invoice["currency"],
        "invoice": invoice["id"],
        "is_default": True,
        "livemode": False,
        "payment": {"payment_intent": intent, "type": "payment_intent"},
        "status": "open",
        "status_transitions": {"canceled_at": None, "paid_at": None},
    }


def a_payment_method(world: World, customer: Doc) -> Doc:
    """Return the test card that a customer leaves for renewals."""
    return {
        "id": new_id("pm_1"),
        "object": "payment_method",
        "allow_redisplay": "limited",
        "billing_details": {
            "address": None,
            "email": customer["email"],
            "name": customer["name"],
            "phone": None,
            "tax_id": None,
        },
        "card": {
            "brand": "visa",
            "checks": None,
            "country": "US",
            "display_brand": "visa",
            "exp_month": 12,
            "exp_year": 2034,
            "fingerprint": "Xt5EWLLDS7FJjR1c",
            "funding": "credit",
            "generated_from": None,
            "last4": "4242",
            "networks": {"available": ["visa"], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": seconds(world),
        "customer": customer["id"],
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }


def _list_of(rows: list[Doc], url: str) -> Doc:
    return {"object": "list", "data": rows, "has_more": False, "url": url}
