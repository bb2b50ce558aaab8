"""What the scoring package refuses, said in sentences a person can act on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RulebookError:
    """One mistake in a rulebook: where it stands (the key's path) and what is wrong."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


class ScoringError(Exception):
    """Input that cannot be counted; the message is a Vietnamese sentence."""


class RulebookInvalid(ScoringError):
    """A rulebook that must not be used; `errors` holds every mistake found, not the first one."""

    def __init__(self, errors: tuple[RulebookError, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors
