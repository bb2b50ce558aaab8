"""Every act the system knows, one name each; pages, services and the audit log use the same names."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    PUBLIC_READ = "public.read"
    DESK_OPEN = "desk.open"
    REFUSED = "refused"

    AUDIT_READ = "audit.read"

    ACCOUNT_LIST = "account.list"
    ACCOUNT_CREATE = "account.create"
    ACCOUNT_INVITE = "account.invite"
    SIGN_IN = "account.sign_in"
    SIGN_IN_REFUSED = "account.sign_in_refused"
    SIGN_OUT = "account.sign_out"
    PASSPHRASE_SET = "account.passphrase_set"  # noqa: S105 - the name of an act, not a secret

    RULEBOOK_LIST = "rulebook.list"
    RULEBOOK_READ = "rulebook.read"
    RULEBOOK_PUBLISH = "rulebook.publish"
    RULEBOOK_CONFIRM = "rulebook.confirm"

    SEASON_LIST = "season.list"
    SEASON_READ = "season.read"
    SEASON_CREATE = "season.create"
    SEASON_OPEN = "season.open"
    SEASON_RESCHEDULE = "season.reschedule"
    EXTENSION_RECORD = "season.extension_record"

    ORGANISATION_LIST = "organisation.list"
    ORGANISATION_READ = "organisation.read"
    ORGANISATION_REGISTER = "organisation.register"
    ORGANISATION_EDIT = "organisation.edit"
    FIGURES_EDIT = "organisation.figures_edit"

    HONOURS_IMPORT = "honours.import"

    NOMINATION_LIST = "nomination.list"
    NOMINATION_READ = "nomination.read"
    NOMINATION_CREATE = "nomination.create"
    NOMINATION_EDIT = "nomination.edit"
    NOMINATION_FORWARD = "nomination.forward"
    NOMINATION_WITHDRAW = "nomination.withdraw"
    DOSSIER_FILE_ADD = "nomination.file_add"
    DOSSIER_FILE_REMOVE = "nomination.file_remove"
    DOSSIER_FILE_READ = "nomination.file_read"

    SCREENING_LIST = "screening.list"
    SCREENING_READ = "screening.read"
    SCREENING_ACCEPT = "screening.accept"
    SCREENING_RETURN = "screening.return"
    SCREENING_HOLD = "screening.hold"
    SCREENING_RELEASE = "screening.release"
    SCREENING_REFUSE = "screening.refuse"

    COUNCIL_LIST = "council.list"
    COUNCIL_READ = "council.read"
    COUNCIL_APPOINT = "council.appoint"
    MEMBER_APPOINT = "council.member_appoint"
    JUDGES_ASSIGN = "council.judges_assign"

    SHEET_LIST = "sheet.list"
    SHEET_READ = "sheet.read"
    SHEET_SAVE = "sheet.save"
    SHEET_CAST = "sheet.cast"

    ROUND_READ = "round.read"
    ROUND_CLOSE = "round.close"
    RESULT_READ = "result.read"
    RECORD_EXPORT = "result.record_export"

    DECISION_READ = "decision.read"
    DECISION_RECORD = "decision.record"
    WINNERS_EXPORT = "decision.winners_export"
    CERTIFICATES_EXPORT = "decision.certificates_export"

    ANNOUNCEMENT_PROPOSE = "announcement.propose"
    ANNOUNCEMENT_APPROVE = "announcement.approve"
