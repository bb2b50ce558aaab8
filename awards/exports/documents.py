"""What is asked of the process that makes documents; the server itself loads neither Typst nor pandas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from awards.base.errors import DomainError
from awards.base.side_process import Beside
from awards.exports.rows import WinnerRow


class Unprintable(DomainError):
    """A text of the document holds a letter that no font of ours has."""


_BESIDE = Beside("-m", "awards.exports.document_tasks", refusal=Unprintable)


def pdf(template: Path, data: Mapping[str, object], stamp: datetime) -> bytes:
    """PDF/A-2b of a Typst template, which is handed ``data`` as JSON; the same data and stamp give the same bytes.

    Raises :class:`Unprintable`; :class:`awards.base.side_process.OutOfBounds` for a mistake of the template.
    """
    content = json.dumps(data, ensure_ascii=False).encode()
    return _BESIDE.run("pdf", content, template=str(template), stamp=int(stamp.timestamp()))


def honours_by_province(rows: Iterable[WinnerRow]) -> list[tuple[str, int]]:
    """Honours of each province, most first, then in Vietnamese order."""
    return _counts("by_province", [row.province for row in rows])


def honours_by_sector_group(rows: Iterable[WinnerRow]) -> list[tuple[str, int]]:
    """Honours of each sector group, in the order the groups first appear in the list."""
    return _counts("by_sector_group", [row.sector_group for row in rows])


def _counts(task: str, names: list[str]) -> list[tuple[str, int]]:
    answer = json.loads(_BESIDE.run(task, json.dumps(names).encode()))
    return [(name, count) for name, count in answer]
