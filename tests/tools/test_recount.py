"""The second recount shares nothing with the first and comes to the same verdict, line by line."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.counting import count
from scoring.entry import Entry
from scoring.record import canonical_record, write_record
from scoring.record import recount as first_recount
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from tests.scoring.world import PUBLISHED, SMALL, a_sheet, an_entry, seasons
from tools.recount import recount as second_recount

TOOL = Path(__file__).parents[2] / "tools" / "recount.py"


def a_record(rulebook: Rulebook, entries: list[Entry], sheets: list[Sheet]) -> dict[str, Any]:
    counted = count(rulebook, entries, sheets)
    record = write_record(
        rulebook=rulebook, entries=entries, sheets=sheets, recused=[], count=counted, season="Mùa mẫu"
    ).table
    copy: dict[str, Any] = json.loads(canonical_record(record))
    return copy


def a_small_record() -> dict[str, Any]:
    entries = [an_entry("CS-1"), an_entry("CS-2", honour=None), an_entry("PN-3", variant="non_agri")]
    sheets = [a_sheet(code, judge, A2=8, B="10.25") for code in ("CS-1", "CS-2") for judge in (1, 2, 3)]
    sheets += [a_sheet("PN-3", judge, A=20, B=judge) for judge in (1, 2)]
    return a_record(SMALL, entries, sheets)


@given(seasons())
def test_both_agree_that_a_true_record_is_true(season: tuple[list[Entry], list[Sheet]]) -> None:
    record = a_record(SMALL, *season)
    assert (list(first_recount(record)), second_recount(record)) == ([], [])


@settings(max_examples=20)
@given(seasons(PUBLISHED, most_entries=4))
def test_both_agree_on_the_published_rulebook(season: tuple[list[Entry], list[Sheet]]) -> None:
    record = a_record(PUBLISHED, *season)
    assert (list(first_recount(record)), second_recount(record)) == ([], [])


@given(seasons(), st.data())
def test_both_name_the_same_differences_after_one_changed_mark(
    season: tuple[list[Entry], list[Sheet]], data: st.DataObject
) -> None:
    record = a_record(SMALL, *season)
    cast = [sheet for sheet in record["sheets"] if not sheet["abstained"]]
    if not cast:
        return
    sheet = data.draw(st.sampled_from(cast))
    key = data.draw(st.sampled_from(sorted(sheet["marks"])))
    sheet["marks"][key] = "3" if sheet["marks"][key] != "3" else "4"
    first = first_recount(record)
    assert sorted(first) == sorted(second_recount(record))
    assert first


def change_mark(record: dict[str, Any]) -> None:
    record["sheets"][0]["marks"]["B"] = "16"


def drop_sheet(record: dict[str, Any]) -> None:
    del record["sheets"][-1]


def change_figure(record: dict[str, Any]) -> None:
    record["entries"][0]["series"]["revenue"]["0"] = "5000000000"


def change_total(record: dict[str, Any]) -> None:
    record["result"][0]["total"] = "40"


def change_rank(record: dict[str, Any]) -> None:
    record["result"][0]["rank"] = 2


def drop_criterion(record: dict[str, Any]) -> None:
    del record["result"][1]["criteria"]["A"]


def change_digest(record: dict[str, Any]) -> None:
    record["rulebook_digest"] = "0" * 64


def drop_digest(record: dict[str, Any]) -> None:
    del record["sheets_digest"]


def change_seed(record: dict[str, Any]) -> None:
    record["rulebook"]["ranking"]["tie_breaks"][-1]["seed"] = "khác"


def change_floor(record: dict[str, Any]) -> None:
    record["rulebook"]["levels"][-1]["decision"]["floor"]["value"] = "27"


def abstain_after_all(record: dict[str, Any]) -> None:
    record["sheets"][0]["abstained"] = True


def count_one_sheet_twice(record: dict[str, Any]) -> None:
    record["result"][0]["shares"].append(record["result"][0]["shares"][0])


def write_true_for_one(record: dict[str, Any]) -> None:
    record["result"][0]["rank"] = True


def forget_the_conditions(record: dict[str, Any]) -> None:
    record["result"][0]["conditions"] = None


def write_a_result_twice(record: dict[str, Any]) -> None:
    record["result"].append(record["result"][0])


def vote_where_nobody_votes(record: dict[str, Any]) -> None:
    record["votes"].append({"motion": "approve", "entry": "CS-1", "voter": "1", "vote": "yes"})


def recuse_after_all(record: dict[str, Any]) -> None:
    record["recused"].append({"entry": "CS-1", "judge": 2})


def rename_result(record: dict[str, Any]) -> None:
    record["result"][0]["entry"] = "CS-9"


def turn_results(record: dict[str, Any]) -> None:
    record["result"].reverse()


@pytest.mark.parametrize(
    "change",
    [
        change_mark,
        drop_sheet,
        change_figure,
        change_total,
        change_rank,
        drop_criterion,
        change_digest,
        drop_digest,
        change_seed,
        change_floor,
        abstain_after_all,
        count_one_sheet_twice,
        write_true_for_one,
        forget_the_conditions,
        write_a_result_twice,
        recuse_after_all,
        rename_result,
        turn_results,
    ],
)
def test_both_name_the_same_differences(change: Callable[[dict[str, Any]], None]) -> None:
    record = a_small_record()
    change(record)
    first = first_recount(record)
    assert sorted(first) == sorted(second_recount(record))
    assert first


@pytest.mark.parametrize("mark", ["17", "-1", "1/3", "x", 5, [], True])
def test_both_refuse_a_mark_the_rulebook_forbids(mark: object) -> None:
    record = a_small_record()
    record["sheets"][0]["marks"]["B"] = mark
    last_lines = (first_recount(record)[-1], second_recount(record)[-1])
    assert [line.startswith("Không tính lại được: ") for line in last_lines] == [True, True]


@pytest.mark.parametrize("name", ["rulebook", "entries", "sheets", "votes", "recused", "result"])
@pytest.mark.parametrize("value", [None, 3, "x", [3], [None], [{}], {"x": 1}])
def test_both_tell_a_broken_record_apart(name: str, value: object) -> None:
    record = a_small_record()
    record[name] = value
    assert first_recount(record)
    assert second_recount(record)


def test_a_sheet_that_stands_twice_or_for_nobody_is_refused_by_both() -> None:
    for change in ({"entry": "CS-1", "judge": 2}, {"entry": "CS-7", "judge": 1}, {"round": 2}, {"round": 0}):
        record = a_small_record()
        record["sheets"][0] |= change
        assert first_recount(record)[-1].startswith("Không tính lại được: ")
        assert second_recount(record)[-1].startswith("Không tính lại được: ")


def test_votes_for_which_there_is_no_rule_are_refused_by_both() -> None:
    record = a_small_record()
    vote_where_nobody_votes(record)
    assert first_recount(record)[-1].startswith("Không tính lại được: ")
    assert second_recount(record)[-1].startswith("Không tính lại được: ")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("rounding", "digits"), 10**30),
        (("variants", 1, "eligibility", 0, "years"), 10**30),
    ],
)
def test_a_number_without_end_ends_with_a_sentence(path: tuple[Any, ...], value: int) -> None:
    record = a_small_record()
    table = record["rulebook"]
    for name in path[:-1]:
        table = table[name]
    table[path[-1]] = value
    assert first_recount(record)
    assert second_recount(record)[-1].startswith("Không tính lại được: ")


@pytest.mark.parametrize(("change", "code"), [(None, 0), (change_mark, 1), (change_total, 1), (change_digest, 1)])
def test_both_programs_say_the_same(tmp_path: Path, change: Callable[[dict[str, Any]], None] | None, code: int) -> None:
    record = a_small_record()
    if change:
        change(record)
    path = tmp_path / "record.json"
    path.write_text(canonical_record(record), encoding="utf-8")

    def run(*program: str) -> tuple[int, list[str]]:
        done = subprocess.run(
            [sys.executable, *program, str(path)],
            capture_output=True,
            cwd=TOOL.parents[1],
            check=False,
            encoding="utf-8",
        )
        return done.returncode, sorted(done.stdout.splitlines())

    ours, theirs = run("-m", "scoring", "recount"), run(str(TOOL))
    assert ours == theirs
    assert ours[0] == code


def test_a_missing_file_ends_with_two() -> None:
    done = subprocess.run([sys.executable, str(TOOL), "khong-co.json"], capture_output=True, check=False)
    assert done.returncode == 2


def test_the_tool_is_short_and_imports_nothing_of_ours() -> None:
    text = TOOL.read_text(encoding="utf-8")
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)
    assert len(text.splitlines()) <= 400
