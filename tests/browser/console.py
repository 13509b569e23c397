"""The sandbox's console as a person works it."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from tests.infra.processes import eventually

_RUN_SECONDS = 60.0
_MONTH_MS = 180_000


class Console:
    """One open console page; works with and without JavaScript."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = f"{url}/sandbox/"
        self.reload()

    def reload(self) -> None:
        """Load the page again; with JavaScript it also refreshes by itself."""
        self.page.goto(self._url)

    def share(self, person: str) -> Locator:
        """Return the row of a person's share or invite."""
        rows = self.page.locator("[data-live=shares] article")
        return rows.filter(has=self.page.get_by_text(person, exact=True))

    def accept_invite(self, person: str) -> None:
        """Press Accept, as the person would in Plex."""
        self._press(self.share(person).get_by_role("button", name="Accept"))
        expect(self.share(person)).to_contain_text("accepted")

    def start_stream(self, *, person: str, server: str, device: str, title: str) -> None:
        """Fill the form and start a stream."""
        start = self.page.get_by_role("button", name="Start", exact=True)
        form = self.page.locator("form", has=start)
        form.get_by_label("Person").fill(person)
        form.get_by_label("Server").fill(server)
        form.get_by_label("Device").fill(device)
        form.get_by_label("Title").fill(title)
        self._press(start)

    def streams(self, person: str) -> Locator:
        """Return the rows of what a person watches."""
        rows = self.page.locator("[data-live=servers] .row")
        return rows.filter(has=self.page.get_by_text(person, exact=True))

    def stopped(self, person: str) -> Locator:
        """Return the lines of streams that the servers' owner stopped for a person."""
        return self.page.locator("[data-live=stopped] .line").filter(has_text=person)

    def run(self, schedule: str) -> None:
        """Run a schedule now; press again while it runs by itself already."""
        name = self.page.get_by_text(schedule, exact=True)
        row = self.page.locator("[data-live=schedules] article", has=name)
        button = row.get_by_role("button", name="Run now")

        def has_run() -> bool:
            return "left_because_running" not in self._press(button).json()["result"]

        eventually(has_run, within=_RUN_SECONDS)

    def move_clock(self, button: str) -> None:
        """Press one of the clock's buttons, such as `+32d`."""
        self._press(self.page.locator(".clock").get_by_role("button", name=button))

    def at_subscription(self, email: str, button: str) -> None:
        """Press a button of the newest subscription of an address at Stripe."""
        rows = self.page.locator("[data-live=subscriptions] article").filter(has_text=email)
        self._press(rows.first.get_by_role("button", name=button))

    def busy_month(self, *, days: int) -> dict[str, Any]:
        """Let a busy month of so many days happen; return what was done."""
        self.page.get_by_label("Days of the busy month").fill(str(days))
        button = self.page.get_by_role("button", name="Busy month")
        done: dict[str, Any] = self._press(button, timeout=_MONTH_MS).json()
        return done

    def letters(self, subject: str, *, to: str) -> Locator:
        """Return the mails of an address with that subject, newest first."""
        letters = self.page.locator("details.letter").filter(has_text=f"to {to}")
        return letters.filter(has_text=subject)

    def link_in(self, letter: Locator, name: str) -> str:
        """Unfold a mail and return the address behind one of its links."""
        letter.locator("summary").click()
        link = letter.frame_locator("iframe").get_by_role("link", name=name)
        return link.get_attribute("href") or ""

    def session(self, email: str) -> Locator:
        """Return the newest checkout session of an address."""
        rows = self.page.locator("[data-live=sessions] article").filter(has_text=email)
        return rows.first

    def _press(self, button: Locator, *, timeout: float | None = None) -> Response:
        def is_answer(response: Response) -> bool:
            return bool(re.search(r"/sandbox/form$", response.url))

        with self.page.expect_response(is_answer, timeout=timeout) as waiting:
            button.click()
        answer = waiting.value
        assert answer.status in {200, 303}, f"{answer.status} {answer.text()}"
        self.page.wait_for_load_state()
        return answer
