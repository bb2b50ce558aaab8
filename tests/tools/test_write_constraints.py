"""The pins are written into both files alike, and nothing else of pyproject.toml changes."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY

PROGRAM = runpy.run_path(str(REPOSITORY / "tools" / "write_constraints.py"))


def test_both_files_get_the_same_pins(tmp_path: Path) -> None:
    before = '[tool.uv]\nconstraint-dependencies = [\n  "old==1",\n]\n\n[tool.ruff]\nselect = [\n  "E",\n]\n'
    (tmp_path / "pyproject.toml").write_text(before, "utf-8")
    PROGRAM["write"](["flask==3.1.3", "wtforms==3.3.2"], tmp_path)
    after = before.replace('  "old==1",\n', '  "flask==3.1.3",\n  "wtforms==3.3.2",\n')
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == after
    assert (tmp_path / "constraints.txt").read_text("utf-8") == "flask==3.1.3\nwtforms==3.3.2\n"


def test_without_a_list_to_fill_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.uv]\n", "utf-8")
    with pytest.raises(SystemExit, match="constraint-dependencies"):
        PROGRAM["write"](["flask==3.1.3"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["pyproject.toml"]


def test_a_name_is_spelled_as_an_index_knows_it() -> None:
    assert PROGRAM["canonical_name"]("Flask_SQLAlchemy.Ext") == "flask-sqlalchemy-ext"
