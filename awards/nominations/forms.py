"""Forms about nominations: one for each section, giving back what of it can be stored.

A wrong value never keeps the right ones from being saved: :meth:`to_input` leaves it out, and the field
keeps the typed text with its sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wtforms import BooleanField, FileField, SelectField, ValidationError

from awards.base.clock import today
from awards.base.forms import AtMost, Choices, DayField, DecimalTextField, Filled, Form, LineField, offered
from awards.base.numbers import exact_text
from awards.nominations.answers import YES_NO, Answer
from awards.nominations.inputs import AchievementsInput, ConsentInput, DeclarationsInput, OwnMark, SelfScoreInput
from awards.nominations.report_text import ReportField
from awards.nominations.wording import FIELD_LABELS, PURPOSE_TITLES
from awards.seasons.figure_fields import NO_ITEM, answer_field, exact
from scoring.asked import AskedFigure, Purpose
from scoring.criteria import Expert
from scoring.figures import FigureDef
from scoring.limits import above_mistake
from scoring.rulebook import Variant
from scoring.sheet import check_marks

MOST_LETTERS = 20_000
MOST_NOTE = 1_000
HOLD_HINT = "Nếu có, hồ sơ tạm dừng xét cho đến khi có kết luận, chưa bị loại."


class BeginForm(Form):
    """Whom to put forward."""

    nominee = SelectField(validators=[Filled("Chọn đơn vị hoặc sản phẩm được đề cử.")])
    copied = BooleanField(
        "Chép nội dung còn dùng được từ hồ sơ mùa trước",
        description="Tóm tắt thành tích, câu trả lời, người ký và số liệu sản phẩm của lần đề cử gần nhất, nếu có. "
        "Anh/chị vẫn xem và sửa từng mục trước khi gửi.",
    )

    def __init__(self, label: str, nominees: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.nominee.label.text = label
        self.nominee.choices = offered([("", "Chọn trong danh sách"), *nominees])


class SignedCopyForm(Form):
    """The scan of the printed dossier, and the code on the paper."""

    code = LineField("Mã in ở chân trang bản đã ký", [Filled("Nhập mã in ở chân trang bản đã ký.")])
    file = FileField("Bản quét", description="PDF hoặc ảnh JPG, tối đa 25 MB.")


class ConsentForm(Form):
    """Who of the cooperative signed, and when; each may wait until later."""

    consent_on = DayField(FIELD_LABELS["consent_on"])
    consent_by = LineField(FIELD_LABELS["consent_by"], [AtMost(120, "Họ và tên")])

    def validate_consent_on(self, field: DayField) -> None:
        if field.data and field.data > today():
            raise ValidationError("Ngày ký không thể sau hôm nay.")

    def to_input(self, stored: ConsentInput) -> ConsentInput:
        """What was typed; what cannot stand stays as it is stored."""
        return ConsentInput(
            consent_on=stored.consent_on if self.consent_on.errors else self.consent_on.data,
            consent_by=stored.consent_by if self.consent_by.errors else self.consent_by.data or None,
        )


class AchievementsForm(Form):
    """The report in the cooperative's own words."""

    achievements = ReportField(FIELD_LABELS["achievements"], [AtMost(MOST_LETTERS, "Tóm tắt thành tích")])

    def to_input(self, stored: AchievementsInput) -> AchievementsInput:
        return stored if self.achievements.errors else AchievementsInput(self.achievements.data or "")


class DeclarationsForm(Form):
    """The rulebook's questions that are not asked per year. Built by :func:`declarations_form`."""

    questions: Sequence[AskedFigure] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        numbers = {one.figure.key: one.figure for one in self.questions if one.figure.kind == "number"}
        for figure in numbers.values():
            other = numbers.get(figure.not_above)
            if other is not None and self._refuse_above(figure, other):
                whole = False
        return whole

    def _refuse_above(self, figure: FigureDef, ceiling: FigureDef) -> bool:
        field, most = self.question(figure.key), self.question(ceiling.key)
        if field.data is None or most.data is None:
            return False
        sentence = above_mistake(figure, exact(field.data), ceiling, exact(most.data))
        if sentence is not None:
            field.errors = [*field.errors, sentence]
        return sentence is not None

    def question(self, figure: str) -> Any:
        return self._fields[f"figure_{figure}"]

    def sections(self) -> list[tuple[Purpose, list[tuple[AskedFigure, Any]]]]:
        """The questions with their fields, by what they are asked for."""
        parts = [
            (purpose, [(one, self.question(one.figure.key)) for one in self.questions if one.purpose == purpose])
            for purpose in PURPOSE_TITLES
        ]
        return [part for part in parts if part[1]]

    def to_input(self) -> DeclarationsInput:
        """The answers that can stand; the others are left as they are stored."""
        fields = ((one.figure, self.question(one.figure.key)) for one in self.questions)
        return DeclarationsInput(
            {figure.key: _answer(figure, field.data) for figure, field in fields if not field.errors}
        )


def declarations_form(questions: Iterable[AskedFigure], answers: Mapping[str, Answer]) -> DeclarationsForm:
    """A field for every question that is not asked per year, filled with what is answered already."""
    own = tuple(one for one in questions if one.figure.kind != "series")
    fields: dict[str, Any] = {"questions": own}
    data: dict[str, object] = {}
    for one in own:
        name, figure = f"figure_{one.figure.key}", one.figure
        fields[name] = answer_field(figure, figure.hint or (HOLD_HINT if one.holds else ""))
        if figure.key in answers:
            data[name] = _chosen(figure, answers[figure.key])
    return type("AskedDeclarationsForm", (DeclarationsForm,), fields)(data=data)  # type: ignore[no-any-return]


class SelfScoreForm(Form):
    """The province's own mark and note for each criterion judges mark. Built by :func:`self_score_form`."""

    variant: Variant
    criteria: tuple[Expert, ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        given = {one.key: self.mark(one.key).data for one in self.criteria}
        marks = {key: None if mark is None else Fraction(mark) for key, mark in given.items()}
        problems = check_marks(self.variant, marks, complete=False)
        for problem in problems:
            field = self.mark(problem.criterion)
            field.errors = [*field.errors, problem.sentence]
        return whole and not problems

    def mark(self, criterion: str) -> Any:
        return self._fields[f"mark_{criterion}"]

    def note(self, criterion: str) -> Any:
        return self._fields[f"note_{criterion}"]

    def to_input(self, stored: Mapping[str, OwnMark]) -> SelfScoreInput:
        """Marks and notes that can stand; the others are left as they are stored."""
        return SelfScoreInput(
            {one.key: self._own(one.key, stored.get(one.key, OwnMark(None))) for one in self.criteria}
        )

    def _own(self, criterion: str, stored: OwnMark) -> OwnMark:
        mark, note = self.mark(criterion), self.note(criterion)
        typed = None if mark.data is None else exact_text(mark.data)
        return OwnMark(stored.mark if mark.errors else typed, stored.note if note.errors else note.data or "")


def self_score_form(variant: Variant, criteria: tuple[Expert, ...], given: Mapping[str, OwnMark]) -> SelfScoreForm:
    """Two fields for each criterion that is judged."""
    fields: dict[str, Any] = {"variant": variant, "criteria": criteria}
    data: dict[str, object] = {}
    for one in criteria:
        fields[f"mark_{one.key}"] = DecimalTextField(f"Điểm tự chấm: {one.label}")
        fields[f"note_{one.key}"] = LineField(f"Căn cứ: {one.label}", [AtMost(MOST_NOTE, "Căn cứ")])
        own = given.get(one.key)
        if own is not None:
            data |= {f"mark_{one.key}": Decimal(own.mark) if own.mark else None, f"note_{one.key}": own.note}
    return type("OwnSelfScoreForm", (SelfScoreForm,), fields)(data=data)  # type: ignore[no-any-return]


def _answer(figure: FigureDef, data: Any) -> Answer | None:
    """What a field holds, as an answer; ``None`` for a field nobody filled in."""
    if data is None or data in ("", []):
        return None
    if figure.kind == "flag":
        return YES_NO.get(data)
    if figure.kind == "set":
        return tuple(sorted(key for key in data if key != NO_ITEM))
    return str(data) if figure.kind == "choice" else exact_text(data)


def _chosen(figure: FigureDef, answer: Answer) -> object:
    """An answer, as its field holds it."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, tuple):
        return list(answer) or [NO_ITEM]
    return Decimal(answer) if figure.kind == "number" else answer
