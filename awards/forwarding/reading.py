"""A dossier as it stands now, read the way the centre will read it."""

from __future__ import annotations

from dataclasses import dataclass

from awards.nominations.completeness import Readiness, readiness
from awards.nominations.dossier import DossierContent, live_content
from awards.nominations.models import Nomination
from awards.nominees.wording import KINDS, sector_label
from awards.seasons.rulebooks import rulebook_of
from scoring.asked import AskedFigure, asked, asked_papers
from scoring.figures import PaperDef
from scoring.rulebook import Rulebook


@dataclass(frozen=True)
class LiveReading:
    """What the page components of a dossier ask for, of a dossier that is not frozen yet."""

    content: DossierContent
    rulebook: Rulebook
    ready: Readiness

    @property
    def kind(self) -> str:
        return KINDS[self.content.organisation.kind]

    @property
    def sector(self) -> str:
        return sector_label(self.content.organisation.sector)

    @property
    def asked(self) -> tuple[AskedFigure, ...]:
        return asked(self.rulebook.variant(self.content.variant), self.rulebook)

    @property
    def papers(self) -> tuple[PaperDef, ...]:
        return asked_papers(self.rulebook.variant(self.content.variant), self.rulebook)

    @property
    def offsets(self) -> list[int]:
        """The years asked for, as offsets from the basis year, the newest first."""
        return sorted({offset for one in self.asked for offset in one.offsets}, reverse=True)


def read_live(nomination: Nomination) -> LiveReading:
    """Everything the leader looks at before signing off."""
    rulebook, content = rulebook_of(nomination.season), live_content(nomination)
    return LiveReading(content, rulebook, readiness(rulebook, content))
