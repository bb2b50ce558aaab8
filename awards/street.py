"""Every door of the house in the street's order, and the links of the staff navigation."""

from __future__ import annotations

from awards.accounts.views import accounts
from awards.audit.views import audit
from awards.base.doors import Door
from awards.councils.views import councils
from awards.decisions.views import decisions
from awards.desk.views import desk
from awards.exports.views import exports
from awards.honours.views import honours
from awards.nominations.views import nominations
from awards.nominees.views import nominees
from awards.public_site.views import public_site
from awards.publicity.views import publicity
from awards.results.views import results
from awards.screening.views import screening
from awards.seasons.views import seasons
from awards.sheets.views import sheets

DOORS: tuple[Door, ...] = (
    audit,
    accounts,
    seasons,
    nominees,
    honours,
    nominations,
    screening,
    councils,
    sheets,
    results,
    decisions,
    publicity,
    desk,
    exports,
    public_site,
)

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("Hôm nay", "desk.show_desk"),
    ("Tài khoản", "accounts.list_accounts"),
    ("Mùa giải", "seasons.list_seasons"),
    ("Hợp tác xã", "nominees.list_organisations"),
    ("Sổ vinh danh", "honours.list_honours"),
    ("Hồ sơ đề cử", "nominations.list_nominations"),
    ("Thẩm tra", "screening.list_nominations"),
    ("Hội đồng", "councils.list_councils"),
    ("Phiếu của tôi", "sheets.list_sheets"),
    ("Kết quả chấm", "results.list_rounds"),
    ("Quyết định", "decisions.list_decisions"),
    ("Công bố", "publicity.show_overview"),
    ("Nhật ký", "audit.list_entries"),
)
"""Label and endpoint; a person sees the links of pages they may open."""
