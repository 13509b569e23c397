"""Streams Manager: the Chalice application. Everything it does is registered here, nothing else."""

from chalice import Chalice

from chalicelib.entrypoints import api, docs, jobs, schedules, webhooks
from chalicelib.entrypoints.site import account, checkout, storefront

app = Chalice(app_name="streams-manager")
app.debug = False

for blueprint in (
    storefront.blueprint,
    checkout.blueprint,
    account.blueprint,
    api.blueprint,
    docs.blueprint,
    webhooks.blueprint,
    schedules.blueprint,
    jobs.blueprint,
):
    app.register_blueprint(blueprint)
