"""What the other commands refuse, and what `awards audit verify` finds."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from awards.cli.main import COMMANDS, main
from awards.config import SETTINGS_FILE


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def just_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real installation, made once."""
    made = tmp_path_factory.mktemp("just made") / "real"
    done = run(
        "init", "--home", made, "--base-url", "https://binhchon.lienminh.vn", "--office-email", "mai@lienminh.vn",
        "--office-name", "Nguyễn Thị Mai",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return made


@pytest.fixture
def home(just_made: Path, tmp_path: Path) -> Path:
    """The same, copied for one test: its settings name the copy."""
    copied = tmp_path / "real"
    shutil.copytree(just_made, copied)
    settings = copied / SETTINGS_FILE
    settings.write_text(settings.read_text("utf-8").replace(str(just_made), str(copied)), "utf-8")
    return copied


def execute(home: Path, *statements: str) -> None:
    engine = create_engine(f"sqlite:///{home / 'awards.db'}")
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_every_command_in_the_list_can_be_loaded() -> None:
    assert {name: run(name, "--help").exit_code for name in COMMANDS} == dict.fromkeys(COMMANDS, 0)


def test_the_list_of_commands_loads_none_of_them() -> None:
    code = (
        "import sys; from awards.cli.main import main; main(['--help'], standalone_mode=False);"
        "print('flask' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize("command", [("run",), ("upgrade",), ("audit", "verify")])
def test_a_command_without_an_installation_says_how_to_make_one(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = run(*command, "--home", tmp_path)
    expected = f"Chưa có hệ thống nào trong {tmp_path}. Hãy chạy: awards init --home {tmp_path}\n"
    assert (result.exit_code, result.output) == (1, expected)


def test_an_unbroken_log_is_verified(home: Path) -> None:
    result = run("audit", "verify", "--home", home)
    assert (result.exit_code, result.output.partition(",")[0]) == (0, "Nhật ký liền mạch: 2 dòng")


@pytest.mark.parametrize("column", ["at", "actor", "action", "subject", "digest", "hash"])
def test_one_changed_row_is_named(home: Path, column: str) -> None:
    value = "'2001-01-01 00:00:00.000000'" if column == "at" else "'x'"
    execute(home, "DROP TRIGGER audit_entry_no_update", f"UPDATE audit_entry SET {column} = {value} WHERE number = 2")
    result = run("audit", "verify", "--home", home)
    assert (result.exit_code, result.output) == (1, "Dòng nhật ký số 2 đã bị thay đổi.\n")


def test_a_removed_row_is_named(home: Path) -> None:
    execute(home, "DROP TRIGGER audit_entry_no_delete", "DELETE FROM audit_entry WHERE number = 1")
    result = run("audit", "verify", "--home", home)
    assert (result.exit_code, result.output) == (1, "Thiếu dòng nhật ký số 1.\n")


def test_upgrading_twice_changes_nothing(home: Path) -> None:
    results = [run("upgrade", "--home", home) for _ in range(2)]
    assert [(one.exit_code, one.output) for one in results] == [(0, "Cơ sở dữ liệu đã ở phiên bản mới nhất.\n")] * 2


def test_an_old_schema_is_not_served(home: Path) -> None:
    execute(home, "UPDATE alembic_version SET version_num = '0009'")
    result = run("run", "--home", home)
    expected = "Cơ sở dữ liệu chưa ở phiên bản mới nhất. Hãy sao lưu rồi chạy: awards upgrade\n"
    assert (result.exit_code, result.output) == (1, expected)


def test_a_real_system_does_not_run_on_samples(home: Path) -> None:
    columns = (
        "public_id, tax_code, name, name_fold, name_sort, kind, sector_group, sector, street, commune, representative,"
    )
    columns += " representative_post, contact_phone, contact_email, is_sample"
    values = "'x', '9900000001', 'Mẫu', 'mau', 'mau', 'cooperative', 'agri', 'agriculture', '', '', '', '', '', '', 1"
    execute(
        home,
        f"INSERT INTO organisation ({columns}, province_id, alliance_id, registered_at)"
        f" SELECT {values}, id, alliance_id, '2026-01-01 00:00:00' FROM province WHERE valid_to IS NULL LIMIT 1",
    )
    result = run("run", "--home", home)
    expected = "Cơ sở dữ liệu này chứa dữ liệu mẫu; hệ thống thật không chạy trên dữ liệu mẫu.\n"
    assert (result.exit_code, result.output) == (1, expected)


def test_a_test_clock_is_refused_by_a_real_system(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWARDS_CLOCK_FILE", str(home / "clock"))
    result = run("run", "--home", home)
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            "Thiết lập chưa an toàn hoặc chưa đủ:",
            "- clock_file, limit_sign_in và require_second_factor chỉ được đổi khi profile = test",
        ],
    )
