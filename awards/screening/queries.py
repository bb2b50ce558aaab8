"""Forwarded nominations as seen by the centre's desk, and findings as seen by the province they concern."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from awards.base.database import db
from awards.base.paging import Page, paginate
from awards.nominations.models import DossierFile, DossierRevision, Nomination, ReopenedPart
from awards.nominations.states import NominationState, RevisionStage
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.screening.checklist import checked
from awards.screening.inputs import ChecklistRow
from awards.screening.lines import Line
from awards.screening.models import ChecklistMark, DossierFlag, Proposal, Screening
from awards.screening.states import Finding, Settlement, Verdict
from awards.screening.wording import QUEUE, QUEUE_STATES
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.states import SeasonState

_UNDER_WAY = (SeasonState.OPEN.value, SeasonState.JUDGING.value)
TO_BE_CHECKED = (NominationState.FORWARDED.value, NominationState.ON_HOLD.value)
"""States in which a proposal may still be confirmed."""


@dataclass(frozen=True)
class MarkedLine:
    """A line and its mark; ``carried`` when the mark was made of an earlier revision that held the same."""

    line: Line
    mark: ChecklistMark | None
    carried: bool = False

    @property
    def verdict(self) -> Verdict | None:
        return Verdict(self.mark.verdict) if self.mark is not None else None

    @property
    def note(self) -> str:
        return self.mark.note if self.mark is not None else ""

    @property
    def version(self) -> int:
        """What the next save builds on: 0 while this revision has no mark of its own."""
        return self.mark.version if self.mark is not None and not self.carried else 0

    @property
    def row(self) -> ChecklistRow:
        """The line as a form needs it."""
        line = self.line
        return ChecklistRow(line.key, line.automatic, line.expected, self.verdict, self.note, self.version)


def in_queue(actor: Actor) -> Select[Nomination]:
    """Everything the desk has received in the seasons under way: the one visibility of its lists and counts."""
    states = [state.value for part in QUEUE_STATES.values() for state in part]
    statement = (
        select(Nomination)
        .join(Nomination.season)
        .join(Nomination.organisation)
        .where(Season.state.in_(_UNDER_WAY), Nomination.state.in_(states), Nomination.forwarded_at.is_not(None))
    )
    return statement if permits(actor, Action.SCREENING_LIST) else statement.where(Nomination.id.is_(None))


def queue_counts_visible_to(actor: Actor) -> dict[NominationState, int]:
    """How many nominations stand in each part of the queue."""
    queue = in_queue(actor).subquery()
    rows = db.session.execute(select(queue.c.state, func.count().label("waiting")).group_by(queue.c.state))
    found = {row.state: row.waiting for row in rows}
    return {part: sum(found.get(state.value, 0) for state in QUEUE_STATES[part]) for part in QUEUE}


def get_visible_to(actor: Actor, public_id: str) -> Nomination | None:
    """A nomination that has been forwarded at least once."""
    if not permits(actor, Action.SCREENING_READ):
        return None
    statement = select(Nomination).where(Nomination.public_id == public_id, Nomination.forwarded_at.is_not(None))
    return db.session.scalars(statement.options(*_WHOLE)).one_or_none()


def get_file_visible_to(actor: Actor, public_id: str, file_id: str) -> DossierFile | None:
    """A paper named by any forwarded revision of a nomination the desk may read: old and new are compared."""
    nomination = get_visible_to(actor, public_id)
    if nomination is None:
        return None
    readings = (checked(nomination.season, revision).content for revision in nomination.revisions)
    if file_id not in {paper.file for content in readings for paper in content.papers}:
        return None
    statement = select(DossierFile).where(DossierFile.public_id == file_id, DossierFile.nomination == nomination)
    return db.session.scalars(statement).one_or_none()


def findings_of(nomination: Nomination) -> list[Screening]:
    """Everything the desk found of a nomination, newest first."""
    statement = (
        select(Screening)
        .where(Screening.nomination_id == nomination.id)
        .options(
            selectinload(Screening.items),
            joinedload(Screening.found_by),
            joinedload(Screening.confirmed_by),
            joinedload(Screening.revision),
        )
        .order_by(Screening.id.desc())
    )
    return list(db.session.scalars(statement))


def proposals_of(nomination: Nomination) -> list[Proposal]:
    """What was proposed and did not become a finding (or not yet), newest first."""
    statement = (
        select(Proposal)
        .where(
            Proposal.nomination_id == nomination.id,
            func.coalesce(Proposal.settlement, "") != Settlement.CONFIRMED.value,
        )
        .options(joinedload(Proposal.revision), joinedload(Proposal.proposed_by), joinedload(Proposal.settled_by))
        .order_by(Proposal.id.desc())
    )
    return list(db.session.scalars(statement))


def get_proposal_visible_to(actor: Actor, public_id: str) -> Proposal | None:
    if not permits(actor, Action.SCREENING_READ):
        return None
    return db.session.scalars(select(Proposal).where(Proposal.public_id == public_id)).one_or_none()


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Whether a proposal is open and somebody else's, and the dossier still stands where it can be confirmed."""
    return and_(
        Proposal.settled_at.is_(None),
        Proposal.proposed_by_id != actor.user_id,
        Nomination.state.in_(TO_BE_CHECKED),
    )


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Whether a request is still open after its deadline."""
    return Nomination.reopened_parts.any(
        and_(ReopenedPart.closed_at.is_(None), ReopenedPart.until.is_not(None), ReopenedPart.until <= now)
    )


def marked_lines(nomination: Nomination, lines: Sequence[Line], revision: DossierRevision) -> list[MarkedLine]:
    """Each line with the mark of this revision, else with the newest earlier mark of exactly the same substance."""
    statement = (
        select(ChecklistMark)
        .join(ChecklistMark.revision)
        .where(
            DossierRevision.nomination_id == nomination.id,
            DossierRevision.stage == RevisionStage.FORWARDED.value,
            DossierRevision.number <= revision.number,
        )
        .options(joinedload(ChecklistMark.marked_by))
        .order_by(DossierRevision.number)
    )
    newest = {mark.item: mark for mark in db.session.scalars(statement)}
    found = []
    for line in lines:
        mark = newest.get(line.key)
        own = mark is not None and mark.revision_id == revision.id
        usable = mark if mark is not None and (own or mark.substance == line.substance) else None
        found.append(MarkedLine(line, usable, carried=usable is not None and not own))
    return found


def flags_of(nomination: Nomination) -> list[DossierFlag]:
    """Every flag of the centre on a nomination, newest first."""
    statement = (
        select(DossierFlag)
        .where(DossierFlag.nomination_id == nomination.id, of_the_centre())
        .options(joinedload(DossierFlag.raised_by), joinedload(DossierFlag.resolved_by))
        .order_by(DossierFlag.id.desc())
    )
    return list(db.session.scalars(statement))


def flags_visible_to(actor: Actor, page: int, *, resolved: bool = False) -> Page[DossierFlag]:
    """Flags put before the person's roles, the oldest open one (or the newest resolved one) first."""
    order = DossierFlag.resolved_at.desc() if resolved else DossierFlag.raised_at
    statement = (
        _flags(actor, own_role=True)
        .where(DossierFlag.resolved_at.is_not(None) if resolved else DossierFlag.resolved_at.is_(None))
        .options(
            contains_eager(DossierFlag.nomination).joinedload(Nomination.organisation),
            joinedload(DossierFlag.raised_by),
            joinedload(DossierFlag.resolved_by),
        )
    )
    return paginate(statement.order_by(order, DossierFlag.id), page)


def flags_waiting_for(actor: Actor) -> int:
    """How many open flags are put before the person's roles."""
    open_ones = _flags(actor, own_role=True).where(DossierFlag.resolved_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(open_ones.subquery())) or 0


def get_flag_visible_to(actor: Actor, public_id: str) -> DossierFlag | None:
    statement = _flags(actor).where(DossierFlag.public_id == public_id)
    return db.session.scalars(statement.options(joinedload(DossierFlag.raised_by))).one_or_none()


def releases_of(nomination_ids: Collection[int] | Select[int]) -> dict[int, str]:
    """The reason by which the newest revision of each nomination was released from a hold, where it was."""
    return {row.nomination_id: row.reason for row in _of_newest(Finding.RELEASED, nomination_ids)}


def waivers_of(nomination_ids: Collection[int] | Select[int]) -> dict[int, dict[str, str]]:
    """The conditions set aside for the newest revision of each nomination, each with its reason."""
    found: dict[int, dict[str, str]] = {}
    for row in _of_newest(Finding.WAIVED, nomination_ids):
        found.setdefault(row.nomination_id, {})[row.condition] = row.reason
    return found


def _of_newest(finding: Finding, nomination_ids: Collection[int] | Select[int]) -> Sequence[Screening]:
    newest = (
        select(func.max(DossierRevision.id))
        .where(DossierRevision.stage == RevisionStage.FORWARDED.value)
        .group_by(DossierRevision.nomination_id)
    )
    statement = select(Screening).where(
        Screening.nomination_id.in_(nomination_ids),
        Screening.finding == finding.value,
        Screening.revision_id.in_(newest),
    )
    return db.session.scalars(statement.order_by(Screening.id)).all()


_WHOLE = (
    joinedload(Nomination.organisation),
    joinedload(Nomination.alliance),
    joinedload(Nomination.season).joinedload(Season.rulebook).joinedload(PublishedRulebook.confirmation),
    selectinload(Nomination.revisions).joinedload(DossierRevision.forwarded_by),
    selectinload(Nomination.reopened_parts),
)


def of_the_centre() -> ColumnElement[bool]:
    """A flag the centre may see: one put before a province's secretary stays there."""
    return DossierFlag.for_role != Role.PROVINCE_SECRETARY.value


def _flags(actor: Actor, *, own_role: bool = False) -> Select[DossierFlag]:
    """The desk sees every flag of the centre, the chair those put before the chair, a province's council its own."""
    ways: list[ColumnElement[bool]] = []
    if permits(actor, Action.SCREENING_READ) and not own_role:
        ways.append(of_the_centre())
    elif permits(actor, Action.FLAG_LIST):
        ways.append(and_(of_the_centre(), DossierFlag.for_role.in_([role.value for role in actor.roles])))
    if actor.alliance_id is not None and actor.holds(Role.PROVINCE_SECRETARY, Role.LEADER):
        ways.append(and_(not_(of_the_centre()), Nomination.alliance_id == actor.alliance_id))
    return select(DossierFlag).join(DossierFlag.nomination).where(or_(false(), *ways))
