"""A forwarded revision read against its rulebook: the conditions, and the parts that can be returned."""

from __future__ import annotations

from dataclasses import dataclass, replace

from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierRevision
from awards.nominees.wording import KINDS, sector_label
from awards.screening.wording import PART_LABELS
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from scoring.asked import AskedFigure, asked, asked_papers
from scoring.conditions import Hold, walk_conditions
from scoring.eligibility import ConditionResult, Outcome, check, overall
from scoring.entry import Entry
from scoring.figures import PaperDef
from scoring.rulebook import Rulebook

CANNOT_ACCEPT: dict[Outcome, str] = {
    Outcome.FAIL: "Hồ sơ có điều kiện không đạt nên không thể công nhận hợp lệ. "
    "Hãy trả lại để bổ sung hoặc kết luận không hợp lệ.",
    Outcome.UNKNOWN: "Hồ sơ còn điều kiện chưa đủ dữ liệu nên chưa thể công nhận hợp lệ. Hãy trả lại để tỉnh bổ sung.",
    Outcome.ON_HOLD: "Hồ sơ thuộc trường hợp tạm dừng xét. Hãy bấm “Tạm dừng xét”; "
    "khi có kết luận, bấm “Xét tiếp” và ghi căn cứ, rồi mới công nhận hợp lệ.",
}


@dataclass(frozen=True)
class Checked:
    """A revision, what it holds, and the result of each published condition."""

    revision: DossierRevision
    content: DossierContent
    rulebook: Rulebook
    results: tuple[ConditionResult, ...]

    @property
    def outcome(self) -> Outcome:
        return overall(self.results)

    @property
    def kind(self) -> str:
        return KINDS[self.content.organisation.kind]

    @property
    def sector(self) -> str:
        return sector_label(self.content.organisation.sector)

    @property
    def asked(self) -> tuple[AskedFigure, ...]:
        """What the rulebook asks of this nominee, in the order of the rulebook."""
        return asked(self.rulebook.variant(self.content.variant), self.rulebook)

    @property
    def papers(self) -> tuple[PaperDef, ...]:
        """The papers the rulebook asks of this nominee."""
        return asked_papers(self.rulebook.variant(self.content.variant), self.rulebook)

    @property
    def offsets(self) -> list[int]:
        """The years asked for, as offsets from the basis year, the newest first."""
        return sorted({offset for one in self.asked for offset in one.offsets}, reverse=True)


def checked(season: Season, revision: DossierRevision) -> Checked:
    """Read a revision under the season's rulebook."""
    rulebook = rulebook_of(season)
    content = DossierContent.read(revision.content)
    return Checked(revision, content, rulebook, check(rulebook, content.entry()))


def returnable(rulebook: Rulebook) -> dict[str, str]:
    """Key and label of every part that can be returned: the papers, then the rest of the dossier."""
    return {paper.key: paper.label for paper in rulebook.papers} | PART_LABELS


def with_release(rulebook: Rulebook, entry: Entry, reason: str | None) -> Entry:
    """The entry as it is counted: what was on hold and has been released (with a reason) no longer waits."""
    if reason is None:
        return entry
    held = [rule.key for rule in walk_conditions(rulebook.variant(entry.variant).eligibility) if isinstance(rule, Hold)]
    return replace(entry, waivers=dict.fromkeys(held, reason))


def refusal(outcome: Outcome, *, released: bool) -> str | None:
    """Why a dossier with that outcome may not be accepted; a hold once released no longer stands in the way."""
    if outcome is Outcome.PASS or (outcome is Outcome.ON_HOLD and released):
        return None
    return CANNOT_ACCEPT[outcome]
