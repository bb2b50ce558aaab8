"""Recording the signed decision: its list, certificates and golden book follow from the result."""

from __future__ import annotations

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.identifiers import new_code
from awards.decisions.inputs import DecisionInput
from awards.decisions.models import Decision, DecisionEntry
from awards.decisions.official_order import golden_book_number
from awards.decisions.queries import counted_season, decision_of
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.seasons.models import Season
from awards.seasons.states import SeasonState

CERTIFICATE_LETTERS = 28
"""Seven groups of four; at 4.9 bits a letter more than the 128 bits a public address needs."""


def record_decision(actor: Actor, season: Season, entry: DecisionInput) -> Decision:
    """Keep the decision as signed, and name the honoured in official order with a certificate each.

    The season's row is locked, so two clicks give one decision: the second raises
    :class:`ConflictError`. Refused without a result, without anybody to honour, or dated ahead.
    """
    require(actor, Action.DECISION_RECORD, season)
    db.session.refresh(season, ["state"], with_for_update=True)
    if decision_of(season) is not None:
        raise ConflictError("Quyết định của mùa giải này đã được ghi.")
    counted = counted_season(season)
    if counted is None:
        raise DomainError("Mùa giải chưa có kết quả nên chưa ghi được quyết định.")
    if season.is_rehearsal:
        raise DomainError("Đây là mùa giải tập dượt: không ghi quyết định và không công bố.")
    if counted.undecided:
        raise DomainError(
            f"Còn {counted.undecided} hồ sơ chờ thảo luận, bỏ phiếu hoặc chờ chủ tịch hội đồng quyết định."
        )
    if not counted.honoured:
        raise DomainError("Kết quả không có đơn vị nào được đề nghị tôn vinh.")
    if entry.signed_on > clock.today():
        raise DomainError("Ngày ký không được sau hôm nay.", "signed_on")
    season.move_to(SeasonState.DECIDED)
    decision = Decision(
        season_id=season.id,
        result_id=counted.result_id,
        number=entry.number,
        signed_on=entry.signed_on,
        signer=entry.signer,
        signing_capacity=entry.signing_capacity,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
        entries=[
            DecisionEntry(
                nomination_id=honoured.nomination_id,
                position=position,
                certificate_code=new_code(CERTIFICATE_LETTERS),
                golden_book_number=golden_book_number(position, season.year),
            )
            for position, honoured in enumerate(counted.honoured, 1)
        ],
    )
    db.session.add(decision)
    db.session.flush()
    audit.record(actor, Action.DECISION_RECORD, f"decision:{decision.public_id}", [entry, len(decision.entries)])
    return decision
