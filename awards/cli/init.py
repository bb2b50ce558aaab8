"""``awards init``: a real, empty installation with its first account of the award office."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import click
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from awards.accounts import services as accounts
from awards.accounts.inputs import AccountInput
from awards.app import create_app
from awards.base.normalise import clean_line
from awards.base.schema import upgrade_schema
from awards.base.transaction import transaction
from awards.cli.installation import Refusal, checked_settings, home_option, inside, new_secrets, write_settings
from awards.config import ROOT, SETTINGS_FILE, Profile, use_home
from awards.policy.actor import OPERATOR, Role
from awards.units import services as units

PROVINCES = ROOT / "awards" / "units" / "provinces.csv"
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})
_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})


@dataclass(frozen=True)
class Wanted:
    """What the operator asks for."""

    home: Path
    base_url: str
    database_url: str
    office_email: str
    office_name: str
    issuer: str
    trusted_proxies: int
    mail_server: str
    mail_port: int
    mail_use_tls: bool
    mail_username: str
    mail_password: str
    mail_sender: str

    @property
    def mail(self) -> dict[str, str | int | bool]:
        return {
            "server": self.mail_server,
            "port": self.mail_port,
            "use_tls": self.mail_use_tls,
            "username": self.mail_username,
            "password": self.mail_password,
            "sender": self.mail_sender,
        }


@click.command("init")
@home_option
@click.option("--base-url", prompt="Địa chỉ của hệ thống (https://...)", help="Địa chỉ mọi người mở, https://...")
@click.option("--office-email", prompt="Thư điện tử của người đầu tiên thuộc Thường trực giải thưởng")
@click.option("--office-name", prompt="Họ và tên người đó")
@click.option("--database-url", default="", help="PostgreSQL, postgresql+psycopg://...; bỏ trống là SQLite.")
@click.option("--issuer", default="Liên minh Hợp tác xã Việt Nam", show_default=True, help="Cơ quan tổ chức giải.")
@click.option("--trusted-proxies", default=0, show_default=True, help="Số máy chủ trung gian đứng trước, 0 đến 3.")
@click.option("--mail-server", default="", help="Máy chủ thư; bỏ trống thì không gửi thư nào.")
@click.option("--mail-port", default=587, show_default=True)
@click.option("--mail-tls/--mail-no-tls", default=True, help="Mã hóa đường gửi thư.")
@click.option("--mail-username", default="")
@click.option("--mail-password-file", type=click.File(encoding="utf-8"), help="Tệp chứa mật khẩu hộp thư.")
@click.option("--mail-sender", default="", help="Địa chỉ người gửi.")
def init(home: Path, mail_tls: bool, mail_password_file: TextIO | None, **options: str | int) -> None:
    """Dựng một hệ thống thật, chưa có dữ liệu, và in liên kết kích hoạt tài khoản đầu tiên."""
    home = home.resolve()
    if (home / SETTINGS_FILE).exists():
        raise Refusal(f"Đã có hệ thống trong {home}. Không thay đổi gì.")
    password = mail_password_file.read().strip() if mail_password_file else ""
    wanted = Wanted(home=home, mail_use_tls=mail_tls, mail_password=password, **options)  # type: ignore[arg-type]
    mistakes = [*unsafe(wanted)]
    if mistakes:
        raise Refusal("Chưa dựng hệ thống, vì:", *(f"- {sentence}" for sentence in mistakes))
    link = install(wanted)
    click.echo(f"Đã dựng hệ thống trong {home}.")
    click.echo(f"Thiết lập: {home / SETTINGS_FILE} (chỉ chủ tệp đọc được; hãy sao lưu cùng cơ sở dữ liệu).")
    click.echo(f"Tài khoản Thường trực giải thưởng: {wanted.office_email}")
    click.echo(f"Liên kết đặt mật khẩu (dùng một lần, trong 3 ngày):\n{link}")
    click.echo("Việc công bố cần hai người: sau khi đăng nhập, hãy mở tài khoản cho người thứ hai của Thường trực.")
    click.echo(f"Chạy hệ thống: awards run --home {home}")


def unsafe(wanted: Wanted) -> Iterator[str]:
    """Every reason not to go on, as sentences."""
    yield from _unsafe_address(wanted.base_url)
    if not _EMAIL.match(wanted.office_email):
        yield "Thư điện tử của người đầu tiên chưa đúng dạng, ví dụ ten@lienminh.vn."
    if not clean_line(wanted.office_name):
        yield "Nhập họ và tên người đầu tiên thuộc Thường trực giải thưởng."
    yield from _unsafe_mail(wanted)
    yield from _unsafe_folder(wanted.home)
    yield from _unsafe_database(wanted.database_url)


def _unsafe_address(base_url: str) -> Iterator[str]:
    parts = urlsplit(base_url)
    if parts.scheme != "https" or not parts.hostname:
        yield "Địa chỉ của hệ thống thật phải bắt đầu bằng https://."
    elif parts.hostname in _HERE or "." not in parts.hostname:
        yield f"Địa chỉ {base_url} chỉ mở được trên máy này; hãy dùng tên miền mọi người mở."
    if parts.username or parts.path.strip("/") or parts.query or parts.fragment:
        yield "Địa chỉ chỉ gồm https:// và tên miền, không kèm đường dẫn hay mật khẩu."


def _unsafe_mail(wanted: Wanted) -> Iterator[str]:
    if not wanted.mail_server:
        if wanted.mail_username or wanted.mail_sender or wanted.mail_password:
            yield "Có thiết lập hộp thư nhưng thiếu máy chủ thư (--mail-server)."
        return
    if not _EMAIL.match(wanted.mail_sender):
        yield "Có máy chủ thư thì phải có địa chỉ người gửi đúng dạng (--mail-sender)."
    if not wanted.mail_use_tls and wanted.mail_server not in _HERE:
        yield "Thư gửi qua máy chủ khác phải được mã hóa: bỏ --mail-no-tls."
    if wanted.mail_username and not wanted.mail_password:
        yield "Hộp thư có tên đăng nhập thì cần mật khẩu (--mail-password-file)."


def _unsafe_folder(home: Path) -> Iterator[str]:
    if home.exists() and any(home.iterdir()):
        yield f"Thư mục {home} không trống."
    if any(home.is_relative_to(ROOT / name) for name in ("static", "templates", "awards", "scoring")):
        yield f"Thư mục {home} nằm trong phần chương trình; hãy chọn thư mục khác."


def _unsafe_database(database_url: str) -> Iterator[str]:
    if not database_url:
        return
    try:
        url = make_url(database_url)
    except ArgumentError:
        yield "Địa chỉ cơ sở dữ liệu không đọc được."
        return
    if url.drivername not in ("postgresql+psycopg", "sqlite"):
        yield "Cơ sở dữ liệu phải là PostgreSQL (postgresql+psycopg://...) hoặc SQLite."
        return
    if url.drivername == "sqlite" and (not url.database or not Path(url.database).is_absolute()):
        yield "Địa chỉ SQLite phải là một tệp với đường dẫn đầy đủ: sqlite:////thu/muc/awards.db."
        return
    host = url.host or str(url.query.get("host", ""))
    if url.host and host not in _HERE and url.query.get("sslmode") not in _ENCRYPTED:
        yield "Cơ sở dữ liệu ở máy khác phải dùng đường mã hóa: thêm ?sslmode=verify-full."
        return
    yield from _not_empty(database_url)


def _not_empty(database_url: str) -> Iterator[str]:
    url = make_url(database_url)
    if url.drivername == "sqlite" and not Path(str(url.database)).exists():
        return
    engine = create_engine(url)
    try:
        if inspect(engine).get_table_names():
            yield "Cơ sở dữ liệu này đã có bảng; hãy dùng một cơ sở dữ liệu trống."
    except SQLAlchemyError:
        yield "Không kết nối được cơ sở dữ liệu. Hãy kiểm tra địa chỉ, tên và mật khẩu."
    finally:
        engine.dispose()


def install(wanted: Wanted) -> str:
    """Write the settings, build the database, open the first account; gives back its activation link."""
    values = {
        "profile": Profile.PRODUCTION.value,
        "base_url": wanted.base_url.rstrip("/"),
        "database_url": wanted.database_url or f"sqlite:///{wanted.home / 'awards.db'}",
        "issuer": wanted.issuer,
        "trusted_proxies": wanted.trusted_proxies,
        **new_secrets(),
        "mail": wanted.mail,
    }
    settings = checked_settings(home=wanted.home, **values)
    wanted.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted.home.chmod(0o700)
    use_home(wanted.home)
    write_settings(wanted.home, values)
    try:
        with inside(create_app(settings)):
            lay_foundations()
            with transaction():
                return _first_account(wanted)
    except BaseException:
        shutil.rmtree(wanted.home)  # it was empty before: see _unsafe_folder
        raise


def lay_foundations() -> None:
    """The newest schema, the provinces and the roles; needs an application context."""
    upgrade_schema()
    with transaction(), PROVINCES.open(encoding="utf-8", newline="") as rows:
        units.load_units(csv.DictReader(rows))
        accounts.ensure_roles()


def _first_account(wanted: Wanted) -> str:
    entry = AccountInput(
        email=wanted.office_email.lower(),
        full_name=clean_line(wanted.office_name),
        post="Thường trực giải thưởng",
        roles=frozenset({Role.OFFICE}),
    )
    return accounts.invite(OPERATOR, accounts.create_account(OPERATOR, entry, None))
