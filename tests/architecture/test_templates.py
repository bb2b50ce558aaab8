"""Pages obey the strict content policy before a browser has to: nothing inline, nothing from outside."""

from __future__ import annotations

import re

import pytest

from tests.architecture.sources import shown, templates

FORBIDDEN = {
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "part from another host": re.compile(
        r"<(?:script|img|link|iframe|source)\b[^>]*\b(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE
    ),
    "text let through unescaped": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
}


def offences(text: str) -> list[str]:
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<script src=\"{{ url_for('static', filename='js/a.js') }}\" defer></script>", []),
        ('<meta name="x" content="on time"><p class="style">one = 1</p>', []),
        ("<script>go()</script>", ["inline script"]),
        ("<style>p {}</style>", ["style element"]),
        ('<p\n  class="x" style="color:red">', ["style attribute"]),
        ('<button type="button" onclick="go()">', ["event attribute"]),
        ('<a href="javascript:go()">', ["script address"]),
        ('<img alt="" src="https://example.org/a.png">', ["part from another host"]),
        ("{{ text | safe }}", ["text let through unescaped"]),
    ],
)
def test_what_a_page_may_not_hold_is_found(text: str, found: list[str]) -> None:
    assert offences(text) == found


def test_no_template_holds_anything_inline_or_from_outside() -> None:
    pages = templates()
    assert {shown(path): found for path in pages if (found := offences(path.read_text("utf-8")))} == {}
    assert pages
