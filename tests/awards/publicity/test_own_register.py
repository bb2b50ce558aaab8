"""What we announce enters the register of honours, so the next season's rules see it: organisations and products."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.honours import queries
from awards.honours.models import Honour
from awards.nominations import services as nominations
from awards.nominees.inputs import FiguresInput
from awards.nominees.models import Organisation
from awards.publicity import services as publicity
from awards.seasons import services as seasons
from awards.seasons.inputs import SeasonInput
from awards.seasons.models import Season
from awards.seasons.states import AwardKey, ConfirmationKind
from tests.builders import RULEBOOK, an_open_season, an_organisation, calendar_around, complete, forward, good_years
from tests.cast import Cast
from tests.council_builders import (
    a_council,
    a_counted_round,
    a_decision,
    a_proposal,
    a_round,
    accepted,
    announced,
    counted,
)
from tests.register_builders import a_product


def a_season_of_products(cast: Cast) -> Season:
    """The sample rulebook, serving groups of products."""
    text = RULEBOOK.read_text(encoding="utf-8")
    for sector, group in (("agri", "food_drink"), ("non_agri", "handicraft")):
        text = text.replace(f'sector_groups = ["{sector}"]', f'sector_groups = ["{group}"]', 1)
    with transaction():
        published = seasons.publish_rulebook(cast.office, text)
        seasons.confirm_rulebook(cast.office, published, ConfirmationKind.SAMPLE, "Bản mẫu của phép thử")
        entry = SeasonInput(AwardKey.COOPSTAR, clock.today().year, "Mùa sản phẩm", calendar_around())
        season = seasons.create_season(cast.office, entry, published, is_sample=True)
        seasons.open_season(cast.office, season)
    return season


def the_next(cast: Cast, season: Season) -> Season:
    """The season of the year after, under the same rules."""
    entry = SeasonInput(AwardKey.COOPSTAR, season.year + 1, "Mùa sau", calendar_around())
    with transaction():
        return seasons.create_season(cast.office, entry, season.rulebook, is_sample=True)


def test_an_announced_product_is_known_to_the_next_season_and_so_is_its_owner(cast: Cast) -> None:
    season = a_season_of_products(cast)
    owner = an_organisation(cast.officer)
    product, other = a_product(cast.officer, owner), a_product(cast.officer, owner, name="Gạo Mẫu")
    with transaction():
        nomination = nominations.begin_nomination(cast.officer, season, owner, product)
        nominations.save_section(cast.officer, nomination, FiguresInput(tuple(good_years())))
    forward(cast.officer, cast.leader, complete(cast.officer, nomination))
    accepted(cast, nomination)
    counted(cast, a_round(cast, a_council(cast, season)))
    later, asked = the_next(cast, season), (None, product, other)
    before = [queries.past_honours_of(owner, one, later).seasons_ago for one in asked]
    announcement = announced(cast, a_decision(cast, season))
    after = [queries.past_honours_of(owner, one, later).seasons_ago for one in asked]
    assert (before, after) == ([(), (), ()], [(1,), (1,), ()])
    (row,) = db.session.scalars(select(Honour)).all()
    assert (row.nominee_type, row.name, row.product_of, row.tax_code, row.product_id, row.public_from) == (
        "product",
        product.name,
        owner.name,
        owner.tax_code,
        product.id,
        announcement.announced_at,
    )


def test_what_is_to_be_announced_later_is_in_the_register_and_not_known_yet(cast: Cast) -> None:
    season = an_open_season(cast)
    a_counted_round(cast, season)
    proposal = a_proposal(a_decision(cast, season), cast.office, in_days=3)
    with transaction():
        publicity.approve_announcement(cast.second_office, proposal)
    (row,) = db.session.scalars(select(Honour)).all()
    organisation = db.session.scalars(select(Organisation).where(Organisation.tax_code == row.tax_code)).one()
    found, later = [], the_next(cast, season)
    for away in (timedelta(days=3), timedelta(days=-1)):
        with transaction():
            row.public_from = clock.now() + away
        found.append(queries.past_honours_of(organisation, None, later).seasons_ago)
    assert found == [(), (1,)]
