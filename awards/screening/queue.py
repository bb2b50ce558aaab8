"""The desk's queue: filtered, searched, counted by province and status, and walked from one dossier to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from awards.base import clock
from awards.base.database import db
from awards.base.normalise import fold
from awards.base.paging import Page, paginate
from awards.nominations.models import DossierRevision, Nomination, ReopenedPart
from awards.nominations.states import NominationState
from awards.nominees.models import Organisation
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.screening.models import ChecklistMark, DossierFlag, Proposal, Screening
from awards.screening.queries import in_queue, is_overdue, of_the_centre, waits_for
from awards.screening.wording import QUEUE, QUEUE_STATES
from awards.seasons.models import Season
from awards.units.models import Alliance
from awards.units.queries import all_alliances

EVERY_PART = "tat-ca"
FILTER_PARTS = ("tinh-trang", "mua", "tinh", "linh-vuc", "tim", "qua-han", "vuong-mac", "cua-toi", "cho-kiem")


def kept(arguments: Mapping[str, str]) -> dict[str, Any]:
    """The filter of the list a person came from, as it stands in the address: to be handed on unchanged."""
    return {part: arguments[part] for part in FILTER_PARTS if part in arguments}


@dataclass(frozen=True)
class QueueFilter:
    """What of the queue is looked at; it lives in the address. ``part`` None: every status.

    ``season`` and ``province`` are public ids (the province by its alliance). ``mine``: dossiers the person
    has marked, proposed or concluded something of; ``to_check``: a proposal waits for the person.
    """

    season: str = ""
    province: str = ""
    part: NominationState | None = NominationState.FORWARDED
    sector: str = ""
    search: str = ""
    overdue: bool = False
    flagged: bool = False
    mine: bool = False
    to_check: bool = False

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> QueueFilter:
        """From the parts of an address; what is not understood is left out."""
        asked = arguments.get("tinh-trang", "")
        part = next((one for one in QUEUE if one.value == asked), None)
        if part is None and asked != EVERY_PART:
            part = NominationState.FORWARDED
        return cls(
            season=arguments.get("mua", ""),
            province=arguments.get("tinh", ""),
            part=part,
            sector=arguments.get("linh-vuc", ""),
            search=arguments.get("tim", "").strip()[:200],
            overdue=arguments.get("qua-han") == "1",
            flagged=arguments.get("vuong-mac") == "1",
            mine=arguments.get("cua-toi") == "1",
            to_check=arguments.get("cho-kiem") == "1",
        )

    def arguments(self, **changes: object) -> dict[str, str]:
        """The parts of an address that lead back here, with some fields changed."""
        one = replace(self, **changes)  # type: ignore[arg-type]
        texts = {"mua": one.season, "tinh": one.province, "linh-vuc": one.sector, "tim": one.search}
        ticks = {"qua-han": one.overdue, "vuong-mac": one.flagged, "cua-toi": one.mine, "cho-kiem": one.to_check}
        return {
            "tinh-trang": one.part.value if one.part else EVERY_PART,
            **{name: text for name, text in texts.items() if text},
            **{name: "1" for name, tick in ticks.items() if tick},
        }


@dataclass(frozen=True)
class Signs:
    """What stands out of a page's nominations, by id: the deadline of an open request, open flags, open proposals."""

    deadlines: Mapping[int, datetime]
    flags: Mapping[int, int]
    proposals: frozenset[int]
    now: datetime

    def is_overdue(self, nomination_id: int) -> bool:
        deadline = self.deadlines.get(nomination_id)
        return deadline is not None and deadline <= self.now


@dataclass(frozen=True)
class ProvinceRow:
    """One province of the table: how many of its nominations stand in each part of the queue."""

    alliance: Alliance
    counts: Mapping[NominationState, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def concluded(self) -> int:
        return self.counts[NominationState.ACCEPTED] + self.counts[NominationState.INELIGIBLE]


@dataclass(frozen=True)
class Neighbours:
    """The dossiers before and after one in the filtered list, and its place in it."""

    previous: str | None
    following: str | None
    place: int
    total: int


def page_of(actor: Actor, wanted: QueueFilter, page: int) -> Page[Nomination]:
    """The filtered queue, the one forwarded first on top."""
    statement = _filtered(actor, wanted).options(
        joinedload(Nomination.organisation), joinedload(Nomination.alliance), joinedload(Nomination.season)
    )
    return paginate(statement.order_by(Nomination.forwarded_at, Nomination.id), page)


def signs_of(nominations: Sequence[Nomination]) -> Signs:
    """Three queries whatever the number of nominations."""
    ids = [one.id for one in nominations]
    deadlines = db.session.execute(
        select(ReopenedPart.nomination_id, func.max(ReopenedPart.until))
        .where(ReopenedPart.nomination_id.in_(ids), ReopenedPart.closed_at.is_(None), ReopenedPart.until.is_not(None))
        .group_by(ReopenedPart.nomination_id)
    ).all()
    flags = db.session.execute(
        select(DossierFlag.nomination_id, func.count())
        .where(DossierFlag.nomination_id.in_(ids), DossierFlag.resolved_at.is_(None), of_the_centre())
        .group_by(DossierFlag.nomination_id)
    ).all()
    proposals = db.session.scalars(
        select(Proposal.nomination_id).where(Proposal.nomination_id.in_(ids), Proposal.settled_at.is_(None))
    ).all()
    return Signs(
        deadlines={nomination_id: until for nomination_id, until in deadlines if until is not None},
        flags=dict(flags),
        proposals=frozenset(proposals),
        now=clock.now(),
    )


def counts_of(actor: Actor, wanted: QueueFilter) -> dict[NominationState, int]:
    """How many nominations stand in each part, under every filter but the status."""
    queue = _filtered(actor, replace(wanted, part=None)).subquery()
    rows = db.session.execute(select(queue.c.state, func.count()).group_by(queue.c.state)).all()
    return _by_part(dict(rows))


def table_of(actor: Actor, wanted: QueueFilter) -> tuple[list[ProvinceRow], dict[NominationState, int]]:
    """Every province with its counts and the totals, under every filter but province and status."""
    queue = _filtered(actor, replace(wanted, part=None, province="")).subquery()
    statement = select(queue.c.alliance_id, queue.c.state, func.count()).group_by(queue.c.alliance_id, queue.c.state)
    found: dict[int, dict[str, int]] = {}
    for alliance_id, state, count in db.session.execute(statement):
        found.setdefault(alliance_id, {})[state] = count
    rows = [ProvinceRow(alliance, _by_part(found.get(alliance.id, {}))) for alliance in all_alliances()]
    return rows, {part: sum(row.counts[part] for row in rows) for part in QUEUE}


def neighbours_of(actor: Actor, wanted: QueueFilter, nomination: Nomination) -> Neighbours:
    """Who comes before and after in the filtered list, also when the dossier itself has just left it."""
    rows = _filtered(actor, wanted)
    key = tuple_(Nomination.forwarded_at, Nomination.id)
    here = tuple_(nomination.forwarded_at, nomination.id)
    newest_first = (Nomination.forwarded_at.desc(), Nomination.id.desc())
    oldest_first = (Nomination.forwarded_at, Nomination.id)
    ids = rows.with_only_columns(Nomination.public_id)
    counted = rows.with_only_columns(func.count(), func.count().filter(key <= here))
    total, place = db.session.execute(counted).one()
    return Neighbours(
        previous=db.session.scalar(ids.where(key < here).order_by(*newest_first).limit(1)),
        following=db.session.scalar(ids.where(key > here).order_by(*oldest_first).limit(1)),
        place=place,
        total=total,
    )


def to_check_count(actor: Actor) -> int:
    """How many dossiers of the queue hold a proposal that waits for this person as the second one."""
    if not permits(actor, Action.SCREENING_LIST):
        return 0
    waiting = _filtered(actor, QueueFilter(part=None, to_check=True))
    return db.session.scalar(waiting.with_only_columns(func.count())) or 0


def overdue_count(actor: Actor) -> int:
    """How many returned dossiers of the queue have let their deadline pass."""
    overdue = _filtered(actor, QueueFilter(part=NominationState.RETURNED, overdue=True))
    return db.session.scalar(overdue.with_only_columns(func.count())) or 0


def _filtered(actor: Actor, wanted: QueueFilter) -> Select[Nomination]:
    statement = in_queue(actor).where(*_conditions(actor, wanted))
    if wanted.province:
        statement = statement.join(Nomination.alliance).where(Alliance.public_id == wanted.province)
    return statement


def _conditions(actor: Actor, wanted: QueueFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.part is not None:
        found.append(Nomination.state.in_([state.value for state in QUEUE_STATES[wanted.part]]))
    if wanted.season:
        found.append(Season.public_id == wanted.season)
    if wanted.sector:
        found.append(Organisation.sector == wanted.sector)
    if wanted.search:
        found.append(_matches(wanted.search))
    if wanted.overdue:
        found.append(is_overdue(clock.now()))
    if wanted.flagged:
        open_flag = (DossierFlag.nomination_id == Nomination.id, DossierFlag.resolved_at.is_(None), of_the_centre())
        found.append(_exists(*open_flag))
    if wanted.mine:
        found.append(_touched_by(actor))
    if wanted.to_check:
        found.append(_exists(Proposal.nomination_id == Nomination.id, waits_for(actor)))
    return found


def _exists(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*conditions).correlate(Nomination)


def _matches(search: str) -> ColumnElement[bool]:
    """By name without marks, by any part of the reference, or by the beginning of the tax code."""
    words = fold(search)
    return or_(
        Organisation.name_fold.contains(words, autoescape=True),
        func.lower(Nomination.reference).contains(words, autoescape=True),
        Organisation.tax_code.startswith(words, autoescape=True),
    )


def _touched_by(actor: Actor) -> ColumnElement[bool]:
    me = actor.user_id
    return or_(
        _exists(Proposal.nomination_id == Nomination.id, Proposal.proposed_by_id == me),
        _exists(
            Screening.nomination_id == Nomination.id, or_(Screening.found_by_id == me, Screening.confirmed_by_id == me)
        ),
        _exists(
            and_(
                DossierRevision.nomination_id == Nomination.id,
                ChecklistMark.revision_id == DossierRevision.id,
                ChecklistMark.marked_by_id == me,
            )
        ),
    )


def _by_part(found: Mapping[str, int]) -> dict[NominationState, int]:
    return {part: sum(found.get(state.value, 0) for state in QUEUE_STATES[part]) for part in QUEUE}
