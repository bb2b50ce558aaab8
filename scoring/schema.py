"""The shape of a rulebook as JSON Schema (draft 2020-12), read off the same dataclasses as the reader.

An editor that knows the schema names a wrong key while it is typed. What needs arithmetic (sums of
maxima, bands without a gap) is not in it: that is for `python -m scoring check`.
"""

from __future__ import annotations

import inspect
import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from scoring.figures import KEY
from scoring.reading import EXACT
from scoring.rulebook import Rulebook

DRAFT = "https://json-schema.org/draft/2020-12/schema"
KEYS = ("key", "award")
NAMES: Mapping[Any, str] = {Fraction: "number", int: "integer"}

TITLES: Mapping[str, str] = {
    "AllOf": "Điều kiện: đạt mọi điều kiện",
    "Aggregation": "Từ các phiếu đến điểm",
    "Anchor": "Mức mô tả của thang điểm",
    "AnyOf": "Điều kiện: đạt ít nhất một",
    "Ballot": "Cách bỏ phiếu",
    "Band": "Khung điểm",
    "Banded": "Tiêu chí: điểm theo khung",
    "Bonus": "Điểm cộng",
    "Boolean": "Tiêu chí: có hoặc không",
    "Cap": "Giới hạn: nhiều nhất",
    "ChairTie": "Phân định: chủ tịch hội đồng quyết định",
    "Checklist": "Tiêu chí: cộng điểm từng mục",
    "ChoiceIn": "Điều kiện: phương án được chấp nhận",
    "CriterionTie": "Phân định: điểm một tiêu chí",
    "DecisionRule": "Cách chọn của một cấp",
    "Expert": "Tiêu chí: giám khảo chấm",
    "FigureDef": "Số liệu",
    "FlagTrue": "Điều kiện: phải là có",
    "Group": "Nhóm tiêu chí",
    "Growth": "Tiêu chí: mức tăng",
    "Hold": "Điều kiện: tạm dừng xét",
    "Increasing": "Điều kiện: tăng qua các năm",
    "Level": "Cấp xét chọn",
    "Lookup": "Tiêu chí: tra bảng, lấy mức cao nhất",
    "LotTie": "Phân định: bốc thăm",
    "MedianTie": "Phân định: trung vị của các phiếu",
    "Meeting": "Phiên họp hội đồng",
    "MemberGroup": "Nhóm thành viên chấm điểm",
    "Option": "Phương án trả lời",
    "OptionPoints": "Điểm của một phương án",
    "PaperDef": "Giấy tờ",
    "PaperPresent": "Điều kiện: có giấy tờ",
    "Penalty": "Điểm trừ",
    "Quorum": "Tỷ lệ có mặt",
    "Ranking": "Xếp hạng",
    "Ratio": "Tiêu chí: tỷ lệ",
    "Repeat": "Điều kiện: chưa được tôn vinh",
    "Rounding": "Làm tròn",
    "Rulebook": "Thể lệ",
    "Sourced": "Con số kèm nguồn",
    "Spread": "Mức chênh lệch giữa các phiếu",
    "Target": "Chỉ tiêu: số chỗ dành riêng",
    "Threshold": "Điều kiện: mức tối thiểu, tối đa",
    "Tier": "Hạng, giải, loại",
    "Variant": "Bảng tiêu chí theo lĩnh vực",
    "VotesTie": "Phân định: số phiếu tán thành",
}
"""The name of every table of a rulebook, as people say it."""


def json_schema() -> dict[str, Any]:
    """The schema as a table; the same for the TOML text and for the canonical JSON."""
    definitions: dict[str, Any] = {}
    root = _reference(Rulebook, definitions)
    return {"$schema": DRAFT, **root, "$defs": {name: definitions[name] for name in sorted(definitions)}}


def schema_text() -> str:
    """The schema as the one text that is stored and exported: UTF-8 JSON ending in a line feed."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _shape(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of one value; the tables it needs are put among the definitions."""
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    origin = get_origin(hint)
    if origin is Literal:
        return _literal(get_args(hint))
    if origin is tuple:
        return {"type": "array", "items": _shape(get_args(hint)[0], definitions)}
    if origin in (Union, types.UnionType):
        given = [one for one in get_args(hint) if one is not types.NoneType]
        shapes = [_shape(one, definitions) for one in given]
        return shapes[0] if len(shapes) == 1 else {"oneOf": shapes}
    return _reference(hint, definitions)


def _literal(values: tuple[str, ...]) -> dict[str, Any]:
    return {"const": values[0]} if len(values) == 1 else {"enum": list(values)}


def _reference(record: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """A pointer to a dataclass's definition, which is made when first met (a group holds groups)."""
    name = _name(record)
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _definition(record, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _definition(record: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    parts = _parts(record)
    owner = get_origin(record) or record
    return {
        "title": TITLES[owner.__name__],
        "description": _description(owner),
        "type": "object",
        "properties": {name: _property(field, hint, definitions) for name, (field, hint) in parts.items()},
        "required": [name for name, (field, _) in parts.items() if _is_required(field)],
        "additionalProperties": False,
    }


def _property(field: Field[Any], hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    shape = _shape(hint, definitions)
    if field.name in KEYS:
        shape["pattern"] = f"^{KEY.pattern}$"
    elif hint is str and field.default != "":
        shape["pattern"] = r"\S"
    if isinstance(field.default, str | bool | int) and field.default != "" and field.name != "kind":
        shape["default"] = field.default
    return shape


def _is_required(field: Field[Any]) -> bool:
    """A kind is always written out, for it says what the table is."""
    return field.default is MISSING or field.name == "kind"


def _description(record: type) -> str:
    """The docstrings of a dataclass and of what it is built on: its keys are explained in both."""
    own = (base.__doc__ or "" for base in record.__mro__ if is_dataclass(base))
    texts = (inspect.cleandoc(text) for text in own)
    return "\n\n".join(text for text in texts if not _is_signature(text, record))


def _is_signature(text: str, record: type) -> bool:
    """A dataclass without a docstring is given its own signature as one."""
    return any(text.startswith(f"{base.__name__}(") for base in record.__mro__)


def _name(record: Any) -> str:
    owner: type = get_origin(record) or record
    return "_".join((owner.__name__, *(NAMES[put_in] for put_in in get_args(record))))


def _parts(record: Any) -> dict[str, tuple[Field[Any], Any]]:
    """Key -> field and type of a dataclass, for Sourced[int] with the type put in."""
    owner = get_origin(record) or record
    hints = get_type_hints(owner)
    put_in = get_args(record)
    return {
        field.name: (field, put_in[0] if isinstance(hints[field.name], TypeVar) else hints[field.name])
        for field in fields(owner)
    }


_PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Fraction: {"type": ["integer", "number", "string"], "pattern": f"^{EXACT.pattern}$"},
    date: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}
