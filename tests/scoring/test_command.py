"""`python -m scoring`: what the terminal says and the exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.__main__ import main
from scoring.counting import count
from scoring.reading import digest
from scoring.record import build_record, canonical_record
from tests.scoring.world import PUBLISHED, PUBLISHED_PATH, SMALL, SMALL_TEXT, a_sheet, an_entry


@pytest.fixture
def record_path(tmp_path: Path) -> Path:
    entries, sheets = [an_entry()], [a_sheet("CS-1", judge, A2=8, B=10) for judge in (1, 2)]
    counted = count(SMALL, entries, sheets)
    record = build_record(rulebook=SMALL, entries=entries, sheets=sheets, recused=[], count=counted, season="Mùa mẫu")
    path = tmp_path / "record.json"
    path.write_text(canonical_record(record), encoding="utf-8")
    return path


def test_check_prints_a_summary_and_the_digest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(PUBLISHED_PATH)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Thể lệ mẫu Giải thưởng Ngôi sao Hợp tác xã (CoopStar Awards) – bản 1 (coopstar-mau, draft)",
        "Lưu ý: bản nháp – chưa đối chiếu với quy chế gốc",
        "Bảng         Điều kiện  Tiêu chí  Điểm tự tính  Điểm chấm    Tổng",
        "agri                 7        19            43         57     100",
        "non_agri             6        19            43         57     100",
        "Mỗi tỉnh, thành phố: 4 hồ sơ; điểm sàn 70; tôn vinh 100 đơn vị.",
        f"SHA-256 {digest(PUBLISHED)}",
    ]


def test_check_prints_every_mistake_with_its_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sai.toml"
    text = SMALL_TEXT.replace("step = 0.25", "step = 0").replace("floor = 20", "floor = 200")
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "variants.agri.criteria[1].step: Bước điểm phải lớn hơn 0.",
        "variants.non_agri.criteria[1].step: Bước điểm phải lớn hơn 0.",
        "decision.floor: Điểm sàn phải nằm trong thang điểm.",
        "Thể lệ có 3 lỗi.",
    ]


def test_recount_of_an_agreeing_record_is_one_line(record_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recount", str(record_path)]) == 0
    assert capsys.readouterr().out == "Kết quả tính lại khớp hoàn toàn với bản ghi: 1 hồ sơ, 2 phiếu.\n"


def test_the_module_runs_as_a_program_and_reports_one_changed_mark(record_path: Path) -> None:
    record = json.loads(record_path.read_text(encoding="utf-8"))
    record["sheets"][0]["marks"]["A2"] = "9"
    record_path.write_text(json.dumps(record), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "scoring", "recount", str(record_path)],
        capture_output=True,
        cwd=PUBLISHED_PATH.parents[2],
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    lines = done.stdout.decode("utf-8").splitlines()
    assert "Hồ sơ CS-1: điểm tiêu chí A2 ghi 8, tính lại 17/2." in lines
    assert lines[-1] == "Kết quả tính lại có 6 điểm khác với bản ghi."


@pytest.mark.parametrize(
    ("content", "command", "code", "line"),
    [
        (b"\xff\xfe", "check", 1, "Tệp {path} không phải là văn bản UTF-8."),
        (b"{", "recount", 1, "Tệp không phải là JSON đọc được."),
        (b"[]", "recount", 1, "Tệp không phải là bản ghi kết quả theo định dạng awards-record/1."),
    ],
)
def test_unreadable_files_get_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, command: str, code: int, line: str
) -> None:
    path = tmp_path / "tep"
    path.write_bytes(content)
    assert main([command, str(path)]) == code
    assert capsys.readouterr().out.splitlines()[0] == line.format(path=path)


@pytest.mark.parametrize("arguments", [[], ["check"], ["count", "x.toml"], ["check", "khong-co.toml"]])
def test_a_wrong_call_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().out
