"""The parameters that Stripe takes in each call the stand-in serves.

`ANY` marks a parameter that the vendor knows and the stand-in accepts without effect.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One of a closed list of words."""

    values: tuple[str, ...]


STR, INT, BOOL, MAP, ANY = "string", "integer", "boolean", "map", "any"
TEXT, NUMBER = "text", "number"  # a string that may be emptied; a decimal
Shape = str | Choice | list[Any] | dict[str, Any]

_EXPAND = [STR]
_RANGE = {"gt": INT, "gte": INT, "lt": INT, "lte": INT}
PAGE: dict[str, Shape] = {
    "limit": INT,
    "starting_after": STR,
    "ending_before": STR,
    "expand": _EXPAND,
}
CREATED_RANGE = _RANGE


def ignored(names: str) -> dict[str, Shape]:
    """Return parameters that are taken without effect, given as words."""
    return dict.fromkeys(names.split(), ANY)


RECURRING: dict[str, Shape] = {
    "interval": Choice(("day", "month", "week", "year")),
    "interval_count": INT,
}
_SUBSCRIPTION_DATA: dict[str, Shape] = {
    "description": STR,
    "metadata": MAP,
    "trial_end": INT,
    "trial_period_days": INT,
    **ignored(
        "application_fee_percent billing_cycle_anchor billing_cycle_anchor_config billing_mode"
        " default_tax_rates invoice_settings on_behalf_of pending_invoice_item_interval"
        " proration_behavior transfer_data trial_settings"
    ),
}
_PRODUCT_DATA: dict[str, Shape] = {
    "name": STR,
    "description": STR,
    "images": [STR],
    "metadata": MAP,
    "unit_label": STR,
    **ignored("tax_code tax_details"),
}
_PRICE_DATA: dict[str, Shape] = {
    "currency": STR,
    "product": STR,
    "product_data": _PRODUCT_DATA,
    "unit_amount": INT,
    "unit_amount_decimal": STR,
    "tax_behavior": Choice(("exclusive", "inclusive", "unspecified")),
    "recurring": RECURRING,
}
_LINE_ITEM: dict[str, Shape] = {
    "price": STR,
    "price_data": _PRICE_DATA,
    "quantity": INT,
    "metadata": MAP,
    **ignored("adjustable_quantity tax_rates"),
}
_INTENT_DATA: dict[str, Shape] = {
    "description": STR,
    "metadata": MAP,
    "receipt_email": STR,
    "statement_descriptor": STR,
    "statement_descriptor_suffix": STR,
    "capture_method": Choice(("automatic", "automatic_async", "manual")),
    "setup_future_usage": Choice(("off_session", "on_session")),
    **ignored("application_fee_amount on_behalf_of shipping transfer_data transfer_group"),
}

SESSION_CREATE: dict[str, Shape] = {
    "mode": Choice(("payment", "setup", "subscription")),
    "line_items": [_LINE_ITEM],
    "success_url": STR,
    "cancel_url": STR,
    "return_url": STR,
    "client_reference_id": STR,
    "customer": STR,
    "customer_email": STR,
    "customer_creation": Choice(("always", "if_required")),
    "currency": STR,
    "metadata": MAP,
    "payment_intent_data": _INTENT_DATA,
    "expires_at": INT,
    "discounts": [{"coupon": STR, "promotion_code": STR, **ignored("coupon_data")}],
    "subscription_data": _SUBSCRIPTION_DATA,
    "allow_promotion_codes": BOOL,
    "billing_address_collection": Choice(("auto", "required")),
    "submit_type": Choice(("auto", "book", "donate", "pay", "subscribe")),
    "ui_mode": Choice(("elements", "embedded_page", "form", "hosted_page")),
    "locale": STR,
    "expand": _EXPAND,
    **ignored(
        "adaptive_pricing after_expiration allowed_payment_method_types automatic_tax"
        " branding_settings consent_collection custom_fields custom_text customer_account"
        " customer_update excluded_payment_method_types integration_identifier invoice_creation"
        " managed_payments name_collection optional_items origin_context"
        " payment_method_collection payment_method_configuration payment_method_data"
        " payment_method_options permissions phone_number_collection redirect_on_completion"
        " saved_payment_method_options setup_intent_data shipping_address_collection"
        " shipping_options tax_id_collection wallet_options"
    ),
}
SESSION_LIST: dict[str, Shape] = {
    **PAGE,
    "created": ANY,
    "customer": STR,
    "customer_details": {"email": STR},
    "payment_intent": STR,
    "status": Choice(("complete", "expired", "open")),
    "subscription": STR,
    **ignored("customer_account payment_link"),
}
CUSTOMER_CREATE: dict[str, Shape] = {
    "email": STR,
    "name": STR,
    "phone": STR,
    "description": STR,
    "metadata": MAP,
    "expand": _EXPAND,
    **ignored(
        "address balance business_name cash_balance individual_name invoice_prefix"
        " invoice_settings next_invoice_sequence payment_method preferred_locales shipping"
        " source tax tax_exempt tax_id_data test_clock validate"
    ),
}
CUSTOMER_LIST: dict[str, Shape] = {
    **PAGE,
    "created": ANY,
    "email": STR,
    **ignored("test_clock"),
}
REFUND_CREATE: dict[str, Shape] = {
    "payment_intent": STR,
    "charge": STR,
    "amount": INT,
    "reason": Choice(("duplicate", "fraudulent", "requested_by_customer")),
    "metadata": MAP,
    "expand": _EXPAND,
    **ignored(
        "currency customer instructions_email origin refund_application_fee reverse_transfer"
    ),
}
REFUND_LIST: dict[str, Shape] = {**PAGE, "created": ANY, "charge": STR, "payment_intent": STR}
CHARGE_LIST: dict[str, Shape] = {
    **PAGE,
    "created": ANY,
    "customer": STR,
    "payment_intent": STR,
    **ignored("transfer_group"),
}
INTENT_LIST: dict[str, Shape] = {
    **PAGE,
    "created": ANY,
    "customer": STR,
    **ignored("customer_account"),
}
EVENT_LIST: dict[str, Shape] = {
    **PAGE,
    "created": ANY,
    "type": STR,
    "types": [STR],
    **ignored("delivery_success"),
}
TRANSACTION_LIST: dict[str, Shape] = {
    **PAGE,
    "created": ANY,
    "currency": STR,
    "source": STR,
    "type": STR,
    **ignored("payout"),
}
ITEMS_LIST: dict[str, Shape] = {**PAGE}
READ: dict[str, Shape] = {"expand": _EXPAND}
