"""What each section of a dossier holds now, as one text, and the digest by which a page says what it had read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from awards.nominations.dossier import asked_of_nominee, figure_rows, known_figures
from awards.nominations.models import Nomination
from awards.nominations.states import Part
from awards.nominations.wording import OPTIONAL_PARTS
from awards.seasons.rulebooks import rulebook_of
from scoring.criteria import judged_in

SIGNED_COPY = Part.SIGNED_COPY.value


def base_of(nomination: Nomination, part: Part) -> str:
    """SHA-256 of what the section holds: two pages that read the same have the same base."""
    text = json.dumps(content_of(nomination, part), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def content_of(nomination: Nomination, part: Part) -> Any:
    """The section's stored content, made of texts, lists and mappings."""
    return _READERS[part](nomination)


def is_empty(nomination: Nomination, part: Part) -> bool:
    """Whether nothing at all is stored in the section."""
    content = content_of(nomination, part)
    return not any(content) if isinstance(content, list) else not content


def parts_of(nomination: Nomination) -> tuple[Part, ...]:
    """The sections this nomination has: what its rulebook does not ask for has none."""
    questions = asked_of_nominee(nomination)
    rulebook = rulebook_of(nomination.season)
    absent = set()
    if not any(one.figure.kind == "series" for one in questions):
        absent.add(Part.FIGURES)
    if all(one.figure.kind == "series" for one in questions):
        absent.add(Part.DECLARATIONS)
    if not rulebook.variant(nomination.variant).criteria:
        absent.add(Part.SELF_SCORE)
    return tuple(part for part in Part if part not in absent)


def is_optional(part: Part) -> bool:
    """Whether a dossier can be sent without the section."""
    return part in OPTIONAL_PARTS


def _organisation(nomination: Nomination) -> Any:
    organisation, product = nomination.organisation, nomination.product
    facts = [
        organisation.name,
        organisation.tax_code,
        organisation.kind,
        organisation.sector,
        organisation.address,
        organisation.province.name,
    ]
    return facts if product is None else [*facts, product.name, product.product_group, product.brand]


def _figures(nomination: Nomination) -> Any:
    known = known_figures(nomination)
    asked = (
        (row, year, known.get((row.figure.key, row.figure.unit, year)))
        for row in figure_rows(nomination)
        for year in row.years
    )
    return {
        f"{row.figure.key} {year} {row.figure.unit}": [one.value, one.source]
        for row, year, one in asked
        if one is not None
    }


def _declarations(nomination: Nomination) -> Any:
    own = {one.figure.key for one in asked_of_nominee(nomination) if one.figure.kind != "series"}
    return {row.figure: row.value for row in nomination.answers if row.figure in own}


def _self_score(nomination: Nomination) -> Any:
    variant = rulebook_of(nomination.season).variant(nomination.variant)
    judged = {one.key for one in judged_in(variant.criteria)}
    return {row.criterion: [row.mark, row.note] for row in nomination.self_marks if row.criterion in judged}


def _papers(nomination: Nomination) -> Any:
    return [
        [file.paper, file.sha256, str(file.issued_on), str(file.expires_on)]
        for file in nomination.kept_files
        if file.paper != SIGNED_COPY
    ]


def _signed_copy(nomination: Nomination) -> Any:
    return [[file.sha256, file.signed_digest] for file in nomination.kept_files if file.paper == SIGNED_COPY]


_READERS: Mapping[Part, Callable[[Nomination], Any]] = {
    Part.ORGANISATION: _organisation,
    Part.FIGURES: _figures,
    Part.DECLARATIONS: _declarations,
    Part.ACHIEVEMENTS: lambda nomination: [nomination.achievements],
    Part.CONSENT: lambda nomination: [
        nomination.consent_on.isoformat() if nomination.consent_on else "",
        nomination.consent_by or "",
    ],
    Part.PAPERS: _papers,
    Part.SELF_SCORE: _self_score,
    Part.SIGNED_COPY: _signed_copy,
}
