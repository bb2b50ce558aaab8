"""What the cooperative and the officer hand over about the cooperative's own part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from awards.nominations.inputs import AchievementsInput, DeclarationsInput
from awards.nominees.inputs import FiguresInput


@dataclass(frozen=True)
class LinkInput:
    """For how many days a link shall work, and whom the cooperative may call."""

    days: int
    helper: str


@dataclass(frozen=True)
class OrganisationWords:
    """The registered facts are right, or what is wrong with them in the cooperative's own words."""

    is_right: bool
    correction: str = ""


@dataclass(frozen=True)
class ContactConsent:
    """Who of the cooperative consents, in which post, and on which day. ``words``: SHA-256 of the text consented to."""

    name: str
    post: str
    day: date
    words: str


ContactInput: TypeAlias = OrganisationWords | FiguresInput | DeclarationsInput | AchievementsInput | ContactConsent
