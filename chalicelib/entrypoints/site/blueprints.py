"""The customers' site in one list, for app.py to register."""

from chalicelib.entrypoints.site import (
    account,
    checkout,
    devices,
    media_account,
    own_access,
    own_streams,
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
    devices.blueprint,
    own_streams.blueprint,
    server_account.blueprint,
    plan_change.blueprint,
    trial.blueprint,
    waitlist.blueprint,
)
