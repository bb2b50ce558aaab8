"""What the desk and the council do before a test begins: accepted entries, a council, an open round, saved sheets."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sqlalchemy import select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.identifiers import new_public_id
from awards.base.transaction import transaction
from awards.councils import services as councils
from awards.councils.inputs import CouncilInput
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import Post, RoundState
from awards.nominations.models import Nomination
from awards.policy.actor import Actor
from awards.seasons import services as seasons
from awards.seasons.models import Season
from awards.seasons.states import ConfirmationKind
from awards.sheets import services as sheets
from awards.sheets.inputs import SheetInput
from awards.sheets.models import Sheet, SheetVersion
from awards.sheets.paper import variant_of
from scoring.criteria import judged_in
from tests import screened
from tests.builders import RULEBOOK, a_forwarded, an_open_season
from tests.cast import AWAY, Cast
from tests.declared import everybody_declares
from tests.remembered import remembered


@remembered
def an_accepted(cast: Cast, season: Season, *, away: bool = False) -> Nomination:
    """A nomination of home (or of the stranger's province) that the desk found in order."""
    nomination = a_forwarded(cast, season, away=away)
    screened.accept(cast, nomination)
    return nomination


@remembered
def under_rules(cast: Cast, *changes: tuple[str, str]) -> None:
    """Publish the sample rulebook with pieces replaced, for the season that is opened next."""
    text = RULEBOOK.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with transaction():
        published = seasons.publish_rulebook(cast.office, text)
        seasons.confirm_rulebook(cast.office, published, ConfirmationKind.SAMPLE, "Bản mẫu của phép thử")


@remembered
def a_council(cast: Cast, season: Season) -> Council:
    """A chair, three members (one from home) and a secretary."""
    entry = CouncilInput("Hội đồng mẫu", "01/QĐ-MAU", clock.today())
    with transaction():
        council = councils.appoint_council(cast.office, season, entry)
        for actor, post in (
            (cast.chair, Post.CHAIR),
            (cast.judge, Post.MEMBER),
            (cast.other_judge, Post.MEMBER),
            (cast.home_judge, Post.MEMBER),
            (cast.secretary, Post.SECRETARY),
        ):
            councils.add_member(cast.office, council, account_of(actor), post)
    return council


@remembered
def a_round(cast: Cast, season: Season | None = None) -> JudgingRound:
    """An open round with one entry of home and one of the stranger's province; every judge has declared."""
    season = season or an_open_season(cast)
    an_accepted(cast, season)
    an_accepted(cast, season, away=True)
    council = a_council(cast, season)
    with transaction():
        judging_round = councils.assign_judges(cast.office, council)
    return everybody_declares(judging_round)


@remembered
def close(judging_round: JudgingRound) -> None:
    """Shut a round, uncounted: for what sheets do then."""
    with transaction():
        judging_round.state, judging_round.closed_at = RoundState.CLOSED.value, clock.now()


def account_of(actor: Actor) -> User:
    return db.session.get_one(User, actor.user_id)


def assignment_of(judging_round: JudgingRound, judge: Actor, *, away: bool = True) -> Assignment:
    """The judge and the entry of the stranger's province (or of home)."""
    rows = db.session.scalars(
        select(Assignment)
        .join(Assignment.member)
        .where(Assignment.round_id == judging_round.id, CouncilMember.user_id == judge.user_id)
    ).all()
    return next(row for row in rows if (row.nomination.alliance.province_name == AWAY) == away)


def marks_for(assignment: Assignment, share: Fraction = Fraction(1, 2)) -> dict[str, Fraction | None]:
    """A mark for every criterion: that share of its steps, rounded down to a step."""
    return {
        one.key: one.step * int(one.max_points / one.step * share) for one in judged_in(variant_of(assignment).criteria)
    }


@remembered
def saved(
    judge: Actor,
    assignment: Assignment,
    marks: dict[str, Fraction | None] | None = None,
    *,
    base_version: int = 0,
    key: str | None = None,
    remark: str = "",
    reasons: Mapping[str, str] | None = None,
) -> SheetVersion:
    given = marks_for(assignment) if marks is None else marks
    entry = SheetInput(given, remark, base_version, key or new_public_id(), reasons or {})
    with transaction():
        return sheets.save_sheet(judge, assignment, entry)


@remembered
def cast_by(judge: Actor, assignment: Assignment) -> Sheet:
    """A complete sheet, saved once and handed in."""
    version = saved(judge, assignment)
    with transaction():
        return sheets.cast_sheet(judge, assignment, version.number)
