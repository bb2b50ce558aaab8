"""A rulebook is frozen at publication, confirmed before use, and corrected only by a new edition."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.seasons import services
from awards.seasons.inputs import SeasonInput
from awards.seasons.models import PublishedRulebook
from awards.seasons.rulebooks import read_published
from awards.seasons.states import AwardKey, ConfirmationKind, SeasonState
from scoring.reading import read_rulebook
from tests.builders import RULEBOOK, a_draft_season, a_rulebook, calendar_around
from tests.cast import Cast

TEXT = RULEBOOK.read_text(encoding="utf-8")


def test_text_canonical_form_and_digest_are_stored(cast: Cast) -> None:
    published = a_rulebook(cast)
    assert published.text == TEXT
    assert published.digest == hashlib.sha256(published.canonical.encode("utf-8")).hexdigest()
    assert read_published(published) == read_rulebook(TEXT)


def test_the_same_rulebook_is_not_published_twice(cast: Cast) -> None:
    a_rulebook(cast)
    with pytest.raises(DomainError, match="đã được công bố"), transaction():
        services.publish_rulebook(cast.office, TEXT + "\n# chỉ thêm ghi chú\n")


def test_a_correction_is_the_next_edition(cast: Cast) -> None:
    first = a_rulebook(cast)
    corrected = TEXT.replace("edition = 1", "edition = 2")
    with pytest.raises(DomainError, match="phải là lần 2"), transaction():
        services.publish_rulebook(cast.office, TEXT.replace("edition = 1", "edition = 3"))
    with transaction():
        second = services.publish_rulebook(cast.office, corrected)
    assert (first.key, first.edition, second.key, second.edition) == (first.key, 1, first.key, 2)
    assert first.digest != second.digest


@pytest.mark.parametrize("column", ["text", "canonical", "digest", "title"])
def test_a_published_rulebook_cannot_be_edited(cast: Cast, column: str) -> None:
    published = a_rulebook(cast)
    with pytest.raises(Exception, match="append-only"), transaction():
        setattr(published, column, "khác")


def test_a_season_is_not_opened_on_a_rulebook_nobody_confirmed(cast: Cast) -> None:
    rulebook = a_rulebook(cast, confirmed=False)
    entry = SeasonInput(AwardKey.COOPSTAR, 2026, "Mùa giải mẫu", calendar_around())
    with transaction():
        season = services.create_season(cast.office, entry, rulebook, is_sample=True)
    with pytest.raises(DomainError, match="Chưa ai xác nhận"), transaction():
        services.open_season(cast.office, season)
    with transaction():
        services.confirm_rulebook(cast.office, rulebook, ConfirmationKind.SAMPLE, "mẫu")
        services.open_season(cast.office, season)
    assert season.state == SeasonState.OPEN


def test_a_real_season_needs_more_than_a_sample_confirmation(cast: Cast) -> None:
    rulebook = a_rulebook(cast)
    entry = SeasonInput(AwardKey.COOPSTAR, 2026, "Ngôi sao Hợp tác xã 2026", calendar_around())
    with transaction():
        season = services.create_season(cast.office, entry, rulebook, is_sample=False)
    with pytest.raises(DomainError, match="chỉ được xác nhận làm mẫu"), transaction():
        services.open_season(cast.office, season)


def test_a_draft_cannot_be_confirmed_as_the_signed_regulation(cast: Cast) -> None:
    rulebook = a_rulebook(cast, confirmed=False)
    with pytest.raises(DomainError, match="Bản nháp"), transaction():
        services.confirm_rulebook(cast.office, rulebook, ConfirmationKind.SIGNED, "Quy chế")


def test_two_seasons_of_one_year_need_two_titles(cast: Cast) -> None:
    a_draft_season(cast)
    with pytest.raises(DomainError, match="cùng năm và cùng tên"):
        a_draft_season(cast)


def test_published_rulebooks_are_all_readable(cast: Cast) -> None:
    a_rulebook(cast)
    assert [read_published(row).key for row in db.session.scalars(select(PublishedRulebook))] == ["coopstar-mau"]
