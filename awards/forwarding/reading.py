"""A dossier as it stands now, read the way the centre will read it."""

from __future__ import annotations

from dataclasses import dataclass

from awards.nominations.completeness import Readiness, readiness
from awards.nominations.dossier import live_content
from awards.nominations.models import Nomination
from awards.nominations.reading import DossierReading
from awards.seasons.rulebooks import rulebook_of


@dataclass(frozen=True)
class LiveReading(DossierReading):
    """A dossier that is not frozen yet, and whether it may be sent."""

    ready: Readiness


def read_live(nomination: Nomination) -> LiveReading:
    """Everything the leader looks at before signing off."""
    rulebook, content = rulebook_of(nomination.season), live_content(nomination)
    return LiveReading(content, rulebook, readiness(rulebook, content))
