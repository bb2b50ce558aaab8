"""A regulation nobody has seen is run without touching code: what it asks is collected, checked and counted."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.nominations import services
from awards.nominations.completeness import readiness
from awards.nominations.dossier import entry_of, live_content
from awards.nominations.inputs import DeclarationsInput
from awards.nominations.models import DossierFile, Nomination, NominationAnswer
from awards.nominations.section_content import base_of
from awards.nominations.states import NominationState
from awards.nominations.wording import PART_SLUGS
from awards.papers import services as papers
from awards.papers.inputs import PaperInput
from awards.policy.actor import Actor
from awards.seasons import services as seasons
from awards.seasons.inputs import SeasonInput
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import AwardKey, ConfirmationKind
from scoring.computed import computed_marks
from scoring.entry import Entry, HeldPaper
from tests.builders import a_draft, a_pdf, an_organisation, calendar_around, forward, pdf_bytes
from tests.cast import Cast, CastClient

TEXT = (Path(__file__).resolve().parents[2] / "unseen_rulebook.toml").read_text(encoding="utf-8")
YEAR = clock.today().year
BASIS = YEAR - 1
FIGURES = {
    f"figure_export-turnover_{BASIS - 1}": "2,75",
    f"figure_households_{BASIS}": "1.050",
    f"figure_households_{BASIS - 1}": "1.000",
}
TOLD = {
    "dong-y": {"consent_on": "01/01/2026", "consent_by": "Nguyễn Văn Mẫu"},
    "thanh-tich": {"achievements": "Trồng rừng gỗ lớn có chứng chỉ."},
    "so-lieu": FIGURES,
}
ANSWERS = {
    "figure_forest_area": "30,25",
    "figure_total_area": "121",
    "figure_machines": "7",
    "figure_water": "river",
    "figure_labels": ["fsc", "organic"],
    "figure_audited": "yes",
    "figure_dispute": "no",
}


def an_unseen_season(cast: Cast) -> Season:
    with transaction():
        published = seasons.publish_rulebook(cast.office, TEXT)
        seasons.confirm_rulebook(cast.office, published, ConfirmationKind.SAMPLE, "Bản mẫu của phép thử")
        entry = SeasonInput(AwardKey.COOPSTAR, YEAR, "Mùa giải chưa ai thấy", calendar_around())
        season = seasons.create_season(cast.office, entry, published, is_sample=True)
        seasons.open_season(cast.office, season)
    return season


def save(client: CastClient, nomination: Nomination, **changes: object) -> tuple[int, str]:
    """The section of declarations, on top of what it holds."""
    return fill(client, nomination, "tu-khai", ANSWERS | changes)


def fill(client: CastClient, nomination: Nomination, section: str, told: Mapping[str, object]) -> tuple[int, str]:
    part = next(part for part, slug in PART_SLUGS.items() if slug == section)
    data = {**told, "base": base_of(nomination, part)}
    answer = client.post(f"/ho-so/{nomination.public_id}/muc/{section}", data=data)
    db.session.expire_all()
    return answer.status_code, answer.text


def attach(client: CastClient, nomination: Nomination, paper: str, **days: str) -> tuple[int, str]:
    data = {"paper": paper, "file": (io.BytesIO(pdf_bytes()), f"{paper}.pdf"), **days}
    answer = client.post(f"/ho-so/{nomination.public_id}/giay-to", data=data)
    db.session.expire_all()
    return answer.status_code, answer.text


def filled(cast: Cast, client: CastClient) -> Nomination:
    """Everything the rulebook asks for, typed into the pages."""
    nomination = a_draft(cast, an_unseen_season(cast))
    statuses = [
        *(fill(client, nomination, section, told)[0] for section, told in TOLD.items()),
        save(client, nomination)[0],
        attach(client, nomination, "charter")[0],
        attach(client, nomination, "fsc_licence", issued_on="15/03/2025", expires_on="14/03/2030")[0],
    ]
    assert statuses == [302] * 6
    return nomination


def gaps(nomination: Nomination) -> tuple[str, ...]:
    return readiness(rulebook_of(nomination.season), live_content(nomination)).gaps


def test_its_figures_answers_and_papers_are_typed_forwarded_and_counted(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    client = client_of(cast.officer)
    nomination = filled(cast, client)
    revision = forward(cast.officer, cast.leader, nomination)
    content = live_content(nomination)
    assert entry_of(revision.content) == content.entry()
    assert (revision.digest, nomination.state) == (content.digest(), NominationState.FORWARDED)
    assert content.entry() == Entry(
        code=nomination.reference,
        variant="forestry",
        province=nomination.organisation.province.name,
        series={
            "export-turnover": {-1: Fraction("2.75")},
            "households": {0: Fraction(1050), -1: Fraction(1000)},
            "forest_area": {0: Fraction("30.25")},
            "total_area": {0: Fraction(121)},
            "machines": {0: Fraction(7)},
        },
        choices={"water": "river"},
        sets={"labels": frozenset({"fsc", "organic"})},
        flags={"audited": True, "dispute": False},
        papers={"charter": HeldPaper(), "fsc_licence": HeldPaper(date(2025, 3, 15), date(2030, 3, 14))},
        traits={"sector": "agri", "owner": nomination.organisation.tax_code},
    )
    marks = computed_marks(rulebook_of(nomination.season).variant("forestry"), content.entry())
    assert [(mark.criterion, mark.points) for mark in marks] == [
        ("R", Fraction(3, 2)),
        ("G", Fraction(2)),
        ("M", Fraction(4)),
        ("L", Fraction(2)),
    ]


def test_the_form_asks_what_the_variant_asks_in_the_words_of_the_rulebook(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = a_draft(cast, an_unseen_season(cast))
    page = client_of(cast.officer).get(f"/ho-so/{nomination.public_id}/muc/tu-khai").text
    for words in (
        "Diện tích rừng có chứng chỉ",
        "Theo sổ giao đất, giao rừng.",
        ">ha<",
        "Nước sông",
        "Không có mục nào",
        "Nếu có, hồ sơ tạm dừng xét",
        "Điều kiện tham gia",
        "Căn cứ tính điểm",
    ):
        assert words in page
    assert [words in page for words in ("Không ai hỏi", "Kim ngạch", "highest_honour")] == [False] * 3


def test_every_gap_is_named_from_what_is_asked(cast: Cast) -> None:
    nomination = a_draft(cast, an_unseen_season(cast))
    assert gaps(nomination) == (
        "Chưa có: ngày hợp tác xã ký bản đăng ký tham gia.",
        "Chưa có: người đại diện hợp tác xã ký.",
        "Chưa có: tóm tắt thành tích.",
        f"Chưa có số liệu: Kim ngạch xuất khẩu, năm {BASIS - 1}.",
        f"Chưa có số liệu: Số hộ liên kết, năm {BASIS}, {BASIS - 1}.",
        "Chưa trả lời: Diện tích rừng có chứng chỉ.",
        "Chưa trả lời: Tổng diện tích.",
        "Chưa trả lời: Số máy.",
        "Chưa trả lời: Nguồn nước.",
        "Chưa trả lời: Nhãn chứng nhận.",
        "Chưa trả lời: Đã kiểm toán.",
        "Chưa trả lời: Đang tranh chấp đất.",
        "Thiếu giấy tờ: Điều lệ.",
    )


def test_no_item_at_all_is_an_answer_and_nothing_ticked_is_none(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    client = client_of(cast.officer)
    nomination = filled(cast, client)
    seen = []
    for ticked in ([], ["-"], ["organic"]):
        save(client, nomination, figure_labels=ticked)
        seen.append((live_content(nomination).sets, gaps(nomination)))
    assert seen == [
        ({}, ("Chưa trả lời: Nhãn chứng nhận.",)),
        ({"labels": ()}, ()),
        ({"labels": ("organic",)}, ()),
    ]
    status, page = save(client, nomination, figure_labels=["-", "fsc"])
    assert (status, live_content(nomination).sets) == (200, {"labels": ("organic",)})
    assert "Đã chọn “Không có mục nào” thì không chọn mục khác." in page


def test_an_answer_taken_back_is_unknown_again(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    client = client_of(cast.officer)
    nomination = filled(cast, client)
    save(client, nomination, figure_machines="", figure_water="", figure_audited="")
    assert gaps(nomination) == ("Chưa trả lời: Số máy.", "Chưa trả lời: Nguồn nước.", "Chưa trả lời: Đã kiểm toán.")
    kept = db.session.scalars(select(NominationAnswer.figure).order_by(NominationAnswer.figure)).all()
    assert kept == ["dispute", "forest_area", "labels", "total_area"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"figure_total_area": "0,25"}, "Tổng diện tích không được nhỏ hơn 0,5 ha."),
        ({"figure_forest_area": "-1"}, "Diện tích rừng có chứng chỉ không được nhỏ hơn 0 ha."),
        ({"figure_machines": "91"}, "Số máy không được lớn hơn 90 người."),
        ({"figure_machines": "7,5"}, "Nhập số nguyên, không có phần lẻ."),
        ({"figure_total_area": "1.5"}, "Dấu chấm dùng để ngăn cách hàng nghìn; phần lẻ viết sau dấu phẩy, ví dụ 1,5."),
        ({"figure_total_area": "121,1234567"}, "Tổng diện tích: ghi tối đa 6 chữ số sau dấu phẩy."),
        (
            {"figure_forest_area": "121,01"},
            "Diện tích rừng có chứng chỉ (121,01) không được lớn hơn “Tổng diện tích” (121).",
        ),
    ],
)
def test_a_number_beyond_the_rulebooks_limits_is_refused_beside_its_field(
    cast: Cast, client_of: Callable[[Actor], CastClient], changes: dict[str, str], sentence: str
) -> None:
    nomination = a_draft(cast, an_unseen_season(cast))
    status, page = save(client_of(cast.officer), nomination, **changes)
    field = next(iter(changes))
    kept = {row.figure for row in nomination.answers}
    assert (status, field.removeprefix("figure_") in kept) == (200, False)
    assert {"water", "labels", "audited", "dispute"} <= kept
    assert f'id="{field}-error"><span class="visually-hidden">Lỗi: </span>{sentence}' in page
    assert f'value="{changes[field]}"' in page


def test_a_figure_between_limits_of_another_season_is_told_before_forwarding(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = filled(cast, client_of(cast.officer))
    row = next(
        one for one in nomination.organisation.figures if one.figure == "export-turnover" and one.value == "2.75"
    )
    with transaction():
        row.value = "500.5"
    assert gaps(nomination) == (f"Năm {BASIS - 1}: Kim ngạch xuất khẩu phải từ 0 đến 500 triệu USD.",)


def test_a_dated_paper_needs_its_days_and_an_undated_one_keeps_none(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    client = client_of(cast.officer)
    nomination = a_draft(cast, an_unseen_season(cast))
    refusals = [
        attach(client, nomination, "fsc_licence"),
        attach(client, nomination, "fsc_licence", issued_on="01/02/2025", expires_on="31/01/2025"),
        attach(client, nomination, "fsc_licence", issued_on=f"01/01/{YEAR + 1}"),
    ]
    sentences = (
        "Nhập ngày cấp ghi trên giấy tờ này.",
        "Ngày hết hạn không thể trước ngày cấp.",
        "Ngày cấp không thể sau hôm nay.",
    )
    assert [status for status, _ in refusals] == [200] * 3
    assert [sentence in page for (_, page), sentence in zip(refusals, sentences, strict=True)] == [True] * 3
    attach(client, nomination, "charter", issued_on="01/02/2025")
    attach(client, nomination, "fsc_licence", issued_on="01/02/2025")
    statement = select(DossierFile.paper, DossierFile.issued_on, DossierFile.expires_on).order_by(DossierFile.id)
    assert [tuple(row) for row in db.session.execute(statement)] == [
        ("charter", None, None),
        ("fsc_licence", date(2025, 2, 1), None),
    ]
    page = client.get(f"/ho-so/{nomination.public_id}/kiem-tra").text
    assert "cấp ngày 01/02/2025, không có thời hạn" in page


def test_the_same_file_again_corrects_the_days(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    client = client_of(cast.officer)
    nomination = a_draft(cast, an_unseen_season(cast))
    attach(client, nomination, "fsc_licence", issued_on="01/02/2025")
    attach(client, nomination, "fsc_licence", issued_on="02/02/2025", expires_on="02/02/2031")
    (file,) = db.session.scalars(select(DossierFile)).all()
    assert (file.issued_on, file.expires_on) == (date(2025, 2, 2), date(2031, 2, 2))


def test_of_several_files_of_a_paper_the_one_issued_last_counts(cast: Cast) -> None:
    nomination = a_draft(cast, an_unseen_season(cast))
    with transaction():
        for issued, expires in ((date(2024, 5, 1), date(2025, 5, 1)), (date(2025, 5, 1), None), (None, None)):
            paper = PaperInput("fsc_licence", issued, expires)
            file = a_pdf(f"{issued}.pdf")
            papers.attach(
                cast.officer, nomination, paper, type(file)(file.name, file.media_type, file.content, str(issued))
            )
    assert live_content(nomination).entry().papers == {"fsc_licence": HeldPaper(date(2025, 5, 1))}


def test_an_expired_paper_fails_its_condition_with_both_days(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    client = client_of(cast.officer)
    nomination = filled(cast, client)
    attach(client, nomination, "fsc_licence", issued_on="15/03/2025", expires_on="31/12/2025")
    with pytest.raises(DomainError, match=r"31/12/2025.*01/01/2026"):
        forward(cast.officer, cast.leader, nomination)


def test_a_sector_the_rulebook_does_not_serve_is_told_so(cast: Cast) -> None:
    season = an_unseen_season(cast)
    carrier = an_organisation(cast.officer, sector="transport")
    with pytest.raises(DomainError, match="không có bảng tiêu chí cho lĩnh vực"):
        a_draft(cast, season, organisation=carrier)


def test_without_a_quota_a_province_may_forward_any_number(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = filled(cast, client_of(cast.officer))
    pages = [
        client_of(person).get(path)
        for person, path in (
            (cast.leader, f"/ho-so/{nomination.public_id}/gui"),
            (cast.leader, "/ho-so/"),
            (cast.officer, "/ban-lam-viec/"),
        )
    ]
    assert [(page.status_code, "Chỉ tiêu của tỉnh" in page.text) for page in pages] == [(200, False)] * 3
    forward(cast.officer, cast.leader, nomination)
    assert nomination.state == NominationState.FORWARDED


def test_what_the_rulebook_does_not_ask_is_not_kept(cast: Cast) -> None:
    nomination = a_draft(cast, an_unseen_season(cast))
    with pytest.raises(DomainError, match="không hỏi mục này"), transaction():
        services.save_section(cast.officer, nomination, DeclarationsInput({"spoken_of_by_nobody": "5"}))
