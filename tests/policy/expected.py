"""Who gets in where: the permission matrix, written by hand from the roles table of the house.

Nothing here is read from the permission map or from a door. A row says, for one page, which roles
get in, and which are told "forbidden" (403) because they may see the thing but not do this to it. All
other signed-in people are answered "there is no such page" (404) where the address names a thing, and
"forbidden" where it names none. A visitor who is not signed in is sent to the sign-in page, always.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ROLES = (
    "anonymous", "contact", "officer", "leader", "province_member", "province_secretary", "screener",
    "judge", "chair", "secretary", "office", "standing", "auditor", "sysadmin",
)  # fmt: skip
SIGNED_IN = " ".join(ROLES[2:])
"""Everybody with an account; a cooperative's contact comes in by a link."""
PROVINCE = "officer leader"
SEES_DOSSIERS = "screener office auditor"
AFTER_CLOSING = "chair secretary office standing auditor"
PROVINCE_COUNCIL = "officer leader province_member province_secretary"
RUNS_PROVINCE_COUNCIL = "leader province_secretary"


@dataclass(frozen=True)
class Scope:
    """For one kind of thing: who gets in, and who sees it without being let in."""

    into: str
    seen: str = ""


@dataclass(frozen=True)
class Row:
    """One page: its methods, what its address names (nothing: ``""``), the own and the foreign thing."""

    methods: str
    own: Scope
    names: str = ""
    foreign: Scope | None = None
    is_public: bool = False


def page(methods: str, into: str) -> Row:
    """A page whose address names no thing."""
    return Row(methods, Scope(into))


def thing(methods: str, names: str, own: Scope, foreign: Scope) -> Row:
    """A page about one thing."""
    return Row(methods, own, names, foreign)


def same(methods: str, names: str, into: str, seen: str = "") -> Row:
    """A page about one thing that belongs to nobody in particular: own and foreign are alike."""
    return thing(methods, names, Scope(into, seen), Scope(into, seen))


def public(names: str = "") -> Row:
    """Open to everybody; other methods do not exist (405)."""
    return Row("GET", Scope(" ".join(ROLES)), names, Scope(" ".join(ROLES)), is_public=True)


def others(roles: str) -> str:
    """Every signed-in role but these."""
    return " ".join(role for role in SIGNED_IN.split() if role not in roles.split())


def provincial(methods: str, names: str, into: str) -> Row:
    """Something of one province that only ``into`` of that province may do; the centre's desk sees it."""
    seen = " ".join(role for role in f"{PROVINCE} {SEES_DOSSIERS}".split() if role not in into.split())
    return thing(methods, names, Scope(into, seen), Scope("", SEES_DOSSIERS))


def staff(methods: str) -> Row:
    """An account of a province's own staff: looked after by the office, and by that province's leader."""
    return thing(methods, "account", Scope("leader office sysadmin"), Scope("office sysadmin"))


def kept(methods: str, names: str) -> Row:
    """Something of one province's part of the register: its officer keeps it, and the award office."""
    return thing(methods, names, Scope("officer office", "leader screener"), Scope("office", "screener"))


def own_province(methods: str, names: str, into: str, seen: str = "") -> Row:
    """Something of one province that nobody outside it sees."""
    return thing(methods, names, Scope(into, seen), Scope(""))


def closed_round(methods: str, names: str, into: str = PROVINCE_COUNCIL, centre: str = "office auditor") -> Row:
    """A province's counted result: ``into`` of that province and ``centre`` get in, its council and both see it."""
    seen = " ".join(role for role in PROVINCE_COUNCIL.split() if role not in into.split())
    out = " ".join(role for role in ("office", "auditor") if role not in centre.split())
    return thing(methods, names, Scope(f"{into} {centre}", f"{seen} {out}"), Scope(centre, out))


EXPECTED: dict[str, Row] = {
    # accounts
    "accounts.list_accounts": page("GET", "leader office sysadmin"),
    "accounts.create_account": page("GET POST", "leader office sysadmin"),
    "accounts.show_account": staff("GET"),
    "accounts.invite": staff("POST"),
    "accounts.close_account": staff("GET POST"),
    "accounts.reopen_account": staff("GET POST"),
    "accounts.reset_factor": staff("GET POST"),
    "own_account.show_own": page("GET", SIGNED_IN),
    "own_account.end_sessions": page("POST", SIGNED_IN),
    "own_account.set_up_factor": page("GET POST", SIGNED_IN),
    "own_account.remove_factor": page("GET POST", SIGNED_IN),
    "own_account.renew_codes": page("GET POST", SIGNED_IN),
    # provinces: public facts, looked up at work
    "units.list_units": page("GET", SIGNED_IN),
    "units.show_alliance": same("GET", "alliance", SIGNED_IN, "contact"),
    # the log
    "audit.list_entries": page("GET", "office auditor sysadmin"),
    "audit.verify_chain": page("GET", "office auditor sysadmin"),
    # seasons: under way, so everybody signed in sees that they exist
    "seasons.list_seasons": page("GET", "office auditor"),
    "seasons.show_season": same("GET", "season", "office auditor", others("office auditor")),
    "seasons.show_calendar": same("GET", "season", SIGNED_IN),
    "seasons.download_calendar": page("GET", SIGNED_IN),
    "seasons.list_rulebooks": page("GET", "office auditor"),
    "seasons.show_rulebook": same("GET", "rulebook", "office auditor"),
    # cooperatives
    "nominees.list_organisations": page("GET", "officer leader screener office"),
    "nominees.register_organisation": page("GET POST", "officer"),
    "nominees.show_organisation": thing(
        "GET", "organisation", Scope("officer leader screener office"), Scope("screener office")
    ),
    "nominees.edit_organisation": kept("GET POST", "organisation"),
    "nominees.edit_figures": thing(
        "GET POST", "organisation", Scope("officer", "leader screener office"), Scope("", "screener office")
    ),
    "nominees.add_product": kept("GET POST", "organisation"),
    "nominees.edit_product": kept("GET POST", "product"),
    "nominees.add_certificate": kept("GET POST", "organisation"),
    "nominees.edit_certificate": kept("GET POST", "certificate held"),
    "nominees.remove_certificate": kept("POST", "certificate held"),
    # the register of honours: public facts, so every desk reads them; an officer links those of the own province
    "honours.list_honours": page("GET", "officer leader screener office"),
    "honours.show_past_honours": thing(
        "GET", "organisation", Scope("officer leader screener office"), Scope("screener office")
    ),
    "honours.link_honour": thing(
        "GET POST", "honour", Scope("officer office", "leader screener"), Scope("office", "officer leader screener")
    ),
    "honours.import_honours": page("GET POST", "office"),
    "honours.download_template": page("GET", "office"),
    # nominations
    "nominations.list_nominations": page("GET", "officer leader"),
    "nominations.begin_nomination": same("GET POST", "season to nominate in", "officer", others("officer")),
    "nominations.show_nomination": thing(
        "GET", "nomination", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)
    ),
    "nominations.check_nomination": thing(
        "GET", "nomination", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)
    ),
    "nominations.print_nomination": thing(
        "GET", "nomination", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)
    ),
    "nominations.edit_section": provincial("GET POST", "section", "officer"),
    "nominations.attach_signed_copy": provincial("GET POST", "nomination", "officer"),
    "papers.attach_file": provincial("GET POST", "nomination", "officer"),
    "papers.download_file": thing("GET", "dossier file", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)),
    "papers.show_paper": thing("GET", "dossier file", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)),
    "papers.show_page": thing("GET", "dossier page", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)),
    "papers.show_thumbnail": thing("GET", "dossier file", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)),
    "papers.replace_file": provincial("GET POST", "dossier file", "officer"),
    "papers.move_file": provincial("POST", "dossier file", "officer"),
    "papers.remove_file": provincial("POST", "dossier file", "officer"),
    # files on their way in: their sender's alone
    "uploads.start_upload": page("POST", "contact officer leader province_secretary office"),
    "uploads.send_chunk": thing("GET PATCH", "upload", Scope("officer"), Scope("")),
    "uploads.finish_upload": thing("POST", "upload", Scope("officer"), Scope("")),
    "uploads.cancel_upload": thing("POST", "upload", Scope("officer"), Scope("")),
    # the cooperative's own part: its link, and what its officer makes of it
    "registrations.issue_link": provincial("GET POST", "nomination", "officer"),
    "registrations.revoke_link": provincial("POST", "nomination", "officer"),
    "registrations.review": provincial("GET", "nomination", "officer leader"),
    "registrations.take_over": provincial("POST", "nomination", "officer"),
    "registrations.send_back": thing("GET POST", "draft section", Scope("officer", "leader"), Scope("")),
    "registrations.download_contact_file": thing("GET", "file from contact", Scope("officer leader"), Scope("")),
    "contact.open_link": public("link token"),
    "contact.show_lost_link": public(),
    "contact.show_overview": thing("GET", "link", Scope("contact"), Scope("")),
    "contact.edit_part": thing("GET POST", "part of link", Scope("contact"), Scope("")),
    "contact.download_file": thing("GET", "file of link", Scope("contact"), Scope("")),
    "contact.remove_file": thing("POST", "file of link", Scope("contact"), Scope("")),
    "contact.hand_in": thing("POST", "link", Scope("contact"), Scope("")),
    # signing off and sending
    "forwarding.show_province": same("GET", "season to nominate in", PROVINCE, others(PROVINCE)),
    "forwarding.ask_for_sign_off": provincial("GET POST", "nomination", "officer"),
    "forwarding.take_back": provincial("POST", "nomination", "officer"),
    "forwarding.sign_off": provincial("GET POST", "nomination", "leader"),
    "forwarding.decline_sign_off": provincial("GET POST", "nomination", "leader"),
    "forwarding.reopen_section": provincial("GET POST", "nomination", "leader"),
    "forwarding.queue_up": provincial("POST", "nomination", "leader"),
    "forwarding.move_up": provincial("POST", "nomination", "leader"),
    "forwarding.move_down": provincial("POST", "nomination", "leader"),
    "forwarding.replace": provincial("GET POST", "nomination", "leader"),
    "forwarding.show_history": thing("GET", "nomination", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)),
    "exports.download_receipt": thing("GET", "receipt", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)),
    "forwarding.forward": provincial("GET POST", "nomination", "leader"),
    "forwarding.withdraw": provincial("GET POST", "nomination", "leader"),
    "forwarding.show_receipt": thing("GET", "receipt", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)),
    # workbooks of nominations
    "intake.hand_in": same("GET POST", "season to nominate in", "officer", others("officer")),
    "intake.show_preview": thing("GET", "workbook", Scope("officer"), Scope("")),
    "intake.store_rows": thing("POST", "workbook", Scope("officer"), Scope("")),
    "exports.download_nomination_template": same("GET", "season to nominate in", "officer", others("officer")),
    "exports.download_marked_workbook": thing("GET", "workbook", Scope("officer"), Scope("")),
    # likely duplicates
    "merging.list_duplicates": page("GET", "officer leader office"),
    "merging.merge": kept("GET POST", "pair"),
    "merging.show_merge": thing("GET", "merge", Scope("officer leader screener office"), Scope("screener office")),
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
    "flags.list_flags": page("GET", "screener office chair"),
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
    "councils.assign_judges": thing(
        "GET POST", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "councils.recuse_judge": thing(
        "GET POST", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "councils.record_meeting": own_province(
        "GET POST", "province council", RUNS_PROVINCE_COUNCIL, "officer province_member"
    ),
    "councils.show_meeting": own_province("GET", "meeting", PROVINCE_COUNCIL),
    "councils.edit_meeting": own_province("GET POST", "meeting", RUNS_PROVINCE_COUNCIL, "officer province_member"),
    # sheets: a judge's own, and nobody else's
    "sheets.list_sheets": page("GET", "judge chair province_member"),
    "sheets.show_sheet": thing("GET", "sheet", Scope("judge chair"), Scope("")),
    "sheets.edit_sheet": thing("GET POST", "sheet", Scope("judge chair"), Scope("")),
    "sheets.cast_sheet": thing("GET POST", "sheet", Scope("judge chair"), Scope("")),
    "sheets.download_file": thing("GET", "sheet file", Scope("judge chair"), Scope("")),
    "sheets.put_dossier_again": own_province("POST", "dossier put", RUNS_PROVINCE_COUNCIL, "officer"),
    # sheets filled in on paper: entered in the province
    "paper_sheets.list_papers": own_province("GET", "province round", "officer leader province_secretary"),
    "paper_sheets.show_paper": own_province("GET", "paper sheet", "officer leader province_secretary"),
    "paper_sheets.attach_scan": own_province("POST", "paper sheet", "officer leader province_secretary"),
    "paper_sheets.download_scan": own_province("GET", "paper sheet", "officer leader province_secretary"),
    "paper_sheets.enter_paper": own_province("GET POST", "paper sheet", "officer leader province_secretary"),
    "paper_sheets.settle_paper": own_province("GET POST", "paper sheet", "officer leader province_secretary"),
    # results: counted rounds
    "results.list_rounds": page("GET", f"{AFTER_CLOSING} {PROVINCE_COUNCIL}"),
    "results.show_round": thing("GET", "round", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "results.close_round": thing(
        "GET POST", "round", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "results.show_entry": thing("GET", "counted entry", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "results.recount_result": thing("GET", "round", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "results.download_record": thing(
        "POST", "round", Scope("office auditor", "chair secretary standing"), Scope("office auditor", "standing")
    ),
    "results.open_next_round": closed_round("POST", "counted province round", RUNS_PROVINCE_COUNCIL, ""),
    # a province's own result; the screeners read who is recognised and no more
    "province_results.show_province_stage": closed_round("GET", "province stage"),
    "province_results.record_recognition": closed_round("GET POST", "province stage", "leader", ""),
    "province_results.show_package": closed_round("GET", "province stage", "officer leader province_secretary", ""),
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


PROVINCIAL: dict[str, Row] = {
    "councils.show_council": own_province("GET", "province council", PROVINCE_COUNCIL),
    "councils.add_member": own_province(
        "GET POST", "province council", RUNS_PROVINCE_COUNCIL, "officer province_member"
    ),
    "councils.assign_judges": own_province(
        "GET POST", "province council", RUNS_PROVINCE_COUNCIL, "officer province_member"
    ),
    "councils.recuse_judge": own_province(
        "GET POST", "province council", RUNS_PROVINCE_COUNCIL, "officer province_member"
    ),
    "sheets.show_sheet": own_province("GET", "province sheet", "province_member"),
    "sheets.edit_sheet": own_province("GET POST", "province sheet", "province_member"),
    "sheets.cast_sheet": own_province("GET POST", "province sheet", "province_member"),
    "results.show_round": closed_round("GET", "counted province round"),
    "results.close_round": closed_round("GET POST", "counted province round", RUNS_PROVINCE_COUNCIL, ""),
    "results.show_entry": closed_round("GET", "counted province entry"),
    "results.recount_result": closed_round("GET", "counted province round"),
    "results.download_record": closed_round("POST", "counted province round", RUNS_PROVINCE_COUNCIL),
}
"""Pages of :data:`EXPECTED` asked once more for things of a province's own council."""

ASKED = (*EXPECTED.items(), *PROVINCIAL.items())


@dataclass(frozen=True)
class LibraryRow:
    """A page of a library: the answer to each of GET POST PUT PATCH DELETE, for a stranger and a signed-in person."""

    stranger: tuple[int, int, int, int, int]
    signed_in: tuple[int, int, int, int, int]
    address: dict[str, str] = field(default_factory=dict)


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
