"""Honours of past years: shown at once, once, and never with those of samples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.honours import services as honours
from awards.honours.reading import read_rows
from awards.policy.actor import Actor
from awards.publicity import services, staff_queries
from awards.publicity.models import PublicHonour, PublicNominee
from tests.cast import Cast, CastClient

PUBLISHED = Path(__file__).resolve().parents[3] / "awards" / "honours" / "published" / "honoured.csv"


def test_imported_honours_are_shown_once(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    rows = read_rows(PUBLISHED.name, PUBLISHED.read_bytes())
    with transaction():
        honours.import_honours(cast.office, rows)
    stranger, office = client_of(cast.nobody), client_of(cast.office)
    assert "Sang Nhung" not in stranger.get("/vinh-danh").text
    assert f"Công bố {len(rows)} lượt vinh danh" in office.get("/cong-bo/").text
    assert [office.post("/cong-bo/vinh-danh-truoc-day").status_code for _ in range(2)] == [302, 302]
    assert db.session.scalar(select(func.count(PublicHonour.id))) == len(rows)
    assert "Sang Nhung" in stranger.get("/vinh-danh").text
    assert staff_queries.unpublished_honours(cast.office) == []
    with transaction():
        again = honours.import_honours(cast.office, rows)
        assert services.publish_past_honours(cast.office, again.added) == 0


def test_two_of_one_name_stay_two_nominees(cast: Cast) -> None:
    rows = read_rows(PUBLISHED.name, PUBLISHED.read_bytes())
    with transaction():
        outcome = honours.import_honours(cast.office, rows)
        services.publish_past_honours(cast.office, outcome.added)
    assert db.session.scalar(select(func.count(PublicNominee.id))) == len(rows)
