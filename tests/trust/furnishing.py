"""Acts that make a world, each secret in it with one of two values; and the round they happen in.

Who may know a secret stands in `may_know.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from sqlalchemy import select, update

from awards.accounts.models import User
from awards.assigning.models import AssignmentPlan, MemberField, PlannedPair
from awards.base import clock
from awards.base.database import PublicIdMixin, db
from awards.base.transaction import transaction
from awards.conflicts import services as conflicts
from awards.conflicts.inputs import DeclarationInput, RelationInput
from awards.conflicts.register import record_relation
from awards.conflicts.states import RelationKind
from awards.councils import services as councils
from awards.councils.models import Assignment, Council, JudgingRound
from awards.decisions.models import Decision
from awards.intake.models import ImportBatch
from awards.meetings import ballots, motions
from awards.meetings.inputs import MotionInput
from awards.meetings.models import Attendance, Meeting, Motion, PaperTally, WrittenOpinion
from awards.meetings.states import MotionKind, MotionState
from awards.nominations.models import Nomination
from awards.notices.models import Notice
from awards.policy.actor import Actor
from awards.registrations.models import ContactLink
from awards.results import services as results
from awards.screening.models import ChecklistMark, DossierFlag, Proposal
from awards.screening.states import FlagReason
from awards.seasons.models import Season
from awards.sheets import concerns, paper_entry, reopening, services
from awards.sheets.inputs import ConcernInput, PaperInput, ReopeningInput, SheetInput
from awards.sheets.models import Sheet
from awards.sheets.reopenings import RunRound
from awards.units import queries as units
from awards.uploads.models import Upload
from tests.builders import a_draft_season, a_forwarded, an_open_season
from tests.cast import Cast
from tests.council_builders import a_council, a_round, accepted, mark, marks_for
from tests.met import an_open_meeting
from tests.policy.inhabited import Inhabited

Names = dict[str, dict[str, str | int]]
T = TypeVar("T")
Row = TypeVar("Row", bound=PublicIdMixin)

WORDS = ("hoacaivang", "haidangxan")
"""Every secret text holds one of them: a search for it must find nothing more in one world than in the other."""


class Choice:
    """Which of two values every secret has: the first, unless the secret is among the changed ones."""

    def __init__(self, changed: frozenset[str], begin: Callable[[str], None]) -> None:
        self.changed = changed
        self.asked: set[str] = set()
        self._begin = begin

    def of(self, secret: str, first: T, second: T) -> T:
        """Whatever is drawn at random from here on is the same with either value."""
        self.asked.add(secret)
        self._begin(secret)
        return second if secret in self.changed else first

    def text(self, secret: str) -> str:
        """A text of which the two values are equally long."""
        return f"{secret}: {self.of(secret, *WORDS)}"


def study(cast: Cast) -> Names:
    """A round under way with four entries, the last not assigned to anybody, its meeting open; and one to be counted.

    The key of a thing is the one of `tests/policy/world.py` it stands beside.
    """
    season = an_open_season(cast, title="Đang chấm kín")
    entries = [accepted(cast, a_forwarded(cast, season, away=number > 0)) for number in range(3)]
    late = a_forwarded(cast, season, away=True)
    council = a_council(cast, season)
    opened = a_round(cast, council)
    accepted(cast, late)
    meeting = an_open_meeting(cast.secretary, [council])
    names: Names = {
        "council": {"public_id": council.public_id},
        "open round": {"public_id": opened.public_id},
        "central meeting": {"public_id": meeting.public_id},
        "season": {"public_id": season.public_id},
    }
    for number, entry in enumerate([*entries, late], start=1):
        names[f"nomination:{number}"] = {"public_id": entry.public_id}
    for number, member in enumerate(council.members, start=1):
        names[f"council member:{number}"] = {"public_id": member.public_id}
    keys = {getattr(cast, key).user_id: key for key in ("chair", "home_judge", "judge", "other_judge")}
    for one in opened.assignments:
        number = [*entries, late].index(one.nomination) + 1
        names[f"sheet:{keys[one.judge_user_id]}-{number}"] = {"public_id": one.public_id}
        names[f"recusal:{keys[one.judge_user_id]}-{number}"] = {"public_id": one.public_id}
    counting = an_open_season(cast, title="Sắp đếm")
    accepted(cast, a_forwarded(cast, counting, away=True))
    to_count = a_round(cast, a_council(cast, counting))
    for one in to_count.assignments[1:]:
        mark(one)
    names["round"] = {"public_id": to_count.public_id}
    names["counted entry"] = {
        "public_id": to_count.public_id,
        "nomination_id": to_count.assignments[0].nomination.public_id,
    }
    names["season:unopened"] = {"public_id": a_draft_season(cast, title="Chưa mở").public_id}
    return names


def furnish(inhabited: Inhabited, names: Names, choice: Choice) -> None:
    cast, own = inhabited.cast, inhabited.world.own
    _sheets(cast, names, choice)
    _other_sheets(cast, names, choice)
    _council(cast, names, own, choice)
    _motions(cast, names, choice)
    _province(cast, own, choice)
    _province_desk(own, choice)
    _centre(own, choice)
    _count(cast, names, choice)


def _sheets(cast: Cast, names: Names, choice: Choice) -> None:
    """The judge's open sheet and a cast one, with all that is written on them; a doubt put before the office."""
    own = _given(names, cast.judge, 1)
    given = marks_for(own)
    first, second, third = sorted(given)[:3]
    given[first] = choice.of("a mark of an open sheet", Fraction(1), Fraction(2))
    given[second] = choice.of("a gap in an open sheet", None, Fraction(1))
    remark, reasons = choice.text("a remark"), {third: choice.text("a reason of a mark")}
    with transaction():
        services.save_sheet(cast.judge, own, SheetInput(given, remark, 0, "judge-open-1", reasons))
        services.save_note(cast.judge, own, choice.text("a private note"))
        concerns.raise_concern(cast.judge, own, ConcernInput(FlagReason.FIGURES, choice.text("a doubt for the office")))
    _cast(
        cast.judge, _given(names, cast.judge, 2), choice.of("a mark of a cast sheet", Fraction(9, 10), Fraction(8, 10))
    )
    told = _given(names, cast.chair, 1)
    _cast(cast.chair, told, Fraction(9, 10), choice.text("a remark of the chair"))
    _save(cast.chair, _given(names, cast.chair, 2), choice.of("a mark of the chair", Fraction(9, 10), Fraction(5, 10)))


def _other_sheets(cast: Cast, names: Names, choice: Choice) -> None:
    """A fellow judge: cast and to be opened again, abstained, cast or not, saved once or twice; another is recused."""
    judge = cast.other_judge
    opened = _given(names, judge, 1)
    _cast(judge, opened, Fraction(8, 10))
    with transaction():
        entry = ReopeningInput(
            opened.member.judge_number, opened.nomination.reference, choice.text("why a sheet shall be opened again")
        )
        reopening.ask(cast.secretary, RunRound(opened.judging_round), entry)
    abstained, late = _given(names, judge, 2), _given(names, judge, 3)
    with transaction():
        services.abstain(judge, abstained, choice.text("why a judge abstains"))
    number = _save(judge, late, Fraction(7, 10))
    if choice.of("whether a sheet was cast", first=False, second=True):
        with transaction():
            services.cast_sheet(judge, late, number)
    home = cast.home_judge
    concerned = DeclarationInput(concerned=True, reason=choice.text("why a judge is recused"))
    with transaction():
        conflicts.declare(home, _given(names, home, 2), concerned)
    left = _given(names, home, 3)
    if choice.of("whether a judge abstains", first=False, second=True):
        with transaction():
            services.abstain(home, left, "Không đủ chuyên môn.")
    else:
        _cast(home, left, Fraction(6, 10))


def _council(cast: Cast, names: Names, own: Names, choice: Choice) -> None:
    """What the council's own people know: who marks what, what ties them, their names and fields."""
    council = _one(Council, names["council"])
    members = {one.user_id: one for one in council.members}
    marking, other = members[cast.judge.user_id], members[cast.other_judge.user_id]
    opened = _one(JudgingRound, names["open round"])
    late = _one(Nomination, names["nomination:4"])
    given = choice.of("who marks an entry", marking, other)
    alliances = sorted(units.all_alliances(), key=lambda one: one.public_id)
    far = [one for one in alliances if one.id not in (cast.officer.alliance_id, cast.stranger.alliance_id)]
    tie = RelationInput(
        RelationKind.ADVISER,
        "",
        choice.of("whom a judge is tied to", *far[:2]).public_id,
        choice.text("a relation's note"),
    )
    with transaction():
        councils.assign_pairs(cast.office, opened, [(given.id, late.id)])
        record_relation(cast.judge, marking, tie)
        field = choice.of("the field of an expert", "agriculture", "credit")
        db.session.add(MemberField(member_id=other.id, field=field))
        _set(User, cast.home_judge.user_id, full_name="Bàn Thị " + choice.of("a judge's name", *WORDS))
        plan = _one(AssignmentPlan, own["plan"])
        there = {
            pair.member_id for pair in db.session.scalars(select(PlannedPair).where(PlannedPair.plan_id == plan.id))
        }
        planned = [one for one in plan.council.members if one.id in there]
        left_out = choice.of("who is planned for an entry", planned[0], planned[1])
        db.session.delete(db.session.scalars(select(PlannedPair).where(PlannedPair.member_id == left_out.id)).one())


def _motions(cast: Cast, names: Names, choice: Choice) -> None:
    """Votes of a central council under way: open, secret, in writing; and what is only drafted."""
    meeting = _one(Meeting, names["central meeting"])
    council = meeting.councils[0]
    hands, slips, drafted = (_motion(cast.secretary, meeting, text) for text in ("Giơ tay.", "Bỏ phiếu.", "Nháp."))
    with transaction():
        slips.secret = True
        motions.open_motion(cast.secretary, hands)
        motions.open_motion(cast.secretary, slips)
        drafted.text = choice.text("what is drafted for a vote")
    with transaction():
        ballots.cast_vote(cast.judge, hands, choice.of("an open vote", "yes", "no"))
    with transaction():
        vote = choice.of("a secret vote", "yes", "no")
        ballots.drop_slip(cast.judge, slips, "page key of the judge", vote)
    with transaction():
        ballots.note_voter(choice.of("who has voted in secret", cast.judge, cast.other_judge), slips)
    member = next(one for one in council.members if one.user_id == cast.home_judge.user_id)
    with transaction():
        opinion = WrittenOpinion(
            motion=hands,
            member=member,
            vote=choice.of("the vote of a written opinion", "yes", "no"),
            text=choice.text("a written opinion"),
            entered_at=clock.now(),
            entered_by_id=cast.secretary.user_id,
        )
        db.session.add(opinion)
        absent = db.session.scalars(select(Attendance).where(Attendance.member_id == member.id)).one()
        absent.note = choice.text("why a member is absent")
    names["central motion:1"] = {"public_id": hands.public_id}
    names["central motion:2"] = {"public_id": slips.public_id}


def _province(cast: Cast, own: Names, choice: Choice) -> None:
    """A province's own council under way: its member's sheet, what one person read off, what one person counted."""
    online = _one(Assignment, own["province sheet"])
    _save(cast.province_member, online, choice.of("a mark in a province", Fraction(9, 10), Fraction(5, 10)))
    paper = _one(Assignment, own["province recusal"])
    share = choice.of("what the first reader read", Fraction(9, 10), Fraction(5, 10))
    meeting = _one(Meeting, own["meeting"])
    slips = _motion(cast.leader, meeting, "Phiếu giấy.")
    with transaction():
        paper_entry.enter(cast.province_secretary, paper, PaperInput(marks_for(paper, share), ""))
        slips.secret = slips.on_paper = True
        motions.open_motion(cast.leader, slips)
        totals = choice.of("what the first teller counted", 2, 3)
        tally = PaperTally(motion=slips, number=1, entered_by_id=cast.province_secretary.user_id)
        tally.totals = f'{{"blank":0,"invalid":0,"issued":5,"no":{5 - totals},"returned":5,"yes":{{"0":{totals}}}}}'
        db.session.add(tally)
        _text(WrittenOpinion, own["opinion"], text=choice.text("an opinion in a province"))
    assert slips.state == MotionState.OPEN


def _province_desk(own: Names, choice: Choice) -> None:
    """What a province has not forwarded, and what its officer alone holds."""
    with transaction():
        _text(Nomination, own["draft"], achievements=choice.text("a draft's words"))
        _text(Upload, own["upload"], name=choice.text("a file on its way") + ".pdf")
        _text(ImportBatch, own["workbook"], name=choice.text("a workbook's name") + ".xlsx")
        _text(ContactLink, own["link"], helper=choice.text("to whom a link was given"))
        _text(Notice, own["notice"], title=choice.text("a person's notice"))


def _centre(own: Names, choice: Choice) -> None:
    """The centre's desk, and a decision nobody has announced."""
    with transaction():
        _text(DossierFlag, own["flag"], text=choice.text("a flag of the desk"))
        _text(Proposal, own["screening proposal"], reason=choice.text("a proposal of the desk"))
        marked = db.session.scalars(select(ChecklistMark).order_by(ChecklistMark.id)).all()[0]
        marked.note = choice.text("a note in the checklist")
        _text(Decision, own["decision"], number=choice.text("a decision's number"))


def _count(cast: Cast, names: Names, choice: Choice) -> None:
    """The last sheet of a round comes in, and it is closed and counted; nothing is announced."""
    judging_round = _one(JudgingRound, names["round"])
    last = next(one for one in judging_round.assignments if _sheet_of(one) is None)
    user = last.member.user
    assert user is not None
    _cast(cast.chair, last, choice.of("a mark in a counted round", Fraction(9, 10), Fraction(8, 10)))
    with transaction():
        results.close_and_count(cast.office, judging_round)
        _text(Season, names["season:unopened"], title=choice.text("a season that is not open"))


def _save(judge: Actor, assignment: Assignment, share: Fraction, remark: str = "") -> int:
    entry = SheetInput(marks_for(assignment, share), remark, 0, f"key-{assignment.id}")
    with transaction():
        return services.save_sheet(judge, assignment, entry).number


def _cast(judge: Actor, assignment: Assignment, share: Fraction, remark: str = "") -> None:
    number = _save(judge, assignment, share, remark)
    with transaction():
        services.cast_sheet(judge, assignment, number)


def _motion(actor: Actor, meeting: Meeting, text: str) -> Motion:
    with transaction():
        return motions.put_motion(
            actor, meeting, MotionInput(MotionKind.OTHER, meeting.councils[0].public_id, text=text)
        )


def _given(names: Names, judge: Actor, entry: int) -> Assignment:
    """The judge's assignment of an entry of the study."""
    judging_round = _one(JudgingRound, names["open round"])
    wanted = names[f"nomination:{entry}"]["public_id"]
    return next(
        one
        for one in judging_round.assignments
        if one.judge_user_id == judge.user_id and one.nomination.public_id == wanted
    )


def _sheet_of(assignment: Assignment) -> Sheet | None:
    return db.session.scalars(select(Sheet).where(Sheet.assignment_id == assignment.id)).one_or_none()


def _one(model: type[Row], names: dict[str, str | int]) -> Row:
    return db.session.scalars(select(model).where(model.public_id == names["public_id"])).one()


def _text(model: type[Row], names: dict[str, str | int], **values: str) -> None:
    """Written into the row, where no service does it: only what is read matters here."""
    db.session.execute(update(model).where(model.public_id == names["public_id"]).values(**values))


def _set(model: type[User], row_id: int | None, **values: str) -> None:
    db.session.execute(update(model).where(model.id == row_id).values(**values))
