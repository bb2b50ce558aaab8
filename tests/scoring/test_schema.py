"""The exported JSON Schema says of every rulebook what the reader says of its shape."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.errors import RulebookInvalid
from scoring.reading import canonical_json, from_canonical, read_rulebook
from scoring.schema import TITLES, json_schema, schema_text

ROOT = Path(__file__).parents[2]
PUBLISHED = sorted((ROOT / "scoring" / "published").glob("*.toml"))
SCHEMA = json_schema()
OCOP = ROOT / "scoring" / "published" / "ocop-148.toml"

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | Decimal) and not isinstance(value, bool),
}
"""The JSON types the schema uses, as told of what tomllib and json hand out."""

KEYWORDS = {
    "$defs", "$ref", "$schema", "additionalProperties", "const", "default", "description", "enum", "format", "items",
    "oneOf", "pattern", "properties", "required", "title", "type",
}  # fmt: skip


def faults(schema: dict[str, Any], value: Any, path: str = "") -> Iterator[str]:
    """Where a value breaks a schema: the keywords this schema uses, no more."""
    assert schema.keys() <= KEYWORDS
    if "$ref" in schema:
        yield from faults(SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, path)
    if "oneOf" in schema:
        fitting = [one for one in schema["oneOf"] if not list(faults(one, value, path))]
        if len(fitting) != 1:
            yield f"{path}: oneOf"
    yield from _plain_faults(schema, value, path)
    if isinstance(value, dict):
        yield from _table_faults(schema, value, path)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from faults(schema.get("items", {}), item, f"{path}[{index}]")


def _plain_faults(schema: dict[str, Any], value: Any, path: str) -> Iterator[str]:
    wanted = schema.get("type", [])
    names = [wanted] if isinstance(wanted, str) else wanted
    if names and not any(TYPES[name](value) for name in names):
        yield f"{path}: type"
    if "const" in schema and value != schema["const"]:
        yield f"{path}: const"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: enum"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{path}: pattern"


def _table_faults(schema: dict[str, Any], table: dict[str, Any], path: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in table:
            yield f"{path}.{name}: required"
    for name, item in table.items():
        if name in properties:
            yield from faults(properties[name], item, f"{path}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{path}.{name}: additionalProperties"


def written(text: str) -> Any:
    """A TOML text as JSON sees it: a day is a text."""
    return _jsonable(tomllib.loads(text, parse_float=Decimal))


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _jsonable(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def test_the_exported_file_is_the_schema_of_today() -> None:
    assert (ROOT / "docs" / "rulebook.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_text_is_the_schema_and_ends_in_a_line_feed() -> None:
    assert json.loads(schema_text()) == SCHEMA
    assert schema_text().endswith("}\n")


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_published_rulebook_keeps_to_the_schema_as_toml_and_as_canonical_json(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert list(faults(SCHEMA, written(text))) == []
    assert list(faults(SCHEMA, json.loads(canonical_json(read_rulebook(text))))) == []


def test_a_day_may_stand_in_toml_as_a_day() -> None:
    text = OCOP.read_text(encoding="utf-8")
    dated = text.replace("\nrequired = true", "\nrequired = true\ndated = true")
    dated = dated.replace('paper = "self_assessment"', 'paper = "self_assessment"\nvalid_on = 2026-02-28')
    assert list(faults(SCHEMA, written(dated))) == []
    assert read_rulebook(dated) != read_rulebook(text)


def test_every_table_has_its_vietnamese_title_and_an_explanation() -> None:
    tables = SCHEMA["$defs"]
    assert {name.partition("_")[0] for name in tables} == set(TITLES)
    assert [name for name, table in tables.items() if not table["description"]] == []
    assert tables["Tier"] == {
        "title": "Hạng, giải, loại",
        "description": (
            "A prize or class for printed totals from `lower` on; with `count`, for at most so many of the best."
        ),
        "type": "object",
        "properties": {
            "key": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]*$"},
            "label": {"type": "string", "pattern": r"\S"},
            "lower": {
                "type": ["integer", "number", "string"],
                "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,12}|/[1-9][0-9]{0,17})?$",
            },
            "count": {"type": "integer"},
            "origin": {"enum": ["verified", "model", "tự đặt"]},
        },
        "required": ["key", "label", "lower", "origin"],
        "additionalProperties": False,
    }


def test_a_value_that_may_have_several_shapes_names_them_by_kind() -> None:
    shapes = SCHEMA["$defs"]["Variant"]["properties"]["criteria"]["items"]["oneOf"]
    tables = [SCHEMA["$defs"][shape["$ref"].removeprefix("#/$defs/")] for shape in shapes]
    assert [table["properties"]["kind"]["const"] for table in tables] == [
        "group", "banded", "ratio", "growth", "lookup", "checklist", "boolean", "expert",
    ]  # fmt: skip
    assert all("kind" in table["required"] for table in tables)


SPOILERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "an unknown key": lambda book: book.update(quata=4),
    "a missing key": lambda book: book.pop("title"),
    "an empty text": lambda book: book.update(title=" "),
    "a key with a space": lambda book: book.update(key="ocop 148"),
    "a number in words": lambda book: book["max_total"].update(value="một trăm"),
    "an endless number": lambda book: book["max_total"].update(value="1/0"),
    "a fraction for a count": lambda book: book.update(edition=Decimal("1.5")),
    "yes for a number": lambda book: book.update(edition=True),
    "a text for yes or no": lambda book: book.update(partial="có"),
    "an origin nobody knows": lambda book: book["max_total"].update(origin="nghe nói"),
    "a kind nobody knows": lambda book: book["variants"][0]["criteria"][0].update(kind="nhóm"),
    "a missing kind": lambda book: book["variants"][0]["criteria"][0].pop("kind"),
    "one table for a list": lambda book: book.update(levels=book["levels"][0]),
    "a text for a table": lambda book: book["levels"][0].update(spread="10 điểm"),
    "a key of another kind": lambda book: book["variants"][0]["criteria"][0]["children"][0].update(bands=[]),
    "a ballot without a kind": lambda book: book["levels"][0]["meeting"].update(
        approval={"secret": True, "threshold": "1/2", "denominator": "all", "clause": "x", "origin": "tự đặt"}
    ),
    "a day that is no text of a day": lambda book: book["variants"][0]["eligibility"][0].update(valid_on="mùa xuân"),
}


@pytest.mark.parametrize("spoil", SPOILERS.values(), ids=SPOILERS.keys())
def test_the_schema_and_the_reader_refuse_the_same_slips(spoil: Callable[[dict[str, Any]], object]) -> None:
    sound = json.loads(canonical_json(read_rulebook(OCOP.read_text(encoding="utf-8"))))
    spoilt = copy.deepcopy(sound)
    spoil(spoilt)
    assert list(faults(SCHEMA, sound)) == []
    assert list(faults(SCHEMA, spoilt)) != []
    with pytest.raises(RulebookInvalid):
        from_canonical(json.dumps(spoilt, default=str))
