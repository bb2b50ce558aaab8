"""Two revisions side by side: what changed, item by item, and what did not."""

from __future__ import annotations

from dataclasses import replace

from awards.nominations.dossier import DossierContent, OrganisationContent, PaperContent
from awards.screening.comparison import Item, Paragraphs, compare, paragraphs
from tests.builders import RULES

OLD = PaperContent("registration", "Đăng ký.pdf", "a" * 64, 10, "F1")
NEW = PaperContent("registration", "Đăng ký ký lại.pdf", "b" * 64, 12, "F2")
REPORT = PaperContent("criteria_report", "Báo cáo.pdf", "c" * 64, 99, "F3")
BEFORE = DossierContent(
    reference="HS-1",
    organisation=OrganisationContent(
        "HTX Mẫu", "0900000001", "cooperative", "agri", "agriculture", "Xã Mẫu", "Tuyên Quang"
    ),
    variant="agri",
    basis_year=2025,
    rulebook_digest="d",
    series={"revenue": {0: "1500000000"}, "member_count": {0: "120"}},
    choices={"highest_honour": "none"},
    sets={},
    flags={"law_compliance": True},
    papers=(OLD, REPORT),
    achievements="Đoạn một.\n\nĐoạn hai.\nĐoạn ba.",
    consent_on="2026-02-01",
    consent_by="Nguyễn Văn Mẫu",
)


def test_nothing_differs_from_itself() -> None:
    same = compare(RULES, BEFORE, BEFORE)
    assert same.changes == 0
    assert [len(group.changed) for group in same.groups] == [0] * 6


def test_every_changed_item_stands_with_its_old_and_its_new_value() -> None:
    after = replace(
        BEFORE,
        organisation=replace(BEFORE.organisation, address="Phường Mẫu"),
        series={"revenue": {0: "2345678900"}, "member_count": {0: "120"}},
        choices={"highest_honour": "province"},
        flags={},
        consent_on="2026-03-01",
        papers=(NEW, REPORT),
    )
    found = compare(RULES, BEFORE, after)
    assert [item for group in found.groups for item in group.changed] == [
        Item("Địa chỉ", "Xã Mẫu", "Phường Mẫu"),
        Item("Doanh thu, năm 2025 (đồng/năm)", "1.500.000.000", "2.345.678.900"),
        Item("Hình thức khen thưởng cao nhất đã đạt", "Chưa có", "Bằng khen của Chủ tịch Ủy ban nhân dân cấp tỉnh"),
        Item("Chấp hành pháp luật về thuế, lao động, bảo hiểm xã hội, đất đai và môi trường", "Có", ""),
        Item("Ngày ký", "01/02/2026", "01/03/2026"),
    ]
    assert [(pair.label, pair.before, pair.after) for pair in found.papers if pair.changed] == [
        ("Bản đăng ký tham gia", OLD, NEW)
    ]
    assert found.changes == 6


def test_a_paper_uploaded_again_with_the_same_content_is_the_same() -> None:
    again = replace(REPORT, file="F9")
    assert compare(RULES, BEFORE, replace(BEFORE, papers=(OLD, again))).changes == 0
    assert compare(RULES, BEFORE, replace(BEFORE, papers=(OLD, replace(again, issued_on="2026-01-01")))).changes == 1


def test_a_paper_taken_out_and_one_put_in_have_no_other_side() -> None:
    taken = compare(RULES, BEFORE, replace(BEFORE, papers=(REPORT,)))
    assert [(pair.before, pair.after) for pair in taken.papers if pair.changed] == [(OLD, None)]
    put = compare(RULES, replace(BEFORE, papers=(REPORT,)), BEFORE)
    assert [(pair.before, pair.after) for pair in put.papers if pair.changed] == [(None, OLD)]


def test_a_text_is_compared_by_whole_paragraphs() -> None:
    assert paragraphs(BEFORE.achievements, "Đoạn một.\nĐoạn hai, viết lại.\nĐoạn ba.\nĐoạn bốn.") == (
        Paragraphs(("Đoạn một.",), ("Đoạn một.",)),
        Paragraphs(("Đoạn hai.",), ("Đoạn hai, viết lại.",)),
        Paragraphs(("Đoạn ba.",), ("Đoạn ba.",)),
        Paragraphs((), ("Đoạn bốn.",)),
    )
    assert paragraphs("", "") == ()
