"""What an area hands over when people shall be told something."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """One message. ``title`` holds no text typed by a stranger; ``path`` is an address of ours, from "/".

    Never a score, a rank or a secret: it may be read on a telephone in a crowd.
    """

    kind: str
    title: str
    body: str
    path: str
