"""A long list in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, literal_column, select

from awards.base.database import db

Row = TypeVar("Row")
PER_PAGE = 25
_ONE: ColumnElement[int] = literal_column("1")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """``rows`` of page ``number`` (from 1) out of ``total`` rows."""

    rows: tuple[Row, ...]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def page_number(text: str | None) -> int:
    """A page number from an address; anything else is page 1."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text) < 100_000 else 1


def within(number: int, total: int, per_page: int = PER_PAGE) -> int:
    """The page asked for, or the last one there is."""
    return min(number, max(1, -(-total // per_page)))


def paginate(statement: Select[Any], number: int, per_page: int = PER_PAGE) -> Page[Any]:
    """Two queries whatever the number of rows; a page past the end is the last page."""
    counted = statement.order_by(None).with_only_columns(_ONE, maintain_column_froms=True).subquery()
    total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    number = within(number, total, per_page)
    rows = db.session.scalars(statement.limit(per_page).offset((number - 1) * per_page)).unique().all()
    return Page(tuple(rows), number, total, per_page)
