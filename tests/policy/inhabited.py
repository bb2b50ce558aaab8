"""An app with one of everything in it: built by the first worker that asks, and copied for every test file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from awards.app import create_app
from awards.base.database import db
from tests.cast import Cast, find_cast
from tests.databases import prepared_once, sqlite_url
from tests.installation import peopled_sqlite, settings_for
from tests.kept_app import careless
from tests.policy.world import World, build

DATABASE, HOME, NAMES = "awards.db", "home", "names.json"


@dataclass
class Inhabited:
    """An app with one of everything in it, and its database."""

    app: Flask
    cast: Cast
    world: World
    database: Path


@contextmanager
def inhabited_in(folder: Path, compiled: FileSystemBytecodeCache) -> Iterator[Inhabited]:
    """A copy of the world in this folder, with its context open; what is changed there stays there."""
    place = folder / "world"
    shutil.copytree(prepared_once("world", _build), place)
    with _opened(place) as app:
        app.jinja_env.bytecode_cache = compiled
        names = json.loads((place / NAMES).read_text("utf-8"))
        yield Inhabited(app, find_cast(), World(**names), place / DATABASE)


def _build(place: Path) -> None:
    (place / HOME).mkdir(parents=True)
    shutil.copyfile(peopled_sqlite(), place / DATABASE)
    with _opened(place):
        (place / NAMES).write_text(json.dumps(asdict(build(find_cast()))), "utf-8")


@contextmanager
def _opened(place: Path) -> Iterator[Flask]:
    app = create_app(settings_for(place / HOME, sqlite_url(place / DATABASE), limit_sign_in=False))
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # so that the door answers, not the missing token
    with app.app_context():
        event.listen(db.engine, "connect", careless)
        yield app
        db.session.remove()
        db.engine.dispose()
