"""The permission map as a truth table: every act, every role, one's own thing and a foreign one.

The expected side is written out by hand from the roles table of the house; it is never read from the map.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import product

import pytest

from awards.policy.actions import Action
from awards.policy.actor import ANONYMOUS, Actor, Role
from awards.policy.permission_map import PERMISSIONS, Forbidden, permits, require

HOME, AWAY = 1, 2
ME, SOMEBODY_ELSE = 10, 11
MY_LINK, ANOTHER_LINK = 20, 21
ROLES = [role.value for role in Role]
EVERYBODY = " ".join(["anonymous", *ROLES])
SIGNED_IN = " ".join(role for role in ROLES if role != "contact")


@dataclass(frozen=True)
class Thing:
    """Facts of something acted on: whose province, whose sheet, whose proposal."""

    alliance_id: int
    judge_user_id: int
    proposed_by_id: int
    role_names: frozenset[Role] = frozenset({Role.OFFICER})
    user_id: int = SOMEBODY_ELSE
    sign_off_asked_by_id: int = SOMEBODY_ELSE
    contact_link_id: int = ANOTHER_LINK
    for_role: str = "chair"
    chair_user_ids: frozenset[int] = frozenset({ME})
    secretary_user_ids: frozenset[int] = frozenset({ME})
    officer_user_ids: frozenset[int] = frozenset({ME})
    member_user_ids: frozenset[int] = frozenset({ME})
    voter_user_ids: frozenset[int] = frozenset({ME})
    paper_reader_ids: frozenset[int] = frozenset({ME})
    marking_user_ids: frozenset[int] = frozenset()
    asked_by_id: int = SOMEBODY_ELSE
    asked_as: str = "province_secretary"


OWN = Thing(
    HOME, judge_user_id=ME, proposed_by_id=SOMEBODY_ELSE, user_id=ME, contact_link_id=MY_LINK, for_role="office"
)
FOREIGN = Thing(AWAY, judge_user_id=SOMEBODY_ELSE, proposed_by_id=ME)

MEETS = "province_member province_secretary judge chair secretary"
SEES_COUNCILS = "chair secretary office standing auditor"
SEES_COUNCILS_OF_OWN = f"officer leader province_member province_secretary {SEES_COUNCILS}"

EXPECTED: dict[str, tuple[str, str]] = {
    # act: (who may with the own thing, who may with a foreign one)
    "public.read": (EVERYBODY, EVERYBODY),
    "desk.open": (SIGNED_IN, SIGNED_IN),
    "refused": (EVERYBODY, EVERYBODY),
    "audit.checkpoint": (SIGNED_IN, SIGNED_IN),
    "audit.read": ("office auditor sysadmin", "office auditor sysadmin"),
    "audit.read_saves": ("auditor", "auditor"),
    "account.list": ("leader office sysadmin", "leader office sysadmin"),
    "account.create": ("leader office sysadmin", "leader office sysadmin"),
    "account.invite": ("leader office sysadmin", "office sysadmin"),
    "account.close": ("leader office sysadmin", "office sysadmin"),
    "job.enqueue": (SIGNED_IN, SIGNED_IN),
    "job.read": (SIGNED_IN, "office"),
    "account.reopen": ("leader office sysadmin", "office sysadmin"),
    "account.hand_over": ("leader office sysadmin", "office sysadmin"),
    "account.factor_reset": ("leader office sysadmin", "office sysadmin"),
    "account.own": (SIGNED_IN, SIGNED_IN),
    "account.sessions_end": (SIGNED_IN, SIGNED_IN),
    "account.factor_set": (SIGNED_IN, SIGNED_IN),
    "account.factor_remove": (SIGNED_IN, SIGNED_IN),
    "account.recovery_renew": (SIGNED_IN, SIGNED_IN),
    "account.recovery_used": (SIGNED_IN, SIGNED_IN),
    "account.sign_in": (EVERYBODY, EVERYBODY),
    "account.sign_in_refused": (EVERYBODY, EVERYBODY),
    "account.sign_out": (SIGNED_IN, SIGNED_IN),
    "account.passphrase_set": (EVERYBODY, EVERYBODY),
    "account.reset_asked": (EVERYBODY, EVERYBODY),
    "unit.list": (SIGNED_IN, SIGNED_IN),
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
    "season.extension_withdraw": ("office", "office"),
    "season.calendar_read": (SIGNED_IN, SIGNED_IN),
    "notice.list": (SIGNED_IN, SIGNED_IN),
    "notice.read": (SIGNED_IN, ""),
    "mail.retry": ("sysadmin", "sysadmin"),
    "reminder.list": ("office officer leader", "office officer leader"),
    "reminder.release": ("office", "office"),
    "reminder.judges_release": ("leader province_secretary", ""),
    "organisation.list": ("officer leader screener office", "officer leader screener office"),
    "organisation.read": ("officer leader screener office", "screener office"),
    "organisation.register": ("officer", "officer"),
    "organisation.edit": ("officer office", "office"),
    "organisation.figures_edit": ("officer", ""),
    "organisation.product_edit": ("officer office", "office"),
    "organisation.certificate_edit": ("officer office", "office"),
    "organisation.duplicates_list": ("officer leader office", "officer leader office"),
    "organisation.merge": ("officer office", "office"),
    "honours.list": ("officer leader screener office", "officer leader screener office"),
    "honours.import": ("office", "office"),
    "honours.link": ("officer office", "office"),
    "nomination.list": ("officer leader", "officer leader"),
    "nomination.read": ("officer leader screener office auditor", "screener office auditor"),
    "nomination.create": ("officer", ""),
    "nomination.edit": ("officer", ""),
    "workbook.hand_in": ("officer", "officer"),
    "workbook.store": ("officer", ""),
    "nomination.reopen": ("leader screener", "screener"),
    "nomination.sign_off_ask": ("officer", ""),
    "nomination.sign_off": ("leader", ""),
    "nomination.sign_off_take_back": ("officer", ""),
    "nomination.sign_off_decline": ("leader", ""),
    "nomination.sign_off_reopen": ("leader", ""),
    "nomination.waiting_list_order": ("leader", ""),
    "nomination.forward": ("leader", ""),
    "nomination.withdraw": ("leader", ""),
    "nomination.replace": ("leader", ""),
    "contact.link_issue": ("officer", ""),
    "contact.link_revoke": ("officer", ""),
    "contact.link_open": (EVERYBODY, EVERYBODY),
    "contact.read": ("contact", ""),
    "contact.write": ("contact", ""),
    "contact.hand_in": ("contact", ""),
    "contact.review": ("officer leader", ""),
    "contact.take_over": ("officer", ""),
    "contact.send_back": ("officer", ""),
    "upload.send": ("contact officer leader province_secretary office",) * 2,
    "file.infected": (EVERYBODY, EVERYBODY),
    "nomination.file_add": ("officer", ""),
    "nomination.file_move": ("officer", ""),
    "nomination.file_remove": ("officer", ""),
    "nomination.file_read": ("officer leader screener office auditor", "screener office auditor"),
    "screening.list": ("screener office", "screener office"),
    "screening.read": ("screener office", "screener office"),
    "screening.accept": ("screener", "screener"),
    "screening.return": ("screener", "screener"),
    "screening.hold": ("screener", "screener"),
    "screening.release": ("screener", "screener"),
    "screening.refuse": ("screener", "screener"),
    "screening.waive": ("screener", "screener"),
    "screening.confirm": ("screener office", ""),
    "screening.send_back": ("screener office", ""),
    "screening.mark": ("screener", "screener"),
    "flag.list": (
        "leader province_secretary screener chair office",
        "leader province_secretary screener chair office",
    ),
    "flag.raise": ("screener office judge chair province_member", "screener office"),
    "flag.resolve": ("office", "chair"),
    "council.list": (SEES_COUNCILS_OF_OWN, SEES_COUNCILS),
    "council.read": (SEES_COUNCILS_OF_OWN, SEES_COUNCILS),
    "council.appoint": ("leader province_secretary", ""),
    "council.member_appoint": ("leader province_secretary", ""),
    "council.judges_assign": ("leader province_secretary", ""),
    "council.plan_propose": ("leader province_secretary", ""),
    "council.plan_read": ("leader province_secretary", ""),
    "council.plan_adjust": ("leader province_secretary", ""),
    "council.plan_accept": ("leader province_secretary", ""),
    "council.plan_undo": ("leader province_secretary", ""),
    "council.member_fields": ("leader province_secretary", ""),
    "council.judge_recuse": ("leader province_secretary", ""),
    "council.member_leave": ("leader province_secretary", ""),
    "conflict.recusal_take_back": ("leader province_secretary", ""),
    "conflict.declaration_list": ("judge chair province_member", "judge chair province_member"),
    "conflict.declare": ("judge chair province_member", ""),
    "conflict.relation_list": ("leader province_secretary", ""),
    "conflict.relation_record": ("leader province_secretary judge chair province_member", ""),
    "conflict.relation_end": ("leader province_secretary judge chair province_member", ""),
    "council.meeting_read": ("officer leader province_member province_secretary", ""),
    "meeting.close": ("leader province_secretary", ""),
    "council.meeting_record": ("leader province_secretary", ""),
    "meeting.plan": ("leader province_secretary", ""),
    "meeting.open": ("leader province_secretary", ""),
    "motion.put": ("leader province_secretary", ""),
    "motion.open": ("leader province_secretary", ""),
    "motion.close": ("leader province_secretary", ""),
    "motion.void": ("leader province_secretary", ""),
    "motion.vote_record": ("leader province_secretary", ""),
    "motion.opinion_record": ("leader province_secretary", ""),
    "motion.paper_tally": (f"leader {MEETS}", MEETS),
    "motion.ballot_cast": (MEETS, MEETS),
    "sheet.list": ("judge chair province_member", "judge chair province_member"),
    "sheet.read": ("judge chair province_member", ""),
    "sheet.save": ("judge chair province_member", ""),
    "sheet.cast": ("judge chair province_member", ""),
    "sheet.abstain": ("judge chair province_member", ""),
    "sheet.resume": ("judge chair province_member", ""),
    "sheet.note": ("judge chair province_member", ""),
    "sheet.reopening_list": ("leader province_secretary", ""),
    "sheet.reopening_ask": ("leader province_secretary", ""),
    "sheet.reopening_confirm": ("leader", ""),
    "sheet.reopening_decline": ("leader", ""),
    "sheet.paper_read": ("officer leader province_secretary", ""),
    "sheet.paper_enter": ("officer leader province_secretary", ""),
    "sheet.paper_reader_name": ("", ""),
    "sheet.dossier_put_again": ("leader province_secretary", ""),
    "round.read": (SEES_COUNCILS_OF_OWN, SEES_COUNCILS),
    "round.close": ("leader province_secretary", ""),
    "result.read": (SEES_COUNCILS_OF_OWN, SEES_COUNCILS),
    "result.record_export": ("leader province_secretary office auditor", "office auditor"),
    "result.count": ("leader province_secretary", ""),
    "result.next_round_open": ("leader province_secretary", ""),
    "result.recognition_read": (
        "officer leader province_member province_secretary screener office auditor",
        "screener office auditor",
    ),
    "result.recognition_record": ("leader", ""),
    "result.package_read": ("officer leader province_secretary", ""),
    "result.score_summary_export": ("officer leader province_secretary", ""),
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
    if role == "contact":  # comes by a link, without an account
        return Actor("contact:me", roles=frozenset({Role.CONTACT}), contact_link_id=MY_LINK)
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


def test_what_is_put_before_a_province_s_secretary_is_answered_in_that_province_alone() -> None:
    own, foreign = (replace(one, for_role="province_secretary") for one in (OWN, FOREIGN))
    assert (allowed(Action.FLAG_RESOLVE, own), allowed(Action.FLAG_RESOLVE, foreign)) == (
        in_order("leader province_secretary"),
        "",
    )
    chair_there = replace(person("chair"), roles=frozenset({Role.CHAIR, Role.PROVINCE_SECRETARY}))
    assert [permits(chair_there, Action.FLAG_RESOLVE, one) for one in (own, foreign)] == [True, False]


@pytest.mark.parametrize("action", list(Action), ids=lambda action: str(action.value))
def test_require_raises_exactly_where_the_map_refuses(action: Action) -> None:
    for role, thing in product(EVERYBODY.split(), (OWN, FOREIGN, None)):
        actor = person(role)
        with nullcontext() if permits(actor, action, thing) else pytest.raises(Forbidden, match=action.value):
            require(actor, action, thing)


@pytest.mark.parametrize(
    ("asked_as", "at_home", "may"),
    [
        ("chair", None, "secretary"),
        ("secretary", None, "chair"),
        ("leader", HOME, "province_secretary"),
        ("province_secretary", HOME, "leader"),
        ("chair", HOME, ""),
        ("leader", AWAY, ""),
        ("leader", None, ""),
    ],
)
def test_a_sheet_is_opened_again_by_the_other_of_two(asked_as: str, at_home: int | None, may: str) -> None:
    asked = replace(OWN, alliance_id=at_home, asked_as=asked_as)  # type: ignore[arg-type]
    assert allowed(Action.REOPENING_CONFIRM, asked) == allowed(Action.REOPENING_DECLINE, asked) == may
    assert allowed(Action.REOPENING_CONFIRM, replace(asked, asked_by_id=ME)) == ""
    nobody = frozenset[int]()
    strange = replace(asked, chair_user_ids=nobody, secretary_user_ids=nobody)
    assert allowed(Action.REOPENING_CONFIRM, strange) == (may if at_home == HOME else "")


def test_nobody_signs_off_what_the_same_person_asked_for() -> None:
    both = Actor("me", user_id=ME, roles=frozenset({Role.OFFICER, Role.LEADER}), alliance_id=HOME)
    mine, theirs = replace(OWN, sign_off_asked_by_id=ME), OWN
    assert [permits(both, Action.SIGN_OFF, thing) for thing in (mine, theirs)] == [False, True]


def test_an_account_with_the_role_of_a_contact_holds_no_link() -> None:
    account = Actor("me", user_id=ME, roles=frozenset({Role.CONTACT}))
    acts = (Action.CONTACT_READ, Action.CONTACT_WRITE, Action.CONTACT_HAND_IN)
    things = (OWN, FOREIGN, replace(OWN, contact_link_id=None), None)
    assert [permits(account, act, thing) for act in acts for thing in things] == [False] * 12


@pytest.mark.parametrize("roles", [{Role.OFFICER, Role.OFFICE}, {Role.JUDGE}, {Role.CONTACT}, set()])
def test_a_leader_has_no_say_over_people_who_are_more_than_the_province_s_staff(roles: set[Role]) -> None:
    account = Thing(HOME, SOMEBODY_ELSE, SOMEBODY_ELSE, frozenset(roles))
    acts = (Action.ACCOUNT_INVITE, Action.ACCOUNT_CLOSE, Action.ACCOUNT_REOPEN, Action.FACTOR_RESET)
    assert [permits(person("leader"), act, account) for act in acts] == [False] * 4


def test_an_officer_without_an_alliance_has_no_province_of_their_own() -> None:
    nowhere = Actor("me", user_id=ME, roles=frozenset({Role.OFFICER, Role.LEADER}))
    homeless = Thing(alliance_id=None, judge_user_id=ME, proposed_by_id=ME)  # type: ignore[arg-type]
    provincial = [act for act in Action if act.value.startswith(("organisation.", "nomination."))]
    assert [act.value for act in provincial if permits(nowhere, act, homeless)] == []


def test_what_belongs_to_no_province_is_run_by_the_office_alone() -> None:
    central = Thing(alliance_id=None, judge_user_id=ME, proposed_by_id=ME)  # type: ignore[arg-type]
    acts = (
        Action.COUNCIL_APPOINT, Action.MEMBER_APPOINT, Action.JUDGES_ASSIGN, Action.JUDGE_RECUSE, Action.ROUND_CLOSE,
        Action.NEXT_ROUND_OPEN,
    )  # fmt: skip
    provincial = (Action.RECOGNITION_RECORD, Action.DOSSIER_PUT_AGAIN)
    assert {act.value: allowed(act, central) for act in acts} == {act.value: "office" for act in acts}
    assert {act.value: allowed(act, central) for act in provincial} == {act.value: "" for act in provincial}


def test_paper_sheets_of_the_centre_are_read_off_by_those_named_for_it_who_mark_nothing() -> None:
    own = Thing(alliance_id=None, judge_user_id=ME, proposed_by_id=ME)  # type: ignore[arg-type]
    unnamed, marking = replace(own, paper_reader_ids=frozenset()), replace(own, marking_user_ids=frozenset({ME}))
    assert [allowed(Action.PAPER_SHEET_ENTER, one) for one in (own, unnamed, marking)] == ["secretary office", "", ""]
    assert [allowed(Action.PAPER_SHEET_READ, one) for one in (own, unnamed)] == ["secretary office", ""]
    strange = replace(own, chair_user_ids=frozenset(), secretary_user_ids=frozenset())
    assert [allowed(Action.PAPER_READER_NAME, one) for one in (own, strange)] == ["chair secretary", ""]
    in_a_province = replace(OWN, marking_user_ids=frozenset({ME}))
    assert allowed(Action.PAPER_SHEET_ENTER, in_a_province) == ""


def test_a_central_meeting_is_run_by_the_council_s_own_chair_and_secretary() -> None:
    own = Thing(alliance_id=None, judge_user_id=ME, proposed_by_id=ME)  # type: ignore[arg-type]
    nobody = frozenset[int]()
    strange = replace(own, officer_user_ids=nobody, member_user_ids=nobody, voter_user_ids=nobody)
    acts = (Action.MEETING_RECORD, Action.MOTION_OPEN, Action.VOTE_RECORD, Action.PAPER_TALLY, Action.BALLOT_CAST)
    assert {act.value: (allowed(act, own), allowed(act, strange)) for act in acts} == {
        "council.meeting_record": ("chair secretary", ""),
        "motion.open": ("chair secretary", ""),
        "motion.vote_record": ("chair secretary", ""),
        "motion.paper_tally": (in_order(MEETS), ""),
        "motion.ballot_cast": (in_order(MEETS), ""),
    }
