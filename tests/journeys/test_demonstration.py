"""`awards demo --no-serve --out DIR`: what a newcomer finds, and what must never be mistaken for real."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import Engine, create_engine, text

from awards.app import create_app
from awards.base.database import db
from awards.cli.demo.people import PASSPHRASE, sign_in_names
from awards.cli.main import main
from awards.config import SETTINGS_FILE
from awards.nominations.states import NominationState
from awards.nominees.tax_code import check_digit_is_right
from awards.policy.actor import Role

REPOSITORY = Path(__file__).resolve().parents[2]
FINISHED = "season_id = (SELECT id FROM season WHERE state = 'decided')"


@dataclass
class Demonstration:
    """A demonstration as built: its folder, its files, its tables."""

    home: Path
    out: Path
    printed: str
    engine: Engine

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    def value(self, statement: str) -> object:
        return self.rows(statement)[0][0]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    folder = tmp_path_factory.mktemp("demonstration")
    home, out = folder / "home", folder / "out"
    patch = pytest.MonkeyPatch()
    patch.setenv("AWARDS_HOME", str(home))
    done = CliRunner().invoke(main, ["demo", "--no-serve", "--home", str(home), "--out", str(out)])
    assert done.exit_code == 0, done.output
    engine = create_engine(f"sqlite:///{home / 'awards.db'}")
    yield Demonstration(home, out, done.output, engine)
    engine.dispose()
    patch.undo()


pytestmark = pytest.mark.timeout(300)


def test_four_sample_seasons_stand_at_four_stages(demonstration: Demonstration) -> None:
    states = demonstration.rows("SELECT state, is_sample FROM season ORDER BY id")
    assert states == [("decided", 1), ("deciding", 1), ("judging", 1), ("open", 1)]
    told = "SELECT state, secret, count(*) FROM motion GROUP BY state, secret ORDER BY state"
    assert demonstration.rows(told) == [("closed", 1, 3), ("open", 1, 1)]
    assert demonstration.rows("SELECT state FROM meeting WHERE alliance_id IS NULL") == [("open",)]


def test_the_finished_season_has_the_size_of_a_real_one(demonstration: Demonstration) -> None:
    facts = {
        "entered": f"SELECT count(*) FROM nomination WHERE {FINISHED}",
        "forwarded": f"SELECT count(*) FROM nomination WHERE forwarded_at IS NOT NULL AND {FINISHED}",
        "honoured": "SELECT count(*) FROM decision_entry",
        "announced": "SELECT count(*) FROM public_honour WHERE is_sample",
        "judges": "SELECT count(*) FROM council_member JOIN council ON council.id = council_id"
        f" WHERE post <> 'secretary' AND {FINISHED}",
    }
    found = {name: demonstration.value(statement) for name, statement in facts.items()}
    assert found == {"entered": 200, "forwarded": 125, "honoured": 100, "announced": 100, "judges": 7}
    assert demonstration.value("SELECT count(*) FROM assignment WHERE state = 'recused'") > 0  # type: ignore[operator]


def test_the_season_in_nomination_holds_every_state(demonstration: Demonstration) -> None:
    season = "season_id = (SELECT id FROM season WHERE state = 'open')"
    states = {state for (state,) in demonstration.rows(f"SELECT DISTINCT state FROM nomination WHERE {season}")}
    assert states == {state.value for state in NominationState}


def test_what_was_sent_back_can_still_be_answered(demonstration: Demonstration) -> None:
    """Whoever looks at a fresh demonstration finds a request, not a deadline that has passed."""
    open_requests = "SELECT until FROM reopened_part WHERE closed_at IS NULL AND until IS NOT NULL"
    deadlines = [str(until) for (until,) in demonstration.rows(open_requests)]
    assert deadlines
    assert min(deadlines) > f"{datetime.now(UTC) + timedelta(days=7):%Y-%m-%d}"


def test_the_season_in_judging_holds_sheets_cast_in_draft_and_untouched(demonstration: Demonstration) -> None:
    statement = (
        "SELECT DISTINCT coalesce(sheet.state, 'untouched') FROM assignment LEFT JOIN sheet ON assignment_id ="
        " assignment.id JOIN judging_round ON judging_round.id = round_id"
        " WHERE judging_round.state = 'open' AND assignment.state = 'assigned'"
    )
    assert {state for (state,) in demonstration.rows(statement)} == {"cast", "open", "untouched"}


def test_every_province_takes_part(demonstration: Demonstration) -> None:
    assert demonstration.value("SELECT count(DISTINCT province_id) FROM organisation") == 34


def test_no_invented_cooperative_can_be_taken_for_a_real_one(demonstration: Demonstration) -> None:
    invented = demonstration.rows("SELECT name, tax_code, is_sample FROM organisation")
    assert [name for name, _, _ in invented if "Mẫu" not in str(name)] == []
    assert [code for _, code, _ in invented if check_digit_is_right(str(code)) or len(str(code)) != 10] == []
    assert {is_sample for _, _, is_sample in invented} == {1}
    assert len({name for name, _, _ in invented}) == len(invented)


def test_real_honours_are_real_and_never_share_a_list_with_samples(demonstration: Demonstration) -> None:
    real = demonstration.rows("SELECT name, source FROM public_honour WHERE NOT is_sample")
    assert len(real) == 14
    assert [name for name, source in real if "Mẫu" in str(name) or not str(source).startswith("http")] == []
    app = create_app()
    client = app.test_client()
    pages = {path: client.get(path).get_data(as_text=True) for path in ("/vinh-danh", "/vinh-danh/mau")}
    assert ["Mẫu" in pages["/vinh-danh"], "dữ liệu mẫu" in pages["/vinh-danh/mau"].lower()] == [False, True]
    assert [name for name, _ in real if str(name) in pages["/vinh-danh/mau"]] == []
    _close(app)


def test_time_runs_forward_in_the_log(demonstration: Demonstration) -> None:
    instants = [at for (at,) in demonstration.rows("SELECT at FROM audit_entry ORDER BY number")]
    assert instants == sorted(instants, key=str)


def test_everybody_printed_can_sign_in(demonstration: Demonstration) -> None:
    """One account of every role, all with the passphrase on the screen."""
    names = [name.split(",")[0].split(" ")[0] for _, name in sign_in_names()]
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["RATELIMIT_ENABLED"] = False
    answers = {}
    for name in names:
        answer = app.test_client().post("/dang-nhap", data={"email": name, "password": PASSPHRASE})
        answers[name] = (answer.status_code, answer.location)
    _close(app)
    assert answers == dict.fromkeys(names, (302, "/ban-lam-viec/"))
    assert [line for line in names if line not in demonstration.printed] == []
    chosen = ", ".join(f"'{name}'" for name in names)
    held = demonstration.rows(
        "SELECT DISTINCT role.name FROM role JOIN user_role ON role_id = role.id"
        f" JOIN user_account ON user_account.id = user_id WHERE email IN ({chosen})"
    )
    assert {name for (name,) in held} == {role.value for role in Role} - {"province_secretary"}
    assert len(PASSPHRASE) >= 15
    assert PASSPHRASE in demonstration.printed


def _close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def test_the_files_agree_with_the_tables(demonstration: Demonstration) -> None:
    names = sorted(path.name for path in demonstration.out.iterdir())
    assert names == ["certificates.pdf", "record.json", "winners.xlsx"]
    record = json.loads((demonstration.out / "record.json").read_text(encoding="utf-8"))
    assert len(record["entries"]) == 123
    assert len(PdfReader(demonstration.out / "certificates.pdf").pages) == 100
    sheet = load_workbook(demonstration.out / "winners.xlsx").active
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    honoured = demonstration.rows(
        "SELECT tax_code FROM organisation JOIN nomination ON organisation.id = organisation_id"
        " JOIN decision_entry ON nomination.id = nomination_id"
    )
    assert {str(code) for (code,) in honoured} <= cells


def test_both_programs_recount_it_and_the_log_is_unbroken(demonstration: Demonstration) -> None:
    record = str(demonstration.out / "record.json")
    programs = (
        ["-m", "scoring", "recount", record],
        ["tools/recount.py", record],
        ["-m", "awards.cli.main", "audit", "verify", "--home", str(demonstration.home)],
    )
    codes = [
        subprocess.run([sys.executable, *program], cwd=REPOSITORY, capture_output=True, check=False).returncode
        for program in programs
    ]
    assert codes == [0, 0, 0]


def test_a_real_folder_is_never_swept_away(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_FILE).write_text('profile = "production"\n', encoding="utf-8")
    done = CliRunner().invoke(main, ["demo", "--no-serve", "--home", str(tmp_path)])
    assert (done.exit_code, [path.name for path in tmp_path.iterdir()]) == (1, [SETTINGS_FILE])
    assert done.output.startswith(f"Thư mục {tmp_path} có dữ liệu khác, không phải bản trình diễn.")
