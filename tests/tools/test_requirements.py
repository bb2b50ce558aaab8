"""A test that needs what the machine lacks says so in one line; where everything is required it fails."""

from __future__ import annotations

import pytest

from tests.requirements import optional_tool, refuse_skip, require_tool


def skipped_report() -> pytest.TestReport:
    return pytest.TestReport(
        nodeid="tests/browser/test_home.py::test_home",
        location=("tests/browser/test_home.py", 1, "test_home"),
        keywords={},
        outcome="skipped",
        longrepr=("tests/requirements.py", 20, "Skipped: no Chromium"),
        when="setup",
    )


def refused(report: pytest.TestReport) -> tuple[str, object]:
    refuse_skip(report, report.nodeid)
    return report.outcome, report.longrepr


def test_a_skip_stays_a_skip_on_a_machine_that_lacks_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUIRE_ALL", raising=False)
    assert refused(skipped_report()) == ("skipped", ("tests/requirements.py", 20, "Skipped: no Chromium"))


def test_a_skip_is_a_failure_where_everything_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_ALL", "1")
    sentence = "REQUIRE_ALL=1 lets no test be skipped: tests/browser/test_home.py::test_home: Skipped: no Chromium"
    assert refused(skipped_report()) == ("failed", sentence)


def test_a_skip_for_want_of_an_optional_program_stays_a_skip_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_ALL", "1")
    with pytest.raises(pytest.skip.Exception) as skipped:
        optional_tool("no-such-program", sentence="no such program here")
    report = skipped_report()
    report.longrepr = ("tests/requirements.py", 20, f"Skipped: {skipped.value}")
    assert refused(report) == ("skipped", report.longrepr)
    assert str(skipped.value) == "optional: no such program here"


def test_the_first_program_found_is_taken() -> None:
    assert require_tool("no-such-program", "sh", sentence="no shell").endswith("/sh")


def test_a_missing_program_skips_with_the_sentence_given() -> None:
    with pytest.raises(pytest.skip.Exception, match=r"^no such program here$"):
        require_tool("no-such-program", sentence="no such program here")
