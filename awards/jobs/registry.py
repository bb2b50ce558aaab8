"""Names of tasks and the functions that do them. Only a worker imports an area's ``tasks.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

from awards.jobs.progress import Progress

Task = Callable[[Progress, dict[str, Any]], Mapping[str, Any]]
"""A task may be run again from its beginning at any time: it writes only inside :meth:`Progress.storing`."""

_tasks: dict[str, Task] = {}


class UnknownTask(LookupError):
    """No imported module does a task of this name."""


def task(name: str) -> Callable[[Task], Task]:
    """Register the function below under a name that no other task has."""

    def register(function: Task) -> Task:
        if _tasks.setdefault(name, function) is not function:
            raise ValueError(f"two tasks are called {name}")
        return function

    return register


def load(modules: Iterable[str]) -> None:
    """Import the modules that hold the tasks."""
    for module in modules:
        import_module(module)


def find(name: str) -> Task:
    """The task of a name. Raises :class:`UnknownTask`."""
    if name not in _tasks:
        raise UnknownTask(name)
    return _tasks[name]
