"""Counts over the winners as pandas frames. Loaded by :mod:`awards.exports.document_tasks` only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pandas as pd

from awards.base.collation import sort_key


def counted_by_province(provinces: Sequence[str]) -> list[tuple[str, int]]:
    """How often each province occurs: most often first, then in Vietnamese order."""
    counts = cast("dict[str, int]", pd.Series(provinces, dtype="str").value_counts().to_dict())
    return sorted(
        ((name, int(count)) for name, count in counts.items()), key=lambda pair: (-pair[1], sort_key(pair[0]))
    )


def counted_by_sector_group(groups: Sequence[str]) -> list[tuple[str, int]]:
    """How often each sector group occurs, in the order of their first occurrence."""
    frame = pd.DataFrame({"group": groups})
    counts = frame.groupby("group", sort=False).size()
    return [(str(name), int(count)) for name, count in counts.items()]
