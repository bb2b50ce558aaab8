"""Small truths over an actor and the thing acted on; each reads as half a sentence of the regulation."""

from __future__ import annotations

from collections.abc import Callable

from awards.policy.actor import Actor, Role

Predicate = Callable[[Actor, object], bool]


def anyone(_actor: Actor, _subject: object) -> bool:
    return True


def signed_in(actor: Actor, _subject: object) -> bool:
    return actor.is_signed_in


def holds(*roles: Role) -> Predicate:
    def holds_role(actor: Actor, _subject: object) -> bool:
        return actor.holds(*roles)

    return holds_role


def of_own_alliance(actor: Actor, subject: object) -> bool:
    """The thing belongs to the provincial alliance the person works for."""
    alliance_id = getattr(subject, "alliance_id", None)
    return alliance_id is not None and alliance_id == actor.alliance_id


def works_for_an_alliance(actor: Actor, _subject: object) -> bool:
    return actor.alliance_id is not None


def as_its_judge(actor: Actor, subject: object) -> bool:
    """The sheet is the person's own."""
    judge_user_id = getattr(subject, "judge_user_id", None)
    return judge_user_id is not None and judge_user_id == actor.user_id


def not_the_proposer(actor: Actor, subject: object) -> bool:
    """Two-person acts: whoever proposed may not also approve."""
    proposed_by_id = getattr(subject, "proposed_by_id", None)
    return proposed_by_id is not None and proposed_by_id != actor.user_id


def every(*predicates: Predicate) -> Predicate:
    def all_hold(actor: Actor, subject: object) -> bool:
        return all(predicate(actor, subject) for predicate in predicates)

    return all_hold


def either(*predicates: Predicate) -> Predicate:
    def one_holds(actor: Actor, subject: object) -> bool:
        return any(predicate(actor, subject) for predicate in predicates)

    return one_holds
