"""Which level of the rulebook a council works at: the last one, or the province's own before it."""

from __future__ import annotations

from awards.councils.models import Council
from awards.seasons.procedure import PROVINCE
from awards.seasons.rulebooks import rulebook_of
from scoring.levels import Level
from scoring.rulebook import Rulebook


def provincial_level(rulebook: Rulebook) -> Level | None:
    """The level at which each province judges, where the rulebook has one."""
    return next((level for level in rulebook.levels[:-1] if level.key == PROVINCE), None)


def level_of(council: Council) -> Level:
    """The level a council judges at. Raises KeyError for a provincial council without such a level."""
    rulebook = rulebook_of(council.season)
    return rulebook.level(PROVINCE) if council.is_provincial else rulebook.level()
