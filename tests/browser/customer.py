"""A customer without a browser, to bring a story to the point where it begins."""

import re
from html import unescape

import httpx

from tests.browser.world import World
from tests.infra.processes import eventually

_STAGE_SECONDS = 30.0


class Customer:
    """Somebody with a Plex account who goes through the shop's forms."""

    def __init__(self, world: World, name: str) -> None:
        self.name = world.person(name)
        self.email = f"{name}@demo.example"
        self.orders: list[str] = []
        self._world = world
        self._http = world.client()

    def open_order(self, plan: str) -> str:
        """Go as far as Stripe's page; return its address."""
        plan_id = self.plan_id(plan)
        typed = {"media_name": self.name, "email": self.email, "name": self.name.title()}
        summary = self._http.post(f"/checkout/{plan_id}", data=typed)
        assert summary.is_success, summary.text
        paying = self._http.post(f"/checkout/{plan_id}/pay", data=_hidden(summary.text))
        assert paying.status_code == 303, paying.text
        return paying.headers["location"]

    def order_of(self, checkout: str) -> str:
        """Return the path of the order that a page of Stripe belongs to."""
        cancel = re.search(r'href="([^"]+)/cancel"', httpx.get(checkout, trust_env=False).text)
        assert cancel, checkout
        return httpx.URL(cancel[1]).path

    def buy(self, plan: str, *, until: str = "invited") -> str:
        """Buy a plan and wait for a stage; return the path of the order."""
        checkout = self.open_order(plan)
        paid = httpx.post(checkout, data={"button": "pay"}, timeout=60, trust_env=False)
        assert paid.status_code == 303, paid.text
        path = httpx.URL(paid.headers["location"]).path
        eventually(lambda: self._stage(path) == until, within=_STAGE_SECONDS)
        self.orders.append(path)
        return path

    def give_up(self, order: str) -> None:
        """Cancel an order that is not paid."""
        answer = self._http.post(f"{order}/cancel", data={"button": ""})
        assert answer.status_code == 303, answer.text

    def plan_id(self, plan: str) -> str:
        """Return the id of a plan as the storefront links it."""
        page = self._http.get("/").text
        found = re.search(rf'href="/checkout/([^"]+)">Choose {plan}<', page)
        assert found, f"{plan} is not for sale"
        return found[1]

    def sign_in_at_plex(self, plan: str) -> str:
        """Begin *Sign in with Plex*; return the address of Plex's page."""
        answer = self._http.post(f"/checkout/{self.plan_id(plan)}/plex", data={"email": ""})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def account_link(self) -> str:
        """Return a link to the customer's account."""
        return self._world.account_link(self.email)

    def watch(self, *devices: str) -> None:
        """Start a stream on each device."""
        (share,) = self._world.shares(self.name)
        for device in devices:
            title = f"A Film on the {device}"
            self._world.act(
                "plex/start_stream",
                server=share["server"],
                person=self.name,
                device=device,
                title=title,
            )

    def _stage(self, path: str) -> str:
        return str(self._http.get(f"{path}/status").json()["stage"])


def _hidden(html: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}
