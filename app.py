"""Streams Manager: the Chalice application; everything it does is registered here."""

from chalice import Chalice

from chalicelib.entrypoints import api, jobs, schedules, webhooks
from chalicelib.entrypoints.site import account, checkout, storefront

app = Chalice(app_name="streams-manager")
app.debug = False

for blueprint in (
    storefront.blueprint,
    checkout.blueprint,
    account.blueprint,
    api.blueprint,
    webhooks.blueprint,
    schedules.blueprint,
    jobs.blueprint,
):
    app.register_blueprint(blueprint)
