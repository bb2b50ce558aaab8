"""The words of libraries in Vietnamese: our own catalogues under `awards/translations`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel, Domain

FOLDER = str(Path(__file__).resolve().parent.parent / "translations")
LOCALE, ZONE = "vi", "Asia/Ho_Chi_Minh"

_wtforms = Domain(translation_directories=[FOLDER], domain="wtforms")


def init_words(app: Flask) -> None:
    """Everything this server says is Vietnamese, whatever the browser asks for."""
    Babel(app, default_locale=LOCALE, default_timezone=ZONE)


class _Words:
    """What WTForms asks for the sentences of its own checks."""

    def gettext(self, string: str) -> str:
        return str(_wtforms.get_translations().ugettext(string))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return str(_wtforms.get_translations().ungettext(singular, plural, number))


class InVietnamese:
    """Mixed into a form: its library sentences are ours."""

    class Meta:
        def get_translations(self, _form: Any) -> _Words:
            return _Words()
