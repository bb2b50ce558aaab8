"""``awards run``: the web server."""

from __future__ import annotations

import gc
from contextlib import nullcontext
from pathlib import Path

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy import select

from awards.audit.queries import last_entry_at
from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_clock
from awards.base.memory import give_memory_back
from awards.base.schema_version import is_up_to_date
from awards.base.side_process import BESIDE
from awards.cli.beside import worker_beside
from awards.cli.installation import Refusal, home_option, inside, open_installation
from awards.config import Profile, Settings
from awards.nominees.models import Organisation
from awards.seasons.models import Season
from awards.seasons.queries import CLOCKS_MAY_DIFFER


@click.command("run")
@home_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ máy chủ lắng nghe.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 16), help="Số tiến trình.")
@click.option("--worker/--no-worker", default=True, show_default=True, help="Chạy kèm tiến trình làm các việc nặng.")
def run(home: Path, host: str, port: int, workers: int, worker: bool) -> None:
    """Chạy hệ thống; đặt sau một máy chủ trung gian có https."""
    with inside(open_installation(home)) as app:
        refuse_unready(app)
    with worker_beside(home.resolve()) if worker else nullcontext():
        serve(host, port, workers)


def refuse_unready(app: Flask) -> None:
    """Stop before serving an old schema, or samples as if they were real."""
    settings: Settings = app.extensions["settings"]
    if not is_up_to_date():
        raise Refusal("Cơ sở dữ liệu chưa ở phiên bản mới nhất. Hãy sao lưu rồi chạy: awards upgrade")
    last = last_entry_at()
    if last is not None and last - clock.now() > CLOCKS_MAY_DIFFER:
        raise Refusal(f"Đồng hồ máy chủ chậm hơn nhật ký ({format_clock(last)}). Hãy chỉnh lại giờ rồi chạy lại.")
    if settings.profile is Profile.PRODUCTION and holds_samples():
        raise Refusal("Cơ sở dữ liệu này chứa dữ liệu mẫu; hệ thống thật không chạy trên dữ liệu mẫu.")


def holds_samples() -> bool:
    """Whether anything in the database is invented."""
    return any(db.session.scalar(select(model.id).where(model.is_sample).limit(1)) for model in (Season, Organisation))


def serve(host: str, port: int, workers: int) -> None:
    """Serve until told to stop. One thread a process: SQLite lets writers wait unfairly among threads.

    The workers are forks of this process: they share what it has loaded, and the process that reads files.
    Static files come from the application too, so that every answer carries the same headers.
    """
    give_memory_back()
    BESIDE.start()
    gc.collect()
    gc.freeze()  # what is loaded stays for ever; a collection would touch, and so copy, memory the workers share
    Granian(
        "awards.app:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        factory=True,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()
