"""A cast sheet is opened again by two persons together, with a reason, and its judge is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from awards.audit.models import AuditEntry
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.councils.models import JudgingRound
from awards.notices.models import Notice
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.sheets import own_sheets, reopening, reopenings
from awards.sheets.inputs import ReopeningInput
from awards.sheets.models import Reopening, Sheet
from awards.sheets.reopening import NOT_CAST, SHUT
from tests.cast import Cast, CastClient
from tests.judging import a_round, assignment_of, cast_by, close, saved

ClientOf = Callable[[Actor], CastClient]
REASON = "Giám khảo gõ nhầm điểm tiêu chí A3."


def asked(actor: Actor, judging_round: JudgingRound, sheet: Sheet) -> Reopening:
    given = sheet.assignment
    entry = ReopeningInput(given.member.judge_number, given.nomination.reference, REASON)
    run = reopenings.get_round_visible_to(actor, judging_round.public_id)
    assert run is not None
    with transaction():
        return reopening.ask(actor, run, entry)


def told(kind: str) -> list[int]:
    return list(db.session.scalars(select(Notice.user_id).where(Notice.kind == kind)))


@pytest.fixture
def cast_sheet(cast: Cast) -> Sheet:
    return cast_by(cast.judge, assignment_of(a_round(cast), cast.judge))


def test_the_secretary_asks_the_chair_agrees_and_the_judge_marks_again(cast: Cast, cast_sheet: Sheet) -> None:
    judging_round, receipt = cast_sheet.assignment.judging_round, cast_sheet.receipt_code or ""
    request = asked(cast.secretary, judging_round, cast_sheet)
    again = asked(cast.secretary, judging_round, cast_sheet)
    assert (again.id, request.state, cast_sheet.state) == (request.id, "asked", "cast")
    for actor in (cast.secretary, cast.office, cast.judge, cast.leader, cast.sysadmin):
        with pytest.raises(Forbidden), transaction():
            reopening.confirm(actor, request)
    for _ in range(2):
        with transaction():
            sheet = reopening.confirm(cast.chair, request)
    assert (sheet.state, sheet.receipt_code, sheet.version) == ("open", None, 1)
    assert (told("reopening_asked"), told("sheet_reopened")) == ([cast.chair.user_id], [cast.judge.user_id])
    saved(cast.judge, sheet.assignment, base_version=1)
    found = own_sheets.own_by_receipt(cast.judge, receipt)
    assert found is not None
    assert (found.version, found.counts) == (1, False)
    acts = select(AuditEntry.action).where(AuditEntry.action.like("sheet.reopening%")).order_by(AuditEntry.number)
    assert db.session.scalars(acts).all() == ["sheet.reopening_ask", "sheet.reopening_confirm"]


def test_the_chair_asks_and_the_secretary_declines(cast: Cast, cast_sheet: Sheet) -> None:
    request = asked(cast.chair, cast_sheet.assignment.judging_round, cast_sheet)
    with transaction():
        reopening.decline(cast.secretary, request)
    assert (request.state, cast_sheet.state) == ("declined", "cast")
    with pytest.raises(DomainError, match="đã được trả lời"), transaction():
        reopening.confirm(cast.secretary, request)
    assert asked(cast.chair, cast_sheet.assignment.judging_round, cast_sheet).id != request.id


def test_only_a_cast_sheet_of_an_open_round_is_opened_again(cast: Cast) -> None:
    judging_round = a_round(cast)
    saved(cast.judge, assignment_of(judging_round, cast.judge))
    draft = db.session.scalars(select(Sheet)).one()
    with pytest.raises(DomainError) as not_cast:
        asked(cast.secretary, judging_round, draft)
    sheet = cast_by(cast.other_judge, assignment_of(judging_round, cast.other_judge))
    request = asked(cast.secretary, judging_round, sheet)
    close(judging_round)
    with pytest.raises(DomainError) as too_late, transaction():
        reopening.confirm(cast.chair, request)
    with pytest.raises(DomainError) as asked_late:
        asked(cast.secretary, judging_round, sheet)
    sentences = [one.value.sentence for one in (not_cast, too_late, asked_late)]
    assert (sentences, sheet.state) == ([NOT_CAST, SHUT, SHUT], "cast")


def test_the_page_shows_who_asked_and_why_and_no_mark(cast: Cast, client_of: ClientOf, cast_sheet: Sheet) -> None:
    given = cast_sheet.assignment
    path, reference, number = (
        f"/mo-lai-phieu/{given.judging_round.public_id}",
        given.nomination.reference,
        given.member.judge_number,
    )
    secretary, chair = client_of(cast.secretary), client_of(cast.chair)
    form = {"judge_number": str(number), "reference": reference, "reason": REASON}
    assert secretary.post(f"{path}/de-nghi", data=form).location == path
    page = chair.get(path).get_data(as_text=True)
    assert (REASON in page, "Đồng ý mở lại phiếu" in page, "Tổng" in page) == (True, True, False)
    assert "Đồng ý mở lại phiếu" not in secretary.get(path).get_data(as_text=True)
    request = db.session.scalars(select(Reopening.public_id)).one()
    db.session.rollback()
    assert chair.post(f"/mo-lai-phieu/de-nghi/{request}/dong-y").location == path
    assert db.session.scalars(select(Sheet.state)).all() == ["open"]
    statuses = [client_of(one).get(path).status_code for one in (cast.judge, cast.office, cast.leader, cast.stranger)]
    assert statuses == [404] * 4
