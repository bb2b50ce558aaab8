"""Extensions by stage and province: recorded, told to those concerned, withdrawn; calendars moved both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.audit import queries as audit
from awards.audit.queries import LogFilter
from awards.base.clock import VIETNAM
from awards.base.database import db
from awards.base.dates import write_deadline
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.notices.models import Notice
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.seasons import queries, services
from awards.seasons.calendar import Window
from awards.seasons.inputs import CalendarInput, ExtensionInput, WithdrawalInput
from awards.seasons.models import DeadlineExtension, Season
from awards.seasons.states import SeasonStage
from tests.awards.seasons.test_ics import alliance_of
from tests.builders import an_open_season, calendar_around
from tests.cast import Cast, CastClient

ClientOf = Callable[[Actor], CastClient]
DAY = timedelta(days=1)


def extend(cast: Cast, season: Season, days: int, stage: SeasonStage = SeasonStage.NOMINATIONS) -> None:
    until = queries.window(season, 0, stage).closes + days * DAY
    with transaction():
        services.record_extension(
            cast.office, season, alliance_of(cast.officer), ExtensionInput("", until, "Bão lũ", stage)
        )


def days_longer(season: Season, actor: Actor, stage: SeasonStage = SeasonStage.NOMINATIONS) -> float:
    common = queries.window(season, 0, stage).closes
    return (queries.window(season, actor.alliance_id or 0, stage).closes - common) / DAY


def entries(cast: Cast, action: Action) -> int:
    return audit.list_visible_to(cast.auditor, LogFilter(action=action.value), 1).total


def test_an_extension_holds_for_its_stage_and_its_province(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    extend(cast, season, 3)
    assert [days_longer(season, actor) for actor in (cast.officer, cast.stranger)] == [3, 0]
    assert days_longer(season, cast.officer, SeasonStage.SUPPLEMENTS) == 0
    extend(cast, season, 1, SeasonStage.SUPPLEMENTS)
    assert days_longer(season, cast.officer, SeasonStage.SUPPLEMENTS) == 1


def test_the_latest_extension_counts_also_when_it_is_shorter(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    for days in (5, 2):
        extend(cast, season, days)
    assert days_longer(season, cast.officer) == 2
    assert len(queries.extensions_in_force(season)) == 1


def test_a_withdrawn_extension_gives_the_common_deadline_back_and_stays_in_the_list(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    extend(cast, season, 5)
    withdrawal = WithdrawalInput("", SeasonStage.NOMINATIONS, "Ghi nhầm tỉnh")
    with transaction():
        services.withdraw_extension(cast.office, season, alliance_of(cast.officer), withdrawal)
    assert days_longer(season, cast.officer) == 0
    kept = db.session.scalars(select(DeadlineExtension).order_by(DeadlineExtension.id)).all()
    assert [(one.until is None, one.reason) for one in kept] == [(False, "Bão lũ"), (True, "Ghi nhầm tỉnh")]
    with pytest.raises(ConflictError, match="không còn gia hạn"), transaction():
        services.withdraw_extension(cast.office, season, alliance_of(cast.officer), withdrawal)
    acts = (Action.EXTENSION_RECORD, Action.EXTENSION_WITHDRAW)
    assert [entries(cast, act) for act in acts] == [1, 1]
    extend(cast, season, 4)
    assert days_longer(season, cast.officer) == 4


def test_the_province_s_officer_and_leader_are_told_and_nobody_else(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    extend(cast, season, 3)
    told = db.session.scalars(select(Notice).order_by(Notice.user_id)).all()
    assert {notice.user_id for notice in told} == {cast.officer.user_id, cast.leader.user_id}
    (title,) = {notice.title for notice in told}
    assert title == "Tỉnh anh/chị được gia hạn: Mùa giải mẫu"


def test_a_second_click_records_once(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    alliance = alliance_of(cast.officer)
    typed = {
        "alliance": alliance.public_id,
        "stage": "nominations",
        "until": f"{season.nominations_close_at.astimezone(VIETNAM) + 5 * DAY:%d/%m/%Y}",
        "reason": "Bão lũ",
    }
    office, path = client_of(cast.office), f"/cong-bo/mua-giai/{season.public_id}"
    assert [office.post(f"{path}/gia-han", data=typed).status_code for _ in range(2)] == [302, 302]
    assert db.session.scalar(select(func.count(DeadlineExtension.id))) == 1
    refused = office.post(f"{path}/gia-han", data={**typed, "stage": "judging"})
    assert "Chọn giai đoạn trong danh sách." in refused.text
    (extension,) = queries.extensions_in_force(season)
    local = extension.until.astimezone(VIETNAM) if extension.until else None
    assert local is not None
    assert (local.hour, local.minute) == (0, 0)
    wanted = f"{alliance.public_id}:nominations"
    assert wanted in office.get(f"{path}/thoi-gia-han").text
    bad = office.post(f"{path}/thoi-gia-han", data={"extension": "x:nominations", "reason": ""})
    assert ["Chọn lần gia hạn trong danh sách." in bad.text, "Nhập lý do thôi gia hạn." in bad.text] == [True, True]
    done = office.post(f"{path}/thoi-gia-han", data={"extension": wanted, "reason": "Hết bão"})
    assert done.status_code == 302
    page = office.get(path).text
    assert ["Thôi gia hạn" in page, "Hết bão" in page] == [True, True]
    assert "Không có gia hạn nào đang có hiệu lực" in office.get(f"{path}/thoi-gia-han").text


def test_a_deadline_may_be_moved_earlier_and_the_log_says_so(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    before = season.nominations_close_at
    earlier = CalendarInput(season.nominations_open_at, before - 5 * DAY, season.judging_close_at, season.ceremony_on)
    with transaction():
        services.reschedule(cast.office, season, earlier)
        services.reschedule(cast.office, season, earlier)
    assert (season.nominations_close_at, season.calendar_revision) == (before - 5 * DAY, 1)
    assert entries(cast, Action.SEASON_RESCHEDULE) == 1


WRONG = {
    "nominations_close_at": {"nominations_close_at": -30},
    "councils_sit_by": {"councils_sit_by": 21},
    "supplements_close_at": {"supplements_close_at": 19},
    "screening_close_at": {"screening_close_at": 51},
    "judging_close_at": {"judging_close_at": 19},
    "deciding_close_at": {"deciding_close_at": 49},
}


def test_a_calendar_out_of_order_is_told_beside_its_field(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    start = season.nominations_close_at - 20 * DAY
    told = {}
    for field, wrong in WRONG.items():
        changes = {name: start + days * DAY for name, days in wrong.items()}
        with pytest.raises(DomainError) as refused, transaction():
            services.reschedule(cast.office, season, replace(calendar_around(), **changes))
        told[field] = refused.value.field
    assert told == {field: field for field in WRONG}
    for grace in (-1, 601):
        with pytest.raises(DomainError, match="từ 0 đến 600 giây"), transaction():
            services.reschedule(cast.office, season, replace(calendar_around(), grace_seconds=grace))


def test_the_office_sees_its_calendar_in_the_form_again(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    page = client_of(cast.office).get(f"/cong-bo/mua-giai/{season.public_id}/lich").text
    shown = (season.councils_sit_by, season.supplements_close_at, season.screening_close_at, season.deciding_close_at)
    assert [f'value="{write_deadline(instant)}"' in page for instant in shown] == [True] * 4


def test_everybody_signed_in_reads_the_calendar_and_a_province_its_own(
    app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    season = an_open_season(cast)
    extend(cast, season, 3)
    path = f"/mua-giai/{season.public_id}/lich"
    extended = {
        name: "Đã gia hạn riêng cho tỉnh anh/chị" in client_of(getattr(cast, name)).get(path).text
        for name in ("officer", "leader", "stranger", "office", "judge")
    }
    assert extended == {"officer": True, "leader": True, "stranger": False, "office": False, "judge": False}
    assert "19 ngày 23 giờ" in client_of(cast.stranger).get(path).text


def test_only_the_office_moves_deadlines(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    alliance, until = alliance_of(cast.officer), season.nominations_close_at + DAY
    for actor in (cast.officer, cast.leader, cast.screener, cast.auditor):
        with pytest.raises(Forbidden):
            services.record_extension(actor, season, alliance, ExtensionInput("", until, "x"))
        with pytest.raises(Forbidden):
            services.withdraw_extension(actor, season, alliance, WithdrawalInput("", SeasonStage.NOMINATIONS, "x"))


def test_a_province_without_an_extension_has_the_common_window(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    assert queries.window(season, cast.officer.alliance_id or 0) == Window(
        season.nominations_open_at, season.nominations_close_at, timedelta()
    )
