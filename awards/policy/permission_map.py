"""One map: which person may do which act to which thing. Asked by the door and again by the service."""

from __future__ import annotations

from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.predicates import (
    Predicate,
    addressed_to,
    anyone,
    as_its_chair,
    as_its_judge,
    as_its_member,
    as_its_officer,
    as_its_paper_reader,
    as_its_secretary,
    as_its_voter,
    asked_by_another,
    either,
    every,
    holds,
    holds_its_link,
    in_own_alliance,
    is_provincial_staff,
    marks_nothing_in_it,
    not_the_asker,
    not_the_proposer,
    of_own_alliance,
    of_the_centre,
    put_before,
    put_before_a_province,
    signed_in,
    works_for_an_alliance,
)


class Forbidden(Exception):
    """The act is known, the thing is visible, and this person may not do it."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.value)
        self.action = action


_office = holds(Role.OFFICE)
_own_province = every(holds(Role.OFFICER, Role.LEADER), of_own_alliance)
_own_province_officer = every(holds(Role.OFFICER), of_own_alliance)
_own_province_desk = every(holds(Role.OFFICER, Role.LEADER), works_for_an_alliance)
_centre_desk = holds(Role.SCREENER, Role.OFFICE)
_accounts_office = holds(Role.OFFICE, Role.SYSADMIN)
_accounts_desk = either(_accounts_office, every(holds(Role.LEADER), works_for_an_alliance))
_own_staff = either(_accounts_office, every(holds(Role.LEADER), of_own_alliance, is_provincial_staff))
_FLAGGED = (Role.SCREENER, Role.OFFICE, Role.CHAIR)
_inspection = holds(Role.OFFICE, Role.AUDITOR)
_after_closing = holds(Role.OFFICE, Role.AUDITOR, Role.STANDING, Role.CHAIR, Role.SECRETARY)
_runs_province_council = holds(Role.PROVINCE_SECRETARY, Role.LEADER)
_runs_council = either(every(_office, of_the_centre), every(_runs_province_council, of_own_alliance))
_province_council_desk = every(holds(Role.PROVINCE_SECRETARY, Role.LEADER, Role.OFFICER), of_own_alliance)
_province_council = every(
    holds(Role.PROVINCE_SECRETARY, Role.LEADER, Role.OFFICER, Role.PROVINCE_MEMBER), in_own_alliance
)
_runs_meeting = either(
    every(holds(Role.SECRETARY, Role.CHAIR), of_the_centre), every(_runs_province_council, of_own_alliance)
)
_runs_this_meeting = either(
    every(holds(Role.SECRETARY, Role.CHAIR), of_the_centre, as_its_officer),
    every(_runs_province_council, of_own_alliance),
)
_meets = holds(Role.JUDGE, Role.CHAIR, Role.SECRETARY, Role.PROVINCE_MEMBER, Role.PROVINCE_SECRETARY)
_sees_central_meetings = every(either(_after_closing, holds(Role.JUDGE)), of_the_centre)
_judges = holds(Role.JUDGE, Role.CHAIR, Role.PROVINCE_MEMBER)
_central_chair = every(of_the_centre, holds(Role.CHAIR), as_its_chair)
_central_secretary = every(of_the_centre, holds(Role.SECRETARY), as_its_secretary)
_reopens_sheets = either(_central_chair, _central_secretary, every(_runs_province_council, of_own_alliance))
_reads_central_papers = every(of_the_centre, holds(Role.SECRETARY, Role.OFFICE), as_its_paper_reader)
_agrees_to_reopen = either(
    every(_central_chair, asked_by_another(Role.SECRETARY)),
    every(_central_secretary, asked_by_another(Role.CHAIR)),
    every(holds(Role.LEADER), of_own_alliance, asked_by_another(Role.PROVINCE_SECRETARY)),
    every(holds(Role.PROVINCE_SECRETARY), of_own_alliance, asked_by_another(Role.LEADER)),
)

PERMISSIONS: dict[Action, Predicate] = {
    Action.PUBLIC_READ: anyone,
    Action.DESK_OPEN: signed_in,
    Action.REFUSED: anyone,
    Action.CHECKPOINT: signed_in,
    Action.AUDIT_READ: holds(Role.AUDITOR, Role.OFFICE, Role.SYSADMIN),
    Action.AUDIT_READ_SAVES: holds(Role.AUDITOR),
    Action.JOB_ENQUEUE: signed_in,
    Action.JOB_READ: either(_office, addressed_to),
    Action.ACCOUNT_LIST: _accounts_desk,
    Action.ACCOUNT_CREATE: _accounts_desk,
    Action.ACCOUNT_INVITE: _own_staff,
    Action.ACCOUNT_CLOSE: _own_staff,
    Action.ACCOUNT_REOPEN: _own_staff,
    Action.ACCOUNT_HAND_OVER: _own_staff,
    Action.FACTOR_RESET: _own_staff,
    Action.ACCOUNT_OWN: signed_in,
    Action.SESSIONS_END: signed_in,
    Action.FACTOR_SET: signed_in,
    Action.FACTOR_REMOVE: signed_in,
    Action.RECOVERY_RENEW: signed_in,
    Action.RECOVERY_USED: signed_in,
    Action.SIGN_IN: anyone,
    Action.SIGN_IN_REFUSED: anyone,
    Action.SIGN_OUT: signed_in,
    Action.PASSPHRASE_SET: anyone,
    Action.RESET_ASKED: anyone,
    Action.UNIT_LIST: signed_in,
    Action.RULEBOOK_LIST: _inspection,
    Action.RULEBOOK_READ: _inspection,
    Action.RULEBOOK_PUBLISH: _office,
    Action.RULEBOOK_CONFIRM: _office,
    Action.SEASON_LIST: _inspection,
    Action.SEASON_READ: _inspection,
    Action.SEASON_CREATE: _office,
    Action.SEASON_OPEN: _office,
    Action.SEASON_RESCHEDULE: _office,
    Action.EXTENSION_RECORD: _office,
    Action.EXTENSION_WITHDRAW: _office,
    Action.CALENDAR_READ: signed_in,
    Action.NOTICE_LIST: signed_in,
    Action.NOTICE_READ: addressed_to,
    Action.MAIL_RETRY: holds(Role.SYSADMIN),
    Action.REMINDER_LIST: either(_office, _own_province_desk),
    Action.REMINDER_RELEASE: _office,
    Action.JUDGES_REMIND: either(_runs_council, every(holds(Role.CHAIR, Role.SECRETARY), of_the_centre)),
    Action.ORGANISATION_LIST: either(_own_province_desk, _centre_desk),
    Action.ORGANISATION_READ: either(_own_province, _centre_desk),
    Action.ORGANISATION_REGISTER: every(holds(Role.OFFICER), works_for_an_alliance),
    Action.ORGANISATION_EDIT: either(_own_province_officer, _office),
    Action.FIGURES_EDIT: every(holds(Role.OFFICER), of_own_alliance),
    Action.PRODUCT_EDIT: either(_own_province_officer, _office),
    Action.CERTIFICATE_EDIT: either(_own_province_officer, _office),
    Action.DUPLICATES_LIST: either(_own_province_desk, _office),
    Action.ORGANISATION_MERGE: either(_own_province_officer, _office),
    Action.HONOURS_LIST: either(_own_province_desk, _centre_desk),
    Action.HONOURS_IMPORT: _office,
    Action.HONOUR_LINK: either(_own_province_officer, _office),
    Action.NOMINATION_LIST: _own_province_desk,
    Action.NOMINATION_READ: either(_own_province, _centre_desk, holds(Role.AUDITOR)),
    Action.NOMINATION_CREATE: every(holds(Role.OFFICER), of_own_alliance),
    Action.NOMINATION_EDIT: every(holds(Role.OFFICER), of_own_alliance),
    Action.WORKBOOK_HAND_IN: every(holds(Role.OFFICER), works_for_an_alliance),
    Action.WORKBOOK_STORE: every(holds(Role.OFFICER), of_own_alliance),
    Action.DOSSIER_REOPEN: either(every(holds(Role.LEADER), of_own_alliance), holds(Role.SCREENER)),
    Action.SIGN_OFF_ASK: every(holds(Role.OFFICER), of_own_alliance),
    Action.SIGN_OFF: every(holds(Role.LEADER), of_own_alliance, not_the_asker),
    Action.SIGN_OFF_TAKE_BACK: every(holds(Role.OFFICER), of_own_alliance),
    Action.SIGN_OFF_DECLINE: every(holds(Role.LEADER), of_own_alliance),
    Action.SIGN_OFF_REOPEN: every(holds(Role.LEADER), of_own_alliance),
    Action.WAITING_LIST_ORDER: every(holds(Role.LEADER), of_own_alliance),
    Action.NOMINATION_FORWARD: every(holds(Role.LEADER), of_own_alliance),
    Action.NOMINATION_WITHDRAW: every(holds(Role.LEADER), of_own_alliance),
    Action.NOMINATION_REPLACE: every(holds(Role.LEADER), of_own_alliance),
    Action.CONTACT_LINK_ISSUE: every(holds(Role.OFFICER), of_own_alliance),
    Action.CONTACT_LINK_REVOKE: every(holds(Role.OFFICER), of_own_alliance),
    Action.CONTACT_LINK_OPEN: anyone,
    Action.CONTACT_READ: every(holds(Role.CONTACT), holds_its_link),
    Action.CONTACT_WRITE: every(holds(Role.CONTACT), holds_its_link),
    Action.CONTACT_HAND_IN: every(holds(Role.CONTACT), holds_its_link),
    Action.CONTACT_REVIEW: _own_province,
    Action.CONTACT_TAKE_OVER: every(holds(Role.OFFICER), of_own_alliance),
    Action.CONTACT_SEND_BACK: every(holds(Role.OFFICER), of_own_alliance),
    Action.UPLOAD_SEND: holds(Role.CONTACT, Role.OFFICER, Role.LEADER, Role.PROVINCE_SECRETARY, Role.OFFICE),
    Action.FILE_INFECTED: anyone,
    Action.DOSSIER_FILE_ADD: every(holds(Role.OFFICER), of_own_alliance),
    Action.DOSSIER_FILE_MOVE: every(holds(Role.OFFICER), of_own_alliance),
    Action.DOSSIER_FILE_REMOVE: every(holds(Role.OFFICER), of_own_alliance),
    Action.DOSSIER_FILE_READ: either(_own_province, _centre_desk, holds(Role.AUDITOR)),
    Action.SCREENING_LIST: _centre_desk,
    Action.SCREENING_READ: _centre_desk,
    Action.SCREENING_ACCEPT: holds(Role.SCREENER),
    Action.SCREENING_RETURN: holds(Role.SCREENER),
    Action.SCREENING_HOLD: holds(Role.SCREENER),
    Action.SCREENING_RELEASE: holds(Role.SCREENER),
    Action.SCREENING_REFUSE: holds(Role.SCREENER),
    Action.SCREENING_WAIVE: holds(Role.SCREENER),
    Action.SCREENING_CONFIRM: every(_centre_desk, not_the_proposer),
    Action.SCREENING_SEND_BACK: every(_centre_desk, not_the_proposer),
    Action.SCREENING_MARK: holds(Role.SCREENER),
    Action.FLAG_LIST: either(holds(*_FLAGGED), every(_runs_province_council, works_for_an_alliance)),
    Action.FLAG_RAISE: either(_centre_desk, every(_judges, as_its_judge)),
    Action.FLAG_RESOLVE: either(
        put_before(*_FLAGGED), every(_runs_province_council, of_own_alliance, put_before_a_province)
    ),
    Action.COUNCIL_LIST: either(_after_closing, _province_council),
    Action.COUNCIL_READ: either(_after_closing, _province_council),
    Action.COUNCIL_APPOINT: _runs_council,
    Action.MEMBER_APPOINT: _runs_council,
    Action.JUDGES_ASSIGN: _runs_council,
    Action.PLAN_PROPOSE: _runs_council,
    Action.PLAN_READ: _runs_council,
    Action.PLAN_ADJUST: _runs_council,
    Action.PLAN_ACCEPT: _runs_council,
    Action.PLAN_UNDO: _runs_council,
    Action.MEMBER_FIELDS: _runs_council,
    Action.JUDGE_RECUSE: _runs_council,
    Action.RECUSAL_TAKE_BACK: _runs_council,
    Action.DECLARATION_LIST: _judges,
    Action.DECLARATION_MAKE: every(_judges, as_its_judge),
    Action.RELATION_LIST: _runs_council,
    Action.RELATION_RECORD: either(_runs_council, every(_judges, addressed_to)),
    Action.RELATION_END: either(_runs_council, every(_judges, addressed_to)),
    Action.MEMBER_LEAVE: _runs_council,
    Action.MEETING_READ: either(_sees_central_meetings, _province_council),
    Action.MEETING_PLAN: _runs_this_meeting,
    Action.MEETING_OPEN: _runs_this_meeting,
    Action.MEETING_CLOSE: _runs_meeting,
    Action.MEETING_RECORD: _runs_this_meeting,
    Action.MOTION_PUT: _runs_this_meeting,
    Action.MOTION_OPEN: _runs_this_meeting,
    Action.MOTION_CLOSE: _runs_this_meeting,
    Action.MOTION_VOID: _runs_this_meeting,
    Action.VOTE_RECORD: _runs_this_meeting,
    Action.OPINION_RECORD: _runs_this_meeting,
    Action.PAPER_TALLY: either(_runs_this_meeting, every(_meets, as_its_member)),
    Action.BALLOT_CAST: every(_meets, as_its_voter),
    Action.SHEET_LIST: _judges,
    Action.SHEET_READ: every(_judges, as_its_judge),
    Action.SHEET_SAVE: every(_judges, as_its_judge),
    Action.SHEET_CAST: every(_judges, as_its_judge),
    Action.SHEET_ABSTAIN: every(_judges, as_its_judge),
    Action.SHEET_RESUME: every(_judges, as_its_judge),
    Action.SHEET_NOTE: every(_judges, as_its_judge),
    Action.REOPENING_LIST: _reopens_sheets,
    Action.REOPENING_ASK: _reopens_sheets,
    Action.REOPENING_CONFIRM: _agrees_to_reopen,
    Action.REOPENING_DECLINE: _agrees_to_reopen,
    Action.PAPER_SHEET_READ: either(_province_council_desk, _reads_central_papers),
    Action.PAPER_SHEET_ENTER: every(either(_province_council_desk, _reads_central_papers), marks_nothing_in_it),
    Action.PAPER_READER_NAME: either(_central_chair, _central_secretary),
    Action.DOSSIER_PUT_AGAIN: every(_runs_province_council, of_own_alliance),
    Action.ROUND_READ: either(_after_closing, _province_council),
    Action.ROUND_CLOSE: _runs_council,
    Action.RESULT_READ: either(_after_closing, _province_council),
    Action.RESULT_COUNT: _runs_meeting,
    Action.RECORD_EXPORT: either(holds(Role.OFFICE, Role.AUDITOR), every(_runs_province_council, of_own_alliance)),
    Action.NEXT_ROUND_OPEN: _runs_council,
    Action.RECOGNITION_READ: either(_province_council, _centre_desk, holds(Role.AUDITOR)),
    Action.RECOGNITION_RECORD: every(holds(Role.LEADER), of_own_alliance),
    Action.PACKAGE_READ: _province_council_desk,
    Action.SCORE_SUMMARY_EXPORT: _province_council_desk,
    Action.DECISION_READ: holds(Role.OFFICE, Role.AUDITOR, Role.STANDING),
    Action.DECISION_RECORD: _office,
    Action.WINNERS_EXPORT: _office,
    Action.CERTIFICATES_EXPORT: _office,
    Action.ANNOUNCEMENT_PROPOSE: _office,
    Action.ANNOUNCEMENT_APPROVE: every(_office, not_the_proposer),
}


def permits(actor: Actor, action: Action, subject: object = None) -> bool:
    return PERMISSIONS[action](actor, subject)


def require(actor: Actor, action: Action, subject: object = None) -> None:
    """Raise :class:`Forbidden` unless the map lets this person do this to this thing."""
    if not permits(actor, action, subject):
        raise Forbidden(action)
