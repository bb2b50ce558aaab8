"""``awards upgrade``: the newest schema for an existing database."""

from __future__ import annotations

from pathlib import Path

import click

from awards.cli.init import lay_foundations
from awards.cli.installation import home_option, inside, open_installation


@click.command("upgrade")
@home_option
def upgrade(home: Path) -> None:
    """Đưa cơ sở dữ liệu lên phiên bản mới; hãy sao lưu trước."""
    with inside(open_installation(home)):
        lay_foundations()
    click.echo("Cơ sở dữ liệu đã ở phiên bản mới nhất.")
