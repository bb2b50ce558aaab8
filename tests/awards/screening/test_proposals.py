"""Findings in two persons: one proposes, another confirms or sends back, and only then the province knows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.nominations.dossier import DossierContent
from awards.nominations.states import NominationState
from awards.notices.models import Notice
from awards.policy.permission_map import Forbidden
from awards.screening import proposals, queries, services
from awards.screening.checklist import with_waivers
from awards.screening.models import Proposal, Screening
from awards.seasons import services as seasons
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from scoring.eligibility import Outcome, check, overall
from tests import screened
from tests.builders import RULEBOOK, a_forwarded, an_open_season
from tests.cast import Cast
from tests.screened import revised


def poor(content: DossierContent) -> DossierContent:
    return replace(content, series={**content.series, "revenue": {0: "1499999999"}})


def silent(content: DossierContent) -> DossierContent:
    return replace(content, series={**content.series, "revenue": {}})


def told() -> list[str]:
    return list(db.session.scalars(select(Notice.kind).order_by(Notice.id)))


def rows() -> list[tuple[str, str, int | None, int | None]]:
    found = db.session.execute(
        select(Screening.finding, Screening.reason, Screening.found_by_id, Screening.confirmed_by_id).order_by(
            Screening.id
        )
    )
    return [tuple(row) for row in found]


def test_a_dossier_is_accepted_when_the_second_person_confirms_and_the_province_hears_it_then(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    earlier = told()
    with transaction():
        proposal = proposals.propose_acceptance(cast.screener, nomination)
    assert (nomination.state, rows(), told()) == (NominationState.FORWARDED, [], earlier)
    screened.confirmed(cast, proposal)
    assert nomination.state == NominationState.ACCEPTED
    assert rows() == [("accepted", "", cast.screener.user_id, cast.office.user_id)]
    assert told() == [*earlier, "decided", "decided"]
    with pytest.raises(ConflictError, match="đã được giải quyết"), transaction():
        proposals.confirm(cast.second_office, proposal)
    assert len(rows()) == 1


def test_nobody_confirms_or_sends_back_the_own_proposal(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        proposal = proposals.propose_acceptance(cast.screener, nomination)
    for actor in (cast.screener, cast.leader, cast.judge, cast.chair, cast.auditor, cast.sysadmin):
        with pytest.raises(Forbidden):
            proposals.confirm(actor, proposal)
        with pytest.raises(Forbidden):
            proposals.send_back(actor, proposal, "Chưa rõ.")
    another_screener = replace(cast.screener, user_id=cast.office.user_id)
    with transaction():
        proposals.confirm(another_screener, proposal)
    assert nomination.state == NominationState.ACCEPTED


def test_what_is_sent_back_keeps_its_reason_and_may_be_proposed_anew(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        first = proposals.propose_refusal(cast.screener, nomination, "Đã giải thể.", "Điều 5 khoản 1")
    with pytest.raises(DomainError) as refused, transaction():
        proposals.send_back(cast.office, first, "  ")
    with transaction():
        proposals.send_back(cast.office, first, "Giấy đăng ký còn hiệu lực.")
    with transaction():
        second = proposals.propose_acceptance(cast.screener, nomination)
    assert refused.value.field == "reason"
    assert nomination.state == NominationState.FORWARDED
    assert [(one.finding, one.settlement, one.settled_reason) for one in (first, second)] == [
        ("ineligible", "sent_back", "Giấy đăng ký còn hiệu lực."),
        ("accepted", None, ""),
    ]


def test_a_second_click_is_the_same_proposal_and_another_one_has_to_wait(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    made = []
    for _ in range(2):
        with transaction():
            made.append(proposals.propose_acceptance(cast.screener, nomination).id)
    with pytest.raises(ConflictError, match="đang chờ người thứ hai"), transaction():
        proposals.propose_refusal(cast.screener, nomination, "Đã giải thể.", "Điều 5")
    assert made[0] == made[1]
    assert db.session.scalars(select(Proposal.finding)).all() == ["accepted"]


def test_a_refusal_names_reason_and_clause(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with pytest.raises(DomainError) as refused, transaction():
        proposals.propose_refusal(cast.screener, nomination, "Đã giải thể.", "")
    found = screened.refuse(cast, nomination, "Đã giải thể.", "Điều 5 khoản 1")
    assert refused.value.field == "clause"
    assert (nomination.state, found.reason, found.clause) == ("ineligible", "Đã giải thể.", "Điều 5 khoản 1")


def test_a_dossier_that_fails_a_condition_cannot_be_proposed(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    for change, words in ((poor, "điều kiện không đạt"), (silent, "chưa đủ dữ liệu")):
        revised(cast, nomination, change)
        with pytest.raises(DomainError, match=words), transaction():
            proposals.propose_acceptance(cast.screener, nomination)
    assert db.session.scalars(select(Proposal.id)).all() == []


def test_a_new_revision_in_between_ends_the_proposal(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        old = proposals.propose_acceptance(cast.screener, nomination)
    revised(cast, nomination, lambda content: content)
    with pytest.raises(ConflictError, match="bản hồ sơ mới"), transaction():
        proposals.confirm(cast.office, old)
    with transaction():
        new = proposals.propose_acceptance(cast.screener, nomination)
    assert [(one.revision.number, one.settlement) for one in (old, new)] == [(1, "void"), (2, None)]


def test_an_open_inquiry_is_accepted_only_after_two_released_its_hold_with_a_reason(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast), open_inquiry=True)
    with pytest.raises(DomainError, match="tạm dừng xét"), transaction():
        proposals.propose_acceptance(cast.screener, nomination)
    with transaction():
        services.hold(cast.screener, nomination, "Chờ kết luận thanh tra.")
    with pytest.raises(DomainError, match="Ghi kết luận"), transaction():
        proposals.propose_release(cast.screener, nomination, "  ")
    screened.release(cast, nomination, "Kết luận số 12: không vi phạm.")
    screened.accept(cast, nomination)
    screener, office = cast.screener.user_id, cast.office.user_id
    assert rows() == [
        ("on_hold", "Chờ kết luận thanh tra.", screener, None),
        ("released", "Kết luận số 12: không vi phạm.", screener, office),
        ("accepted", "", screener, office),
    ]


def a_season_with_a_waiver(cast: Cast) -> Season:
    """A season under the sample rulebook, whose revenue condition may be set aside."""
    text = RULEBOOK.read_text(encoding="utf-8").replace('key = "EL01"', 'key = "EL01"\nwaivable = true')
    with transaction():
        seasons.publish_rulebook(cast.office, text)
    return an_open_season(cast)


def test_two_persons_set_a_waivable_condition_aside_and_the_result_counts_it_so(cast: Cast) -> None:
    season = a_season_with_a_waiver(cast)
    nomination = a_forwarded(cast, season)
    revision = revised(cast, nomination, poor)
    screened.waive(cast, nomination, "EL01", "Bão số 3 năm 2025, văn bản số 8 của tỉnh.")
    assert queries.waivers_of([nomination.id]) == {nomination.id: {"EL01": "Bão số 3 năm 2025, văn bản số 8 của tỉnh."}}
    waivers = queries.waivers_of([nomination.id])[nomination.id]
    entry = with_waivers(DossierContent.read(revision.content).entry(), waivers)
    assert overall(check(rulebook_of(season), entry)) is Outcome.PASS
    screened.accept(cast, nomination)
    assert [(row[0], row[2], row[3]) for row in rows()] == [
        ("waived", cast.screener.user_id, cast.office.user_id),
        ("accepted", cast.screener.user_id, cast.office.user_id),
    ]


def test_a_waiver_is_of_its_revision_only_and_of_conditions_that_may_be_waived(cast: Cast) -> None:
    nomination = a_forwarded(cast, a_season_with_a_waiver(cast))
    revised(cast, nomination, poor)
    screened.waive(cast, nomination, "EL01", "Bão số 3.")
    revised(cast, nomination, poor)
    assert queries.waivers_of([nomination.id]) == {}
    for condition in ("EL02", "EL07", ""):
        with pytest.raises(DomainError) as refused, transaction():
            proposals.propose_waiver(cast.screener, nomination, condition, "Bão số 3.")
        assert refused.value.field == "condition"
