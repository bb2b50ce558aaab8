"""Freezing a rulebook: text, canonical form, digest; and reading it back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from awards.base.database import db
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.procedure import not_yet_runnable
from scoring.errors import RulebookInvalid
from scoring.reading import canonical_json, digest, from_canonical, read_rulebook
from scoring.rulebook import Rulebook


@dataclass(frozen=True)
class FrozenRulebook:
    """A rulebook together with the bytes its digest stands for."""

    rulebook: Rulebook
    text: str
    canonical: str
    digest: str


def freeze(text: str) -> FrozenRulebook:
    """Read a rulebook to be published.

    Raises :class:`scoring.errors.RulebookInvalid` with every mistake, and with every step this version
    cannot hold yet.
    """
    rulebook = read_rulebook(text)
    refused = tuple(not_yet_runnable(rulebook))
    if refused:
        raise RulebookInvalid(refused)
    return FrozenRulebook(rulebook, text, canonical_json(rulebook), digest(rulebook))


def rulebook_of(season: Season) -> Rulebook:
    """The rulebook a season is run under."""
    return read_published(season.rulebook)


def rulebook_named(digest: str) -> Rulebook:
    """A published rulebook by its digest. Raises an error of the database's for one that was never published."""
    known = _READ.get(digest)
    if known is not None:
        return known
    return read_published(db.session.scalars(select(PublishedRulebook).where(PublishedRulebook.digest == digest)).one())


def read_published(published: PublishedRulebook) -> Rulebook:
    """What was published. Read once in a process: its digest stands for its text, which nobody can change."""
    rulebook = _READ.get(published.digest)
    if rulebook is None:
        rulebook = from_canonical(published.canonical)
        if len(_READ) >= MOST_KEPT:
            _READ.clear()
        _READ[published.digest] = rulebook
    return rulebook


MOST_KEPT = 64
"""Rulebooks held in memory at once: two awards have fewer editions in thirty years."""
_READ: dict[str, Rulebook] = {}
