"""Proposing, changing, accepting and undoing plans of who marks what."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.exc import IntegrityError

from awards.assigning import queries
from awards.assigning.inputs import FieldsInput, PanelInput, PlanInput
from awards.assigning.models import AssignmentPlan, MemberField, PlannedPair
from awards.assigning.problem import Problem
from awards.assigning.states import Method, PlanState, moved
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.councils import services as councils
from awards.councils.models import Assignment, Council
from awards.councils.seats import marking_members
from awards.councils.states import RoundState
from awards.jobs import services as jobs
from awards.jobs.models import Job
from awards.nominations.models import Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require

DRAW = "assigning.draw"
"""The task that draws a plan."""


def propose(actor: Actor, council: Council, wanted: PlanInput, page: str) -> Job:
    """Have a plan drawn by a job; ``page``: where it is seen. Refused at once where no draw could help."""
    require(actor, Action.PLAN_PROPOSE, council)
    problem = queries.problem_of(council)
    _check_wanted(problem, wanted)
    argument = {"council": council.public_id, "wanted": wanted.as_argument(), "digest": problem.digest()}
    return jobs.enqueue(actor, DRAW, argument, title=f"Lập phương án phân công {len(problem.entries)} hồ sơ", page=page)


def keep_plan(
    actor: Actor,
    council: Council,
    wanted: PlanInput,
    pairs: tuple[tuple[int, int], ...],
    facts: dict[str, int | str],
) -> AssignmentPlan:
    """Keep what was drawn as the council's proposed plan, in place of an earlier one nobody accepted.

    ``facts``: total, best_total, floor, algorithm and problem_digest of the draw.
    """
    require(actor, Action.PLAN_PROPOSE, council)
    db.session.refresh(council, ["name"], with_for_update=True)
    earlier = select(AssignmentPlan).where(
        AssignmentPlan.council_id == council.id, AssignmentPlan.state == PlanState.PROPOSED.value
    )
    for plan in db.session.scalars(earlier):
        plan.state = moved(plan.state, PlanState.DROPPED)
    db.session.flush()
    plan = AssignmentPlan(
        council=council,
        method=wanted.method.value,
        per_entry=wanted.per_entry,
        rooms=wanted.rooms,
        region_cap=wanted.region_cap,
        seed=wanted.seed,
        state=PlanState.PROPOSED.value,
        proposed_at=clock.now(),
        proposed_by_id=actor.user_id,
        **facts,
    )
    db.session.add(plan)
    db.session.flush()
    rows = [{"plan_id": plan.id, "nomination_id": one, "member_id": other, "by_hand": False} for one, other in pairs]
    db.session.execute(insert(PlannedPair), rows)
    audit.record(actor, Action.PLAN_PROPOSE, f"{_named(plan)} seed:{plan.seed}", [wanted.as_argument(), facts, pairs])
    return plan


def change_panel(actor: Actor, plan: AssignmentPlan, nomination: Nomination, entry: PanelInput) -> None:
    """These members mark this entry. Raises :class:`DomainError` with every reason why they cannot."""
    require(actor, Action.PLAN_ADJUST, plan)
    db.session.refresh(plan, with_for_update=True)
    before = set(queries.panel_of(plan, nomination))
    known = {member.public_id: member.id for member in marking_members(plan.council)}
    if not set(entry.members) <= known.keys():
        raise DomainError("Chọn ủy viên trong danh sách.", "members")
    after = {known[one] for one in entry.members}
    if before == after and plan.state == PlanState.PROPOSED:
        return
    _check_open(plan, entry.seen)
    problem = queries.problem_of(plan.council, [nomination.id])
    objections = problem.objections(problem.entries[0], after, plan.region_cap)
    if objections:
        raise DomainError(" ".join(objections), "members")
    of_entry = (PlannedPair.plan_id == plan.id, PlannedPair.nomination_id == nomination.id)
    db.session.execute(delete(PlannedPair).where(*of_entry, PlannedPair.member_id.in_(before - after)))
    db.session.add_all(
        PlannedPair(plan_id=plan.id, nomination_id=nomination.id, member_id=one, by_hand=True)
        for one in sorted(after - before)
    )
    plan.by_hand += 1
    db.session.flush()
    audit.record(actor, Action.PLAN_ADJUST, _named(plan), [nomination.public_id, sorted(before), sorted(after)])


def accept(actor: Actor, plan: AssignmentPlan, seen: int) -> None:
    """Make assignments of the plan, and open the round when it is the first. A second click changes nothing."""
    require(actor, Action.PLAN_ACCEPT, plan)
    db.session.refresh(plan, with_for_update=True)
    if plan.state == PlanState.ACCEPTED:
        return
    _check_open(plan, seen)
    plan.state, plan.accepted_at = moved(plan.state, PlanState.ACCEPTED), clock.now()
    judging_round = councils.open_round(actor, plan.council)
    pairs = queries.pairs_of(plan)
    councils.assign_pairs(actor, judging_round, [(member, nomination) for nomination, member in pairs])
    plan.round_id = judging_round.id
    db.session.flush()
    audit.record(actor, Action.PLAN_ACCEPT, _named(plan), [plan.seed, plan.problem_digest, pairs])


def undo(actor: Actor, plan: AssignmentPlan) -> None:
    """Take an accepted plan's assignments away again, while nobody has declared or begun anything by them."""
    require(actor, Action.PLAN_UNDO, plan)
    db.session.refresh(plan, with_for_update=True)
    if plan.state == PlanState.UNDONE:
        return
    plan.state, plan.undone_at = moved(plan.state, PlanState.UNDONE), clock.now()
    if plan.judging_round is None or plan.judging_round.state != RoundState.OPEN:
        raise DomainError("Vòng chấm đã đóng nên không hoàn tác được nữa.")
    of_plan = select(PlannedPair.nomination_id, PlannedPair.member_id).where(PlannedPair.plan_id == plan.id)
    given = delete(Assignment).where(
        Assignment.round_id == plan.round_id,
        tuple_(Assignment.nomination_id, Assignment.member_id).in_(of_plan),
    )
    try:
        with db.session.begin_nested():
            db.session.execute(given.execution_options(synchronize_session=False))
    except IntegrityError as error:  # what a judge has begun refers to the assignment: the database itself refuses
        raise DomainError("Đã có ủy viên kê khai hoặc bắt đầu chấm nên không hoàn tác được nữa.") from error
    db.session.flush()
    audit.record(actor, Action.PLAN_UNDO, _named(plan), [plan.seed])


def drop(actor: Actor, plan: AssignmentPlan) -> None:
    """Nobody wants this proposal."""
    require(actor, Action.PLAN_ADJUST, plan)
    db.session.refresh(plan, with_for_update=True)
    if plan.state == PlanState.DROPPED:
        return
    plan.state = moved(plan.state, PlanState.DROPPED)
    db.session.flush()
    audit.record(actor, Action.PLAN_ADJUST, _named(plan), "dropped")


def save_fields(actor: Actor, council: Council, entry: FieldsInput) -> None:
    """The fields each member knows; whoever is not named keeps theirs."""
    require(actor, Action.MEMBER_FIELDS, council)
    db.session.refresh(council, ["name"], with_for_update=True)
    offered = queries.group_labels(council)
    members = {member.public_id: member.id for member in marking_members(council) if member.public_id in entry.fields}
    before = queries.fields_of(council)
    after = {members[one]: tuple(sorted(set(chosen))) for one, chosen in entry.fields.items() if one in members}
    if any(set(chosen) - offered.keys() for chosen in after.values()):
        raise DomainError("Chọn lĩnh vực trong danh sách.")
    if all(before.get(one, ()) == chosen for one, chosen in after.items()):
        return
    db.session.execute(delete(MemberField).where(MemberField.member_id.in_(after)))
    db.session.add_all(MemberField(member_id=one, field=field) for one, chosen in after.items() for field in chosen)
    db.session.flush()
    audit.record(actor, Action.MEMBER_FIELDS, f"council:{council.public_id}", sorted(after.items()))


def _check_wanted(problem: Problem, wanted: PlanInput) -> None:
    if not problem.entries:
        raise DomainError("Không còn hồ sơ hợp lệ nào chờ phân công.")
    if not problem.markers:
        raise DomainError("Hội đồng chưa có ủy viên nào để chấm.")
    judges = len(problem.markers)
    if wanted.method is Method.BALANCED and not problem.minimum <= (wanted.per_entry or 0) <= judges:
        raise DomainError(f"Nhập số người chấm mỗi hồ sơ từ {problem.minimum} đến {judges}.", "per_entry")
    most = judges // max(1, problem.minimum)
    if wanted.method is Method.ROOMS and not 2 <= (wanted.rooms or 0) <= most:
        if most < 2:
            raise DomainError("Hội đồng không đủ ủy viên để chia phòng.", "rooms")
        raise DomainError(f"Nhập số phòng từ 2 đến {most}: mỗi phòng cần ít nhất {problem.minimum} ủy viên.", "rooms")


def _check_open(plan: AssignmentPlan, seen: int) -> None:
    if plan.state != PlanState.PROPOSED:
        raise ConflictError("Phương án này không còn chờ chấp nhận. Hãy tải lại trang.")
    if plan.lock_version != seen:
        raise ConflictError(
            "Người khác vừa đổi phương án này trong lúc anh/chị xem. Hãy xem bản đang lưu rồi bấm lại.",
            "members",
        )


def _named(plan: AssignmentPlan) -> str:
    return f"plan:{plan.public_id}"
