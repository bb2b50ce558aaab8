"""``awards results export``: the record of a counted season, for whoever wants to count again."""

from __future__ import annotations

from pathlib import Path

import click

from awards.base.transaction import transaction
from awards.cli.installation import Refusal, home_option, inside, open_installation
from awards.policy.actor import OPERATOR
from awards.results import queries, services


@click.group("results")
def results() -> None:
    """Kết quả đã tính."""


@results.command("export")
@home_option
@click.option("--round", "public_id", help="Mã vòng chấm, ở cuối địa chỉ trang kết quả; bỏ trống khi chỉ có một.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("record.json"), show_default=True)
def export(home: Path, public_id: str | None, out: Path) -> None:
    """Ghi bản ghi kết quả ra tệp để tính lại (python -m scoring recount)."""
    with inside(open_installation(home)), transaction():
        wanted = public_id or _only_one()
        result = queries.get_visible_to(OPERATOR, wanted)
        if result is None:
            raise Refusal(f"Không có kết quả nào của vòng chấm {wanted}.")
        record = services.export_record(OPERATOR, result)
    out.write_text(record, encoding="utf-8")
    click.echo(f"Đã ghi {out}")


def _only_one() -> str:
    """The public id of the one counted round; :class:`Refusal` names them when there are several."""
    counted = [one for one in queries.list_rounds_visible_to(OPERATOR) if one.closed_at is not None]
    if len(counted) != 1:
        known = [f"- {one.public_id}: {one.council.season.title}" for one in counted]
        raise Refusal("Hãy chọn một vòng chấm bằng --round:" if known else "Chưa có kết quả nào.", *known)
    return counted[0].public_id
