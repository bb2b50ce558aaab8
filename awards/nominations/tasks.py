"""The dossier as a list of tasks: each section's state, what it lacks, and whether it may be worked on now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from awards.nominations.completeness import Readiness
from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierSection, Nomination, ReopenedPart
from awards.nominations.section_content import base_of, is_empty, is_optional, parts_of
from awards.nominations.states import TYPED_PARTS, Part, TaskState
from awards.nominations.wording import PART_TITLES
from scoring.eligibility import Outcome

Shut: TypeAlias = Callable[[Part], str | None]

SAID_BY_THE_OFFICER = frozenset({Part.ORGANISATION, Part.ACHIEVEMENTS, Part.SELF_SCORE})
"""Sections of which no rule can tell when they are finished: the officer says so."""

OLD_PRINT = "Bản ký được in từ nội dung cũ. Hồ sơ đã sửa sau khi in: hãy in lại, ký, đóng dấu rồi tải lên bản mới."
TAKEN_OVER = "Nội dung lấy từ sổ đăng ký, chưa ai lưu trong hồ sơ này. Hãy mở mục, xem lại rồi bấm lưu."


@dataclass(frozen=True)
class Task:
    """One section. ``missing``: what it lacks by name; ``asked``: what somebody wants corrected, with the reason."""

    part: Part
    state: TaskState
    missing: tuple[str, ...]
    asked: tuple[ReopenedPart, ...]
    shut: str | None
    saved: DossierSection | None

    @property
    def title(self) -> str:
        return PART_TITLES[self.part]

    @property
    def is_optional(self) -> bool:
        return is_optional(self.part)


@dataclass(frozen=True)
class TaskList:
    """All sections of a dossier, in the order of the page."""

    tasks: tuple[Task, ...]

    @property
    def done(self) -> int:
        return sum(task.state is TaskState.DONE for task in self.tasks)

    @property
    def last_saved(self) -> DossierSection | None:
        return max((task.saved for task in self.tasks if task.saved), key=lambda one: one.saved_at, default=None)

    def task(self, part: Part) -> Task:
        return next(task for task in self.tasks if task.part is part)


def task_list(nomination: Nomination, content: DossierContent, ready: Readiness, shut: Shut) -> TaskList:
    """``shut`` says of a section why the province cannot change it now."""
    return TaskList(tuple(task_of(nomination, content, ready, part, shut) for part in parts_of(nomination)))


def task_of(nomination: Nomination, content: DossierContent, ready: Readiness, part: Part, shut: Shut) -> Task:
    """One section alone."""
    row = next((one for one in nomination.sections if one.section == part), None)
    gaps = ready.gaps_in(part)
    failed = [one for one in ready.conditions_about(part) if one.outcome is Outcome.FAIL]
    asked = tuple(one for one in nomination.reopened_parts if one.closed_at is None and _names(one.part, part))
    missing = tuple(gap.sentence for gap in gaps) + tuple(one.sentence for one in failed)
    if part is Part.SIGNED_COPY and not missing and _is_outdated(content, nomination):
        missing = (OLD_PRINT,)
    if not missing and _is_only_taken_over(nomination, part, row):
        missing = (TAKEN_OVER,)
    only_lacks_papers = part is Part.PAPERS and bool(gaps)
    wrong = any(gap.is_wrong for gap in gaps) or (bool(failed) and not only_lacks_papers) or missing == (OLD_PRINT,)
    return Task(part, _state(nomination, part, row, missing, asked, wrong=wrong), missing, asked, shut(part), row)


def _state(
    nomination: Nomination,
    part: Part,
    row: DossierSection | None,
    missing: tuple[str, ...],
    asked: tuple[ReopenedPart, ...],
    *,
    wrong: bool,
) -> TaskState:
    if any(not _is_answered(nomination, one, row) for one in asked):
        return TaskState.REOPENED
    begun = row is not None or (part is not Part.ORGANISATION and not is_empty(nomination, part))
    if wrong and begun:
        return TaskState.WRONG
    if not begun:
        return TaskState.TODO
    if missing or (part in SAID_BY_THE_OFFICER and not _is_finished(nomination, part, row)):
        return TaskState.DOING
    return TaskState.DONE


def _is_only_taken_over(nomination: Nomination, part: Part, row: DossierSection | None) -> bool:
    """Whether what stands there comes from the register and nobody has said in this dossier that it is right."""
    return part in TYPED_PARTS and row is None and not nomination.revisions and not is_empty(nomination, part)


def _is_answered(nomination: Nomination, asked: ReopenedPart, row: DossierSection | None) -> bool:
    """Whether the part was worked on since it was asked for."""
    wanted = asked.part.removeprefix("paper:")
    uploads = (file.uploaded_at for file in nomination.kept_files if wanted in (file.paper, Part.PAPERS))
    saved = (row.saved_at,) if row is not None else ()
    return any(instant >= asked.reopened_at for instant in (*uploads, *saved))


def _is_finished(nomination: Nomination, part: Part, row: DossierSection | None) -> bool:
    return row is not None and row.finished_digest == base_of(nomination, part)


def _is_outdated(content: DossierContent, nomination: Nomination) -> bool:
    copies = [file for file in nomination.kept_files if file.paper == Part.SIGNED_COPY]
    return bool(copies) and all(file.signed_digest != content.printed_digest() for file in copies)


def _names(asked: str, part: Part) -> bool:
    return asked == part or (part is Part.PAPERS and asked.startswith("paper:"))
