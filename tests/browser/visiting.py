"""Browsers of people who come, and an ear for whatever breaks in them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

# Two busy cores need patience; a page that never changes is found all the same.
PATIENCE_MS = 45_000


@contextmanager
def visits(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page for somebody new at each call; at the end nothing may have broken in any."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(**options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        _listen(context, complaints)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _listen(context: BrowserContext, complaints: list[str]) -> None:
    def hear(message: ConsoleMessage) -> None:
        # A refusal (4xx) is an answer; the stories that provoke one look at the page.
        if (
            message.type == "error"
            and "the server responded with a status of 4" not in message.text
        ):
            complaints.append(f"console: {message.text}")

    def look(response: Response) -> None:
        if response.status >= 500:
            complaints.append(f"{response.status} {response.request.method} {response.url}")

    context.on("console", hear)
    context.on("response", look)
    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
