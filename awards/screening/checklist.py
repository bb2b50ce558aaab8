"""A forwarded revision read against its rulebook: the conditions, and the parts that can be returned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierRevision
from awards.nominations.reading import DossierReading
from awards.screening.wording import PART_LABELS
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from scoring.conditions import Hold, walk_conditions
from scoring.eligibility import MET, ConditionResult, Outcome, check, overall
from scoring.entry import Entry
from scoring.rulebook import Rulebook

PAPER = "paper:"
NOTHING: Mapping[str, str] = MappingProxyType({})
CANNOT_ACCEPT: dict[Outcome, str] = {
    Outcome.FAIL: "Hồ sơ có điều kiện không đạt nên không thể công nhận hợp lệ. "
    "Hãy trả lại để bổ sung hoặc kết luận không hợp lệ.",
    Outcome.UNKNOWN: "Hồ sơ còn điều kiện chưa đủ dữ liệu nên chưa thể công nhận hợp lệ. Hãy trả lại để tỉnh bổ sung.",
    Outcome.ON_HOLD: "Hồ sơ thuộc trường hợp tạm dừng xét. Hãy bấm “Tạm dừng xét”; "
    "khi có kết luận, bấm “Xét tiếp” và ghi căn cứ, rồi mới công nhận hợp lệ.",
}


@dataclass(frozen=True)
class Checked(DossierReading):
    """A revision, what it holds, and the result of each published condition."""

    revision: DossierRevision
    results: tuple[ConditionResult, ...]

    @property
    def outcome(self) -> Outcome:
        return overall(self.results)


def checked(season: Season, revision: DossierRevision, waivers: Mapping[str, str] = NOTHING) -> Checked:
    """Read a revision under the season's rulebook; ``waivers``: the reason of each condition set aside."""
    rulebook = rulebook_of(season)
    content = DossierContent.read(revision.content)
    return Checked(content, rulebook, revision, check(rulebook, with_waivers(content.entry(), waivers)))


def returnable(rulebook: Rulebook) -> dict[str, str]:
    """Key and label of every part that can be returned: the papers, then the rest of the dossier."""
    return {f"{PAPER}{paper.key}": paper.label for paper in rulebook.papers} | PART_LABELS


def part_labels(rulebook: Rulebook) -> dict[str, str]:
    """The same with the bare keys of papers, by which requests of earlier releases name them."""
    return {paper.key: paper.label for paper in rulebook.papers} | returnable(rulebook)


def with_release(rulebook: Rulebook, entry: Entry, reason: str | None) -> Entry:
    """The entry as it is counted: what was on hold and has been released (with a reason) no longer waits."""
    if reason is None:
        return entry
    held = [rule.key for rule in walk_conditions(rulebook.variant(entry.variant).eligibility) if isinstance(rule, Hold)]
    return replace(entry, waivers={**entry.waivers, **dict.fromkeys(held, reason)})


def with_waivers(entry: Entry, waivers: Mapping[str, str]) -> Entry:
    """The entry with these conditions (by key) set aside, each with its reason."""
    return replace(entry, waivers={**entry.waivers, **waivers}) if waivers else entry


def waivable(reading: Checked) -> dict[str, str]:
    """Key and label of the conditions that stand in the way and that the rulebook lets somebody set aside."""
    rules = reading.rulebook.variant(reading.content.variant).eligibility
    allowed = {rule.key for rule in walk_conditions(rules) if rule.waivable}
    found = _walk_results(reading.results)
    return {one.key: one.label for one in found if one.key in allowed and one.outcome not in MET}


def _walk_results(results: Iterable[ConditionResult]) -> Iterator[ConditionResult]:
    for result in results:
        yield result
        yield from _walk_results(result.parts)


def refusal(outcome: Outcome, *, released: bool) -> str | None:
    """Why a dossier with that outcome may not be accepted; a hold once released no longer stands in the way."""
    if outcome is Outcome.PASS or (outcome is Outcome.ON_HOLD and released):
        return None
    return CANNOT_ACCEPT[outcome]
