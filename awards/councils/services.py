"""Appointing a council, its members, and who judges what."""

from __future__ import annotations

from sqlalchemy import select

from awards.accounts.models import User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.councils.assignment import Candidate, Judge, Pair, left_short, pairs
from awards.councils.inputs import CouncilInput
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, Post, RoundState
from awards.nominations import queries as nominations
from awards.nominations.dossier import DossierContent
from awards.nominations.models import Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState

FIRST_ROUND = 1
MARKING_ROLES = frozenset({Role.JUDGE, Role.CHAIR})


def appoint_council(actor: Actor, season: Season, entry: CouncilInput) -> Council:
    """The central council of a season. Sending the same form twice gives the same council."""
    require(actor, Action.COUNCIL_APPOINT, season)
    db.session.refresh(season, ["state"], with_for_update=True)
    present = db.session.scalars(select(Council).where(Council.season_id == season.id)).one_or_none()
    if present is not None:
        if (present.name, present.founding_number, present.founded_on) == _key(entry):
            return present
        raise DomainError("Mùa giải này đã có hội đồng.", "season")
    if season.state != SeasonState.OPEN:
        raise DomainError("Chỉ thành lập hội đồng cho mùa giải đã công bố thể lệ và chưa chấm.", "season")
    council = Council(
        season=season,
        name=entry.name,
        founding_number=entry.founding_number,
        founded_on=entry.founded_on,
        appointed_at=clock.now(),
    )
    db.session.add(council)
    db.session.flush()
    audit.record(actor, Action.COUNCIL_APPOINT, f"council:{council.public_id}", entry)
    return council


def add_member(actor: Actor, council: Council, user: User, post: Post) -> CouncilMember:
    """Appoint a member; the judge's number is the next free one. Refused once judging has begun."""
    require(actor, Action.MEMBER_APPOINT, council)
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    present = next((member for member in council.members if member.user_id == user.id), None)
    if present is not None and present.post == post:
        return present
    _check_member(council, user, post, present)
    member = CouncilMember(
        council=council,
        user=user,
        post=post.value,
        judge_number=max((member.judge_number for member in council.members), default=0) + 1,
    )
    db.session.add(member)
    db.session.flush()
    audit.record(actor, Action.MEMBER_APPOINT, f"council:{council.public_id}", [user.public_id, post.value])
    return member


def assign_judges(actor: Actor, council: Council) -> JudgingRound:
    """Open the first round: every member but the secretary judges every accepted entry.

    By the rulebook's ``recuse_own_province`` a judge of the nominee's province is recused. Asked
    again while the round is open, it adds what is missing, such as entries accepted since.
    """
    require(actor, Action.JUDGES_ASSIGN, council)
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    judging_round = _open_round(council)
    found = _wanted(council)
    db.session.flush()
    known = set(
        db.session.execute(
            select(Assignment.member_id, Assignment.nomination_id).where(Assignment.round_id == judging_round.id)
        )
    )
    missing = [pair for pair in found if (pair.judge.member_id, pair.candidate.nomination_id) not in known]
    if not missing:
        return judging_round
    db.session.add_all(_assignment(judging_round, pair) for pair in missing)
    db.session.flush()
    details = [judging_round.number, len(missing), sum(pair.recusal_reason is not None for pair in missing)]
    audit.record(actor, Action.JUDGES_ASSIGN, f"round:{judging_round.public_id}", details)
    return judging_round


def _key(entry: CouncilInput) -> tuple[object, ...]:
    return entry.name, entry.founding_number, entry.founded_on


def _check_member(council: Council, user: User, post: Post, present: CouncilMember | None) -> None:
    if present is not None:
        raise DomainError("Người này đã ở trong hội đồng với chức danh khác.", "user")
    if council.rounds:
        raise DomainError("Hội đồng đã bắt đầu chấm nên không thêm ủy viên được nữa.")
    if post is Post.SECRETARY and Role.SECRETARY not in user.role_names:
        raise DomainError("Tài khoản này không có vai trò thư ký hội đồng.", "post")
    if post is not Post.SECRETARY and not MARKING_ROLES & user.role_names:
        raise DomainError("Tài khoản này không có vai trò ủy viên hoặc chủ tịch nên không chấm điểm được.", "post")
    if post is Post.CHAIR and any(member.post == Post.CHAIR for member in council.members):
        raise DomainError("Hội đồng đã có Chủ tịch.", "post")


def _open_round(council: Council) -> JudgingRound:
    """The council's round, made now when there is none; the season moves on with it."""
    if council.rounds:
        judging_round = council.rounds[0]
        if judging_round.state == RoundState.CLOSED:
            raise DomainError("Vòng chấm đã đóng nên không phân công thêm được.")
        return judging_round
    if council.season.state != SeasonState.OPEN:
        raise DomainError("Mùa giải không ở bước mở vòng chấm.")
    council.season.move_to(SeasonState.JUDGING)
    opened = JudgingRound(council=council, number=FIRST_ROUND, state=RoundState.OPEN.value, opened_at=clock.now())
    db.session.add(opened)
    return opened


def _wanted(council: Council) -> list[Pair]:
    """Every judge with every accepted entry; raises :class:`DomainError` when too few may mark one."""
    rulebook = rulebook_of(council.season)
    judges = [Judge(member.id, member.user.alliance_id) for member in council.members if member.post != Post.SECRETARY]
    candidates = [_candidate(nomination) for nomination in nominations.accepted_in(council.season)]
    if not judges:
        raise DomainError("Hội đồng chưa có ủy viên nào để chấm.")
    if not candidates:
        raise DomainError("Chưa có hồ sơ hợp lệ nào để phân công.")
    found = list(pairs(judges, candidates, recuse_own_province=rulebook.recuse_own_province))
    minimum = rulebook.level().aggregation.minimum_sheets
    short = left_short(found, minimum)
    if short:
        names = ", ".join(candidate.reference for candidate in short[:5])
        raise DomainError(
            f"Thể lệ cần ít nhất {minimum} phiếu cho mỗi hồ sơ, nhưng {len(short)} hồ sơ không đủ ủy viên chấm "
            f"({names}{'…' if len(short) > 5 else ''}). Hãy bổ sung ủy viên trước khi phân công."
        )
    return found


def _candidate(nomination: Nomination) -> Candidate:
    revision = nomination.revisions[-1]
    province = DossierContent.read(revision.content).organisation.province
    return Candidate(nomination.id, revision.id, nomination.alliance_id, province, nomination.reference)


def _assignment(judging_round: JudgingRound, pair: Pair) -> Assignment:
    state = AssignmentState.ASSIGNED if pair.recusal_reason is None else AssignmentState.RECUSED
    return Assignment(
        round_id=judging_round.id,
        member_id=pair.judge.member_id,
        nomination_id=pair.candidate.nomination_id,
        revision_id=pair.candidate.revision_id,
        state=state.value,
        recusal_reason=pair.recusal_reason,
    )
