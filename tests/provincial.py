"""A province's own council before a test begins: rulebook with that level, members, dossiers put before it, sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

from sqlalchemy import select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.identifiers import new_public_id
from awards.base.transaction import transaction
from awards.councils import services as councils
from awards.councils.inputs import CouncilInput, MemberInput
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import Post
from awards.meetings import services as meetings
from awards.meetings.inputs import PlanInput, Presence, RollInput
from awards.meetings.models import Meeting
from awards.meetings.queries import Sitting
from awards.nominations.models import Nomination
from awards.policy.actor import Actor
from awards.publicity import services as publicity
from awards.results import services as results
from awards.results.inputs import RecognitionInput
from awards.results.models import Recognition, Result
from awards.results.provinces import ProvinceStage
from awards.seasons import services as seasons
from awards.seasons.inputs import SeasonInput
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.states import AwardKey, ConfirmationKind
from awards.sheets import paper_entry
from awards.sheets import services as sheets
from awards.sheets.inputs import NOTHING_TO_SETTLE, PaperInput, SheetInput
from awards.sheets.models import Sheet
from awards.sheets.paper import variant_of
from scoring.criteria import judged_in
from tests.builders import RULEBOOK, a_complete_draft, a_pdf, calendar_around
from tests.cast import Cast
from tests.declared import everybody_declares
from tests.remembered import remembered

KEY = "coopstar-mau-hai-cap"
CLAUSE = 'clause = "Điều 5", origin = "tự đặt"'
PROVINCE_LEVEL = f"""[[levels]]
key = "province"
label = "Hội đồng cấp tỉnh"
aggregation = {{ method = "mean", minimum_sheets = 3, origin = "tự đặt" }}
spread = {{ limit = 10, rounds = 2, {CLAUSE} }}
meeting = {{ quorum = {{ fraction = "2/3", chair_required = true, recused = "out", {CLAUSE} }} }}
decision = {{ purpose = "forward", floor = {{ value = 70, origin = "model" }} }}

"""
FOUNDED = CouncilInput("Hội đồng bình chọn tỉnh (mẫu)", "18/QĐ-MẪU", clock.today() - timedelta(days=3))
ON_PAPER = (
    ("Lý Văn Chủ", Post.CHAIR, "Chủ tịch Liên minh (mẫu)"),
    ("Tô Thị Viên", Post.MEMBER, "Sở Công Thương (mẫu)"),
    ("Mã Văn Nông", Post.MEMBER, "Sở Nông nghiệp và Môi trường (mẫu)"),
)
"""Members without an account."""


def two_level_text() -> str:
    """The sample rulebook with a level of the province before the centre's."""
    text = RULEBOOK.read_text(encoding="utf-8")
    return text.replace('key = "coopstar-mau"', f'key = "{KEY}"', 1).replace(
        "[[levels]]\n", f"{PROVINCE_LEVEL}[[levels]]\n", 1
    )


@remembered
def a_two_level_season(cast: Cast, *, title: str = "Mùa giải hai cấp") -> Season:
    """A sample season, open to nominations, in which each province judges first."""
    published = db.session.scalars(select(PublishedRulebook).where(PublishedRulebook.key == KEY)).one_or_none()
    with transaction():
        if published is None:
            published = publicity.publish_rulebook(cast.office, two_level_text())
            seasons.confirm_rulebook(cast.office, published, ConfirmationKind.SAMPLE, "Bản mẫu của phép thử")
        entry = SeasonInput(AwardKey.COOPSTAR, clock.today().year, title, calendar_around())
        season = seasons.create_season(cast.office, entry, published, is_sample=True)
        seasons.open_season(cast.office, season)
    return season


@remembered
def a_provincial_council(cast: Cast, season: Season, *, away: bool = False) -> Council:
    """Three members on paper and, at home, one who marks online, with the secretary."""
    leader = cast.stranger_leader if away else cast.leader
    alliance = db.session.get_one(User, leader.user_id).alliance
    with transaction():
        council = councils.appoint_council(leader, season, FOUNDED, alliance)
        for name, post, agency in ON_PAPER:
            councils.add_member(leader, council, None, post, MemberInput("", post, name, agency))
        if not away:
            councils.add_member(leader, council, account(cast.province_member), Post.MEMBER)
            councils.add_member(leader, council, account(cast.province_secretary), Post.SECRETARY)
    return council


def account(actor: Actor) -> User:
    return db.session.get_one(User, actor.user_id)


@remembered
def a_provincial_round(
    cast: Cast, season: Season | None = None, *, dossiers: int = 1, away: bool = False
) -> tuple[JudgingRound, list[Nomination]]:
    """Complete drafts of the province put before its council; whoever marks online has declared."""
    season = season or a_two_level_season(cast)
    officer, leader = (cast.stranger, cast.stranger_leader) if away else (cast.officer, cast.leader)
    nominations = [a_complete_draft(cast, season, by=officer) for _ in range(dossiers)]
    council = a_provincial_council(cast, season, away=away)
    with transaction():
        judging_round = councils.put_before_council(leader, council, nominations)
    return everybody_declares(judging_round), nominations


def assignment_of(judging_round: JudgingRound, number: int, nomination: Nomination) -> Assignment:
    """Of the judge with that number and an entry."""
    statement = (
        select(Assignment)
        .join(Assignment.member)
        .where(
            Assignment.round_id == judging_round.id,
            CouncilMember.judge_number == number,
            Assignment.nomination_id == nomination.id,
        )
    )
    return db.session.scalars(statement).one()


def marks(assignment: Assignment, below: int = 0) -> dict[str, Fraction | None]:
    """Full marks less so many steps a criterion."""
    criteria = judged_in(variant_of(assignment).criteria)
    return {one.key: max(Fraction(0), one.max_points - below * one.step) for one in criteria}


@remembered
def on_paper(cast: Cast, assignment: Assignment, given: Mapping[str, Fraction | None], *, away: bool = False) -> Sheet:
    """Read off by two people alike, with the scan, and cast."""
    first, second = (cast.stranger, cast.stranger_leader) if away else (cast.province_secretary, cast.officer)
    with transaction():
        paper_entry.attach_scan(first, assignment, a_pdf("phieu.pdf"))
        paper_entry.enter(first, assignment, PaperInput(given, ""))
        paper_entry.enter(second, assignment, PaperInput(given, ""))
        return paper_entry.cast(second, assignment, NOTHING_TO_SETTLE)


@remembered
def read_off_twice(
    cast: Cast, judging_round: JudgingRound, nomination: Nomination, *, away: bool = False
) -> Assignment:
    """The first member's paper sheet with its scan, read off by two people and not cast."""
    assignment = assignment_of(judging_round, 1, nomination)
    given = PaperInput(marks(assignment), "")
    with transaction():
        for actor in (cast.stranger, cast.stranger_leader) if away else (cast.province_secretary, cast.officer):
            paper_entry.attach_scan(actor, assignment, a_pdf("phieu.pdf"))
            paper_entry.enter(actor, assignment, given)
    return assignment


@remembered
def a_meeting(leader: Actor, council: Council) -> Meeting:
    """Everybody was there."""
    there = {member.public_id: Presence(True, "") for member in council.members}
    place = "Trụ sở Liên minh (mẫu)"
    with transaction():
        sitting = Sitting(council, (council,))
        meeting = meetings.plan_meeting(leader, sitting, PlanInput(place, clock.today(), (council.public_id,)))
        roll = RollInput(place, clock.today(), "", "", there, meeting.lock_version)
        meetings.record_roll(leader, meeting, roll)
        return meetings.open_meeting(leader, meeting)


@remembered
def a_recognition(leader: Actor, result: Result, nomination: Nomination) -> Recognition:
    """The province's decision on what its council put forward, with its scan."""
    council = result.judging_round.council
    assert council.alliance is not None
    entry = RecognitionInput("25/QĐ-MẪU", clock.today(), (nomination.public_id,))
    with transaction():
        stage = ProvinceStage(council.season, council.alliance)
        return results.record_recognition(leader, stage, entry, a_pdf("quyet-dinh.pdf"))


@remembered
def online(judge: Actor, assignment: Assignment, given: Mapping[str, Fraction | None]) -> Sheet:
    """The judge marks and casts without paper."""
    with transaction():
        version = sheets.save_sheet(judge, assignment, SheetInput(given, "", 0, new_public_id()))
        return sheets.cast_sheet(judge, assignment, version.number)


@remembered
def all_sheets(
    cast: Cast, judging_round: JudgingRound, nominations: Sequence[Nomination], *, away: bool = False, below: int = 1
) -> None:
    """Every sheet of the round: the later the nomination, the lower the marks."""
    for order, nomination in enumerate(nominations):
        for number in range(1, len(ON_PAPER) + 1):
            assignment = assignment_of(judging_round, number, nomination)
            on_paper(cast, assignment, marks(assignment, below * order), away=away)
        if not away:
            assignment = assignment_of(judging_round, len(ON_PAPER) + 1, nomination)
            online(cast.province_member, assignment, marks(assignment, below * order))


@remembered
def a_provincial_result(
    cast: Cast, season: Season | None = None, *, dossiers: int = 1, away: bool = False
) -> tuple[Result, list[Nomination]]:
    """Judged and counted."""
    judging_round, nominations = a_provincial_round(cast, season, dossiers=dossiers, away=away)
    all_sheets(cast, judging_round, nominations, away=away)
    with transaction():
        return results.close_and_count(cast.stranger_leader if away else cast.leader, judging_round), nominations
