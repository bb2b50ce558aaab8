"""Pages anybody may read: no cookie, no script, nothing but what ``publicity`` has copied out."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.doors import Door
from awards.base.files import download
from awards.base.ics import MEDIA_TYPE, write_calendar
from awards.base.identifiers import grouped, typed_code
from awards.base.normalise import clean_line
from awards.base.paging import page_number
from awards.policy.actions import Action
from awards.public_site.shown import shown
from awards.publicity import queries
from awards.publicity.models import PublicRulebook
from awards.publicity.queries import HonourFilter, NomineeHonours
from awards.publicity.search import LONGEST_SEARCH, code_pattern
from awards.units import queries as units
from awards.units.models import Province
from scoring.reading import from_canonical
from scoring.rulebook import Rulebook

public_site = Door("public_site", __name__)

LATEST = 6
LONGEST_CODE = 60
NOT_A_CODE = "Mã chưa đủ hoặc có chữ không đọc được. Hãy nhập cả dòng mã in dưới mã QR của chứng nhận."


@public_site.page("/", Action.PUBLIC_READ)
def home() -> ResponseReturnValue:
    seasons = queries.list_seasons()
    return render_template(
        "public_site/home.html",
        seasons=[season for season in seasons if not season.season.is_sample],
        sample_seasons=[season for season in seasons if season.season.is_sample],
        latest=[shown(honour) for honour in queries.latest_honours(False, LATEST)],
        latest_sample=[shown(honour) for honour in queries.latest_honours(True, LATEST)],
    )


@public_site.page("/vinh-danh", Action.PUBLIC_READ)
def honours() -> ResponseReturnValue:
    return _honours(is_sample=False)


@public_site.page("/vinh-danh/mau", Action.PUBLIC_READ)
def sample_honours() -> ResponseReturnValue:
    return _honours(is_sample=True)


@public_site.page("/vinh-danh/<public_id>", Action.PUBLIC_READ, load=queries.get_nominee_visible_to)
def nominee(found: NomineeHonours) -> ResponseReturnValue:
    newest = found.honours[0]
    return render_template(
        "public_site/nominee.html",
        nominee=found.nominee,
        province=newest.province_name,
        province_today=_province_names().get(newest.province_code_today),
        honours=[shown(honour) for honour in found.honours],
    )


@public_site.page("/the-le", Action.PUBLIC_READ)
def rules() -> ResponseReturnValue:
    return render_template("public_site/rules.html", rulebooks=queries.list_rulebooks())


@public_site.page("/the-le/<public_id>", Action.PUBLIC_READ, load=queries.get_rulebook_visible_to)
def rulebook(published: PublicRulebook) -> ResponseReturnValue:
    return render_template(
        "public_site/rulebook.html",
        published=published,
        newest=queries.newest_edition(published),
        recusals=queries.recusals_under(published.digest),
        rulebook=_read(published.canonical),
    )


@public_site.page("/the-le/<public_id>/ban-cong-bo", Action.PUBLIC_READ, load=queries.get_rulebook_visible_to)
def rulebook_text(published: PublicRulebook) -> ResponseReturnValue:
    """The canonical text itself: its SHA-256 is the digest on the page."""
    name = f"{published.key}-{published.edition}.json"
    return download(published.canonical.encode(), name, "application/json")


@public_site.page("/lich.ics", Action.PUBLIC_READ)
def calendar() -> ResponseReturnValue:
    """The calendar of the announced seasons, for people's own calendars."""
    host = _site().partition(":")[0] or "localhost"
    content = write_calendar("Lịch giải thưởng", queries.calendar_events(), host, clock.now())
    return download(content, "lich-giai-thuong.ics", MEDIA_TYPE)


@public_site.page("/xac-minh", Action.PUBLIC_READ)
def verify() -> ResponseReturnValue:
    typed = request.args.get("ma")
    code = clean_line(typed or "")[:LONGEST_CODE]
    if code and code_pattern(code) is not None:
        return redirect(url_for(".certificate", code=grouped(typed_code(code))))
    problem = None
    if typed is not None:
        problem = NOT_A_CODE if code else "Nhập mã in trên chứng nhận."
    return render_template("public_site/verify.html", code=code, problem=problem, site=_site())


@public_site.page("/xac-minh/<code>", Action.PUBLIC_READ)
def certificate(code: str) -> ResponseReturnValue:
    asked = clean_line(code)[:LONGEST_CODE]
    honour = queries.honour_of_certificate(asked)
    page = render_template("public_site/certificate.html", honour=honour, asked=asked, site=_site())
    return page, 200 if honour else 404


def _honours(*, is_sample: bool) -> ResponseReturnValue:
    provinces = units.provinces_in_force(clock.today())
    wanted = _asked(is_sample, provinces)
    title = queries.season_title(wanted.season, is_sample) if wanted.season else None
    if title is None:
        wanted = replace(wanted, season=None)
    page = queries.list_honours(wanted, page_number(request.args.get("trang")))
    return render_template(
        "public_site/honours.html",
        wanted=wanted,
        years=queries.honour_years(is_sample),
        provinces=provinces,
        page=page,
        honours=[shown(honour) for honour in page.rows],
        season_title=title,
        chosen=_chosen(wanted),
    )


def _asked(is_sample: bool, provinces: list[Province]) -> HonourFilter:
    """What the address asks for; a year or province that cannot be is as good as none."""
    year, province = request.args.get("nam", ""), request.args.get("tinh", "")
    return HonourFilter(
        is_sample,
        words=clean_line(request.args.get("q", ""))[:LONGEST_SEARCH],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        province=province if province in {unit.code for unit in provinces} else None,
        season=request.args.get("mua") or None,
    )


def _chosen(wanted: HonourFilter) -> dict[str, str | int | None]:
    """The filters as parts of an address; ``None`` leaves a part out."""
    return {"q": wanted.words or None, "nam": wanted.year, "tinh": wanted.province, "mua": wanted.season}


def _province_names() -> dict[str, str]:
    return {unit.code: unit.name for unit in units.provinces_in_force(clock.today())}


def _site() -> str:
    """The right address, as set up: what a forged page would show of itself is no evidence."""
    return urlsplit(str(current_app.config["AWARDS_BASE_URL"])).netloc


@lru_cache(maxsize=16)
def _read(canonical: str) -> Rulebook:
    return from_canonical(canonical)
