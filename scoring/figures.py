"""The figures and papers a rulebook may speak of, and where each of its numbers comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, Literal, TypeVar

from scoring.errors import RulebookError
from scoring.unread import known

T = TypeVar("T")

Origin = Literal["verified", "model", "tự đặt"]
"""Where a number comes from: a CoopStar source, another published rule set, or ourselves."""

FigureKind = Literal["series", "number", "choice", "set", "flag"]

KIND_WORDS: Mapping[str, str] = {
    "series": "số liệu theo năm (series)",
    "number": "một con số (number)",
    "choice": "chọn một (choice)",
    "set": "chọn nhiều (set)",
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
    """One answer of a figure of kind "choice" or "set"."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class FigureDef:
    """One figure of a nominee: a number per year, one number, one or several options, or yes/no.

    `lowest` and `highest` (both included) and `not_above` (another figure that this one may not
    exceed) are what a form refuses at typing; `hint` is public text beside the field.
    """

    key: str
    label: str
    kind: FigureKind
    unit: str = ""
    options: tuple[Option, ...] = ()
    lowest: Fraction | None = None
    highest: Fraction | None = None
    not_above: str = ""
    hint: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind in ("series", "number")

    def mistakes(self, path: str) -> Iterator[RulebookError]:
        if self.is_number and not self.unit:
            yield RulebookError(f"{path}.unit", "Số liệu bằng số phải có đơn vị tính.")
        if self.kind == "choice" and len(self.options) < 2:
            yield RulebookError(f"{path}.options", "Lựa chọn phải có ít nhất hai phương án.")
        if self.kind == "set" and not self.options:
            yield RulebookError(f"{path}.options", "Danh mục chọn nhiều phải có ít nhất một mục.")
        if self.kind in ("series", "number", "flag") and self.options:
            yield RulebookError(f"{path}.options", "Chỉ số liệu kiểu choice hoặc set mới có phương án.")
        yield from key_mistakes((option.key for option in self.options), f"{path}.options")
        yield from self._limit_mistakes(path)

    def _limit_mistakes(self, path: str) -> Iterator[RulebookError]:
        for name, limit in (("lowest", self.lowest), ("highest", self.highest), ("not_above", self.not_above)):
            if limit not in (None, "") and known(self.kind) and not self.is_number:
                yield RulebookError(f"{path}.{name}", "Chỉ số liệu bằng số mới có giới hạn.")
        if self.lowest is not None and self.highest is not None and known(self.lowest, self.highest):
            if self.lowest > self.highest:
                yield RulebookError(f"{path}.highest", "Giới hạn trên phải không nhỏ hơn giới hạn dưới.")


@dataclass(frozen=True, kw_only=True)
class PaperDef:
    """One paper of the dossier; `dated`: its day of issue and of expiry are asked for too."""

    key: str
    label: str
    required: bool
    clause: str
    origin: Origin
    dated: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """The figures and papers by key: what criteria and conditions may refer to."""

    figures: Mapping[str, FigureDef]
    papers: Mapping[str, PaperDef]

    def figure_mistakes(self, key: str, kinds: tuple[FigureKind, ...], path: str) -> Iterator[RulebookError]:
        """The figure must exist and be of a kind the rule can read."""
        figure = self.figures.get(key)
        if not known(key, *self.figures):
            return
        if figure is None:
            yield RulebookError(path, f"Không có số liệu nào tên là “{key}”.")
        elif known(figure.kind) and figure.kind not in kinds:
            words = " hoặc ".join(KIND_WORDS[kind] for kind in kinds)
            yield RulebookError(path, f"Số liệu “{key}” không phải là {words}.")

    def number_mistakes(self, key: str, year_offset: int, path: str, name: str = "figure") -> Iterator[RulebookError]:
        """The figure is a number, and of a year only when it is asked for year by year."""
        yield from self.figure_mistakes(key, ("series", "number"), f"{path}.{name}")
        yield from offset_mistakes(year_offset, path)
        figure = self.figures.get(key)
        if figure is not None and figure.kind == "number" and known(year_offset) and year_offset != 0:
            yield RulebookError(
                f"{path}.year_offset", f"“{key}” là một con số duy nhất, không có số liệu của năm khác."
            )

    def option_mistakes(self, key: str, given: tuple[str, ...], path: str, name: str) -> Iterator[RulebookError]:
        """Every option named belongs to the figure and stands once."""
        figure = self.figures.get(key)
        if figure is None or not figure.options or not known(*given, *(option.key for option in figure.options)):
            return
        wanted = {option.key for option in figure.options}
        for index, option in enumerate(given):
            here = f"{path}[{index}]{name}"
            if option not in wanted:
                yield RulebookError(here, f"“{key}” không có phương án “{option}”.")
            if option in given[:index]:
                yield RulebookError(here, f"“{option}” đã có ở trên.")


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
