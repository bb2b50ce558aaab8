"""The size of the permission matrix, told at the end of every run that asked it."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, [])]
    counts = [value for report in reports for name, value in report.user_properties if name == "matrix"]
    if counts:
        cells, wrong = (sum(column) for column in zip(*counts, strict=True))
        terminalreporter.write_line(f"permission matrix: {cells} cells, {wrong} wrong")
