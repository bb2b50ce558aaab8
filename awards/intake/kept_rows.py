"""The cells of a workbook as one text: a text is kept as a text, a number as a number, a day as a day."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from awards.base.spreadsheets import Raw
from awards.intake.inputs import SourceRow, SourceSheet


def written(sheet: SourceSheet) -> str:
    """Canonical JSON of the sheet."""
    body = {
        "ignored": sheet.ignored,
        "absent": sheet.absent,
        "rows": [
            {
                "line": row.line,
                "cells": {key: _kept(cell) for key, cell in row.cells.items()},
                "formulas": sorted(row.formulas),
            }
            for row in sheet.rows
        ],
        "places": dict(sheet.rows[0].places) if sheet.rows else {},
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> SourceSheet:
    """The inverse of :func:`written`."""
    body = json.loads(text)
    rows = tuple(
        SourceRow(
            row["line"],
            {key: _read(cell) for key, cell in row["cells"].items()},
            body["places"],
            frozenset(row["formulas"]),
        )
        for row in body["rows"]
    )
    return SourceSheet(rows, tuple(body["ignored"]), tuple(body["absent"]))


def _kept(cell: Raw) -> Any:
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _read(cell: Any) -> Raw:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["day"])
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell
