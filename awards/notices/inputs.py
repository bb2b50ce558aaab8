"""What an area hands over when people shall be told something."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Message:
    """One message. ``title`` holds no text typed by a stranger; ``path`` is an address of ours, from "/".

    Never a score, a rank or a secret: it may be read on a telephone in a crowd.
    """

    kind: str
    title: str
    body: str
    path: str

    def __post_init__(self) -> None:
        """A title is one line and fits a mail's subject; what stands first in it is never cut."""
        line = " ".join(self.title.split())
        cut = line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"
        object.__setattr__(self, "title", cut)
