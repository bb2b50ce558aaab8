"""The council of seven at work: who marks what, and how its members see the same dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards.accounts.identity import actor_of
from awards.base import clock
from awards.base.database import db
from awards.base.identifiers import new_public_id
from awards.cli.demo.dice import draw
from awards.cli.demo.people import People
from awards.cli.demo.story import Story
from awards.conflicts import services as conflicts
from awards.conflicts.inputs import NO_TIE
from awards.councils import services as councils
from awards.councils.inputs import CouncilInput
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, Post
from awards.policy.actor import Actor
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.sheets import services as sheets
from awards.sheets.inputs import SheetInput
from scoring.criteria import Expert, judged_in

REMARKS = (
    "",
    "",
    "Số liệu rõ ràng, có giấy tờ kèm theo.",
    "Nên bổ sung minh chứng về liên kết tiêu thụ.",
    "Mô hình có thể nhân rộng ở các xã lân cận.",
)


def appoint(story: Story, people: People, season: Season, founding_number: str) -> Council:
    """A chair, six members and a secretary who does not mark."""
    entry = CouncilInput(
        name="Hội đồng bình chọn Trung ương (mẫu)", founding_number=founding_number, founded_on=clock.today()
    )
    with story.act():
        council = councils.appoint_council(people.office, season, entry)
    with story.act():
        for place, judge in enumerate(people.judges):
            post = (Post.CHAIR, Post.VICE_CHAIR)[place] if place < 2 else Post.MEMBER
            councils.add_member(people.office, council, judge, post)
        councils.add_member(people.office, council, people.secretary, Post.SECRETARY)
    return council


def assign(story: Story, people: People, council: Council) -> JudgingRound:
    with story.act():
        return councils.assign_judges(people.office, council)


def assignments_of(judging_round: JudgingRound, judge_number: int) -> list[Assignment]:
    """What a member has to mark, in the order of assignment."""
    statement = (
        select(Assignment)
        .join(Assignment.member)
        .where(
            Assignment.round_id == judging_round.id,
            Assignment.state == AssignmentState.ASSIGNED.value,
            CouncilMember.judge_number == judge_number,
        )
        .options(joinedload(Assignment.member).joinedload(CouncilMember.user), joinedload(Assignment.nomination))
        .order_by(Assignment.id)
    )
    return list(db.session.scalars(statement))


def declare(judging_round: JudgingRound, assignments: Sequence[Assignment]) -> None:
    """One judge's word on all of these: no tie to any."""
    conflicts.declare_all(judge_of(assignments[0]), judging_round, [(one, NO_TIE) for one in assignments])


def mark(assignment: Assignment, standing: int, *, leave_out: int = 0) -> int:
    """Save a sheet with marks near the nominee's standing; gives back its version.

    ``leave_out`` criteria stay without a mark.
    """
    nomination = assignment.nomination
    criteria = judged_in(rulebook_of(nomination.season).variant(nomination.variant).criteria)
    marks: dict[str, Fraction | None] = {
        criterion.key: _mark(criterion, standing, assignment) for criterion in criteria[leave_out:]
    }
    return _save(assignment, marks, base_version=0)


def mark_and_cast(assignment: Assignment, standing: int) -> None:
    version = mark(assignment, standing)
    sheets.cast_sheet(judge_of(assignment), assignment, version)


def finish(story: Story, judging_round: JudgingRound, judge_number: int, standings: Mapping[int, int]) -> None:
    """A judge declares of every entry that is theirs to mark, marks and casts; ``standings`` by nomination (row id)."""
    with story.chapter():
        assignments = assignments_of(judging_round, judge_number)
        with story.act():
            declare(judging_round, assignments)
        for assignment in assignments:
            with story.act():
                mark_and_cast(assignment, standings[assignment.nomination_id])


def judge_of(assignment: Assignment) -> Actor:
    user = assignment.member.user
    if user is None:
        raise ValueError("a member of the central council has an account")
    return actor_of(user)


def _save(assignment: Assignment, marks: Mapping[str, Fraction | None], base_version: int) -> int:
    number = assignment.nomination_id * 10 + assignment.member.judge_number
    remark = REMARKS[draw(0, len(REMARKS) - 1, "remark", number)]
    entry = SheetInput(marks, remark, base_version, idempotency_key=new_public_id())
    return sheets.save_sheet(judge_of(assignment), assignment, entry).number


def _mark(criterion: Expert, standing: int, assignment: Assignment) -> Fraction:
    """Between 62 and 100 parts of the maximum, some judges stricter than others, on the rulebook's step."""
    judge = assignment.member.judge_number
    share = 62 + standing * 34 // 100 + (judge % 4 - 1) * 2
    share += draw(-7, 7, assignment.nomination_id, judge, criterion.key)
    steps = criterion.max_points / criterion.step * Fraction(max(0, min(100, share)), 100)
    return criterion.step * round(steps)
