"""Past honours enter the register whole or not at all, and are never merged by name."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.audit.queries import LogFilter
from awards.audit.queries import list_visible_to as audit_entries
from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.honours import services
from awards.honours.inputs import ImportRefused, RowError, SourceRow
from awards.honours.models import Honour
from awards.honours.reading import read_rows
from awards.honours.wording import COLUMNS
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from tests.cast import Cast, CastClient

PUBLISHED = Path(services.__file__).parent / "published" / "honoured.csv"

GOOD = {
    "award": "CoopStar Awards",
    "year": "2025",
    "name": "HTX Sông Mẫu",
    "province": "Cà Mau",
    "source": "https://example.org/1",
}


def row(line: int = 2, **changes: str) -> SourceRow:
    return SourceRow(line, dict.fromkeys(COLUMNS, "") | GOOD | changes)


def entered(actor: Actor, *rows: SourceRow) -> services.ImportOutcome:
    with transaction():
        return services.import_honours(actor, rows)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Honour)) or 0


def test_the_14_known_honours_are_entered_each_with_its_source(app: Flask, cast: Cast) -> None:
    outcome = entered(cast.office, *read_rows(PUBLISHED.name, PUBLISHED.read_bytes()))
    told = [(honour.award, honour.year, honour.name, honour.province.name) for honour in outcome.added]
    assert told == [
        ("coopstar", 2024, "HTX Dịch vụ vận tải và môi trường Thanh Bình", "Tuyên Quang"),
        ("coopstar", 2024, "HTX Sang Nhung", "Tuyên Quang"),
        ("coopstar", 2024, "HTX Dịch vụ nông nghiệp Thiệu Hưng", "Thanh Hóa"),
        ("coopstar", 2024, "HTX Dịch vụ vệ sinh môi trường Tân Sơn", "Thanh Hóa"),
        ("coopstar", 2024, "HTX Nông nghiệp Đông Thanh", "Quảng Trị"),
        ("coopstar", 2024, "HTX Nông nghiệp Liên Dương", "Ninh Bình"),
        ("coopstar", 2024, "HTX thương mại Thống Nhất (Siêu thị Thái Hậu)", "Quảng Bình"),
        ("coopstar", 2025, "HTX Dịch vụ sản xuất nông nghiệp Định Liên", "Thanh Hóa"),
        ("coopstar", 2025, "HTX Sản xuất dịch vụ thương mại tổng hợp Chung Nghĩa", "Thanh Hóa"),
        ("coopstar", 2025, "HTX mì gạo Hùng Lô", "Phú Thọ"),
        ("coopstar", 2025, "HTX nông nghiệp thực phẩm Thanh Lâm Phú Thọ", "Phú Thọ"),
        ("coopstar", 2025, "HTX liên kết sản xuất và tiêu thụ nông sản sạch Thanh Bình", "Đồng Nai"),
        ("coopgold", 2024, "Tranh lá bồ đề", "Ninh Bình"),
        ("coopgold", 2024, "Tinh dầu tràm", "Ninh Bình"),
    ]
    assert {honour.source.partition(":")[0] for honour in outcome.added} == {"http", "https"}
    assert {honour.is_sample for honour in outcome.added} == {False}
    assert len({honour.source_key for honour in outcome.added}) == 14


def test_an_old_honour_keeps_the_province_of_its_day(app: Flask, cast: Cast) -> None:
    (honour,) = entered(cast.office, row(year="2024", province="Quảng Bình")).added
    assert (honour.province.name, honour.province.valid_to, honour.province.alliance.province_name) == (
        "Quảng Bình",
        date(2025, 6, 30),
        "Quảng Trị",
    )


def test_the_day_of_the_decision_tells_which_province_it_was(app: Flask, cast: Cast) -> None:
    rows = [row(3, year="2025", decided_on="02/07/2025", province="TP. Huế"), row(2, year="2024", province="TT-Huế")]
    honours = entered(cast.office, *rows).added
    assert [honour.province.name for honour in honours] == ["Huế", "Thừa Thiên Huế"]


def test_the_same_list_sent_twice_is_entered_once(app: Flask, cast: Cast) -> None:
    rows = read_rows(PUBLISHED.name, PUBLISHED.read_bytes())
    first = entered(cast.office, *rows)
    second = entered(cast.office, *reversed(rows), row(99))
    assert (len(first.added), first.known, len(second.added), second.known, count()) == (14, 0, 1, 14, 15)


def test_two_nominees_of_one_name_stay_two(app: Flask, cast: Cast) -> None:
    rows = [row(2, name="HTX Thanh Bình", province="Đồng Nai"), row(3, name="HTX Thanh Bình", province="Cà Mau")]
    rows.append(row(4, name="HTX Thanh Bình", province="Đồng Nai", source="Một bài báo khác"))
    assert len(entered(cast.office, *rows).added) == 3


BAD_ROWS = {
    "award": ("Giải khác", "Ghi “CoopStar” hoặc “Mai An Tiêm”."),
    "year": ("25", f"Năm phải từ 2024 đến {clock.today().year}, viết bằng bốn chữ số."),
    "nominee_type": ("người", "Ghi “Hợp tác xã” hoặc “Sản phẩm”."),
    "name": ("", "Nhập tên được tôn vinh."),
    "province": ("Hà Tây", "Ngày 11/04/2025 không có tỉnh, thành phố nào tên là “Hà Tây”."),
    "source": ("", "Nhập nguồn: địa chỉ trang đã đăng, hoặc tên văn bản."),
    "tax_code": ("109999999", "Mã số thuế gồm 10 hoặc 13 chữ số; trong Excel hãy để ô ở dạng văn bản."),
    "decided_on": ("31/02/2025", "Không có ngày 31/02/2025. Hãy kiểm tra lại ngày và tháng."),
    "confidence": ("vừa", "Ghi “cao”, “trung bình” hoặc “thấp”."),
    "sector": ("x" * 201, "Dài 201 ký tự, tối đa 200 ký tự."),
}


def test_every_mistake_is_told_by_line_and_column_and_nothing_is_stored(app: Flask, cast: Cast) -> None:
    rows = [row(line, **{column: text}) for line, (column, (text, _)) in enumerate(BAD_ROWS.items(), start=2)]
    rows += [row(20), row(21), row(22, nominee_type="Sản phẩm")]
    with pytest.raises(ImportRefused) as refusal:
        entered(cast.office, *rows)
    assert refusal.value.errors == (
        *(
            RowError(line, COLUMNS[column], sentence)
            for line, (column, (_, sentence)) in enumerate(BAD_ROWS.items(), start=2)
        ),
        RowError(21, "", "Trùng với dòng 20."),
        RowError(22, "Đơn vị có sản phẩm", "Nhập tên đơn vị có sản phẩm."),
    )
    assert refusal.value.sentence == "Danh sách có 12 lỗi ở 12 dòng. Chưa lưu dòng nào."
    assert count() == 0


def test_only_the_award_office_enters_honours(app: Flask, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        entered(cast.screener, row())
    assert count() == 0


def test_an_import_is_in_the_log_without_names(app: Flask, cast: Cast) -> None:
    entered(cast.office, row())
    entered(cast.office, row())
    entries = audit_entries(cast.auditor, LogFilter(action=Action.HONOURS_IMPORT.value), 1).rows
    assert [(entry.actor, entry.subject) for entry in entries] == [(cast.office.public_id, "honours:1")]


ClientOf = Callable[[Actor], CastClient]


def sent(client: CastClient, content: bytes, name: str = "honoured.csv") -> str:
    upload = {"table": (io.BytesIO(content), name)}
    answer = client.post("/so-vinh-danh/nhap", data=upload)
    return (client.get(answer.location) if answer.location else answer).get_data(as_text=True)


def test_the_office_sends_a_file_and_sees_the_register(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    page = sent(client_of(cast.office), PUBLISHED.read_bytes())
    assert "Đã nhập 14 lượt vinh danh vào sổ." in page
    assert "HTX thương mại Thống Nhất (Siêu thị Thái Hậu)" in page
    assert count() == 14


def test_a_file_with_mistakes_comes_back_with_a_table_of_them(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    page = sent(client_of(cast.office), PUBLISHED.read_bytes().replace(b",2025,", b",2052,"))
    assert "<title>Lỗi: Nhập danh sách vinh danh" in page
    assert "Danh sách có 5 lỗi ở 5 dòng. Chưa lưu dòng nào." in page
    assert page.count('<td data-label="Cột">Năm</td>') == 5
    assert count() == 0


def test_a_form_without_a_file_asks_for_one(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.office).post("/so-vinh-danh/nhap").get_data(as_text=True)
    assert page.count("Chọn tệp danh sách cần nhập.") == 2


def test_the_template_file_has_every_column_and_is_read_back(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.office).get("/so-vinh-danh/tep-mau")
    text = response.data.decode("utf-8-sig")
    assert text.strip().split(";") == list(COLUMNS.values())
    line = ";".join(row().cells[column] for column in COLUMNS)
    assert read_rows("a.csv", (text + line).encode()) == (row(2),)
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=danh-sach-vinh-danh.csv; filename*=UTF-8''Danh%20s%C3%A1ch%20vinh%20danh.csv"
    )


def test_the_register_too_keeps_samples_apart(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    entered(cast.office, row(name="HTX Thật"))
    with transaction():
        services.import_honours(cast.office, [row(name="HTX Giả Mẫu")], is_sample=True)
    client = client_of(cast.office)
    pages = [client.get(f"/so-vinh-danh/{part}").text for part in ("", "?mau=1")]
    told = [[name in page for name in ("HTX Thật", "HTX Giả Mẫu", 'class="sample-banner')] for page in pages]
    assert told == [[True, False, False], [False, True, True]]
