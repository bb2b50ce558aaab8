"""An open season, and a nomination just begun in it."""

from __future__ import annotations

import pytest
from flask import Flask

from awards.nominations.models import Nomination
from awards.seasons.models import Season
from tests.builders import a_draft, an_open_season
from tests.cast import Cast


@pytest.fixture
def season(app: Flask, cast: Cast) -> Season:
    return an_open_season(cast)


@pytest.fixture
def draft(cast: Cast, season: Season) -> Nomination:
    return a_draft(cast, season)
