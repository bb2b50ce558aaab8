"""What is looked at on every page: nothing to be scrolled sideways, nothing that a screen reader misses."""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

_AXE = Axe()
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
_PUBLIC_ID = re.compile(r"/[A-Za-z0-9_-]{20,}")


class Watch:
    """Call it with a page; complaints gather in ``found``. The same kind of page is given to axe once.

    Once for all the journeys of a run on screens of one width; a page with a complaint is given again, so that
    each journey that meets it fails.
    """

    _known: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        self.found: list[str] = []
        self.addresses: list[str] = []

    def __call__(self, page: Page) -> None:
        self.width(page)
        path = _PUBLIC_ID.sub("/_", urlsplit(page.url).path)
        width = (page.viewport_size or {}).get("width")
        kind = f"{width} {path} {page.locator('h1').first.inner_text()}"
        if kind not in self._known:
            complaints = barriers(page)
            self.found += [f"{page.url}: {sentence}" for sentence in complaints]
            if not complaints:
                self._known.add(kind)

    def width(self, page: Page) -> None:
        """Works in a browser without scripts too."""
        page.wait_for_load_state()
        self.addresses.append(page.url)
        try:
            wide, high = page.evaluate(_WIDTHS)
        except Error:  # the page was just being left for the next one
            page.wait_for_load_state()
            wide, high = page.evaluate(_WIDTHS)
        if wide > high:
            self.found.append(f"{page.url}: {wide} px on a screen of {high} px")


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical, with the first element concerned."""
    violations = _AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    grave = [one for one in violations if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in grave]
