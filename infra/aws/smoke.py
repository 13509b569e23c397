"""Does it answer? Asked from outside, as a browser would."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import requests

from infra.aws.place import DeployError, Place

_TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Check:
    """What to ask, and what a good answer contains."""

    url: str
    contains: str


def run(place: Place, *, api_id: str, site_url: str) -> None:
    """Ask API, site and dashboard; raises DeployError with the first answer that stays wrong."""
    api = place.api_url(api_id)
    checks = [Check(f"{api}/api/v1/setup", '"is_needed"'), Check(f"{api}/", "<html")]
    if not place.is_emulated:
        checks += [
            Check(f"{site_url}/api/v1/setup", '"is_needed"'),
            Check(f"{site_url}/admin/", "<html"),
        ]
    started = time.monotonic()
    for check in checks:
        answer = _ask(check)
        while answer and time.monotonic() - started < place.patience_seconds:
            place.say(f"  {check.url} is not there yet ({answer}); asking again…")
            time.sleep(place.polling_seconds * 5)
            answer = _ask(check)
        if answer:
            raise DeployError(
                f"{check.url} does not answer as it should: {answer}",
                f"Read the log: chalice logs --stage {place.stage}. With a domain of your own, "
                "point it at the content network first (docs/operations.md, Your own domain).",
            )


def _ask(check: Check, get: Callable[..., requests.Response] = requests.get) -> str:
    """Return what is wrong with the answer, an empty text when nothing is."""
    try:
        answer = get(check.url, timeout=_TIMEOUT_SECONDS)
    except requests.RequestException as error:
        return type(error).__name__
    if answer.status_code != requests.codes.ok:
        return f"status {answer.status_code}: {answer.text[:200]}"
    return "" if check.contains in answer.text else f"without {check.contains}"
