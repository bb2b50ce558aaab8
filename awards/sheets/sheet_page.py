"""The page that marks a sheet, put together of parts that say the same whoever opens it.

A dossier and a rulebook are named by the digest of what they say, so the HTML made of them is kept in memory. What a
judge typed into a text is never kept; where judging is blind the code is part of the name of what is kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flask import current_app, request
from markupsafe import Markup, escape

from awards.nominations.reading import DossierReading
from awards.seasons.rulebooks import rulebook_named
from awards.sheets.changes import Content
from awards.sheets.forms import SheetForm, mark_name, may_ask_reason, reason_name
from awards.sheets.opened import Opened
from awards.sheets.paper import Paper, choices_of, paper_of
from awards.sheets.places import NOTHING, dossier_named
from scoring.criteria import Expert, judged_in
from scoring.rounding import vietnamese_number

_GAP = f"gap{secrets.token_hex(12)}"
"""Stands where the judge's own sheet is named; nobody who writes a dossier can know it."""


@dataclass(frozen=True)
class Box:
    """One field of the form as it is shown before anything is typed."""

    id: str
    value: str
    errors: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.id

    def _value(self) -> str:
        return self.value


@dataclass(frozen=True)
class Laid:
    """One dossier beside its scoring table. ``dossier``: HTML, cut where the sheet's own address belongs.

    ``rows``: HTML of what is not to be marked and the keys of what is, in order.
    """

    title: str
    reference: str
    variant: str
    dossier: tuple[str, ...]
    rows: tuple[Markup | str, ...]
    adjustments: Markup
    criteria: Mapping[str, Expert]
    computed: Fraction
    most: Fraction
    is_blind: bool

    def dossier_of(self, public_id: str) -> Markup:
        return Markup(public_id.join(self.dossier))  # noqa: S704 - escaped when it was made; an id is letters

    @property
    def judged(self) -> int:
        """How many criteria a judge marks."""
        return len(self.criteria)

    def given(self, content: Content) -> int:
        """How many of them have a mark."""
        return sum(content.marks.get(key) is not None for key in self.criteria)

    def total(self, content: Content) -> Fraction:
        """What is known so far of the table: computed points and the marks given, without bonus and penalty."""
        marks = (content.marks.get(key) for key in self.criteria)
        return sum((mark for mark in marks if mark is not None), self.computed)


def laid_out(opened: Opened) -> Laid:
    """The dossier of a sheet, as its judge may read it."""
    return _laid(opened.rulebook_digest, opened.dossier_digest, opened.code, request.script_root)


def stored_fields(opened: Opened, laid: Laid) -> Markup:
    """The scoring table as it was saved last."""
    marks, reasons = opened.content.marks, opened.content.reasons
    html: list[str] = []
    for row in laid.rows:
        if isinstance(row, Markup):
            html.append(row)
            continue
        mark, reason = marks.get(row), reasons.get(row, "")
        held = "" if mark is None else vietnamese_number(mark)
        if reason:
            html.append(_field(laid.criteria[row], held, reason))
        else:
            html.append(_kept_field(opened.rulebook_digest, laid.variant, row, held))
    return _joined(html)


def typed_remark(form: SheetForm) -> Markup:
    """The field of the remark as it was typed."""
    made: Markup = _template("sheets/_marks.html").remark(form.remark)
    return made


def typed_fields(form: SheetForm, laid: Laid) -> Markup:
    """The scoring table as it was typed, with what is wrong with it."""
    made = _template("sheets/_marks.html").mark_field
    return _joined(
        row
        if isinstance(row, Markup)
        else made(form.mark(row), laid.criteria[row], choices_of(laid.criteria[row]), form.reason(row))
        for row in laid.rows
    )


def remark_field(remark: str) -> Markup:
    """The field of the remark as it was saved last."""
    before, after = _remark_parts()
    return Markup(f"{before}{escape(remark)}{after}")  # noqa: S704 - both parts were escaped when they were made


@lru_cache(maxsize=1024)
def _laid(rulebook_digest: str, dossier_digest: str, code: str | None, _script_root: str) -> Laid:
    reading = DossierReading(dossier_named(dossier_digest), rulebook_named(rulebook_digest))
    paper, parts = paper_of(reading, Content(), code), _template("sheets/_marks.html")
    shown = _template("components/dossier.html").dossier(
        paper.reading, "sheets.download_file", {"public_id": _GAP}, level=3, viewer="judged.show_judged_paper"
    )
    computed = [row.points for row in paper.rows if row.criterion.kind != "group" and not row.is_judged]
    return Laid(
        paper.reading.content.title,
        paper.reading.content.reference,
        paper.reading.content.variant,
        tuple(shown.split(_GAP)),
        tuple(_rows(paper, rulebook_digest)),
        parts.adjustments(paper),
        {one.key: one for one in judged_in(paper.variant.criteria)},
        sum((points for points in computed if points is not None), NOTHING),
        paper.reading.rulebook.max_total.value,
        code is not None,
    )


def _rows(paper: Paper, rulebook_digest: str) -> Iterable[Markup | str]:
    parts, headings = _template("sheets/_marks.html"), _headings(rulebook_digest, paper.reading.content.variant)
    for row in paper.rows:
        if row.is_judged:
            yield row.criterion.key
            continue
        if row.criterion.kind != "group":
            yield parts.computed(row)
            continue
        if row.criterion.key not in headings:
            headings[row.criterion.key] = parts.heading(row)
        yield headings[row.criterion.key]


@lru_cache(maxsize=64)
def _headings(_rulebook_digest: str, _variant: str) -> dict[str, Markup]:
    """The groups of a scoring table by their keys, as they were made so far: they say the same of every dossier."""
    return {}


@lru_cache(maxsize=4096)
def _kept_field(rulebook_digest: str, variant: str, criterion: str, held: str) -> Markup:
    """A mark without a written reason: there are as many as marks on the scale."""
    criteria = judged_in(rulebook_named(rulebook_digest).variant(variant).criteria)
    return _field(next(one for one in criteria if one.key == criterion), held, "")


def _field(criterion: Expert, held: str, reason: str) -> Markup:
    asked = Box(reason_name(criterion.key), reason) if may_ask_reason(criterion) else None
    box = Box(mark_name(criterion.key), held)
    made: Markup = _template("sheets/_marks.html").mark_field(box, criterion, choices_of(criterion), asked)
    return made


@lru_cache(maxsize=1)
def _remark_parts() -> tuple[str, str]:
    form = SheetForm(formdata=None, data={"remark": _GAP})
    before, _, after = _template("sheets/_marks.html").remark(form.remark).partition(_GAP)
    return before, after


def _joined(html: Iterable[str]) -> Markup:
    return Markup("\n".join(html))  # noqa: S704 - every part was escaped when it was made


def _template(name: str) -> Any:
    return current_app.jinja_env.get_template(name).module
