"""How large the pictures of papers are drawn, in pixels."""

from __future__ import annotations

PAGE_WIDTH = 1100
THUMBNAIL_WIDTH = 240
PICTURE_TYPE = "image/webp"
TALLEST = 3
"""Heights of a page in widths: a longer strip is made narrower."""
