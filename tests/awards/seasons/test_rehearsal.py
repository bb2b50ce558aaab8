"""A rehearsal runs like a season and reaches nobody outside: every way of publishing it is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.decisions import services as decisions
from awards.decisions.models import Decision
from awards.honours.models import Honour
from awards.policy.actor import Actor
from awards.publicity import services as publicity
from awards.publicity.models import Announcement, PublicHonour, PublicSeason
from awards.seasons import services as seasons
from awards.seasons.inputs import SeasonInput
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.states import AwardKey
from tests.builders import a_rulebook, calendar_around
from tests.cast import Cast, CastClient
from tests.judged import a_counted_season, a_decided_season, a_decision_input, in_an_hour

ClientOf = Callable[[Actor], CastClient]
REFUSED = "Đây là mùa giải tập dượt: không ghi quyết định và không công bố."


def rehearse(season: Season) -> None:
    """As if the season had been one from the beginning."""
    with transaction():
        season.is_rehearsal = True


def public_rows() -> tuple[int, ...]:
    kept = (PublicSeason, PublicHonour, Honour)
    return tuple(db.session.scalar(select(func.count(model.id))) or 0 for model in kept)


def typed(rulebook: PublishedRulebook) -> dict[str, str]:
    now = clock.now().astimezone(clock.VIETNAM)
    days = {"nominations_open_at": -5, "nominations_close_at": 20, "judging_close_at": 40}
    moments = {name: f"17:00 {now + timedelta(days=after):%d/%m/%Y}" for name, after in days.items()}
    ceremony = f"{now + timedelta(days=60):%d/%m/%Y}"
    return {
        "award": "coopstar",
        "year": str(now.year),
        "title": "Làm thử tháng này",
        "rulebook": rulebook.public_id,
        "is_rehearsal": "y",
        "ceremony_on": ceremony,
        **moments,
    }


def test_a_rehearsal_says_so_on_every_page_and_is_opened_without_a_public_copy(cast: Cast, client_of: ClientOf) -> None:
    rulebook = a_rulebook(cast)
    office = client_of(cast.office)
    answer = office.post("/cong-bo/mua-giai/moi", data=typed(rulebook))
    assert answer.status_code == 302, answer.text
    season = db.session.scalars(select(Season)).one()
    assert (season.title, season.is_rehearsal) == ("Làm thử tháng này – TẬP DƯỢT", True)
    assert office.post(f"/cong-bo/mua-giai/{season.public_id}/mo").status_code == 302
    db.session.expire_all()
    assert (season.state, public_rows()) == ("open", (0, 0, 0))
    with transaction():
        publicity.reschedule(cast.office, season, calendar_around(10))
    assert public_rows() == (0, 0, 0)
    shown = office.get(f"/mua-giai/{season.public_id}").text
    assert "<strong>TẬP DƯỢT</strong> – mùa giải để làm thử: không bao giờ được quyết định hay công bố." in shown
    assert "<strong>Dữ liệu mẫu</strong>" not in shown
    stranger = client_of(cast.nobody)
    for path in ("/", "/the-le", "/vinh-danh", "/vinh-danh/mau", "/lich.ics"):
        assert "TẬP DƯỢT" not in stranger.get(path).text


def test_a_rehearsal_cannot_be_decided(cast: Cast, client_of: ClientOf) -> None:
    judged, _ = a_counted_season(cast)
    rehearse(judged.season)
    with pytest.raises(DomainError, match=REFUSED), transaction():
        decisions.record_decision(cast.office, judged.season, a_decision_input())
    page = client_of(cast.office).get(f"/ket-qua/{judged.judging_round.public_id}").text
    assert "Ghi quyết định" not in page
    assert (db.session.scalars(select(Decision)).all(), public_rows()[1:]) == ([], (0, 0))


def test_even_a_decision_that_should_not_be_there_cannot_be_announced(cast: Cast) -> None:
    decision = a_decided_season(cast)
    with transaction():
        planned = publicity.propose_announcement(cast.office, decision, in_an_hour())
    rehearse(decision.season)
    for attempt in (
        lambda: publicity.propose_announcement(cast.office, decision, in_an_hour()),
        lambda: publicity.reschedule_announcement(cast.office, planned, in_an_hour()),
        lambda: publicity.approve_announcement(cast.second_office, planned),
    ):
        with pytest.raises(DomainError, match=REFUSED), transaction():
            attempt()
    assert public_rows()[1:] == (0, 0)
    assert [one.approved_at for one in db.session.scalars(select(Announcement))] == [None]


def test_a_title_too_long_for_its_addition_is_refused_beside_its_field(cast: Cast, client_of: ClientOf) -> None:
    data = typed(a_rulebook(cast)) | {"title": "M" * 195}
    answer = client_of(cast.office).post("/cong-bo/mua-giai/moi", data=data)
    assert (answer.status_code, "cùng chữ “TẬP DƯỢT” tối đa 200 ký tự" in answer.text) == (200, True)
    assert db.session.scalars(select(Season)).all() == []


def test_a_sample_rulebook_is_good_enough_for_a_rehearsal_of_a_real_installation(cast: Cast) -> None:
    rulebook = a_rulebook(cast)
    entry = SeasonInput(AwardKey.COOPSTAR, clock.today().year, "Làm thử", calendar_around(), is_rehearsal=True)
    with transaction():
        season = seasons.create_season(cast.office, entry, rulebook, is_sample=False)
        publicity.open_season(cast.office, season)
    assert (season.state, season.is_sample, public_rows()) == ("open", False, (0, 0, 0))
