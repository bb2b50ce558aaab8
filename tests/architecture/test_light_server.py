"""A process that answers pages loads nothing that only documents, migrations or tables of numbers need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.databases import FreshDatabases

HEAVY = ("PIL", "alembic", "docx", "numpy", "openpyxl", "pandas", "pypdf", "pypdfium2", "typst")
ROOT = Path(__file__).parents[2]

PAGES = """
import sys
from pathlib import Path
import awards.cli.run
from awards.app import create_app
from awards.config import Profile, Settings
settings = Settings(
    profile=Profile.TEST, home=Path(sys.argv[1]), database_url=sys.argv[2], base_url="http://localhost",
    secret_key="s" * 40, password_salt="p" * 40, totp_key="t" * 40,
)
client = create_app(settings).test_client()
print([client.get(path).status_code for path in ("/", "/vinh-danh", "/dang-nhap")])
print(sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[3:])))
"""


def test_a_server_that_answers_pages_has_loaded_nothing_heavy(tmp_path: Path, fresh_databases: FreshDatabases) -> None:
    with fresh_databases.fresh("sqlite") as url:
        assert _answered(tmp_path / "home", url) == "[200, 200, 200]\n[]\n"


def _answered(home: Path, url: str) -> str:
    """Statuses of three pages, and what of the heavy things an interpreter of its own holds afterwards."""
    command = [sys.executable, "-c", PAGES, str(home), url, *HEAVY]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=100, check=True).stdout
