"""``awards demo``: build the demonstration anew on embedded SQLite, and serve it on this machine."""

from __future__ import annotations

import gc
import shutil
import socket
import tomllib
from pathlib import Path

import click

from awards.app import create_app
from awards.base import clock
from awards.cli.beside import worker_beside
from awards.cli.demo.build import build
from awards.cli.demo.files import write_files
from awards.cli.demo.people import PASSPHRASE, sign_in_names
from awards.cli.installation import Refusal, checked_settings, inside, new_secrets, write_settings
from awards.cli.run import serve
from awards.config import SETTINGS_FILE, Profile, use_home

HOST = "127.0.0.1"


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="Chỉ dựng, không chạy máy chủ.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Thư mục nhận các tệp xuất ra.")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
    help="Thư mục của bản trình diễn; dựng lại từ đầu mỗi lần.",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(no_serve: bool, out: Path | None, home: Path, port: int) -> None:
    """Dựng bản trình diễn bằng dữ liệu mẫu rồi chạy trên máy này."""
    if not no_serve:
        _refuse_busy(port)
    base_url = f"http://{HOST}:{port}"
    _prepare(home.resolve(), base_url)
    click.echo("Đang dựng bản trình diễn (chưa đến một phút) ...")
    settings = checked_settings()
    app = create_app(settings)
    gc.disable()  # a few hundred megabytes at most, for a sixth of the time
    decided = build(app, clock.today())
    gc.enable()
    if out is not None:
        with inside(app):
            for path in write_files(decided, out, settings):
                click.echo(f"Đã ghi {path}")
    _tell(base_url)
    if not no_serve:
        click.echo(f"Mở {base_url} (dừng bằng Ctrl+C)")
        with worker_beside(home.resolve()):
            serve(HOST, port, workers=1)


def _refuse_busy(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Refusal(f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác: --port 8001") from error


def _prepare(home: Path, base_url: str) -> None:
    """An empty folder with the settings of a demonstration; only an older demonstration is swept away."""
    use_home(home)
    if home.exists() and any(home.iterdir()):
        if not _is_demonstration(home):
            raise Refusal(f"Thư mục {home} có dữ liệu khác, không phải bản trình diễn. Hãy chọn thư mục khác.")
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    write_settings(home, {"profile": Profile.DEMO.value, "base_url": base_url, **new_secrets()})


def _is_demonstration(home: Path) -> bool:
    try:
        settings = tomllib.loads((home / SETTINGS_FILE).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return False
    return settings.get("profile") == Profile.DEMO


def _tell(base_url: str) -> None:
    """Who can sign in, and how."""
    names = sign_in_names()
    width = max(len(role) for role, _ in names)
    click.echo(f"\nĐăng nhập tại {base_url}/dang-nhap, mật khẩu chung: {PASSPHRASE}\n")
    for role, name in names:
        click.echo(f"  {role.ljust(width)}  {name}")
    click.echo("\nĐơn vị và người trong các mùa giải mẫu đều không có thật; vinh danh các năm trước là thật.\n")
