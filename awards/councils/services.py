"""Appointing a council, its members, and who judges what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select

from awards.accounts.models import User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.councils.appointing import check_member, new_member, present_member
from awards.councils.assignment import Candidate, Pair, Recusal, left_short, of_groups, pairs
from awards.councils.entries import accepted_candidates, judged_candidates, provincial_candidate
from awards.councils.grounds import out_of_these
from awards.councils.inputs import CouncilInput, Founding, MemberInput
from awards.councils.levels import level_of, provincial_level
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.seats import experts_of, judge_of, marking_members, sitting_members
from awards.councils.states import AssignmentState, CouncilLevel, Post, RoundKind, RoundState
from awards.councils.wording import needed_sheets
from awards.nominations.models import Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState
from awards.units.models import Alliance

FIRST_ROUND = 1
_COUNCIL_POSTS = frozenset({Post.CHAIR.value, Post.VICE_CHAIR.value, Post.MEMBER.value})


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
    """Appoint a member; the judge's number is the next free one. Once judging has begun one joins: ``membership``.

    ``entry`` names a member without an account, or says more of one with an account than the account does.
    """
    require(actor, Action.MEMBER_APPOINT, council)
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    facts = replace(entry, post=post) if entry is not None else MemberInput("", post)
    present = present_member(council, user, facts)
    if present is not None and present.post == post and present.is_sitting:
        return present
    if present is not None and present.is_sitting:
        raise DomainError("Người này đã ở trong hội đồng với chức danh khác.", "user")
    if council.rounds:
        raise DomainError("Hội đồng đã bắt đầu chấm: xem trước thay đổi rồi ghi ủy viên tham gia giữa vòng.")
    check_member(council, user, facts)
    member = new_member(council, user, facts)
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
    found = _every_pair(council, accepted_candidates(council))
    db.session.flush()
    return assign_found(actor, judging_round, found)


def open_experts_round(actor: Actor, council: Council) -> JudgingRound:
    """Open the experts' round: only they mark, before the council does; both are counted together in the end.

    Asked again while it is open it gives the same round, with entries accepted since. Refused where the rulebook
    weighs no groups, without experts, without anybody to mark after them, and once the council has begun.
    """
    require(actor, Action.JUDGES_ASSIGN, council)
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    if council.is_provincial:
        raise DomainError("Hội đồng cấp tỉnh chấm trong một vòng; phiếu của từng nhóm được tính theo trọng số.")
    if not level_of(council).aggregation.member_groups:
        raise DomainError("Thể lệ không chia hội đồng thành nhóm có trọng số nên không có vòng chuyên gia.")
    experts, others = experts_of(council), _council_groups(council)
    if not experts or not others:
        raise DomainError("Hội đồng cần có chuyên gia và ủy viên khác trước khi mở vòng chuyên gia.")
    if {one.group for one in experts} & others:
        raise DomainError("Chuyên gia và ủy viên khác phải ở hai nhóm khác nhau của thể lệ.")
    if council.rounds and council.rounds[-1].kind != RoundKind.EXPERTS:
        raise DomainError("Hội đồng đã bắt đầu chấm nên không mở vòng chuyên gia nữa.")
    judging_round = council.rounds[0] if council.rounds else _new_round(council, RoundKind.EXPERTS)
    if judging_round.state == RoundState.CLOSED:
        raise DomainError("Vòng chuyên gia đã đóng; tiếp theo là vòng của hội đồng.")
    db.session.flush()
    found = _every_pair(council, accepted_candidates(council))
    return assign_found(actor, judging_round, found)


def may_open_experts_round(council: Council) -> bool:
    """Whether experts would mark before the council: groups of the rulebook, experts appointed, nobody at work yet."""
    has_groups = bool(level_of(council).aggregation.member_groups) and bool(experts_of(council))
    return has_groups and not council.is_provincial and not council.rounds and bool(_council_groups(council))


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
    found = _every_pair(council, [provincial_candidate(actor, council, nomination) for nomination in added])
    return assign_found(actor, judging_round, found)


def open_round(actor: Actor, council: Council) -> JudgingRound:
    """The council's round that takes assignments now, opened when there is none yet."""
    require(actor, Action.JUDGES_ASSIGN, council)
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    judging_round = _open_round(council)
    db.session.flush()
    return judging_round


def assign_pairs(actor: Actor, judging_round: JudgingRound, wanted: Iterable[tuple[int, int]]) -> int:
    """Assign these members to these entries (row ids), where they are not yet; gives back how many were added.

    Whoever has a ground of recusal, has left, or does not mark is refused with the pair named, and so is an entry the
    council does not judge. Entries of a province's own council must be in the round already.
    """
    require(actor, Action.JUDGES_ASSIGN, judging_round)
    council = judging_round.council
    db.session.refresh(council, ["name", "members", "rounds"], with_for_update=True)
    db.session.refresh(judging_round, ["state"], with_for_update=True)
    if judging_round.state != RoundState.OPEN:
        raise DomainError("Vòng chấm đã đóng nên không phân công thêm được.")
    found = _possible_pairs(judging_round, sorted(set(wanted)))
    before = set(_assigned_in(judging_round))
    assign_found(actor, judging_round, found)
    return len({(pair.judge.member_id, pair.candidate.nomination_id) for pair in found} - before)


def open_next_round(actor: Actor, judging_round: JudgingRound, nominations: Collection[int]) -> JudgingRound:
    """A further round, once the spread was discussed, for these entries (row ids) and the members who marked them.

    Who has left since is not asked again, and a tie known since takes its member out.
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
    together = [one.id for one in council.rounds if one.counting_round == judging_round.counting_round]
    sitting = {member.id: judge_of(member) for member in marking_members(council)}
    again = select(Assignment).where(
        Assignment.round_id.in_(together),
        Assignment.nomination_id.in_(nominations),
        Assignment.member_id.in_(sitting),
        Assignment.state == AssignmentState.ASSIGNED.value,
    )
    marked = db.session.scalars(again.order_by(Assignment.id)).all()
    out = out_of_these(council, list(sitting.values()), nominations)
    opened = JudgingRound(
        council=council,
        number=judging_round.number + 1,
        kind=RoundKind.DISCUSSION.value,
        state=RoundState.OPEN.value,
        opened_at=clock.now(),
    )
    if not council.is_provincial:
        council.season.move_to(SeasonState.JUDGING)
    opened.assignments = [
        Assignment(member_id=one.member_id, nomination_id=one.nomination_id, revision_id=one.revision_id)
        for one in marked
    ]
    for one in opened.assignments:
        _put(one, out.get((one.member_id, one.nomination_id)))
    db.session.add(opened)
    db.session.flush()
    subject, details = f"round:{opened.public_id}", [opened.number, len(opened.assignments)]
    audit.record(actor, Action.NEXT_ROUND_OPEN, subject, details)
    return opened


def assign_found(actor: Actor, judging_round: JudgingRound, found: Sequence[Pair]) -> JudgingRound:
    """Add what is not there; what was set aside when its member left is taken up again.

    For services of this area only: that the pairs may be was asked before.
    """
    require(actor, Action.JUDGES_ASSIGN, judging_round.council)
    statement = select(Assignment).where(Assignment.round_id == judging_round.id)
    known = {(one.member_id, one.nomination_id): one for one in db.session.scalars(statement)}
    missing = [pair for pair in found if (pair.judge.member_id, pair.candidate.nomination_id) not in known]
    taken_up = [
        pair for pair in found if _take_up(known.get((pair.judge.member_id, pair.candidate.nomination_id)), pair)
    ]
    if not missing and not taken_up:
        return judging_round
    db.session.add_all(_assignment(judging_round, pair) for pair in missing)
    db.session.flush()
    recused = sum(pair.recusal is not None for pair in missing)
    details = [judging_round.number, len(missing) + len(taken_up), recused]
    audit.record(actor, Action.JUDGES_ASSIGN, f"round:{judging_round.public_id}", details)
    return judging_round


def _take_up(assignment: Assignment | None, pair: Pair) -> bool:
    if assignment is None or assignment.state != AssignmentState.SET_ASIDE:
        return False
    _put(assignment, pair.recusal)
    return True


def _put(assignment: Assignment, recusal: Recusal | None) -> None:
    assignment.state = (AssignmentState.ASSIGNED if recusal is None else AssignmentState.RECUSED).value
    assignment.recusal_kind = recusal.kind.value if recusal is not None else None
    assignment.recusal_reason = recusal.reason if recusal is not None else None


def _assigned_in(judging_round: JudgingRound) -> list[tuple[int, int]]:
    statement = select(Assignment.member_id, Assignment.nomination_id).where(
        Assignment.round_id == judging_round.id, Assignment.state == AssignmentState.ASSIGNED.value
    )
    return [(member_id, nomination_id) for member_id, nomination_id in db.session.execute(statement)]


def _possible_pairs(judging_round: JudgingRound, wanted: Sequence[tuple[int, int]]) -> list[Pair]:
    """The pairs with their dossiers; raises :class:`DomainError` for the first that may not be."""
    council = judging_round.council
    judges = {member.id: judge_of(member) for member in marking_members(council)}
    names = {member.id: member.full_name for member in council.members}
    candidates = {one.nomination_id: one for one in judged_candidates(judging_round, {entry for _, entry in wanted})}
    if not council.is_provincial:
        candidates = {one.nomination_id: one for one in accepted_candidates(council)} | candidates
    out = out_of_these(council, list(judges.values()), {entry for _, entry in wanted})
    for member_id, nomination_id in wanted:
        candidate = candidates.get(nomination_id)
        if candidate is None:
            raise DomainError("Phương án có hồ sơ mà hội đồng không chấm. Hãy tải lại trang rồi phân công lại.")
        name = names.get(member_id, "Ủy viên")
        if member_id not in judges:
            raise DomainError(f"{name} không chấm điểm trong hội đồng này nên không nhận hồ sơ {candidate.reference}.")
        if (member_id, nomination_id) in out:
            told = out[member_id, nomination_id].reason
            raise DomainError(f"{name} không chấm được hồ sơ {candidate.reference}: {told}")
    return [Pair(judges[member_id], candidates[nomination_id]) for member_id, nomination_id in wanted]


def _key(entry: CouncilInput) -> tuple[object, ...]:
    return entry.name, entry.founding_number, entry.founded_on


def _open_round(council: Council) -> JudgingRound:
    """The round that takes assignments now; the council's own is made when there is none, or after the experts'."""
    latest = council.rounds[-1] if council.rounds else None
    if latest is None:
        return _new_round(council, RoundKind.COUNCIL)
    if latest.state == RoundState.OPEN and latest.kind != RoundKind.DISCUSSION:
        return latest
    if latest.kind == RoundKind.EXPERTS:
        return _new_round(council, RoundKind.COUNCIL)
    raise DomainError("Vòng chấm đã đóng nên không phân công thêm được.")


def _council_groups(council: Council) -> set[str]:
    """The member groups of those who mark and are no experts."""
    return {one.group for one in sitting_members(council) if one.post in _COUNCIL_POSTS}


def _new_round(council: Council, kind: RoundKind) -> JudgingRound:
    """A round that begins now; with the first of the centre the season moves on."""
    if not council.rounds:
        if council.season.state != SeasonState.OPEN:
            raise DomainError("Mùa giải không ở bước mở vòng chấm.")
        if not council.is_provincial:
            council.season.move_to(SeasonState.JUDGING)
    opened = JudgingRound(
        council=council,
        number=len(council.rounds) + 1,
        kind=kind.value,
        state=RoundState.OPEN.value,
        opened_at=clock.now(),
    )
    db.session.add(opened)
    return opened


def _every_pair(council: Council, candidates: list[Candidate]) -> list[Pair]:
    """Every judge with every entry; raises :class:`DomainError` when too few may mark one."""
    judges = [judge_of(member) for member in marking_members(council)]
    if not judges:
        raise DomainError("Hội đồng chưa có ủy viên nào để chấm.")
    if not candidates and not council.is_provincial:
        raise DomainError("Chưa có hồ sơ hợp lệ nào để phân công.")
    found = list(pairs(judges, candidates, out_of_these(council, judges, [one.nomination_id for one in candidates])))
    aggregation = level_of(council).aggregation
    if any(one.kind == RoundKind.EXPERTS for one in council.rounds):
        aggregation = of_groups(aggregation, {judge.group for judge in judges})
    short = left_short(found, aggregation)
    if short:
        names = ", ".join(candidate.reference for candidate in short[:5])
        raise DomainError(
            f"Thể lệ cần ít nhất {needed_sheets(aggregation)} cho mỗi hồ sơ, nhưng {len(short)} hồ sơ không đủ ủy viên "
            f"chấm ({names}{'…' if len(short) > 5 else ''}). Hãy bổ sung ủy viên trước khi phân công."
        )
    return found


def _assignment(judging_round: JudgingRound, pair: Pair) -> Assignment:
    made = Assignment(
        round_id=judging_round.id,
        member_id=pair.judge.member_id,
        nomination_id=pair.candidate.nomination_id,
        revision_id=pair.candidate.revision_id,
    )
    _put(made, pair.recusal)
    return made
