"""Making one organisation of two, or saying that they are two. Both by a person, with a reason."""

from __future__ import annotations

from sqlalchemy import select, update

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.honours.models import Honour, HonourDismissal
from awards.merging.inputs import FigureLeft, FigureMoved, MergeRecord
from awards.merging.models import OrganisationDistinction, OrganisationMerge
from awards.merging.queries import Pair
from awards.nominations.models import Nomination
from awards.nominations.states import ENDED
from awards.nominees.models import HeldCertificate, Organisation, Product
from awards.nominees.wording import certificate_label
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.seasons.models import Season
from awards.seasons.states import SeasonState


def merge(actor: Actor, kept: Organisation, merged: Organisation, reason: str) -> OrganisationMerge:
    """Everything of ``merged`` becomes ``kept``'s; its row stays as a pointer and is never deleted.

    Of a figure both have, the kept one's stands and the other is written down. Refused when both are entered in one
    season, when a live entry would change its sector group or province, and for a sample with a real organisation.
    Raises :class:`ConflictError` when one of them was merged meanwhile.
    """
    require(actor, Action.ORGANISATION_MERGE, kept)
    require(actor, Action.ORGANISATION_MERGE, merged)
    for organisation in sorted((kept, merged), key=lambda one: one.id):
        db.session.refresh(organisation, ["merged_into_id", "figures"], with_for_update=True)
    _refuse(kept, merged)
    now = clock.now()
    record = MergeRecord(
        nominations=_move_nominations(kept, merged),
        products=_move_products(kept, merged),
        certificates=_move_certificates(kept, merged),
        honours=_move_honours(kept, merged),
        figures_moved=_move_figures(kept, merged),
        figures_left=_figures_left(kept, merged),
    )
    earlier = update(Organisation).where(Organisation.merged_into_id == merged.id)
    db.session.execute(earlier.values(merged_into_id=kept.id))
    merged.merged_into_id, merged.merged_at = kept.id, now
    row = OrganisationMerge(
        kept_id=kept.id,
        merged_id=merged.id,
        reason=reason,
        content=record.canonical(),
        merged_at=now,
        merged_by_id=actor.user_id,
    )
    db.session.add(row)
    db.session.flush()
    db.session.expire_all()  # what was moved by name is read anew
    audit.record(actor, Action.ORGANISATION_MERGE, f"organisation:{kept.public_id}", [merged.public_id, reason, record])
    return row


def tell_apart(actor: Actor, pair: Pair, reason: str) -> None:
    """Two organisations with like names are two: they are no longer listed. Said twice, it stays said once."""
    require(actor, Action.ORGANISATION_MERGE, pair.first)
    require(actor, Action.ORGANISATION_MERGE, pair.second)
    db.session.refresh(pair.first, ["name"], with_for_update=True)
    known = select(OrganisationDistinction.id).where(
        OrganisationDistinction.first_id == pair.first.id, OrganisationDistinction.second_id == pair.second.id
    )
    if db.session.scalar(known) is not None:
        return
    db.session.add(
        OrganisationDistinction(
            first_id=pair.first.id,
            second_id=pair.second.id,
            reason=reason,
            recorded_at=clock.now(),
            recorded_by_id=actor.user_id,
        )
    )
    db.session.flush()
    subject = f"organisation:{pair.first.public_id}"
    audit.record(actor, Action.ORGANISATION_MERGE, subject, [pair.second.public_id, "two", reason])


def _refuse(kept: Organisation, merged: Organisation) -> None:
    if kept.id == merged.id or kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise ConflictError("Một trong hai đơn vị vừa được gộp. Hãy tải lại trang.")
    if kept.is_sample != merged.is_sample:
        raise DomainError("Không gộp đơn vị mẫu với đơn vị thật.")
    moving = _live(merged)
    both = {(one.season_id, one.product_id is None) for one in _live(kept)} & {
        (one.season_id, one.product_id is None) for one in moving
    }
    if any(whole for _, whole in both):
        raise DomainError(
            "Cả hai đơn vị đều có hồ sơ đề cử trong cùng một mùa giải. Hãy rút một hồ sơ rồi gộp.", "kept"
        )
    undecided = [one for one in moving if one.season.state != SeasonState.DECIDED]
    if undecided and kept.alliance_id != merged.alliance_id:
        raise DomainError("Đơn vị bị gộp đang có hồ sơ của tỉnh khác trong mùa giải chưa kết thúc.", "kept")
    if kept.sector_group != merged.sector_group and any(one.product_id is None for one in undecided):
        raise DomainError("Hai đơn vị ghi khác nhóm lĩnh vực. Hãy sửa cho khớp rồi gộp.", "kept")


def _live(organisation: Organisation) -> list[Nomination]:
    statement = select(Nomination).join(Season).where(Nomination.organisation_id == organisation.id)
    ended = [state.value for state in ENDED]
    return list(db.session.scalars(statement.where(Nomination.state.not_in(ended))))


def _move_nominations(kept: Organisation, merged: Organisation) -> tuple[str, ...]:
    of_merged = Nomination.organisation_id == merged.id
    references = db.session.scalars(select(Nomination.reference).where(of_merged).order_by(Nomination.reference)).all()
    db.session.execute(update(Nomination).where(of_merged).values(organisation_id=kept.id))
    return tuple(references)


def _move_products(kept: Organisation, merged: Organisation) -> tuple[str, ...]:
    of_merged = Product.organisation_id == merged.id
    names = db.session.scalars(select(Product.name).where(of_merged).order_by(Product.name_sort)).all()
    db.session.execute(update(Product).where(of_merged).values(organisation_id=kept.id))
    return tuple(names)


def _move_certificates(kept: Organisation, merged: Organisation) -> tuple[str, ...]:
    of_merged = HeldCertificate.organisation_id == merged.id
    rows = db.session.scalars(select(HeldCertificate).where(of_merged).order_by(HeldCertificate.id)).all()
    names = tuple(f"{certificate_label(one.kind, one.title)} số {one.number}" for one in rows)
    db.session.execute(update(HeldCertificate).where(of_merged).values(organisation_id=kept.id))
    return names


def _move_honours(kept: Organisation, merged: Organisation) -> tuple[str, ...]:
    """The links a person made. What the tax code says goes on saying it: the merged row's code counts as kept's."""
    linked = Honour.organisation_id == merged.id
    rows = db.session.execute(select(Honour.name, Honour.year).where(linked).order_by(Honour.year, Honour.id)).all()
    db.session.execute(update(Honour).where(linked).values(organisation_id=kept.id))
    known = select(HonourDismissal.honour_id).where(HonourDismissal.organisation_id == kept.id)
    moving = HonourDismissal.organisation_id == merged.id
    taken = HonourDismissal.honour_id.in_(db.session.scalars(known).all())
    db.session.execute(update(HonourDismissal).where(moving, ~taken).values(organisation_id=kept.id))
    return tuple(f"{name} ({year})" for name, year in rows)


def _move_figures(kept: Organisation, merged: Organisation) -> tuple[FigureMoved, ...]:
    present = {(row.figure, row.unit, row.year) for row in kept.figures}
    moved = [row for row in merged.figures if (row.figure, row.unit, row.year) not in present]
    for row in moved:
        row.organisation = kept
    db.session.flush()
    return tuple(FigureMoved(row.figure, row.unit, row.year, row.value) for row in moved)


def _figures_left(kept: Organisation, merged: Organisation) -> tuple[FigureLeft, ...]:
    values = {(row.figure, row.unit, row.year): row.value for row in kept.figures}
    return tuple(
        FigureLeft(row.figure, row.unit, row.year, values[row.figure, row.unit, row.year], row.value)
        for row in merged.figures
        if values.get((row.figure, row.unit, row.year), row.value) != row.value
    )
