"""Dead links tried over and over are answered "too many"; links that work are never counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from awards.app import create_app
from awards.base.database import db
from awards.base.transaction import transaction
from awards.registrations import services
from awards.registrations.inputs import LinkInput
from tests.builders import a_draft, an_open_season
from tests.cast import client_for, find_cast
from tests.databases import FreshDatabases
from tests.installation import settings_for


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_only_tries_that_led_nowhere_are_counted(
    database: str, peopled_databases: FreshDatabases, tmp_path: Path
) -> None:
    with peopled_databases.fresh(database) as url:
        app = create_app(settings_for(tmp_path, url, sign_in_rate="3 per minute"))
        with app.app_context():
            cast = find_cast()
            nomination = a_draft(cast, an_open_season(cast))
            with transaction():
                token = services.issue_link(cast.officer, nomination, LinkInput(5, "Hoàng Thị Hiền")).token
            browser = client_for(app, cast.nobody)
            works = [browser.get(f"/dang-ky/{token}").status_code for _ in range(5)]
            dead = [browser.get("/dang-ky/tried-out").status_code for _ in range(5)]
            assert (works, dead) == ([302] * 5, [404, 404, 404, 429, 429])
            db.session.remove()
            db.engine.dispose()
