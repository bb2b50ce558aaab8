"""Certificates read back from the PDF: every word whole, no word markup, the QR that of the check page."""

from __future__ import annotations

import io
import json
import re
import struct
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import segno
import typst
from pypdf import PdfReader

from awards.base.errors import DomainError
from awards.base.identifiers import grouped
from awards.base.side_process import OutOfBounds
from awards.exports import certificate
from awards.exports.certificate import certificates_pdf
from awards.exports.rows import CertificateBatch, CertificateLayout, CertificateRow, DecisionHeading

DECISION = DecisionHeading("123/QĐ-LMHTXVN", date(2026, 2, 3), "Nguyễn Văn Mẫu", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH")
NAMES = (
    "HTX Nông nghiệp Mẫu Ấp Bắc",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "HTX Mẫu ẤỄỖẪỰ ợỵặ <&\"'>",
    '#image("/etc/passwd") #panic("x") $a$ *b* _c_ `d` \\n @e <f> = g',
    '#import "@preview/mau:0.1.0": *',
    ("Hợp tác xã Sản xuất, Chế biến, Kinh doanh Nông sản Hữu cơ và Dịch vụ Tổng hợp Mẫu " * 3)[:200].strip(),
)


def a_row(name: str, number: int = 1) -> CertificateRow:
    code = f"{number:02d}" + "ABCD" * 6
    return CertificateRow(
        name, "Tỉnh Đắk Lắk", f"{number:04d}/2026", code, f"http://127.0.0.1:8000/xac-minh/{grouped(code)}"
    )


def a_batch(*names: str) -> CertificateBatch:
    rows = tuple(a_row(name, number) for number, name in enumerate(names or NAMES, start=1))
    return CertificateBatch("Ngôi sao Hợp tác xã", "CoopStar mẫu 2026", DECISION, False, rows)


def pages_of(batch: CertificateBatch) -> list[str]:
    """The words of each page without their spaces: where a line breaks is the page's affair."""
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(certificates_pdf(batch))).pages]


def test_one_page_for_each_with_every_word_whole() -> None:
    batch = a_batch()
    pages = pages_of(batch)
    assert len(pages) == len(NAMES)
    for text, row in zip(pages, batch.rows, strict=True):
        words = (
            *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "LIÊN MINH HỢP TÁC XÃ VIỆT NAM"),
            *("CHỨNG NHẬN", row.name, "Tỉnh Đắk Lắk", "đạt giải thưởng Ngôi sao Hợp tác xã", "CoopStar mẫu 2026"),
            *("Quyết định số 123/QĐ-LMHTXVN ngày 03 tháng 02 năm 2026", row.golden_book_number, grouped(row.code)),
            *("Kiểm tra tại 127.0.0.1:8000/xac-minh", "Hà Nội, ngày 03 tháng 02 năm 2026"),
            *("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Nguyễn Văn Mẫu"),
        )
        assert [word for word in words if re.sub(r"\s+", "", word) not in text] == []


def test_no_field_is_markup() -> None:
    wild = '#panic("x") $a$ *b*'
    decision = replace(DECISION, number=wild + "1", signer=wild + "2", signing_capacity=wild + "3")
    row = CertificateRow("Mẫu", wild + "4", wild + "5", "A" * 26, "x/" + wild)
    batch = CertificateBatch(wild + "6", wild + "7", decision, True, (row,))
    [text] = pages_of(batch)
    plain = re.sub(r"\s+", "", wild)
    assert [number for number in range(1, 8) if f"{plain}{number}" not in text] == []


@pytest.mark.parametrize("is_sample", [True, False])
def test_samples_are_marked_across_every_page(is_sample: bool) -> None:
    batch = replace(a_batch("HTX Mẫu một", "HTX Mẫu hai"), is_sample=is_sample)
    marks = [(text.count("DỮLIỆUMẪU"), text.count("KHÔNGCÓGIÁTRỊCHỨNGNHẬN")) for text in pages_of(batch)]
    assert marks == ([(3, 2), (3, 2)] if is_sample else [(0, 0), (0, 0)])


def test_a_letter_the_font_lacks_is_told_with_the_name() -> None:
    with pytest.raises(DomainError, match="ký tự lạ: HTX Mẫu ＝\\."):
        certificates_pdf(a_batch("HTX Mẫu ＝", "HTX Mẫu"))


def test_a_mistake_of_the_template_is_not_blamed_on_the_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "certificate.typ"
    broken.write_text("#unknown-word", encoding="utf-8")
    monkeypatch.setattr(certificate, "TEMPLATE", broken)
    with pytest.raises(OutOfBounds, match="unknown variable"):
        certificates_pdf(a_batch("HTX Mẫu"))


@pytest.mark.parametrize("name", [NAMES[-1], "Ợ" * 200, "Ưỡ " * 66])
def test_two_hundred_letters_stay_on_the_page(name: str) -> None:
    # the frame's inner edge lies 16 mm from the sheet's; a centred line that begins inside also ends inside
    page = PdfReader(io.BytesIO(certificates_pdf(a_batch(name)))).pages[0]
    places: list[tuple[float, float]] = []

    def note(text: str, around: list[float], own: list[float], _font: object, _size: float) -> None:
        if text.strip():
            x = around[0] * own[4] + around[2] * own[5] + around[4]
            y = around[1] * own[4] + around[3] * own[5] + around[5]
            places.append((x * 25.4 / 72, y * 25.4 / 72))

    page.extract_text(visitor_text=note)
    assert len(places) > 10
    assert [place for place in places if not (16 < place[0] < 281 and 16 < place[1] < 194)] == []


def test_the_sheet_and_its_lines_are_data() -> None:
    layout = CertificateLayout(
        width_mm=400,
        height_mm=300,
        draws_border=False,
        motto_lines=(),
        title_line="BẰNG VINH DANH",
        achievement_line="Có thành tích của phép thử",
    )
    batch = replace(a_batch("HTX Mẫu"), layout=layout)
    page = PdfReader(io.BytesIO(certificates_pdf(batch))).pages[0]
    [text] = pages_of(batch)
    assert [round(float(side) * 25.4 / 72) for side in (page.mediabox.width, page.mediabox.height)] == [400, 300]
    assert [word in text for word in ("BẰNGVINHDANH", "CHỨNGNHẬN", "Độclập", "thànhtích")] == [
        True,
        False,
        False,
        True,
    ]


def test_the_file_is_made_for_the_archive_and_names_no_author() -> None:
    reader = PdfReader(io.BytesIO(certificates_pdf(a_batch("HTX Mẫu"))))
    described = reader.trailer["/Root"]["/Metadata"].get_data().decode("utf-8")  # type: ignore[index]
    assert re.findall(r"<pdfaid:(part|conformance)>(\w+)<", described) == [("part", "2"), ("conformance", "B")]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("CoopStar mẫu 2026", None)
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == DECISION.signed_on


def test_the_same_batch_gives_the_same_bytes() -> None:
    assert certificates_pdf(a_batch()) == certificates_pdf(a_batch())


def test_the_printed_squares_are_those_of_the_check_page_s_address() -> None:
    batch = a_batch("HTX Mẫu")
    layout, dots = batch.layout, 100
    picture = typst.compile(
        certificate.TEMPLATE.read_bytes(),
        sys_inputs={"data": json.dumps(certificate._data(batch))},
        ignore_system_fonts=True,
        format="png",
        ppi=dots,
    )
    assert isinstance(picture, bytes)
    rows = brightness(picture)
    expected = [
        [bool(dark) for dark in line] for line in segno.make(batch.rows[0].check_address, error="m", micro=False).matrix
    ]
    square = layout.qr_mm / (len(expected) + 4)  # two squares of white on each side
    left = layout.border_mm + layout.band_mm + layout.side_mm
    top = layout.height_mm - layout.border_mm - layout.band_mm - layout.foot_mm - layout.qr_mm

    def is_dark(line: int, place: int) -> bool:
        x, y = (left + square * (place + 2.5)) / 25.4 * dots, (top + square * (line + 2.5)) / 25.4 * dots
        return rows[int(y)][int(x)] < 128

    read = [[is_dark(line, place) for place in range(len(expected))] for line in range(len(expected))]
    assert read == expected


def brightness(png: bytes) -> list[list[int]]:
    """The red part of each dot of a PNG with eight bits a channel, by the PNG standard's own filters."""
    width, height, _depth, colour = struct.unpack(">IIBB", png[16:26])
    size = {2: 3, 6: 4}[colour]
    chunks, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            chunks += png[at + 8 : at + 8 + length]
        at += length + 12
    raw, stride = zlib.decompress(chunks), width * size
    before, rows = bytearray(stride), []
    for line in range(height):
        start = line * (stride + 1)
        before = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before, size)
        rows.append(list(before[::size]))
    return rows


def unfiltered(kind: int, line: bytearray, above: bytearray, size: int) -> bytearray:
    for place in range(len(line)):
        left = line[place - size] if place >= size else 0
        up, corner = above[place], above[place - size] if place >= size else 0
        guesses = (0, left, up, (left + up) // 2)
        line[place] = (line[place] + (guesses[kind] if kind < 4 else nearest(left, up, corner))) & 255
    return line


def nearest(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
