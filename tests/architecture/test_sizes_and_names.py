"""Files and functions stay small enough to read, and a file's name says what it holds."""

from __future__ import annotations

import ast

from tests.architecture.sources import FunctionNode, functions, parsed, python_files, shown, templates

LONGEST_FILE = 400
LONGEST_FUNCTION = 70
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "handler",
    "handlers",
}

OURS = ("scoring", "awards", "tools", "migrations", "tests", "bench")


def length(function: FunctionNode) -> int:
    """Lines from `def` to the last one, docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_a_function_is_measured_from_def_to_its_last_line() -> None:
    tree = ast.parse("@decorated\ndef f():\n    '''Doc.'''\n\n    return 1\n\n\nx = 1\n")
    assert [length(function) for function in functions(tree)] == [4]


def test_no_file_is_longer_than_the_ceiling() -> None:
    files = [*python_files(*OURS), *templates()]
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}
    assert "awards/base/transaction.py" in lengths


def test_no_function_is_longer_than_the_ceiling() -> None:
    written = [path for path in python_files(*OURS) if path.parent.name != "versions"]  # a migration lists its tables
    lengths = {
        f"{shown(path)}::{function.name}": length(function) for path in written for function in functions(parsed(path))
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert "awards/base/transaction.py::transaction" in lengths


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [shown(path) for path in python_files(*OURS) if NAMES_THAT_SAY_NOTHING & set(path.stem.split("_"))] == []
