"""Asking a role at the centre, or a province's council secretary, to look at a dossier, and answering."""

from __future__ import annotations

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.nominations.models import Nomination
from awards.nominations.services import lock
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.screening.findings import ask_for, take_up
from awards.screening.inputs import FlagInput
from awards.screening.models import DossierFlag
from awards.screening.wording import FLAG_ROLES


def raise_flag(actor: Actor, nomination: Nomination, entry: FlagInput, *, read_as: object | None = None) -> DossierFlag:
    """Put a dossier before a role. The same open flag raised twice by one person is one.

    ``read_as``: by what the person reads the dossier, where it is not the dossier itself (a judge's assignment). Only
    so may it be put before a province's secretary: before it is forwarded the dossier is none of the centre's.
    """
    require(actor, Action.FLAG_RAISE, nomination if read_as is None else read_as)
    if entry.for_role is Role.PROVINCE_SECRETARY and read_as is not None:
        lock(nomination)
    elif entry.for_role in FLAG_ROLES:
        take_up(nomination, None)
    else:
        raise DomainError("Chọn người cần xem.", "for_role")
    ask_for(entry.text, "Ghi nội dung vướng mắc.", "text")
    same = select(DossierFlag).where(
        DossierFlag.nomination_id == nomination.id,
        DossierFlag.raised_by_id == actor.user_id,
        DossierFlag.for_role == entry.for_role.value,
        DossierFlag.reason == entry.reason.value,
        DossierFlag.text == entry.text,
        DossierFlag.resolved_at.is_(None),
    )
    raised = db.session.scalar(same)
    if raised is not None:
        return raised
    flag = DossierFlag(
        nomination=nomination,
        for_role=entry.for_role.value,
        reason=entry.reason.value,
        text=entry.text,
        stops=entry.stops,
        raised_at=clock.now(),
        raised_by_id=actor.user_id,
    )
    db.session.add(flag)
    db.session.flush()
    audit.record(actor, Action.FLAG_RAISE, f"nomination:{nomination.public_id}", entry)
    return flag


def resolve_flag(actor: Actor, flag: DossierFlag, resolution: str) -> None:
    """Somebody of the role that was asked says what came of it; the flag stays in the history."""
    require(actor, Action.FLAG_RESOLVE, flag)
    db.session.refresh(flag, ["resolved_at"], with_for_update=True)
    if flag.resolved_at is not None:
        raise ConflictError("Vướng mắc này đã được giải quyết. Hãy tải lại trang để xem.")
    ask_for(resolution, "Ghi kết quả giải quyết.", "resolution")
    flag.resolved_at, flag.resolved_by_id, flag.resolution = clock.now(), actor.user_id, resolution
    db.session.flush()
    audit.record(actor, Action.FLAG_RESOLVE, f"nomination:{flag.nomination.public_id}", [flag.public_id, resolution])
