"""One app per process and kind of database, handed to each test as if it had just been made.

Making an app and letting SQLAlchemy and Jinja compile everything anew took longer than most tests.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from awards.app import create_app
from awards.base.database import db
from awards.base.file_store import init_file_store
from awards.config import Settings
from tests.databases import FreshDatabases
from tests.installation import settings_for
from tests.remembered import EXTENSION, remembers


def careless(connection: Any, _record: object) -> None:
    """A database that is thrown away after the test need not survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


@dataclass
class KeptApp:
    """An app on one kind of database; what a test may change of it is put back before the next one."""

    folder: Path
    kind: str
    databases: FreshDatabases
    compiled: FileSystemBytecodeCache
    is_remembering: bool = True
    _app: Flask | None = None
    _config: dict[str, Any] = field(default_factory=dict)
    _extensions: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def renewed(self) -> Iterator[Flask]:
        """The app as just made, with an empty home folder and a database in which only the cast has accounts."""
        with self.databases.fresh(self.kind, f"kept_{self.kind}") as url:
            app = self._as_just_made(url)
            with app.app_context():
                yield app
                db.session.remove()
                db.engine.dispose()

    def _as_just_made(self, url: str) -> Flask:
        home = self.folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        if self._app is None:
            self._app = self._made(home, url)
        app = self._app
        assert app.config["SQLALCHEMY_DATABASE_URI"] == url
        app.config.clear()
        app.config.update(self._config)
        app.extensions.clear()
        app.extensions.update(self._extensions)
        app.test_client_class = None
        settings: Settings = self._extensions["settings"].model_copy(deep=True)
        app.extensions["settings"] = settings
        init_file_store(app, settings.files, settings.home / "files")
        if self.is_remembering:
            app.extensions[EXTENSION].begin_test()
        return app

    def _made(self, home: Path, url: str) -> Flask:
        """Forms need no token here: that a form without one is refused is shown in `tests/trust/`."""
        app = create_app(settings_for(home, url, limit_sign_in=False))
        app.config["WTF_CSRF_ENABLED"] = False
        app.jinja_env.bytecode_cache = self.compiled
        with app.app_context():
            if self.kind == "sqlite":
                event.listen(db.engine, "connect", careless)
            if self.is_remembering:
                app.extensions[EXTENSION] = remembers(db.engine, home)
        self._config, self._extensions = dict(app.config), dict(app.extensions)
        return app
