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
SIGNED_IN = " ".join(ROLES[1:])
PROVINCE = "officer leader"
SEES_DOSSIERS = "screener office auditor"
AFTER_CLOSING = "chair secretary office standing auditor"


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


EXPECTED: dict[str, Row] = {
    # accounts
    "accounts.list_accounts": page("GET", "office sysadmin"),
    "accounts.create_account": page("GET POST", "office sysadmin"),
    "accounts.show_account": same("GET", "account", "office sysadmin"),
    "accounts.invite": same("POST", "account", "office sysadmin"),
    # the log
    "audit.list_entries": page("GET", "office auditor sysadmin"),
    "audit.verify_chain": page("GET", "office auditor sysadmin"),
    # seasons: under way, so everybody signed in sees that they exist
    "seasons.list_seasons": page("GET", "office auditor"),
    "seasons.show_season": same("GET", "season", "office auditor", others("office auditor")),
    "seasons.list_rulebooks": page("GET", "office auditor"),
    "seasons.show_rulebook": same("GET", "rulebook", "office auditor"),
    # cooperatives
    "nominees.list_organisations": page("GET", "officer leader screener office"),
    "nominees.register_organisation": page("GET POST", "officer"),
    "nominees.show_organisation": thing(
        "GET", "organisation", Scope("officer leader screener office"), Scope("screener office")
    ),
    "nominees.edit_organisation": thing(
        "GET POST", "organisation", Scope("officer", "leader screener office"), Scope("", "screener office")
    ),
    "nominees.edit_figures": thing(
        "GET POST", "organisation", Scope("officer", "leader screener office"), Scope("", "screener office")
    ),
    # the register of honours
    "honours.list_honours": page("GET", "office"),
    "honours.import_honours": page("GET POST", "office"),
    "honours.download_template": page("GET", "office"),
    # nominations
    "nominations.list_nominations": page("GET", "officer leader"),
    "nominations.begin_nomination": same("GET POST", "season to nominate in", "officer", others("officer")),
    "nominations.show_nomination": thing(
        "GET", "nomination", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)
    ),
    "nominations.edit_nomination": provincial("GET POST", "nomination", "officer"),
    "nominations.attach_file": provincial("GET POST", "nomination", "officer"),
    "nominations.download_file": thing(
        "GET", "dossier file", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)
    ),
    "nominations.remove_file": provincial("POST", "dossier file", "officer"),
    "nominations.forward": provincial("GET POST", "nomination", "leader"),
    "nominations.withdraw": provincial("GET POST", "nomination", "leader"),
    "nominations.show_receipt": thing("GET", "receipt", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)),
    # the centre's desk
    "screening.list_nominations": page("GET", "screener office"),
    "screening.show_nomination": same("GET", "nomination", "screener office"),
    "screening.accept": same("POST", "nomination", "screener", "office"),
    "screening.return_to_province": same("GET POST", "nomination", "screener", "office"),
    "screening.hold": same("GET POST", "nomination", "screener", "office"),
    "screening.release_hold": same("GET POST", "nomination", "screener", "office"),
    "screening.refuse": same("GET POST", "nomination", "screener", "office"),
    "screening.download_file": same("GET", "dossier file", "screener office"),
    "screening.show_findings": thing("GET", "nomination", Scope(f"{PROVINCE} {SEES_DOSSIERS}"), Scope(SEES_DOSSIERS)),
    # councils: the chair and the secretary know their own
    "councils.list_councils": page("GET", AFTER_CLOSING),
    "councils.appoint_council": page("GET POST", "office"),
    "councils.show_council": thing("GET", "council", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "councils.add_member": thing(
        "GET POST", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "councils.assign_judges": thing(
        "GET POST", "council", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    # sheets: a judge's own, and nobody else's
    "sheets.list_sheets": page("GET", "judge chair"),
    "sheets.show_sheet": thing("GET", "sheet", Scope("judge chair"), Scope("")),
    "sheets.edit_sheet": thing("GET POST", "sheet", Scope("judge chair"), Scope("")),
    "sheets.cast_sheet": thing("GET POST", "sheet", Scope("judge chair"), Scope("")),
    "sheets.download_file": thing("GET", "sheet file", Scope("judge chair"), Scope("")),
    # results: counted rounds
    "results.list_rounds": page("GET", AFTER_CLOSING),
    "results.show_round": thing("GET", "round", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "results.close_round": thing(
        "GET POST", "round", Scope("office", "chair secretary standing auditor"), Scope("office", "standing auditor")
    ),
    "results.show_entry": thing("GET", "counted entry", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "results.recount_result": thing("GET", "round", Scope(AFTER_CLOSING), Scope("office standing auditor")),
    "results.download_record": thing(
        "POST", "round", Scope("office auditor", "chair secretary standing"), Scope("office auditor", "standing")
    ),
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
    "publicity.show_announcement": same("GET", "decision", "office standing auditor"),
    "publicity.propose_announcement": same("GET POST", "decision", "office", "standing auditor"),
    "publicity.approve_announcement": thing(
        "POST", "announcement", Scope("office", "standing auditor"), Scope("", "office standing auditor")
    ),
    "publicity.publish_past_honours": page("POST", "office"),
    # after sign-in
    "desk.show_desk": page("GET", SIGNED_IN),
    # the public site
    "public_site.home": public(),
    "public_site.honours": public(),
    "public_site.sample_honours": public(),
    "public_site.nominee": public("public nominee"),
    "public_site.rules": public(),
    "public_site.rulebook": public("public rulebook"),
    "public_site.rulebook_text": public("public rulebook"),
    "public_site.verify": public(),
    "public_site.certificate": public("certificate"),
}


@dataclass(frozen=True)
class LibraryRow:
    """A page of a library: the answer to each of GET POST PUT PATCH DELETE, for a stranger and a signed-in person."""

    stranger: tuple[int, int, int, int, int]
    signed_in: tuple[int, int, int, int, int]
    address: dict[str, str] = field(default_factory=dict)


LIBRARY: dict[str, LibraryRow] = {
    "security.login": LibraryRow((200, 400, 405, 405, 405), (302, 400, 405, 405, 405)),
    "security.logout": LibraryRow((405, 302, 405, 405, 405), (405, 302, 405, 405, 405)),
    "security.verify": LibraryRow((302, 302, 405, 405, 405), (200, 400, 405, 405, 405)),
    "security.forgot_password": LibraryRow((200, 400, 405, 405, 405), (200, 400, 405, 405, 405)),
    "security.reset_password": LibraryRow((302, 400, 405, 405, 405), (302, 400, 405, 405, 405), {"token": "x"}),
    "static": LibraryRow((200, 405, 405, 405, 405), (200, 405, 405, 405, 405), {"filename": "css/theme.css"}),
    "security.static": LibraryRow((404, 405, 405, 405, 405), (404, 405, 405, 405, 405), {"filename": "none.css"}),
    "bootstrap.static": LibraryRow((404, 405, 405, 405, 405), (404, 405, 405, 405, 405), {"filename": "none.css"}),
}
"""Sign-in sends a signed-in person on; signing out takes a POST; a form without its token is refused (400)."""
