"""A dossier laid out for reading: on the check page, and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from awards.nominations.answers import in_words
from awards.nominations.dossier import DossierContent
from awards.nominations.self_score import SelfScore, assess
from awards.nominees.wording import KINDS, certificate_label, sector_label
from scoring.asked import AskedFigure, asked, asked_papers
from scoring.figures import PaperDef
from scoring.rulebook import Rulebook


@dataclass(frozen=True)
class DossierReading:
    """A dossier beside what its rulebook asks, as `templates/components/dossier.html` lays it out."""

    content: DossierContent
    rulebook: Rulebook

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


@dataclass(frozen=True)
class Reading:
    """What the rulebook asks beside what the dossier says."""

    content: DossierContent
    questions: tuple[AskedFigure, ...]
    papers: tuple[PaperDef, ...]
    score: SelfScore

    @property
    def kind(self) -> str:
        return KINDS[self.content.organisation.kind]

    @property
    def sector(self) -> str:
        return sector_label(self.content.organisation.sector)

    @property
    def facts(self) -> list[tuple[str, str | None]]:
        """The nominee as registered."""
        organisation, product = self.content.organisation, self.content.product
        of_product: list[tuple[str, str | None]] = []
        if product is not None:
            held = "; ".join(
                f"{certificate_label(one.kind, one.title)} số {one.number}, {one.issuer}"
                for one in product.certificates
            )
            of_product = [("Sản phẩm", product.name), ("Nhãn hiệu", product.brand), ("Chứng nhận còn hiệu lực", held)]
        return [
            *of_product,
            ("Chủ thể" if product is not None else "Tên đơn vị", organisation.name),
            ("Mã số thuế", organisation.tax_code),
            ("Loại hình", self.kind),
            ("Lĩnh vực", self.sector),
            ("Địa chỉ", organisation.address),
            ("Tỉnh, thành phố", organisation.province),
        ]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The questions that are not asked per year, with their answers in words."""
        own = (one.figure for one in self.questions if one.figure.kind != "series")
        return [(figure.label, in_words(figure, self.content.answer(figure.key))) for figure in own]

    @property
    def series(self) -> tuple[AskedFigure, ...]:
        return tuple(one for one in self.questions if one.figure.kind == "series")

    @property
    def offsets(self) -> list[int]:
        """The years asked for, as offsets from the basis year, the newest first."""
        return sorted({offset for one in self.questions for offset in one.offsets}, reverse=True)


def read_dossier(rulebook: Rulebook, content: DossierContent) -> Reading:
    """Lay a dossier out under its rulebook."""
    variant = rulebook.variant(content.variant)
    return Reading(content, asked(variant, rulebook), asked_papers(variant, rulebook), assess(rulebook, content))
