"""Grounds on which a member may not mark an entry, asked whenever somebody is assigned.

Later areas know more of people than this one: they add their grounds here, so that no way of assigning can forget one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import select

from awards.base.database import db
from awards.councils.assignment import Judge, Out, Recusal
from awards.councils.models import Council
from awards.councils.states import RecusalKind
from awards.councils.wording import own_province
from awards.nominations.models import Nomination
from awards.seasons.rulebooks import rulebook_of
from awards.units.models import Alliance

Ground = Callable[[Council, Sequence[Judge], Collection[int]], Out]
_GROUNDS: list[Ground] = []


def ground(found: Ground) -> Ground:
    """Add a ground; those added later stand behind those added first."""
    _GROUNDS.append(found)
    return found


def all_grounds() -> tuple[Ground, ...]:
    """Every ground that is asked, in its order."""
    return tuple(_GROUNDS)


def out_of_these(council: Council, judges: Sequence[Judge], nominations: Collection[int]) -> Out:
    """Every pair of these judges and nominations (row ids) that may not be, each with its first ground."""
    out: dict[tuple[int, int], Recusal] = {}
    asked = list(nominations)
    for first in range(0, len(asked), AT_ONCE):
        for found in _GROUNDS:
            for pair, recusal in found(council, judges, asked[first : first + AT_ONCE]).items():
                out.setdefault(pair, recusal)
    return out


AT_ONCE = 10_000
"""Nominations named in one statement: databases take no list without end."""


def recuses_own_province(council: Council) -> bool:
    """Whether "of the same province" is a ground here."""
    return not council.is_provincial and rulebook_of(council.season).recuse_own_province


@ground
def of_own_province(council: Council, judges: Sequence[Judge], nominations: Collection[int]) -> Out:
    """The rulebook's ``recuse_own_province``; in a province's own council everybody is of that province."""
    if not recuses_own_province(council):
        return {}
    at_home: dict[int, list[Judge]] = {}
    for judge in judges:
        if judge.alliance_id is not None:
            at_home.setdefault(judge.alliance_id, []).append(judge)
    if not at_home:
        return {}
    statement = (
        select(Nomination.id, Nomination.alliance_id, Alliance.province_name)
        .join(Alliance, Alliance.id == Nomination.alliance_id)
        .where(Nomination.id.in_(nominations), Nomination.alliance_id.in_(at_home))
    )
    return {
        (judge.member_id, nomination_id): Recusal(RecusalKind.OWN_PROVINCE, own_province(province))
        for nomination_id, alliance_id, province in db.session.execute(statement)
        for judge in at_home[alliance_id]
    }
