"""What is looked at on every page: nothing to be scrolled sideways, nothing that a screen reader misses."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
_PUBLIC_ID = re.compile(r"/[A-Za-z0-9_-]{20,}")


class Watch:
    """Call it with a page; complaints gather in ``found``. The same kind of page is given to axe once."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.addresses: list[str] = []
        self._known: set[str] = set()

    def __call__(self, page: Page) -> None:
        self.width(page)
        kind = f"{_PUBLIC_ID.sub('/_', page.url.partition('?')[0])} {page.locator('h1').first.inner_text()}"
        if kind not in self._known:
            self._known.add(kind)
            self.found += [f"{page.url}: {sentence}" for sentence in barriers(page)]

    def width(self, page: Page) -> None:
        """Works in a browser without scripts too."""
        page.wait_for_load_state()
        self.addresses.append(page.url)
        wide, high = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if wide > high:
            self.found.append(f"{page.url}: {wide} px on a screen of {high} px")


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical, with the first element concerned."""
    violations = _AXE.run(page).response["violations"]
    grave = [one for one in violations if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in grave]
