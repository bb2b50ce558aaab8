"""The form of a sheet, built from the criteria of its rulebook, and the form that casts it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wtforms import FileField, HiddenField

from awards.base.errors import DomainError
from awards.base.forms import AtMost, DecimalTextField, Filled, Form, LineField, TextField
from awards.base.numbers import NotANumber, parse_decimal
from awards.sheets.inputs import PaperInput, SettlementInput, SheetInput
from scoring.criteria import judged_in
from scoring.rounding import vietnamese_number
from scoring.rulebook import Variant
from scoring.sheet import MarkProblem, check_marks

_PREFIX = "mark_"
_WITH_A_POINT = re.compile(r"\d{1,3}\.\d{1,2}")
_STALE = "Trang này thiếu thông tin. Hãy tải lại trang rồi nhập lại."


def read_mark(text: str) -> Decimal:
    """``7,5`` or ``7.5``: the keys of many tablets have only a point, and no group of thousands has two digits."""
    try:
        return parse_decimal(text.replace(".", ",") if _WITH_A_POINT.fullmatch(text) else text)
    except NotANumber as error:
        raise NotANumber("nhập điểm bằng chữ số, ví dụ 7,5.") from error


class MarkField(DecimalTextField):
    """One mark; an empty one is not given yet, which is not zero."""

    read = staticmethod(read_mark)
    show = staticmethod(vietnamese_number)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(f"“{self.label.text}”: {error}") from error


class SheetForm(Form):
    """Marks, remark, and what makes saving safe: the version seen and a key for this one act."""

    base_version = HiddenField()
    idempotency_key = HiddenField(validators=[Filled(_STALE), AtMost(40, "Mã lần lưu")])
    remark = TextField("Nhận xét của giám khảo", [AtMost(4000, "Nhận xét")])
    variant: Variant

    @property
    def criteria(self) -> tuple[str, ...]:
        return tuple(one.key for one in judged_in(self.variant.criteria))

    def validate(self, extra_validators: Any = None) -> bool:
        """Every mistake at once: marks that are no numbers, and marks outside the rulebook."""
        valid: bool = super().validate(extra_validators)
        problems = check_marks(self.variant, self.to_input().marks, complete=False)
        for problem in problems:
            self.place_problem(problem)
        return valid and not problems

    def mark(self, criterion: str) -> MarkField:
        field: MarkField = self[_PREFIX + criterion]
        return field

    def place_problem(self, problem: MarkProblem) -> None:
        """Put what is wrong with a mark beside its field."""
        self.place(DomainError(problem.sentence, _PREFIX + problem.criterion))

    def to_input(self) -> SheetInput:
        return SheetInput(
            marks={criterion: _exact(self.mark(criterion).data) for criterion in self.criteria},
            remark=self.remark.data or "",
            base_version=_version(self.base_version.data),
            idempotency_key=self.idempotency_key.data or "",
        )


class CastForm(Form):
    """Casting names the version whose marks the judge has read."""

    base_version = HiddenField()

    def version(self) -> int:
        return _version(self.base_version.data)


def sheet_form(variant: Variant, marks: Mapping[str, Fraction | None], **data: Any) -> SheetForm:
    """A form with one field for each criterion a judge marks, filled with ``marks`` and ``data``."""
    fields: dict[str, Any] = {_PREFIX + one.key: MarkField(one.label) for one in judged_in(variant.criteria)}
    shown = {_PREFIX + key: mark for key, mark in marks.items()}
    form: SheetForm = type("SheetForm", (SheetForm,), {**fields, "variant": variant})(data={**data, **shown})
    return form


def _exact(mark: Decimal | None) -> Fraction | None:
    return None if mark is None else Fraction(mark)


def _version(text: str | None) -> int:
    """A version's number as it came back; anything else is a version nobody has, so the save conflicts."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


class ScanForm(Form):
    """The scan of a signed paper sheet."""

    file = FileField("Bản quét phiếu đã ký", description="PDF hoặc ảnh JPG, PNG, tối đa 25 MB.")


class PaperForm(SheetForm):
    """A paper sheet read off: every mark must be there."""

    idempotency_key = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        told = {problem.criterion for problem in check_marks(self.variant, self.to_input().marks, complete=False)}
        unread = {key for key in self.criteria if self.mark(key).errors}
        missing = [
            problem
            for problem in check_marks(self.variant, self.to_input().marks, complete=True)
            if problem.criterion not in told | unread
        ]
        for problem in missing:
            self.place_problem(problem)
        return valid and not missing

    def to_paper(self) -> PaperInput:
        return PaperInput(self.to_input().marks, self.remark.data or "")


class SettlementForm(Form):
    """What the paper says where two entries differ; made by :func:`settlement_form`."""

    remark = TextField("Nhận xét ghi trên phiếu", [AtMost(4000, "Nhận xét")])
    reason = LineField("Vì sao hai lần nhập khác nhau", [AtMost(500, "Lý do")])
    differing: tuple[str, ...] = ()

    def mark(self, criterion: str) -> MarkField:
        field: MarkField = self[_PREFIX + criterion]
        return field

    def to_input(self) -> SettlementInput:
        marks = {criterion: _exact(self.mark(criterion).data) for criterion in self.differing}
        return SettlementInput(marks, self.remark.data or "", self.reason.data or "")


def paper_form(variant: Variant) -> PaperForm:
    """An empty form with one field for each criterion a judge marks."""
    fields: dict[str, Any] = {_PREFIX + one.key: MarkField(one.label) for one in judged_in(variant.criteria)}
    form: PaperForm = type("PaperForm", (PaperForm,), {**fields, "variant": variant})()
    return form


def settlement_form(differing: Mapping[str, str]) -> SettlementForm:
    """A form with one field for each criterion (key and label) that was read off in two ways."""
    fields: dict[str, Any] = {
        _PREFIX + key: MarkField(label, [Filled(f"“{label}”: nhập điểm ghi trên phiếu.")])
        for key, label in differing.items()
    }
    form: SettlementForm = type("SettlementForm", (SettlementForm,), {**fields, "differing": tuple(differing)})()
    return form
