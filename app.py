"""Streams Manager: the Chalice application; everything it does is registered here."""

from chalice import Chalice

from chalicelib.entrypoints import (
    api,
    http,
    limits,
    media_webhooks,
    telemetry,
    timetable,
    webhooks,
    worker,
)
from chalicelib.entrypoints.site import blueprints

telemetry.configure()

app = Chalice(app_name="streams-manager", configure_logs=False)
app.debug = False
# Plex sends a picture along; as text API Gateway would not let its bytes through unharmed.
app.api.binary_types.append("multipart/form-data")
app.register_middleware(http.frame, "http")
app.register_middleware(limits.guard, "http")

for blueprint in (
    *blueprints.PAGES,
    api.blueprint,
    webhooks.blueprint,
    media_webhooks.blueprint,
    timetable.blueprint,
    worker.blueprint,
):
    app.register_blueprint(blueprint)
