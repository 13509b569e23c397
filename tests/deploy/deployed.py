"""A deployed system seen from outside: browsers reach it through its content network."""

import io
import json
import re
from typing import Any
from urllib.parse import urlsplit

import httpx

from infra.aws.place import Place
from infra.sandbox.kit import World
from tests.contract.serving import eventually
from tests.scenarios.world import ADMIN, PASSWORD, LiveWorld


class ThroughContentNetwork(httpx.HTTPTransport):
    """Sends what is meant for the site's own host to the embedded AWS, as from outside its TLS."""

    def __init__(self, aws: str) -> None:
        super().__init__()
        self._aws = httpx.URL(aws)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the Host header stays that of the site."""
        url = request.url.copy_with(scheme="http", host=self._aws.host, port=self._aws.port)
        headers = {**request.headers, "x-forwarded-proto": "https"}
        return super().handle_request(
            httpx.Request(
                request.method,
                url,
                headers=headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )


class DeployedWorld(LiveWorld):
    """The hands of LiveWorld on a deployed system: nothing of ours runs in this process."""

    def __init__(self, standins: World, place: Place, *, site_url: str, aws: str) -> None:
        self.standins = standins
        self.base_url = site_url
        self.ids: dict[str, str] = {}
        self._place = place
        browser: dict[str, Any] = {"base_url": site_url, "timeout": 60, "trust_env": False}
        self.visitor = httpx.Client(transport=ThroughContentNetwork(aws), **browser)
        self.admin = httpx.Client(transport=ThroughContentNetwork(aws), **browser)

    def set_up(self, link: str) -> None:
        """Make the first administrator with the one-time link, and sign in."""
        token = re.search(r"token=([\w.~-]+)", urlsplit(link).fragment)
        assert token, link
        body = {"token": token[1], "email": ADMIN, "password": PASSWORD}
        answer = self.admin.post("/api/v1/setup", json=body)
        assert answer.status_code == 200, answer.text
        self.admin.headers["x-csrf-token"] = answer.json()["csrf_token"]

    def run(self, schedule: str) -> dict[str, Any]:
        """Run a schedule's function as its rule would."""
        event = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
        event |= {"account": "0", "time": "2026-01-01T00:00:00Z", "region": self._place.region}
        return self.invoke(schedule, event | {"resources": [], "version": "0", "id": "1"})

    def invoke(self, function: str, event: dict[str, Any]) -> dict[str, Any]:
        """Invoke a function and return its result; fails when it crashed."""
        answer = self._place.clients("lambda").invoke(
            FunctionName=self._place.function(function),
            Payload=io.BytesIO(json.dumps(event).encode()),
        )
        result: dict[str, Any] = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, result
        return result

    def work(self) -> int:
        """Wait until the deployed worker has emptied the queue."""
        eventually(lambda: self._waiting() == 0, seconds=90)
        return 0

    def deliver(self) -> None:
        """Wait until Stripe has tried every webhook that is due; functions may have to start."""
        self.standins.nudge()
        eventually(lambda: not self._undelivered(), seconds=90)

    def _waiting(self) -> int:
        client = self._place.clients("sqs")
        url = client.get_queue_url(QueueName=self._place.queue)["QueueUrl"]
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = client.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)

    def close(self) -> None:
        """Close the browsers."""
        self.visitor.close()
        self.admin.close()
