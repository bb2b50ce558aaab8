"""A machine that cannot make the environment is told in a clear sentence what to install."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY

PROGRAM = REPOSITORY / "tools" / "make_environment.sh"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder to be the whole PATH: what the script itself needs, no uv, no Python."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "rm"):
        (folder / name).symlink_to(Path("/bin") / name)
    return folder


def put_python(programs: Path, refusing: str) -> Path:
    """A real Python 3.11 or newer that refuses commands which contain the word `refusing`."""
    python = programs / "python3"
    python.write_text(f'#!/bin/sh\ncase "$*" in *{refusing}*) exit 1;; esac\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    return python


def made(programs: Path, folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        ["/bin/sh", PROGRAM, "environment", "python3", "."],
        cwd=folder,
        env={"PATH": str(programs), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        check=False,
        text=True,
    )
    return done.returncode, done.stderr


def test_a_machine_without_a_new_enough_python_is_told(programs: Path, tmp_path: Path) -> None:
    put_python(programs, refusing="version_info")
    assert made(programs, tmp_path) == (
        1,
        "No Python 3.11 or newer was found. Install one, or name it: make PYTHON=/path/to/python3 ...\n",
    )


def test_a_python_that_cannot_make_an_environment_is_told(programs: Path, tmp_path: Path) -> None:
    python = put_python(programs, refusing="ensurepip")
    sentences = (
        f"{python} cannot make a virtual environment: its venv or ensurepip module is missing.\n"
        "On Debian or Ubuntu install the package python3-venv, or put uv on PATH; then run make again.\n"
    )
    assert made(programs, tmp_path) == (1, sentences)
    assert not (tmp_path / "environment").exists()
