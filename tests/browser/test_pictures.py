"""The pictures of the README, from a world as a newcomer finds it after a first sale.

They are rewritten on request alone:

    PICTURES=rewrite make browser ARGS="-p no:randomly -k pictures"
"""

import os

import pytest
from playwright.sync_api import Page, expect

from infra.local.settings import HOUSE
from tests.browser.test_dashboard import settle, sign_in
from tests.browser.world import World

IMAGES = HOUSE / "docs" / "images"
_MOST_BYTES = 250_000


@pytest.mark.usefixtures("viewer")
def test_the_pictures_of_the_readme_show_the_shop_and_the_dashboard(world: World, page: Page):
    page.set_viewport_size({"width": 1280, "height": 860})
    page.goto(world.url)
    expect(page.get_by_role("link", name="Choose Standard")).to_be_visible()
    take(page, "storefront")
    sign_in(page, world)
    settle(page)
    expect(page.get_by_role("main")).to_contain_text("Pia")
    take(page, "overview")


def take(page: Page, name: str) -> None:
    """Take a picture; put it into the documents when asked to."""
    picture = page.screenshot()
    assert len(picture) <= _MOST_BYTES
    if os.environ.get("PICTURES") == "rewrite":
        IMAGES.mkdir(parents=True, exist_ok=True)
        (IMAGES / f"{name}.png").write_bytes(picture)
