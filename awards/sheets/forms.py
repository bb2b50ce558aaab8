"""The form of a sheet, built from the criteria of its rulebook, and the form that casts it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from wtforms import FileField, HiddenField, SelectField

from awards.base.errors import DomainError
from awards.base.forms import AtMost, DecimalTextField, Filled, Form, LineField, TextField, WholeField, offered
from awards.base.normalise import clean_line, clean_text
from awards.base.numbers import NotANumber, parse_decimal
from awards.screening.states import FlagReason
from awards.screening.wording import FLAG_REASONS
from awards.sheets.changes import Change, Content
from awards.sheets.inputs import ConcernInput, PaperInput, ReopeningInput, SettlementInput, SheetInput
from awards.sheets.refusals import FieldsRefused
from awards.sheets.wording import CONCERNS
from scoring.criteria import Expert, judged_in
from scoring.rounding import vietnamese_number
from scoring.rulebook import Variant
from scoring.sheet import MarkProblem, check_marks

_PREFIX = "mark_"
_REASON = "reason_"
LONGEST_REASON, LONGEST_REMARK, LONGEST_KEY = 1000, 4000, 40
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
    idempotency_key = HiddenField(validators=[Filled(_STALE), AtMost(LONGEST_KEY, "Mã lần lưu")])
    remark = TextField("Nhận xét của giám khảo", [AtMost(LONGEST_REMARK, "Nhận xét")])
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

    def reason(self, criterion: str) -> TextField | None:
        """The field of the written reason, where the rulebook may ask for one."""
        field: TextField | None = self._fields.get(_REASON + criterion)
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
            reasons={one: field.data or "" for one in self.criteria if (field := self.reason(one)) is not None},
        )


class CastForm(Form):
    """Casting names the version whose marks the judge has read."""

    base_version = HiddenField()

    def version(self) -> int:
        return _version(self.base_version.data)


class CastAllForm(Form):
    """Casting several sheets in one act: each is named with the version whose marks the judge has read."""

    def seen(self, sent: Sequence[str]) -> dict[str, int]:
        """Assignment (public id) to version, as the page wrote them: ``id:version``."""
        parts = (one.rpartition(":") for one in sent)
        return {public_id: _version(version) for public_id, _, version in parts if public_id}


class AbstainForm(Form):
    """Why the judge gives this entry no marks."""

    reason = TextField("Lý do không cho điểm", [Filled("Ghi lý do không cho điểm."), AtMost(LONGEST_REASON, "Lý do")])


class ConcernForm(Form):
    """What a judge puts before the office."""

    reason = SelectField("Loại vướng mắc", [Filled("Chọn loại vướng mắc.")])
    text = TextField("Nội dung", [Filled("Ghi nội dung vướng mắc."), AtMost(LONGEST_REASON, "Nội dung")])

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.reason.choices = offered([("", "Chọn"), *((one.value, FLAG_REASONS[one]) for one in CONCERNS)])

    def to_input(self) -> ConcernInput:
        return ConcernInput(FlagReason(self.reason.data), self.text.data or "")


class NoteForm(Form):
    """The judge's private note."""

    text = TextField("Ghi chú riêng", [AtMost(LONGEST_REMARK, "Ghi chú")])


class ReceiptForm(Form):
    """A receipt code to be looked up."""

    code = LineField("Mã biên nhận", [Filled("Nhập mã biên nhận."), AtMost(30, "Mã biên nhận")])


class ReopeningForm(Form):
    """Which cast sheet is to be opened again, and why."""

    judge_number = WholeField("Giám khảo số", [Filled("Nhập số của giám khảo.")])
    reference = LineField("Mã hồ sơ", [Filled("Nhập mã hồ sơ."), AtMost(40, "Mã hồ sơ")])
    reason = TextField("Lý do mở lại", [Filled("Ghi lý do mở lại phiếu."), AtMost(LONGEST_REASON, "Lý do")])

    def to_input(self) -> ReopeningInput:
        return ReopeningInput(self.judge_number.data or 0, self.reference.data or "", self.reason.data or "")


def sheet_form(variant: Variant, content: Content, **data: Any) -> SheetForm:
    """A form with a field for each criterion a judge marks, and each reason that may be asked; filled as told."""
    shown: dict[str, Any] = {_PREFIX + key: mark for key, mark in content.marks.items()}
    shown |= {_REASON + key: reason for key, reason in content.reasons.items()}
    form: SheetForm = _form_class(variant)(data={**data, **shown, "remark": content.remark})
    return form


@lru_cache(maxsize=64)
def _form_class(variant: Variant) -> type[SheetForm]:
    fields: dict[str, Any] = {_PREFIX + one.key: MarkField(one.label) for one in judged_in(variant.criteria)}
    for one in judged_in(variant.criteria):
        if may_ask_reason(one):
            checks = [AtMost(LONGEST_REASON, f"“{one.label}”: lý do")]
            fields[_REASON + one.key] = TextField(f"Lý do của điểm “{one.label}”", checks)
    return type("SheetForm", (SheetForm,), {**fields, "variant": variant})


def may_ask_reason(criterion: Expert) -> bool:
    """Whether some marks of a criterion must be explained."""
    return criterion.justify_below is not None or criterion.justify_above is not None


def read_change(variant: Variant, sent: Mapping[str, str]) -> Change:
    """What a page sent by itself: the fields that are there, and no other.

    Raises :class:`FieldsRefused` with a sentence for every field that cannot be read. Marks outside the scale are
    for the service to refuse.
    """
    errors: dict[str, str] = {}
    marks: dict[str, Fraction | None] = {}
    reasons: dict[str, str] = {}
    for one in judged_in(variant.criteria):
        if _PREFIX + one.key in sent:
            try:
                marks[one.key] = _mark(sent[_PREFIX + one.key])
            except NotANumber as error:
                errors[_PREFIX + one.key] = f"“{one.label}”: {error.sentence}"
        if _REASON + one.key in sent and may_ask_reason(one):
            reasons[one.key] = _text(sent, _REASON + one.key, LONGEST_REASON, f"“{one.label}”: lý do", errors)
    remark = _text(sent, "remark", LONGEST_REMARK, "Nhận xét", errors) if "remark" in sent else None
    key = sent.get("idempotency_key", "")
    if not 0 < len(key) <= LONGEST_KEY or not (marks or reasons or errors or remark is not None):
        errors["idempotency_key"] = _STALE
    if errors:
        raise FieldsRefused(errors)
    return Change(marks, reasons, remark, _version(sent.get("base_version")), key)


def mark_name(criterion: str) -> str:
    """The name of the field of a mark."""
    return _PREFIX + criterion


def reason_name(criterion: str) -> str:
    """The name of the field of a mark's reason."""
    return _REASON + criterion


def _mark(typed: str) -> Fraction | None:
    text = clean_line(typed)
    return Fraction(read_mark(text)) if text else None


def _text(sent: Mapping[str, str], name: str, most: int, what: str, errors: dict[str, str]) -> str:
    text = clean_text(sent[name])
    if len(text) > most:
        errors[name] = f"{what} dài {len(text)} ký tự, tối đa {most} ký tự."
    return text


def _exact(mark: Decimal | None) -> Fraction | None:
    return None if mark is None else Fraction(mark)


def _version(text: str | None) -> int:
    """A version's number as it came back; anything else is a version nobody has, so the save conflicts."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


class ReaderForm(Form):
    """The second person who reads off a central council's paper sheets."""

    user = SelectField("Người nhập phiếu", [Filled("Chọn người nhập phiếu.")], validate_choice=False)

    def __init__(self, users: Sequence[tuple[str, str]], **keywords: Any) -> None:
        super().__init__(**keywords)
        self.user.choices = offered([("", "Chọn người"), *users])


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
