"""The customers' site in one list, for app.py to register."""

from chalicelib.entrypoints.site import (
    account,
    checkout,
    media_account,
    own_access,
    plan_change,
    receipts,
    renewals,
    server_account,
    storefront,
    trial,
    waitlist,
)

PAGES = (
    storefront.blueprint,
    checkout.blueprint,
    account.blueprint,
    renewals.blueprint,
    receipts.blueprint,
    media_account.blueprint,
    own_access.blueprint,
    server_account.blueprint,
    plan_change.blueprint,
    trial.blueprint,
    waitlist.blueprint,
)
