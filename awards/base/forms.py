"""The form every form of ours starts from, and fields that read Vietnamese numbers and days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice, StringField, TextAreaField, ValidationError  # type: ignore[attr-defined]  # new in 3.3, the stubs are of 3.2
from wtforms.widgets import TextInput

from awards.base.catalogues import InVietnamese
from awards.base.clock import VIETNAM
from awards.base.dates import NotADate, format_day, parse_day, parse_deadline, parse_instant, write_deadline
from awards.base.errors import DomainError
from awards.base.normalise import clean_line, clean_text
from awards.base.numbers import NotANumber, format_decimal, format_whole, parse_decimal, parse_whole


class Form(InVietnamese, FlaskForm):  # type: ignore[misc]
    """A form is handed its choices and gives back one frozen value; it reads no table."""

    def place(self, error: DomainError) -> None:
        """Put a service's refusal beside its field, or on top when it belongs to none."""
        field = self._fields.get(error.field) if error.field else None
        if field is None:
            self.form_errors.append(error.sentence)
        else:
            field.errors = [*field.errors, error.sentence]


class Filled:
    """Refuse an empty field with a sentence of its own."""

    field_flags = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        if field.data is None or field.data == "" or field.data is False or field.data == []:
            if not field.errors:
                raise ValidationError(self.sentence)


class AtMost:
    """Refuse a text of more than ``length`` characters, telling both numbers."""

    def __init__(self, length: int, what: str) -> None:
        self.length = length
        self.what = what

    def __call__(self, form: Form, field: Field) -> None:
        if len(field.data or "") > self.length:
            raise ValidationError(f"{self.what} dài {len(field.data)} ký tự, tối đa {self.length} ký tự.")


class LineField(StringField):
    """One line of text, NFC."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = clean_line(str(valuelist[0]))


class TextField(TextAreaField):
    """Several lines of text, NFC."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = clean_text(str(valuelist[0]))


class _ReadField(Field):
    """A one-line field whose text is read by ``read`` and shown by ``show``; what was typed is kept."""

    widget = TextInput()
    read: Callable[[str], Any]
    show: Callable[[Any], str]

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.typed: str | None = None

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else type(self).show(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.typed = clean_line(str(valuelist[0]))
        self.data = None
        if not self.typed:
            return
        try:
            self.data = type(self).read(self.typed)
        except (NotANumber, NotADate) as error:
            raise ValueError(error.sentence) from error


class WholeField(_ReadField):
    """A whole number such as đồng or members."""

    data: int | None
    read = staticmethod(parse_whole)
    show = staticmethod(format_whole)


class DecimalTextField(_ReadField):
    """An exact decimal such as a mark."""

    data: Decimal | None
    read = staticmethod(parse_decimal)
    show = staticmethod(lambda value: format_decimal(str(value)))


class DayField(_ReadField):
    """A day, ``dd/mm/yyyy``."""

    data: date | None
    read = staticmethod(parse_day)
    show = staticmethod(format_day)


class InstantField(_ReadField):
    """An hour and a day in Vietnam's time."""

    data: datetime | None
    read = staticmethod(parse_instant)
    show = staticmethod(lambda value: value.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y"))


class DeadlineField(_ReadField):
    """The end of a window in Vietnam's time; a day alone is the end of that day."""

    data: datetime | None
    read = staticmethod(parse_deadline)
    show = staticmethod(write_deadline)


Choices = Iterable[tuple[str, str]]
"""Value and label, handed to a form by its view."""


def offered(choices: Choices) -> list[SelectChoice]:
    """Choices as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in choices]
