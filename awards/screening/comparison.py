"""Two revisions of one dossier side by side, item by item. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from awards.base.dates import format_day
from awards.nominations.answers import in_words
from awards.nominations.dossier import (
    DossierContent,
    OrganisationContent,
    OwnMarkContent,
    PaperContent,
    ProductContent,
)
from awards.nominations.states import Part
from awards.nominations.wording import PART_TITLES
from awards.nominees.wording import KINDS, SECTOR_GROUPS, certificate_label, sector_label
from scoring.asked import AskedFigure, asked, asked_papers
from scoring.criteria import walk
from scoring.rounding import vietnamese_number
from scoring.rulebook import Rulebook, Variant

ORGANISATION_LABELS: dict[str, str] = {
    "name": "Tên",
    "tax_code": "Mã số thuế",
    "kind": "Loại hình",
    "sector_group": "Nhóm lĩnh vực",
    "sector": "Lĩnh vực",
    "address": "Địa chỉ",
    "province": "Tỉnh, thành phố",
}


@dataclass(frozen=True)
class Item:
    """One fact of both revisions, as people read it; "" where a revision does not have it."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Paragraphs:
    """A stretch of a text: the same paragraphs in both, or what stood there before and what stands there now."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class PaperPair:
    """One file of one paper before and after; ``None`` where it was not there."""

    label: str
    before: PaperContent | None
    after: PaperContent | None

    @property
    def changed(self) -> bool:
        return _facts(self.before) != _facts(self.after)


@dataclass(frozen=True)
class Group:
    """One part of the dossier with its facts in the order of the form."""

    title: str
    items: tuple[Item, ...]

    @property
    def changed(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.changed)

    @property
    def same(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.changed)


@dataclass(frozen=True)
class Comparison:
    """Everything both revisions hold."""

    groups: tuple[Group, ...]
    achievements: tuple[Paragraphs, ...]
    papers: tuple[PaperPair, ...]

    @property
    def changes(self) -> int:
        """How many items differ; a changed text counts each changed stretch."""
        return (
            sum(len(group.changed) for group in self.groups)
            + sum(one.changed for one in self.achievements)
            + sum(pair.changed for pair in self.papers)
        )


def compare(rulebook: Rulebook, before: DossierContent, after: DossierContent) -> Comparison:
    """What the rulebook asks of the later revision's variant, as both revisions answer it."""
    variant = rulebook.variant(after.variant)
    questions = asked(variant, rulebook)
    labels = {paper.key: paper.label for paper in asked_papers(variant, rulebook)}
    labels[Part.SIGNED_COPY.value] = PART_TITLES[Part.SIGNED_COPY]
    return Comparison(
        groups=(
            Group("Thông tin hợp tác xã", tuple(_organisation(before.organisation, after.organisation))),
            Group("Sản phẩm", tuple(_product(before.product, after.product))),
            Group("Số liệu các năm", tuple(_figures(questions, before, after))),
            Group("Các mục tự khai", tuple(_answers(questions, before, after))),
            Group("Hợp tác xã đồng ý tham gia", tuple(_consent(before, after))),
            Group("Tự chấm điểm", tuple(_self_marks(variant, before, after))),
        ),
        achievements=paragraphs(before.achievements, after.achievements),
        papers=tuple(_papers(labels, before, after)),
    )


def paragraphs(before: str, after: str) -> tuple[Paragraphs, ...]:
    """Both texts cut into stretches of whole paragraphs that are the same or differ."""
    old, new = _cut(before), _cut(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(Paragraphs(tuple(old[a:b]), tuple(new[c:d])) for _, a, b, c, d in matcher.get_opcodes())


def _cut(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _organisation(before: OrganisationContent, after: OrganisationContent) -> Iterator[Item]:
    for field in fields(OrganisationContent):
        old, new = (_organisation_fact(field.name, getattr(one, field.name)) for one in (before, after))
        yield Item(ORGANISATION_LABELS.get(field.name, field.name), old, new)


def _organisation_fact(name: str, value: object) -> str:
    text = "" if value is None else str(value)
    if name == "kind":
        return KINDS.get(text, text)
    if name == "sector_group":
        return SECTOR_GROUPS.get(text, text)
    return sector_label(text) if name == "sector" else text


def _product(before: ProductContent | None, after: ProductContent | None) -> Iterator[Item]:
    """Nothing at all where the award is not one for products."""
    if before is None and after is None:
        return
    sides = [_product_facts(one) for one in (before, after)]
    for label in sides[0] | sides[1]:
        yield Item(label, *(side.get(label, "") for side in sides))


def _product_facts(product: ProductContent | None) -> dict[str, str]:
    if product is None:
        return {}
    held = "; ".join(
        f"{certificate_label(one.kind, one.title)} số {one.number}, {one.issuer}" for one in product.certificates
    )
    return {"Tên sản phẩm": product.name, "Nhãn hiệu": product.brand, "Chứng nhận đang có": held}


def _self_marks(variant: Variant, before: DossierContent, after: DossierContent) -> Iterator[Item]:
    sides = [{one.criterion: one for one in content.self_marks} for content in (before, after)]
    for criterion in walk(variant.criteria):
        if any(criterion.key in side for side in sides):
            yield Item(criterion.label, *(_own_mark(side.get(criterion.key)) for side in sides))


def _own_mark(mark: OwnMarkContent | None) -> str:
    if mark is None:
        return ""
    points = f"{vietnamese_number(mark.mark)} điểm" if mark.mark else "chưa chấm"
    return f"{points}. {mark.note}" if mark.note else points


def _figures(questions: tuple[AskedFigure, ...], before: DossierContent, after: DossierContent) -> Iterator[Item]:
    for one in questions:
        for offset in one.offsets:
            label = f"{one.figure.label}, năm {after.basis_year + offset} ({one.figure.unit})"
            yield Item(label, *(_number(content, one.figure.key, offset) for content in (before, after)))


def _number(content: DossierContent, figure: str, offset: int) -> str:
    """The figure, and the paper it was taken from where the province said so."""
    text = content.series.get(figure, {}).get(offset)
    if text is None:
        return ""
    source = content.sources.get(figure, {}).get(offset, "")
    return f"{vietnamese_number(text)} (nguồn: {source})" if source else vietnamese_number(text)


def _answers(questions: tuple[AskedFigure, ...], before: DossierContent, after: DossierContent) -> Iterator[Item]:
    for one in questions:
        if one.figure.kind != "series":
            answers = (in_words(one.figure, content.answer(one.figure.key)) for content in (before, after))
            yield Item(one.figure.label, *answers)


def _consent(before: DossierContent, after: DossierContent) -> Iterator[Item]:
    yield Item("Người ký", before.consent_by or "", after.consent_by or "")
    yield Item("Ngày ký", *(format_day(one.consent_day) if one.consent_day else "" for one in (before, after)))


def _papers(labels: dict[str, str], before: DossierContent, after: DossierContent) -> Iterator[PaperPair]:
    """Files of one paper are paired by their content, then in their order."""
    for key, label in labels.items():
        old = [file for file in before.papers if file.paper == key]
        new = [file for file in after.papers if file.paper == key]
        kept = {file.sha256 for file in old} & {file.sha256 for file in new}
        for digest in dict.fromkeys(file.sha256 for file in new if file.sha256 in kept):
            same = (next(file for file in side if file.sha256 == digest) for side in (old, new))
            yield PaperPair(label, *same)
        gone = [file for file in old if file.sha256 not in kept]
        come = [file for file in new if file.sha256 not in kept]
        for place in range(max(len(gone), len(come))):
            yield PaperPair(label, _at(gone, place), _at(come, place))


def _at(files: list[PaperContent], place: int) -> PaperContent | None:
    return files[place] if place < len(files) else None


def _facts(paper: PaperContent | None) -> tuple[object, ...] | None:
    """What makes two papers the same: name, content and days; not the row they are stored in."""
    return None if paper is None else (paper.name, paper.sha256, paper.issued_on, paper.expires_on)
