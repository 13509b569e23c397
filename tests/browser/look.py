"""What every page is held against: accessible, no wider than the screen, both colour schemes."""

import functools
import os
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from infra.local.settings import HOUSE

SCREENS = HOUSE / "build" / "screens"
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
_AXE = HOUSE / "static_site" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All rules once; then those that another colour or another width can break.
_RULES: dict[str, dict[str, Any]] = {
    "desk": {"type": "tag", "values": _TAGS},
    "dark": {"type": "rule", "values": ["color-contrast"]},
    "phone": {"type": "rule", "values": ["scrollable-region-focusable", "target-size"]},
}
_RUN = """async (only) => {
    const found = await axe.run(document, {
        runOnly: only, resultTypes: ["violations"], iframes: false,
    });
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) =>
        `${id}: ${node.target.join(" ")} – ${node.any[0]?.message ?? node.failureSummary}`));
}"""
# The new look is on the screen two frames later.
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def findings(page: Page, name: str) -> list[str]:
    """Look at an open page at a desk, in the dark and on a phone."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    found = []
    for look, size, scheme in (
        ("desk", DESK, "light"),
        ("dark", DESK, "dark"),
        ("phone", PHONE, "light"),
    ):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.evaluate(_DRAWN)
        wider = page.evaluate(_WIDER)
        if wider > 0:
            found.append(f"{look}: {wider} px wider than the screen")
        found += [f"{look}: {each}" for each in page.evaluate(_RUN, _RULES[look])]
        keep(page, f"{name}-{look}")
    return found


@functools.cache
def _axe() -> str:
    """Return axe-core, which comes into a page when it is looked at and not before.

    What the browser is told to evaluate is no script of the page: its own policy stays in force.
    """
    if not _AXE.is_file():
        pytest.fail("axe-core is missing: run `make install`.")
    return _AXE.read_text(encoding="utf-8")


def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page under build/screens, where somebody wants to see them.

    That is with PICTURES set: the checks themselves need none.
    """
    if not os.environ.get("PICTURES"):
        return
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.evaluate("() => window.scrollTo(0, 0)")
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
