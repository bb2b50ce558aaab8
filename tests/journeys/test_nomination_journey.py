"""One nomination's whole way, in a browser, each step as the person it belongs to.

From an activation link to the public page, the winners' workbook, the certificates and the recount.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.builders import GOOD_YEAR, RULEBOOK, pdf_bytes, sample_tax_code
from tests.cast import HOME, PARTS, PASSPHRASE
from tests.journeys.conftest import Acting, Installation, Person, sign_in

REPOSITORY = Path(__file__).resolve().parents[2]
NAME = "Hợp tác xã Nông nghiệp Mẫu Suối Ngọc"
SECOND_NAME = "Hợp tác xã Rau an toàn Mẫu Đồi Chè"
TAX_CODE, SECOND_TAX_CODE = sample_tax_code(71_001), sample_tax_code(71_002)
SEASON = "Ngôi sao Hợp tác xã mẫu"
FIGURES = {
    "revenue": "Doanh thu",
    "profit_after_tax": "Lợi nhuận sau thuế",
    "average_income": "Thu nhập bình quân một lao động",
    "tax_paid": "Thuế và các khoản đã nộp ngân sách",
    "member_count": "Số thành viên tại ngày 31/12",
    "worker_count": "Số lao động thường xuyên",
    "insured_count": "Số lao động tham gia bảo hiểm xã hội",
}
CONSENT, CONSENT_BY = "Ngày hợp tác xã ký bản đăng ký tham gia", "Người đại diện hợp tác xã ký"


@dataclass
class Journey:
    """What one step leaves for the next: addresses and codes, as a person would have them before their eyes."""

    acting: Acting
    place: Installation
    paths: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def here(self, person: Person) -> str:
        return person.page.url.removeprefix(self.place.base_url)


@pytest.mark.timeout(600)
def test_a_nomination_travels_from_the_provinces_form_to_the_public_page(
    acting: Acting, installation: Installation, tmp_path: Path
) -> None:
    journey = Journey(acting, installation)
    the_office_opens_its_account(journey)
    the_office_publishes_the_rules_and_opens_the_season(journey)
    the_officer_prepares_a_nomination(journey)
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


def the_office_opens_its_account(journey: Journey) -> None:
    office = journey.acting()
    office.go(journey.place.activation_link)
    office.type({"Mật khẩu mới": PASSPHRASE, "Nhập lại mật khẩu mới": PASSPHRASE})
    office.press("Đặt mật khẩu")
    sign_in(office, "office")
    assert PARTS["office"].name in office.reads()


def the_office_publishes_the_rules_and_opens_the_season(journey: Journey) -> None:
    """Opening is refused while nobody has confirmed the rules."""
    office, place = journey.acting("office"), journey.place
    office.go("/cong-bo/the-le")
    office.type({"Nội dung thể lệ (TOML)": RULEBOOK.read_text(encoding="utf-8")})
    office.press("Công bố thể lệ")
    office.sees("Đã công bố thể lệ.")
    journey.paths["confirm"] = journey.here(office)
    digest = re.search(r"[0-9a-f]{64}", office.reads())
    assert digest is not None
    journey.codes["digest"] = digest.group()
    office.go("/cong-bo/mua-giai/moi")
    office.choose("Giải thưởng", "Ngôi sao Hợp tác xã (CoopStar Awards)")
    office.choose("Năm", str(place.now.year))
    office.page.get_by_label("Thể lệ", exact=True).select_option(index=1)
    office.type(
        {
            "Tên mùa giải": SEASON,
            "Bắt đầu nhận hồ sơ": place.instant(timedelta(days=-1)),
            "Hạn nhận hồ sơ": place.instant(timedelta(days=10)),
            "Hạn chấm điểm": place.instant(timedelta(days=40)),
            "Ngày lễ tôn vinh": place.day(50),
        }
    )
    office.press("Lập mùa giải")
    journey.paths["season"] = journey.here(office)
    office.press("Mở mùa giải")
    office.sees("Chưa ai xác nhận đã đối chiếu")
    office.go(journey.paths["confirm"])
    office.tick("Xác nhận", "Xác nhận dùng làm mẫu, không phải quy chế thật")
    office.type({"Văn bản đã đối chiếu": "Bản mẫu của hành trình thử"})
    office.press("Ghi xác nhận")
    office.go(journey.paths["season"])
    office.press("Mở mùa giải")
    office.sees("Đã công bố thể lệ")
    public = journey.acting()
    public.go("/the-le")
    public.follow("Thể lệ mẫu Giải thưởng Ngôi sao Hợp tác xã (CoopStar Awards)")
    public.sees(journey.codes["digest"], "bản nháp – chưa đối chiếu với quy chế gốc", "tự đặt")


def the_officer_prepares_a_nomination(journey: Journey) -> None:
    """Registers the cooperative, its figures and its consent; saves, comes back, attaches papers."""
    officer = journey.acting("officer")
    register(journey, officer, TAX_CODE, NAME)
    begin(journey, officer, NAME)
    journey.paths["edit"] = journey.here(officer)
    journey.paths["nomination"] = journey.paths["edit"].removesuffix("/sua")
    officer.type({CONSENT: journey.place.day(-1), CONSENT_BY: "Nguyễn Văn Mẫu"})
    officer.press("Lưu nháp")
    officer.sees("Đã lưu nháp. Hồ sơ chưa được gửi.", "Chưa có: tóm tắt thành tích.")
    officer.go(journey.paths["edit"])
    assert officer.page.get_by_label(CONSENT_BY).input_value() == "Nguyễn Văn Mẫu"
    officer.page.get_by_label("Chấp hành tốt", exact=True).check()
    officer.page.get_by_label("Không", exact=True).check()
    officer.choose("Hình thức khen thưởng cao nhất đã đạt", "Bằng khen cấp tỉnh")
    officer.type({"Tóm tắt thành tích": "Liên kết tiêu thụ nông sản cho toàn bộ thành viên."})
    officer.press("Lưu nháp")
    officer.go(journey.paths["nomination"] + "/giay-to")
    for paper, file in (
        ("Bản đăng ký tham gia", "Bản đăng ký.pdf"),
        ("Báo cáo kết quả thực hiện tiêu chí", "Báo cáo.pdf"),
    ):
        attach(officer, paper, file, pdf_bytes())
        officer.sees(f"Đã nhận tệp {file}.")
    attach(officer, "Báo cáo tài chính", "bang-tinh.pdf", b"PK\x03\x04 not a PDF")
    officer.sees("Tệp phải là PDF. Hãy lưu văn bản thành PDF rồi tải lại.")
    officer.go(journey.paths["nomination"])
    officer.sees("Hồ sơ đã đủ để gửi.", "đạt mức tối thiểu 1.500.000.000")


def register(journey: Journey, officer: Person, tax_code: str, name: str) -> None:
    """A cooperative as on its registration, with the figures of three years."""
    officer.go("/hop-tac-xa/dang-ky")
    officer.type(
        {
            "Mã số thuế": tax_code,
            "Tên theo giấy chứng nhận đăng ký": name,
            "Địa chỉ trụ sở (xã, phường, đặc khu; tỉnh, thành phố)": f"Xã Mẫu, tỉnh {HOME}",
        }
    )
    officer.choose("Loại hình", "Hợp tác xã")
    officer.choose("Lĩnh vực hoạt động chính", "Nông nghiệp (gồm lâm nghiệp, thủy sản, diêm nghiệp)")
    officer.press("Đăng ký hợp tác xã")
    last = journey.place.now.year - 1
    for back in range(3):
        for key, label in FIGURES.items():
            value = f"{(GOOD_YEAR[key] or 0) * (10 - back) // 10:,}".replace(",", ".")
            officer.type({f"{label}, năm {last - back}": value})
    officer.press("Lưu số liệu")
    officer.sees("Đã lưu số liệu lúc")


def begin(journey: Journey, officer: Person, name: str) -> None:
    """Starts the nomination; ends on its form."""
    officer.go("/ho-so/")
    officer.follow("Lập hồ sơ đề cử")
    officer.choose("Hợp tác xã được đề cử", name)
    officer.press("Lập hồ sơ")


def attach(officer: Person, paper: str, name: str, content: bytes) -> None:
    officer.choose("Loại giấy tờ", paper)
    file = {"name": name, "mimeType": "application/pdf", "buffer": content}
    officer.page.get_by_label("Tệp PDF", exact=True).set_input_files([file])
    officer.press("Tải tệp lên")


def the_leader_forwards_it(journey: Journey) -> None:
    leader = journey.acting("leader")
    leader.go(journey.paths["nomination"] + "/gui")
    leader.sees("Chỉ tiêu của tỉnh đã dùng")
    leader.press("Gửi hồ sơ lên Trung ương")
    assert leader.heading() == "Biên nhận hồ sơ"
    receipt = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{2}", leader.reads())
    assert receipt is not None
    stranger = journey.acting("stranger")
    stranger.go(journey.paths["nomination"])
    assert NAME not in stranger.reads()


def the_form_is_shut_after_the_deadline_until_an_extension(journey: Journey) -> None:
    """By the server's time; what was saved is kept."""
    officer = journey.acting("officer")
    register(journey, officer, SECOND_TAX_CODE, SECOND_NAME)
    begin(journey, officer, SECOND_NAME)
    second = journey.here(officer)
    journey.place.tell_time(timedelta(days=10, hours=1))
    officer = journey.acting("officer")
    officer.go(second)
    officer.sees("Đã hết hạn nhận hồ sơ:", "Nội dung đã lưu vẫn được giữ.")
    assert officer.page.get_by_role("button", name="Lưu nháp").count() == 0
    office = journey.acting("office")
    office.go(journey.paths["season"])
    office.follow("Gia hạn cho một tỉnh")
    office.choose("Liên minh Hợp tác xã tỉnh, thành phố", f"Liên minh Hợp tác xã tỉnh {HOME}")
    office.type({"Hạn mới": journey.place.instant(timedelta(days=2)), "Lý do": "Mưa lũ kéo dài, mất điện toàn huyện."})
    office.press("Ghi gia hạn")
    officer.go(second)
    officer.type({CONSENT_BY: "Trần Thị Mẫu", CONSENT: journey.place.day(-1)})
    officer.press("Lưu nháp")
    officer.sees("Đã lưu nháp. Hồ sơ chưa được gửi.")


def the_screener_returns_it_and_then_accepts_it(journey: Journey) -> None:
    """A reason for each part; the officer corrects it, the leader forwards it again."""
    screener = journey.acting("screener")
    screener.go("/tham-tra/")
    screener.follow(NAME)
    journey.paths["screening"] = journey.here(screener)
    screener.follow("Trả lại để bổ sung")
    screener.type({"Báo cáo kết quả thực hiện tiêu chí": "Báo cáo thiếu chữ ký của người đại diện."})
    screener.press("Trả lại hồ sơ cho tỉnh")
    officer = journey.acting("officer")
    officer.go(journey.paths["nomination"])
    officer.follow("Xem các mục cần bổ sung")
    officer.sees("Báo cáo thiếu chữ ký của người đại diện.")
    officer.go(journey.paths["nomination"] + "/giay-to")
    attach(officer, "Báo cáo kết quả thực hiện tiêu chí", "Báo cáo đã ký.pdf", pdf_bytes(2))
    leader = journey.acting("leader")
    leader.go(journey.paths["nomination"] + "/gui")
    leader.press("Gửi hồ sơ lên Trung ương")
    leader.sees("Báo cáo đã ký.pdf")
    screener.go(journey.paths["screening"])
    screener.sees("Bản gửi lần 2")
    screener.press("Công nhận hợp lệ")
    screener.go(journey.paths["screening"])
    screener.sees("Hợp lệ")


def the_office_appoints_a_council(journey: Journey) -> None:
    """The judge of the nominee's province is recused by the rules."""
    office = journey.acting("office")
    office.go("/hoi-dong/thanh-lap")
    office.choose("Mùa giải", SEASON)
    office.type(
        {"Tên hội đồng": "Hội đồng Mẫu", "Số quyết định thành lập": "01/QĐ-MAU", "Ngày quyết định": journey.place.day()}
    )
    office.press("Ghi hội đồng")
    council = journey.here(office)
    for role, post in (
        ("chair", "Chủ tịch hội đồng"),
        ("judge", "Ủy viên"),
        ("other_judge", "Ủy viên"),
        ("home_judge", "Ủy viên"),
        ("secretary", "Thư ký"),
    ):
        office.go(council)
        office.follow("Thêm ủy viên")
        chosen = office.page.get_by_label("Người được cử", exact=True)
        chosen.select_option(chosen.locator("option", has_text=PARTS[role].name).get_attribute("value"))
        office.tick("Chức danh trong hội đồng", post)
        office.press("Thêm vào hội đồng")
    office.go(council)
    office.follow("Phân công chấm")
    office.press("Phân công và mở vòng chấm")
    office.sees(f"Ủy viên công tác tại {HOME}, nơi đề cử hồ sơ này")
    recused = journey.acting("home_judge")
    recused.go("/phieu-cham/")
    assert recused.page.get_by_role("link", name=NAME).count() == 0


def the_judges_mark_it(journey: Journey) -> None:
    """A draft, a second version, then cast; nobody reaches another's sheet."""
    seen: list[str] = []
    for role, share in (("judge", 0.9), ("other_judge", 0.8), ("chair", 1.0)):
        judge = journey.acting(role)
        judge.go("/phieu-cham/")
        judge.follow("Chấm hồ sơ tiếp theo")
        sheet = journey.here(judge)
        give_marks(judge, share, only_first=True)
        judge.press("Lưu nháp")
        judge.sees("bản thứ 1")
        give_marks(judge, share)
        judge.press("Lưu và kiểm tra để gửi")
        assert judge.heading() == "Kiểm tra trước khi gửi phiếu"
        judge.sees("Bản thứ 2")
        judge.press("Gửi phiếu chính thức")
        judge.sees("Phiếu đã gửi chính thức")
        for other in seen:
            judge.go(other)
            assert NAME not in judge.reads()
        seen.append(sheet)


def give_marks(judge: Person, share: float, *, only_first: bool = False) -> None:
    """The same share of every maximum, written as people write: 2,5."""
    boxes = judge.page.locator(".judged__row input").all()
    assert len(boxes) > 10
    for box in boxes[:1] if only_first else boxes:
        unit = box.locator("xpath=following-sibling::*").inner_text()
        highest = float(re.sub(r"[^0-9,]", "", unit).replace(",", "."))
        box.fill(f"{round(highest * share * 2) / 2:g}".replace(".", ","))


def the_office_closes_the_round(journey: Journey) -> None:
    office = journey.acting("office")
    office.go("/ket-qua/")
    office.follow(SEASON)
    journey.paths["round"] = journey.here(office)
    office.sees("Phiếu đã gửi")
    office.follow("Đóng chấm và tính kết quả")
    office.sees("Đã đủ tất cả các phiếu được phân công.", "chưa tới. Đóng bây giờ là đóng sớm.")
    office.press("Đóng chấm và tính kết quả")
    office.sees("Xếp hạng", journey.codes["digest"])
    office.follow(NAME)
    office.sees(NAME, "Hiệu quả sản xuất, kinh doanh")
    office.go(journey.paths["round"])
    journey.files["record.json"] = office.download("Tải bản ghi để tính lại")


def two_persons_set_the_announcement(journey: Journey) -> None:
    """The decision, the instant, and the second person's word."""
    office = journey.acting("office")
    office.go(journey.paths["round"])
    office.follow("Ghi quyết định")
    office.type(
        {
            "Số quyết định": "15/QĐ-MAU",
            "Ngày ký": journey.place.day(),
            "Quyền hạn, chức vụ của người ký": "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH",
            "Họ và tên người ký": "Trần Văn Mẫu",
        }
    )
    office.press("Ghi quyết định")
    journey.paths["decision"] = journey.here(office)
    code = re.search(r"(?:[A-Z2-9]{4}-){6}[A-Z2-9]{4}", office.reads())
    assert code is not None
    journey.codes["certificate"] = code.group()
    office.follow("Công bố kết quả")
    office.follow("Đề nghị thời điểm công bố")
    office.type({"Thời điểm công bố": journey.place.instant(timedelta(hours=2))})
    office.press("Gửi đề nghị")
    office.sees("Cần một người khác của Thường trực giải thưởng")
    announcement = journey.here(office)
    assert office.page.get_by_role("button", name="Duyệt công bố").count() == 0
    second = journey.acting("second_office")
    second.go(announcement)
    second.press("Duyệt công bố")
    second.sees("Đã duyệt, chờ đến giờ")


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
    asked = fetch(f"{journey.place.base_url}/xac-minh/{code}")
    missing = fetch(f"{journey.place.base_url}/xac-minh/{unknown}")
    assert (
        (asked[0], asked[2].replace(code, ""))
        == (missing[0], missing[2].replace(unknown, ""))
        == (404, asked[2].replace(code, ""))
    )


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
