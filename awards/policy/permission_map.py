"""One map: which person may do which act to which thing. Asked by the door and again by the service."""

from __future__ import annotations

from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.predicates import (
    Predicate,
    anyone,
    as_its_judge,
    either,
    every,
    holds,
    not_the_proposer,
    of_own_alliance,
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
_own_province_desk = every(holds(Role.OFFICER, Role.LEADER), works_for_an_alliance)
_centre_desk = holds(Role.SCREENER, Role.OFFICE)
_inspection = holds(Role.OFFICE, Role.AUDITOR)
_after_closing = holds(Role.OFFICE, Role.AUDITOR, Role.STANDING, Role.CHAIR, Role.SECRETARY)

PERMISSIONS: dict[Action, Predicate] = {
    Action.PUBLIC_READ: anyone,
    Action.DESK_OPEN: signed_in,
    Action.REFUSED: anyone,
    Action.AUDIT_READ: holds(Role.AUDITOR, Role.OFFICE, Role.SYSADMIN),
    Action.ACCOUNT_LIST: holds(Role.OFFICE, Role.SYSADMIN),
    Action.ACCOUNT_CREATE: holds(Role.OFFICE, Role.SYSADMIN),
    Action.ACCOUNT_INVITE: holds(Role.OFFICE, Role.SYSADMIN),
    Action.SIGN_IN: anyone,
    Action.SIGN_IN_REFUSED: anyone,
    Action.SIGN_OUT: signed_in,
    Action.PASSPHRASE_SET: anyone,
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
    Action.ORGANISATION_LIST: either(_own_province_desk, _centre_desk),
    Action.ORGANISATION_READ: either(_own_province, _centre_desk),
    Action.ORGANISATION_REGISTER: every(holds(Role.OFFICER), works_for_an_alliance),
    Action.ORGANISATION_EDIT: every(holds(Role.OFFICER), of_own_alliance),
    Action.FIGURES_EDIT: every(holds(Role.OFFICER), of_own_alliance),
    Action.HONOURS_IMPORT: _office,
    Action.NOMINATION_LIST: _own_province_desk,
    Action.NOMINATION_READ: either(_own_province, _centre_desk, holds(Role.AUDITOR)),
    Action.NOMINATION_CREATE: every(holds(Role.OFFICER), of_own_alliance),
    Action.NOMINATION_EDIT: every(holds(Role.OFFICER), of_own_alliance),
    Action.NOMINATION_FORWARD: every(holds(Role.LEADER), of_own_alliance),
    Action.NOMINATION_WITHDRAW: every(holds(Role.LEADER), of_own_alliance),
    Action.DOSSIER_FILE_ADD: every(holds(Role.OFFICER), of_own_alliance),
    Action.DOSSIER_FILE_REMOVE: every(holds(Role.OFFICER), of_own_alliance),
    Action.DOSSIER_FILE_READ: either(_own_province, _centre_desk, holds(Role.AUDITOR)),
    Action.SCREENING_LIST: _centre_desk,
    Action.SCREENING_READ: _centre_desk,
    Action.SCREENING_ACCEPT: holds(Role.SCREENER),
    Action.SCREENING_RETURN: holds(Role.SCREENER),
    Action.SCREENING_HOLD: holds(Role.SCREENER),
    Action.SCREENING_RELEASE: holds(Role.SCREENER),
    Action.SCREENING_REFUSE: holds(Role.SCREENER),
    Action.COUNCIL_LIST: _after_closing,
    Action.COUNCIL_READ: _after_closing,
    Action.COUNCIL_APPOINT: _office,
    Action.MEMBER_APPOINT: _office,
    Action.JUDGES_ASSIGN: _office,
    Action.SHEET_LIST: holds(Role.JUDGE, Role.CHAIR),
    Action.SHEET_READ: every(holds(Role.JUDGE, Role.CHAIR), as_its_judge),
    Action.SHEET_SAVE: every(holds(Role.JUDGE, Role.CHAIR), as_its_judge),
    Action.SHEET_CAST: every(holds(Role.JUDGE, Role.CHAIR), as_its_judge),
    Action.ROUND_READ: _after_closing,
    Action.ROUND_CLOSE: _office,
    Action.RESULT_READ: _after_closing,
    Action.RECORD_EXPORT: holds(Role.OFFICE, Role.AUDITOR),
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
