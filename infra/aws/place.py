"""Where a deployment lives: its names, its folder, its account."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import boto3

APP = "streams-manager"
HOUSE = Path(__file__).resolve().parents[2]
_CHALICE = ("from chalice.cli import main; main()",)


class DeployError(Exception):
    """The work cannot go on; says why, and what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@cache
def _client(service: str) -> Any:
    return boto3.client(service)  # type: ignore[call-overload]


@dataclass(frozen=True)
class Place:
    """One stage of the product in one region of one account."""

    stage: str
    region: str
    root: Path = HOUSE
    say: Callable[[str], None] = print
    polling_seconds: float = 3.0
    # A new content network needs minutes until it is known everywhere.
    patience_seconds: float = 900.0
    # What `python -c` runs; tests put a Chalice here that does not sleep.
    chalice: tuple[str, ...] = _CHALICE
    clients: Callable[[str], Any] = field(default=_client, repr=False)

    @property
    def stack(self) -> str:
        """Return the name of the stack, and the beginning of every other name."""
        return f"{APP}-{self.stage}"

    @property
    def key_parameter(self) -> str:
        """Return the name of the master key's parameter."""
        return f"/{APP}/{self.stage}/master-key"

    @property
    def lock_parameter(self) -> str:
        """Return the name of the parameter that keeps two deployments apart."""
        return f"/{APP}/{self.stage}/deploying"

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables."""
        return tuple(f"{self.stack}-{name}" for name in ("core", "jobs", "activity", "audit"))

    @property
    def queue(self) -> str:
        """Return the name of the queue."""
        return f"{self.stack}-jobs"

    @property
    def record_file(self) -> Path:
        """Return the file in which Chalice keeps what it deployed."""
        return self.root / ".chalice" / "deployed" / f"{self.stage}.json"

    def function(self, name: str) -> str:
        """Return the deployed name of a function; the one behind the API has none of its own."""
        return self.stack if name == "api_handler" else f"{self.stack}-{name}"

    def api_url(self, api_id: str) -> str:
        """Return where the API answers, also when AWS is an emulator; no slash at the end."""
        emulator = os.environ.get("AWS_ENDPOINT_URL", "").rstrip("/")
        if emulator:
            return f"{emulator}/_aws/execute-api/{api_id}/{self.stage}"
        return f"https://{self.api_domain(api_id)}/{self.stage}"

    def api_domain(self, api_id: str) -> str:
        """Return the host name of the API."""
        return f"{api_id}.execute-api.{self.region}.amazonaws.com"

    @property
    def is_emulated(self) -> bool:
        """Tell whether AWS is an emulator, where no other machine reaches the site."""
        return bool(os.environ.get("AWS_ENDPOINT_URL"))
