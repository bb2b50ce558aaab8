"""What forms about nominations give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from awards.nominations.answers import Answer


@dataclass(frozen=True)
class NominationInput:
    """The part of a nomination that is typed; ``None`` means not filled in yet.

    ``answers`` by figure: questions that do not stand here keep the answer they have.
    """

    consent_on: date | None
    consent_by: str | None
    achievements: str
    answers: Mapping[str, Answer | None]


@dataclass(frozen=True)
class PaperInput:
    """Which paper a file is, and its days where the rulebook wants them."""

    paper: str
    issued_on: date | None = None
    expires_on: date | None = None
