"""What the register of honours says of a nominee, as the published rules want to know it."""

from __future__ import annotations

from collections.abc import Mapping

from awards.honours.queries import past_honours_of
from awards.nominations.models import Nomination
from awards.seasons.rulebooks import rulebook_of
from scoring.conditions import Repeat, walk_conditions


def past_honours_for(nomination: Nomination) -> Mapping[str, tuple[int, ...]]:
    """How many seasons ago the "nominee" and the "product" were honoured, for :class:`scoring.entry.Entry`.

    Holds exactly what the conditions of the nominee's variant ask for and the register knows: an empty tuple says
    "never", and what is absent must still be looked at by a person (its condition is then UNKNOWN). The answer is
    of now, so a dossier stores it as ``DossierContent.past_honours`` when it is frozen. Two or more reads for each
    of the two that is asked for, none without such a condition.
    """
    variant = rulebook_of(nomination.season).variant(nomination.variant)
    wanted: dict[str, list[int | None]] = {}
    for rule in walk_conditions(variant.eligibility):
        if isinstance(rule, Repeat):
            wanted.setdefault(rule.of, []).append(rule.seasons)
    found: dict[str, tuple[int, ...]] = {}
    for of, reaches in sorted(wanted.items()):
        product = nomination.product if of == "product" else None
        if of == "product" and product is None:
            continue
        past = past_honours_of(nomination.organisation, product, nomination.season)
        answers = [past.seasons_ago_within(reach) for reach in reaches]
        known = [one for one in answers if one is not None]
        if len(known) == len(answers):
            found[of] = known[0]
    return found
