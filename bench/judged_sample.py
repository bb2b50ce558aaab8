"""A season at the height of judging: every judge marks every entry, and has declared that there is no tie."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter

from flask import Flask
from flask_security import hash_password
from sqlalchemy import insert, select, update

from awards.accounts import services as accounts
from awards.accounts.inputs import AccountInput
from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.identifiers import new_code, new_public_id
from awards.base.transaction import transaction
from awards.conflicts.models import Declaration
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, CouncilLevel, Post, RoundState
from awards.nominations.dossier import live_content
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import NominationState, RevisionStage
from awards.policy.actor import OPERATOR, Role
from awards.results import services as results
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState
from awards.sheets.marks import write_marks
from awards.sheets.models import Sheet, SheetVersion
from awards.sheets.states import SheetState
from bench import sample
from scoring.criteria import judged_in


@dataclass(frozen=True)
class Bench:
    """A judge's address, and the addresses of the judge's own sheets."""

    email: str
    sheets: list[str]


def judging(app: Flask, season_public_id: str, *, judges: int) -> list[Bench]:
    """Accept every nomination of the season and put it before so many judges."""
    with app.app_context(), transaction():
        season = db.session.scalars(select(Season).where(Season.public_id == season_public_id)).one()
        season.state = SeasonState.JUDGING.value
        users = _judges(judges)
        council = Council(
            season=season, level=CouncilLevel.CENTRAL.value, name="Hội đồng mẫu", founding_number="1/QĐ-MẪU",
            founded_on=clock.today(), appointed_at=clock.now(),
        )  # fmt: skip
        council.members = [_member(number, user) for number, user in enumerate(users, 1)]
        judging_round = JudgingRound(
            council=council, number=1, state=RoundState.OPEN.value, opened_at=clock.now() - timedelta(days=1)
        )
        db.session.add(judging_round)
        db.session.flush()
        revisions = _accepted(season)
        rows = [
            {
                "public_id": new_public_id(), "round_id": judging_round.id, "member_id": member.id,
                "nomination_id": nomination, "revision_id": revision, "state": AssignmentState.ASSIGNED.value,
            }
            for member in council.members for nomination, revision in revisions
        ]  # fmt: skip
        db.session.execute(insert(Assignment), rows)
        _declare()
        return [_bench(member) for member in council.members]


def all_cast(app: Flask) -> str:
    """Every judge has marked every entry and cast; the marks follow from a fixed sequence. Public id of the round."""
    with app.app_context(), transaction():
        judging_round = db.session.scalars(select(JudgingRound)).one()
        season = judging_round.council.season
        book = rulebook_of(season)
        assigned = db.session.execute(
            select(Assignment.id, Nomination.variant, DossierRevision.digest)
            .join(Nomination, Nomination.id == Assignment.nomination_id)
            .join(DossierRevision, DossierRevision.id == Assignment.revision_id)
            .order_by(Assignment.id)
        ).all()
        state, sheets, versions = 20_260_411, [], []
        for number, (assignment, variant, dossier) in enumerate(assigned, 1):
            marks = {}
            for one in judged_in(book.variant(variant).criteria):
                state = (state * 1_103_515_245 + 12_345) % 2**31
                marks[one.key] = one.step * ((state >> 8) % (int(one.max_points / one.step) + 1))
            sheets.append(
                {
                    "id": number, "public_id": new_public_id(), "assignment_id": assignment, "version": 1,
                    "state": SheetState.CAST.value, "cast_at": clock.now(), "receipt_code": new_code(10),
                }
            )  # fmt: skip
            versions.append(
                {
                    "sheet_id": number, "number": 1, "marks": write_marks(marks), "reasons": "{}", "remark": "",
                    "idempotency_key": new_public_id(), "rulebook_digest": season.rulebook.digest,
                    "dossier_digest": dossier, "saved_at": clock.now(),
                }
            )  # fmt: skip
        db.session.execute(insert(Sheet), sheets)
        db.session.execute(insert(SheetVersion), versions)
        return judging_round.public_id


def count(app: Flask) -> float:
    """Close the round and count it, from its rows to the commit of its result; seconds."""
    with app.app_context():
        office = sample.office()
        judging_round = db.session.scalars(select(JudgingRound)).one()
        db.session.rollback()
        gc.collect()
        begun = perf_counter()
        with transaction():
            results.close_and_count(office, judging_round)
        return perf_counter() - begun


def _judges(count: int) -> list[User]:
    for number in range(count):
        entry = AccountInput(f"giamkhao{number}@mau.example", f"Giám khảo mẫu {number}", "", frozenset({Role.JUDGE}))
        accounts.create_account(OPERATOR, entry, None)
    made = select(User).where(User.email.like("giamkhao%")).order_by(User.id)
    db.session.execute(
        update(User).where(User.email.like("giamkhao%")).values(password=hash_password(sample.PASSPHRASE))
    )
    return list(db.session.scalars(made))


def _member(number: int, user: User) -> CouncilMember:
    return CouncilMember(
        user=user, full_name=user.full_name, agency="Cơ quan mẫu", post=Post.MEMBER.value, judge_number=number,
        joined_on=clock.today(),
    )  # fmt: skip


def _accepted(season: Season) -> list[tuple[int, int]]:
    """Every nomination frozen as it stands and accepted; row ids of nomination and revision."""
    found = []
    for nomination in db.session.scalars(select(Nomination).where(Nomination.season_id == season.id)):
        content = live_content(nomination)
        revision = DossierRevision(
            nomination_id=nomination.id, number=1, stage=RevisionStage.FORWARDED.value, content=content.canonical(),
            digest=content.digest(), receipt_code=new_code(10), forwarded_at=clock.now(),
            forwarded_by_id=nomination.created_by_id,
        )  # fmt: skip
        nomination.state = NominationState.ACCEPTED.value
        db.session.add(revision)
        db.session.flush()
        found.append((nomination.id, revision.id))
    return found


def _declare() -> None:
    own = select(Assignment.id, CouncilMember.user_id).join(Assignment.member)
    rows = [
        {
            "assignment_id": assignment,
            "concerned": False,
            "reason": "",
            "declared_at": clock.now(),
            "declared_by_id": user,
        }
        for assignment, user in db.session.execute(own)
    ]
    db.session.execute(insert(Declaration), rows)


def _bench(member: CouncilMember) -> Bench:
    own = select(Assignment.public_id).where(Assignment.member_id == member.id).order_by(Assignment.public_id)
    user = member.user
    if user is None:
        raise RuntimeError("a judge without an account")
    return Bench(user.email, list(db.session.scalars(own)))
