"""Forms about nominations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import FileField, HiddenField, SelectField, ValidationError

from awards.base.clock import today
from awards.base.forms import AtMost, Choices, DayField, Filled, Form, LineField, TextField, offered
from awards.base.numbers import exact_text
from awards.nominations.answers import YES_NO, Answer
from awards.nominations.inputs import NominationInput, PaperInput
from awards.nominations.wording import FIELD_LABELS, PURPOSE_TITLES
from awards.seasons.figure_fields import NO_ITEM, answer_field, exact
from scoring.asked import AskedFigure, Purpose
from scoring.figures import FigureDef, PaperDef
from scoring.limits import above_mistake

MOST_LETTERS = 20_000
HOLD_HINT = "Nếu có, hồ sơ tạm dừng xét cho đến khi có kết luận, chưa bị loại."


class BeginForm(Form):
    """Whom to put forward."""

    organisation = SelectField("Hợp tác xã được đề cử", [Filled("Chọn hợp tác xã.")])

    def __init__(self, organisations: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.organisation.choices = offered([("", "Chọn hợp tác xã"), *organisations])


class NominationForm(Form):
    """The typed part of a nomination; every field may wait until later. Built by :func:`nomination_form`."""

    questions: Sequence[AskedFigure] = ()
    base_version = HiddenField()
    consent_on = DayField(FIELD_LABELS["consent_on"])
    consent_by = LineField(FIELD_LABELS["consent_by"], [AtMost(120, "Họ và tên")])
    achievements = TextField(FIELD_LABELS["achievements"], [AtMost(MOST_LETTERS, "Tóm tắt thành tích")])

    def validate_consent_on(self, field: DayField) -> None:
        if field.data and field.data > today():
            raise ValidationError("Ngày ký không thể sau hôm nay.")
        if bool(field.data) != bool(self.consent_by.data) and not field.errors and not field.typed == "":
            raise ValidationError("Nhập cả ngày ký và người ký, hoặc để trống cả hai.")

    def validate_consent_by(self, field: LineField) -> None:
        if field.data and not self.consent_on.data and not self.consent_on.typed:
            raise ValidationError("Nhập cả ngày ký và người ký, hoặc để trống cả hai.")

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

    def to_input(self) -> NominationInput:
        return NominationInput(
            consent_on=self.consent_on.data,
            consent_by=self.consent_by.data or None,
            achievements=self.achievements.data or "",
            answers={one.figure.key: _answer(one.figure, self.question(one.figure.key).data) for one in self.questions},
        )


def nomination_form(
    questions: Iterable[AskedFigure], typed: Mapping[str, object], answers: Mapping[str, Answer]
) -> NominationForm:
    """The form of one nomination: a field for every question that is not asked per year.

    ``typed`` holds the fields every nomination has, by name; ``answers`` what is answered already.
    """
    own = tuple(one for one in questions if one.figure.kind != "series")
    fields: dict[str, Any] = {"questions": own}
    data = dict(typed)
    for one in own:
        name, figure = f"figure_{one.figure.key}", one.figure
        fields[name] = answer_field(figure, figure.hint or (HOLD_HINT if one.holds else ""))
        if figure.key in answers:
            data[name] = _chosen(figure, answers[figure.key])
    return type("AskedNominationForm", (NominationForm,), fields)(data=data)  # type: ignore[no-any-return]


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


class PaperForm(Form):
    """One paper of the dossier, with its days where the rulebook wants them."""

    paper = SelectField("Loại giấy tờ", [Filled("Chọn loại giấy tờ.")])
    file = FileField("Tệp PDF", description="Bản quét PDF, tối đa 25 MB.")
    issued_on = DayField("Ngày cấp")
    expires_on = DayField("Ngày hết hạn", description="Giấy tờ không có thời hạn thì để trống.")

    def __init__(self, papers: Sequence[PaperDef], **keywords: Any) -> None:
        super().__init__(**keywords)
        self.papers = {paper.key: paper for paper in papers}
        labels = [(paper.key, paper.label) for paper in papers]
        self.paper.choices = offered([("", "Chọn loại giấy tờ"), *labels])

    @property
    def dated(self) -> list[PaperDef]:
        """The papers whose days are asked for."""
        return [paper for paper in self.papers.values() if paper.dated]

    @property
    def is_dated(self) -> bool:
        return self.paper.data in self.papers and self.papers[self.paper.data].dated

    def validate_issued_on(self, field: DayField) -> None:
        if self.is_dated and field.data is None and not field.errors:
            raise ValidationError("Nhập ngày cấp ghi trên giấy tờ này.")
        if field.data and field.data > today():
            raise ValidationError("Ngày cấp không thể sau hôm nay.")

    def validate_expires_on(self, field: DayField) -> None:
        if field.data and self.issued_on.data and field.data < self.issued_on.data:
            raise ValidationError("Ngày hết hạn không thể trước ngày cấp.")

    def to_input(self) -> PaperInput:
        """Days typed beside a paper that is not dated are left out."""
        if not self.is_dated:
            return PaperInput(self.paper.data)
        return PaperInput(self.paper.data, self.issued_on.data, self.expires_on.data)
