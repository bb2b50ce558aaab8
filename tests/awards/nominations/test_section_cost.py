"""What opening and saving a section asks of the database, and that saving still sees what others did meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from awards.base import clock, database
from awards.base.database import db
from awards.base.transaction import transaction
from awards.nominations import services
from awards.nominations.inputs import AchievementsInput, OwnMark, SectionInput, SelfScoreInput
from awards.nominations.models import Nomination
from awards.nominations.section_content import base_of
from awards.nominations.self_score import experts
from awards.nominations.services import Opened
from awards.nominations.states import TYPED_PARTS, NominationState, Part
from awards.nominations.wording import PART_SLUGS
from awards.nominees.inputs import FiguresInput
from awards.policy.actor import Actor
from awards.seasons.models import DeadlineExtension, Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonStage
from tests.builders import a_draft, a_figure, an_open_season, complete
from tests.cast import Cast, CastClient

ClientOf = Callable[[Actor], CastClient]
ITSELF = {"X-Autosave": "1"}
TO_OPEN, TO_SAVE = 13, 31
"""The most statements for one page, whatever the season holds; the locks are not among them."""


def path_of(nomination: Nomination) -> str:
    return f"/ho-so/{nomination.public_id}/muc/so-lieu"


def typed(nomination: Nomination, revenue: str) -> dict[str, str]:
    year = nomination.season.basis_year
    return {"base": base_of(nomination, Part.FIGURES), f"figure_revenue_{year}": revenue}


def without_locks(statements: list[str]) -> list[str]:
    return [one for one in statements if not one.startswith("BEGIN")]


def entry_for(part: Part, text: str, criterion: str) -> SectionInput:
    if part is Part.FIGURES:
        return FiguresInput((a_figure("revenue", text),))
    return AchievementsInput(text) if part is Part.ACHIEVEMENTS else SelfScoreInput({criterion: OwnMark(text)})


def extend_often(cast: Cast, season: Season, alliance_id: int) -> None:
    """The office changed its mind about this province's deadline again and again."""
    now = clock.now()
    with transaction():
        for number in range(6):
            db.session.add(
                DeadlineExtension(
                    season_id=season.id,
                    alliance_id=alliance_id,
                    stage=SeasonStage.NOMINATIONS.value,
                    until=now + timedelta(days=30 + number),
                    reason="mưa lũ",
                    recorded_at=now,
                    recorded_by_id=cast.office.user_id,
                )
            )


def test_a_section_asks_as_much_of_a_full_season_as_of_an_empty_one(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    officer, season = client_of(cast.officer), an_open_season(cast)
    nomination = a_draft(cast, season)
    officer.post(path_of(nomination), data=typed(nomination, "1.000.000.000"), headers=ITSELF)  # a row to save over

    def asked() -> tuple[int, int]:
        data = typed(nomination, str(2_000_000_000 + len(seen)))
        db.session.rollback()
        seen.clear()
        officer.get(path_of(nomination))
        opened = len(without_locks(seen))
        seen.clear()
        told = officer.post(path_of(nomination), data=data, headers=ITSELF).get_json()
        assert (told["state"], told["errors"]) == ("saved", {})
        return opened, len(without_locks(seen))

    seen = count_queries()
    asked()  # the first visit finds out what the second knows
    alone = asked()
    for _ in range(4):
        a_draft(cast, season)
    complete(cast.officer, nomination)
    extend_often(cast, season, nomination.alliance_id)
    assert (asked(), alone <= (TO_OPEN, TO_SAVE)) == (alone, True)


@pytest.mark.parametrize("part", sorted(TYPED_PARTS))
def test_every_section_opens_while_it_can_be_typed_and_when_it_is_shut(
    cast: Cast, client_of: ClientOf, part: Part
) -> None:
    draft = a_draft(cast, an_open_season(cast))
    officer, page = client_of(cast.officer), f"/ho-so/{draft.public_id}/muc/{PART_SLUGS[part]}"
    typed_in = officer.get(page)
    with transaction():
        db.session.execute(update(Nomination).values(state=NominationState.SIGNED_OFF.value))
    shut = officer.get(page)
    button = 'type="submit"'
    main = [one.text.partition("<main")[2] for one in (typed_in, shut)]
    assert ([one.status_code for one in (typed_in, shut)], [button in one for one in main]) == (
        [200, 200],
        [True, False],
    )


def test_only_the_saving_itself_holds_the_write_lock_of_sqlite(
    app: Flask, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, nomination = client_of(cast.officer), a_draft(cast, an_open_season(cast))
    path, data = path_of(nomination), typed(nomination, "3.000.000.000")
    officer.get(path)  # signed in
    db.session.rollback()
    locks: list[Any] = []
    begin_to_write = database._begin_to_write
    monkeypatch.setattr(database, "_begin_to_write", lambda raw: locks.append(raw) or begin_to_write(raw))
    officer.post(path, data=data, headers=ITSELF)
    db.session.rollback()  # the end of a request; in a test it shares the session
    officer.get(path)
    assert len(locks) == (1 if db.engine.dialect.name == "sqlite" else 0)


@pytest.mark.parametrize("part", [Part.ACHIEVEMENTS, Part.FIGURES, Part.SELF_SCORE])
def test_what_another_officer_saved_a_moment_ago_is_seen_though_the_page_had_read_it_before(
    app: Flask, cast: Cast, part: Part
) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    first = experts(rulebook_of(nomination.season), nomination.variant)[0].key
    mine, theirs = (entry_for(part, text, first) for text in ("1", "2"))

    def save(entry: SectionInput, base: str) -> None:
        with app.app_context(), transaction():
            found = db.session.get_one(Nomination, identity)
            services.save_section(cast.officer, found, entry, opened=Opened(base))

    with transaction(keeps=True):  # read, still at hand, and nothing locked: as between the page and its saving
        identity, base = nomination.id, base_of(nomination, part)
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(save, theirs, base).result()
    with pytest.raises(services.SectionConflict), transaction():
        services.save_section(cast.officer, nomination, mine, opened=Opened(base))
