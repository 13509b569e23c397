"""The dashboard: what an administrator does there shows in the shop, and the other way round."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import look
from tests.browser.customer import Customer
from tests.browser.visiting import PATIENCE_MS
from tests.browser.world import World


@pytest.fixture
def dashboard(world: World, page: Page) -> Page:
    """The dashboard's first page after signing in with what `admin.txt` says."""
    sign_in(page, world)
    return page


def sign_in(page: Page, world: World) -> None:
    email, password = world.login()
    page.goto(f"{world.url}/admin/")
    if page.get_by_role("heading", name="The dashboard is not built").is_visible():
        pytest.fail("The dashboard is not built: run `make dashboard`.")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def go(page: Page, place: str) -> None:
    """Follow a link of the navigation."""
    page.get_by_role("navigation").get_by_role("link", name=place, exact=True).click()
    expect(page.get_by_role("heading", name=place, level=1)).to_be_visible()


def save(page: Page) -> None:
    """Press *Save* and wait until it is done; an earlier *Saved.* may still be on the screen."""
    with page.expect_response(lambda answer: answer.request.method == "PUT") as answer:
        page.get_by_role("button", name="Save", exact=True).click()
    assert answer.value.ok, answer.value.status
    expect(page.get_by_text("Saved.").last).to_be_visible()


def test_a_wrong_password_is_refused_in_words(world: World, page: Page):
    page.goto(f"{world.url}/admin/")
    page.get_by_label("E-mail").fill("admin@demo.example")
    page.get_by_role("textbox", name="Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("heading", name="Overview")).to_have_count(0)


@pytest.mark.behaviour("B005")
def test_a_plan_taken_off_sale_leaves_the_storefront_and_comes_back(world: World, dashboard: Page):
    shop = dashboard.context.new_page()

    for is_on_sale in (False, True):
        go(dashboard, "Plans")
        dashboard.get_by_role("link", name="Premium").click()
        dashboard.get_by_role("switch", name="On sale").set_checked(is_on_sale, force=True)
        save(dashboard)

        shop.goto(world.url)
        expect(shop.get_by_role("link", name="Choose Standard")).to_be_visible()
        expect(shop.get_by_role("link", name="Choose Premium")).to_have_count(int(is_on_sale))


@pytest.mark.behaviour("B034", "X045")
def test_a_buyer_a_payment_and_a_stopped_stream_can_be_followed_through_the_dashboard(
    viewer: Customer, dashboard: Page
):
    main = dashboard.get_by_role("main")

    go(dashboard, "Users")
    dashboard.get_by_placeholder("Name, e-mail").fill(viewer.name)
    dashboard.get_by_role("link", name="Pia").click()
    expect(dashboard.get_by_role("heading", name="Pia", level=1)).to_be_visible()
    dashboard.get_by_role("tab", name="Access").click()
    expect(dashboard.get_by_role("tabpanel")).to_contain_text("alpha")
    dashboard.get_by_role("tab", name="Payments").click()
    dashboard.get_by_role("tabpanel").get_by_role("link").first.click()
    expect(main).to_contain_text("$10.00")
    expect(main).to_contain_text("pi_")

    go(dashboard, "Streams")
    row = dashboard.get_by_role("row").filter(has_text="Pia").filter(has_text="Stop")
    row.get_by_role("button").click()
    drawer = dashboard.get_by_role("dialog")
    expect(drawer).to_contain_text("3 counted, 2 allowed")
    expect(drawer.get_by_text("This one", exact=True)).to_have_count(1)
    look.keep(dashboard, "dashboard-decision-desk")
    dashboard.keyboard.press("Escape")

    go(dashboard, "Audit")
    expect(main).to_contain_text("Login sign in")


def test_the_stripe_test_says_that_the_keys_work(dashboard: Page):
    go(dashboard, "Settings")
    dashboard.get_by_role("tab", name="Stripe").click()
    dashboard.get_by_role("button", name=re.compile("Test")).click()

    expect(dashboard.get_by_text("It works")).to_be_visible()
    look.keep(dashboard, "dashboard-stripe-test-desk")


@pytest.fixture(scope="module")
def tour(world: World, chromium: Browser) -> Iterator[Page]:
    """One administrator who goes through every page."""
    context = chromium.new_context(reduced_motion="reduce", viewport=look.DESK)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    sign_in(page, world)
    yield page
    context.close()


LISTS = (
    "",
    "health",
    "users",
    "payments",
    "plans",
    "servers",
    "plex-accounts",
    "libraries",
    "locations",
    "shares",
    "shares?show=all",
    "streams",
)
MORE = ("jobs", "audit", "settings", "settings?tab=stripe", "settings?tab=mail", "plans/new")
MONEY = (
    "payments?tab=unmatched",
    "payments?tab=reconciliation",
    "payments?tab=accounts",
    "settings?tab=payments",
)
LIMITS = (
    "activity",
    "activity?tab=history",
    "activity?tab=charts",
    "activity?tab=sharing",
    "violations",
    "rules",
    "devices",
    "downloads",
    "settings?tab=limits",
)
DETAILS = ("users", "payments", "plans", "servers")


@pytest.mark.parametrize("path", LISTS + MORE + MONEY + LIMITS)
def test_a_page_of_the_dashboard_is_accessible_and_fits_every_screen(
    path: str, tour: Page, world: World
):
    tour.goto(f"{world.url}/admin/{path}")
    settle(tour)

    name = re.sub(r"\W+", "-", path) or "overview"
    assert look.findings(tour, f"dashboard-{name}") == []


@pytest.mark.parametrize("kind", DETAILS)
def test_a_detail_page_of_the_dashboard_is_accessible_and_fits_every_screen(
    kind: str, tour: Page, world: World
):
    tour.goto(f"{world.url}/admin/{kind}")
    settle(tour)
    tour.locator("tbody a").first.click()
    expect(tour.get_by_role("link", name=kind.title()).last).to_be_visible()
    settle(tour)

    assert look.findings(tour, f"dashboard-{kind}-one") == []


def test_why_a_server_is_full_and_why_somebody_has_access_can_be_read(
    viewer: Customer, tour: Page, world: World
):
    tour.goto(f"{world.url}/admin/servers")
    tour.get_by_role("link", name="alpha").click()
    tour.get_by_role("tab", name="Capacity").click()
    settle(tour)
    expect(tour.get_by_role("table", name="Whether newcomers can be placed")).to_be_visible()
    assert look.findings(tour, "dashboard-servers-one-capacity") == []

    tour.goto(f"{world.url}/admin/users?search={viewer.name}")
    tour.get_by_role("link", name="Pia").click()
    tour.get_by_role("tab", name="Access").click()
    tour.get_by_role("button", name="Why?").click()
    settle(tour)
    rules = tour.get_by_role("list", name="Rules that decide about access")
    expect(rules).to_contain_text("Does paid time run?")
    assert look.findings(tour, "dashboard-users-one-access") == []


def settle(page: Page) -> None:
    """Wait until the page has its heading and its lists have come."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
