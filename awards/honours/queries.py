"""The register of honours as seen by those who keep it, and what it knows of one nominee."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base import clock
from awards.base.database import db
from awards.base.normalise import fold
from awards.base.paging import Page, paginate
from awards.honours.models import Honour, HonourDismissal, HonourList
from awards.honours.past import PastHonour, PastHonours, of_organisation, of_product, owner_name, seasons_back
from awards.nominees import queries as nominees
from awards.nominees.duplicates import similar_to
from awards.nominees.models import Organisation, Product
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.seasons.models import Season
from awards.seasons.states import AwardKey, SeasonState
from awards.units.models import Alliance, Province


@dataclass(frozen=True)
class HonourFilter:
    """What a reader asks the register for; ``alliance`` is the public id of an alliance of today."""

    is_sample: bool = False
    words: str = ""
    year: int | None = None
    award: str | None = None
    alliance: str | None = None


@dataclass(frozen=True)
class RegisterOf:
    """An organisation and, per award, what the register knows of it before the season that comes next."""

    organisation: Organisation
    awards: tuple[tuple[str, PastHonours], ...]

    @property
    def alliance_id(self) -> int:
        return self.organisation.alliance_id


def list_visible_to(actor: Actor, wanted: HonourFilter, number: int) -> Page[Honour]:
    """Real honours or sample ones, never both; the newest year first, in the order of entry."""
    statement = _visible_to(actor).where(Honour.is_sample == wanted.is_sample)
    for word in fold(wanted.words).split():
        statement = statement.where(Honour.name_fold.contains(word, autoescape=True) | _tax_code_is(wanted.words))
    if wanted.year is not None:
        statement = statement.where(Honour.year == wanted.year)
    if wanted.award is not None:
        statement = statement.where(Honour.award == wanted.award)
    if wanted.alliance is not None:
        of_alliance = select(Province.id).join(Province.alliance).where(Alliance.public_id == wanted.alliance)
        statement = statement.where(Honour.province_id.in_(of_alliance))
    statement = statement.options(joinedload(Honour.province), joinedload(Honour.organisation))
    return paginate(statement.order_by(Honour.year.desc(), Honour.id), number)


def years_visible_to(actor: Actor, *, is_sample: bool) -> list[int]:
    """The years of which the register holds anything, the newest first."""
    statement = _visible_to(actor).where(Honour.is_sample == is_sample).with_only_columns(Honour.year).distinct()
    return list(db.session.scalars(statement.order_by(Honour.year.desc())))


def get_visible_to(actor: Actor, public_id: str) -> Honour | None:
    statement = _visible_to(actor).options(
        joinedload(Honour.province),
        joinedload(Honour.organisation),
        joinedload(Honour.product),
        selectinload(Honour.dismissals).joinedload(HonourDismissal.organisation),
    )
    return db.session.scalars(statement.where(Honour.public_id == public_id)).one_or_none()


def candidates_for(actor: Actor, honour: Honour, asked_from: str) -> list[Organisation]:
    """Registered organisations of the honour's province whose name is like its own, the one that is linked, and the
    one (``asked_from``, a public id) from whose page the question comes. With their products."""
    if not permits(actor, Action.HONOUR_LINK, honour):
        return []
    statement = (
        select(Organisation)
        .where(Organisation.alliance_id == honour.alliance_id, Organisation.is_sample == honour.is_sample)
        .where(Organisation.merged_into_id.is_(None))
        .options(selectinload(Organisation.products))
        .order_by(Organisation.name_sort)
    )
    registered = db.session.scalars(statement).all()
    alike = {one.id for one in similar_to(owner_name(honour), registered, honour.province.name)}
    return [one for one in registered if {one.id, one.public_id} & {*alike, honour.organisation_id, asked_from}]


def get_register_of(actor: Actor, public_id: str) -> RegisterOf | None:
    """For the page about one organisation: every award, before its next season."""
    organisation = nominees.get_current_visible_to(actor, public_id)
    if organisation is None:
        return None
    year = clock.today().year + 1
    found = ((award.value, _of_organisation(organisation, award.value, year)) for award in AwardKey)
    return RegisterOf(organisation, tuple(found))


def past_honours_of(organisation: Organisation, product: Product | None, season: Season) -> PastHonours:
    """How many seasons ago of the season's award the organisation (or, when given, its product) was honoured.

    Seasons are counted by years of which the award has a season or an honour. Only honours of earlier years that
    are public count. A doubtful row, or a real register that lacks lists of earlier seasons, makes the answer unknown.
    """
    if product is None:
        return _of_organisation(organisation, season.award, season.year)
    honours = _earlier(organisation, season.award, season.year)
    own, doubtful = of_product(product, _tax_codes(organisation), honours)
    return _answer(own, doubtful, season.award, season.year, organisation)


def _of_organisation(organisation: Organisation, award: str, year: int) -> PastHonours:
    honours = _earlier(organisation, award, year)
    own, doubtful = of_organisation(organisation, _tax_codes(organisation), honours)
    return _answer(own, doubtful, award, year, organisation)


def _answer(
    own: list[Honour], doubtful: list[Honour], award: str, year: int, organisation: Organisation
) -> PastHonours:
    years = _years_of(award, year, is_sample=organisation.is_sample)
    ago = seasons_back(years, year)
    rows = tuple(PastHonour(honour, ago[honour.year]) for honour in own)
    if organisation.is_sample:
        return PastHonours(rows, tuple(doubtful), covered=True)
    complete = _complete_years(award)
    incomplete = tuple((one, ago[one]) for one in sorted(ago, reverse=True) if one not in complete)
    return PastHonours(rows, tuple(doubtful), _holds_any(award, year), incomplete)


def _earlier(organisation: Organisation, award: str, year: int) -> list[Honour]:
    """The public honours of earlier years that are the organisation's, or of its province without a tax code."""
    codes = _tax_codes(organisation)
    mine = (Honour.organisation_id == organisation.id) | Honour.tax_code.in_(codes)
    of_province = select(Province.id).where(Province.alliance_id == organisation.alliance_id)
    nameless = Honour.organisation_id.is_(None) & Honour.tax_code.is_(None) & Honour.province_id.in_(of_province)
    statement = (
        select(Honour)
        .where(Honour.award == award, Honour.year < year, Honour.is_sample == organisation.is_sample)
        .where(or_(mine, nameless), _is_public())
        .options(joinedload(Honour.province), selectinload(Honour.dismissals))
        .order_by(Honour.year.desc(), Honour.id)
    )
    return list(db.session.scalars(statement))


def _tax_codes(organisation: Organisation) -> set[str]:
    """Its own tax code, and those of the rows that were merged into it."""
    merged = select(Organisation.tax_code).where(Organisation.merged_into_id == organisation.id)
    return {organisation.tax_code, *db.session.scalars(merged)}


def _years_of(award: str, before: int, *, is_sample: bool) -> set[int]:
    honoured = select(Honour.year).where(Honour.award == award, Honour.year < before, Honour.is_sample == is_sample)
    held = select(Season.year).where(
        Season.award == award,
        Season.year < before,
        Season.is_sample == is_sample,
        Season.state != SeasonState.DRAFT.value,
    )
    return {*db.session.scalars(honoured.distinct()), *db.session.scalars(held.distinct())}


def _complete_years(award: str) -> set[int]:
    """The years whose real list is complete: somebody said so, or the season was decided here."""
    said = select(HonourList.year).where(HonourList.award == award, HonourList.is_sample.is_(False))
    decided = select(Season.year).where(
        Season.award == award, Season.is_sample.is_(False), Season.state == SeasonState.DECIDED.value
    )
    return {*db.session.scalars(said), *db.session.scalars(decided)}


def _holds_any(award: str, before: int) -> bool:
    statement = select(Honour.id).where(Honour.award == award, Honour.year < before, Honour.is_sample.is_(False))
    return db.session.scalar(statement.limit(1)) is not None


def _visible_to(actor: Actor) -> Select[Honour]:
    """Those who announce honours see them all; everybody else at work what is public."""
    statement = select(Honour)
    if permits(actor, Action.HONOURS_IMPORT):
        return statement
    return statement.where(_is_public() if permits(actor, Action.HONOURS_LIST) else false())


def _is_public() -> ColumnElement[bool]:
    return or_(Honour.public_from.is_(None), Honour.public_from <= clock.now())


def _tax_code_is(words: str) -> ColumnElement[bool]:
    return Honour.tax_code == words.replace(" ", "")
