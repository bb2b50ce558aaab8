"""Nominations as seen by their own province and by the centre."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from awards.base.database import db
from awards.base.normalise import fold
from awards.base.paging import Page, paginate
from awards.nominations.dossier import DossierContent, is_for_products, live_content
from awards.nominations.models import DossierFile, DossierRevision, Nomination
from awards.nominations.section_content import parts_of
from awards.nominations.states import GAVE_BACK_ITS_PLACE, HELD_BY_THE_PROVINCE, TYPED_PARTS, NominationState, Part
from awards.nominations.wording import PART_SLUGS
from awards.nominees import queries as nominees
from awards.nominees.models import Organisation, Product
from awards.policy.actor import Actor, Role
from awards.seasons import queries as seasons
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.rulebooks import rulebook_of


@dataclass(frozen=True)
class QuotaUse:
    """How much of a province's quota in a season is taken; without a quota any number may be forwarded."""

    season: Season
    taken: int
    quota: int | None


@dataclass(frozen=True)
class NominationFilter:
    """What a list is narrowed to; "" means everything."""

    season: str = ""
    state: str = ""
    words: str = ""


def list_visible_to(actor: Actor, wanted: NominationFilter, page: int) -> Page[Nomination]:
    """Three queries whatever the number of nominations."""
    statement = _narrowed(_visible_to(actor), wanted)
    if wanted.state in set(NominationState):
        statement = statement.where(Nomination.state == wanted.state)
    statement = statement.options(
        contains_eager(Nomination.organisation), contains_eager(Nomination.season), contains_eager(Nomination.product)
    )
    return paginate(statement.order_by(Season.year.desc(), Season.id.desc(), Organisation.name_sort), page)


def count_by_state(actor: Actor, wanted: NominationFilter) -> dict[NominationState, int]:
    """How many there are in each state, whichever state is wanted; one query."""
    found = _narrowed(_visible_to(actor), wanted).with_only_columns(Nomination.state, func.count(Nomination.id))
    counts = dict(db.session.execute(found.group_by(Nomination.state)).all())
    return {state: counts[state] for state in NominationState if state in counts}


def _narrowed(statement: Select[Nomination], wanted: NominationFilter) -> Select[Nomination]:
    """By season and by words found in the nominee's name, tax code or reference, with or without accents."""
    statement = statement.join(Nomination.organisation).join(Nomination.season).outerjoin(Nomination.product)
    if wanted.season:
        statement = statement.where(Season.public_id == wanted.season)
    words = fold(wanted.words)
    if words:
        statement = statement.where(
            or_(
                Organisation.name_fold.contains(words, autoescape=True),
                Product.name_fold.contains(words, autoescape=True),
                Organisation.tax_code.startswith(words, autoescape=True),
                func.lower(Nomination.reference).contains(words, autoescape=True),
            )
        )
    return statement


def get_visible_to(actor: Actor, public_id: str) -> Nomination | None:
    statement = _visible_to(actor).where(Nomination.public_id == public_id)
    return db.session.scalars(statement.options(*_ALONE)).one_or_none()


@dataclass(frozen=True)
class SectionInHand:
    """One section of a nomination, named by its part of the address."""

    nomination: Nomination
    part: Part

    @property
    def alliance_id(self) -> int:
        return self.nomination.alliance_id


def get_section_visible_to(actor: Actor, public_id: str, section: str) -> SectionInHand | None:
    """A section that is typed; one the season's rulebook has nothing for does not exist."""
    part = next((one for one in TYPED_PARTS if PART_SLUGS[one] == section), None)
    nomination = get_visible_to(actor, public_id) if part is not None else None
    if part is None or nomination is None or part not in parts_of(nomination):
        return None
    return SectionInHand(nomination, part)


def earlier_of(nomination: Nomination) -> Nomination | None:
    """The latest nomination of the same nominee by the same province in another season."""
    statement = (
        select(Nomination)
        .where(
            Nomination.organisation_id == nomination.organisation_id,
            Nomination.product_id.is_(None)
            if nomination.product_id is None
            else Nomination.product_id == nomination.product_id,
            Nomination.alliance_id == nomination.alliance_id,
            Nomination.season_id != nomination.season_id,
        )
        .order_by(Nomination.created_at.desc(), Nomination.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def nominees_for(actor: Actor, season: Season) -> list[tuple[str, str]]:
    """Public id and name of all a province may enter in a season: organisations, or products with their owner."""
    if not is_for_products(rulebook_of(season)):
        return [(one.public_id, one.name) for one in nominees.all_visible_to(actor)]
    statement = (
        select(Product)
        .join(Product.organisation)
        .where(Organisation.alliance_id == actor.alliance_id, Product.is_active)
        .options(contains_eager(Product.organisation))
        .order_by(Product.name_sort, Product.id)
    )
    return [(one.public_id, f"{one.name} – {one.organisation.name}") for one in db.session.scalars(statement)]


def get_nominee(actor: Actor, season: Season, public_id: str) -> tuple[Organisation, Product | None]:
    """One of :func:`nominees_for`, by its public id. Raises NoResultFound for any other."""
    if not is_for_products(rulebook_of(season)):
        own = select(Organisation).where(Organisation.alliance_id == actor.alliance_id)
        return db.session.scalars(own.where(Organisation.public_id == public_id)).one(), None
    statement = (
        select(Product)
        .join(Product.organisation)
        .where(Organisation.alliance_id == actor.alliance_id, Product.public_id == public_id)
        .options(contains_eager(Product.organisation))
    )
    product = db.session.scalars(statement).one()
    return product.organisation, product


def get_file_visible_to(actor: Actor, public_id: str, file_id: str) -> DossierFile | None:
    """A paper of the dossier as the person may read it: the centre gets what was forwarded, nothing newer."""
    nomination = get_visible_to(actor, public_id)
    if nomination is None:
        return None
    named = {paper.file for paper in content_visible_to(actor, nomination).papers}
    mine = nomination.alliance_id == actor.alliance_id
    return next((file for file in nomination.files if file.public_id == file_id and (mine or file_id in named)), None)


def content_visible_to(actor: Actor, nomination: Nomination) -> DossierContent:
    """The dossier as it stands for the province that holds it; for everybody else as last forwarded."""
    in_hand = nomination.alliance_id == actor.alliance_id and NominationState(nomination.state) in HELD_BY_THE_PROVINCE
    if in_hand or not nomination.revisions:
        return live_content(nomination)
    return DossierContent.read(nomination.revisions[-1].content)


@dataclass(frozen=True)
class SeasonToEnter:
    """A season as somebody of one alliance may enter nominees in it."""

    season: Season
    alliance_id: int | None


def get_season_to_enter(actor: Actor, season_public_id: str) -> SeasonToEnter | None:
    season = seasons.get_visible_to(actor, season_public_id)
    return SeasonToEnter(season, actor.alliance_id) if season is not None else None


@dataclass(frozen=True)
class VisibleRevision:
    """A forwarded revision that the person may see, with its contents read."""

    revision: DossierRevision
    content: DossierContent
    alliance_id: int


def get_revision_visible_to(actor: Actor, public_id: str, number: int) -> VisibleRevision | None:
    nomination = get_visible_to(actor, public_id)
    if nomination is None or not 1 <= number <= len(nomination.revisions):
        return None
    revision = nomination.revisions[number - 1]
    return VisibleRevision(revision, DossierContent.read(revision.content), nomination.alliance_id)


def accepted_in(season: Season) -> list[Nomination]:
    """Nominations the desk accepted, with their revisions: those a council judges."""
    statement = (
        select(Nomination)
        .join(Nomination.organisation)
        .where(Nomination.season_id == season.id, Nomination.state == NominationState.ACCEPTED.value)
        .options(joinedload(Nomination.organisation), selectinload(Nomination.revisions))
        .order_by(Organisation.name_sort, Nomination.id)
    )
    return list(db.session.scalars(statement))


def unsent_in(season: Season, alliance_id: int | None = None) -> list[Nomination]:
    """Nominations the provinces have begun and not forwarded yet (of one alliance where named), each whole."""
    held = [state.value for state in HELD_BY_THE_PROVINCE]
    statement = select(Nomination).where(
        Nomination.season_id == season.id, Nomination.forwarded_at.is_(None), Nomination.state.in_(held)
    )
    if alliance_id is not None:
        statement = statement.where(Nomination.alliance_id == alliance_id)
    return list(db.session.scalars(statement.options(*_WHOLE).order_by(Nomination.reference)))


def quota_use(actor: Actor, seasons: list[Season]) -> list[QuotaUse]:
    """The quota of the actor's province in each season, in one query."""
    statement = (
        select(Nomination.season_id, func.count(Nomination.id))
        .where(
            Nomination.alliance_id == actor.alliance_id,
            Nomination.season_id.in_([season.id for season in seasons]),
            takes_a_place(),
        )
        .group_by(Nomination.season_id)
    )
    taken = dict(db.session.execute(statement).all())
    quotas = ((season, rulebook_of(season).quota_per_province) for season in seasons)
    return [QuotaUse(season, taken.get(season.id, 0), quota.value if quota else None) for season, quota in quotas]


def takes_a_place() -> ColumnElement[bool]:
    """Whether a nomination takes a place of its province's quota: forwarded, and not refused or taken back since."""
    gave_back = [state.value for state in GAVE_BACK_ITS_PLACE]
    return and_(Nomination.forwarded_at.is_not(None), Nomination.state.not_in(gave_back))


_ALONE = (
    joinedload(Nomination.season, innerjoin=True).joinedload(Season.rulebook, innerjoin=True),
    joinedload(Nomination.organisation, innerjoin=True).joinedload(Organisation.province, innerjoin=True),
    joinedload(Nomination.product),
)
"""What every page of one nomination looks at; of its lists each page reads those it shows, one query each."""
_WHOLE = (
    joinedload(Nomination.season).joinedload(Season.rulebook).joinedload(PublishedRulebook.confirmation),
    joinedload(Nomination.organisation).selectinload(Organisation.figures),
    joinedload(Nomination.organisation).joinedload(Organisation.province),
    joinedload(Nomination.product).selectinload(Product.certificates),
    selectinload(Nomination.answers),
    selectinload(Nomination.figures),
    selectinload(Nomination.self_marks),
    selectinload(Nomination.sections),
    selectinload(Nomination.reopened_parts),
    selectinload(Nomination.files),
    selectinload(Nomination.revisions),
)


def _visible_to(actor: Actor) -> Select[Nomination]:
    """The own province sees its nominations; the centre sees those that were forwarded."""
    if actor.holds(Role.SCREENER, Role.OFFICE, Role.AUDITOR):
        return select(Nomination).where(Nomination.forwarded_at.is_not(None))
    if actor.holds(Role.OFFICER, Role.LEADER):
        return select(Nomination).where(Nomination.alliance_id == actor.alliance_id)
    return select(Nomination).where(Nomination.id.is_(None))
