"""Answers to a rulebook's questions, and the one text each is stored as."""

from __future__ import annotations

import json
from typing import TypeAlias

from scoring.figures import FigureDef
from scoring.rounding import vietnamese_number

Answer: TypeAlias = str | bool | tuple[str, ...]
"""An exact number as text, an option's key, yes or no, or the keys of the items held in order."""

YES_NO = {"yes": True, "no": False}


def stored(answer: Answer) -> str:
    """``yes`` or ``no``, a sorted JSON list of keys, or the text itself."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, tuple):
        return json.dumps(sorted(answer), separators=(",", ":"))
    return answer


def read(figure: FigureDef, text: str) -> Answer:
    """The answer behind a stored text."""
    if figure.kind == "flag":
        return YES_NO[text]
    if figure.kind == "set":
        return tuple(json.loads(text))
    return text


def in_words(figure: FigureDef, answer: Answer | None) -> str:
    """The answer as people read it; "" when there is none."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return "Có" if answer else "Không"
    labels = {option.key: option.label for option in figure.options}
    if isinstance(answer, tuple):
        return "; ".join(label for key, label in labels.items() if key in answer) or "Không có mục nào"
    return labels[answer] if figure.kind == "choice" else f"{vietnamese_number(answer)} {figure.unit}"
