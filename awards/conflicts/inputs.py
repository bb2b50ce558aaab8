"""What forms about conflicts of interest give back."""

from __future__ import annotations

from dataclasses import dataclass

from awards.conflicts.states import RelationKind


@dataclass(frozen=True)
class DeclarationInput:
    """What a judge says of one dossier; ``reason`` is needed of who is concerned.

    ``seen``: the last declaration the judge had before the eyes (0: none yet); None asks no question of it.
    """

    concerned: bool
    reason: str = ""
    seen: int | None = None


NO_TIE = DeclarationInput(concerned=False)


@dataclass(frozen=True)
class RelationInput:
    """A relation as typed: with one organisation (tax code or name) or with one alliance (public id)."""

    kind: RelationKind
    organisation: str
    alliance: str
    note: str


@dataclass(frozen=True)
class RecusalInput:
    """A member (public id) who does not mark an entry (public id), and why."""

    member: str
    nomination: str
    reason: str
