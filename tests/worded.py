"""Rows of a count as they were stored before migration 0038: with the words themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select, text

from awards.base.append_only import allow_changes, refuse_changes
from awards.base.database import db
from awards.councils.levels import level_of
from awards.results.kept import Told, told
from awards.results.models import ResultEntry
from awards.seasons.rulebooks import rulebook_named
from scoring.explanation import Step


def store_words() -> None:
    """Put the words in place of what they are told from, in every row there is; nothing else of them changes."""
    words = {one.id: _words(account_of(one)) for one in db.session.scalars(select(ResultEntry))}
    db.session.remove()
    with db.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        allow_changes(operations, "result_entry")
        for row_id, kept in words.items():
            connection.execute(
                text("UPDATE result_entry SET kept = :kept WHERE id = :row_id"), {"kept": kept, "row_id": row_id}
            )
        refuse_changes(operations, "result_entry")


def account_of(entry: ResultEntry) -> Told:
    """The account of a row as its page tells it."""
    result = entry.result
    return told(entry.kept, rulebook_named(result.rulebook_digest), level_of(result.judging_round.council).key)


def _words(account: Told) -> str:
    body = {
        "council": _steps(account.council),
        "criteria": {key: str(points) for key, points in account.criteria.items()},
        "nominee": _steps(account.nominee),
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _steps(steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [{"kind": step.kind, "sentence": step.sentence, "values": step.data} for step in steps]
