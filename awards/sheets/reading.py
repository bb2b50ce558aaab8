"""Papers of a judged dossier page by page, and a judge's own list searched by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from awards.base.normalise import fold
from awards.nominations.dossier import DossierContent
from awards.policy.actor import Actor
from awards.sheets.own_sheets import OwnSheet
from awards.sheets.queries import JudgedFile, get_file_visible_to
from awards.sheets.states import Progress, SheetState


@dataclass(frozen=True)
class JudgedPage:
    """One page of a paper of a dossier the judge marks."""

    judged: JudgedFile
    number: int

    @property
    def judge_user_id(self) -> int | None:
        return self.judged.judge_user_id


def get_page_visible_to(actor: Actor, public_id: str, file_id: str, number: int) -> JudgedPage | None:
    """A page of a paper named by the revision that is judged."""
    judged = get_file_visible_to(actor, public_id, file_id)
    return JudgedPage(judged, number) if judged is not None else None


def label_of(judged: JudgedFile, labels: dict[str, str]) -> str:
    """What the rulebook calls the paper."""
    content = DossierContent.read(judged.assignment.revision.content)
    key = next((one.paper for one in content.papers if one.file == judged.file.public_id), "")
    return labels.get(key, "Giấy tờ")


def progress_of(row: OwnSheet) -> Progress:
    """How far the judge has come with one of the own sheets."""
    if row.state is SheetState.OPEN:
        return Progress.DRAFT if row.version is not None else Progress.UNMARKED
    return Progress(row.state.value)


def said_in(rows: Iterable[OwnSheet], words: str) -> list[OwnSheet]:
    """The sheets whose name, reference or province, as the judge may read them, holds all the words."""
    wanted = fold(words).split()
    return [row for row in rows if all(word in _words_of(row.dossier) for word in wanted)]


def _words_of(dossier: DossierContent) -> str:
    return fold(f"{dossier.title} {dossier.reference} {dossier.organisation.province}")
