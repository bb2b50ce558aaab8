"""Who reads off the paper sheets of a council, and the facts about it the permission map asks for.

In a province its own people. At the centre two persons by name, as whoever reads a paper off learns its marks: the
council's secretary and one whom its chair or secretary names, and nobody who marks in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards.accounts.models import RoleRow, User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import Post
from awards.notices.services import tell
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.sheets import reopenings
from awards.sheets.models import PaperReader, PaperSheet
from awards.sheets.wording import named_for_papers

MOST_READERS = 2
"""Persons who may learn the marks of paper sheets before closing: one reads first, the other second."""
_MAY_BE_NAMED = (Role.OFFICE.value, Role.SECRETARY.value)


@dataclass(frozen=True)
class Reader:
    """One of the two; ``named`` is None for the council's secretary, who is one by post."""

    user: User
    named: PaperReader | None


@dataclass(frozen=True)
class PaperRound:
    """A round whose paper sheets are entered."""

    judging_round: JudgingRound

    @property
    def council(self) -> Council:
        return self.judging_round.council

    @property
    def alliance_id(self) -> int | None:
        return self.judging_round.alliance_id

    @cached_property
    def paper_reader_ids(self) -> frozenset[int]:
        return frozenset(one.user.id for one in readers_of(self.council))

    @property
    def marking_user_ids(self) -> frozenset[int]:
        return _marking(self.council)

    @property
    def chair_user_ids(self) -> frozenset[int]:
        return self.council.accounts_at(Post.CHAIR)

    @property
    def secretary_user_ids(self) -> frozenset[int]:
        return self.council.accounts_at(Post.SECRETARY)


@dataclass(frozen=True)
class OnPaper:
    """One member and one entry, whose paper sheet is entered."""

    assignment: Assignment

    @property
    def alliance_id(self) -> int | None:
        return self.assignment.alliance_id

    @cached_property
    def paper_reader_ids(self) -> frozenset[int]:
        return frozenset(one.user.id for one in readers_of(self.assignment.judging_round.council))

    @property
    def marking_user_ids(self) -> frozenset[int]:
        return _marking(self.assignment.judging_round.council)


@dataclass(frozen=True)
class Scans(OnPaper):
    """The scans of such a sheet, which show its marks: of the paper that stands, and of those set aside before."""

    papers: tuple[PaperSheet, ...]

    def of(self, public_id: str) -> PaperSheet | None:
        """The paper with that public id, without one ("") the paper that stands."""
        if public_id:
            return next((one for one in self.papers if one.public_id == public_id), None)
        return next((one for one in self.papers if one.set_aside_at is None), None)


def readers_of(council: Council) -> list[Reader]:
    """Who reads off a central council's paper sheets now, its secretary first; nobody by name in a province."""
    if council.is_provincial:
        return []
    marking = _marking(council)
    sitting = (one for one in council.members if one.post == Post.SECRETARY and one.is_sitting)
    by_post = [Reader(one.user, None) for one in sitting if one.user is not None]
    statement = select(PaperReader).where(PaperReader.council_id == council.id, PaperReader.ended_at.is_(None))
    statement = statement.options(joinedload(PaperReader.user), joinedload(PaperReader.named_by))
    by_name = [Reader(one.user, one) for one in db.session.scalars(statement.order_by(PaperReader.id))]
    found = {one.user.id: one for one in (*by_name, *by_post) if one.user.active and one.user.id not in marking}
    return sorted(found.values(), key=lambda one: (one.named is not None, one.user.id))


def candidates(council: Council) -> list[User]:
    """Who may be named: of the office or a secretary, reading nothing off yet, and with no seat that marks."""
    taken = {one.user.id for one in readers_of(council)} | _marking(council)
    statement = select(User).where(User.active, User.roles.any(RoleRow.name.in_(_MAY_BE_NAMED)))
    statement = statement.where(User.id.not_in(taken), User.alliance_id.is_(None))
    return list(db.session.scalars(statement.order_by(User.full_name, User.id)))


def get_people_visible_to(actor: Actor, public_id: str) -> PaperRound | None:
    """A round of the own central council, for its chair and its secretary."""
    run = reopenings.get_round_visible_to(actor, public_id)
    if run is None or run.judging_round.council.is_provincial:
        return None
    return PaperRound(run.judging_round)


def get_reader_visible_to(actor: Actor, public_id: str) -> PaperReader | None:
    """Somebody named for the own council, for its chair and its secretary."""
    statement = select(PaperReader).where(PaperReader.public_id == public_id)
    reader = db.session.scalars(statement).one_or_none()
    if reader is None or actor.user_id is None:
        return None
    return reader if actor.user_id in reader.chair_user_ids | reader.secretary_user_ids else None


def name_reader(actor: Actor, run: PaperRound, user: User) -> PaperReader:
    """Name the second person, who is told. The same one named twice is one.

    Raises :class:`DomainError` when two read off already, and for somebody who marks or names oneself.
    """
    require(actor, Action.PAPER_READER_NAME, run)
    council = run.council
    db.session.refresh(council, ["name"], with_for_update=True)
    present = readers_of(council)
    same = next((one.named for one in present if one.user.id == user.id), None)
    if same is not None:
        return same
    if len(present) >= MOST_READERS:
        raise DomainError(
            "Đã đủ hai người nhập phiếu giấy. Muốn thay người, hãy cho người được phân công thôi nhập trước.", "user"
        )
    if user.id == actor.user_id or user not in candidates(council):
        raise DomainError(
            "Chọn người của Thường trực giải thưởng hoặc một thư ký khác; ủy viên chấm điểm thì không nhập phiếu.",
            "user",
        )
    reader = PaperReader(council=council, user=user, named_at=clock.now(), named_by_id=actor.user_id)
    db.session.add(reader)
    db.session.flush()
    audit.record(actor, Action.PAPER_READER_NAME, f"council:{council.public_id}", [user.public_id, True])
    tell([user], named_for_papers(council.name, council.season.title, f"/phieu-giay/{run.judging_round.public_id}"))
    return reader


def end_reader(actor: Actor, reader: PaperReader) -> None:
    """The person reads nothing off any more; what was entered stays. Said twice it is said once."""
    require(actor, Action.PAPER_READER_NAME, reader)
    db.session.refresh(reader, ["ended_at"], with_for_update=True)
    if reader.ended_at is not None:
        return
    reader.ended_at, reader.ended_by_id = clock.now(), actor.user_id
    db.session.flush()
    details = [reader.user.public_id, False]
    audit.record(actor, Action.PAPER_READER_NAME, f"council:{reader.council.public_id}", details)


def _marking(council: Council) -> frozenset[int]:
    """The accounts of everybody who marks in the council, or did before leaving it."""
    seats: list[CouncilMember] = [one for one in council.members if one.post != Post.SECRETARY]
    return frozenset(one.user_id for one in seats if one.user_id is not None)
