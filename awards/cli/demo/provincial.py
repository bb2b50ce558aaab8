"""A province whose own council has met: members on paper and online, its ranking, its decision, its package."""

from __future__ import annotations

import hashlib
import io
from fractions import Fraction

from pypdf import PdfWriter
from sqlalchemy import select

from awards.accounts.identity import actor_of
from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.files import PDF, IncomingFile
from awards.base.identifiers import new_public_id
from awards.cli.demo.dice import draw
from awards.cli.demo.names import person, slug
from awards.cli.demo.people import MAIL, Desk
from awards.cli.demo.story import Story
from awards.conflicts import services as conflicts
from awards.conflicts.inputs import NO_TIE
from awards.councils import queries, services
from awards.councils.inputs import CouncilInput, MemberInput
from awards.councils.models import Assignment, Council, JudgingRound
from awards.councils.states import Post
from awards.meetings import services as meetings
from awards.meetings.inputs import PlanInput, Presence, RollInput
from awards.meetings.queries import Sitting
from awards.policy.actor import Actor
from awards.results import provinces
from awards.results import services as results
from awards.results.inputs import RecognitionInput
from awards.results.provinces import ProvinceStage
from awards.seasons.models import Season
from awards.sheets import paper_entry
from awards.sheets import services as sheets
from awards.sheets.inputs import NOTHING_TO_SETTLE, PaperInput, SheetInput
from awards.sheets.paper import variant_of
from scoring.criteria import judged_in

ON_PAPER = (
    (Post.CHAIR, "Chủ tịch Liên minh Hợp tác xã"),
    (Post.VICE_CHAIR, "Phó Chủ tịch Liên minh Hợp tác xã"),
    (Post.MEMBER, "Sở Nông nghiệp và Môi trường"),
    (Post.MEMBER, "Sở Công Thương"),
    (Post.MEMBER, "Sở Tài chính"),
)
"""Who sits in such a council, in posts; the people are invented."""


def hold_council(story: Story, season: Season, desk: Desk) -> None:
    """Appoint, put every finished draft before the council, mark, close, meet and recognise.

    The province needs the accounts of a provincial member and secretary, and one finished draft.
    """
    council = _appoint(story, season, desk)
    ready = [one.nomination for one in queries.dossiers_of(council) if one.may_be_put]
    with story.act():
        judging_round = services.put_before_council(desk.leader, council, ready)
    for assignment in sorted(judging_round.assignments, key=lambda one: one.id):
        with story.act():
            _mark(desk, assignment)
    with story.act():
        _meet(council, desk)
    with story.act():
        _recognise(judging_round, desk)


def _appoint(story: Story, season: Season, desk: Desk) -> Council:
    province = desk.alliance.province_name
    entry = CouncilInput(f"Hội đồng bình chọn cấp tỉnh {province} (mẫu)", "09/QĐ-MẪU", clock.today())
    with story.act():
        council = services.appoint_council(desk.leader, season, entry, desk.alliance)
    with story.act():
        for number, (post, agency) in enumerate(ON_PAPER):
            named = MemberInput("", post, person("provincial member", number), f"{agency} (mẫu)")
            services.add_member(desk.leader, council, None, post, named)
        services.add_member(desk.leader, council, _account("uyvien", province), Post.MEMBER)
        services.add_member(desk.leader, council, _account("thuky", province), Post.SECRETARY)
    return council


def _account(name: str, province: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{name}.{slug(province)}@{MAIL}")).one()


def _mark(desk: Desk, assignment: Assignment) -> None:
    """A member without an account marks on paper, which the officer and the secretary read off."""
    marks = {
        one.key: one.step * round(one.max_points / one.step * Fraction(_share(assignment, one.key), 100))
        for one in judged_in(variant_of(assignment).criteria)
    }
    user = assignment.member.user
    if user is not None:
        judge = actor_of(user)
        conflicts.declare(judge, assignment, NO_TIE)
        version = sheets.save_sheet(judge, assignment, SheetInput(marks, "", 0, new_public_id()))
        sheets.cast_sheet(judge, assignment, version.number)
        return
    secretary = actor_of(_account("thuky", desk.alliance.province_name))
    paper_entry.attach_scan(secretary, assignment, _scan(assignment))
    for reader in (secretary, desk.officer):
        paper_entry.enter(reader, assignment, PaperInput(marks, ""))
    paper_entry.cast(secretary, assignment, NOTHING_TO_SETTLE)


def _share(assignment: Assignment, criterion: str) -> int:
    """Close together, so that the spread the rulebook allows is kept."""
    return 86 + draw(-3, 3, assignment.nomination_id, criterion) + draw(-2, 2, assignment.id, criterion)


def _scan(assignment: Assignment) -> IncomingFile:
    """An empty page stands for the signed paper."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    content = out.getvalue()
    name = f"Phiếu chấm mẫu số {assignment.member.judge_number}.pdf"
    return IncomingFile(name, PDF, content, hashlib.sha256(content).hexdigest())


def _meet(council: Council, desk: Desk) -> None:
    there = {member.public_id: Presence(True, "") for member in council.members}
    away = council.members[len(ON_PAPER) - 1]
    there[away.public_id] = Presence(False, "Đi công tác, nhất trí bằng văn bản")
    place = f"Trụ sở {desk.alliance.name}"
    plan = PlanInput(place, clock.today(), (council.public_id,))
    meeting = meetings.plan_meeting(desk.leader, Sitting(council, (council,)), plan)
    told = "Hội đồng nhất trí danh sách đề nghị."
    roll = RollInput(place, clock.today(), _secretary(desk).name, told, there, meeting.lock_version)
    meetings.record_roll(desk.leader, meeting, roll)
    meetings.open_meeting(desk.leader, meeting)
    meetings.close_meeting(desk.leader, meeting, {})


def _secretary(desk: Desk) -> Actor:
    return actor_of(_account("thuky", desk.alliance.province_name))


def _recognise(judging_round: JudgingRound, desk: Desk) -> None:
    results.close_and_count(desk.leader, judging_round)
    stage = ProvinceStage(judging_round.council.season, desk.alliance)
    offered = provinces.recognisable(stage)
    named = tuple(one.public_id for one in offered.nominees)
    if named:
        entry = RecognitionInput("12/QĐ-MẪU", clock.today(), named)
        results.record_recognition(desk.leader, stage, entry, None)
