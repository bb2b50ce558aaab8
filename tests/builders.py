"""What the cast does before a test begins: seasons, cooperatives and nominations, all through the services."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path

from pypdf import PdfWriter
from sqlalchemy import select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.files import PDF, IncomingFile
from awards.base.transaction import transaction
from awards.forwarding import services as forwarding
from awards.nominations import services as nominations
from awards.nominations.inputs import AchievementsInput, ConsentInput, DeclarationsInput, SectionInput
from awards.nominations.models import DossierRevision, Nomination
from awards.nominees import services as nominees
from awards.nominees.inputs import FiguresInput, FigureValue, OrganisationInput
from awards.nominees.models import Organisation
from awards.nominees.tax_code import check_digit_is_right
from awards.papers import services as papers
from awards.papers.inputs import PaperInput
from awards.policy.actor import Actor
from awards.seasons import services as seasons
from awards.seasons.inputs import CalendarInput, SeasonInput
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.states import AwardKey, ConfirmationKind
from awards.units import queries as units
from scoring.reading import read_rulebook
from tests.cast import Cast
from tests.remembered import remembered

RULEBOOK = Path(__file__).resolve().parent / "sample_rulebook.toml"
RULES = read_rulebook(RULEBOOK.read_text(encoding="utf-8"))
REQUIRED_PAPERS = ("registration", "criteria_report")
GOOD_YEAR: dict[str, int] = {
    "revenue": 12_000_000_000,
    "profit_after_tax": 900_000_000,
    "average_income": 7_500_000,
    "tax_paid": 80_000_000,
    "member_count": 120,
    "worker_count": 40,
    "insured_count": 25,
}
"""Figures that pass every condition of the sample rulebook for an agricultural cooperative."""

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_numbers = count(1 + 100_000 * (1 + int(_WORKER.removeprefix("gw"))) if _WORKER else 1)
"""Each worker counts in a range of its own: what one has built, others copy and build on."""


def sample_tax_code(number: int) -> str:
    """A tax code of the right shape whose check digit is wrong."""
    body = f"{900_000_000 + number:09d}"
    return next(code for digit in "0123456789" if not check_digit_is_right(code := body + digit))


@cache
def pdf_bytes(pages: int = 1) -> bytes:
    """A real PDF of blank A4 pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_pdf(name: str = "Báo cáo.pdf") -> IncomingFile:
    content = pdf_bytes()
    return IncomingFile(name, PDF, content, hashlib.sha256(content).hexdigest())


@remembered
def a_rulebook(cast: Cast, *, confirmed: bool = True) -> PublishedRulebook:
    """The sample rulebook, published (once) and confirmed as a sample."""
    published = db.session.scalars(select(PublishedRulebook)).first()
    with transaction():
        if published is None:
            published = seasons.publish_rulebook(cast.office, RULEBOOK.read_text(encoding="utf-8"))
        if confirmed and published.confirmation is None:
            seasons.confirm_rulebook(cast.office, published, ConfirmationKind.SAMPLE, "Bản mẫu của phép thử")
    return published


def calendar_around(close_in_days: int = 20) -> CalendarInput:
    """Nominations opened ten days ago and close in so many days (negative: have closed)."""
    now = clock.now()
    close = now + timedelta(days=close_in_days)
    judged = max(now, close) + timedelta(days=30)
    opened = min(now, close) - timedelta(days=10)
    return CalendarInput(opened, close, judged, (judged + timedelta(days=10)).astimezone(clock.VIETNAM).date())


@remembered
def a_draft_season(cast: Cast, *, title: str = "Mùa giải mẫu") -> Season:
    rulebook = a_rulebook(cast)
    entry = SeasonInput(AwardKey.COOPSTAR, clock.today().year, title, calendar_around())
    with transaction():
        return seasons.create_season(cast.office, entry, rulebook, is_sample=True)


@remembered
def an_open_season(cast: Cast, *, title: str = "Mùa giải mẫu") -> Season:
    """A sample season that receives nominations now."""
    season = a_draft_season(cast, title=title)
    with transaction():
        seasons.open_season(cast.office, season)
    return season


@remembered
def close_nominations(cast: Cast, season: Season) -> None:
    """Move the deadline into the past."""
    with transaction():
        seasons.reschedule(cast.office, season, calendar_around(-1))


@remembered
def an_organisation(officer: Actor, *, sector: str = "agriculture", name: str | None = None) -> Organisation:
    """A sample cooperative of the officer's province, with three good years."""
    number = next(_numbers)
    alliance = db.session.get_one(User, officer.user_id).alliance
    assert alliance is not None
    entry = OrganisationInput(
        tax_code=sample_tax_code(number),
        name=name or f"Hợp tác xã Mẫu số {number}",
        kind="cooperative",
        sector=sector,
        address=f"Xã Mẫu, {alliance.province_name}",
        founded_year=2012,
    )
    with transaction():
        province = units.province_of(alliance, clock.today())
        organisation = nominees.register_organisation(officer, entry, alliance, province, is_sample=True)
        nominees.save_figures(officer, organisation, FiguresInput(tuple(good_years())))
    return organisation


def good_years() -> Iterator[FigureValue]:
    """Three years of the good figures; each earlier year a tenth smaller, so that series increase."""
    for back in range(3):
        for name, value in GOOD_YEAR.items():
            yield a_figure(name, str(value * (10 - back) // 10), back=back)


def a_figure(name: str, value: str | None, *, back: int = 0) -> FigureValue:
    """A figure of the sample rulebook, of the basis year or so many years before."""
    unit = next(figure.unit for figure in RULES.figures if figure.key == name)
    return FigureValue(name, unit, clock.today().year - 1 - back, value)


ACHIEVEMENTS = "Hợp tác xã liên kết tiêu thụ nông sản cho thành viên."


def complete_entries(*, open_inquiry: bool = False) -> tuple[SectionInput, ...]:
    """Everything the sample rulebook asks to be typed into a nomination, besides the figures."""
    return (
        ConsentInput(clock.today() - timedelta(days=1), "Nguyễn Văn Mẫu"),
        AchievementsInput(ACHIEVEMENTS),
        DeclarationsInput({"law_compliance": True, "open_inquiry": open_inquiry, "highest_honour": "province"}),
    )


@remembered
def a_draft(
    cast: Cast, season: Season, *, by: Actor | None = None, organisation: Organisation | None = None
) -> Nomination:
    """A nomination just begun by the home officer (or ``by``)."""
    officer = by or cast.officer
    organisation = organisation or an_organisation(officer)
    with transaction():
        return nominations.begin_nomination(officer, season, organisation)


@remembered
def complete(officer: Actor, nomination: Nomination, *, open_inquiry: bool = False) -> Nomination:
    """Fill in everything the rulebook asks for, and attach the required papers."""
    with transaction():
        for entry in complete_entries(open_inquiry=open_inquiry):
            nominations.save_section(officer, nomination, entry)
        for paper in REQUIRED_PAPERS:
            papers.attach(officer, nomination, PaperInput(paper), a_pdf(f"{paper}.pdf"))
    return nomination


@remembered
def a_complete_draft(cast: Cast, season: Season, *, by: Actor | None = None) -> Nomination:
    return complete(by or cast.officer, a_draft(cast, season, by=by))


@remembered
def a_forwarded(cast: Cast, season: Season, *, away: bool = False, open_inquiry: bool = False) -> Nomination:
    """A nomination of home (or of the stranger's province) forwarded to the centre."""
    officer, leader = (cast.stranger, cast.stranger_leader) if away else (cast.officer, cast.leader)
    nomination = complete(officer, a_draft(cast, season, by=officer), open_inquiry=open_inquiry)
    forward(officer, leader, nomination)
    return nomination


@remembered
def forward(officer: Actor, leader: Actor, nomination: Nomination) -> DossierRevision:
    """The officer asks, the leader signs off and sends."""
    with transaction():
        forwarding.ask_for_sign_off(officer, nomination)
        forwarding.sign_off(leader, nomination)
        return forwarding.forward(leader, nomination)
