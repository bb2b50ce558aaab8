"""What a province sends up beside its dossiers, as one frozen value: for the page, the workbook and the papers.

Tờ trình, danh sách, biên bản and bảng tổng hợp điểm are all made from it. It names the judges, so it is
for the province alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from awards.councils.models import CouncilMember
from awards.councils.states import Post
from awards.councils.wording import PROVINCIAL_POST_LABELS
from awards.results import provinces, queries
from awards.results.kept import criteria_in, sheets_in
from awards.results.models import Recognition, Result
from awards.results.provinces import ProvinceStage
from awards.results.queries import RankingRow
from awards.seasons.rulebooks import rulebook_of
from scoring.criteria import judged_in
from scoring.decision import Outcome
from scoring.rulebook import Rulebook

COUNTED = ("counted", "dropped", "shared")
"""Uses of a sheet whose total stands in the round that counts."""


@dataclass(frozen=True)
class PackageMember:
    """A member of the council as the papers name the person."""

    number: int
    name: str
    post: str
    agency: str
    marks: bool


@dataclass(frozen=True)
class PackageMeeting:
    """A sitting with its quorum told and who was not there, with the note of each."""

    held_on: date
    place: str
    check_reported_by: str
    quorum: str
    is_quorate: bool
    absent: tuple[tuple[str, str], ...]
    notes: str

    @property
    def absent_sentence(self) -> str:
        """Who was not there, each with the note."""
        told = [f"{name} ({note})" if note else name for name, note in self.absent]
        return "; ".join(told) or "Không có"


@dataclass(frozen=True)
class PackageDecision:
    """The province's decision and the nominees it names."""

    number: str
    decided_on: date
    nominees: tuple[str, ...]


@dataclass(frozen=True)
class ScoreRow:
    """One nominee in the score summary; ``sheets`` are the judges' totals by number, absent where there is none.

    ``mean`` is what the sheets give together, ``total`` that with the points the system computes, as printed.
    """

    reference: str
    name: str
    variant: str
    sheets: Mapping[int, Fraction]
    mean: Fraction | None
    spread: Fraction | None
    total: str | None
    rank: int | None
    outcome: Outcome
    round: int
    recognised: bool
    forwarded: bool


@dataclass(frozen=True)
class ProvincePackage:
    """The data of the whole package; ``rows`` in the order of the count, empty without one."""

    season_title: str
    is_sample: bool
    year: int
    award: str
    alliance: str
    province: str
    council: str | None
    founding_number: str | None
    founded_on: date | None
    members: tuple[PackageMember, ...]
    meetings: tuple[PackageMeeting, ...]
    rows: tuple[ScoreRow, ...]
    decisions: tuple[PackageDecision, ...]

    @property
    def judges(self) -> tuple[PackageMember, ...]:
        return tuple(member for member in self.members if member.marks)

    @property
    def proposed(self) -> tuple[ScoreRow, ...]:
        """The list that goes up: what the council puts forward."""
        return tuple(row for row in self.rows if row.outcome in provinces.PUT_FORWARD)


def package_with(stage: ProvinceStage, meetings: tuple[PackageMeeting, ...]) -> ProvincePackage:
    """Everything there is of a province's part of a season, with the meetings of its council as they are told."""
    season, council = stage.season, provinces.council_of(stage)
    decisions = provinces.recognitions_of(stage)
    result = queries.result_of_province(season, stage.alliance)
    return ProvincePackage(
        season_title=season.title,
        is_sample=season.is_sample,
        year=season.year,
        award=season.award,
        alliance=stage.alliance.name,
        province=stage.alliance.province_name,
        council=council.name if council is not None else None,
        founding_number=council.founding_number if council is not None else None,
        founded_on=council.founded_on if council is not None else None,
        members=tuple(_member(one) for one in council.members) if council is not None else (),
        meetings=meetings,
        rows=_rows(rulebook_of(season), result, decisions) if result is not None else (),
        decisions=tuple(_decision(one) for one in decisions),
    )


def _member(member: CouncilMember) -> PackageMember:
    post = Post(member.post)
    return PackageMember(
        member.judge_number, member.full_name, PROVINCIAL_POST_LABELS[post], member.agency, post is not Post.SECRETARY
    )


def _decision(recognition: Recognition) -> PackageDecision:
    names = tuple(one.name for one in recognition.nominees)
    return PackageDecision(recognition.number, recognition.decided_on, names)


def _rows(rulebook: Rulebook, result: Result, decisions: list[Recognition]) -> tuple[ScoreRow, ...]:
    recognised = {one.nomination_id for decision in decisions for one in decision.nominees}
    return tuple(_row(rulebook, row, recognised) for row in queries.ranking_of(result))


def _row(rulebook: Rulebook, row: RankingRow, recognised: set[int]) -> ScoreRow:
    standing = [one for one in sheets_in(row.entry.kept) if one.use in COUNTED]
    totals = {one.judge: one.total for one in standing if one.total is not None}
    judged = judged_in(rulebook.variant(row.dossier.variant).criteria)
    criteria = criteria_in(row.entry.kept)
    points = [criteria[one.key] for one in judged]
    return ScoreRow(
        reference=row.dossier.reference,
        name=row.dossier.title,
        variant=rulebook.variant(row.dossier.variant).label,
        sheets=totals,
        mean=sum(points, Fraction(0)) if totals else None,
        spread=max(totals.values()) - min(totals.values()) if totals else None,
        total=row.entry.printed_total if row.entry.rank is not None else None,
        rank=row.entry.rank,
        outcome=row.outcome,
        round=max((one.round for one in standing), default=1),
        recognised=row.entry.nomination_id in recognised,
        forwarded=row.entry.nomination.forwarded_at is not None,
    )
