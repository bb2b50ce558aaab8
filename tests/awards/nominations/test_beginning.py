"""Entering a nominee in a season: once, in a sector the rulebook knows, and again only after a withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.forwarding import services as forwarding
from awards.nominations.models import Nomination
from awards.nominations.states import NominationState
from awards.policy.actor import Actor
from tests.builders import a_draft, an_open_season, an_organisation
from tests.cast import Cast, CastClient


def test_one_live_nomination_per_organisation_and_season(cast: Cast) -> None:
    season, organisation = an_open_season(cast), an_organisation(cast.officer)
    first = a_draft(cast, season, organisation=organisation)
    with pytest.raises(DomainError, match="đã có hồ sơ đề cử"):
        a_draft(cast, season, organisation=organisation)
    with transaction():
        forwarding.withdraw(cast.leader, first, "Lập nhầm.")
    assert a_draft(cast, season, organisation=organisation).state == NominationState.DRAFT


def test_a_sector_without_a_table_of_criteria_is_refused(cast: Cast) -> None:
    season = an_open_season(cast)
    fund = an_organisation(cast.officer, sector="credit_fund")
    with pytest.raises(DomainError, match="không có bảng tiêu chí"):
        a_draft(cast, season, organisation=fund)


def test_two_clicks_at_the_same_moment_begin_one_nomination(
    app: Flask, cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    season, organisation = an_open_season(cast), an_organisation(cast.officer)
    path, data = f"/ho-so/de-cu/{season.public_id}", {"nominee": organisation.public_id}
    officers, ready = [client_of(cast.officer) for _ in range(4)], Barrier(4)

    def click(officer: CastClient) -> int:
        with app.app_context():
            ready.wait()
            return officer.post(path, data=data).status_code

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(click, officers)) == [200, 200, 200, 302]
    assert db.session.scalar(select(func.count(Nomination.id))) == 1
