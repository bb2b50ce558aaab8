"""One clock: whoever wants the time asks `awards.base.clock`, which tests can set."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.sources import calls, parsed, python_files, shown

CLOCK = "awards/base/clock.py"
ASKS_THE_MACHINE = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.localtime", "func.now",
    "func.current_timestamp", "func.current_date",
}  # fmt: skip


def asks_the_machine(tree: ast.Module) -> list[str]:
    """Calls that read the machine's or the database's clock, by their last two names."""
    named = [".".join(ast.unparse(call.func).split(".")[-2:]) for call in calls(tree)]
    return [name for name in named if name in ASKS_THE_MACHINE]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import datetime\nx = datetime.datetime.now(tz)\n", ["datetime.now"]),
        ("from datetime import date\nx = date.today()\n", ["date.today"]),
        ("Column(default=func.now())\n", ["func.now"]),
        ("from awards.base import clock\nx = clock.now(), clock.today()\n", []),
    ],
)
def test_a_look_at_the_machine_s_clock_is_found(source: str, found: list[str]) -> None:
    assert asks_the_machine(ast.parse(source)) == found


def test_only_the_clock_reads_the_machine_s_time() -> None:
    reading = [shown(path) for path in python_files("awards", "scoring") if asks_the_machine(parsed(path))]
    assert reading == [CLOCK]
