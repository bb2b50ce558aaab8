"""Every door of the house in the street's order, and the links of the staff navigation."""

from __future__ import annotations

from awards.accounts.own_views import own_account
from awards.accounts.views import accounts
from awards.assigning.views import assigning
from awards.audit.views import audit
from awards.base.doors import Door
from awards.conflicts.register_pages import relations
from awards.conflicts.views import conflicts
from awards.councils.views import councils
from awards.decisions.views import decisions
from awards.desk.views import desk
from awards.exports.views import exports
from awards.forwarding.views import forwarding
from awards.honours.views import honours
from awards.intake.views import intake
from awards.jobs.views import jobs
from awards.meetings.motion_views import ballot_pages
from awards.meetings.package_views import packages
from awards.meetings.views import meetings
from awards.merging.views import merging
from awards.nominations.section_views import nominations
from awards.nominees.views import nominees
from awards.notices.views import notices
from awards.papers.views import papers
from awards.public_site.views import public_site
from awards.publicity.views import publicity
from awards.registrations.contact_pages import contact
from awards.registrations.views import registrations
from awards.reminders.judge_views import judge_reminders
from awards.reminders.views import reminders
from awards.results.province_views import province_results
from awards.results.views import results
from awards.screening.checklist_pages import screening
from awards.screening.flag_pages import flags
from awards.seasons.views import seasons
from awards.sheets.act_views import sheet_acts
from awards.sheets.judged_views import judged
from awards.sheets.leaving_pages import leaving
from awards.sheets.paper_views import paper_sheets
from awards.sheets.reopening_views import sheet_reopenings
from awards.sheets.views import sheets
from awards.units.views import units
from awards.uploads.views import uploads

DOORS: tuple[Door, ...] = (
    audit,
    jobs,
    units,
    own_account,
    accounts,
    notices,
    uploads,
    seasons,
    nominees,
    honours,
    nominations,
    merging,
    papers,
    intake,
    registrations,
    contact,
    forwarding,
    screening,
    flags,
    councils,
    conflicts,
    relations,
    assigning,
    sheets,
    sheet_acts,
    judged,
    paper_sheets,
    leaving,
    sheet_reopenings,
    results,
    province_results,
    meetings,
    ballot_pages,
    packages,
    decisions,
    publicity,
    reminders,
    judge_reminders,
    desk,
    exports,
    public_site,
)

TASKS: tuple[str, ...] = ("awards.assigning.tasks", "awards.results.tasks")
"""Modules that hold tasks; only a worker imports them."""

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("Hôm nay", "desk.show_desk"),
    ("Tài khoản", "accounts.list_accounts"),
    ("Mùa giải", "seasons.list_seasons"),
    ("Hợp tác xã", "nominees.list_organisations"),
    ("Sổ vinh danh", "honours.list_honours"),
    ("Hồ sơ đề cử", "nominations.list_nominations"),
    ("Tiến độ", "reminders.list_provinces"),
    ("Thẩm tra", "screening.list_nominations"),
    ("Vướng mắc", "flags.list_flags"),
    ("Hội đồng", "councils.list_councils"),
    ("Phiếu của tôi", "sheets.list_sheets"),
    ("Kết quả chấm", "results.list_rounds"),
    ("Phiên họp", "meetings.list_meetings"),
    ("Quyết định", "decisions.list_decisions"),
    ("Công bố", "publicity.show_overview"),
    ("Tỉnh, thành phố", "units.list_units"),
    ("Nhật ký", "audit.list_entries"),
)
"""Label and endpoint; a person sees the links of pages they may open."""

NAVIGATED_AS: dict[str, str] = {
    "papers": "nominations",
    "intake": "nominations",
    "registrations": "nominations",
    "forwarding": "nominations",
    "ballots": "meetings",
    "sheet_acts": "sheets",
    "judged": "sheets",
    "sheet_reopenings": "councils",
    "paper_sheets": "councils",
    "conflicts": "sheets",
    "relations": "councils",
    "assigning": "councils",
    "leaving": "councils",
    "judge_reminders": "results",
}
"""Whose link is marked as "here" on pages of an area without a link of its own."""
