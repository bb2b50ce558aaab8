"""Form fields for the figures a rulebook asks for: each kind its control, each limit its sentence."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from wtforms import Field, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from awards.base.forms import DecimalTextField, Form, WholeField, offered
from scoring.figures import FigureDef
from scoring.limits import limit_mistake

WHOLE_UNITS = frozenset({"đồng", "vnđ", "vnd", "người", "lao động", "thành viên", "hộ", "hộ gia đình", "sản phẩm"})
"""Units of which there are no parts; what stands behind a slash ("đồng/năm") does not matter."""

LARGEST = 10**15
MOST_DECIMALS = 6
NO_ITEM = "-"
"""The box for “none of them”: no option can have this key."""


def counts_whole(unit: str) -> bool:
    """Whether a figure in this unit is typed as a whole number."""
    return unit.partition("/")[0].strip().casefold() in WHOLE_UNITS


def exact(value: Decimal | int) -> Fraction:
    return Fraction(Decimal(value))


class WithinLimits:
    """Refuse a number outside the rulebook's limits, or one that is no figure of any cooperative."""

    def __init__(self, figure: FigureDef) -> None:
        self.figure = figure

    def __call__(self, form: Form, field: Field) -> None:
        sentence = None if field.data is None else figure_mistake(self.figure, Decimal(field.data))
        if sentence is not None:
            raise ValidationError(sentence)


def figure_mistake(figure: FigureDef, value: Decimal) -> str | None:
    """Why the number is outside the rulebook's limits or no figure of any cooperative; ``None`` when it may stand."""
    if abs(value) > LARGEST:
        return f"{figure.label}: số quá lớn, hãy xem lại đơn vị tính ({figure.unit})."
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MOST_DECIMALS and value != round(value, MOST_DECIMALS):
        return f"{figure.label}: ghi tối đa {MOST_DECIMALS} chữ số sau dấu phẩy."
    return limit_mistake(figure, exact(value))


def number_field(figure: FigureDef, label: str) -> Any:
    """A whole number for money and people, an exact decimal for every other unit."""
    kind = WholeField if counts_whole(figure.unit) else DecimalTextField
    return kind(label, [WithinLimits(figure)], description=figure.hint)


class NoneOrSome:
    """“None of them” cannot stand beside one of them."""

    def __call__(self, form: Form, field: Field) -> None:
        if field.data and NO_ITEM in field.data and len(field.data) > 1:
            raise ValidationError("Đã chọn “Không có mục nào” thì không chọn mục khác.")


class BoxesField(SelectMultipleField):
    """Several of the options, or the box that says there is none; nothing ticked is no answer."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def answer_field(figure: FigureDef, hint: str) -> Any:
    """The control for one answer: number, select, boxes, or yes and no. Empty is “not answered yet”."""
    options = [(option.key, option.label) for option in figure.options]
    if figure.kind == "choice":
        choices = offered([("", "Chọn câu trả lời"), *options])
        return SelectField(figure.label, choices=choices, default="", description=hint)
    if figure.kind == "set":
        boxes = offered([*options, (NO_ITEM, "Không có mục nào")])
        return BoxesField(figure.label, [NoneOrSome()], choices=boxes, description=hint)
    if figure.kind == "flag":
        yes_no = offered([("yes", "Có"), ("no", "Không")])
        return RadioField(figure.label, choices=yes_no, validate_choice=False, description=hint)
    return number_field(figure, figure.label)
