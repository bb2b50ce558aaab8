"""The problem of a council as it stands now, its plans, and what a page shows of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from awards.assigning.light import Ties, ties
from awards.assigning.models import AssignmentPlan, MemberField, PlannedPair
from awards.assigning.problem import EntryToMark, Marker, Problem, panels_of
from awards.assigning.states import PlanState
from awards.base.database import db
from awards.base.paging import Page, paginate
from awards.councils import queries as councils
from awards.councils.grounds import out_of_these
from awards.councils.levels import level_of
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.seats import judge_of, marking_members
from awards.councils.states import RoundKind, RoundState
from awards.nominations.models import Nomination
from awards.nominations.states import NominationState
from awards.nominees.models import Organisation, Product
from awards.nominees.wording import PRODUCT_GROUPS, SECTOR_GROUPS
from awards.policy.actor import Actor
from awards.seasons.rulebooks import rulebook_of
from awards.units.models import Province
from scoring.levels import Aggregation


@dataclass(frozen=True)
class PlanEntry:
    """One entry of a plan, to be changed by hand."""

    plan: AssignmentPlan
    nomination: Nomination

    @property
    def alliance_id(self) -> int | None:
        return self.plan.alliance_id


@dataclass(frozen=True)
class Load:
    """How many entries a member is given; ``free``: of how many it may mark any."""

    member: CouncilMember
    entries: int
    free: int


@dataclass(frozen=True)
class PlanRow:
    """An entry, who marks it, and who must not, each with the reason."""

    nomination: Nomination
    members: tuple[CouncilMember, ...]
    barred: tuple[tuple[CouncilMember, str], ...]
    experts: frozenset[int]


@dataclass(frozen=True)
class Preview:
    """A plan as its page shows it."""

    page: Page[Nomination]
    rows: tuple[PlanRow, ...]
    loads: tuple[Load, ...]
    ties: Ties
    apart: tuple[tuple[int, ...], ...]
    """Numbers of the judges of each group that shares no entry with another."""
    pairs: int
    avoided: int


def get_central_visible_to(actor: Actor, public_id: str) -> Council | None:
    """The central council; a province's own takes what the province puts before it."""
    council = councils.get_visible_to(actor, public_id)
    return council if council is not None and not council.is_provincial else None


def get_plan_visible_to(actor: Actor, public_id: str) -> AssignmentPlan | None:
    """A plan of a council the person sees."""
    plan = db.session.scalars(
        select(AssignmentPlan).where(AssignmentPlan.public_id == public_id).options(joinedload(AssignmentPlan.council))
    ).one_or_none()
    return plan if plan is not None and councils.get_visible_to(actor, plan.council.public_id) is not None else None


def get_entry_visible_to(actor: Actor, public_id: str, nomination: str) -> PlanEntry | None:
    """An entry (public id) of a plan."""
    plan = get_plan_visible_to(actor, public_id)
    if plan is None:
        return None
    statement = select(Nomination).where(
        Nomination.public_id == nomination,
        Nomination.id.in_(select(PlannedPair.nomination_id).where(PlannedPair.plan_id == plan.id)),
    )
    found = db.session.scalars(statement.options(joinedload(Nomination.organisation))).one_or_none()
    return PlanEntry(plan, found) if found is not None else None


def plans_of(council: Council) -> list[AssignmentPlan]:
    """The latest plans of a council, those dropped left out."""
    statement = select(AssignmentPlan).where(
        AssignmentPlan.council_id == council.id, AssignmentPlan.state != PlanState.DROPPED.value
    )
    statement = statement.options(joinedload(AssignmentPlan.proposed_by)).order_by(AssignmentPlan.id.desc())
    return list(db.session.scalars(statement.limit(10)))


def group_labels(council: Council) -> dict[str, str]:
    """The sector or product groups of the season's rulebook, and what people call them."""
    known = SECTOR_GROUPS | PRODUCT_GROUPS
    groups = [group for variant in rulebook_of(council.season).variants for group in variant.sector_groups]
    return {group: known.get(group, group) for group in groups}


def fields_of(council: Council) -> dict[int, tuple[str, ...]]:
    """The fields of the council's members, by row id."""
    statement = (
        select(MemberField.member_id, MemberField.field)
        .join(CouncilMember, CouncilMember.id == MemberField.member_id)
        .where(CouncilMember.council_id == council.id)
        .order_by(MemberField.member_id, MemberField.field)
    )
    found: dict[int, tuple[str, ...]] = {}
    for member_id, field in db.session.execute(statement):
        found[member_id] = (*found.get(member_id, ()), field)
    return found


def problem_of(council: Council, nominations: Collection[int] | None = None) -> Problem:
    """What is to be assigned now: accepted entries nobody was given yet, or these nominations (row ids)."""
    entries = _entries(council, nominations)
    members = marking_members(council)
    fields, regions = fields_of(council), _regions()
    markers = tuple(
        Marker(one.id, one.judge_number, one.group, _region_of(one, regions), fields.get(one.id, ())) for one in members
    )
    out = out_of_these(council, [judge_of(one) for one in members], [one.id for one in entries])
    return Problem(markers, entries, out, _counted(council, markers))


def pairs_of(plan: AssignmentPlan) -> list[tuple[int, int]]:
    """Nomination and member (row ids) of every pair of a plan."""
    statement = select(PlannedPair.nomination_id, PlannedPair.member_id).where(PlannedPair.plan_id == plan.id)
    rows = db.session.execute(statement.order_by(PlannedPair.nomination_id, PlannedPair.member_id))
    return [(nomination_id, member_id) for nomination_id, member_id in rows]


def panel_of(plan: AssignmentPlan, nomination: Nomination) -> list[int]:
    """The members (row ids) who mark an entry by this plan."""
    statement = select(PlannedPair.member_id).where(
        PlannedPair.plan_id == plan.id, PlannedPair.nomination_id == nomination.id
    )
    return list(db.session.scalars(statement.order_by(PlannedPair.member_id)))


def loads_of(plan: AssignmentPlan) -> dict[int, int]:
    """How many entries each member is given."""
    statement = (
        select(PlannedPair.member_id, func.count())
        .where(PlannedPair.plan_id == plan.id)
        .group_by(PlannedPair.member_id)
    )
    return dict(db.session.execute(statement).all())


def preview(plan: AssignmentPlan, number: int) -> Preview:
    """A page of the plan's entries, and what is told of the whole; a fixed number of queries."""
    pairs = pairs_of(plan)
    panels = panels_of(pairs)
    problem = problem_of(plan.council, panels)
    statement = (
        select(Nomination)
        .join(Nomination.organisation)
        .where(Nomination.id.in_(select(PlannedPair.nomination_id).where(PlannedPair.plan_id == plan.id)))
        .options(joinedload(Nomination.organisation))
        .order_by(Organisation.name_sort, Nomination.id)
    )
    page = paginate(statement, number)
    members = {one.id: one for one in plan.council.members}
    tied = ties(panels)
    return Preview(
        page=page,
        rows=tuple(_row(one, panels[one.id], problem, members) for one in page.rows),
        loads=_loads(problem, pairs, members),
        ties=tied,
        apart=tuple(tuple(members[one].judge_number for one in part) for part in tied.parts),
        pairs=len(pairs),
        avoided=len(problem.out),
    )


def _entries(council: Council, nominations: Collection[int] | None) -> tuple[EntryToMark, ...]:
    statement = (
        select(Nomination.id, Nomination.reference, Organisation.sector_group, Product.product_group)
        .join(Nomination.organisation)
        .outerjoin(Product, Product.id == Nomination.product_id)
        .where(Nomination.season_id == council.season_id)
        .order_by(Nomination.id)
    )
    if nominations is not None:
        statement = statement.where(Nomination.id.in_(nominations))
    else:
        experts_first = JudgingRound.kind == RoundKind.EXPERTS.value
        given = select(Assignment.nomination_id).join(Assignment.judging_round)
        given = given.where(
            JudgingRound.council_id == council.id, experts_first if _experts_mark(council) else ~experts_first
        )
        statement = statement.where(Nomination.state == NominationState.ACCEPTED.value, Nomination.id.not_in(given))
    return tuple(
        EntryToMark(row_id, reference, product_group or sector_group)
        for row_id, reference, sector_group, product_group in db.session.execute(statement)
    )


def _experts_mark(council: Council) -> bool:
    """The round that takes assignments now is the experts' own."""
    latest = council.rounds[-1] if council.rounds else None
    return latest is not None and latest.kind == RoundKind.EXPERTS and latest.state == RoundState.OPEN


def _counted(council: Council, markers: tuple[Marker, ...]) -> Aggregation:
    """How many sheets the round must bring: where experts and council mark one after the other, those of one part."""
    aggregation = level_of(council).aggregation
    if all(one.kind != RoundKind.EXPERTS for one in council.rounds):
        return aggregation
    marking = {one.group for one in markers}
    return replace(aggregation, member_groups=tuple(one for one in aggregation.member_groups if one.key in marking))


def _regions() -> dict[str, str]:
    statement = select(Province.code, Province.region).where(Province.valid_to.is_(None))
    return dict(db.session.execute(statement).all())


def _region_of(member: CouncilMember, regions: Mapping[str, str]) -> str:
    home = member.user.alliance if member.user is not None else None
    return regions.get(home.province_code, "") if home is not None else ""


def _row(nomination: Nomination, panel: list[int], problem: Problem, members: Mapping[int, CouncilMember]) -> PlanRow:
    entry = next(one for one in problem.entries if one.id == nomination.id)
    by_number = sorted((members[one] for one in panel), key=lambda one: one.judge_number)
    barred = [
        (members[one.id], problem.out[one.id, entry.id].reason)
        for one in problem.markers
        if (one.id, entry.id) in problem.out
    ]
    experts = frozenset(one.id for one in problem.markers if entry.field in one.fields)
    return PlanRow(nomination, tuple(by_number), tuple(barred), experts)


def _loads(problem: Problem, pairs: list[tuple[int, int]], members: Mapping[int, CouncilMember]) -> tuple[Load, ...]:
    given: dict[int, int] = {one.id: 0 for one in problem.markers}
    for _, member in pairs:
        given[member] = given.get(member, 0) + 1
    barred: dict[int, int] = {}
    for member, _ in problem.out:
        barred[member] = barred.get(member, 0) + 1
    return tuple(Load(members[one], count, len(problem.entries) - barred.get(one, 0)) for one, count in given.items())
