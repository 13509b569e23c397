"""Stripe's objects as this version of its API writes them, every nullable field included."""

from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_wire import new_id

ACCOUNT_ID = "acct_1SandboxStreams01"
_ZERO_DECIMAL = "bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf"
_OTHERS = (
    "usd aed ars aud bdt bgn brl cad chf cny cop czk dkk dop egp eur gbp hkd huf idr ils inr isk"
    " kes kwd mad mxn myr ngn nok nzd pen php pkr pln qar ron rsd sar sek sgd thb try twd uah"
    " uyu zar bhd jod omr tnd"
)
ZERO_DECIMAL = frozenset(_ZERO_DECIMAL.split())
CURRENCIES = ZERO_DECIMAL | frozenset(_OTHERS.split())
CARD_FEE_PERCENT, CARD_FEE_FIXED = 2.9, 30
NO_ADDRESS = {
    "city": None,
    "country": None,
    "line1": None,
    "line2": None,
    "postal_code": None,
    "state": None,
}


def seconds(world: World) -> int:
    """Return the world's time as Unix seconds."""
    return int(world.clock.now().timestamp())


def a_session(world: World, params: Doc, items: list[Doc]) -> Doc:
    """Return an open Checkout Session; names with `_` are kept by the stand-in alone."""
    id, now = new_id("cs_test_a1"), seconds(world)
    subtotal = sum(item["amount_subtotal"] for item in items)
    total = sum(item["amount_total"] for item in items)
    creation = None if params.get("customer") else params.get("customer_creation", "if_required")
    if params["mode"] == "subscription" and creation is not None:
        creation = "always"
    return {
        "id": id,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "allow_promotion_codes": params.get("allow_promotion_codes"),
        "amount_subtotal": subtotal,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": params.get("billing_address_collection"),
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": now,
        "currency": items[0]["currency"],
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer": params.get("customer"),
        "customer_account": None,
        "customer_creation": creation,
        "customer_details": _details(params["customer_email"])
        if "customer_email" in params
        else None,
        "customer_email": params.get("customer_email"),
        "discounts": [],
        "expires_at": params.get("expires_at", now + 24 * 3600),
        "invoice": None,
        "invoice_creation": None,
        "livemode": False,
        "locale": params.get("locale"),
        "metadata": params.get("metadata", {}),
        "mode": params["mode"],
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": params.get(
            "payment_method_collection",
            "always" if params["mode"] == "subscription" else "if_required",
        ),
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card", "sepa_debit"]
        if items[0]["currency"] == "eur"
        else ["card", "us_bank_account"],
        "payment_status": "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": params.get("submit_type"),
        "subscription": None,
        "success_url": params.get("success_url"),
        "total_details": {
            "amount_discount": subtotal - total,
            "amount_shipping": 0,
            "amount_tax": 0,
        },
        "ui_mode": "hosted_page",
        "url": f"{world.base_url}/stripe/c/pay/{id}",
        "wallet_options": None,
        "_items": items,
        "_intent_data": params.get("payment_intent_data", {}),
        "_subscription_data": params.get("subscription_data", {}),
    }


def _details(email: str | None, name: str | None = None) -> Doc:
    return {
        "address": None if name is None else dict(NO_ADDRESS, country="US"),
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": None if name is None else [],
    }


def customer_details(email: str, name: str) -> Doc:
    """Return what the hosted page collected about the payer."""
    return _details(email, name)


def a_price(world: World, data: Doc, product: str) -> Doc:
    """Return a price: one made by itself, or out of inline `price_data` (never active)."""
    amount, recurring = data["unit_amount"], data.get("recurring")
    if recurring is not None:
        recurring = {
            "interval": recurring["interval"],
            "interval_count": recurring.get("interval_count", 1),
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        }
    return {
        "id": new_id("price_1"),
        "object": "price",
        "active": data.get("active", False),
        "billing_scheme": "per_unit",
        "created": seconds(world),
        "currency": data["currency"].lower(),
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": data.get("lookup_key"),
        "metadata": data.get("metadata", {}),
        "nickname": data.get("nickname"),
        "product": product,
        "recurring": recurring,
        "tax_behavior": data.get("tax_behavior", "unspecified"),
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring" if recurring else "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


def a_line_item(price: Doc, quantity: int, name: str, details: Doc) -> Doc:
    """Return one line of a session; `_details` holds what only the hosted page shows."""
    total = price["unit_amount"] * quantity
    return {
        "id": new_id("li_1"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": price["currency"],
        "description": name,
        "metadata": {},
        "price": price,
        "quantity": quantity,
        "_details": details.get("description", ""),
    }


def a_customer(world: World, params: Doc) -> Doc:
    """Return a customer."""
    return {
        "id": new_id("cus_"),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": seconds(world),
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": params.get("description"),
        "discount": None,
        "email": params.get("email"),
        "invoice_prefix": new_id("").upper()[:8],
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": params.get("metadata", {}),
        "name": params.get("name"),
        "next_invoice_sequence": 1,
        "phone": params.get("phone"),
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


def an_intent(world: World, source: Doc, data: Doc) -> Doc:
    """Return the PaymentIntent of what is to be paid: a session, or the like of one."""
    id = new_id("pi_3")
    return {
        "id": id,
        "object": "payment_intent",
        "amount": source["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": data.get("capture_method", "automatic_async"),
        "client_secret": f"{id}_secret_{new_id('')}",
        "confirmation_method": "automatic",
        "created": seconds(world),
        "currency": source["currency"],
        "customer": source["customer"],
        "customer_account": None,
        "description": data.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": data.get("metadata", {}),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": source["payment_method_types"],
        "processing": None,
        "receipt_email": data.get("receipt_email"),
        "review": None,
        "setup_future_usage": data.get("setup_future_usage"),
        "shipping": None,
        "source": None,
        "statement_descriptor": data.get("statement_descriptor"),
        "statement_descriptor_suffix": data.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }
