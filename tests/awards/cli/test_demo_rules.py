"""The demonstration's rulebooks are the draft without a discussion at the centre, with its ballots or without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from awards.cli.demo.figures import Invention
from awards.cli.demo.rulebook import KEY, MEETING_KEY, NOTICE, PUBLISHED, TITLE, rulebook_text
from awards.nominations.completeness import readiness
from awards.nominations.dossier import DossierContent, OrganisationContent, PaperContent
from awards.seasons.procedure import not_yet_runnable
from scoring.asked import asked
from scoring.figures import Sourced
from scoring.ranking_rules import ChairTie, LotTie, VotesTie
from scoring.reading import read_rulebook
from scoring.rulebook import Rulebook

DRAFT = read_rulebook(PUBLISHED.read_text(encoding="utf-8"))
SHOWN = read_rulebook(rulebook_text())
VOTED = read_rulebook(rulebook_text(voted=True))
UNSEEN = read_rulebook((Path(__file__).resolve().parents[2] / "unseen_rulebook.toml").read_text(encoding="utf-8"))


def test_it_differs_from_the_draft_in_nothing_else() -> None:
    lot = SHOWN.ranking.tie_breaks[-1]
    assert isinstance(lot, LotTie)
    kept = tuple(step for step in DRAFT.ranking.tie_breaks if not isinstance(step, VotesTie | ChairTie))
    assert (
        replace(
            DRAFT,
            key=KEY,
            title=TITLE,
            notice=NOTICE,
            quota_per_province=Sourced(value=4, origin="tự đặt"),
            ranking=replace(DRAFT.ranking, tie_breaks=(*kept, lot)),
            levels=(*DRAFT.levels[:-1], replace(DRAFT.level(), spread=None, meeting=None)),
        )
        == SHOWN
    )


def test_the_one_with_ballots_differs_from_the_draft_in_nothing_but_the_discussion() -> None:
    assert (
        replace(
            DRAFT,
            key=MEETING_KEY,
            title=f"{TITLE}, có biểu quyết",
            notice=NOTICE,
            quota_per_province=Sourced(value=4, origin="tự đặt"),
            levels=(*DRAFT.levels[:-1], replace(DRAFT.level(), spread=None)),
        )
        == VOTED
    )


def test_it_can_be_run_as_the_draft_can() -> None:
    assert [list(not_yet_runnable(one)) for one in (SHOWN, VOTED, DRAFT)] == [[], [], []]


def invented(rulebook: Rulebook, sector_group: str, number: int, standing: int) -> DossierContent:
    """A dossier of nothing but invented figures, with every paper."""
    invention = Invention(rulebook, sector_group, number, standing)
    series: dict[str, dict[int, str]] = {}
    for figure, offset, text in invention.series():
        series.setdefault(figure.key, {})[offset] = text
    kinds = {figure.key: figure.kind for figure in rulebook.figures}
    answers = invention.answers()
    series |= {key: {0: str(answer)} for key, answer in answers.items() if kinds[key] == "number"}
    return DossierContent(
        reference=f"HS-{number}",
        organisation=OrganisationContent("HTX Mẫu", "9000000001", "cooperative", sector_group, "other", "", "Mẫu"),
        variant=invention.variant.key,
        basis_year=2025,
        rulebook_digest="",
        series=series,
        choices={key: str(answer) for key, answer in answers.items() if kinds[key] == "choice"},
        sets={key: answer for key, answer in answers.items() if isinstance(answer, tuple)},
        flags={key: answer for key, answer in answers.items() if isinstance(answer, bool)},
        papers=tuple(PaperContent(one.key, one.key, "", 1, "", "2025-01-01") for one in rulebook.papers),
        achievements="Mẫu",
        consent_on="2026-01-01",
        consent_by="Nguyễn Văn Mẫu",
    )


@pytest.mark.parametrize("rulebook", [SHOWN, UNSEEN], ids=["demonstration", "unseen"])
def test_every_invented_nominee_is_complete_within_limits_and_may_take_part(rulebook: Rulebook) -> None:
    groups = [group for variant in rulebook.variants for group in variant.sector_groups]
    found = {
        (group, number): readiness(rulebook, invented(rulebook, group, number, number * 5))
        for group in groups
        for number in range(21)
    }
    assert {who: ready.gaps + ready.failures for who, ready in found.items() if not ready.may_be_forwarded} == {}


def test_figures_are_invented_once_and_yes_lets_a_nomination_wait() -> None:
    once, again = (Invention(SHOWN, "agri", 7, 60) for _ in range(2))
    assert (list(once.series()), once.answers()) == (list(again.series()), again.answers())
    held = {
        one.figure.key: once.answers(on_hold=True)[one.figure.key] for one in asked(once.variant, SHOWN) if one.holds
    }
    assert held == {"open_inquiry": True}
    assert once.answers()["open_inquiry"] is False
