"""Counts over the winners as pandas frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import pandas as pd

from awards.base.collation import sort_key
from awards.exports.rows import WinnerRow


def honours_by_province(rows: Iterable[WinnerRow]) -> list[tuple[str, int]]:
    """Honours of each province, most first, then in Vietnamese order."""
    frame = pd.DataFrame({"province": [row.province for row in rows]})
    counts = cast("dict[str, int]", frame["province"].value_counts().to_dict())
    return sorted(
        ((name, int(count)) for name, count in counts.items()), key=lambda pair: (-pair[1], sort_key(pair[0]))
    )


def honours_by_sector_group(rows: Iterable[WinnerRow]) -> list[tuple[str, int]]:
    """Honours of each sector group, in the order the groups first appear in the list."""
    frame = pd.DataFrame({"group": [row.sector_group for row in rows]})
    counts = frame.groupby("group", sort=False).size()
    return [(str(name), int(count)) for name, count in counts.items()]
