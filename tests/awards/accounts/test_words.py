"""Every sentence a library can show is Vietnamese, from our own catalogues."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_security import core, forms
from flask_security.utils import localize_callback
from wtforms.i18n import messages_path

from awards.base.catalogues import FOLDER
from awards.base.forms import Form

LOCAL = Path(FOLDER) / "vi" / "LC_MESSAGES"
DOMAINS = ["flask_security", "wtforms"]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

SWITCHED_OFF = (
    "US_", "GENERIC_US_", "USERNAME_", "WEBAUTHN_", "OAUTH_", "CHANGE_EMAIL_", "REFRESH_TOKEN_", "PASSWORDLESS_",
    "LOGIN_", "CONFIRM", "EMAIL_CONFIRMED", "ALREADY_CONFIRMED", "INVALID_CONFIRMATION_TOKEN", "INVALID_LOGIN_TOKEN",
    "EMAIL_ALREADY_ASSOCIATED", "IDENTITY_",
)  # fmt: skip
"""Messages of features this system does not have: registration by oneself, passkeys, sign-in without a passphrase."""

ENGLISH = re.compile(
    r"\b(?:the|you|your|is|not|must|be|please|invalid|password|code|account|field|value|user|email|sign|login|log|"
    r"submit|retype|choice|date|number|character|required|register|recover|reset|setup|method)\b",
    re.IGNORECASE,
)
PLACES = re.compile(r"%\(\w+\)[sd]|%s|ten@lienminh\.vn|CSRF|IP|MAC|UUID")


def english_in(sentence: str) -> list[str]:
    return ENGLISH.findall(PLACES.sub("", sentence))


def can_reach_a_screen(name: str) -> bool:
    return name == "CONFIRMATION_REQUIRED" or not name.startswith(SWITCHED_OFF)


def test_every_message_of_flask_security_that_can_be_shown_is_vietnamese(app: Flask) -> None:
    shown = {name: str(message) for name, (message, _) in core._default_messages.items() if can_reach_a_screen(name)}
    labels = {f"label {name}": str(label) for name, label in forms._default_field_labels.items()}
    methods = {f"method {name}": str(label) for name, label in forms._setup_methods_xlate.items()}
    with app.test_request_context():
        said = {name: localize_callback(text) for name, text in {**shown, **labels, **methods}.items()}
    untold = [name for name, text in {**shown, **labels, **methods}.items() if said[name] == text]
    assert (untold, {name: found for name, text in said.items() if (found := english_in(text))}) == ([], {})
    assert len(shown) > 40


def test_every_sentence_of_wtforms_is_vietnamese(app: Flask) -> None:
    with (Path(messages_path()) / "wtforms.pot").open("rb") as template:
        asked = [message.id for message in read_po(template) if message.id]
    with app.test_request_context():
        words = Form.Meta().get_translations(None)
        said = {
            str(one): words.ngettext(one[0], one[1], 2) if isinstance(one, tuple) else words.gettext(one)
            for one in asked
        }
    untold = [one for one, text in said.items() if text in one]
    assert (untold, {one: found for one, text in said.items() if (found := english_in(text))}) == ([], {})
    assert len(asked) >= 35


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file) if path.suffix == ".po" else read_mo(file)


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_the_written_one(app: Flask, domain: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, _catalogue(LOCAL / f"{domain}.po"))
    compiled.seek(0)
    written = {str(message.id): message.string for message in read_mo(compiled)}
    assert {str(message.id): message.string for message in _catalogue(LOCAL / f"{domain}.mo")} == written
    assert len(written) > 35


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_translation_keeps_the_places_for_values(app: Flask, domain: str) -> None:
    place = re.compile(r"%\((\w+)\)[sd]|%s")
    strange = {}
    for message in _catalogue(LOCAL / f"{domain}.po"):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        known = {name for one in ids for name in place.findall(one)}
        if message.id and not all(set(place.findall(one)) <= known for one in strings):
            strange[str(message.id)] = strings
    assert strange == {}


def test_nothing_english_stands_on_the_account_pages(app: Flask) -> None:
    client = app.test_client()
    for path in ("/dang-nhap", "/dat-mat-khau", "/dang-nhap/ma-xac-thuc"):
        page = client.get(path, follow_redirects=True, headers={"Accept-Language": "en-US"}).get_data(as_text=True)
        words = re.sub(r"<[^>]+>", " ", page)
        assert english_in(words) == [], path
    page = client.post("/dang-nhap", data={"email": "", "password": ""}).get_data(as_text=True)
    assert ("Địa chỉ thư điện tử hoặc mật khẩu chưa đúng." in page, english_in(re.sub(r"<[^>]+>", " ", page))) == (
        True,
        [],
    )
