"""What the public may read. Visible means ``announced_at <= now`` inside every query about honours.

Sample honours and real ones are never in one list: each reader says which of the two it wants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import joinedload

from awards.base import clock
from awards.base.collation import sort_key
from awards.base.database import db
from awards.base.ics import CalendarEvent
from awards.base.normalise import fold
from awards.base.paging import Page, paginate
from awards.policy.actor import Actor
from awards.publicity.models import PublicHonour, PublicNominee, PublicRulebook, PublicSeason
from awards.publicity.recusals import sentence
from awards.publicity.search import code_pattern, search_terms
from awards.seasons import calendar
from awards.seasons.calendar import Stage

PER_PAGE = 24


@dataclass(frozen=True)
class HonourFilter:
    """What a reader asked the list for; ``province`` is the code of a province of today."""

    is_sample: bool
    words: str = ""
    year: int | None = None
    province: str | None = None
    season: str | None = None


@dataclass(frozen=True)
class NomineeHonours:
    """A nominee and its announced honours, the newest first; never empty."""

    nominee: PublicNominee
    honours: tuple[PublicHonour, ...]


@dataclass(frozen=True)
class SeasonToday:
    """A public season and where it stands now."""

    season: PublicSeason
    stages: tuple[Stage, ...]
    sentence: str
    rulebook_id: str | None
    has_honours: bool


def list_honours(wanted: HonourFilter, number: int) -> Page[PublicHonour]:
    """The announced honours in pages, the newest year first, then in Vietnamese order of the names."""
    statement = _announced(wanted.is_sample).options(joinedload(PublicHonour.nominee))
    if wanted.year is not None:
        statement = statement.where(PublicHonour.year == wanted.year)
    if wanted.province is not None:
        statement = statement.where(PublicHonour.province_code_today == wanted.province)
    if wanted.season is not None:
        statement = statement.where(PublicHonour.season_public_id == wanted.season)
    for term in search_terms(wanted.words):
        statement = statement.where(
            or_(*(PublicHonour.name_fold.contains(spelling, autoescape=True) for spelling in term))
        )
    newest_first = (PublicHonour.year.desc(), PublicHonour.name_sort, PublicHonour.id)
    order = (_likeness(wanted.words), *newest_first) if wanted.words else newest_first
    return paginate(statement.order_by(*order), number, PER_PAGE)


def _likeness(words: str) -> ColumnElement[int]:
    """0 for a name written with the same letters, 1 for the same words without marks, 2 for the words apart."""
    letters = sort_key(words).partition("!")[0]
    return case(
        (PublicHonour.name_sort.contains(letters, autoescape=True), 0),
        (PublicHonour.name_fold.contains(fold(words), autoescape=True), 1),
        else_=2,
    )


def honour_years(is_sample: bool) -> list[int]:
    """The years that have announced honours, the newest first."""
    statement = _announced(is_sample).with_only_columns(PublicHonour.year).distinct()
    return list(db.session.scalars(statement.order_by(PublicHonour.year.desc())))


def latest_honours(is_sample: bool, most: int) -> list[PublicHonour]:
    """Honours of the newest announcements."""
    newest_first = (PublicHonour.year.desc(), PublicHonour.announced_at.desc(), PublicHonour.name_sort)
    statement = _announced(is_sample).options(joinedload(PublicHonour.nominee)).order_by(*newest_first)
    return list(db.session.scalars(statement.limit(most)))


def get_nominee_visible_to(_actor: Actor, public_id: str) -> NomineeHonours | None:
    """A nominee with a page: somebody at least one of whose honours is announced."""
    statement = select(PublicHonour).join(PublicHonour.nominee).where(PublicNominee.public_id == public_id, _is_out())
    newest_first = (PublicHonour.year.desc(), PublicHonour.award, PublicHonour.id)
    statement = statement.options(joinedload(PublicHonour.nominee)).order_by(*newest_first)
    honours = tuple(db.session.scalars(statement))
    return NomineeHonours(honours[0].nominee, honours) if honours else None


def honour_of_certificate(typed: str) -> PublicHonour | None:
    """The announced honour whose certificate bears the code somebody typed."""
    pattern = code_pattern(typed)
    if pattern is None:
        return None
    statement = select(PublicHonour).where(PublicHonour.certificate_code.like(pattern), _is_out())
    found = db.session.scalars(statement.options(joinedload(PublicHonour.nominee)).limit(2)).all()
    return found[0] if len(found) == 1 else None


def list_rulebooks() -> list[PublicRulebook]:
    """The published rulebooks, the newest first."""
    statement = select(PublicRulebook).order_by(PublicRulebook.published_at.desc(), PublicRulebook.id.desc())
    return list(db.session.scalars(statement))


def get_rulebook_visible_to(_actor: Actor, public_id: str) -> PublicRulebook | None:
    return db.session.scalars(select(PublicRulebook).where(PublicRulebook.public_id == public_id)).one_or_none()


def newest_edition(rulebook: PublicRulebook) -> PublicRulebook:
    """The last published edition of the same rules: the rulebook itself unless it was corrected."""
    statement = select(PublicRulebook).where(PublicRulebook.key == rulebook.key)
    return db.session.scalars(statement.order_by(PublicRulebook.edition.desc()).limit(1)).one()


def list_seasons() -> list[SeasonToday]:
    """The public seasons, the newest first, each with its stages now."""
    statement = select(PublicSeason).order_by(PublicSeason.year.desc(), PublicSeason.nominations_close_at.desc())
    rules = _rulebook_ids()
    announced = set(db.session.scalars(select(PublicHonour.season_public_id).where(_is_out()).distinct()))
    return [_today(season, rules, season.season_public_id in announced) for season in db.session.scalars(statement)]


def calendar_events() -> list[CalendarEvent]:
    """The public calendar for people's own ones; seasons of samples say so in their titles."""
    statement = select(PublicSeason).order_by(PublicSeason.nominations_open_at, PublicSeason.id)
    return [
        event
        for season in db.session.scalars(statement)
        for event in calendar.events(
            season.season_public_id,
            f"{season.title} (dữ liệu mẫu)" if season.is_sample else season.title,
            season.calendar_revision,
            calendar.public_deadlines(season, season.deciding_close_at),
            season,
        )
    ]


def season_title(season_public_id: str, is_sample: bool) -> str | None:
    """The title of a public season."""
    statement = select(PublicSeason.title).where(
        PublicSeason.season_public_id == season_public_id, PublicSeason.is_sample == is_sample
    )
    return db.session.scalar(statement)


def recusals_under(digest: str) -> list[tuple[str, str]]:
    """Of every announced season under these rules its title and, in one sentence, its recusals; the newest first."""
    statement = select(PublicSeason.title, PublicSeason.recusals).where(
        PublicSeason.rulebook_digest == digest, PublicSeason.recusals_from <= clock.now()
    )
    rows = db.session.execute(statement.order_by(PublicSeason.year.desc(), PublicSeason.id.desc()))
    return [(title, sentence(text)) for title, text in rows]


def _today(season: PublicSeason, rules: Mapping[str, str], has_honours: bool) -> SeasonToday:
    now = clock.now()
    return SeasonToday(
        season,
        calendar.stages(season, now),
        calendar.stage_sentence(season, now),
        rules.get(season.rulebook_digest),
        has_honours,
    )


def _rulebook_ids() -> dict[str, str]:
    statement = select(PublicRulebook.digest, PublicRulebook.public_id)
    return dict(db.session.execute(statement).all())


def _announced(is_sample: bool) -> Select[Any]:
    return select(PublicHonour).where(PublicHonour.is_sample == is_sample, _is_out())


def _is_out() -> ColumnElement[bool]:
    return PublicHonour.announced_at <= clock.now()
