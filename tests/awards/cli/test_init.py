"""`awards init`: a real, empty installation; unsafe wishes are refused in whole sentences."""

from __future__ import annotations

import re
import stat
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from awards.cli.main import main
from tests.databases import FreshDatabases

SAFE = {
    "--base-url": "https://binhchon.lienminh.vn",
    "--office-email": "Chi.Mai@lienminh.vn",
    "--office-name": "Nguyễn Thị Mai",
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def init(home: Path, **changes: str) -> Result:
    """`awards init` with safe wishes, some of them changed (`base_url="..."`)."""
    wishes = SAFE | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    flat = [part for pair in wishes.items() for part in pair]
    return run("init", "--home", home, *(part for part in flat if part != "yes"))


def complaints(result: Result) -> list[str]:
    return [line.removeprefix("- ") for line in result.output.splitlines() if line.startswith("- ")]


def rows(home: Path, statement: str) -> list[tuple[object, ...]]:
    engine = create_engine(f"sqlite:///{home / 'awards.db'}")
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(statement))]
    engine.dispose()
    return found


def test_an_installation_has_its_settings_its_provinces_and_one_office_account(tmp_path: Path) -> None:
    home = tmp_path / "real"
    result = init(home)
    assert result.exit_code == 0, result.output
    settings = tomllib.loads((home / "awards.toml").read_text(encoding="utf-8"))
    secrets = tuple(settings.pop(name) for name in ("secret_key", "password_salt", "totp_key"))
    assert settings == {
        "profile": "production",
        "base_url": "https://binhchon.lienminh.vn",
        "database_url": f"sqlite:///{home / 'awards.db'}",
        "issuer": "Liên minh Hợp tác xã Việt Nam",
        "trusted_proxies": 0,
        "mail": {"server": "", "port": 587, "use_tls": True, "username": "", "password": "", "sender": ""},
    }
    assert len(set(secrets)) == 3
    assert min(map(len, secrets)) >= 64
    assert rows(home, "SELECT email, full_name, password FROM user_account") == [
        ("chi.mai@lienminh.vn", "Nguyễn Thị Mai", None)
    ]
    assert rows(home, "SELECT name FROM role JOIN user_role ON role.id = role_id") == [("office",)]
    assert rows(home, "SELECT count(*) FROM province WHERE valid_to IS NULL") == [(34,)]
    assert rows(home, "SELECT count(*) FROM season") == [(0,)]


def test_only_the_owner_reads_the_settings(tmp_path: Path) -> None:
    home = tmp_path / "real"
    init(home)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (home, home / "awards.toml")}
    assert modes == {"real": 0o700, "awards.toml": 0o600}


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    settings = []
    for name in ("one", "two"):
        init(tmp_path / name)
        settings.append(tomllib.loads((tmp_path / name / "awards.toml").read_text(encoding="utf-8")))
    drawn = [one[name] for one in settings for name in ("secret_key", "password_salt", "totp_key")]
    assert len(set(drawn)) == 6


def test_the_printed_link_opens_on_the_named_address(tmp_path: Path) -> None:
    links = re.findall(r"^https://\S+$", init(tmp_path / "real").output, re.MULTILINE)
    assert len(links) == 1
    assert links[0].startswith("https://binhchon.lienminh.vn/dat-mat-khau/")


def test_running_twice_says_that_it_exists_and_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "real"
    init(home)
    before = {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}
    again = init(home, office_email="khac@lienminh.vn")
    assert (again.exit_code, again.output) == (1, f"Đã có hệ thống trong {home}. Không thay đổi gì.\n")
    assert {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"base_url": "http://binhchon.lienminh.vn"}, "Địa chỉ của hệ thống thật phải bắt đầu bằng https://."),
        (
            {"base_url": "https://localhost"},
            "Địa chỉ https://localhost chỉ mở được trên máy này; hãy dùng tên miền mọi người mở.",
        ),
        (
            {"base_url": "https://ai:mat@lienminh.vn"},
            "Địa chỉ chỉ gồm https:// và tên miền, không kèm đường dẫn hay mật khẩu.",
        ),
        (
            {"base_url": "https://lienminh.vn/giai-thuong"},
            "Địa chỉ chỉ gồm https:// và tên miền, không kèm đường dẫn hay mật khẩu.",
        ),
        ({"office_email": "mai"}, "Thư điện tử của người đầu tiên chưa đúng dạng, ví dụ ten@lienminh.vn."),
        ({"office_name": "  "}, "Nhập họ và tên người đầu tiên thuộc Thường trực giải thưởng."),
        ({"database_url": "mysql://x"}, "Cơ sở dữ liệu phải là PostgreSQL (postgresql+psycopg://...) hoặc SQLite."),
        ({"database_url": "::"}, "Địa chỉ cơ sở dữ liệu không đọc được."),
        (
            {"database_url": "sqlite:///awards.db"},
            "Địa chỉ SQLite phải là một tệp với đường dẫn đầy đủ: sqlite:////thu/muc/awards.db.",
        ),
        (
            {"database_url": "postgresql+psycopg://awards@db.lienminh.vn/awards"},
            "Cơ sở dữ liệu ở máy khác phải dùng đường mã hóa: thêm ?sslmode=verify-full.",
        ),
        ({"mail_sender": "giai@lienminh.vn"}, "Có thiết lập hộp thư nhưng thiếu máy chủ thư (--mail-server)."),
        (
            {"mail_server": "thu.lienminh.vn"},
            "Có máy chủ thư thì phải có địa chỉ người gửi đúng dạng (--mail-sender).",
        ),
        (
            {"mail_server": "thu.lienminh.vn", "mail_sender": "giai@lienminh.vn", "mail_no_tls": "yes"},
            "Thư gửi qua máy chủ khác phải được mã hóa: bỏ --mail-no-tls.",
        ),
        (
            {"mail_server": "thu.lienminh.vn", "mail_sender": "giai@lienminh.vn", "mail_username": "giai"},
            "Hộp thư có tên đăng nhập thì cần mật khẩu (--mail-password-file).",
        ),
    ],
)
def test_an_unsafe_wish_is_refused_with_its_sentence(tmp_path: Path, changes: dict[str, str], sentence: str) -> None:
    home = tmp_path / "real"
    result = init(home, **changes)
    assert (result.exit_code, complaints(result), home.exists()) == (1, [sentence], False)


def test_all_unsafe_wishes_are_named_at_once(tmp_path: Path) -> None:
    result = init(tmp_path / "real", base_url="http://x", office_email="mai", office_name=" ", database_url="mysql://x")
    assert len(complaints(result)) == 4


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thư.txt").write_text("của ai đó", encoding="utf-8")
    result = init(tmp_path)
    assert (result.exit_code, complaints(result)) == (1, [f"Thư mục {tmp_path} không trống."])
    assert [path.name for path in tmp_path.iterdir()] == ["thư.txt"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_that_holds_tables_is_left_alone(kind: str, tmp_path: Path, fresh_databases: FreshDatabases) -> None:
    with fresh_databases.fresh(kind) as url:
        result = init(tmp_path / "real", database_url=url)
    assert (result.exit_code, complaints(result)) == (
        1,
        ["Cơ sở dữ liệu này đã có bảng; hãy dùng một cơ sở dữ liệu trống."],
    )


def test_an_empty_postgresql_is_filled(tmp_path: Path, fresh_databases: FreshDatabases) -> None:
    with fresh_databases.unmigrated("postgresql") as url:
        result = init(tmp_path / "real", database_url=url)
        assert result.exit_code == 0, result.output
        verified = run("audit", "verify", "--home", tmp_path / "real")
    assert verified.output.startswith("Nhật ký liền mạch: 2 dòng, ")


def test_a_broken_start_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWARDS_LIMIT_SIGN_IN", "false")  # only a test installation may; init makes a real one
    home = tmp_path / "real"
    result = init(home)
    assert (result.exit_code, complaints(result)) == (
        1,
        ["clock_file, limit_sign_in và require_second_factor chỉ được đổi khi profile = test"],
    )
    assert not home.exists()
