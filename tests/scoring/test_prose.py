"""The rules in words, as the public page shows them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.conditions import Threshold, walk_conditions
from scoring.criteria import walk
from scoring.prose import adjustment_words, common_facts, condition_words, figures_of, level_facts, scale_words
from scoring.reading import read_rulebook
from scoring.rulebook import Rulebook
from tests.scoring.invented import PUBLISHED, text_of
from tests.scoring.world import EVERY, SMALL

FIGURES = figures_of(EVERY)
FOOD = EVERY.variant("food")


def test_every_condition_says_what_it_asks() -> None:
    assert [condition_words(rule, FIGURES) for rule in FOOD.eligibility] == [
        "Từ 1.000 triệu đồng (1 năm trước năm gần nhất)",
        "Tăng dần trong 2 năm gần nhất",
        (
            "Phải có trong hồ sơ, cấp từ ngày 01/04/2025, còn hiệu lực ngày 31/03/2026; "
            "hội đồng có thể xét miễn, ghi rõ lý do"
        ),
        "Phải có",
        "Thuộc một trong các mức: Hợp tác xã; Liên hiệp",
        "Nếu có thì hồ sơ tạm dừng xét, chưa bị loại",
        "Đơn vị chưa được tôn vinh trong 2 mùa giải gần nhất",
        "Sản phẩm chưa được tôn vinh",
        (
            "Từ 50 thành viên (từ 50 người); hoặc Giấy tờ và nguồn gốc (có bản đăng ký (phải có trong hồ sơ); "
            "và truy xuất được (phải có))"
        ),
    ]


@pytest.mark.parametrize(
    ("operator", "words"),
    [(">=", "Từ 50 người"), (">", "Trên 50 người"), ("<=", "Không quá 50 người"), ("<", "Dưới 50 người")],
)
def test_every_operator_has_its_words(operator: str, words: str) -> None:
    rule = next(rule for rule in walk_conditions(FOOD.eligibility) if rule.key == "K9a")
    assert isinstance(rule, Threshold)
    assert condition_words(replace(rule, operator=operator), FIGURES) == words  # type: ignore[arg-type]


def test_every_criterion_says_how_it_gives_points() -> None:
    assert {criterion.key: scale_words(criterion, FIGURES) for criterion in walk(FOOD.criteria)} == {
        "P": ("", ()),
        "P1": ("", ()),
        "P1a": (
            "Doanh thu, năm gần nhất",
            (
                "Dưới 1.000 triệu đồng: 2 điểm",
                "Từ 1.000 triệu đồng đến dưới 5.000 triệu đồng: 5 điểm",
                "Từ 5.000 triệu đồng trở lên: 8 điểm",
            ),
        ),
        "P1b": (
            "Lợi nhuận so với doanh thu",
            ("Dưới 5%: 0 điểm", "Từ 5% đến dưới 10%: 3 điểm", "Từ 10% trở lên: 6 điểm"),
        ),
        "P1c": ("Mức tăng doanh thu so với 2 năm trước năm gần nhất", ("Theo tỷ lệ, từ 20% trở lên được 6 điểm",)),
        "P2": ("Thành viên sử dụng dịch vụ so với thành viên", ("Theo tỷ lệ, từ 0,5 trở lên được 10 điểm",)),
        "P3": (
            "Chứng nhận: cộng các mục, tối đa 10 điểm",
            ("VietGAP: 4 điểm", "Hữu cơ: 5 điểm", "HACCP: 3,5 điểm"),
        ),
        "Q": ("", ()),
        "Q1": ("Giám khảo chấm, bước 0,5 điểm", ("0–14,5: Chưa đạt.", "15–30: Đạt.")),
        "Q2": ("Giám khảo chấm, bước 0,25 điểm", ()),
        "Q3": (
            "Khen thưởng: chỉ tính mức cao nhất",
            ("Bằng khen cấp tỉnh: 2 điểm", "Bằng khen cấp bộ: 4 điểm", "Huân chương: 6 điểm"),
        ),
        "Q4": ("Truy xuất được nguồn gốc", ("Trả lời “có”: 4 điểm",)),
    }


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"justify_below": 5}, "; phải ghi lý do khi chấm từ 5 điểm trở xuống"),
        ({"justify_above": Fraction("28.5")}, "; phải ghi lý do khi chấm từ 28,5 điểm trở lên"),
        (
            {"justify_below": 5, "justify_above": 28},
            "; phải ghi lý do khi chấm từ 5 điểm trở xuống hoặc từ 28 điểm trở lên",
        ),
    ],
)
def test_marks_that_ask_for_a_reason_are_told(limits: dict[str, Fraction], words: str) -> None:
    criterion = next(one for one in walk(FOOD.criteria) if one.key == "Q1")
    assert scale_words(replace(criterion, **limits), FIGURES)[0] == f"Giám khảo chấm, bước 0,5 điểm{words}"


def test_bonus_and_penalty_say_their_cap() -> None:
    assert [adjustment_words(one, FIGURES) for one in FOOD.adjustments] == [
        ("Chủ thể: cộng tối đa 3 điểm", ("Phụ nữ: 2 điểm", "Người dân tộc thiểu số: 1,5 điểm")),
        ("Nộp báo cáo chậm: trừ tối đa 5 điểm", ("Có: trừ 6 điểm",)),
    ]


def facts(rulebook: Rulebook, level: str | None = None) -> list[str]:
    found = common_facts(rulebook) if level is None else level_facts(rulebook.level(level))
    return [f"{fact.name}: {fact.words}" for fact in found]


def test_what_holds_at_every_level_is_told() -> None:
    assert facts(EVERY) == [
        "Giám khảo cùng địa phương: Được chấm hồ sơ của địa phương mình",
        "Làm tròn: 2 chữ số thập phân, một lần ở tổng điểm, nửa làm tròn lên",
        "Điểm cộng: Tổng điểm sau khi cộng không vượt điểm tối đa của bảng",
        "Xếp hạng: Theo tổng điểm đã làm tròn; bằng nhau thì cùng hạng (1, 2, 2, 3)",
    ]
    assert facts(SMALL) == [
        "Chỉ tiêu mỗi tỉnh, thành phố: Gửi lên Trung ương tối đa 3 hồ sơ",
        "Giám khảo cùng địa phương: Không chấm hồ sơ của địa phương mình",
        "Làm tròn: 2 chữ số thập phân, một lần ở tổng điểm, nửa làm tròn lên",
        "Xếp hạng: Theo tổng điểm đã làm tròn; bằng nhau thì cùng hạng (1, 2, 2, 4)",
    ]
    assert "Điểm cộng: Tổng điểm sau khi cộng có thể vượt điểm tối đa của bảng" in facts(
        replace(EVERY, bonus_above_max=True)
    )


def test_a_provincial_level_tells_spread_meeting_and_floor() -> None:
    assert facts(EVERY, "province") == [
        "Cách tổng hợp: Trung bình cộng của các phiếu hoàn chỉnh; mỗi hồ sơ cần ít nhất 2 phiếu",
        ("Chênh lệch điểm: Các phiếu không chênh nhau quá 10 điểm; nếu quá thì thảo luận rồi chấm lại, tối đa 2 vòng"),
        (
            "Cuộc họp hợp lệ: Có mặt ít nhất 3/4 số thành viên, trong đó có chủ tịch hội đồng; không tính người "
            "không được tham gia vì có liên quan"
        ),
        (
            "Bỏ phiếu từng hồ sơ: Biểu quyết công khai, cần trên 1/2 tổng số thành viên; người vắng mặt được gửi "
            "ý kiến bằng văn bản; số phiếu ngang nhau thì theo phiếu của chủ tịch"
        ),
        "Điểm sàn: 50 điểm",
        "Giới hạn: Mỗi chủ thể không quá 3 hồ sơ",
    ]


def test_the_central_level_tells_groups_ballot_places_targets_and_tiers() -> None:
    assert facts(EVERY, "central") == [
        (
            "Cách tổng hợp: Trung bình cộng của các phiếu hoàn chỉnh sau khi bỏ 1 điểm cao nhất và 1 điểm thấp nhất, "
            "tính riêng từng nhóm rồi lấy trọng số (Chuyên gia 60%; Hội đồng 40%); mỗi hồ sơ cần ít nhất 6 phiếu"
        ),
        ("Cuộc họp hợp lệ: Có mặt ít nhất 2/3 số thành viên; vẫn tính người không được tham gia vì có liên quan"),
        "Bỏ phiếu từng hồ sơ: Bỏ phiếu kín, cần ít nhất 1/2 số phiếu hợp lệ; mỗi người chọn tối đa 3 hồ sơ",
        "Làm khác thứ hạng: Biểu quyết công khai, cần ít nhất 2/3 tổng số thành viên",
        "Điểm sàn: 70 điểm",
        "Số được chọn: Tối đa 5 hồ sơ được tôn vinh",
        "Chỉ tiêu: Dành 3 chỗ cho lĩnh vực “food”",
        "Chỉ tiêu: Dành 1 chỗ cho lĩnh vực “drink”",
        "Giới hạn: Mỗi tỉnh, thành phố không quá 2 hồ sơ",
        "Vàng: Từ 90 điểm, tối đa 1",
        "Bạc: Từ 80 điểm",
        "Đồng: Từ 70 điểm",
        "Danh sách dự bị: 2 hồ sơ tiếp theo, theo thứ tự",
    ]


def test_a_blind_level_and_one_that_shares_its_sheets_say_so() -> None:
    told = [str(fact.name) for fact in level_facts(replace(SMALL.level(), blind=True, shares_sheets=True))]
    assert told[:3] == ["Chấm ẩn danh", "Cách tổng hợp", "Phiếu của nhau"]


def test_a_table_without_judges_asks_for_no_sheets() -> None:
    none = replace(SMALL.level().aggregation, minimum_sheets=0)
    assert level_facts(replace(SMALL.level(), aggregation=none))[0].words == "Trung bình cộng của các phiếu hoàn chỉnh"


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_published_rulebook_can_be_told_whole(path: object) -> None:
    rulebook = read_rulebook(text_of(path.stem))  # type: ignore[attr-defined]
    figures = figures_of(rulebook)
    for variant in rulebook.variants:
        assert all(condition_words(rule, figures) for rule in variant.eligibility)
        assert all(scale_words(one, figures)[0] or one.kind == "group" for one in walk(variant.criteria))
        assert all(adjustment_words(one, figures)[1] for one in variant.adjustments)
    assert all(level_facts(level) for level in rulebook.levels)
