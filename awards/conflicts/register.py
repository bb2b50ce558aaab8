"""The register of relations: written down by those who run the council, or by the member; ended, never erased."""

from __future__ import annotations

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.conflicts import gate, queries
from awards.conflicts.inputs import RelationInput
from awards.conflicts.models import Relation
from awards.conflicts.settling import settle, tell_changed
from awards.conflicts.states import TYPED, RelationKind
from awards.conflicts.wording import NOT_ENDED_IN_BLIND
from awards.councils.grounds import recuses_own_province
from awards.councils.models import Council, CouncilMember
from awards.councils.states import RoundState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require


def record_relation(actor: Actor, member: CouncilMember, entry: RelationInput) -> Relation:
    """Write a relation down; what it touches in open rounds is taken out at once. The same one twice is one.

    Raises :class:`DomainError` unless exactly one organisation or alliance the council may meet is named.
    """
    require(actor, Action.RELATION_RECORD, member)
    if entry.kind not in TYPED:
        raise DomainError("Chọn loại quan hệ trong danh sách.", "kind")
    council = member.council
    if entry.kind is RelationKind.PROVINCE and not recuses_own_province(council):
        raise DomainError("Ở hội đồng này, cùng địa phương không phải là lý do không chấm.", "kind")
    _lock(member)
    if bool(entry.organisation) == bool(entry.alliance):
        raise DomainError("Ghi một đơn vị hoặc chọn một liên minh, không ghi cả hai.", "organisation")
    organisation = queries.organisation_named(council, entry.organisation) if entry.organisation else None
    alliance = queries.alliance_of(entry.alliance) if entry.alliance else None
    if organisation is None and alliance is None:
        told = "Chọn liên minh trong danh sách." if entry.alliance else _not_found(council)
        raise DomainError(told, "alliance" if entry.alliance else "organisation")
    same = select(Relation).where(
        Relation.member_id == member.id,
        Relation.kind == entry.kind.value,
        Relation.organisation_id.is_not_distinct_from(organisation.id if organisation is not None else None),
        Relation.with_alliance_id.is_not_distinct_from(alliance.id if alliance is not None else None),
        Relation.ended_at.is_(None),
    )
    present = db.session.scalars(same).first()
    if present is not None:
        return present
    relation = Relation(
        member=member,
        kind=entry.kind.value,
        organisation=organisation,
        with_alliance=alliance,
        note=entry.note,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
    )
    db.session.add(relation)
    db.session.flush()
    details = [member.public_id, relation.kind, relation.other_side, relation.note]
    audit.record(actor, Action.RELATION_RECORD, f"relation:{relation.public_id}", details)
    _settle(actor, member)
    return relation


def end_relation(actor: Actor, relation: Relation) -> None:
    """The relation holds no longer; its row stays. Whoever it kept out of open rounds is let back."""
    require(actor, Action.RELATION_END, relation)
    is_own = relation.member.user_id == actor.user_id
    if is_own and any(gate.is_blind(one.council) for one in _judging(relation.member)):
        raise DomainError(NOT_ENDED_IN_BLIND)
    _lock(relation.member)
    db.session.refresh(relation, ["ended_at"], with_for_update=True)
    if relation.ended_at is not None:
        return
    relation.ended_at, relation.ended_by_id = clock.now(), actor.user_id
    db.session.flush()
    audit.record(actor, Action.RELATION_END, f"relation:{relation.public_id}")
    _settle(actor, relation.member)


def _lock(member: CouncilMember) -> None:
    """Nobody is assigned meanwhile in any council in which the same account sits."""
    for seat in queries.seats_of(member):
        db.session.refresh(seat.council, ["name"], with_for_update=True)


def _settle(actor: Actor, member: CouncilMember) -> None:
    """A tie is the person's: it counts in every council with the same account."""
    for seat in queries.seats_of(member):
        tell_changed(actor, seat, settle(seat))


def _judging(member: CouncilMember) -> list[CouncilMember]:
    """The seats of the same account in councils that are judging."""
    return [
        seat for seat in queries.seats_of(member) if any(one.state == RoundState.OPEN for one in seat.council.rounds)
    ]


def _not_found(council: Council) -> str:
    where = "của tỉnh" if council.is_provincial else "có hồ sơ gửi Trung ương trong mùa giải này"
    return f"Không tìm thấy đúng một đơn vị {where} có mã số thuế hoặc tên này. Hãy gõ đủ tên, hoặc mã số thuế."
