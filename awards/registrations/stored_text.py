"""What a cooperative typed as canonical JSON, and back."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from awards.nominations.answers import Answer
from awards.nominations.inputs import AchievementsInput, DeclarationsInput
from awards.nominations.states import Part
from awards.nominees.inputs import FiguresInput, FigureValue
from awards.registrations.inputs import ContactConsent, ContactInput, OrganisationWords


def canonical(entry: ContactInput) -> str:
    """UTF-8 JSON, sorted keys, no spaces: the same entry gives the same text."""
    return json.dumps(_body(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: str) -> str:
    """By this a page says which text it has shown."""
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def read_entry(part: Part, content: str) -> ContactInput | None:
    """The entry behind a stored text; ``None`` for a part nobody has typed in, and for papers."""
    body = json.loads(content)
    if body is None:
        return None
    if part is Part.ORGANISATION:
        return OrganisationWords(**body)
    if part is Part.FIGURES:
        return FiguresInput(tuple(FigureValue(*row) for row in body))
    if part is Part.DECLARATIONS:
        return DeclarationsInput({figure: _answer(value) for figure, value in body.items()})
    if part is Part.ACHIEVEMENTS:
        return AchievementsInput(**body)
    if part is Part.CONSENT:
        return ContactConsent(**(body | {"day": date.fromisoformat(body["day"])}))
    return None


def _body(entry: ContactInput) -> Any:
    if isinstance(entry, OrganisationWords):
        return {"is_right": entry.is_right, "correction": entry.correction}
    if isinstance(entry, FiguresInput):
        return [[one.figure, one.unit, one.year, one.value, one.source] for one in entry.values]
    if isinstance(entry, DeclarationsInput):
        return {
            figure: list(answer) if isinstance(answer, tuple) else answer for figure, answer in entry.answers.items()
        }
    if isinstance(entry, AchievementsInput):
        return {"achievements": entry.achievements}
    return {"name": entry.name, "post": entry.post, "day": entry.day.isoformat(), "words": entry.words}


def _answer(value: Any) -> Answer | None:
    return tuple(value) if isinstance(value, list) else value
