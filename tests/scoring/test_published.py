"""Every rulebook that is shipped holds: it reads, says what it is, and marks where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import get_args

import pytest

from scoring.asked import asked, asked_papers
from scoring.criteria import Anchor, OptionPoints
from scoring.figures import FigureDef, Origin
from scoring.reading import canonical_json, digest, from_canonical, read_rulebook
from scoring.rulebook import Rulebook
from scoring.scales import Band
from tests.scoring.invented import PUBLISHED, book, text_of

NAMES = sorted(path.stem for path in PUBLISHED.glob("*.toml"))
DRAFTS = ["coopgold-2026", "coopstar-2026"]
ORIGINS = ("origin", "scale_origin", "years_origin")
IN_A_SCALE = (Band, Anchor, OptionPoints)
WITHOUT_ORIGIN = {("Rulebook", "edition"), ("DecisionRule", "waiting_list")}
"""An edition is counted, not ruled; the length of the waiting list is told in the file itself."""


def unmarked(value: object, place: str = "", marked: bool = False) -> Iterator[str]:
    """The place of every number that carries no origin."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from unmarked(item, f"{place}[{index}]", marked)
    if not is_dataclass(value) or isinstance(value, type | FigureDef):
        return
    own = any(hasattr(value, name) for name in ORIGINS) or (marked and isinstance(value, IN_A_SCALE))
    for field in fields(value):
        part = getattr(value, field.name)
        number = isinstance(part, int | Fraction) and not isinstance(part, bool)
        if number and not own and (type(value).__name__, field.name) not in WITHOUT_ORIGIN:
            yield f"{place}.{field.name}"
        yield from unmarked(part, f"{place}.{field.name}", own)


def origins(value: object) -> Iterator[str]:
    """Every origin that is said anywhere."""
    if isinstance(value, tuple):
        for item in value:
            yield from origins(item)
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            part = getattr(value, field.name)
            if field.name in (*ORIGINS, "recuse_origin"):
                yield part
            yield from origins(part)


def test_both_awards_of_the_season_are_shipped() -> None:
    assert set(DRAFTS) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_without_a_mistake_under_its_own_name(name: str) -> None:
    assert book(name).key == name


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_or_a_part_carries_its_notice(name: str) -> None:
    rulebook = book(name)
    assert bool(rulebook.notice) or (rulebook.status == "official" and not rulebook.partial)


@pytest.mark.parametrize("name", DRAFTS)
def test_the_drafts_say_so_in_the_same_words_in_the_file_and_on_every_page(name: str) -> None:
    rulebook = book(name)
    assert (rulebook.status, rulebook.notice) == ("draft", "bản nháp – chưa đối chiếu với quy chế gốc")
    assert rulebook.notice.upper().replace(" – ", ", ") in text_of(name).partition("\n")[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_origin_is_one_of_the_three(name: str) -> None:
    found = set(origins(book(name)))
    assert found
    assert found <= set(get_args(Origin))


@pytest.mark.parametrize("name", NAMES)
def test_every_number_is_marked_with_its_origin(name: str) -> None:
    assert list(unmarked(book(name), name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_digest_depends_on_the_rules_alone(name: str) -> None:
    text, rulebook = text_of(name), book(name)
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert digest(read_rulebook("\r\n".join(lines))) == digest(rulebook)
    again: Rulebook = from_canonical(canonical_json(rulebook))
    assert (again, digest(again)) == (rulebook, digest(rulebook))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_asked_for_that_no_rule_looks_at(name: str) -> None:
    rulebook = book(name)
    looked_at = {one.figure.key for variant in rulebook.variants for one in asked(variant, rulebook)}
    wanted = {paper.key for variant in rulebook.variants for paper in asked_papers(variant, rulebook)}
    assert [figure.key for figure in rulebook.figures if figure.key not in looked_at] == []
    assert [paper.key for paper in rulebook.papers if paper.key not in wanted] == []
