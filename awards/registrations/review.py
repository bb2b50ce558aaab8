"""What the cooperative handed in beside what the dossier holds, part by part, in words."""

from __future__ import annotations

from dataclasses import dataclass

from awards.base.dates import format_day
from awards.nominations.models import Nomination
from awards.nominations.section_pages import stored_entry, words_of
from awards.nominations.states import Part
from awards.papers.queries import papers_asked_of
from awards.registrations.inputs import ContactConsent, ContactInput, OrganisationWords
from awards.registrations.models import ContactEntry, ContactFile
from awards.registrations.queries import asked_parts, entries_of, files_of, files_waiting, is_waiting
from awards.registrations.stored_text import read_entry
from awards.registrations.taking_over import seen_of
from awards.registrations.wording import CONTACT_PARTS


@dataclass(frozen=True)
class Line:
    """One question: what the dossier says, and what the cooperative says ("" for nothing)."""

    label: str
    present: str
    offered: str

    @property
    def differs(self) -> bool:
        return self.present != self.offered


@dataclass(frozen=True)
class PartReview:
    """One part. ``waits``: it can be taken over now; ``files`` for papers, with the paper's label."""

    part: Part
    title: str
    lines: tuple[Line, ...]
    files: tuple[tuple[str, ContactFile], ...]
    entry: ContactEntry | None
    waits: bool
    seen: str

    @property
    def is_empty(self) -> bool:
        return not self.files and (self.entry is None or not self.entry.is_typed)


def review_of(nomination: Nomination) -> tuple[PartReview, ...]:
    """Every part the cooperative is asked for."""
    entries, files = entries_of(nomination), files_of(nomination)
    return tuple(_part(nomination, part, entries.get(part), files) for part in asked_parts(nomination))


def both_texts(nomination: Nomination, part: Part, stored: str, typed: str) -> list[tuple[str, str, str]]:
    """Label, the stored text and the one just typed, as people read them: two entries of one part side by side."""
    was, now = _offered(nomination, part, stored), _offered(nomination, part, typed)
    return [(label, was.get(label, ""), now.get(label, "")) for label in was | now]


def _offered(nomination: Nomination, part: Part, content: str) -> dict[str, str]:
    entry = read_entry(part, content)
    return {line.label: line.offered for line in _lines(nomination, part, entry)} if entry is not None else {}


def _part(nomination: Nomination, part: Part, entry: ContactEntry | None, files: list[ContactFile]) -> PartReview:
    title, seen = CONTACT_PARTS[part], seen_of(nomination, part, entry)
    if part is Part.PAPERS:
        labels = {paper.key: paper.label for paper in papers_asked_of(nomination)}
        rows = tuple((labels.get(file.paper, file.paper), file) for file in files)
        return PartReview(part, title, (), rows, entry, bool(files_waiting(files, entry)), seen)
    typed = read_entry(part, entry.content) if entry is not None else None
    lines = tuple(_lines(nomination, part, typed)) if typed is not None else ()
    return PartReview(part, title, lines, (), entry, entry is not None and is_waiting(entry), seen)


def _lines(nomination: Nomination, part: Part, typed: ContactInput) -> list[Line]:
    if isinstance(typed, OrganisationWords):
        words = "Đúng" if typed.is_right else typed.correction
        facts = "\n".join(f"{label}: {text}" for label, text in words_of(nomination, stored_entry(nomination, part)))
        return [Line("Thông tin đã đăng ký", facts, words)]
    present = dict(words_of(nomination, stored_entry(nomination, part)))
    if isinstance(typed, ContactConsent):
        offered = f"{typed.name}, {typed.post}, ngày {format_day(typed.day)}"
        return [Line("Người đại diện đồng ý", ", ".join(text for text in present.values() if text), offered)]
    return [Line(label, present.get(label, ""), text) for label, text in words_of(nomination, typed)]
