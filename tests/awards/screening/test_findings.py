"""The desk's findings: each needs its reason, each is written once, and the published conditions bind the screener."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.nominations import services as nominations
from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import NominationState
from awards.policy.permission_map import Forbidden
from awards.screening import services
from awards.screening.models import Screening
from awards.screening.states import Finding
from awards.seasons.states import SeasonState
from tests.builders import a_forwarded, an_open_season
from tests.cast import Cast
from tests.judging import account_of, an_accepted

REASONS = {"registration": "Thiếu chữ ký.", "figures": "Doanh thu chưa khớp báo cáo."}


def findings() -> int:
    return db.session.scalar(select(func.count(Screening.id))) or 0


def revised(cast: Cast, nomination: Nomination, change: Callable[[DossierContent], DossierContent]) -> None:
    """A newer revision whose contents were changed on the way, as a faulty or older program might leave it."""
    content = change(DossierContent.read(nomination.revisions[-1].content))
    with transaction():
        nomination.revisions.append(
            DossierRevision(
                number=len(nomination.revisions) + 1,
                content=content.canonical(),
                digest=content.digest(),
                receipt_code="MAU",
                forwarded_at=clock.now(),
                forwarded_by=account_of(cast.leader),
            )
        )


def poor(content: DossierContent) -> DossierContent:
    return replace(content, series={**content.series, "revenue": {0: 1_499_999_999}})


def silent(content: DossierContent) -> DossierContent:
    return replace(content, series={**content.series, "revenue": {}})


def test_a_dossier_in_order_is_accepted_once(cast: Cast) -> None:
    nomination = an_accepted(cast, an_open_season(cast))
    with pytest.raises(ConflictError), transaction():
        services.accept(cast.screener, nomination)
    found = db.session.scalars(select(Screening)).one()
    assert (nomination.state, found.finding, found.revision_id, found.found_by_id) == (
        NominationState.ACCEPTED,
        Finding.ACCEPTED,
        nomination.revisions[0].id,
        cast.screener.user_id,
    )


@pytest.mark.parametrize(("change", "words"), [(poor, "điều kiện không đạt"), (silent, "chưa đủ dữ liệu")])
def test_a_dossier_that_fails_a_condition_cannot_be_accepted(
    cast: Cast, change: Callable[[DossierContent], DossierContent], words: str
) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    revised(cast, nomination, change)
    with pytest.raises(DomainError, match=words), transaction():
        services.accept(cast.screener, nomination)
    assert (nomination.state, findings()) == (NominationState.FORWARDED, 0)


def test_an_open_inquiry_is_accepted_only_after_a_hold_was_released_with_a_reason(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast), open_inquiry=True)
    with pytest.raises(DomainError, match="tạm dừng xét"), transaction():
        services.accept(cast.screener, nomination)
    with transaction():
        services.hold(cast.screener, nomination, "Chờ kết luận thanh tra.")
    with pytest.raises(DomainError, match="Ghi kết luận"), transaction():
        services.release_hold(cast.screener, nomination, "  ")
    with transaction():
        services.release_hold(cast.screener, nomination, "Kết luận số 12: không vi phạm.")
    with transaction():
        services.accept(cast.screener, nomination)
    rows = db.session.execute(select(Screening.finding, Screening.reason).order_by(Screening.id)).all()
    assert [tuple(row) for row in rows] == [
        ("on_hold", "Chờ kết luận thanh tra."),
        ("released", "Kết luận số 12: không vi phạm."),
        ("accepted", ""),
    ]


def test_a_return_keeps_one_reason_for_each_item_in_the_order_of_the_dossier(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        found = services.return_to_province(cast.screener, nomination, dict(reversed(REASONS.items())))
    assert nomination.state == NominationState.RETURNED
    assert [(item.item, item.reason) for item in found.items] == list(REASONS.items())


def test_a_returned_dossier_is_forwarded_again_and_then_accepted(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        services.return_to_province(cast.screener, nomination, REASONS)
    with transaction():
        nominations.forward(cast.leader, nomination)
    with transaction():
        services.accept(cast.screener, nomination)
    rows = db.session.execute(
        select(Screening.finding, DossierRevision.number).join(Screening.revision).order_by(Screening.id)
    ).all()
    assert [tuple(row) for row in rows] == [("returned", 1), ("accepted", 2)]


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ({}, "ít nhất một mục"),
        ({"figures": "  "}, "ít nhất một mục"),
        ({"horoscope": "Không hợp."}, "không thuộc hồ sơ này"),
    ],
)
def test_a_return_without_a_proper_reason_is_refused(cast: Cast, items: dict[str, str], sentence: str) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with pytest.raises(DomainError, match=sentence), transaction():
        services.return_to_province(cast.screener, nomination, items)
    assert (nomination.state, findings()) == (NominationState.FORWARDED, 0)


def test_nothing_is_returned_once_the_council_is_judging(cast: Cast) -> None:
    season = an_open_season(cast)
    nomination = a_forwarded(cast, season)
    with transaction():
        season.move_to(SeasonState.JUDGING)
    with pytest.raises(DomainError, match="đã bắt đầu chấm"), transaction():
        services.return_to_province(cast.screener, nomination, REASONS)


def test_nothing_is_found_any_more_after_the_round_is_counted(cast: Cast) -> None:
    season = an_open_season(cast)
    nomination = a_forwarded(cast, season)
    with transaction():
        season.move_to(SeasonState.JUDGING)
        season.move_to(SeasonState.DECIDING)
    with pytest.raises(DomainError, match="đã đóng chấm"), transaction():
        services.accept(cast.screener, nomination)


def test_a_refusal_names_reason_and_clause(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with pytest.raises(DomainError) as refused, transaction():
        services.refuse(cast.screener, nomination, "Đã giải thể.", "")
    with transaction():
        found = services.refuse(cast.screener, nomination, "Đã giải thể.", "Điều 5 khoản 1")
    assert refused.value.field == "clause"
    assert (nomination.state, found.reason, found.clause) == ("ineligible", "Đã giải thể.", "Điều 5 khoản 1")


def test_a_finding_on_an_older_revision_is_refused(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    seen = nomination.revisions[0].public_id
    revised(cast, nomination, lambda content: content)
    with pytest.raises(ConflictError, match="bản hồ sơ mới"), transaction():
        services.accept(cast.screener, nomination, seen=seen)


def test_only_a_screener_finds(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    for actor in (cast.office, cast.leader, cast.judge, cast.sysadmin, cast.nobody):
        with pytest.raises(Forbidden):
            services.accept(actor, nomination)
    assert findings() == 0
