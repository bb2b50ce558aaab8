"""The figures and papers a rulebook may speak of, and where each of its numbers comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from scoring.errors import RulebookError
from scoring.unread import known

T = TypeVar("T")

Origin = Literal["verified", "model", "tự đặt"]
"""Where a number comes from: a CoopStar source, another published rule set, or ourselves."""

FigureKind = Literal["series", "choice", "flag"]

KIND_WORDS: Mapping[str, str] = {
    "series": "số liệu theo năm (series)",
    "choice": "lựa chọn (choice)",
    "flag": "có/không (flag)",
}

EARLIEST_OFFSET = -9
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, kw_only=True)
class Sourced(Generic[T]):
    """A value together with its origin."""

    value: T
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer of a figure of kind "choice"."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class FigureDef:
    """One figure of a nominee: a number per year, one of several options, or yes/no."""

    key: str
    label: str
    kind: FigureKind
    unit: str = ""
    options: tuple[Option, ...] = ()

    def mistakes(self, path: str) -> Iterator[RulebookError]:
        if self.kind == "series" and not self.unit:
            yield RulebookError(f"{path}.unit", "Số liệu theo năm phải có đơn vị tính.")
        if self.kind == "choice" and len(self.options) < 2:
            yield RulebookError(f"{path}.options", "Lựa chọn phải có ít nhất hai phương án.")
        if self.kind in ("series", "flag") and self.options:
            yield RulebookError(f"{path}.options", "Chỉ số liệu kiểu choice mới có phương án.")
        yield from key_mistakes((option.key for option in self.options), f"{path}.options")


@dataclass(frozen=True, kw_only=True)
class PaperDef:
    """One paper of the dossier."""

    key: str
    label: str
    required: bool
    clause: str
    origin: Origin


@dataclass(frozen=True)
class Vocabulary:
    """The figures and papers by key: what criteria and conditions may refer to."""

    figures: Mapping[str, FigureDef]
    papers: Mapping[str, PaperDef]

    def figure_mistakes(self, key: str, kind: FigureKind, path: str) -> Iterator[RulebookError]:
        """The figure must exist and be of the kind the rule can read."""
        figure = self.figures.get(key)
        if not known(key, *self.figures):
            return
        if figure is None:
            yield RulebookError(path, f"Không có số liệu nào tên là “{key}”.")
        elif known(figure.kind) and figure.kind != kind:
            yield RulebookError(path, f"Số liệu “{key}” không phải là {KIND_WORDS[kind]}.")


def key_mistakes(keys: Iterable[str], path: str) -> Iterator[RulebookError]:
    """Keys are plain identifiers and stand once in their list."""
    yield from placed_key_mistakes((f"{path}[{index}]", key) for index, key in enumerate(keys))


def placed_key_mistakes(placed: Iterable[tuple[str, str]]) -> Iterator[RulebookError]:
    """The same for keys that stand at several places: pairs of path and key."""
    seen: set[str] = set()
    for path, key in placed:
        if not known(key):
            continue
        if not KEY.fullmatch(key):
            yield RulebookError(f"{path}.key", f"Khóa “{key}” chỉ được gồm chữ cái không dấu, số, _ và -.")
        if key in seen:
            yield RulebookError(f"{path}.key", f"Khóa “{key}” bị trùng.")
        seen.add(key)


def offset_mistakes(offset: int, path: str) -> Iterator[RulebookError]:
    """Years are counted back from the basis year: 0, -1, -2..."""
    if known(offset) and not EARLIEST_OFFSET <= offset <= 0:
        yield RulebookError(f"{path}.year_offset", f"Năm phải từ {EARLIEST_OFFSET} đến 0 (0 là năm gần nhất).")
