"""Several windows at the same instant, each with a connection of its own: one version wins, the others are told."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.councils.models import Assignment
from awards.policy.actor import Actor
from awards.sheets import services
from awards.sheets.errors import SheetConflict
from awards.sheets.inputs import SheetInput
from awards.sheets.models import SheetVersion
from tests.cast import Cast
from tests.judging import a_round, assignment_of, marks_for

WINDOWS = 6


def save_at_once(app: Flask, judge: Actor, assignment: Assignment, keys: Sequence[str]) -> list[str]:
    """What each window is told: the version it got, or that it came second. Every act writes something else."""
    entries = [SheetInput(marks_for(assignment), key, 0, key) for key in keys]
    assignment_id, ready = assignment.id, Barrier(len(keys))
    db.session.rollback()

    def one(entry: SheetInput) -> str:
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    row = db.session.get_one(Assignment, assignment_id)
                    return f"version {services.save_sheet(judge, row, entry).number}"
            except SheetConflict:
                return "conflict"

    with ThreadPoolExecutor(len(keys)) as windows:
        return sorted(windows.map(one, entries))


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["một lần bấm"] * WINDOWS, ["version 1"] * WINDOWS),
        ([f"cửa sổ {number}" for number in range(WINDOWS)], ["conflict"] * (WINDOWS - 1) + ["version 1"]),
    ],
)
def test_saving_at_the_same_instant_makes_one_version(app: Flask, cast: Cast, keys: list[str], told: list[str]) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    assert save_at_once(app, cast.judge, assignment, keys) == told
    assert db.session.scalar(select(func.count(SheetVersion.id))) == 1
