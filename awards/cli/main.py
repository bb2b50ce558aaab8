"""The ``awards`` command. A command's module is imported when it is used, so ``awards --help`` is quick."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

import click


@dataclass(frozen=True)
class Place:
    """Where a command lives, and its line in the list of commands."""

    module: str
    name: str
    line: str


COMMANDS: dict[str, Place] = {
    "init": Place("awards.cli.init", "init", "dựng một hệ thống thật, chưa có dữ liệu"),
    "run": Place("awards.cli.run", "run", "chạy hệ thống"),
    "work": Place("awards.cli.work", "work", "làm các việc nặng bên cạnh máy chủ (awards run đã kèm)"),
    "upgrade": Place("awards.cli.upgrade", "upgrade", "đưa cơ sở dữ liệu lên phiên bản mới"),
    "audit": Place("awards.cli.audit", "audit", "kiểm tra nhật ký (awards audit verify)"),
    "mail": Place("awards.cli.mail", "mail", "gửi thư đang chờ (awards mail send)"),
    "files": Place("awards.cli.files", "files", "dọn tệp không còn dùng (awards files tidy)"),
    "results": Place("awards.cli.results", "results", "xuất bản ghi kết quả (awards results export)"),
    "demo": Place("awards.cli.demo.command", "demo", "dựng và chạy bản trình diễn bằng dữ liệu mẫu"),
}


class LazyGroup(click.Group):
    """A group that knows the names of its commands and imports only the one that is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        command: click.Command = getattr(import_module(place.module), place.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Các lệnh"):
            formatter.write_dl([(name, place.line) for name, place in COMMANDS.items()])


@click.command(cls=LazyGroup)
def main() -> None:
    """Hệ thống bình chọn, tôn vinh hợp tác xã."""


if __name__ == "__main__":
    main()
