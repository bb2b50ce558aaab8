"""Two hundred workbooks as offices make them: what is wrong is named by its cell, what is right is read as meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.file_kinds import XLSX
from awards.base.files import IncomingFile
from awards.base.transaction import transaction
from awards.exports.nomination_workbook import Template, marked_workbook
from awards.intake import queries, services
from awards.intake.checking import Against, check_rows
from awards.intake.columns import columns_of
from awards.intake.examples import examples_of
from awards.intake.inputs import CheckedRow, Level, SourceRow
from awards.intake.reading import MOST_ROWS, read_sheet
from awards.nominations.answers import stored as as_stored
from awards.nominations.models import Nomination
from awards.nominees.models import Organisation
from awards.nominees.wording import KINDS
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from scoring.reading import read_rulebook
from tests.awards.intake.filled import BASIS, RULES, TODAY
from tests.awards.intake.made_books import MadeBook, Verdict, made_book
from tests.awards.intake.made_rows import World
from tests.awards.intake.written import EXCEL_BEGINS
from tests.builders import RULEBOOK, an_open_season
from tests.cast import Cast

AT_ONCE = 10
UNSEEN = read_rulebook(RULEBOOK.with_name("unseen_rulebook.toml").read_text(encoding="utf-8"))
OTHER_WORLDS = {
    "products": World(RULES, columns_of(RULES, BASIS, products=True, kinds=KINDS), True, TODAY),
    "other figures": World(UNSEEN, columns_of(UNSEEN, BASIS, products=False, kinds=KINDS), False, TODAY),
}


def world_of(season: Season) -> World:
    return World(rulebook_of(season), queries.columns_for(season), queries.is_for_products(season), clock.today())


def told(rows: Sequence[CheckedRow]) -> list[Verdict]:
    """What was said of each row, as the maker of the workbook says what must be said."""
    return [
        Verdict(
            row.line,
            frozenset(note.cell for note in row.mistakes),
            frozenset(note.cell for note in row.doubts),
            row.values,
        )
        for row in rows
    ]


def level_of(verdict: Verdict) -> Level:
    if verdict.wrong:
        return Level.BAD
    return Level.DOUBTFUL if verdict.doubtful else Level.GOOD


def stored() -> tuple[int, int]:
    """Organisations and nominations there are."""
    db.session.rollback()
    counts = [db.session.scalar(select(func.count(model.id))) or 0 for model in (Organisation, Nomination)]
    return counts[0], counts[1]


def differences(wanted: Sequence[Verdict], found: Sequence[Verdict]) -> list[tuple[Verdict, Verdict]]:
    """The rows that are told otherwise than they must be; a whole list of them would bury the one that matters."""
    assert len(wanted) == len(found)
    return [(one, other) for one, other in zip(wanted, found, strict=True) if one != other]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("first", range(0, 200, AT_ONCE))
def test_each_workbook_is_read_told_cell_by_cell_and_stores_nothing_until_a_person_says_so(
    app: Flask, cast: Cast, first: int
) -> None:
    season = an_open_season(cast)
    world = world_of(season)
    kept = []
    for number in range(first, first + AT_ONCE):
        made = made_book(world, number)
        file = IncomingFile(f"{number}.xlsx", XLSX, made.content, f"sha {number}")
        if made.refused is not None:
            with pytest.raises(DomainError, match=made.refused):
                read_sheet(made.content, world.columns)
            continue
        with transaction():
            batch = services.keep_workbook(cast.officer, season, file)
        preview = queries.preview(batch)
        assert differences(made.verdicts, told(preview.rows)) == [], number
        assert [row.level for row in preview.rows] == [level_of(one) for one in made.verdicts]
        assert sorted(preview.sheet.ignored) == sorted(made.strange)
        kept.append((batch, made))
    assert stored() == (0, 0)
    batch, made = min(kept, key=lambda pair: len(pair[1].verdicts))
    with transaction():
        services.store_rows(cast.officer, batch)
    assert _kept_in_the_register() == _meant(made)


def _kept_in_the_register() -> dict[str, object]:
    """By tax code: what the register and the drafts hold now."""
    return {
        one.organisation.tax_code: (
            one.organisation.name,
            {(row.figure, row.year): row.value for row in one.organisation.figures},
            {row.figure: row.value for row in one.answers},
            (one.consent_on, one.consent_by or ""),
            one.achievements,
        )
        for one in db.session.scalars(select(Nomination))
    }


def _meant(made: MadeBook) -> dict[str, object]:
    """The same as the maker of the workbook meant it; a row with a mistake stays out."""
    found: dict[str, object] = {}
    for verdict in made.verdicts:
        values = verdict.values
        if values is None:
            continue
        signed = values.consent
        found[values.organisation.tax_code] = (
            values.organisation.name,
            {(one.figure, one.year): one.value for one in values.figures.values},
            {key: as_stored(answer) for key, answer in values.declarations.answers.items() if answer is not None},
            (signed.consent_on, signed.consent_by) if signed else (None, ""),
            values.achievements.achievements if values.achievements else "",
        )
    return found


@pytest.mark.parametrize("number", range(40))
@pytest.mark.parametrize("name", sorted(OTHER_WORLDS))
def test_a_season_of_products_and_a_rulebook_with_other_figures_are_read_as_well(name: str, number: int) -> None:
    world = OTHER_WORLDS[name]
    made = made_book(world, 200 + number)
    if made.refused is None:
        rows = check_rows(read_sheet(made.content, world.columns).rows, against(world))
        assert differences(made.verdicts, told(rows)) == []


def against(world: World) -> Against:
    return Against(world.rulebook, world.columns, world.products, True, world.today, lambda code, product: None)


def as_it_comes_back(row: SourceRow) -> SourceRow:
    """What the sentences ask for is done already: the value Excel kept of a formula, the day behind a bare number."""
    signed = row.cells.get("consent_on")
    day = {"consent_on": EXCEL_BEGINS + timedelta(days=int(signed))} if isinstance(signed, float) else {}
    return replace(row, formulas=frozenset(), cells={**row.cells, **day})


def test_what_comes_back_marked_reads_to_the_same_verdicts() -> None:
    """Every row of the two hundred, packed into as few marked workbooks as hold them."""
    columns = columns_of(RULES, BASIS, products=False, kinds=KINDS)
    world = World(RULES, columns, False, TODAY)
    made = [made_book(world, number) for number in range(200)]
    rows = [row for one in made if one.refused is None for row in read_sheet(one.content, columns).rows]
    template = Template("Mùa giải mẫu", columns, examples_of(columns, RULES), False, TODAY)
    levels: Counter[Level] = Counter()
    for start in range(0, len(rows), MOST_ROWS):
        part = [as_it_comes_back(row) for row in rows[start : start + MOST_ROWS]]
        checked = check_rows(part, against(world))
        back = read_sheet(marked_workbook(template, checked, [row.cells for row in part]), columns)
        again = check_rows(back.rows, against(world))
        assert [(row.level, row.values) for row in again] == [(row.level, row.values) for row in checked]
        levels.update(row.level for row in again)
    assert min(levels[level] for level in Level) > 100, levels
