"""`scoring` is told everything and asks nothing: exact numbers, standard library, no clock, no chance, no files.

`scoring/advice` stands beside the official number: it may use floats and numpy, and chance from a seed it is told.
"""

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
ADVICE = "scoring/advice/"


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def offences(tree: ast.Module, name: str) -> list[str]:
    """What in the module `name` would make a count depend on more than what it is told."""
    allowed = sys.stdlib_module_names - ASKING_MODULES | {"scoring"}
    allowed |= {"numpy"} if name.startswith(ADVICE) else ALLOWED_BEYOND_THE_STANDARD_LIBRARY.get(name, set())
    found = [f"imports {module}" for module in imported(tree) if module not in allowed]
    for call in calls(tree):
        called = called_name(call)
        if called in OPENS_FILES and name != THE_PROGRAM:
            found.append(f"opens a file with {called}")
        if called == "default_rng" and not call.args:
            found.append("draws without a seed")
    return found + ([] if name.startswith(ADVICE) else inexact(tree, name))


def inexact(tree: ast.Module, name: str) -> list[str]:
    """Where the module leaves exact numbers."""
    found = [
        f"float {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    names = [called_name(call) for call in calls(tree)]
    return found + [
        f"calls {called}" for called in names if called == "float" or (called == "round" and name != THE_ROUNDING)
    ]


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


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import numpy as np\nx = float(0.5)\nchance = np.random.default_rng(seed)\n", []),
        ("chance = np.random.default_rng()\n", ["draws without a seed"]),
        ("import random\nimport scipy\n", ["imports random", "imports scipy"]),
        ("np.array(open(path))\n", ["opens a file with open"]),
    ],
)
def test_advice_may_use_floats_and_numpy_but_asks_nothing_either(source: str, found: list[str]) -> None:
    assert offences(ast.parse(source), "scoring/advice/severity.py") == found


def test_scoring_asks_nothing() -> None:
    modules = python_files("scoring")
    assert {shown(path): found for path in modules if (found := offences(parsed(path), shown(path)))} == {}
    assert modules
