"""A dossier as one frozen value: what is forwarded, digested, screened, judged and counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from awards.nominations.answers import Answer, read
from awards.nominations.models import DossierFile, Nomination
from awards.seasons.rulebooks import rulebook_of
from scoring.asked import AskedFigure, asked
from scoring.entry import Entry, HeldPaper


@dataclass(frozen=True)
class OrganisationContent:
    """The nominee as it stood when the dossier was forwarded."""

    name: str
    tax_code: str
    kind: str
    sector_group: str
    sector: str
    address: str
    province: str


@dataclass(frozen=True)
class PaperContent:
    """One paper; ``file`` is the public id of the stored file, the days are ISO texts."""

    paper: str
    name: str
    sha256: str
    size: int
    file: str
    issued_on: str | None = None
    expires_on: str | None = None


@dataclass(frozen=True)
class DossierContent:
    """Everything the rulebook asks of the nominee's variant, and nothing else.

    ``series``: exact numbers as text, by figure and year offset (0 is ``basis_year``); a figure that is
    one number stands at 0. ``sets``: the keys held, sorted. What is absent is not known.
    """

    reference: str
    organisation: OrganisationContent
    variant: str
    basis_year: int
    rulebook_digest: str
    series: Mapping[str, Mapping[int, str]]
    choices: Mapping[str, str]
    sets: Mapping[str, tuple[str, ...]]
    flags: Mapping[str, bool]
    papers: tuple[PaperContent, ...]
    achievements: str
    consent_on: str | None
    consent_by: str | None

    @classmethod
    def read(cls, text: str) -> DossierContent:
        """From the canonical JSON of a revision."""
        body = json.loads(text)
        return cls(
            **{
                **body,
                "organisation": OrganisationContent(**body["organisation"]),
                "series": {
                    name: {int(offset): value for offset, value in years.items()}
                    for name, years in body["series"].items()
                },
                "sets": {name: tuple(keys) for name, keys in body["sets"].items()},
                "papers": tuple(PaperContent(**paper) for paper in body["papers"]),
            }
        )

    @property
    def consent_day(self) -> date | None:
        return date.fromisoformat(self.consent_on) if self.consent_on else None

    def answer(self, figure: str) -> Answer | None:
        """The answer to a question that is not asked per year."""
        found: Mapping[str, Answer]
        for found in (self.choices, self.sets, self.flags):
            if figure in found:
                return found[figure]
        return self.series.get(figure, {}).get(0)

    def canonical(self) -> str:
        """UTF-8 JSON, sorted keys, no spaces."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def digest(self) -> str:
        return hashlib.sha256(self.canonical().encode("utf-8")).hexdigest()

    def entry(self) -> Entry:
        """What the published rules may know of this dossier."""
        return Entry(
            code=self.reference,
            variant=self.variant,
            province=self.organisation.province,
            series={
                name: {offset: Fraction(value) for offset, value in years.items()}
                for name, years in self.series.items()
            },
            choices=self.choices,
            sets={name: frozenset(keys) for name, keys in self.sets.items()},
            flags=self.flags,
            papers=_held_papers(self.papers),
            traits={"sector": self.organisation.sector_group, "owner": self.organisation.tax_code},
        )


def live_content(nomination: Nomination) -> DossierContent:
    """The dossier as it stands in the province's hands now."""
    organisation, season = nomination.organisation, nomination.season
    questions = asked_of_nominee(nomination)
    answers = _answers(nomination, questions)
    return DossierContent(
        reference=nomination.reference,
        organisation=OrganisationContent(
            name=organisation.name,
            tax_code=organisation.tax_code,
            kind=organisation.kind,
            sector_group=organisation.sector_group,
            sector=organisation.sector,
            address=organisation.address,
            province=organisation.province.name,
        ),
        variant=nomination.variant,
        basis_year=season.basis_year,
        rulebook_digest=season.rulebook.digest,
        series=_series(nomination, questions) | {name: {0: value} for name, value in answers["number"].items()},
        choices=answers["choice"],
        sets=answers["set"],
        flags=answers["flag"],
        papers=tuple(_paper(file) for file in nomination.kept_files),
        achievements=nomination.achievements,
        consent_on=nomination.consent_on.isoformat() if nomination.consent_on else None,
        consent_by=nomination.consent_by,
    )


def asked_of_nominee(nomination: Nomination) -> tuple[AskedFigure, ...]:
    """What the season's rulebook asks of the nominee's variant."""
    rulebook = rulebook_of(nomination.season)
    return asked(rulebook.variant(nomination.variant), rulebook)


def given_answers(nomination: Nomination, questions: tuple[AskedFigure, ...]) -> dict[str, Answer]:
    """The answers there are, by figure, to the questions that are asked."""
    texts = {row.figure: row.value for row in nomination.answers}
    return {one.figure.key: read(one.figure, texts[one.figure.key]) for one in questions if one.figure.key in texts}


def _answers(nomination: Nomination, questions: tuple[AskedFigure, ...]) -> dict[str, dict[str, Any]]:
    """The same by kind."""
    given = given_answers(nomination, questions)
    sorted_out: dict[str, dict[str, Any]] = {kind: {} for kind in ("number", "choice", "set", "flag")}
    for one in questions:
        if one.figure.key in given:
            sorted_out[one.figure.kind][one.figure.key] = given[one.figure.key]
    return sorted_out


def _series(nomination: Nomination, questions: tuple[AskedFigure, ...]) -> dict[str, dict[int, str]]:
    """The figures asked for, of the years asked for; one that is not known is absent."""
    basis = nomination.season.basis_year
    known = {(row.figure, row.unit, row.year): row.value for row in nomination.organisation.figures}
    return {
        one.figure.key: {
            offset: known[one.figure.key, one.figure.unit, basis + offset]
            for offset in one.offsets
            if (one.figure.key, one.figure.unit, basis + offset) in known
        }
        for one in questions
        if one.figure.kind == "series"
    }


def _paper(file: DossierFile) -> PaperContent:
    issued = file.issued_on.isoformat() if file.issued_on else None
    expires = file.expires_on.isoformat() if file.expires_on else None
    return PaperContent(file.paper, file.name, file.sha256, file.size, file.public_id, issued, expires)


def _held_papers(papers: tuple[PaperContent, ...]) -> dict[str, HeldPaper]:
    """Of several files of one paper the one issued last counts; ISO days sort as days do."""
    newest: dict[str, PaperContent] = {}
    for paper in papers:
        before = newest.get(paper.paper)
        if before is None or (paper.issued_on or "") > (before.issued_on or ""):
            newest[paper.paper] = paper
    return {key: HeldPaper(_day(paper.issued_on), _day(paper.expires_on)) for key, paper in newest.items()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
