"""Who gets in where, from accounts and the register to dossiers and their forwarding; written by hand."""

from __future__ import annotations

from tests.policy.rows import (
    PROVINCE,
    SEES_DOSSIERS,
    SIGNED_IN,
    Row,
    Scope,
    kept,
    others,
    page,
    provincial,
    public,
    same,
    staff,
    thing,
)

NOMINATING: dict[str, Row] = {
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
}
