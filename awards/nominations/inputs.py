"""What forms about nominations give back: one frozen value for each section that is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from awards.nominations.answers import Answer
from awards.nominees.inputs import FiguresInput


@dataclass(frozen=True)
class OrganisationChecked:
    """The officer has compared the registered facts with the certificate: they are right."""


@dataclass(frozen=True)
class DeclarationsInput:
    """Answers by figure, ``None`` taking one back; questions that do not stand here keep the answer they have."""

    answers: Mapping[str, Answer | None]


@dataclass(frozen=True)
class AchievementsInput:
    """The report in the cooperative's own words."""

    achievements: str


@dataclass(frozen=True)
class ConsentInput:
    """Who of the cooperative signed, and when; ``None`` is not known yet."""

    consent_on: date | None
    consent_by: str | None


@dataclass(frozen=True)
class OwnMark:
    """The province's own view of one criterion: an exact number as text (``None``: no mark) and why."""

    mark: str | None
    note: str = ""


@dataclass(frozen=True)
class SelfScoreInput:
    """Own marks by criterion; criteria that do not stand here keep theirs."""

    marks: Mapping[str, OwnMark]


SectionInput: TypeAlias = (
    OrganisationChecked | FiguresInput | DeclarationsInput | AchievementsInput | ConsentInput | SelfScoreInput
)
