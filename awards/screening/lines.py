"""The checklist of one revision: a line for each condition, each paper and each declaration of the rulebook. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from awards.base.dates import format_day
from awards.nominations.answers import in_words
from awards.nominations.dossier import PaperContent
from awards.screening.checklist import Checked
from awards.screening.states import LineKind, Verdict
from awards.screening.wording import OUTCOME_LABELS
from scoring.asked import AskedFigure
from scoring.eligibility import MET, ConditionResult
from scoring.figures import PaperDef

CONSENT = "declaration:consent"
_LACKING = frozenset({Verdict.NOT_MET, Verdict.INCOMPLETE})
_NONE_NEEDED = frozenset({Verdict.NOT_APPLICABLE})
_IN_ORDER = frozenset({Verdict.MET})


@dataclass(frozen=True)
class Line:
    """One line. ``automatic`` is what the machine found, in words; a verdict outside ``expected`` needs a reason.

    ``substance`` is the SHA-256 of what there is to look at.
    """

    key: str
    kind: LineKind
    label: str
    automatic: str
    sentence: str
    expected: frozenset[Verdict]
    substance: str
    clause: str = ""
    figure: str = ""
    limit: str = ""
    files: tuple[PaperContent, ...] = ()


def lines_of(reading: Checked) -> tuple[Line, ...]:
    """Conditions, then papers, then declarations, each in the order of the rulebook; the consent last."""
    return (
        *(_condition(result) for result in reading.results),
        *(_paper(paper, reading) for paper in reading.papers),
        *_declarations(reading),
    )


def _condition(result: ConditionResult) -> Line:
    return Line(
        key=f"condition:{result.key}",
        kind=LineKind.CONDITION,
        label=result.label,
        automatic=OUTCOME_LABELS[result.outcome],
        sentence=result.sentence,
        expected=_IN_ORDER if result.outcome in MET else _LACKING,
        substance=_digest(result.outcome.value, result.sentence),
        clause=result.clause,
        figure=result.figure,
        limit=result.limit,
    )


def _paper(paper: PaperDef, reading: Checked) -> Line:
    files = tuple(file for file in reading.content.papers if file.paper == paper.key)
    if files:
        automatic, expected = "Có tệp", _IN_ORDER
    elif paper.required:
        automatic, expected = "Thiếu tệp", _LACKING
    else:
        automatic, expected = "Không có, không bắt buộc", _NONE_NEEDED
    return Line(
        key=f"paper:{paper.key}",
        kind=LineKind.PAPER,
        label=paper.label,
        automatic=automatic,
        sentence="",
        expected=expected,
        substance=_digest(*sorted([file.sha256, file.issued_on or "", file.expires_on or ""] for file in files)),
        files=files,
    )


def _declarations(reading: Checked) -> Iterator[Line]:
    content = reading.content
    for one in reading.asked:
        if one.figure.kind != "series":
            yield _declaration(one, in_words(one.figure, content.answer(one.figure.key)))
    day = content.consent_day
    signed = f"{content.consent_by}, ngày {format_day(day)}" if content.consent_by and day else ""
    yield Line(
        key=CONSENT,
        kind=LineKind.DECLARATION,
        label="Hợp tác xã đồng ý tham gia",
        automatic="Đã ghi" if signed else "Chưa ghi",
        sentence=signed,
        expected=_IN_ORDER if signed else _LACKING,
        substance=_digest(content.consent_by, content.consent_on),
    )


def _declaration(one: AskedFigure, answer: str) -> Line:
    return Line(
        key=f"declaration:{one.figure.key}",
        kind=LineKind.DECLARATION,
        label=one.figure.label,
        automatic="Đã khai" if answer else "Chưa khai",
        sentence=answer,
        expected=_IN_ORDER if answer else (_NONE_NEEDED | _LACKING if one.alternative else _LACKING),
        substance=_digest(answer),
    )


def _digest(*facts: object) -> str:
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
