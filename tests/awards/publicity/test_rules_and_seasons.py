"""Rules and calendars: published with every mistake told, never edited, opened only when confirmed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.publicity import services
from awards.publicity.models import PublicRulebook, PublicSeason
from awards.seasons import services as seasons
from awards.seasons.inputs import SeasonInput
from awards.seasons.models import DeadlineExtension, PublishedRulebook, Season
from awards.seasons.states import AwardKey, ConfirmationKind, SeasonState
from awards.units import queries as units
from tests.builders import RULEBOOK, calendar_around
from tests.cast import HOME, Cast, CastClient

TEXT = RULEBOOK.read_text(encoding="utf-8")


def published_and_public() -> tuple[int, int]:
    kept = (PublishedRulebook, PublicRulebook)
    frozen, public = (db.session.scalar(select(func.count(model.id))) or 0 for model in kept)
    return frozen, public


def a_draft(cast: Cast, rulebook: PublishedRulebook) -> Season:
    entry = SeasonInput(AwardKey.COOPSTAR, clock.today().year, "Mùa giải mẫu", calendar_around())
    with transaction():
        return seasons.create_season(cast.office, entry, rulebook, is_sample=True)


def publish(cast: Cast, body: str = TEXT) -> PublishedRulebook:
    with transaction():
        return services.publish_rulebook(cast.office, body)


def test_a_published_rulebook_is_public_at_once_with_its_digest(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    answer = client_of(cast.office).post("/cong-bo/the-le", data={"text": TEXT})
    assert answer.status_code == 302
    frozen = db.session.scalars(select(PublishedRulebook)).one()
    public = db.session.scalars(select(PublicRulebook)).one()
    assert (public.canonical, public.digest) == (frozen.canonical, frozen.digest)
    assert frozen.text == TEXT.strip()
    assert frozen.digest in client_of(cast.nobody).get(f"/the-le/{public.public_id}").text


def test_a_file_takes_the_place_of_the_text(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    upload = (io.BytesIO(b"\xef\xbb\xbf" + TEXT.encode()), "the-le.toml")
    assert client_of(cast.office).post("/cong-bo/the-le", data={"file": upload}).status_code == 302
    assert published_and_public() == (1, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "Tệp phải là văn bản UTF-8."),
        (b"#" * (1024 * 1024 + 1), "Tệp thể lệ phải nhỏ hơn 1 MB."),
        (b"  ", "Tệp không có nội dung."),
    ],
)
def test_a_bad_file_is_told(
    cast: Cast, client_of: Callable[[Actor], CastClient], content: bytes, sentence: str
) -> None:
    page = client_of(cast.office).post("/cong-bo/the-le", data={"file": (io.BytesIO(content), "the-le.toml")})
    assert page.status_code == 200
    assert sentence in page.text
    assert published_and_public() == (0, 0)


def test_all_mistakes_are_listed_with_their_paths_and_the_text_is_kept(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    wrong = TEXT.replace("minimum_sheets = 3", "minimum_sheets = 0").replace('kind = "lot"', 'kind = "coin"')
    wrong = wrong.replace("value = 70", 'value = "bảy mươi"')
    page = client_of(cast.office).post("/cong-bo/the-le", data={"text": wrong})
    assert page.status_code == 200
    central = "levels.central"
    for path in (
        f"{central}.aggregation.minimum_sheets",
        "ranking.tie_breaks[2].kind",
        f"{central}.decision.floor.value",
    ):
        assert f'<span class="mono">{path}</span>' in page.text
    assert "Phần mềm chưa thực hiện được loại “coin”" in page.text
    assert "minimum_sheets = 0" in page.text
    assert "<title>Lỗi: " in page.text
    assert published_and_public() == (0, 0)


def test_a_published_rulebook_cannot_be_edited(cast: Cast) -> None:
    publish(cast)
    for statement in ("UPDATE rulebook SET text = ''", "DELETE FROM rulebook"):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_a_correction_is_a_new_edition_and_the_same_content_is_refused(cast: Cast) -> None:
    publish(cast)
    with pytest.raises(DomainError, match="đã được công bố"):
        publish(cast)
    with pytest.raises(DomainError, match="phải là lần 2"):
        publish(cast, TEXT.replace("value = 70", "value = 60"))
    publish(cast, TEXT.replace("value = 70", "value = 60").replace("edition = 1", "edition = 2"))
    editions = db.session.scalars(select(PublicRulebook.edition).order_by(PublicRulebook.edition)).all()
    assert editions == [1, 2]


def test_two_clicks_publish_once(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    office = client_of(cast.office)
    assert [office.post("/cong-bo/the-le", data={"text": TEXT}).status_code for _ in range(2)] == [302, 200]
    assert published_and_public() == (1, 1)


def test_a_season_is_not_opened_on_rules_nobody_confirmed(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    season = a_draft(cast, publish(cast))
    path = f"/cong-bo/mua-giai/{season.public_id}"
    office = client_of(cast.office)
    assert office.post(f"{path}/mo").location == path
    assert "Chưa ai xác nhận đã đối chiếu" in office.get(path).text
    assert (season.state, db.session.scalar(select(func.count(PublicSeason.id)))) == (SeasonState.DRAFT, 0)


def test_a_draft_rulebook_is_not_confirmed_as_signed(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    rulebook = publish(cast)
    office, path = client_of(cast.office), f"/cong-bo/the-le/{rulebook.public_id}/xac-nhan"
    page = office.post(path, data={"kind": "signed", "document": "Quy chế 53"})
    assert "Bản nháp không thể xác nhận là đã đối chiếu với quy chế đã ký." in page.text
    assert 'value="Quy chế 53"' in page.text
    assert "Chọn cách xác nhận." in office.post(path, data={"document": "Quy chế 53"}).text
    assert "Chọn cách xác nhận trong danh sách." in office.post(path, data={"kind": "x", "document": "A"}).text
    assert office.post(path, data={"kind": "sample", "document": "Bản mẫu"}).status_code == 302
    assert "Bản mẫu" in office.get(path).text


def test_from_rules_to_an_open_season_by_the_pages(
    app: Flask, cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    rulebook = publish(cast)
    with transaction():
        seasons.confirm_rulebook(cast.office, rulebook, ConfirmationKind.SAMPLE, "Bản mẫu")
    year = clock.today().year + 1
    typed = {
        "award": "coopstar",
        "year": str(year),
        "title": "Mùa giải mẫu",
        "rulebook": rulebook.public_id,
        "nominations_open_at": f"08:00 01/01/{year}",
        "nominations_close_at": f"00:00 01/03/{year}",
        "judging_close_at": f"31/03/{year} 17 giờ 00",
        "ceremony_on": f"11/4/{year}",
    }
    office = client_of(cast.office)
    bad = office.post("/cong-bo/mua-giai/moi", data={**typed, "nominations_close_at": f"00:00 01/01/{year}"})
    assert "Hạn nhận hồ sơ phải sau thời điểm bắt đầu nhận." in bad.text
    made = office.post("/cong-bo/mua-giai/moi", data=typed)
    assert made.status_code == 302
    assert f"hết ngày 28/02/{year}" in office.get(made.location).text
    stranger = client_of(cast.nobody)
    assert "Mùa giải mẫu" not in stranger.get("/").text
    assert [office.post(f"{made.location}/mo").status_code for _ in range(2)] == [302, 302]
    assert "Mùa giải mẫu" in stranger.get("/").text
    assert db.session.scalar(select(func.count(PublicSeason.id))) == 1


def test_a_moved_deadline_is_moved_for_the_public_too(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    rulebook = publish(cast)
    with transaction():
        seasons.confirm_rulebook(cast.office, rulebook, ConfirmationKind.SAMPLE, "Bản mẫu")
    season = a_draft(cast, rulebook)
    with transaction():
        services.open_season(cast.office, season)
        services.reschedule(cast.office, season, calendar_around(3))
    public = db.session.scalars(select(PublicSeason)).one()
    assert public.nominations_close_at == season.nominations_close_at
    page = client_of(cast.office).get(f"/cong-bo/mua-giai/{season.public_id}/lich")
    local = season.nominations_close_at.astimezone(clock.VIETNAM)
    assert f'value="{local:%H:%M %d/%m/%Y}"' in page.text


def test_an_extension_is_recorded_with_its_reason(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    season = a_draft(cast, publish(cast))
    alliance = next(one for one in units.all_alliances() if one.province_name == HOME)
    until = (season.nominations_close_at + timedelta(days=5)).astimezone(clock.VIETNAM)
    typed = {"alliance": alliance.public_id, "until": f"{until:%H:%M %d/%m/%Y}", "reason": "Bão lũ"}
    office, path = client_of(cast.office), f"/cong-bo/mua-giai/{season.public_id}/gia-han"
    early = office.post(path, data={**typed, "until": "17:00 01/01/2020"})
    assert "Hạn mới phải muộn hơn hạn chung." in early.text
    assert "Bão lũ" in early.text
    assert "Chọn liên minh trong danh sách." in office.post(path, data={**typed, "alliance": "x"}).text
    assert office.post(path, data=typed).status_code == 302
    assert db.session.scalars(select(DeadlineExtension.reason)).all() == ["Bão lũ"]


@pytest.mark.parametrize("role", ["auditor", "standing", "officer", "screener", "sysadmin"])
def test_only_the_office_publishes(cast: Cast, client_of: Callable[[Actor], CastClient], role: str) -> None:
    season = a_draft(cast, publish(cast))
    with pytest.raises(Forbidden), transaction():
        services.open_season(getattr(cast, role), season)
    assert client_of(getattr(cast, role)).post("/cong-bo/the-le", data={"text": TEXT}).status_code == 403
