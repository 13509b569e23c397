"""The parameters that Stripe takes in the calls of recurring billing.

`ANY` marks a parameter that the vendor knows and the stand-in accepts without effect.
"""

from infra.sandbox.stripe_params import (
    ANY,
    BOOL,
    INT,
    MAP,
    NUMBER,
    PAGE,
    READ,
    RECURRING,
    STR,
    TEXT,
    Choice,
    Shape,
    ignored,
)

_LISTED: dict[str, Shape] = {**PAGE, "created": ANY}
_EXPAND: dict[str, Shape] = {**READ}

PRODUCT_CREATE: dict[str, Shape] = {
    **_EXPAND,
    "id": STR,
    "name": STR,
    "active": BOOL,
    "description": STR,
    "images": [STR],
    "metadata": MAP,
    "statement_descriptor": STR,
    "unit_label": STR,
    "url": STR,
    "default_price_data": {
        "currency": STR,
        "unit_amount": INT,
        "unit_amount_decimal": STR,
        "recurring": RECURRING,
        "metadata": MAP,
        "tax_behavior": Choice(("exclusive", "inclusive", "unspecified")),
        **ignored("currency_options custom_unit_amount"),
    },
    **ignored("marketing_features package_dimensions shippable tax_code tax_details type"),
}
PRODUCT_UPDATE: dict[str, Shape] = {
    **_EXPAND,
    "name": STR,
    "active": BOOL,
    "default_price": STR,
    "description": TEXT,
    "images": [STR],
    "metadata": MAP,
    "statement_descriptor": STR,
    "unit_label": TEXT,
    "url": TEXT,
    **ignored("marketing_features package_dimensions shippable tax_code tax_details"),
}
PRODUCT_LIST: dict[str, Shape] = {
    **_LISTED,
    "active": BOOL,
    "ids": [STR],
    "url": STR,
    **ignored("shippable type"),
}
PRICE_CREATE: dict[str, Shape] = {
    **_EXPAND,
    "currency": STR,
    "active": BOOL,
    "lookup_key": STR,
    "metadata": MAP,
    "nickname": STR,
    "product": STR,
    "product_data": {
        "name": STR,
        "id": STR,
        "active": BOOL,
        "metadata": MAP,
        "statement_descriptor": STR,
        "unit_label": STR,
        **ignored("tax_code tax_details"),
    },
    "recurring": {**RECURRING, **ignored("meter trial_period_days usage_type")},
    "tax_behavior": Choice(("exclusive", "inclusive", "unspecified")),
    "transfer_lookup_key": BOOL,
    "unit_amount": INT,
    "unit_amount_decimal": STR,
    **ignored(
        "billing_scheme currency_options custom_unit_amount tiers tiers_mode transform_quantity"
    ),
}
PRICE_UPDATE: dict[str, Shape] = {
    **_EXPAND,
    "active": BOOL,
    "lookup_key": TEXT,
    "metadata": MAP,
    "nickname": TEXT,
    "tax_behavior": Choice(("exclusive", "inclusive", "unspecified")),
    "transfer_lookup_key": BOOL,
    **ignored("currency_options"),
}
PRICE_LIST: dict[str, Shape] = {
    **_LISTED,
    "active": BOOL,
    "currency": STR,
    "lookup_keys": [STR],
    "product": STR,
    "type": Choice(("one_time", "recurring")),
    "recurring": {
        "interval": Choice(("day", "month", "week", "year")),
        **ignored("meter usage_type"),
    },
}
COUPON_CREATE: dict[str, Shape] = {
    **_EXPAND,
    "id": STR,
    "amount_off": INT,
    "percent_off": NUMBER,
    "currency": STR,
    "duration": Choice(("forever", "once", "repeating")),
    "duration_in_months": INT,
    "max_redemptions": INT,
    "metadata": MAP,
    "name": STR,
    "redeem_by": INT,
    **ignored("applies_to currency_options"),
}
COUPON_UPDATE: dict[str, Shape] = {
    **_EXPAND,
    "metadata": MAP,
    "name": STR,
    **ignored("currency_options"),
}
COUPON_LIST = _LISTED
PROMOTION_CREATE: dict[str, Shape] = {
    **_EXPAND,
    "promotion": {"type": Choice(("coupon",)), "coupon": STR},
    "active": BOOL,
    "code": STR,
    "customer": STR,
    "expires_at": INT,
    "max_redemptions": INT,
    "metadata": MAP,
    "restrictions": {
        "first_time_transaction": BOOL,
        "minimum_amount": INT,
        "minimum_amount_currency": STR,
        **ignored("currency_options"),
    },
    **ignored("customer_account"),
}
PROMOTION_UPDATE: dict[str, Shape] = {
    **_EXPAND,
    "active": BOOL,
    "metadata": MAP,
    **ignored("restrictions"),
}
PROMOTION_LIST: dict[str, Shape] = {
    **_LISTED,
    "active": BOOL,
    "code": STR,
    "coupon": STR,
    "customer": STR,
    **ignored("customer_account"),
}
CUSTOMER_UPDATE: dict[str, Shape] = {
    **_EXPAND,
    "email": STR,
    "name": TEXT,
    "phone": TEXT,
    "description": TEXT,
    "metadata": MAP,
    **ignored(
        "address balance business_name cash_balance default_source individual_name"
        " invoice_prefix invoice_settings next_invoice_sequence preferred_locales shipping"
        " source tax tax_exempt validate"
    ),
}
_CANCELLATION: dict[str, Shape] = {
    "comment": TEXT,
    "feedback": TEXT,
    **ignored("feedback_option"),
}
SUBSCRIPTION_UPDATE: dict[str, Shape] = {
    **_EXPAND,
    "cancel_at_period_end": BOOL,
    "cancellation_details": _CANCELLATION,
    "default_payment_method": STR,
    "description": TEXT,
    "discounts": [{"coupon": STR, "discount": STR, **ignored("discount_end promotion_code")}],
    "items": [{"id": STR, "price": STR, "quantity": INT, **ignored("metadata discounts plan")}],
    "metadata": MAP,
    "payment_behavior": Choice(
        ("allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete")
    ),
    "proration_behavior": Choice(("always_invoice", "create_prorations", "none")),
    "proration_date": INT,
    **ignored(
        "add_invoice_items application_fee_percent automatic_tax billing_cycle_anchor"
        " billing_schedules billing_thresholds cancel_at collection_method days_until_due"
        " default_source default_tax_rates invoice_settings off_session on_behalf_of"
        " pause_collection payment_settings pending_invoice_item_interval"
        " transfer_data trial_end trial_from_plan trial_settings"
    ),
}
SUBSCRIPTION_CANCEL: dict[str, Shape] = {
    **_EXPAND,
    "cancellation_details": _CANCELLATION,
    **ignored("invoice_now prorate"),
}
SUBSCRIPTION_LIST: dict[str, Shape] = {
    **_LISTED,
    "customer": STR,
    "price": STR,
    "status": Choice(
        (
            "active",
            "all",
            "canceled",
            "ended",
            "incomplete",
            "incomplete_expired",
            "past_due",
            "paused",
            "trialing",
            "unpaid",
        )
    ),
    **ignored(
        "automatic_tax collection_method current_period_end current_period_start"
        " customer_account plan test_clock"
    ),
}
ITEM_LIST: dict[str, Shape] = {**PAGE, "subscription": STR}
INVOICE_LIST: dict[str, Shape] = {
    **_LISTED,
    "customer": STR,
    "subscription": STR,
    "status": Choice(("draft", "open", "paid", "uncollectible", "void")),
    **ignored("collection_method customer_account due_date"),
}
INVOICE_PREVIEW: dict[str, Shape] = {
    **_EXPAND,
    "subscription": STR,
    "customer": STR,
    "subscription_details": {
        "items": [
            {"id": STR, "price": STR, "quantity": INT, **ignored("metadata discounts plan")}
        ],
        "proration_behavior": Choice(("always_invoice", "create_prorations", "none")),
        "proration_date": INT,
        **ignored(
            "billing_cycle_anchor billing_mode billing_schedules cancel_at cancel_at_period_end"
            " cancel_now default_tax_rates metadata pause resume_at start_date trial_end"
        ),
    },
    **ignored(
        "automatic_tax currency customer_account customer_details discounts invoice_items issuer"
        " on_behalf_of preview_mode schedule schedule_details"
    ),
}
INVOICE_PAYMENT_LIST: dict[str, Shape] = {
    **_LISTED,
    "invoice": STR,
    "status": Choice(("canceled", "open", "paid")),
    "payment": {
        "type": Choice(("payment_intent", "payment_record")),
        "payment_intent": STR,
        **ignored("payment_record"),
    },
}
METHOD_LIST: dict[str, Shape] = {
    **PAGE,
    "customer": STR,
    "type": STR,
    **ignored("allow_redisplay customer_account"),
}
DISPUTE_LIST: dict[str, Shape] = {**_LISTED, "charge": STR, "payment_intent": STR}
PORTAL_CREATE: dict[str, Shape] = {
    **_EXPAND,
    "customer": STR,
    "return_url": STR,
    "configuration": STR,
    "locale": STR,
    **ignored("after_expiration customer_account flow_data on_behalf_of"),
}
PORTAL_SETUP_CREATE: dict[str, Shape] = {
    **_EXPAND,
    "features": {
        "customer_update": ANY,
        "invoice_history": {"enabled": BOOL},
        "payment_method_update": {"enabled": BOOL, **ignored("payment_method_configuration")},
        "subscription_cancel": {
            "enabled": BOOL,
            "mode": Choice(("at_period_end", "immediately")),
            "proration_behavior": Choice(("always_invoice", "create_prorations", "none")),
            **ignored("cancellation_reason"),
        },
        **ignored("subscription_update subscription_pause"),
    },
    "default_return_url": STR,
    "metadata": MAP,
    "name": STR,
    **ignored("business_profile login_page"),
}
PORTAL_SETUP_UPDATE: dict[str, Shape] = {**PORTAL_SETUP_CREATE, "active": BOOL}
PORTAL_SETUP_LIST: dict[str, Shape] = {**PAGE, "active": BOOL, "is_default": BOOL}
ENDPOINT_CREATE: dict[str, Shape] = {
    **_EXPAND,
    "url": STR,
    "enabled_events": [STR],
    "description": STR,
    "metadata": MAP,
    **ignored("api_version connect"),
}
ENDPOINT_UPDATE: dict[str, Shape] = {
    **_EXPAND,
    "url": STR,
    "enabled_events": [STR],
    "description": TEXT,
    "disabled": BOOL,
    "metadata": MAP,
}
ENDPOINT_LIST: dict[str, Shape] = {**PAGE}
