"""``awards audit verify``: is the log unbroken?"""

from __future__ import annotations

from pathlib import Path

import click

from awards.audit import services
from awards.cli.installation import Refusal, home_option, inside, open_installation


@click.group("audit")
def audit() -> None:
    """Nhật ký của hệ thống."""


@audit.command("verify")
@home_option
def verify(home: Path) -> None:
    """Kiểm tra chuỗi nhật ký; nêu dòng đầu tiên đã bị thay đổi."""
    with inside(open_installation(home)):
        number, head, fault = services.verify_log()
    if fault is not None:
        raise Refusal(fault.sentence)
    click.echo(f"Nhật ký liền mạch: {number} dòng, mã băm dòng cuối {head}.")
