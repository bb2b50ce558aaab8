"""Who gets in where, from the centre's desk through councils, sheets and results to decisions; written by hand."""

from __future__ import annotations

from tests.policy.rows import (
    AFTER_CLOSING,
    PROVINCE,
    PROVINCE_COUNCIL,
    RUNS_PROVINCE_COUNCIL,
    SEES_DOSSIERS,
    Row,
    Scope,
    closed_round,
    own_province,
    page,
    same,
    thing,
)

JUDGING: dict[str, Row] = {
    # the centre's desk
    "screening.list_nominations": page("GET", "screener office"),
    "screening.show_nomination": same("GET", "nomination", "screener office"),
    "screening.show_table": page("GET", "screener office"),
    "screening.show_checklist": same("GET", "nomination", "screener office"),
    "screening.save_checklist": same("POST", "nomination", "screener", "office"),
    "screening.compare_revisions": same("GET", "nomination", "screener office"),
    "screening.propose_acceptance": same("POST", "nomination", "screener", "office"),
    "screening.return_to_province": same("GET POST", "nomination", "screener", "office"),
    "screening.hold": same("GET POST", "nomination", "screener", "office"),
    "screening.propose_release": same("GET POST", "nomination", "screener", "office"),
    "screening.propose_refusal": same("GET POST", "nomination", "screener", "office"),
    "screening.propose_waiver": same("GET POST", "nomination", "screener", "office"),
    "screening.confirm": same("POST", "screening proposal", "office", "screener"),
    "screening.send_back": same("GET POST", "screening proposal", "office", "screener"),
    "flags.list_flags": page("GET", f"screener office chair {RUNS_PROVINCE_COUNCIL}"),
    "flags.raise_flag": same("GET POST", "nomination", "screener office"),
    "flags.resolve_flag": thing("GET POST", "flag", Scope("office", "screener"), Scope("chair", "screener office")),
    "screening.download_file": same("GET", "dossier file", "screener office"),
    "screening.show_findings": thing("GET", "nomination", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)),
    # councils: the chair and the secretary know their own
    "councils.list_councils": page("GET", f"{AFTER_CLOSING} {PROVINCE_COUNCIL}"),
    "councils.appoint_council": page("GET POST", f"office {RUNS_PROVINCE_COUNCIL}"),
    "councils.show_council": thing("GET", "council", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "councils.add_member": thing(
        "GET POST", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "councils.open_experts_round": thing(
        "POST", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "councils.put_before_council": own_province(
        "GET POST", "province council", RUNS_PROVINCE_COUNCIL, "officer province_member"
    ),
    # plans of who marks what
    "assigning.assign_judges": thing(
        "GET POST", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "assigning.edit_fields": thing(
        "GET POST", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "assigning.show_latest": thing(
        "GET", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "assigning.show_plan": thing(
        "GET", "plan", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "assigning.accept_plan": thing(
        "POST", "plan", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "assigning.undo_plan": thing(
        "POST", "plan", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "assigning.drop_plan": thing(
        "POST", "plan", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "assigning.change_entry": thing(
        "GET POST",
        "entry of plan",
        Scope("office", "chair secretary standing auditor"),
        Scope("office", "standing auditor"),
    ),
    # conflicts: each judge's own, and the register of those who run the council
    "conflicts.list_declarations": page("GET POST", "judge chair province_member"),
    "conflicts.keep_own_relations": page("GET POST", "judge chair province_member"),
    "conflicts.declare_dossier": thing("GET POST", "sheet", Scope("judge chair"), Scope("")),
    "relations.keep_register": thing(
        "GET POST", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "relations.recuse_judge": thing(
        "GET POST", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "relations.end_relation": thing("GET POST", "relation", Scope("office judge"), Scope("office")),
    "leaving.leave_member": thing(
        "GET POST",
        "council member",
        Scope("office", "chair secretary standing auditor"),
        Scope("office", "standing auditor"),
    ),
    "relations.take_back_recusal": thing("POST", "recusal", Scope("office"), Scope("office")),
    # sheets: a judge's own, and nobody else's
    "sheets.list_sheets": page("GET", "judge chair province_member"),
    "sheets.show_sheet": thing("GET", "sheet", Scope("judge chair"), Scope("")),
    "sheets.edit_sheet": thing("GET POST", "sheet", Scope("judge chair"), Scope("")),
    "sheets.cast_sheet": thing("GET POST", "sheet", Scope("judge chair"), Scope("")),
    "sheets.download_file": thing("GET", "sheet file", Scope("judge chair"), Scope("")),
    "sheets.put_dossier_again": own_province("POST", "dossier put", RUNS_PROVINCE_COUNCIL, "officer"),
    "judged.show_judged_paper": thing("GET", "sheet file", Scope("judge chair"), Scope("")),
    "judged.show_judged_page": thing("GET", "sheet page", Scope("judge chair"), Scope("")),
    "judged.tell_office": thing("GET POST", "sheet", Scope("judge chair"), Scope("")),
    "judged.show_own_table": thing("GET", "open round", Scope("judge chair"), Scope("judge")),
    "judged.print_sheet": thing("GET", "sheet", Scope("judge chair"), Scope("")),
    "sheet_acts.save_fields": thing("POST", "sheet", Scope("judge chair"), Scope("")),
    "sheet_acts.save_note": thing("POST", "sheet", Scope("judge chair"), Scope("")),
    "sheet_acts.abstain": thing("GET POST", "sheet", Scope("judge chair"), Scope("")),
    "sheet_acts.resume": thing("POST", "sheet", Scope("judge chair"), Scope("")),
    # the same person judges in both rounds
    "sheet_acts.cast_complete": thing("GET POST", "open round", Scope("judge chair"), Scope("judge")),
    "sheet_acts.check_receipt": page("GET", "judge chair province_member"),
    # a cast sheet is opened again by two
    "sheet_reopenings.list_reopenings": thing("GET", "open round", Scope("chair secretary"), Scope("")),
    "sheet_reopenings.ask_reopening": thing("GET POST", "open round", Scope("chair secretary"), Scope("")),
    "sheet_reopenings.confirm_reopening": thing("POST", "reopening", Scope("chair", "secretary"), Scope("")),
    "sheet_reopenings.decline_reopening": thing("POST", "reopening", Scope("chair", "secretary"), Scope("")),
    # sheets filled in on paper: entered in the province
    "paper_sheets.list_papers": own_province("GET", "province round", "officer leader province_secretary"),
    "paper_sheets.show_paper": own_province("GET", "paper sheet", "officer leader province_secretary"),
    "paper_sheets.attach_scan": own_province("POST", "paper sheet", "officer leader province_secretary"),
    "paper_sheets.download_scan": own_province("GET", "paper sheet", "officer leader province_secretary"),
    "paper_sheets.enter_paper": own_province("GET POST", "paper sheet", "officer leader province_secretary"),
    "paper_sheets.settle_paper": own_province("GET POST", "paper sheet", "officer leader province_secretary"),
    "paper_sheets.print_papers": own_province("GET", "province round", "officer leader province_secretary"),
    "paper_sheets.name_readers": thing("GET POST", "open round", Scope("chair secretary"), Scope("")),
    "paper_sheets.end_reader": thing("POST", "paper reader", Scope("chair secretary"), Scope("")),
    # results: counted rounds
    "results.list_rounds": page("GET", f"{AFTER_CLOSING} {PROVINCE_COUNCIL}"),
    "results.show_round": thing("GET", "round", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "results.show_progress": thing("GET", "open round", Scope("chair secretary office"), Scope("office")),
    "judge_reminders.remind_judges": thing("GET POST", "open round", Scope("chair secretary office"), Scope("office")),
    "results.close_round": thing(
        "GET POST", "round", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "results.show_entry": thing("GET", "counted entry", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "results.recount_result": thing("GET", "round", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "results.show_advice": thing("GET", "round", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "results.download_record": thing(
        "POST", "round", Scope("office auditor", "chair secretary standing"), Scope("office auditor", "standing")
    ),
    "results.open_next_round": thing(
        "POST", "round", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    # a province's own result; the screeners read who is recognised and no more
    "province_results.show_province_stage": closed_round("GET", "province stage"),
    "province_results.record_recognition": closed_round("GET POST", "province stage", "leader", ""),
    "province_results.show_recognition": thing(
        "GET", "nomination", Scope(f"{PROVINCE_COUNCIL} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)
    ),
    "province_results.download_recognition": closed_round("GET", "recognition"),
    "exports.download_score_summary": closed_round("POST", "province stage", "officer leader province_secretary", ""),
    # decisions and their announcement
    "decisions.list_decisions": page("GET", "office standing auditor"),
    "decisions.show_decision": same("GET", "decision", "office standing auditor"),
    "decisions.record_decision": same("GET POST", "counted season", "office", "standing auditor"),
    "exports.download_winners": same("POST", "decision", "office", "standing auditor"),
    "exports.download_certificates": same("POST", "decision", "office", "standing auditor"),
}
