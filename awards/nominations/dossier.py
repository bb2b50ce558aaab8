"""A dossier as one frozen value: what is forwarded, digested, screened, judged and counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from awards.base import clock
from awards.nominations.answers import Answer, read
from awards.nominations.models import DossierFile, Nomination, NominationFigure
from awards.nominations.past_honours import past_honours_for
from awards.nominations.states import Part
from awards.nominees.asked import FigureRow
from awards.nominees.models import HeldCertificate, OrganisationFigure, Product
from awards.nominees.wording import SECTOR_GROUPS, certificate_label
from awards.seasons.rulebooks import rulebook_of
from scoring.asked import AskedFigure, asked
from scoring.criteria import judged_in
from scoring.entry import Entry, HeldPaper
from scoring.rulebook import Rulebook


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
class CertificateContent:
    """A certificate held for the product and valid when the dossier was read; days are ISO texts."""

    kind: str
    title: str
    number: str
    issuer: str
    issued_on: str
    expires_on: str | None = None

    @property
    def label(self) -> str:
        return certificate_label(self.kind, self.title)


@dataclass(frozen=True)
class ProductContent:
    """The product that is put forward, where the award is one for products."""

    name: str
    product_group: str
    brand: str
    certificates: tuple[CertificateContent, ...] = ()


@dataclass(frozen=True)
class OwnMarkContent:
    """The province's own mark of one criterion ("" where it only wrote a note); for the reader, never counted."""

    criterion: str
    mark: str
    note: str


@dataclass(frozen=True)
class DossierHeading:
    """What a list shows of a dossier."""

    title: str
    reference: str
    province: str

    @classmethod
    def read(cls, text: str) -> DossierHeading:
        """From the canonical JSON of a revision, in a fraction of the time its whole content takes."""
        body = json.loads(text)
        organisation, product = body["organisation"], body.get("product")
        return cls(product["name"] if product else organisation["name"], body["reference"], organisation["province"])


@dataclass(frozen=True)
class DossierContent:
    """Everything the rulebook asks of the nominee's variant, and nothing else.

    ``series``: exact numbers as text, by figure and year offset (0 is ``basis_year``); a figure that is
    one number stands at 0. ``sources``: the paper a yearly figure was taken from, likewise. ``sets``: the
    keys held, sorted. ``past_honours``: how many seasons ago, by "nominee" and "product". What is absent
    is not known. The fields with a default came later: a text without them reads and is written as before.
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
    product: ProductContent | None = None
    sources: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    self_marks: tuple[OwnMarkContent, ...] = ()
    past_honours: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> DossierContent:
        """From the canonical JSON of a revision."""
        body = json.loads(text)
        return cls(
            **{
                **body,
                "organisation": OrganisationContent(**body["organisation"]),
                "series": _by_offset(body["series"]),
                "sets": {name: tuple(keys) for name, keys in body["sets"].items()},
                "papers": tuple(PaperContent(**paper) for paper in body["papers"]),
                "product": _product_of(body.get("product")),
                "sources": _by_offset(body.get("sources", {})),
                "self_marks": tuple(OwnMarkContent(**mark) for mark in body.get("self_marks", ())),
                "past_honours": {name: tuple(ago) for name, ago in body.get("past_honours", {}).items()},
            }
        )

    @property
    def title(self) -> str:
        """The nominee: the product, else the organisation."""
        return self.product.name if self.product is not None else self.organisation.name

    @property
    def owner(self) -> str:
        """Whose product it is; "" where the organisation itself is the nominee."""
        return self.organisation.name if self.product is not None else ""

    @property
    def signed_copies(self) -> tuple[PaperContent, ...]:
        """The scans of the printed dossier, signed and stamped."""
        return tuple(paper for paper in self.papers if paper.paper == Part.SIGNED_COPY)

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
        """UTF-8 JSON, sorted keys, no spaces; of the fields that came later only those that say something."""
        body = asdict(self)
        told = {name: value for name, value in body.items() if value or name not in _CAME_LATER}
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def digest(self) -> str:
        return hashlib.sha256(self.canonical().encode("utf-8")).hexdigest()

    def printed_digest(self) -> str:
        """The digest of what is printed to be signed: everything but the signed prints themselves."""
        others = tuple(paper for paper in self.papers if paper.paper != Part.SIGNED_COPY)
        return replace(self, papers=others).digest()

    def entry(self) -> Entry:
        """What the published rules may know of this dossier."""
        parts = {
            "organisation": vars(self.organisation),
            "papers": [vars(one) for one in self.papers],
            "product": vars(self.product) if self.product is not None else None,
        }
        return _entry({**vars(self), **parts})


_CAME_LATER = frozenset({"product", "sources", "self_marks", "past_honours"})


def entry_of(text: str) -> Entry:
    """The entry in the canonical JSON of a revision: the same as of its content, and nothing else is made of it."""
    return _entry(json.loads(text))


def _entry(body: Mapping[str, Any]) -> Entry:
    """From a dossier's tables, whose year offsets are numbers or texts."""
    organisation, product = body["organisation"], body.get("product")
    traits = {"sector": organisation["sector_group"], "owner": organisation["tax_code"]}
    if product is not None:
        traits["product_group"] = product["product_group"]
    return Entry(
        code=body["reference"],
        variant=body["variant"],
        province=organisation["province"],
        series={
            name: {int(offset): _exact(value) for offset, value in years.items()}
            for name, years in body["series"].items()
        },
        choices=body["choices"],
        sets={name: frozenset(keys) for name, keys in body["sets"].items()},
        flags=body["flags"],
        papers=_held_papers(body["papers"]),
        traits=traits,
        past_honours={of: tuple(ago) for of, ago in body.get("past_honours", {}).items()},
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
        product=_product(nomination.product) if nomination.product is not None else None,
        sources=_sources(nomination),
        self_marks=_self_marks(nomination),
        past_honours=past_honours_for(nomination),
    )


def is_for_products(rulebook: Rulebook) -> bool:
    """Whether the award honours products: its tables serve groups of products, not sectors."""
    return not any(group in SECTOR_GROUPS for variant in rulebook.variants for group in variant.sector_groups)


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


def figure_rows(nomination: Nomination) -> tuple[FigureRow, ...]:
    """The yearly figures asked of the nominee, each with its years, the newest first."""
    basis = nomination.season.basis_year
    return tuple(
        FigureRow(one.figure, tuple(basis + offset for offset in one.offsets), f"figure_{one.figure.key}")
        for one in asked_of_nominee(nomination)
        if one.figure.kind == "series"
    )


def known_figures(nomination: Nomination) -> dict[tuple[str, str, int], OrganisationFigure | NominationFigure]:
    """By figure, unit and year: those of the organisation, or of the product where one is put forward."""
    rows: list[OrganisationFigure] | list[NominationFigure] = nomination.organisation.figures
    if nomination.product_id is not None:
        rows = nomination.figures
    return {(row.figure, row.unit, row.year): row for row in rows}


def _series(nomination: Nomination, questions: tuple[AskedFigure, ...]) -> dict[str, dict[int, str]]:
    """The figures asked for, of the years asked for; one that is not known is absent."""
    basis = nomination.season.basis_year
    known = known_figures(nomination)
    return {
        one.figure.key: {
            offset: known[one.figure.key, one.figure.unit, basis + offset].value
            for offset in one.offsets
            if (one.figure.key, one.figure.unit, basis + offset) in known
        }
        for one in questions
        if one.figure.kind == "series"
    }


def _sources(nomination: Nomination) -> dict[str, dict[int, str]]:
    """The papers the known figures were taken from, where somebody said so."""
    known, basis = known_figures(nomination), nomination.season.basis_year
    told: dict[str, dict[int, str]] = {}
    for row in figure_rows(nomination):
        for year in row.years:
            found = known.get((row.figure.key, row.figure.unit, year))
            if found is not None and found.source:
                told.setdefault(row.figure.key, {})[year - basis] = found.source
    return told


def _self_marks(nomination: Nomination) -> tuple[OwnMarkContent, ...]:
    """In the order of the table."""
    variant = rulebook_of(nomination.season).variant(nomination.variant)
    given = {row.criterion: row for row in nomination.self_marks}
    rows = (given[one.key] for one in judged_in(variant.criteria) if one.key in given)
    return tuple(OwnMarkContent(row.criterion, row.mark, row.note) for row in rows)


def _product(product: Product) -> ProductContent:
    today = clock.today()
    valid = (one for one in product.certificates if not one.is_expired_on(today))
    return ProductContent(product.name, product.product_group, product.brand, tuple(map(_certificate, valid)))


def _certificate(held: HeldCertificate) -> CertificateContent:
    expires = held.expires_on.isoformat() if held.expires_on else None
    return CertificateContent(
        held.kind, held.title, held.number, held.issuer, held.issued_on.isoformat(), expires_on=expires
    )


def _product_of(body: dict[str, Any] | None) -> ProductContent | None:
    if body is None:
        return None
    certificates = tuple(CertificateContent(**one) for one in body["certificates"])
    return ProductContent(**{**body, "certificates": certificates})


def _by_offset(body: dict[str, dict[str, str]]) -> dict[str, dict[int, str]]:
    return {name: {int(offset): value for offset, value in years.items()} for name, years in body.items()}


def _paper(file: DossierFile) -> PaperContent:
    issued = file.issued_on.isoformat() if file.issued_on else None
    expires = file.expires_on.isoformat() if file.expires_on else None
    return PaperContent(file.paper, file.name, file.sha256, file.size, file.public_id, issued, expires)


def _exact(value: str) -> Fraction:
    """Most figures are whole numbers, which are read in a fifth of the time."""
    return Fraction(int(value)) if value.isdecimal() else Fraction(value)


def _held_papers(papers: Sequence[Mapping[str, Any]]) -> dict[str, HeldPaper]:
    """Of several files of one paper the one issued last counts; ISO days sort as days do."""
    newest: dict[str, Mapping[str, Any]] = {}
    for paper in papers:
        before = newest.get(paper["paper"])
        if before is None or (paper.get("issued_on") or "") > (before.get("issued_on") or ""):
            newest[paper["paper"]] = paper
    return {key: HeldPaper(_day(one.get("issued_on")), _day(one.get("expires_on"))) for key, one in newest.items()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
