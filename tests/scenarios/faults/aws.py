"""The embedded AWS with a memory for whole states: taken by name, brought back in an instant.

    python -m tests.scenarios.faults.aws

POST /_states/NAME keeps the present rows and queues under that name, PUT brings them back, and
GET /_rows answers all rows of all tables. Only for tests: nothing is on disk.
"""

import json
import pickle
import sys
from typing import Any

from infra.local import aws

_KEPT: dict[str, bytes] = {}


class EmulatorWithStates(aws.Emulator):
    """The emulator, whose own calls come before ministack's."""

    async def __call__(self, scope: aws.Scope, receive: aws.Receive, send: aws.Send) -> None:
        """Serve one connection event of the ASGI protocol."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(("/_states/", "/_rows")):
            return await super().__call__(scope, receive, send)
        body = _serve(scope["method"], path.removeprefix("/_states/"))
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        return await send({"type": "http.response.body", "body": body})


def _serve(method: str, name: str) -> bytes:
    from ministack.services import dynamodb, sqs

    places: tuple[Any, ...] = (dynamodb._tables, sqs._queues, sqs._queue_name_to_url)
    if method == "POST":
        _KEPT[name] = pickle.dumps([list(place.all_items()) for place in places])
    elif method == "PUT":
        # Loaded anew each time, so that what happens next cannot touch what was kept.
        for place, entries in zip(places, pickle.loads(_KEPT[name]), strict=True):  # noqa: S301
            place.clear()
            for (account, region, key), value in entries:
                place.set_scoped(account, region, key, value)
    else:
        tables = dynamodb._tables.all_values()
        rows = [item for each in tables for row in each["items"].values() for item in row.values()]
        return json.dumps(rows).encode()
    return b"{}"


if __name__ == "__main__":
    aws.Emulator = EmulatorWithStates  # type: ignore[misc]
    sys.exit(aws.main(["--port", "0", "--memory"]))
