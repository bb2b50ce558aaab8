"""``awards work``: does the long work beside the server."""

from __future__ import annotations

from pathlib import Path

import click

from awards.base.schema_version import is_up_to_date
from awards.cli.installation import Refusal, home_option, inside, open_installation
from awards.jobs.consumer import AnotherWorker
from awards.jobs.consumer import work as do_jobs


@click.command("work")
@home_option
@click.option("--beside", is_flag=True, hidden=True, help="Dừng khi máy chủ đã chạy lệnh này dừng.")
def work(home: Path, beside: bool) -> None:
    """Làm các việc nặng đang chờ (phân công chấm...) cho đến khi dừng bằng Ctrl+C; awards run đã kèm sẵn."""
    app = open_installation(home)
    with inside(app):
        if not is_up_to_date():
            raise Refusal("Cơ sở dữ liệu chưa ở phiên bản mới nhất. Hãy sao lưu rồi chạy: awards upgrade")
    try:
        do_jobs(app, app.extensions["settings"].home, beside=beside)
    except AnotherWorker as error:
        raise Refusal("Đã có một tiến trình awards work khác của hệ thống này đang chạy.") from error
