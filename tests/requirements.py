"""What a machine may lack: a test that needs it is skipped with one clear line, or fails under REQUIRE_ALL=1.

A third check of what two others have checked already may need a program nobody has to install: it
is skipped with its line even where everything is required.
"""

from __future__ import annotations

import os
import shutil

import pytest

OPTIONAL = "optional: "


def everything_is_required() -> bool:
    """Whether a skipped test counts as a failure (`REQUIRE_ALL=1`, as in CI)."""
    return os.environ.get("REQUIRE_ALL", "") not in ("", "0")


def refuse_skip(report: pytest.TestReport | pytest.CollectReport, where: str) -> None:
    """Turns a skip into a failure that names the test and the reason, when everything is required."""
    if report.skipped and not hasattr(report, "wasxfail") and everything_is_required():
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        if str(reason).startswith(f"Skipped: {OPTIONAL}"):
            return
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1 lets no test be skipped: {where}: {reason}"


def require_tool(*names: str, sentence: str) -> str:
    """The path of the first program found among `names`; else the test is skipped with `sentence`."""
    for name in names:
        found = shutil.which(name)
        if found is not None:
            return found
    pytest.skip(sentence)


def optional_tool(*names: str, sentence: str) -> str:
    """The path of the first program found; else the test is skipped with `sentence`, everywhere."""
    return require_tool(*names, sentence=f"{OPTIONAL}{sentence}")


def require_chromium() -> str:
    """The path of a Chromium, or the test is skipped."""
    return require_tool(
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        sentence="no Chromium here (Debian: apt install chromium-headless-shell): pages are not looked at in a browser",
    )
