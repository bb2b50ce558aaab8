"""What a judge sees of a dossier before declaring: the nominee's public data, and where the judge stands."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import ColumnElement, Select, exists, false, select
from sqlalchemy.orm import aliased, joinedload

from awards.base.database import db
from awards.conflicts import queries
from awards.conflicts.models import Declaration, Relation
from awards.conflicts.queries import Standing
from awards.conflicts.states import Stand
from awards.conflicts.words import NO_WORDS, words_of
from awards.councils.levels import level_of
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, Post, RecusalKind, RoundState
from awards.nominations.models import Nomination
from awards.nominees.models import Organisation
from awards.nominees.wording import sector_label
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.seasons.models import Season


@dataclass(frozen=True)
class Gate:
    """One dossier at the gate. Of the nominee only what anybody may know: no figures, no files, no marks."""

    assignment: Assignment
    standing: Standing
    last: Declaration | None

    @property
    def is_blind(self) -> bool:
        """Judged under a code: the page that names the nominee may then not show which sheet it is."""
        return is_blind(self.assignment.judging_round.council)

    @property
    def key(self) -> str:
        """Names the dossier in a form; in blind judging nobody can tell the sheet's address from it."""
        public_id = self.assignment.public_id
        if not self.is_blind:
            return public_id
        secret = str(current_app.secret_key).encode()
        return hmac.new(secret, f"gate:{public_id}".encode(), hashlib.sha256).hexdigest()[:22]

    @property
    def name(self) -> str:
        return self.assignment.nomination.title

    @property
    def owner(self) -> str:
        """Whose product it is; "" where the organisation itself is put forward."""
        nomination = self.assignment.nomination
        return nomination.organisation.name if nomination.product is not None else ""

    @property
    def province(self) -> str:
        return self.assignment.nomination.alliance.province_name

    @property
    def representative(self) -> str:
        return self.assignment.nomination.organisation.representative

    @property
    def sector(self) -> str:
        return sector_label(self.assignment.nomination.organisation.sector)

    @property
    def may_say(self) -> bool:
        """Whether the judge's own word decides here: the round is open, and neither rule nor register stands above."""
        kind = self.standing.recusal.kind if self.standing.recusal is not None else RecusalKind.DECLARED
        return self.assignment.judging_round.state == RoundState.OPEN and kind is RecusalKind.DECLARED


@dataclass(frozen=True)
class Gates:
    """Everything of one round a judge declares for: what waits, what was said, and what rule or register closed."""

    waiting: tuple[Gate, ...]
    said: tuple[Gate, ...]
    shut: tuple[Gate, ...]


def rounds_visible_to(actor: Actor) -> list[JudgingRound]:
    """The open rounds in which the person judges, the newest first."""
    own = _own(actor).with_only_columns(Assignment.round_id)
    statement = select(JudgingRound).where(JudgingRound.id.in_(own), JudgingRound.state == RoundState.OPEN.value)
    statement = statement.options(_SEASON).order_by(JudgingRound.opened_at.desc(), JudgingRound.id.desc())
    return list(db.session.scalars(statement))


def gates_visible_to(actor: Actor, judging_round: JudgingRound) -> Gates:
    """The person's dossiers of a round by name; the number of queries does not grow with them."""
    statement = _own(actor).where(Assignment.round_id == judging_round.id)
    assignments = list(db.session.scalars(statement.options(*_PUBLIC)).unique())
    assignments.sort(key=lambda one: (one.nomination.organisation.name_sort, one.id))
    found = _gates(judging_round, assignments)
    return Gates(
        tuple(one for one in found if one.standing.stand is Stand.NOT_DECLARED),
        tuple(one for one in found if one.standing.stand is not Stand.NOT_DECLARED and one.may_say),
        tuple(one for one in found if one.standing.stand is not Stand.NOT_DECLARED and not one.may_say),
    )


def is_blind(council: Council) -> bool:
    return level_of(council).blind


def declares_first(actor: Actor, judging_round: JudgingRound) -> bool:
    """Blind judging: no code is shown before the person has declared of every entry of the round by its name.

    With both lists side by side, the code that goes when a name is declared would say whose it is.
    """
    if judging_round.state != RoundState.OPEN or not is_blind(judging_round.council):
        return False
    unsaid = _own(actor).where(Assignment.round_id == judging_round.id, ~_said(actor))
    waiting = list(db.session.scalars(unsaid.options(joinedload(Assignment.member).joinedload(CouncilMember.user))))
    stands = queries.stands_of(judging_round, waiting) if waiting else {}
    return any(one.stand is Stand.NOT_DECLARED for one in stands.values())


def is_sealed(actor: Actor, judging_round: JudgingRound) -> bool:
    """Blind judging: everything is declared and the codes are shown, so a tie once declared is not taken back."""
    return is_blind(judging_round.council) and not declares_first(actor, judging_round)


def get_visible_to(actor: Actor, public_id: str) -> Assignment | None:
    """A dossier the person was given, recused or not."""
    statement = _own(actor).where(Assignment.public_id == public_id)
    return db.session.scalars(statement.options(*_PUBLIC)).unique().one_or_none()


def gate_of(assignment: Assignment) -> Gate:
    return _gates(assignment.judging_round, [assignment])[0]


def own_memberships(actor: Actor) -> list[CouncilMember]:
    """The person's seats in councils, where something is judged or will be."""
    if not permits(actor, Action.DECLARATION_LIST):
        return []
    statement = (
        select(CouncilMember)
        .join(CouncilMember.council)
        .where(
            CouncilMember.user_id == actor.user_id,
            CouncilMember.left_on.is_(None),
            CouncilMember.post != Post.SECRETARY.value,
        )
        .options(joinedload(CouncilMember.council).joinedload(Council.season))
        .order_by(CouncilMember.id.desc())
    )
    return list(db.session.scalars(statement))


def own_relations(actor: Actor) -> list[Relation]:
    """What is kept about the person, in every council: who is written about may read it."""
    if actor.user_id is None:
        return []
    statement = select(Relation).join(Relation.member).where(CouncilMember.user_id == actor.user_id)
    statement = statement.options(*queries.NAMED)
    return list(db.session.scalars(statement.order_by(Relation.ended_at.is_not(None), Relation.id)))


def _gates(judging_round: JudgingRound, assignments: Sequence[Assignment]) -> list[Gate]:
    stands = queries.stands_of(judging_round, assignments)
    words = words_of(
        judging_round.council, {one.member_id for one in assignments}, {one.nomination_id for one in assignments}
    )
    return [
        Gate(one, stands[one.id], words.get((one.member_id, one.nomination_id), NO_WORDS).own) for one in assignments
    ]


_SEASON = joinedload(JudgingRound.council).joinedload(Council.season).joinedload(Season.rulebook)
_PUBLIC = (
    joinedload(Assignment.member).joinedload(CouncilMember.user),
    joinedload(Assignment.judging_round).options(_SEASON),
    joinedload(Assignment.nomination).joinedload(Nomination.organisation).joinedload(Organisation.province),
    joinedload(Assignment.nomination).joinedload(Nomination.alliance),
)


def _said(actor: Actor) -> ColumnElement[bool]:
    """The person has given the own word about the entry, in whichever round of the council."""
    given = aliased(Assignment)
    same = given.member_id == Assignment.member_id, given.nomination_id == Assignment.nomination_id
    word = exists().where(Declaration.assignment_id == given.id, Declaration.declared_by_id == actor.user_id, *same)
    return word.correlate(Assignment)


def _own(actor: Actor) -> Select[Assignment]:
    statement = select(Assignment).join(Assignment.member)
    if not permits(actor, Action.DECLARATION_LIST):
        return statement.where(false())
    return statement.where(CouncilMember.user_id == actor.user_id, Assignment.state != AssignmentState.SET_ASIDE.value)
