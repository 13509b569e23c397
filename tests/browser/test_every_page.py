"""Every page of the shop and of the sandbox, in every look."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import look
from tests.browser.customer import Customer
from tests.browser.visiting import PATIENCE_MS
from tests.browser.world import World


@dataclass(frozen=True)
class Stage:
    """People at every stage of a sale, and one browser that visits them."""

    page: Page
    url: str
    plan: str
    paying: str
    signing_in: str
    waiting: str
    invited: str
    ready: str
    closed: str


@pytest.fixture(scope="module")
def stage(world: World, chromium: Browser, viewer: Customer) -> Iterator[Stage]:
    """Set the stage once."""
    undecided = Customer(world, "noah")
    paying = undecided.open_order("Basic")
    leaver = Customer(world, "quin")
    left = leaver.order_of(leaver.open_order("Basic"))
    leaver.give_up(left)
    context = chromium.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    yield Stage(
        page=page,
        url=world.url,
        plan=viewer.plan_id("Standard"),
        paying=paying,
        signing_in=undecided.sign_in_at_plex("Basic"),
        waiting=undecided.order_of(paying),
        invited=Customer(world, "olga").buy("Basic"),
        ready=viewer.orders[0],
        closed=left,
    )
    context.close()


def _at(path: str) -> Callable[[Stage, World], None]:
    def open_page(stage: Stage, _world: World) -> None:
        stage.page.goto(stage.url + path.format(**vars(stage)))

    return open_page


def _form_with_problems(stage: Stage, _world: World) -> None:
    stage.page.goto(f"{stage.url}/checkout/{stage.plan}")
    stage.page.get_by_role("button", name="Continue to the summary").click()
    expect(stage.page.get_by_role("alert")).to_be_visible()


def _summary(stage: Stage, _world: World) -> None:
    stage.page.goto(f"{stage.url}/checkout/{stage.plan}")
    stage.page.get_by_label("Plex user name or e-mail").fill("rita")
    stage.page.get_by_label("E-mail", exact=True).fill("rita@demo.example")
    stage.page.get_by_role("button", name="Continue to the summary").click()
    expect(stage.page.get_by_role("heading", name="Check and pay")).to_be_visible()


def _link_sent(stage: Stage, _world: World) -> None:
    stage.page.goto(f"{stage.url}/account")
    stage.page.get_by_label("E-mail").fill("nobody@demo.example")
    stage.page.get_by_role("button", name="Send me a link").click()
    expect(stage.page.get_by_role("status")).to_be_visible()


def _account(stage: Stage, world: World) -> None:
    stage.page.goto(world.account_link("pia@demo.example"))
    stage.page.locator("details.decision summary").click()


def _elsewhere(name: str) -> Callable[[Stage, World], None]:
    def open_page(stage: Stage, _world: World) -> None:
        stage.page.goto(getattr(stage, name))

    return open_page


PAGES: dict[str, Callable[[Stage, World], None]] = {
    "storefront": _at("/"),
    "form": _at("/checkout/{plan}"),
    "form-problems": _form_with_problems,
    "summary": _summary,
    "stripe": _elsewhere("paying"),
    "plex-sign-in": _elsewhere("signing_in"),
    "order-waiting": _at("{waiting}"),
    "order-left": _at("{waiting}/cancel"),
    "order-invited": _at("{invited}"),
    "order-ready": _at("{ready}"),
    "order-closed": _at("{closed}"),
    "account-sign-in": _at("/account"),
    "account-link-sent": _link_sent,
    "account": _account,
    "error": _at("/orders/ord_unknown"),
    "api": _at("/api/v1/docs"),
    "console": _at("/sandbox/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_every_screen(name: str, stage: Stage, world: World):
    stage.page.context.clear_cookies()
    PAGES[name](stage, world)

    assert look.findings(stage.page, name) == []
