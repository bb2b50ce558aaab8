"""Errors that carry the sentence a person is shown."""

from __future__ import annotations


class DomainError(Exception):
    """The act cannot be done now; ``sentence`` says why in Vietnamese, ``field`` where to put it."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class ConflictError(DomainError):
    """Somebody else (or another window) changed the thing first."""
