"""The headers every answer carries, public page, page behind sign-in, refusal, sign-in and static file alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from awards.app import create_app
from awards.base.database import db
from awards.config import Profile
from tests.cast import Cast, client_for
from tests.databases import FreshDatabases
from tests.installation import settings_for

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
NOT_KEPT, KEPT_A_MINUTE = "no-store", "public, max-age=60"
PAGES = [
    ("/", KEPT_A_MINUTE),
    ("/vinh-danh", KEPT_A_MINUTE),
    ("/vinh-danh/mau", KEPT_A_MINUTE),
    ("/the-le", KEPT_A_MINUTE),
    ("/xac-minh", KEPT_A_MINUTE),
    ("/xac-minh/AAAA", NOT_KEPT),
    ("/khong-co-trang-nay", NOT_KEPT),
    ("/dang-nhap", NOT_KEPT),
    ("/dat-mat-khau", NOT_KEPT),
    ("/ban-lam-viec/", NOT_KEPT),
    ("/tai-khoan/", NOT_KEPT),
    ("/ho-so/", NOT_KEPT),
]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("path", "kept"), PAGES)
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_answer_carries_the_headers(app: Flask, cast: Cast, path: str, kept: str, signed_in: bool) -> None:
    headers = client_for(app, cast.office if signed_in else cast.nobody).get(path).headers
    assert {part.strip() for part in headers["Content-Security-Policy"].split(";")} == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == kept


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_static_files_carry_them_too(app: Flask) -> None:
    headers = app.test_client().get("/static/css/theme.css").headers
    names = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options")
    assert [name in headers for name in names] == [True, True, True]


@pytest.mark.parametrize(("host", "status"), [("giai.example", 200), ("evil.example", 400), ("127.0.0.1:8000", 400)])
def test_a_real_installation_answers_to_its_own_name_only(
    host: str, status: int, peopled_databases: FreshDatabases, tmp_path: Path
) -> None:
    with peopled_databases.fresh("sqlite") as url:
        settings = settings_for(
            tmp_path, url, profile=Profile.PRODUCTION, base_url="https://giai.example", require_second_factor=True
        )
        app = create_app(settings)
        answer = app.test_client().get("/", headers={"Host": host}, base_url=f"https://{host}")
        with app.app_context():
            db.engine.dispose()
    assert answer.status_code == status
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
