"""Small truths over an actor and the thing acted on; each reads as half a sentence of the regulation."""

from __future__ import annotations

from collections.abc import Callable

from awards.policy.actor import PROVINCIAL_ROLES, Actor, Role

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


def in_own_alliance(actor: Actor, subject: object) -> bool:
    """The thing, where one is named, belongs to the own alliance; the page of a list names none."""
    return works_for_an_alliance(actor, subject) if subject is None else of_own_alliance(actor, subject)


def of_the_centre(_actor: Actor, subject: object) -> bool:
    """The thing belongs to no alliance."""
    return getattr(subject, "alliance_id", None) is None


def works_for_an_alliance(actor: Actor, _subject: object) -> bool:
    return actor.alliance_id is not None


def is_provincial_staff(_actor: Actor, subject: object) -> bool:
    """The account is one of a provincial alliance's own staff, and of nothing beyond."""
    roles: frozenset[Role] = getattr(subject, "role_names", frozenset())
    return bool(roles) and roles <= PROVINCIAL_ROLES


def as_its_judge(actor: Actor, subject: object) -> bool:
    """The sheet is the person's own."""
    judge_user_id = getattr(subject, "judge_user_id", None)
    return judge_user_id is not None and judge_user_id == actor.user_id


def as_its_officer(actor: Actor, subject: object) -> bool:
    """The council's own chair or secretary."""
    officers: frozenset[int] = getattr(subject, "officer_user_ids", frozenset())
    return actor.user_id is not None and actor.user_id in officers


def as_its_member(actor: Actor, subject: object) -> bool:
    """A member of the council."""
    members: frozenset[int] = getattr(subject, "member_user_ids", frozenset())
    return actor.user_id is not None and actor.user_id in members


def as_its_voter(actor: Actor, subject: object) -> bool:
    """One of those who may vote in this ballot."""
    voters: frozenset[int] = getattr(subject, "voter_user_ids", frozenset())
    return actor.user_id is not None and actor.user_id in voters


def addressed_to(actor: Actor, subject: object) -> bool:
    """The thing was written to the person."""
    user_id = getattr(subject, "user_id", None)
    return user_id is not None and user_id == actor.user_id


def not_the_proposer(actor: Actor, subject: object) -> bool:
    """Two-person acts: whoever proposed may not also approve."""
    proposed_by_id = getattr(subject, "proposed_by_id", None)
    return proposed_by_id is not None and proposed_by_id != actor.user_id


def holds_its_link(actor: Actor, subject: object) -> bool:
    """The thing belongs to the one link the cooperative's contact came in by."""
    link_id = getattr(subject, "contact_link_id", None)
    return link_id is not None and link_id == actor.contact_link_id


def not_the_asker(actor: Actor, subject: object) -> bool:
    """Whoever asked for a sign-off may not give it: two persons look at every dossier."""
    asked_by_id = getattr(subject, "sign_off_asked_by_id", None)
    return asked_by_id is None or asked_by_id != actor.user_id


def as_its_chair(actor: Actor, subject: object) -> bool:
    """The person chairs the council the thing belongs to."""
    chairs: frozenset[int] = getattr(subject, "chair_user_ids", frozenset())
    return actor.user_id in chairs


def as_its_secretary(actor: Actor, subject: object) -> bool:
    """The person is the secretary of the council the thing belongs to."""
    secretaries: frozenset[int] = getattr(subject, "secretary_user_ids", frozenset())
    return actor.user_id in secretaries


def as_its_paper_reader(actor: Actor, subject: object) -> bool:
    """The person reads off the paper sheets of the council the thing belongs to."""
    readers: frozenset[int] = getattr(subject, "paper_reader_ids", frozenset())
    return actor.user_id is not None and actor.user_id in readers


def marks_nothing_in_it(actor: Actor, subject: object) -> bool:
    """The person marks no entry in the council the thing belongs to."""
    marking: frozenset[int] = getattr(subject, "marking_user_ids", frozenset())
    return actor.user_id not in marking


def asked_by_another(role: Role) -> Predicate:
    """Two-person acts: somebody else asked, who holds that role."""

    def was_asked(actor: Actor, subject: object) -> bool:
        asked_by_id = getattr(subject, "asked_by_id", None)
        return getattr(subject, "asked_as", None) == role.value and asked_by_id not in (None, actor.user_id)

    return was_asked


def put_before(*roles: Role) -> Predicate:
    """The thing was put before one of these roles, which the person holds."""

    def was_put(actor: Actor, subject: object) -> bool:
        asked = getattr(subject, "for_role", None)
        return any(role.value == asked and actor.holds(role) for role in roles)

    return was_put


def put_before_a_province(_actor: Actor, subject: object) -> bool:
    """The thing was put before the secretary of a province's council."""
    return getattr(subject, "for_role", None) == Role.PROVINCE_SECRETARY.value


def every(*predicates: Predicate) -> Predicate:
    def all_hold(actor: Actor, subject: object) -> bool:
        return all(predicate(actor, subject) for predicate in predicates)

    return all_hold


def either(*predicates: Predicate) -> Predicate:
    def one_holds(actor: Actor, subject: object) -> bool:
        return any(predicate(actor, subject) for predicate in predicates)

    return one_holds
