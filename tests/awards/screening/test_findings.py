"""What one screener does alone: a supplement asked for with its deadline, and a hold; both act at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.nominations import services as nominations
from awards.nominations.models import DossierRevision
from awards.nominations.states import NominationState
from awards.notices.models import Notice
from awards.policy.permission_map import Forbidden
from awards.screening import proposals, services
from awards.screening.deadlines import default_deadline
from awards.screening.models import Proposal, Screening
from awards.seasons.states import SeasonState
from tests import screened
from tests.builders import a_forwarded, an_open_season, forward
from tests.cast import Cast
from tests.judging import an_accepted
from tests.screened import revised

REASONS = {"paper:registration": "Thiếu chữ ký.", "figures": "Doanh thu chưa khớp báo cáo."}


def findings() -> int:
    return db.session.scalar(select(func.count(Screening.id))) or 0


@pytest.mark.parametrize(
    ("asked_at", "until"),
    [
        ("2026-05-04T09:00+07:00", "2026-05-11T17:00+07:00"),  # a Monday: the next Monday
        ("2026-05-08T18:30+07:00", "2026-05-15T17:00+07:00"),  # a Friday evening
        ("2026-05-09T09:00+07:00", "2026-05-15T17:00+07:00"),  # a Saturday
        ("2026-05-03T17:30+00:00", "2026-05-11T17:00+07:00"),  # Sunday in UTC, Monday in Vietnam
        ("2026-05-25T09:00+07:00", "2026-05-28T00:00+07:00"),  # the window closes earlier
    ],
)
def test_a_supplement_has_five_working_days_and_never_more_than_the_window(asked_at: str, until: str) -> None:
    latest = datetime.fromisoformat("2026-05-28T00:00+07:00")
    assert default_deadline(datetime.fromisoformat(asked_at), latest) == datetime.fromisoformat(until)


def test_a_return_reopens_the_named_parts_only_and_tells_the_province(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    until = clock.now() + timedelta(days=3)
    with transaction():
        found = services.return_to_province(cast.screener, nomination, dict(reversed(REASONS.items())), until=until)
    assert (nomination.state, found.until) == (NominationState.RETURNED, until)
    assert [(item.item, item.reason) for item in found.items] == list(REASONS.items())
    assert [(part.part, part.reason, part.until) for part in nomination.reopened_parts] == [
        (part, reason, until) for part, reason in REASONS.items()
    ]
    parts = ("paper:registration", "paper:criteria_report", "figures", "achievements")
    assert [nominations.shut_sentence(nomination, part) is None for part in parts] == [True, False, True, False]
    told = db.session.scalars(select(Notice.user_id).where(Notice.kind == "returned").order_by(Notice.user_id)).all()
    assert told == sorted([cast.officer.user_id, cast.leader.user_id])


def test_a_return_without_a_deadline_gets_the_usual_one(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    proposed = services.proposed_deadline(nomination)
    with transaction():
        found = services.return_to_province(cast.screener, nomination, REASONS)
    assert found.until == proposed


def test_a_deadline_in_the_past_or_after_the_window_is_refused_and_none_is_the_usual_one(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    now = clock.now()
    for until, words in ((now - timedelta(hours=1), "sau thời điểm"), (now + timedelta(days=400), "không được sau")):
        with pytest.raises(DomainError, match=words) as refused, transaction():
            services.return_to_province(cast.screener, nomination, REASONS, until=until)
        assert refused.value.field == "until"
    assert (nomination.state, findings()) == (NominationState.FORWARDED, 0)
    proposed = services.proposed_deadline(nomination)
    with transaction():
        assert services.return_to_province(cast.screener, nomination, REASONS).until == proposed


def test_a_returned_dossier_is_forwarded_again_and_then_accepted(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        services.return_to_province(cast.screener, nomination, REASONS)
    forward(cast.officer, cast.leader, nomination)
    screened.accept(cast, nomination)
    rows = db.session.execute(
        select(Screening.finding, DossierRevision.number).join(Screening.revision).order_by(Screening.id)
    ).all()
    assert [tuple(row) for row in rows] == [("returned", 1), ("accepted", 2)]


def test_a_return_without_a_proper_reason_is_refused(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    cases = (
        ({}, "ít nhất một mục"),
        ({"figures": "  "}, "ít nhất một mục"),
        ({"horoscope": "Không hợp."}, "không thuộc hồ sơ này"),
    )
    for items, sentence in cases:
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
        services.hold(cast.screener, nomination, "Chờ kết luận.")


def test_returning_or_holding_ends_what_waited_for_its_check(cast: Cast) -> None:
    season = an_open_season(cast)
    for act in (
        lambda one: services.return_to_province(cast.screener, one, REASONS),
        lambda one: services.hold(cast.screener, one, "Chờ kết luận."),
    ):
        nomination = a_forwarded(cast, season)
        with transaction():
            proposal = proposals.propose_acceptance(cast.screener, nomination)
        with transaction():
            act(nomination)
        assert (proposal.settlement, proposal.settled_by_id) == ("void", None)
        with pytest.raises(ConflictError, match="đã được giải quyết"), transaction():
            proposals.confirm(cast.office, proposal)


def test_a_finding_on_an_older_revision_is_refused(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    seen = nomination.revisions[0].public_id
    revised(cast, nomination, lambda content: content)
    with pytest.raises(ConflictError, match="bản hồ sơ mới"), transaction():
        services.hold(cast.screener, nomination, "Chờ kết luận.", seen=seen)


def test_only_a_screener_finds(cast: Cast) -> None:
    nomination = an_accepted(cast, an_open_season(cast))
    before = (findings(), db.session.scalar(select(func.count(Proposal.id))))
    for actor in (cast.office, cast.leader, cast.judge, cast.sysadmin, cast.nobody):
        for act in (
            lambda one: services.hold(one, nomination, "Chờ."),
            lambda one: proposals.propose_acceptance(one, nomination),
            lambda one: proposals.propose_refusal(one, nomination, "Sai.", "Điều 1"),
        ):
            with pytest.raises(Forbidden):
                act(actor)
    assert (findings(), db.session.scalar(select(func.count(Proposal.id)))) == before
