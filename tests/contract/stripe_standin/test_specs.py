"""The stand-in's tables and the vendor's samples, against the vendor's schemas."""

import json
from typing import Any

import pytest

from infra.sandbox import stripe_billing_params as billing
from infra.sandbox import stripe_params
from tests.contract.schema import SPECS, ContractError, Spec
from tests.contract.stripe_standin.client import SPEC_FILE


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        ("checkout.SessionCreateParams", stripe_params.SESSION_CREATE),
        ("CustomerCreateParams", stripe_params.CUSTOMER_CREATE),
        ("RefundCreateParams", stripe_params.REFUND_CREATE),
        ("CustomerUpdateParams", billing.CUSTOMER_UPDATE),
        ("ProductCreateParams", billing.PRODUCT_CREATE),
        ("ProductUpdateParams", billing.PRODUCT_UPDATE),
        ("PriceCreateParams", billing.PRICE_CREATE),
        ("PriceUpdateParams", billing.PRICE_UPDATE),
        ("CouponCreateParams", billing.COUPON_CREATE),
        ("CouponUpdateParams", billing.COUPON_UPDATE),
        ("PromotionCodeCreateParams", billing.PROMOTION_CREATE),
        ("PromotionCodeUpdateParams", billing.PROMOTION_UPDATE),
        ("SubscriptionUpdateParams", billing.SUBSCRIPTION_UPDATE),
        ("SubscriptionCancelParams", billing.SUBSCRIPTION_CANCEL),
        ("InvoiceCreatePreviewParams", billing.INVOICE_PREVIEW),
        ("billing_portal.SessionCreateParams", billing.PORTAL_CREATE),
        ("billing_portal.ConfigurationCreateParams", billing.PORTAL_SETUP_CREATE),
        ("billing_portal.ConfigurationUpdateParams", billing.PORTAL_SETUP_UPDATE),
        ("WebhookEndpointCreateParams", billing.ENDPOINT_CREATE),
        ("WebhookEndpointUpdateParams", billing.ENDPOINT_UPDATE),
    ],
)
def test_the_stand_in_knows_the_parameters_the_vendor_knows(
    schema: str, shape: dict[str, Any]
) -> None:
    assert set(shape) == Spec.load(SPEC_FILE).properties(schema)


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/v1/checkout/sessions", stripe_params.SESSION_LIST),
        ("/v1/customers", stripe_params.CUSTOMER_LIST),
        ("/v1/charges", stripe_params.CHARGE_LIST),
        ("/v1/payment_intents", stripe_params.INTENT_LIST),
        ("/v1/events", stripe_params.EVENT_LIST),
        ("/v1/refunds", stripe_params.REFUND_LIST),
        ("/v1/balance_transactions", stripe_params.TRANSACTION_LIST),
        ("/v1/products", billing.PRODUCT_LIST),
        ("/v1/prices", billing.PRICE_LIST),
        ("/v1/coupons", billing.COUPON_LIST),
        ("/v1/promotion_codes", billing.PROMOTION_LIST),
        ("/v1/subscriptions", billing.SUBSCRIPTION_LIST),
        ("/v1/subscription_items", billing.ITEM_LIST),
        ("/v1/invoices", billing.INVOICE_LIST),
        ("/v1/invoice_payments", billing.INVOICE_PAYMENT_LIST),
        ("/v1/payment_methods", billing.METHOD_LIST),
        ("/v1/disputes", billing.DISPUTE_LIST),
        ("/v1/billing_portal/configurations", billing.PORTAL_SETUP_LIST),
        ("/v1/webhook_endpoints", billing.ENDPOINT_LIST),
    ],
)
def test_the_stand_in_knows_the_filters_the_vendor_knows(path: str, shape: dict[str, Any]) -> None:
    assert set(shape) == Spec.load(SPEC_FILE).query_names("GET", path)


_NAMES = {
    "checkout.session": "checkout.Session",
    "billing_portal.session": "billing_portal.Session",
    "billing_portal.configuration": "billing_portal.Configuration",
    "item": "LineItem",
}
_LACKING = {
    "billing_portal.configuration": "subscription_pause",
    "dispute": "submission_method",
}
_NO_SCHEMA = {"line_item", "deleted_customer", "deleted_coupon"}  # of invoices, or of deletions
_SAMPLES = json.loads((SPECS / "stripe" / "fixtures3.json").read_text())["resources"]


@pytest.mark.parametrize("name", sorted(set(_SAMPLES) - _NO_SCHEMA))
def test_the_vendors_samples_fit_the_schemas(name: str) -> None:
    schema = _NAMES.get(name) or "".join(word.title() for word in name.split("_"))
    spec = Spec.load(SPEC_FILE)
    if name not in _LACKING:
        spec.check_object(schema, _SAMPLES[name])
        return
    with pytest.raises(ContractError, match=f"'{_LACKING[name]}' is a required property"):
        spec.check_object(schema, _SAMPLES[name])
