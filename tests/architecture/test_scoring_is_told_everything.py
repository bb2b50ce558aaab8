"""`scoring` is told everything and asks nothing: exact numbers, standard library, no clock, no chance, no files."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import pytest

from tests.architecture.sources import called_name, calls, parsed, python_files, shown

ALLOWED_BEYOND_THE_STANDARD_LIBRARY = {"scoring/reading.py": {"pydantic"}}
ASKING_MODULES = {"random", "secrets", "os", "time", "socket", "subprocess", "urllib", "http", "sqlite3", "tempfile"}
OPENS_FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
THE_PROGRAM = "scoring/__main__.py"
THE_ROUNDING = "scoring/rounding.py"


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def offences(tree: ast.Module, name: str) -> list[str]:
    """What in the module `name` would make a count depend on more than what it is told."""
    allowed = sys.stdlib_module_names - ASKING_MODULES | {"scoring"}
    allowed |= ALLOWED_BEYOND_THE_STANDARD_LIBRARY.get(name, set())
    found = [f"imports {module}" for module in imported(tree) if module not in allowed]
    found += [
        f"float {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    for call in calls(tree):
        called = called_name(call)
        if called in OPENS_FILES and name != THE_PROGRAM:
            found.append(f"opens a file with {called}")
        if called == "float" or (called == "round" and name != THE_ROUNDING):
            found.append(f"calls {called}")
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from fractions import Fraction\nfrom scoring.errors import ScoringError\n", []),
        ("import random\nfrom os import environ\n", ["imports random", "imports os"]),
        ("import pydantic\nfrom awards.base import clock\n", ["imports pydantic", "imports awards"]),
        ("x = 0.5\ny = float(x)\nz = round(y)\n", ["float 0.5", "calls float", "calls round"]),
        ("path.read_text()\n", ["opens a file with read_text"]),
    ],
)
def test_what_scoring_may_not_do_is_found(source: str, found: list[str]) -> None:
    assert offences(ast.parse(source), "scoring/tally.py") == found


def test_scoring_asks_nothing() -> None:
    modules = python_files("scoring")
    assert {shown(path): found for path in modules if (found := offences(parsed(path), shown(path)))} == {}
    assert modules
