"""The ranking as its page shows it: a page of lines, in the same few queries whatever the number of entries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select

from awards.base.database import db
from awards.base.paging import Page, within
from awards.nominations.dossier import DossierHeading
from awards.nominations.models import Nomination
from awards.results.models import Result, ResultEntry
from awards.results.queries import judged_texts
from awards.results.spreads import SheetSpread, spread_of
from awards.sheets import queries as sheets
from awards.sheets.queries import Coverage, CoverageNumbers
from scoring.decision import Outcome

PER_PAGE = 100

# A result is never changed, and its digest stands for every number in it: what follows from it is read once.


@dataclass(frozen=True)
class RankingLine:
    """One line: ``nomination`` is its public id."""

    nomination: str
    dossier: DossierHeading
    rank: int | None
    sheet_count: int
    printed_total: str | None
    tie_step: str | None
    outcome: Outcome
    waiting: int | None
    tier: str | None
    spread: SheetSpread | None


def outcomes_of(result: Result) -> Counter[Outcome]:
    """How many entries came to which outcome."""
    return Counter(_outcomes(result.record_digest, result.id))


def coverage_of(result: Result) -> Coverage:
    """Who cast how many of the sheets of the counted round, which is closed."""
    return sheets.coverage_of(result.judging_round, _coverage(result.public_id, result.round_id))


def page_of(result: Result, total: int, page: int) -> Page[RankingLine]:
    """Lines of the count in its order; ``total``: how many entries it has."""
    number = within(page, total, PER_PAGE)
    statement = (
        select(
            ResultEntry.nomination_id,
            Nomination.public_id,
            ResultEntry.position,
            ResultEntry.rank,
            ResultEntry.sheet_count,
            ResultEntry.printed_total,
            ResultEntry.tie_step,
            ResultEntry.outcome,
            ResultEntry.waiting,
            ResultEntry.tier,
        )
        .join(Nomination, Nomination.id == ResultEntry.nomination_id)
        .where(ResultEntry.result_id == result.id)
        .order_by(ResultEntry.position)
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    )
    rows = db.session.execute(statement).all()
    dossiers = judged_texts(result.round_id, [row.nomination_id for row in rows])
    spreads = _spreads(result.record_digest, result.id, number)
    return Page(tuple(_line(row, dossiers, spreads) for row in rows), number, total, PER_PAGE)


def _line(row: Any, dossiers: dict[int, str], spreads: dict[int, SheetSpread | None]) -> RankingLine:
    return RankingLine(
        nomination=row.public_id,
        dossier=DossierHeading.read(dossiers[row.nomination_id]),
        rank=row.rank,
        sheet_count=row.sheet_count,
        printed_total=row.printed_total,
        tie_step=row.tie_step,
        outcome=Outcome(row.outcome),
        waiting=row.waiting,
        tier=row.tier,
        spread=spreads[row.position],
    )


@lru_cache(maxsize=64)
def _outcomes(record_digest: str, result_id: int) -> dict[Outcome, int]:
    statement = _rows(record_digest, result_id, ResultEntry.outcome, func.count()).group_by(ResultEntry.outcome)
    return {Outcome(outcome): number for outcome, number in db.session.execute(statement)}


@lru_cache(maxsize=64)
def _coverage(public_id: str, round_id: int) -> CoverageNumbers:  # noqa: ARG001 - names the result, whose round is closed
    return sheets.coverage_numbers(round_id)


@lru_cache(maxsize=64)
def _spreads(record_digest: str, result_id: int, page: int) -> dict[int, SheetSpread | None]:
    """By position, for one page."""
    first = (page - 1) * PER_PAGE
    statement = _rows(record_digest, result_id, ResultEntry.position, ResultEntry.kept).where(
        ResultEntry.position > first, ResultEntry.position <= first + PER_PAGE
    )
    return {position: spread_of(kept) for position, kept in db.session.execute(statement)}


def _rows(record_digest: str, result_id: int, *columns: Any) -> Select[Any]:
    """Rows of a result, none unless it has this digest."""
    statement = select(*columns).join(ResultEntry.result)
    return statement.where(Result.id == result_id, Result.record_digest == record_digest)
