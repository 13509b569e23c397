"""The sandbox's console as a person works it."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from tests.infra.processes import eventually

_RUN_SECONDS = 60.0
_SERVERS = {"plex": "servers"}
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

    def start_stream(
        self, *, person: str, server: str, device: str, title: str, platform: str = "plex"
    ) -> None:
        """Fill the form of a platform and start a stream."""
        fields = {"Person": person, "Server": server, "Device": device, "Title": title}
        self.submit(platform, "Start", fields)

    def start_converted_4k(self, *, person: str, server: str, device: str) -> None:
        """Start a film in 4K that a Plex server converts, on a server that is shared for it."""
        form = self.form("plex", "Start")
        form.get_by_label("Resolution").select_option("4k")
        form.get_by_label("Transcode").select_option("video")
        form.get_by_label("Grant access first").check()
        self.start_stream(person=person, server=server, device=device, title=f"4K on {device}")

    def form(self, platform: str, button: str) -> Locator:
        """Return the form of a platform that has this button."""
        press = self.page.get_by_role("button", name=button, exact=True)
        return self.page.locator(f"#{platform} form", has=press)

    def submit(
        self, platform: str, button: str, fields: dict[str, str], *, status: int = 200
    ) -> dict[str, Any]:
        """Fill the form of a platform that has this button and press it; return the answer."""
        form = self.form(platform, button)
        for label, text in fields.items():
            form.get_by_label(label).fill(text)
        answer = self._press(form.get_by_role("button"), status=status)
        said: dict[str, Any] = answer.json()
        return said

    def streams(self, person: str, *, platform: str = "plex") -> Locator:
        """Return the rows of what a person watches on the servers of a platform."""
        stop = self.page.get_by_role("button", name="Stop", exact=True)
        rows = self.servers(platform).locator(".row", has=stop)
        return rows.filter(has=self.page.get_by_text(person, exact=True))

    def servers(self, platform: str) -> Locator:
        """Return the part of the page that shows the servers of a platform."""
        return self.page.locator(f"[data-live={_SERVERS.get(platform, f'{platform}-servers')}]")

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

    def _press(
        self, button: Locator, *, timeout: float | None = None, status: int = 200
    ) -> Response:
        def is_answer(response: Response) -> bool:
            return bool(re.search(r"/sandbox/form$", response.url))

        with self.page.expect_response(is_answer, timeout=timeout) as waiting:
            button.click()
        answer = waiting.value
        # Without JavaScript the form leads back to the page.
        assert answer.status in {status, 303}, f"{answer.status} {answer.text()}"
        self.page.wait_for_load_state()
        return answer
