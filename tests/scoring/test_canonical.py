"""The one text of a rulebook and its digest: the same rules, the same bytes, and back again."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import MISSING, fields
from typing import Any

import pytest

from scoring.adjustments import Bonus
from scoring.conditions import PaperPresent, Repeat, Threshold
from scoring.criteria import Banded, Boolean, Expert, Group, Growth, Ratio
from scoring.decision_rules import Cap, DecisionRule, Target, Tier
from scoring.errors import RulebookError, RulebookInvalid
from scoring.figures import FigureDef, PaperDef
from scoring.levels import Aggregation, Ballot, Level, Meeting, MemberGroup, Quorum, Spread
from scoring.ranking_rules import Ranking
from scoring.reading import canonical_json, digest, from_canonical, read_rulebook
from scoring.rulebook import Rulebook, Variant
from tests.scoring.world import EVERY, PUBLISHED, SMALL, SMALL_TEXT, changed

TABLE = "Phải là một bảng gồm các mục có tên."


@pytest.mark.parametrize("rulebook", [SMALL, EVERY, PUBLISHED], ids=lambda rulebook: rulebook.key)
def test_canonical_text_gives_the_same_rulebook_and_digest_back(rulebook: Rulebook) -> None:
    again = from_canonical(canonical_json(rulebook))
    assert again == rulebook
    assert digest(again) == digest(rulebook)


def test_canonical_text_is_sorted_tight_and_holds_exact_numbers_and_days_as_text() -> None:
    assert canonical_json(SMALL).startswith(
        '{"award":"coopstar","basis":["Căn cứ để thử"],"edition":1,"figures":[{"key":'
    )
    assert '{"lower":"1000000000","points":"11/2","upper":"5000000000"}' in canonical_json(SMALL)
    assert '"paper":"test_report","valid_on":"2026-03-31","waivable":true}' in canonical_json(EVERY)


def test_canonical_text_leaves_out_what_stands_at_its_default_but_never_a_kind() -> None:
    lot = '{"kind":"lot","label":"Bốc thăm","origin":"tự đặt","seed":"hạt giống"}'
    central = '"levels":[{"aggregation":{"method":"mean","minimum_sheets":2,"origin":"tự đặt"},"decision":{'
    assert lot in canonical_json(SMALL)
    assert central in canonical_json(SMALL)
    told = changed(SMALL_TEXT, ('method = "mean", ', 'method = "mean", over = "sheet", trim = 0, '))
    assert digest(read_rulebook(told)) == digest(SMALL)


LEFT_OUT: list[tuple[type, dict[str, object]]] = [
    (FigureDef, {"unit": "", "options": (), "lowest": None, "highest": None, "not_above": "", "hint": ""}),
    (PaperDef, {"dated": False}),
    (Threshold, {"waivable": False, "year_offset": 0}),
    (PaperPresent, {"waivable": False, "valid_on": None, "issued_from": None}),
    (Repeat, {"waivable": False, "seasons": None}),
    (Group, {"guidance": "", "minimum": None}),
    (Banded, {"guidance": "", "minimum": None, "year_offset": 0}),
    (Ratio, {"guidance": "", "minimum": None, "bands": (), "full_at": None, "year_offset": 0, "percent": True}),
    (Growth, {"guidance": "", "minimum": None, "bands": (), "full_at": None, "years": 1}),
    (Boolean, {"guidance": "", "minimum": None, "when": True}),
    (Expert, {"guidance": "", "minimum": None, "anchors": (), "justify_below": None, "justify_above": None}),
    (Bonus, {"points": (), "yes_points": None}),
    (MemberGroup, {"minimum_sheets": 1}),
    (Aggregation, {"over": "sheet", "trim": 0, "member_groups": ()}),
    (Spread, {"rounds": 2}),
    (Quorum, {}),
    (Ballot, {"most": None, "strictly": False, "written_opinions": False, "chair_casts": False}),
    (Meeting, {"approval": None, "departures": None}),
    (Level, {"blind": False, "shares_sheets": False, "spread": None, "meeting": None}),
    (Cap, {"value": ""}),
    (Target, {}),
    (Tier, {"count": None}),
    (
        DecisionRule,
        {
            "purpose": "honour",
            "floor": None,
            "places": None,
            "limits": (),
            "unfilled": "ranking",
            "tiers": (),
            "tier_scope": "chosen",
            "waiting_list": 0,
        },
    ),
    (Ranking, {"tie_breaks": ()}),
    (Variant, {"eligibility": (), "adjustments": ()}),
    (
        Rulebook,
        {
            "partial": False,
            "notice": "",
            "figures": (),
            "papers": (),
            "bonus_above_max": False,
            "quota_per_province": None,
        },
    ),
]


@pytest.mark.parametrize(("shape", "meaning"), LEFT_OUT, ids=[shape.__name__ for shape, _ in LEFT_OUT])
def test_what_a_rulebook_leaves_out_keeps_its_meaning(shape: Any, meaning: dict[str, object]) -> None:
    # Mã băm không kể mục để mặc định: đổi một giá trị mặc định là đổi nghĩa của thể lệ đã công bố mà mã băm vẫn thế.
    defaults = {one.name: one.default for one in fields(shape) if one.default is not MISSING and one.name != "kind"}
    assert defaults == meaning


def test_the_digest_is_of_the_rules_not_of_the_layout() -> None:
    other_layout = "# một dòng ghi chú\n" + SMALL_TEXT.replace("points = 5.5", 'points   = "11/2"')
    assert digest(read_rulebook(other_layout)) == digest(SMALL)
    assert digest(read_rulebook(unicodedata.normalize("NFD", SMALL_TEXT))) == digest(SMALL)
    assert digest(read_rulebook(changed(SMALL_TEXT, ("value = 20", "value = 21")))) != digest(SMALL)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Không phải là JSON đọc được."),
        ("{", "Không phải là JSON đọc được."),
        ("[" * 100_000, "Không phải là JSON đọc được."),
        ("[]", TABLE),
        ("3", TABLE),
        ("null", TABLE),
    ],
)
def test_a_broken_canonical_text_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(RulebookInvalid) as refused:
        from_canonical(text)
    assert refused.value.errors == (RulebookError("(tệp)", sentence),)


def test_groups_inside_groups_without_end_are_refused() -> None:
    group: dict[str, object] = {"kind": "group", "key": "A", "label": "A", "max_points": 40, "origin": "model"}
    table = json.loads(canonical_json(SMALL))
    innermost: object = []
    for _ in range(300):
        innermost = [{**group, "children": innermost}]
    table["variants"][0]["criteria"] = innermost
    with pytest.raises(RulebookInvalid) as refused:
        from_canonical(json.dumps(table))
    assert refused.value.errors == (RulebookError("(tệp)", "Các mục lồng nhau quá sâu."),)
