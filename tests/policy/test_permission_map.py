"""The permission map as a truth table: every act, every role, one's own thing and a foreign one.

The expected side is written out by hand from the roles table of the house; it is never read from the map.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from itertools import product

import pytest

from awards.policy.actions import Action
from awards.policy.actor import ANONYMOUS, Actor, Role
from awards.policy.permission_map import PERMISSIONS, Forbidden, permits, require

HOME, AWAY = 1, 2
ME, SOMEBODY_ELSE = 10, 11
ROLES = [role.value for role in Role]
EVERYBODY = " ".join(["anonymous", *ROLES])
SIGNED_IN = " ".join(ROLES)


@dataclass(frozen=True)
class Thing:
    """Facts of something acted on: whose province, whose sheet, whose proposal."""

    alliance_id: int
    judge_user_id: int
    proposed_by_id: int


OWN = Thing(HOME, judge_user_id=ME, proposed_by_id=SOMEBODY_ELSE)
FOREIGN = Thing(AWAY, judge_user_id=SOMEBODY_ELSE, proposed_by_id=ME)

EXPECTED: dict[str, tuple[str, str]] = {
    # act: (who may with the own thing, who may with a foreign one)
    "public.read": (EVERYBODY, EVERYBODY),
    "desk.open": (SIGNED_IN, SIGNED_IN),
    "refused": (EVERYBODY, EVERYBODY),
    "audit.read": ("office auditor sysadmin", "office auditor sysadmin"),
    "account.list": ("office sysadmin", "office sysadmin"),
    "account.create": ("office sysadmin", "office sysadmin"),
    "account.invite": ("office sysadmin", "office sysadmin"),
    "account.sign_in": (EVERYBODY, EVERYBODY),
    "account.sign_in_refused": (EVERYBODY, EVERYBODY),
    "account.sign_out": (SIGNED_IN, SIGNED_IN),
    "account.passphrase_set": (EVERYBODY, EVERYBODY),
    "rulebook.list": ("office auditor", "office auditor"),
    "rulebook.read": ("office auditor", "office auditor"),
    "rulebook.publish": ("office", "office"),
    "rulebook.confirm": ("office", "office"),
    "season.list": ("office auditor", "office auditor"),
    "season.read": ("office auditor", "office auditor"),
    "season.create": ("office", "office"),
    "season.open": ("office", "office"),
    "season.reschedule": ("office", "office"),
    "season.extension_record": ("office", "office"),
    "organisation.list": ("officer leader screener office", "officer leader screener office"),
    "organisation.read": ("officer leader screener office", "screener office"),
    "organisation.register": ("officer", "officer"),
    "organisation.edit": ("officer", ""),
    "organisation.figures_edit": ("officer", ""),
    "honours.import": ("office", "office"),
    "nomination.list": ("officer leader", "officer leader"),
    "nomination.read": ("officer leader screener office auditor", "screener office auditor"),
    "nomination.create": ("officer", ""),
    "nomination.edit": ("officer", ""),
    "nomination.forward": ("leader", ""),
    "nomination.withdraw": ("leader", ""),
    "nomination.file_add": ("officer", ""),
    "nomination.file_remove": ("officer", ""),
    "nomination.file_read": ("officer leader screener office auditor", "screener office auditor"),
    "screening.list": ("screener office", "screener office"),
    "screening.read": ("screener office", "screener office"),
    "screening.accept": ("screener", "screener"),
    "screening.return": ("screener", "screener"),
    "screening.hold": ("screener", "screener"),
    "screening.release": ("screener", "screener"),
    "screening.refuse": ("screener", "screener"),
    "council.list": ("chair secretary office standing auditor", "chair secretary office standing auditor"),
    "council.read": ("chair secretary office standing auditor", "chair secretary office standing auditor"),
    "council.appoint": ("office", "office"),
    "council.member_appoint": ("office", "office"),
    "council.judges_assign": ("office", "office"),
    "sheet.list": ("judge chair", "judge chair"),
    "sheet.read": ("judge chair", ""),
    "sheet.save": ("judge chair", ""),
    "sheet.cast": ("judge chair", ""),
    "round.read": ("chair secretary office standing auditor", "chair secretary office standing auditor"),
    "round.close": ("office", "office"),
    "result.read": ("chair secretary office standing auditor", "chair secretary office standing auditor"),
    "result.record_export": ("office auditor", "office auditor"),
    "decision.read": ("office standing auditor", "office standing auditor"),
    "decision.record": ("office", "office"),
    "decision.winners_export": ("office", "office"),
    "decision.certificates_export": ("office", "office"),
    "announcement.propose": ("office", "office"),
    "announcement.approve": ("office", ""),
}


def person(role: str) -> Actor:
    """Somebody of the home province who holds this one role."""
    if role == "anonymous":
        return ANONYMOUS
    return Actor("me", user_id=ME, roles=frozenset({Role(role)}), alliance_id=HOME)


def allowed(action: Action, thing: Thing) -> str:
    return " ".join(role for role in EVERYBODY.split() if permits(person(role), action, thing))


def in_order(roles: str) -> str:
    return " ".join(role for role in EVERYBODY.split() if role in roles.split())


def test_every_act_has_its_row_and_every_row_its_act() -> None:
    assert sorted(EXPECTED) == sorted(action.value for action in Action) == sorted(act.value for act in PERMISSIONS)


@pytest.mark.parametrize("action", list(Action), ids=lambda action: str(action.value))
def test_the_map_says_what_the_table_says(action: Action) -> None:
    own, foreign = EXPECTED[action.value]
    assert (allowed(action, OWN), allowed(action, FOREIGN)) == (in_order(own), in_order(foreign))


@pytest.mark.parametrize("action", list(Action), ids=lambda action: str(action.value))
def test_require_raises_exactly_where_the_map_refuses(action: Action) -> None:
    for role, thing in product(EVERYBODY.split(), (OWN, FOREIGN, None)):
        actor = person(role)
        with nullcontext() if permits(actor, action, thing) else pytest.raises(Forbidden, match=action.value):
            require(actor, action, thing)


def test_an_officer_without_an_alliance_has_no_province_of_their_own() -> None:
    nowhere = Actor("me", user_id=ME, roles=frozenset({Role.OFFICER, Role.LEADER}))
    homeless = Thing(alliance_id=None, judge_user_id=ME, proposed_by_id=ME)  # type: ignore[arg-type]
    provincial = [act for act in Action if act.value.startswith(("organisation.", "nomination."))]
    assert [act.value for act in provincial if permits(nowhere, act, homeless)] == []
