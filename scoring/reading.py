"""TOML text -> Rulebook, naming every mistake by its key; Rulebook -> canonical JSON -> SHA-256.

The shape is read off the dataclasses themselves, so the rulebook is described in one place only.
Whatever cannot be read is reported and replaced by a stand-in (`unread.py`), so that the checks of
the rulebook still run over everything else and all mistakes come out at once.
"""

from __future__ import annotations

import json
import re
import tomllib
import types
import unicodedata
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from scoring.errors import RulebookError, RulebookInvalid
from scoring.rulebook import Rulebook
from scoring.unread import UNREAD_DAY, UNREAD_INTEGER, UNREAD_NUMBER, UNREAD_TEXT

EXACT = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12}|/[1-9][0-9]{0,17})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLACE = re.compile(r"line (\d+), column (\d+)")
LARGEST = 10**18


def read_rulebook(text: str) -> Rulebook:
    """The rulebook written in a TOML text. Raises RulebookInvalid with all mistakes at once."""
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise RulebookInvalid((RulebookError("(tệp)", _syntax_sentence(error)),)) from None
    return _read_table(table)


def from_canonical(text: str) -> Rulebook:
    """The rulebook of a canonical JSON text. Raises RulebookInvalid."""
    try:
        table = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise RulebookInvalid((RulebookError("(tệp)", "Không phải là JSON đọc được."),)) from None
    return _read_table(table)


def canonical_json(rulebook: Rulebook) -> str:
    """The one text of a rulebook: UTF-8 JSON, sorted keys, no spaces, exact numbers as strings."""
    return rulebook.canonical


def digest(rulebook: Rulebook) -> str:
    """SHA-256 (hex) of the canonical text: what a publication and a result name the rulebook by."""
    return rulebook.digest


def _read_table(table: object) -> Rulebook:
    if not isinstance(table, dict):
        raise RulebookInvalid((RulebookError("(tệp)", "Phải là một bảng gồm các mục có tên."),))
    reader = _Reader()
    try:
        rulebook: Rulebook = reader.record(Rulebook, table, "")
    except RulebookInvalid as invalid:
        unread = tuple(error.path for error in reader.errors)
        reader.errors.extend(error for error in invalid.errors if not _lies_in(error.path, unread))
    except RecursionError:
        raise RulebookInvalid((RulebookError("(tệp)", "Các mục lồng nhau quá sâu."),)) from None
    if reader.errors:
        raise RulebookInvalid(tuple(reader.errors))
    return rulebook


def _syntax_sentence(error: Exception) -> str:
    place = PLACE.search(str(error))
    if place is None:
        return "Không đúng cú pháp TOML."
    return f"Không đúng cú pháp TOML ở dòng {place[1]}, cột {place[2]}."


class _Reader:
    """Reads values of the shape a type describes and keeps every mistake it meets."""

    def __init__(self) -> None:
        self.errors: list[RulebookError] = []

    def wrong(self, path: str, sentence: str) -> None:
        """Note a mistake; what a stranger wrote is shown without its control characters."""
        self.errors.append(RulebookError(_printable(path) or "(tệp)", _printable(sentence)))

    def value(self, shape: Any, value: object, path: str) -> Any:
        """A value of that shape, or its stand-in after the mistake was noted."""
        if shape in _PLAIN:
            return _PLAIN[shape](self, value, path)
        origin = get_origin(shape)
        if origin is Literal:
            return self.one_of(get_args(shape), value, path)
        if origin is tuple:
            return self.list_of(get_args(shape)[0], value, path)
        if origin in (Union, types.UnionType):
            return self.alternative(get_args(shape), value, path)
        return self.record(shape, value, path)

    def text(self, value: object, path: str) -> str:
        if not isinstance(value, str):
            self.wrong(path, "Phải là chữ, đặt trong ngoặc kép.")
            return UNREAD_TEXT
        text = unicodedata.normalize("NFC", value).strip()
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
            self.wrong(path, "Không được chứa ký tự điều khiển.")
            return UNREAD_TEXT
        return text

    def integer(self, value: object, path: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= LARGEST:
            self.wrong(path, "Phải là số nguyên.")
            return UNREAD_INTEGER
        return value

    def truth(self, value: object, path: str) -> bool:
        if not isinstance(value, bool):
            self.wrong(path, "Phải là true (có) hoặc false (không).")
        return bool(value)

    def number(self, value: object, path: str) -> Fraction:
        """Exact numbers only: an integer, a decimal, or a text such as "0.5" or "1/3"."""
        written = ""
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            written = f"{value:f}" if _sane(value) else ""
        elif isinstance(value, str):
            written = value
        if not EXACT.fullmatch(written):
            self.wrong(path, 'Phải là một số chính xác, ví dụ 5, 2.5 hoặc "1500000000".')
            return UNREAD_NUMBER
        return Fraction(written)

    def day(self, value: object, path: str) -> date:
        """A day: written as it is in TOML, or as a text "2026-02-28"."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.wrong(path, "Phải là một ngày có thật, ví dụ 2026-02-28.")
        return UNREAD_DAY

    def one_of(self, allowed: tuple[str, ...], value: object, path: str) -> str:
        if isinstance(value, str):
            found = unicodedata.normalize("NFC", value)
            if found in allowed:
                return found
        self.wrong(path, f"Phải là một trong các giá trị: {', '.join(allowed)}.")
        return UNREAD_TEXT

    def list_of(self, shape: Any, value: object, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            self.wrong(path, "Phải là một danh sách.")
            return ()
        return tuple(self.value(shape, item, _item_path(path, index, item)) for index, item in enumerate(value))

    def alternative(self, shapes: tuple[Any, ...], value: object, path: str) -> Any:
        """A value that may be absent, or a table whose `kind` says which shape it has."""
        if types.NoneType in shapes:
            return None if value is None else self.value(shapes[0], value, path)
        by_kind = {_kind(shape): shape for shape in shapes}
        kind = value.get("kind") if isinstance(value, dict) else None
        if isinstance(kind, str) and kind in by_kind:
            return self.record(by_kind[kind], value, path)
        known = ", ".join(by_kind)
        if isinstance(kind, str):
            self.wrong(f"{path}.kind", f"Phần mềm chưa thực hiện được loại “{kind}”; các loại dùng được: {known}.")
        else:
            self.wrong(f"{path}.kind", f"Phải nêu loại, một trong: {known}.")
        return _Reader().record(shapes[-1], value, path)

    def record(self, shape: Any, value: object, path: str) -> Any:
        """A dataclass from a table: unknown keys refused, missing ones named."""
        if not isinstance(value, dict):
            self.wrong(path, "Phải là một bảng gồm các mục có tên.")
            return _Reader().record(shape, {}, path)
        parts = _parts(shape)
        for name in value:
            if name not in parts:
                self.wrong(_join(path, name), "Không có mục nào tên như vậy.")
        return (get_origin(shape) or shape)(
            **{name: self.part(field, hint, value, _join(path, name)) for name, (field, hint) in parts.items()}
        )

    def part(self, field: Field[Any], hint: Any, table: dict[str, object], path: str) -> Any:
        if field.name not in table:
            if field.default is not MISSING and field.name != "kind":
                return field.default
            self.wrong(path, "Thiếu mục này.")
            return _Reader().value(hint, [] if get_origin(hint) is tuple else _NOTHING, path)
        found = self.value(hint, table[field.name], path)
        if found == "" and field.default != "":
            self.wrong(path, "Không được để trống.")
            return UNREAD_TEXT
        return found


_NOTHING = object()
_PLAIN: dict[Any, Callable[[_Reader, object, str], Any]] = {
    str: _Reader.text,
    int: _Reader.integer,
    bool: _Reader.truth,
    Fraction: _Reader.number,
    date: _Reader.day,
}


@cache
def _parts(shape: Any) -> dict[str, tuple[Field[Any], Any]]:
    """Field name -> field and type of a dataclass; for Sourced[int] the type put in for T."""
    record = get_origin(shape) or shape
    hints = get_type_hints(record)
    put_in = get_args(shape)

    def filled(hint: Any) -> Any:
        return put_in[0] if isinstance(hint, TypeVar) else hint

    return {field.name: (field, filled(hints[field.name])) for field in fields(record)}


@cache
def _kind(shape: Any) -> str:
    kind: str = get_args(get_type_hints(shape)["kind"])[0]
    return kind


def _sane(value: Decimal | int) -> bool:
    """False for numbers whose plain writing would be endless (1e999999) or none at all (nan)."""
    if isinstance(value, int):
        return abs(value) < LARGEST
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and abs(exponent) <= 18


def _lies_in(path: str, unread: tuple[str, ...]) -> bool:
    """Whether a path is, or lies below, one that could not be read: what stands there is a stand-in."""
    return any(path == place or path.startswith((f"{place}.", f"{place}[")) for place in unread)


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _item_path(path: str, index: int, item: object) -> str:
    """Items are numbered from 0; a variant and a level are named by their keys."""
    key = item.get("key") if path in ("variants", "levels") and isinstance(item, dict) else None
    return f"{path}.{key}" if isinstance(key, str) and key else f"{path}[{index}]"
