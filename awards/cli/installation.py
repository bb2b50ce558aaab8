"""An installation on disk: its folder, its settings file, and how a command opens it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask
from pydantic import ValidationError

from awards.app import create_app
from awards.base.database import db
from awards.config import SETTINGS_FILE, Settings, use_home

Command = TypeVar("Command", bound=Callable[..., object])
SECRET_BYTES = 48


class Refusal(click.ClickException):
    """A command that does not go on, with the sentences that say why."""

    exit_code = 1

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True, file=file)


def home_option(command: Command) -> Command:
    """``--home``, or the environment's AWARDS_HOME, or the folder ``instance`` here."""
    option = click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="AWARDS_HOME",
        default=Path("instance"),
        show_default=True,
        help="Thư mục của hệ thống (thiết lập, tệp, cơ sở dữ liệu nhúng).",
    )
    return option(command)


@contextmanager
def inside(app: Flask) -> Iterator[Flask]:
    """The app's context for the length of a command; its connections are closed at the end."""
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def open_installation(home: Path) -> Flask:
    """The app of an existing installation; :class:`Refusal` when it is missing or unsafe."""
    use_home(home)
    if not (home / SETTINGS_FILE).exists():
        raise Refusal(f"Chưa có hệ thống nào trong {home}. Hãy chạy: awards init --home {home}")
    return create_app(checked_settings())


def checked_settings(**values: Any) -> Settings:
    """Settings from ``values``, the environment and the settings file; :class:`Refusal` with every mistake."""
    try:
        return Settings(**values)
    except ValidationError as error:
        raise Refusal("Thiết lập chưa an toàn hoặc chưa đủ:", *sentences(error)) from error


def sentences(error: ValidationError) -> list[str]:
    """One Vietnamese sentence per mistake."""
    known = {"missing": "còn thiếu", "extra_forbidden": "không có thiết lập tên này"}
    found = []
    for mistake in error.errors():
        place = ".".join(str(part) for part in mistake["loc"])
        said = mistake["msg"].removeprefix("Value error, ")
        sentence = said if mistake["type"] == "value_error" else known.get(mistake["type"], "giá trị chưa đúng")
        found.append(f"- {place}: {sentence}" if place else f"- {sentence}")
    return found


def new_secrets() -> dict[str, str]:
    """The secrets of an installation, drawn anew."""
    return {name: secrets.token_urlsafe(SECRET_BYTES) for name in ("secret_key", "password_salt", "totp_key")}


def write_settings(home: Path, values: Mapping[str, Any]) -> Path:
    """Write the settings file for its owner's eyes only; refuses to replace one."""
    path = home / SETTINGS_FILE
    tables = {name: value for name, value in values.items() if isinstance(value, Mapping)}
    lines = [f"{name} = {_toml(value)}" for name, value in values.items() if name not in tables]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in table.items())]
    path.touch(mode=0o600, exist_ok=False)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _toml(value: str | int | bool) -> str:
    return json.dumps(value, ensure_ascii=False)
