"""Papers of a dossier as the page shows them, and single pages as they may be read."""

from __future__ import annotations

from dataclasses import dataclass

from awards.nominations import queries as nominations
from awards.nominations.models import DossierFile, Nomination
from awards.nominations.services import shut_sentence
from awards.policy.actor import Actor
from awards.seasons.rulebooks import rulebook_of
from scoring.asked import asked_papers
from scoring.figures import PaperDef


@dataclass(frozen=True)
class Slot:
    """One paper the rulebook asks for: its files in order, and why nothing can be changed, if so."""

    paper: PaperDef
    files: tuple[DossierFile, ...]
    shut: str | None

    @property
    def is_missing(self) -> bool:
        return self.paper.required and not self.files

    @property
    def lacks_days(self) -> bool:
        return self.paper.dated and any(file.issued_on is None for file in self.files)


@dataclass(frozen=True)
class Page:
    """One page of a paper, as the person may read it."""

    file: DossierFile
    number: int

    @property
    def alliance_id(self) -> int:
        return self.file.alliance_id


def slots_of(nomination: Nomination, shut: str | None) -> list[Slot]:
    """Every paper asked for. ``shut``: why no paper can be changed; where only some stand open, the others say so."""
    by_part = any(one.closed_at is None for one in nomination.reopened_parts)
    return [
        Slot(
            paper,
            tuple(kept_for(nomination, paper.key)),
            shut_sentence(nomination, f"paper:{paper.key}") if by_part and shut is None else shut,
        )
        for paper in papers_asked_of(nomination)
    ]


def papers_asked_of(nomination: Nomination) -> tuple[PaperDef, ...]:
    rulebook = rulebook_of(nomination.season)
    return tuple(asked_papers(rulebook.variant(nomination.variant), rulebook))


def kept_for(nomination: Nomination, paper: str) -> list[DossierFile]:
    """The files of one paper, in their order."""
    slot = [one for one in nomination.kept_files if one.paper == paper]
    return sorted(slot, key=lambda one: (one.position, one.id))


def get_page_visible_to(actor: Actor, public_id: str, file_id: str, number: int) -> Page | None:
    file = nominations.get_file_visible_to(actor, public_id, file_id)
    return Page(file, number) if file is not None else None
