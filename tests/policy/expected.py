"""Who gets in where: the permission matrix, written by hand from the roles table of the house.

The rows of nominating and of judging lie in files of their own; `rows.py` says what a row means.
"""

from __future__ import annotations

from tests.policy.expected_judging import JUDGING
from tests.policy.expected_meetings import CENTRAL, MEETINGS
from tests.policy.expected_nominating import NOMINATING
from tests.policy.rows import (
    PROVINCE_COUNCIL,
    RUNS_PROVINCE_COUNCIL,
    SIGNED_IN,
    LibraryRow,
    Row,
    Scope,
    closed_round,
    others,
    own_province,
    page,
    public,
    same,
    thing,
)

PUBLISHING: dict[str, Row] = {
    # publishing
    "publicity.show_overview": page("GET", "office auditor"),
    "publicity.publish_rulebook": page("GET POST", "office"),
    "publicity.confirm_rulebook": same("GET POST", "rulebook", "office", "auditor"),
    "publicity.create_season": page("GET POST", "office"),
    "publicity.show_season": same("GET", "season", "office auditor", others("office auditor")),
    "publicity.open_season": same("POST", "season", "office", others("office")),
    "publicity.reschedule": same("GET POST", "season", "office", others("office")),
    "publicity.record_extension": same("GET POST", "season", "office", others("office")),
    "publicity.withdraw_extension": same("GET POST", "season", "office", others("office")),
    "publicity.show_announcement": same("GET", "decision", "office standing auditor"),
    "publicity.propose_announcement": same("GET POST", "decision", "office", "standing auditor"),
    "publicity.approve_announcement": thing(
        "POST", "announcement", Scope("office", "standing auditor"), Scope("", "office standing auditor")
    ),
    "publicity.publish_past_honours": page("POST", "office"),
    # how far the provinces are, and reminders
    "reminders.list_provinces": page("GET", "office officer leader"),
    "reminders.release": same("GET POST", "season and reminder", "office", others("office")),
    # a person's own inbox, and nobody else's
    # work on the server: of who asked for it, and the award office's
    "jobs.show_job": thing("GET", "job", Scope("officer office"), Scope("office")),
    "jobs.show_progress": thing("GET", "job", Scope("officer office"), Scope("office")),
    "notices.list_notices": page("GET", SIGNED_IN),
    "notices.mark_all_read": page("POST", SIGNED_IN),
    "notices.show_notice": thing("GET", "notice", Scope("officer"), Scope("")),
    "notices.mark_read": thing("POST", "notice", Scope("officer"), Scope("")),
    # after sign-in
    "desk.show_desk": page("GET", SIGNED_IN),
    # the public site
    "public_site.home": public(),
    "public_site.honours": public(),
    "public_site.sample_honours": public(),
    "public_site.nominee": public("public nominee"),
    "public_site.calendar": public(),
    "public_site.rules": public(),
    "public_site.rulebook": public("public rulebook"),
    "public_site.rulebook_text": public("public rulebook"),
    "public_site.verify": public(),
    "public_site.certificate": public("certificate"),
}

EXPECTED = NOMINATING | JUDGING | MEETINGS | PUBLISHING

PROVINCIAL: dict[str, Row] = {
    "councils.show_council": own_province("GET", "province council", PROVINCE_COUNCIL),
    "councils.add_member": own_province(
        "GET POST", "province council", RUNS_PROVINCE_COUNCIL, "officer province_member"
    ),
    "conflicts.declare_dossier": own_province("GET POST", "province sheet", "province_member"),
    "relations.keep_register": own_province(
        "GET POST", "province council", RUNS_PROVINCE_COUNCIL, "officer province_member"
    ),
    "relations.recuse_judge": own_province(
        "GET POST", "province council", RUNS_PROVINCE_COUNCIL, "officer province_member"
    ),
    "leaving.leave_member": own_province(
        "GET POST", "province member", RUNS_PROVINCE_COUNCIL, "officer province_member"
    ),
    "relations.end_relation": own_province("GET POST", "province relation", RUNS_PROVINCE_COUNCIL),
    "relations.take_back_recusal": own_province("POST", "province recusal", RUNS_PROVINCE_COUNCIL),
    "sheets.show_sheet": own_province("GET", "province sheet", "province_member"),
    "sheets.edit_sheet": own_province("GET POST", "province sheet", "province_member"),
    "sheets.cast_sheet": own_province("GET POST", "province sheet", "province_member"),
    "judged.tell_office": own_province("GET POST", "province sheet", "province_member"),
    "flags.resolve_flag": own_province("GET POST", "province flag", RUNS_PROVINCE_COUNCIL),
    "results.show_round": closed_round("GET", "counted province round"),
    "results.show_progress": closed_round("GET", "counted province round"),
    "judge_reminders.remind_judges": closed_round("GET POST", "counted province round", RUNS_PROVINCE_COUNCIL, ""),
    "results.close_round": closed_round("GET POST", "counted province round", RUNS_PROVINCE_COUNCIL, ""),
    "results.show_entry": closed_round("GET", "counted province entry"),
    "results.recount_result": closed_round("GET", "counted province round"),
    "results.show_advice": closed_round("GET", "counted province round"),
    "results.download_record": closed_round("POST", "counted province round", RUNS_PROVINCE_COUNCIL),
    "results.open_next_round": closed_round("POST", "counted province round", RUNS_PROVINCE_COUNCIL, ""),
}
"""Pages of :data:`EXPECTED` asked once more for things of a province's own council."""

ASKED = (*EXPECTED.items(), *PROVINCIAL.items(), *CENTRAL.items())

LIBRARY: dict[str, LibraryRow] = {
    "security.login": LibraryRow((200, 400, 405, 405, 405), (302, 400, 405, 405, 405)),
    "security.logout": LibraryRow((405, 302, 405, 405, 405), (405, 302, 405, 405, 405)),
    # somebody without a passphrase (as the cast here) confirms in another way before setting one
    "security.change_password": LibraryRow((302, 302, 405, 405, 405), (302, 400, 405, 405, 405)),
    "security.two_factor_token_validation": LibraryRow((302, 400, 405, 405, 405), (302, 302, 405, 405, 405)),
    "security.mf_recovery": LibraryRow((302, 400, 405, 405, 405), (302, 302, 405, 405, 405)),
    "security.tf_select": LibraryRow((404, 404, 405, 405, 405), (404, 404, 405, 405, 405)),
    "security.two_factor_setup": LibraryRow((404, 404, 405, 405, 405), (404, 404, 405, 405, 405)),
    "security.two_factor_setup_validate": LibraryRow(
        (405, 404, 405, 405, 405), (405, 404, 405, 405, 405), {"token": "x"}
    ),
    "security.two_factor_rescue": LibraryRow((404, 404, 405, 405, 405), (404, 404, 405, 405, 405)),
    "security.mf_recovery_codes": LibraryRow((404, 404, 405, 405, 405), (404, 404, 405, 405, 405)),
    "security.verify": LibraryRow((302, 302, 405, 405, 405), (200, 400, 405, 405, 405)),
    "security.forgot_password": LibraryRow((200, 400, 405, 405, 405), (200, 400, 405, 405, 405)),
    "security.reset_password": LibraryRow((302, 400, 405, 405, 405), (302, 400, 405, 405, 405), {"token": "x"}),
    "static": LibraryRow((200, 405, 405, 405, 405), (200, 405, 405, 405, 405), {"filename": "css/theme.css"}),
    "security.static": LibraryRow((404, 405, 405, 405, 405), (404, 405, 405, 405, 405), {"filename": "none.css"}),
    "bootstrap.static": LibraryRow((404, 405, 405, 405, 405), (404, 405, 405, 405, 405), {"filename": "none.css"}),
}
"""Sign-in sends a signed-in person on; signing out takes a POST; a form without its token is refused (400)."""
