"""Marks on the checklist of one revision, saved line by line."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from awards.accounts.models import User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.nominations.models import DossierRevision, Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.screening import queries
from awards.screening.checklist import checked
from awards.screening.findings import take_up
from awards.screening.inputs import MarkInput
from awards.screening.lines import lines_of
from awards.screening.models import ChecklistMark
from awards.screening.queries import MarkedLine


class MarkedMeanwhile(ConflictError):
    """Somebody else marked the same lines first; ``lines`` are their keys."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__(
            "Người khác vừa lưu mục này. Nội dung anh/chị nhập vẫn còn; hãy so với bản đã lưu rồi bấm lưu lại."
        )
        self.lines = lines


def save_marks(
    actor: Actor, nomination: Nomination, entries: Mapping[str, MarkInput], *, seen: str | None = None
) -> tuple[str, ...]:
    """Store the marks that differ from what stands there; gives back the keys of the lines that were saved.

    All or nothing. Raises :class:`MarkedMeanwhile` when another person (or window) saved a line since it was
    shown, :class:`DomainError` when a verdict departs from the automatic result without a reason.
    """
    require(actor, Action.SCREENING_MARK, nomination)
    revision = take_up(nomination, seen)
    if nomination.state not in queries.TO_BE_CHECKED:
        raise ConflictError("Hồ sơ không còn ở bước thẩm tra nên phiếu kiểm tra không sửa được nữa.")
    marked = {one.line.key: one for one in marked_lines_of(nomination, revision)}
    if not entries.keys() <= marked.keys():
        raise DomainError("Có mục không thuộc phiếu kiểm tra này. Hãy tải lại trang.")
    changed = {key: entry for key, entry in entries.items() if _differs(marked[key], entry)}
    overtaken = tuple(key for key, entry in changed.items() if marked[key].version != entry.base_version)
    if overtaken:
        raise MarkedMeanwhile(overtaken)
    author = db.session.get_one(User, actor.user_id)
    for key, entry in changed.items():
        _keep(author, revision, marked[key], entry)
    if changed:
        details = {key: [entry.verdict, entry.note] for key, entry in sorted(changed.items())}
        audit.record(actor, Action.SCREENING_MARK, f"nomination:{nomination.public_id}", [revision.digest, details])
    return tuple(changed)


def marked_lines_of(nomination: Nomination, revision: DossierRevision) -> list[MarkedLine]:
    """The checklist of a revision with its marks."""
    waivers = queries.waivers_of([nomination.id]).get(nomination.id, {})
    return queries.marked_lines(nomination, lines_of(checked(nomination.season, revision, waivers)), revision)


def _differs(marked: MarkedLine, entry: MarkInput) -> bool:
    return (marked.verdict, marked.note) != (entry.verdict, entry.note)


def _keep(author: User, revision: DossierRevision, marked: MarkedLine, entry: MarkInput) -> None:
    line, mistake = marked.line, marked.row.mistake(entry.verdict, entry.note)
    if mistake is not None or entry.verdict is None:
        raise DomainError(f"{line.label}: {mistake or 'chọn một mức cho mục này.'}")
    row = db.session.scalar(
        select(ChecklistMark).where(ChecklistMark.revision_id == revision.id, ChecklistMark.item == line.key)
    )
    if row is None:
        row = ChecklistMark(revision=revision, item=line.key, version=0)
        db.session.add(row)
    row.verdict, row.note, row.substance = entry.verdict.value, entry.note, line.substance
    row.version += 1
    row.marked_at, row.marked_by = clock.now(), author
    db.session.flush()
