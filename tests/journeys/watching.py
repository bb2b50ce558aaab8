"""What is looked at on every page: nothing to be scrolled sideways, nothing that a screen reader misses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

_AXE = Axe()
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
_LEFT = re.compile("context was destroyed|because of a navigation|frame was detached|frame got detached", re.IGNORECASE)
LOOKS = 5
"""Times a page may be left for the next one while it is looked at."""
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
        settled(page, self._look)

    def width(self, page: Page) -> None:
        """Works in a browser without scripts too."""
        settled(page, self._measure)

    def _look(self, page: Page) -> None:
        self._measure(page)
        path = _PUBLIC_ID.sub("/_", urlsplit(page.url).path)
        width = (page.viewport_size or {}).get("width")
        kind = f"{width} {path} {page.locator('h1').first.inner_text()}"
        if kind not in self._known:
            complaints = barriers(page)
            self.found += [f"{page.url}: {sentence}" for sentence in complaints]
            if not complaints:
                self._known.add(kind)

    def _measure(self, page: Page) -> None:
        address = page.url
        wide, high = page.evaluate(_WIDTHS)
        self.addresses.append(address)
        if wide > high:
            self.found.append(f"{address}: {wide} px on a screen of {high} px")


def settled(page: Page, look: Callable[[Page], None]) -> None:
    """Look at the page that is there in the end: one that is just being left is no longer there to be looked at."""
    for _ in range(LOOKS):
        page.wait_for_load_state()
        try:
            look(page)
        except Error as trouble:
            if not _LEFT.search(str(trouble)):
                raise
        else:
            return
    look(page)


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical, with the first element concerned."""
    violations = _AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    grave = [one for one in violations if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in grave]
