"""A service asks the permission map first and never commits: edges do, in one place."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.sources import FunctionNode, called_name, calls, functions, parsed, python_files, shown

ONE_COMMIT_PLACE = "awards/base/transaction.py"

NOT_ASKED = {
    "awards/audit/services.py": "writes down what another service was already allowed to do",
}
"""Services that take an actor and ask nothing, each with the reason."""


def takes_an_actor(function: FunctionNode) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args]
    return bool(arguments) and isinstance(arguments[0].annotation, ast.Name) and arguments[0].annotation.id == "Actor"


def asks_first(function: FunctionNode) -> bool:
    """Whether the first statement after the docstring is a call of `require`."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    first = body[0] if body else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Call) and called_name(first.value) == "require"


def services_that_do_not_ask(tree: ast.Module) -> list[str]:
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return [function.name for function in public if takes_an_actor(function) and not asks_first(function)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def cast(actor: Actor, sheet: Sheet) -> None:\n    require(actor, CAST, sheet)\n    sheet.cast()\n", []),
        ("def cast(actor: Actor) -> None:\n    '''Casts it.'''\n    require(actor, CAST)\n", []),
        ("def cast(actor: Actor) -> None:\n    sheet.cast()\n    require(actor, CAST)\n", ["cast"]),
        ("def cast(actor: Actor) -> None:\n    '''require'''\n", ["cast"]),
        ("def total(sheet: Sheet) -> int:\n    return 1\n", []),
        ("def _store(actor: Actor) -> None:\n    pass\n", []),
    ],
)
def test_a_service_that_does_not_ask_first_is_found(source: str, found: list[str]) -> None:
    assert services_that_do_not_ask(ast.parse(source)) == found


def test_every_service_that_takes_an_actor_asks_first() -> None:
    services = [path for path in python_files("awards") if path.name == "services.py" and shown(path) not in NOT_ASKED]
    assert {shown(path): found for path in services if (found := services_that_do_not_ask(parsed(path)))} == {}
    assert services


def test_there_is_one_place_that_commits() -> None:
    committing = [
        shown(path) for path in python_files("awards", "scoring") if "commit" in map(called_name, calls(parsed(path)))
    ]
    assert committing == [ONE_COMMIT_PLACE]


def test_no_service_starts_a_transaction() -> None:
    opening = {
        f"{shown(path)}::{function.name}"
        for path in python_files("awards")
        if path.name in ("services.py", "queries.py", "models.py")
        for function in functions(parsed(path))
        if {"transaction", "begin", "rollback"} & set(map(called_name, calls(function)))
    }
    assert opening == set()
