"""A dossier as one frozen value: what is forwarded, digested, screened, judged and counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction

from awards.nominations.models import DossierFile, Nomination
from awards.seasons.figures import CHOICES, FLAGS, SERIES
from scoring.entry import Entry


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
    """One paper; ``file`` is the public id of the stored file."""

    paper: str
    name: str
    sha256: str
    size: int
    file: str


@dataclass(frozen=True)
class DossierContent:
    """Figures by name and year offset (0 is ``basis_year``); money in whole đồng."""

    reference: str
    organisation: OrganisationContent
    variant: str
    basis_year: int
    rulebook_digest: str
    series: Mapping[str, Mapping[int, int]]
    choices: Mapping[str, str]
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
                "papers": tuple(PaperContent(**paper) for paper in body["papers"]),
            }
        )

    @property
    def consent_day(self) -> date | None:
        return date.fromisoformat(self.consent_on) if self.consent_on else None

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
            flags=self.flags,
            papers=frozenset(paper.paper for paper in self.papers),
        )


def live_content(nomination: Nomination) -> DossierContent:
    """The dossier as it stands in the province's hands now."""
    organisation, season = nomination.organisation, nomination.season
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
        series=_series(nomination),
        choices={name: value for name in CHOICES if (value := getattr(nomination, name)) is not None},
        flags={name: value for name in FLAGS if (value := getattr(nomination, name)) is not None},
        papers=tuple(_paper(file) for file in nomination.kept_files),
        achievements=nomination.achievements,
        consent_on=nomination.consent_on.isoformat() if nomination.consent_on else None,
        consent_by=nomination.consent_by,
    )


def _series(nomination: Nomination) -> dict[str, dict[int, int]]:
    basis = nomination.season.basis_year
    return {
        name: {
            figures.year - basis: value
            for figures in nomination.organisation.figures
            if figures.year <= basis and (value := getattr(figures, name)) is not None
        }
        for name in SERIES
    }


def _paper(file: DossierFile) -> PaperContent:
    return PaperContent(file.paper, file.name, file.sha256, file.size, file.public_id)
