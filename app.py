"""Streams Manager: the Chalice application; everything it does is registered here."""

from chalice import Chalice

from chalicelib.entrypoints import api, http, jobs, limits, schedules, telemetry, webhooks
from chalicelib.entrypoints.site import (
    account,
    checkout,
    media_account,
    plan_change,
    receipts,
    renewals,
    storefront,
    trial,
    waitlist,
)

telemetry.configure()

app = Chalice(app_name="streams-manager", configure_logs=False)
app.debug = False
app.register_middleware(http.frame, "http")
app.register_middleware(limits.guard, "http")

for blueprint in (
    storefront.blueprint,
    checkout.blueprint,
    account.blueprint,
    renewals.blueprint,
    receipts.blueprint,
    media_account.blueprint,
    plan_change.blueprint,
    trial.blueprint,
    waitlist.blueprint,
    api.blueprint,
    webhooks.blueprint,
    schedules.blueprint,
    jobs.blueprint,
):
    app.register_blueprint(blueprint)
