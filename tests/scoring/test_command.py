"""`python -m scoring`: what the terminal says, the exit code, and the bytes it writes."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.__main__ import main
from scoring.counting import count
from scoring.explanation import Audience, explain
from scoring.reading import digest
from scoring.record import recount
from scoring.schema import schema_text
from scoring.tables import read_entries, read_sheets
from tests.scoring.world import PUBLISHED, PUBLISHED_PATH, SMALL, SMALL_TEXT, changed

ROOT = PUBLISHED_PATH.parents[2]
ENTRIES = """entry,province,sector,revenue,highest_honour,law_compliance,open_inquiry,paper:registration
CS-1,Cà Mau,agri,1620000000,province,có,không,có
CS-2,Huế,agri,6000000000,none,có,không,có
CS-3,Lào Cai,agri,1620000000,none,có,không,có
CS-4,Phú Thọ,agri,900000000,none,có,không,có
"""
MARKS = {"CS-1": ("8", "10"), "CS-2": ("5", "7.25"), "CS-3": ("9,5", "10"), "CS-4": ("10", "16")}


def sheets_text() -> str:
    rows = ["entry,judge,criterion,mark"]
    for entry, (a2, b) in MARKS.items():
        rows += [f'{entry},{judge},A2,"{a2}"\n{entry},{judge},B,{b}' for judge in (1, 2)]
    return "\n".join([*rows, "CS-1,3,*,abstain", "CS-2,3,A2,", "CS-2,3,B,5"]) + "\n"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    (tmp_path / "rules.toml").write_text(SMALL_TEXT, encoding="utf-8")
    (tmp_path / "entries.csv").write_text(ENTRIES, encoding="utf-8-sig")
    (tmp_path / "sheets.csv").write_text(sheets_text(), encoding="utf-8")
    return tmp_path


def counting(folder: Path, *more: str) -> list[str]:
    paths = [str(folder / name) for name in ("rules.toml", "entries.csv", "sheets.csv", "result.json")]
    return ["count", paths[0], "--entries", paths[1], "--sheets", paths[2], "--out", paths[3], *more]


def test_check_prints_a_summary_and_the_digest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(PUBLISHED_PATH)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Giải thưởng Ngôi sao Hợp tác xã (CoopStar Awards) năm 2026 – bản 1 (coopstar-2026, draft)",
        "Lưu ý: bản nháp – chưa đối chiếu với quy chế gốc",
        "Bảng           Điều kiện  Tiêu chí  Điểm tự tính  Điểm chấm    Tổng",
        "agri                   7        29            80         20     100",
        "non_agri               6        29            80         20     100",
        "credit_fund            5        29            80         20     100",
        "Mỗi tỉnh, thành phố: 3 hồ sơ.",
        "Hội đồng bình chọn cấp tỉnh: ít nhất 3 phiếu; điểm sàn 70.",
        "Hội đồng bình chọn cấp Trung ương: ít nhất 3 phiếu; điểm sàn 70; chọn 100.",
        f"SHA-256 {digest(PUBLISHED)}",
    ]


def test_check_prints_every_mistake_with_its_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sai.toml"
    path.write_text(changed(SMALL_TEXT, ("step = 0.25", "step = 0"), ("value = 20", "value = 200")), encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "variants.agri.criteria[1].step: Bước điểm phải lớn hơn 0.",
        "levels.central.decision.floor.value: Điểm sàn phải nằm trong thang điểm.",
        "Thể lệ có 2 lỗi.",
    ]


def test_count_writes_total_rank_outcome_tie_step_and_working(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(counting(tables)) == 0
    assert capsys.readouterr().out == f"Đã tính 4 hồ sơ, xếp hạng 3 hồ sơ, từ 10 phiếu chấm: {tables / 'result.json'}\n"
    result = json.loads((tables / "result.json").read_text(encoding="utf-8"))
    assert result["rulebook"] == {
        "key": "nho",
        "edition": 1,
        "title": "Thể lệ nhỏ",
        "notice": "bản nháp",
        "digest": digest(SMALL),
    }
    # CS-1: 5.5 + 8 + 10 + 4; CS-2: 10 + 5 + 7.25 + 0; CS-3: 5.5 + 9.5 + 10 + 0; CS-4: 0 + 10 + 16 + 0, below the limit
    told = [[one[name] for name in ("entry", "total", "rank", "outcome", "tie_step")] for one in result["entries"]]
    assert told == [
        ["CS-1", "27.50", 1, "honoured", None],
        ["CS-3", "25.00", 2, "honoured", None],
        ["CS-2", "22.25", 3, "not_honoured", None],
        ["CS-4", "26.00", None, "ineligible", None],
    ]
    first = result["entries"][0]
    assert (first["sheets"], first["exact_total"], first["working"][-1]) == (
        2,
        "55/2",
        "Đạt điểm sàn 20. Thuộc danh sách đề nghị tôn vinh.",
    )


def test_the_bytes_do_not_depend_on_row_order_hash_seed_locale_or_time_zone(tables: Path) -> None:
    written = set()
    shuffle = random.Random(7)  # noqa: S311 - the order of rows is no secret
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Ho_Chi_Minh", "C.UTF-8"), ("3", "America/Lima", "C")):
        for name in ("entries.csv", "sheets.csv"):
            head, *rows = (tables / name).read_text(encoding="utf-8-sig").splitlines()
            shuffle.shuffle(rows)
            (tables / name).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        surroundings = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PATH": os.environ["PATH"]}
        done = subprocess.run(
            [sys.executable, "-m", "scoring", *counting(tables)],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        written.add((tables / "result.json").read_bytes())
    assert len(written) == 1


@pytest.mark.parametrize("audience", list(Audience))
def test_explain_prints_the_account(tables: Path, audience: Audience, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(counting(tables, "--explain", "CS-2", "--audience", audience)) == 0
    counted = count(SMALL, read_entries(SMALL, ENTRIES), read_sheets(sheets_text()))
    second = next(one for one in counted.entries if one.entry == "CS-2")
    assert capsys.readouterr().out.splitlines() == list(explain(SMALL, second, audience))


def test_a_record_written_beside_the_result_recounts(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(counting(tables, "--record", str(tables / "record.json"))) == 0
    capsys.readouterr()
    assert recount(json.loads((tables / "record.json").read_text(encoding="utf-8"))) == ()
    assert main(["recount", str(tables / "record.json")]) == 0
    assert capsys.readouterr().out == "Kết quả tính lại khớp hoàn toàn với bản ghi: 4 hồ sơ, 10 phiếu.\n"


def test_the_module_runs_as_a_program_and_reports_one_changed_mark(tables: Path) -> None:
    path = tables / "record.json"
    assert main(counting(tables, "--record", str(path))) == 0
    record = json.loads(path.read_text(encoding="utf-8"))
    record["sheets"][0]["marks"]["A2"] = "9"
    path.write_text(json.dumps(record), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "scoring", "recount", str(path)],
        capture_output=True,
        cwd=ROOT,
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert "Hồ sơ CS-1: điểm tiêu chí A2 ghi 8, tính lại 17/2." in done.stdout.decode("utf-8").splitlines()


def test_ballots_of_the_meeting_are_counted_in(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    votes = tables / "ballots.csv"
    votes.write_text("motion,entry,voter,vote\napprove,CS-1,chair,yes\n", encoding="utf-8")
    assert main(counting(tables, "--ballots", str(votes))) == 1
    assert capsys.readouterr().out == (
        "Phiếu của “chair” cho hồ sơ CS-1: thể lệ không có bỏ phiếu “approve” ở cấp này.\n"
    )


@pytest.mark.parametrize(
    ("more", "code", "line"),
    [
        (("--explain", "CS-9"), 1, "Không có hồ sơ CS-9 trong danh sách."),
        (("--level", "xã"), 1, "Thể lệ không có cấp “xã”."),
        (("--ballots", "khong-co.csv"), 2, "Không mở được tệp khong-co.csv."),
        (("--out", "khong-co/ket-qua.json"), 2, "Không ghi được tệp khong-co/ket-qua.json."),
    ],
)
def test_a_count_that_cannot_be_made_gets_a_sentence(
    tables: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], code: int, line: str
) -> None:
    assert main(counting(tables, *more)) == code
    assert capsys.readouterr().out.splitlines() == [line]


def test_a_level_without_floor_and_places_and_a_stream_without_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tmp_path / "rules.toml"
    lines = (line for line in SMALL_TEXT.splitlines() if not line.startswith(("floor =", "places =")))
    rules.write_text("\n".join(lines), encoding="utf-8")
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["check", str(rules)]) == 0
    assert out.getvalue().splitlines()[-2] == "Cấp Trung ương: ít nhất 2 phiếu."


def test_schema_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == schema_text()


@pytest.mark.parametrize(
    ("content", "command", "code", "line"),
    [
        (b"\xff\xfe", "check", 1, "Tệp {path} không phải là văn bản UTF-8."),
        (b"{", "recount", 1, "Tệp không phải là JSON đọc được."),
        (b"[]", "recount", 1, "Tệp không phải là bản ghi kết quả theo định dạng awards-record/2."),
    ],
)
def test_unreadable_files_get_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, command: str, code: int, line: str
) -> None:
    path = tmp_path / "tep"
    path.write_bytes(content)
    assert main([command, str(path)]) == code
    assert capsys.readouterr().out.splitlines()[0] == line.format(path=path)


@pytest.mark.parametrize("arguments", [[], ["check"], ["count", "x.toml"], ["đếm"], ["check", "khong-co.toml"]])
def test_a_wrong_call_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().out
