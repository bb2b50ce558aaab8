"""Every branch of the official scoring has a test that takes it: a count nobody tried is a count nobody can defend."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY

TOO_MANY = ("advice", "test_random_juries.py", "test_spreadsheet_recount.py")
"""Advice is not official; random and spreadsheet juries take branches by chance, which proves nothing about one."""
BY_CHANCE = "test_reading.py::test_what_cannot_be_read_is_named_at_its_place_and_never_taken_for_a_value"
"""So does every field of every rulebook in turn, filled with junk."""


@pytest.mark.timeout(600)
def test_every_branch_of_the_official_scoring_is_taken(tmp_path: Path) -> None:
    data = f"--data-file={tmp_path / 'coverage'}"
    ignored = [f"--ignore=tests/scoring/{name}" for name in TOO_MANY] + [f"--deselect=tests/scoring/{BY_CHANCE}"]
    plain = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", "--hypothesis-profile=few"]
    for arguments in (["run", data, "-m", "pytest", "tests/scoring", *plain, *ignored], ["report", data]):
        done = subprocess.run(
            [sys.executable, "-m", "coverage", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
