"""Appointing a council, its members, and who judges what."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from awards.accounts.models import User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.councils import queries
from awards.councils.assignment import Candidate, Judge, Pair, left_short, pairs
from awards.councils.inputs import CouncilInput, Founding, MemberInput
from awards.councils.levels import level_of, provincial_level
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, CouncilLevel, Post, RoundState
from awards.nominations import queries as nominations
from awards.nominations.completeness import readiness
from awards.nominations.dossier import DossierContent, live_content
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.revisions import freeze
from awards.nominations.services import lock
from awards.nominations.states import NominationState, RevisionStage
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState
from awards.units.models import Alliance

FIRST_ROUND = 1
CENTRAL_AGENCY = "Cơ quan Trung ương"
MARKING_ROLES = frozenset({Role.JUDGE, Role.CHAIR})


def appoint_council(actor: Actor, season: Season, entry: CouncilInput, alliance: Alliance | None = None) -> Council:
    """The central council of a season, or an alliance's own. Sending the same form twice gives the same council."""
    require(actor, Action.COUNCIL_APPOINT, Founding(alliance.id if alliance is not None else None))
    alliance_id = alliance.id if alliance is not None else None
    db.session.refresh(season, ["state"], with_for_update=True)
    same_place = select(Council).where(
        Council.season_id == season.id, Council.alliance_id.is_not_distinct_from(alliance_id)
    )
    present = db.session.scalars(same_place).one_or_none()
    if present is not None:
        if (present.name, present.founding_number, present.founded_on) == _key(entry):
            return present
        raise DomainError("Mùa giải này đã có hội đồng.", "season")
    if season.state != SeasonState.OPEN:
        raise DomainError("Chỉ thành lập hội đồng cho mùa giải đã công bố thể lệ và chưa chấm.", "season")
    if alliance is not None and provincial_level(rulebook_of(season)) is None:
        raise DomainError("Thể lệ của mùa giải này không có cấp tỉnh chấm điểm.", "season")
    council = Council(
        season=season,
        level=(CouncilLevel.PROVINCE if alliance is not None else CouncilLevel.CENTRAL).value,
        alliance=alliance,
        name=entry.name,
        founding_number=entry.founding_number,
        founded_on=entry.founded_on,
        appointed_at=clock.now(),
    )
    db.session.add(council)
    db.session.flush()
    audit.record(actor, Action.COUNCIL_APPOINT, f"council:{council.public_id}", entry)
    return council


def add_member(
    actor: Actor, council: Council, user: User | None, post: Post, entry: MemberInput | None = None
) -> CouncilMember:
    """Appoint a member; the judge's number is the next free one. Refused once judging has begun.

    ``entry`` names a member without an account, or says more of one with an account than the account does.
    """
    require(actor, Action.MEMBER_APPOINT, council)
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    facts = _facts(council, user, entry)
    present = next((member for member in council.members if _is_same_person(member, user, *facts)), None)
    if present is not None and present.post == post:
        return present
    _check_member(council, user, post, present)
    member = CouncilMember(
        council=council,
        user=user,
        full_name=facts[0],
        agency=facts[1],
        post=post.value,
        joined_on=(entry.joined_on if entry is not None else None) or max(council.founded_on, clock.today()),
        judge_number=max((member.judge_number for member in council.members), default=0) + 1,
    )
    db.session.add(member)
    db.session.flush()
    details = [user.public_id if user is not None else member.public_id, post.value]
    audit.record(actor, Action.MEMBER_APPOINT, f"council:{council.public_id}", details)
    return member


def assign_judges(actor: Actor, council: Council) -> JudgingRound:
    """Open the first round: every member but the secretary judges every accepted entry.

    By the rulebook's ``recuse_own_province`` a judge of the nominee's province is recused. Asked
    again while the round is open, it adds what is missing, such as entries accepted since.
    """
    require(actor, Action.JUDGES_ASSIGN, council)
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    if council.is_provincial:
        raise DomainError("Hội đồng cấp tỉnh chấm các hồ sơ tỉnh đưa ra hội đồng.")
    judging_round = _open_round(council)
    found = _every_pair(council, [_candidate(one) for one in nominations.accepted_in(council.season)])
    db.session.flush()
    return _assign(actor, judging_round, found)


def put_before_council(actor: Actor, council: Council, chosen: Sequence[Nomination]) -> JudgingRound:
    """A province's council judges these of its own dossiers, frozen as they stand now.

    The round opens with the first; asked again while it is open, it adds what was not there. Refused for a
    dossier with gaps, failed conditions, or one that has left the province.
    """
    require(actor, Action.JUDGES_ASSIGN, council)
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    if not chosen:
        raise DomainError("Chọn ít nhất một hồ sơ để đưa ra hội đồng.", "nominations")
    judging_round = _open_round(council)
    db.session.flush()
    there = set(db.session.scalars(select(Assignment.nomination_id).where(Assignment.round_id == judging_round.id)))
    added = [nomination for nomination in chosen if nomination.id not in there]
    for nomination in added:
        _check_dossier(council, nomination)
    found = _every_pair(council, [_provincial_candidate(actor, nomination) for nomination in added])
    return _assign(actor, judging_round, found)


def recuse(actor: Actor, assignment: Assignment, reason: str) -> None:
    """This member does not mark this entry: it is the member's own cooperative, or there is another such reason.

    Only in the first round while it is open; a sheet already cast is then left out of the count.
    """
    require(actor, Action.JUDGE_RECUSE, assignment.judging_round)
    judging_round = assignment.judging_round
    db.session.refresh(judging_round, ["state"], with_for_update=True)
    db.session.refresh(assignment, ["state"], with_for_update=True)
    if judging_round.state != RoundState.OPEN or judging_round.number != FIRST_ROUND:
        raise DomainError("Chỉ ghi ủy viên không chấm khi vòng đầu đang mở.")
    if assignment.state == AssignmentState.RECUSED:
        return
    assignment.state, assignment.recusal_reason = AssignmentState.RECUSED.value, reason
    db.session.flush()
    subject = f"round:{judging_round.public_id}"
    audit.record(actor, Action.JUDGE_RECUSE, subject, [assignment.public_id, reason])


def open_next_round(actor: Actor, judging_round: JudgingRound, nominations: Collection[int]) -> JudgingRound:
    """A further round after a closed one, for these entries (row ids) and the members who marked them.

    The round that follows is opened once: a second click gives the same.
    """
    require(actor, Action.NEXT_ROUND_OPEN, judging_round)
    council = judging_round.council
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    following = next((one for one in council.rounds if one.number == judging_round.number + 1), None)
    if following is not None:
        return following
    if judging_round.state != RoundState.CLOSED or not nominations:
        raise DomainError("Không có hồ sơ nào phải chấm lại sau vòng này.")
    again = select(Assignment).where(
        Assignment.round_id == judging_round.id,
        Assignment.nomination_id.in_(nominations),
        Assignment.state == AssignmentState.ASSIGNED.value,
    )
    marked = db.session.scalars(again.order_by(Assignment.id)).all()
    opened = JudgingRound(
        council=council, number=judging_round.number + 1, state=RoundState.OPEN.value, opened_at=clock.now()
    )
    opened.assignments = [
        Assignment(
            member_id=one.member_id,
            nomination_id=one.nomination_id,
            revision_id=one.revision_id,
            state=AssignmentState.ASSIGNED.value,
        )
        for one in marked
    ]
    db.session.add(opened)
    db.session.flush()
    subject, details = f"round:{opened.public_id}", [opened.number, len(opened.assignments)]
    audit.record(actor, Action.NEXT_ROUND_OPEN, subject, details)
    return opened


def _assign(actor: Actor, judging_round: JudgingRound, found: list[Pair]) -> JudgingRound:
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


def _facts(council: Council, user: User | None, entry: MemberInput | None) -> tuple[str, str]:
    """Name and agency: as typed, else as the account has them."""
    name, agency = (entry.full_name, entry.agency) if entry is not None else ("", "")
    if user is not None:
        home = user.alliance.name if user.alliance is not None else CENTRAL_AGENCY
        return name or user.full_name, agency or home
    if not council.is_provincial:
        raise DomainError("Chọn tài khoản của ủy viên.", "user")
    if not name:
        raise DomainError("Nhập họ và tên ủy viên.", "full_name")
    return name, agency


def _is_same_person(member: CouncilMember, user: User | None, full_name: str, agency: str) -> bool:
    if user is not None:
        return member.user_id == user.id
    return member.user_id is None and (member.full_name, member.agency) == (full_name, agency)


def _key(entry: CouncilInput) -> tuple[object, ...]:
    return entry.name, entry.founding_number, entry.founded_on


def _check_member(council: Council, user: User | None, post: Post, present: CouncilMember | None) -> None:
    if present is not None:
        raise DomainError("Người này đã ở trong hội đồng với chức danh khác.", "user")
    if council.rounds:
        raise DomainError("Hội đồng đã bắt đầu chấm nên không thêm ủy viên được nữa.")
    if post is Post.CHAIR and any(member.post == Post.CHAIR for member in council.members):
        raise DomainError("Hội đồng đã có Chủ tịch.", "post")
    if user is not None and council.is_provincial:
        _check_provincial_account(council, user, post)
    elif user is not None:
        _check_central_account(user, post)


def _check_central_account(user: User, post: Post) -> None:
    if post is Post.SECRETARY and Role.SECRETARY not in user.role_names:
        raise DomainError("Tài khoản này không có vai trò thư ký hội đồng.", "post")
    if post is not Post.SECRETARY and not MARKING_ROLES & user.role_names:
        raise DomainError("Tài khoản này không có vai trò ủy viên hoặc chủ tịch nên không chấm điểm được.", "post")


def _check_provincial_account(council: Council, user: User, post: Post) -> None:
    if user.alliance_id != council.alliance_id:
        raise DomainError("Chọn người của tỉnh mình.", "user")
    if post is Post.SECRETARY and Role.PROVINCE_SECRETARY not in user.role_names:
        raise DomainError("Tài khoản này không có vai trò thư ký hội đồng cấp tỉnh.", "post")
    if post is not Post.SECRETARY and Role.PROVINCE_MEMBER not in user.role_names:
        raise DomainError(
            "Tài khoản này không có vai trò ủy viên hội đồng cấp tỉnh nên không chấm trực tuyến được. Hãy xin thêm vai "
            "trò, hoặc ghi ủy viên không kèm tài khoản và nhập phiếu giấy.",
            "user",
        )


def _open_round(council: Council) -> JudgingRound:
    """The council's round, made now when there is none; at the centre the season moves on with it."""
    if council.rounds:
        judging_round = council.rounds[0]
        if judging_round.state == RoundState.CLOSED:
            raise DomainError("Vòng chấm đã đóng nên không phân công thêm được.")
        return judging_round
    if council.season.state != SeasonState.OPEN:
        raise DomainError("Mùa giải không ở bước mở vòng chấm.")
    if not council.is_provincial:
        council.season.move_to(SeasonState.JUDGING)
    opened = JudgingRound(council=council, number=FIRST_ROUND, state=RoundState.OPEN.value, opened_at=clock.now())
    db.session.add(opened)
    return opened


def _every_pair(council: Council, candidates: list[Candidate]) -> list[Pair]:
    """Every judge with every entry; raises :class:`DomainError` when too few may mark one."""
    sitting = [member for member in council.members if member.post != Post.SECRETARY and member.left_on is None]
    judges = [Judge(member.id, _alliance_of(member)) for member in sitting]
    if not judges:
        raise DomainError("Hội đồng chưa có ủy viên nào để chấm.")
    if not candidates and not council.is_provincial:
        raise DomainError("Chưa có hồ sơ hợp lệ nào để phân công.")
    own_province = rulebook_of(council.season).recuse_own_province and not council.is_provincial
    found = list(pairs(judges, candidates, recuse_own_province=own_province))
    minimum = level_of(council).aggregation.minimum_sheets
    short = left_short(found, minimum)
    if short:
        names = ", ".join(candidate.reference for candidate in short[:5])
        raise DomainError(
            f"Thể lệ cần ít nhất {minimum} phiếu cho mỗi hồ sơ, nhưng {len(short)} hồ sơ không đủ ủy viên chấm "
            f"({names}{'…' if len(short) > 5 else ''}). Hãy bổ sung ủy viên trước khi phân công."
        )
    return found


def _check_dossier(council: Council, nomination: Nomination) -> None:
    """Raises :class:`DomainError` unless the province may put this dossier before its council now."""
    if (nomination.alliance_id, nomination.season_id) != (council.alliance_id, council.season_id):
        raise DomainError("Chọn hồ sơ trong danh sách.", "nominations")
    lock(nomination)
    if NominationState(nomination.state) not in queries.BEFORE_THE_COUNCIL:
        raise DomainError(f"Hồ sơ {nomination.reference} không còn ở bước trước khi gửi Trung ương.", "nominations")
    ready = readiness(rulebook_of(council.season), live_content(nomination))
    if not ready.may_be_forwarded:
        told = " ".join((*ready.gaps, *ready.failures)[:3])
        raise DomainError(f"Hồ sơ {nomination.reference} chưa đủ: {told}", "nominations")


def _provincial_candidate(actor: Actor, nomination: Nomination) -> Candidate:
    """The dossier frozen for the council; the same text is frozen once."""
    earlier = nomination.province_revisions
    unchanged = bool(earlier) and earlier[-1].digest == live_content(nomination).digest()
    revision = earlier[-1] if unchanged else freeze(actor, nomination, RevisionStage.PROVINCE)
    return _candidate_of(nomination, revision)


def _alliance_of(member: CouncilMember) -> int | None:
    return member.user.alliance_id if member.user is not None else None


def _candidate(nomination: Nomination) -> Candidate:
    return _candidate_of(nomination, nomination.revisions[-1])


def _candidate_of(nomination: Nomination, revision: DossierRevision) -> Candidate:
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
