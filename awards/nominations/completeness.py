"""What a dossier still lacks before it may be forwarded, one sentence each."""

from __future__ import annotations

from dataclasses import dataclass

from awards.nominations.dossier import DossierContent
from awards.nominations.wording import FIELD_LABELS
from scoring.eligibility import ConditionResult, Outcome, check
from scoring.rulebook import Rulebook


@dataclass(frozen=True)
class Readiness:
    """The check before forwarding: what is missing, and every condition with its reason."""

    gaps: tuple[str, ...]
    conditions: tuple[ConditionResult, ...]

    @property
    def failures(self) -> tuple[str, ...]:
        return tuple(result.sentence for result in self.conditions if result.outcome is Outcome.FAIL)

    @property
    def may_be_forwarded(self) -> bool:
        return not self.gaps and not self.failures


def readiness(rulebook: Rulebook, content: DossierContent) -> Readiness:
    """Compare a dossier with the season's rulebook."""
    conditions = check(rulebook, content.entry())
    unknown = [result.sentence for result in conditions if result.outcome is Outcome.UNKNOWN]
    return Readiness((*_typed_gaps(content), *_paper_gaps(rulebook, content), *unknown), conditions)


def _typed_gaps(content: DossierContent) -> list[str]:
    filled = {
        "consent_on": content.consent_on,
        "consent_by": content.consent_by,
        "law_compliance": content.flags.get("law_compliance"),
        "open_inquiry": content.flags.get("open_inquiry"),
        "highest_honour": content.choices.get("highest_honour"),
        "achievements": content.achievements or None,
    }
    return [f"Chưa có: {FIELD_LABELS[name].lower()}." for name, value in filled.items() if value is None]


def _paper_gaps(rulebook: Rulebook, content: DossierContent) -> list[str]:
    present = {paper.paper for paper in content.papers}
    return [
        f"Thiếu giấy tờ: {paper.label}." for paper in rulebook.papers if paper.required and paper.key not in present
    ]
