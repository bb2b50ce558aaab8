"""One nomination's whole way, in a browser, each step as the person it belongs to.

From an activation link to the public page, the winners' workbook, the certificates and the recount.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.cast import HOME
from tests.journeys.central_steps import (
    the_judges_mark_it,
    the_office_appoints_a_council,
    the_office_closes_the_round,
    two_persons_set_the_announcement,
)
from tests.journeys.conftest import Acting, Installation
from tests.journeys.journey import NAME, TAX_CODE, Journey
from tests.journeys.provincial_steps import (
    the_form_is_shut_after_the_deadline_until_an_extension,
    the_leader_forwards_it,
    the_leader_opens_one_section_again,
    the_office_opens_its_account,
    the_office_publishes_the_rules_and_opens_the_season,
    the_officer_prepares_a_nomination,
    the_screener_returns_it_and_then_accepts_it,
)

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(600)
def test_a_nomination_travels_from_the_provinces_form_to_the_public_page(
    acting: Acting, installation: Installation, tmp_path: Path
) -> None:
    journey = Journey(acting, installation)
    the_office_opens_its_account(journey)
    the_office_publishes_the_rules_and_opens_the_season(journey)
    the_officer_prepares_a_nomination(journey)
    the_leader_opens_one_section_again(journey)
    the_leader_forwards_it(journey)
    the_form_is_shut_after_the_deadline_until_an_extension(journey)
    the_screener_returns_it_and_then_accepts_it(journey)
    the_office_appoints_a_council(journey)
    the_judges_mark_it(journey)
    the_office_closes_the_round(journey)
    two_persons_set_the_announcement(journey)
    nothing_is_public_before_the_instant(journey)
    installation.tell_time(timedelta(hours=3))
    the_public_sees_the_honour(journey)
    the_office_takes_the_documents(journey)
    outsiders_recount_the_result(journey, tmp_path)
    the_log_is_unbroken(installation)


def nothing_is_public_before_the_instant(journey: Journey) -> None:
    """Neither in a page nor in a header nor in an address that would answer differently."""
    secrets = (NAME, "Suoi Ngoc", TAX_CODE, "15/QĐ-MAU", journey.codes["certificate"].replace("-", ""))
    code, unknown = journey.codes["certificate"], "-".join(["AAAA"] * 7)
    for path in (
        "/",
        "/vinh-danh",
        "/vinh-danh/mau",
        "/vinh-danh/mau?q=suoi+ngoc",
        "/the-le",
        "/xac-minh",
        "/sitemap.xml",
    ):
        status, head, body = fetch(journey.place.base_url + path)
        found = [secret for secret in secrets if secret in body + head]
        assert (path, found, status in (200, 404)) == (path, [], True)
    answers = {asked: fetch(f"{journey.place.base_url}/xac-minh/{asked}") for asked in (code, unknown)}
    told = [(status, body.replace(asked, "")) for asked, (status, _, body) in answers.items()]
    assert told[0] == told[1]
    assert told[0][0] == 404


def fetch(address: str) -> tuple[int, str, str]:
    """Status, headers and body, without a browser's cache."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, str(answer.headers), answer.read().decode("utf-8")
    except urllib.error.HTTPError as refused:
        return refused.code, str(refused.headers), refused.read().decode("utf-8")


def the_public_sees_the_honour(journey: Journey) -> None:
    """The list searched without accents, the cooperative's page, the certificate's check page."""
    public = journey.acting()
    public.go("/vinh-danh/mau")
    public.sees("1 kết quả")
    public.type({"Tên, có dấu hoặc không dấu": "hop tac xa nong nghiep mau suoi ngoc"})
    public.choose("Năm", str(journey.place.now.year))
    public.choose("Tỉnh, thành phố hiện nay", HOME)
    public.press("Tìm")
    public.sees("1 kết quả")
    public.follow(NAME)
    assert public.heading() == NAME
    public.sees("số 15/QĐ-MAU")
    public.go("/vinh-danh")
    assert NAME not in public.reads()
    public.go("/xac-minh")
    public.page.get_by_role("textbox").fill(journey.codes["certificate"].replace("-", " ").lower())
    public.press("Kiểm tra")
    assert public.heading() == "Chứng nhận có trong sổ cấp"
    public.sees(NAME, f"0001/{journey.place.now.year}")


def the_office_takes_the_documents(journey: Journey) -> None:
    office = journey.acting("office")
    office.go(journey.paths["decision"])
    workbook = load_workbook(io.BytesIO(office.download("Tải danh sách (Excel)")))
    cells = {cell.value: cell for row in workbook.active.iter_rows() for cell in row if cell.value is not None}
    assert NAME in cells
    assert (cells[TAX_CODE].data_type, cells[TAX_CODE].number_format) == ("s", "@")
    assert workbook.active.print_area
    certificates = PdfReader(io.BytesIO(office.download("Tải giấy chứng nhận (PDF)")))
    words = " ".join(" ".join(page.extract_text() for page in certificates.pages).split())
    assert len(certificates.pages) == 1
    assert journey.codes["certificate"] in words


def outsiders_recount_the_result(journey: Journey, folder: Path) -> None:
    """Twice over, by two programs; one changed mark is reported."""
    record = json.loads(journey.files["record.json"])
    sheet = record["sheets"][0]
    mark = next(key for key, value in sheet["marks"].items() if value not in (None, "0"))
    honest, changed = folder / "record.json", folder / "changed.json"
    honest.write_bytes(journey.files["record.json"])
    sheet["marks"][mark] = "0"
    changed.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    programs = (["-m", "scoring", "recount"], ["tools/recount.py"])
    codes = [
        subprocess.run(
            [sys.executable, *program, str(path)], cwd=REPOSITORY, capture_output=True, check=False
        ).returncode
        for program in programs
        for path in (honest, changed)
    ]
    assert codes == [0, 1, 0, 1]


def the_log_is_unbroken(installation: Installation) -> None:
    command = [sys.executable, "-m", "awards.cli.main", "audit", "verify", "--home", str(installation.home)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.partition(":")[0]) == (0, "Nhật ký liền mạch")
