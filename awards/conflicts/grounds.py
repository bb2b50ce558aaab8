"""Grounds of recusal found in the register of relations and in a dossier's own record; asked at every assignment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import func, or_, select

from awards.base.database import db
from awards.conflicts.models import Declaration, Relation
from awards.conflicts.states import RelationKind
from awards.conflicts.wording import BY_PROVINCE, BY_RELATION, BY_SIGNATURE
from awards.conflicts.words import words_of
from awards.councils.assignment import Judge, Out, Recusal
from awards.councils.grounds import ground, recuses_own_province
from awards.councils.models import Assignment, Council, CouncilMember
from awards.councils.states import RecusalKind
from awards.forwarding.models import NominationEvent
from awards.forwarding.states import EventKind
from awards.nominations.models import Nomination
from awards.nominees.models import Organisation

FEW = 25
"""Entries that are looked up one by one."""

SIGNING = (EventKind.SIGN_OFF_ASKED, EventKind.SIGNED_OFF, EventKind.FORWARDED)
"""Acts on a dossier by which somebody answers for it."""


@ground
def of_relation(council: Council, judges: Sequence[Judge], nominations: Collection[int]) -> Out:
    """Relations that stand: with the nominee's organisation, or the owner of the product, or the alliance.

    Organisations merged since are one. "Of the province" counts only where the rulebook says so.
    """
    organisations: dict[int, dict[int, str]] = {}
    alliances: dict[int, dict[int, str]] = {}
    for member_id, kind, organisation, alliance in _standing(council, judges):
        if organisation is not None:
            organisations.setdefault(organisation, {}).setdefault(member_id, kind)
        elif alliance is not None:
            alliances.setdefault(alliance, {}).setdefault(member_id, kind)
    if not organisations and not alliances:
        return {}
    root = func.coalesce(Organisation.merged_into_id, Organisation.id)
    statement = (
        select(Nomination.id, root, Nomination.alliance_id)
        .join(Nomination.organisation)
        .where(Nomination.id.in_(nominations), or_(root.in_(organisations), Nomination.alliance_id.in_(alliances)))
    )
    out: dict[tuple[int, int], Recusal] = {}
    for nomination_id, organisation_id, alliance_id in db.session.execute(statement):
        for tied in (organisations.get(organisation_id, {}), alliances.get(alliance_id, {})):
            for member_id, kind in tied.items():
                out.setdefault((member_id, nomination_id), _recusal(kind))
    return out


@ground
def of_signature(council: Council, judges: Sequence[Judge], nominations: Collection[int]) -> Out:
    """Whoever made, put forward for signing, signed or forwarded a dossier does not judge it at the centre.

    In a province's own council the leader signs what the council has judged: there it is no ground.
    """
    accounts: dict[int, list[int]] = {}
    for judge in judges:
        if judge.user_id is not None:
            accounts.setdefault(judge.user_id, []).append(judge.member_id)
    if council.is_provincial or not accounts:
        return {}
    made = select(Nomination.id, Nomination.created_by_id).where(
        Nomination.id.in_(nominations), Nomination.created_by_id.in_(accounts)
    )
    acted = select(NominationEvent.nomination_id, NominationEvent.by_id).where(
        NominationEvent.nomination_id.in_(nominations),
        NominationEvent.by_id.in_(accounts),
        NominationEvent.kind.in_([kind.value for kind in SIGNING]),
    )
    signed = {(one, by) for one, by in db.session.execute(made)}
    signed |= {(one, by) for one, by in db.session.execute(acted) if by is not None}
    return {
        (member_id, nomination_id): Recusal(RecusalKind.RELATION, BY_SIGNATURE)
        for nomination_id, user_id in signed
        for member_id in accounts[user_id]
    }


@ground
def of_words(council: Council, judges: Sequence[Judge], nominations: Collection[int]) -> Out:
    """What the member declared, or those who run the council wrote down; last, so that either is seen behind a rule."""
    pairs = _spoken_against(council, judges, nominations)
    if not pairs:
        return {}
    said = words_of(council, {member_id for member_id, _ in pairs}, {nomination_id for _, nomination_id in pairs})
    return {pair: words.recusal for pair, words in said.items() if words.recusal is not None}


def _spoken_against(council: Council, judges: Sequence[Judge], nominations: Collection[int]) -> set[tuple[int, int]]:
    """Member and nomination of every pair of which somebody once said that there is a tie: few, where all declare."""
    statement = (
        select(Assignment.member_id, Assignment.nomination_id)
        .join(Declaration, Declaration.assignment_id == Assignment.id)
        .join(Assignment.member)
        .where(Declaration.concerned)
    )
    members, asked = {judge.member_id for judge in judges}, set(nominations)
    if len(asked) <= FEW:  # one dossier that opens: no walk through everybody's declarations
        statement = statement.where(Assignment.nomination_id.in_(asked), Assignment.member_id.in_(members))
        statement = statement.where(CouncilMember.council_id == council.id)
    else:  # by the declarations, of which few say so; else SQLite looks for that of every assignment
        statement = statement.where(CouncilMember.council_id + 0 == council.id)
    found = db.session.execute(statement)
    return {(member_id, one) for member_id, one in found if member_id in members and one in asked}


def _standing(council: Council, judges: Sequence[Judge]) -> Iterator[tuple[int, str, int | None, int | None]]:
    """Member, kind, organisation (the kept one) and alliance of every relation not ended that counts here.

    A tie is the person's: what was written down of the same account in another council counts here too.
    """
    accounts: dict[int, list[int]] = {}
    for judge in judges:
        if judge.user_id is not None:
            accounts.setdefault(judge.user_id, []).append(judge.member_id)
    statement = (
        select(
            Relation.member_id,
            CouncilMember.user_id,
            Relation.kind,
            func.coalesce(Organisation.merged_into_id, Organisation.id),
            Relation.with_alliance_id,
        )
        .join(Relation.member)
        .outerjoin(Relation.organisation)
        .where(
            or_(
                Relation.member_id.in_([judge.member_id for judge in judges]),
                CouncilMember.user_id.in_(accounts),
            ),
            Relation.ended_at.is_(None),
        )
        .order_by(Relation.kind != RelationKind.PROVINCE.value, Relation.id)
    )
    if not recuses_own_province(council):
        statement = statement.where(Relation.kind != RelationKind.PROVINCE.value)
    for member_id, user_id, kind, one, other in db.session.execute(statement):
        for here in accounts.get(user_id, [member_id]) if user_id is not None else [member_id]:
            yield here, kind, one, other


def _recusal(kind: str) -> Recusal:
    if kind == RelationKind.PROVINCE:
        return Recusal(RecusalKind.OWN_PROVINCE, BY_PROVINCE)
    return Recusal(RecusalKind.RELATION, BY_RELATION)
