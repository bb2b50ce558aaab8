"""The account of a result: every step from the sheets to the outcome, for two readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from scoring.ballots import Vote
from scoring.counting import EntryCount, count
from scoring.decision import Outcome
from scoring.entry import Entry, HeldPaper
from scoring.explanation import OUTCOME_WORDS, Audience, account, explain
from scoring.levels import Aggregation, MemberGroup
from scoring.ranking_rules import ChairTie, Ranking
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from tests.scoring.world import (
    EVERY,
    SMALL,
    a_sheet,
    an_entry,
    ballots_of,
    by_code,
    sheets_of,
    with_decision,
    with_level,
)

F = Fraction
TWO_STEPS = "làm tròn một lần đến 2 chữ số thập phân (nửa làm tròn lên)"


def a_product(**changes: Any) -> Entry:
    """A product of an invented cooperative that meets every condition of the rulebook with every kind of rule."""
    product = Entry(
        code="SP-1",
        variant="food",
        province="Cà Mau",
        series={
            "revenue": {0: F(5500), -1: F(5000), -2: F(4400)},
            "profit": {0: F(440)},
            "members": {0: F(60)},
            "customers": {0: F(15)},
        },
        choices={"form": "coop"},
        sets={
            "titles": frozenset({"province", "ministry"}),
            "certificates": frozenset({"vietgap", "organic", "haccp"}),
            "owner_traits": frozenset({"women", "ethnic"}),
        },
        flags={"lawful": True, "inquiry": False, "traceable": True, "late": False},
        papers={"registration": HeldPaper(), "test_report": HeldPaper(date(2025, 6, 1), date(2026, 6, 1))},
        traits={"sector": "food", "owner": "1"},
        past_honours={"nominee": (3,), "product": ()},
    )
    return replace(product, **changes)


def tasted(judge: int, look: str, story: str, turn: int = 1) -> Sheet:
    return Sheet(entry="SP-1", judge=judge, round=turn, marks={"Q1": F(look), "Q2": F(story)})


FIRST = [tasted(1, "20", "15"), tasted(2, "28", "19")]
SECOND = [
    tasted(1, "24", "16", 2),
    tasted(2, "26", "17", 2),
    Sheet(entry="SP-1", judge=3, round=2, marks={}, abstained=True),
    Sheet(entry="SP-1", judge=4, round=2, marks={"Q1": F(3)}),
]
PASSED = ballots_of("SP-1", chair="yes", m2="yes", m3="no", m4="written_yes", m5="recused")


def at_province(sheets: list[Sheet], votes: list[Vote] | None = None, entry: Entry | None = None) -> EntryCount:
    return count(EVERY, [entry or a_product()], sheets, votes or [], "province").entries[0]


def told(one: EntryCount, audience: Audience, *kinds: str) -> list[str]:
    """The sentences of some kinds of steps of a provincial result."""
    return [step.sentence for step in account(EVERY, one, audience, "province") if not kinds or step.kind in kinds]


def small_account(audience: Audience, rulebook: Rulebook, sheets: list[Sheet], **entry: Any) -> tuple[str, ...]:
    one = count(rulebook, [an_entry(**entry)], sheets).entries[0]
    return explain(rulebook, one, audience)


def test_the_nominee_reads_means_and_the_working_of_computed_criteria() -> None:
    # revenue 4400 -> 5500 is +25 %, profit 440/5500 = 8 %, 15 of 60 members = 0.25 of the 0.5 that give all 10 points;
    # the table gives 32 + 49.5 = 81.5, the bonus 2 + 1.5 is capped at 3
    assert told(at_province(FIRST + SECOND, PASSED), Audience.NOMINEE)[8:] == [
        (
            "K9. Đông thành viên, hoặc có giấy tờ và nguồn gốc: Chỉ cần đạt một điều kiện: Thành viên 60 người, đạt "
            "mức tối thiểu 50. Phải đạt mọi điều kiện: Hồ sơ đã có “Bản đăng ký”. “Truy xuất được nguồn gốc”: có."
        ),
        (
            "Hồ sơ SP-1 có 2 phiếu chấm hoàn chỉnh ở vòng 2, 1 phiếu chưa chấm đủ, 1 phiếu không chấm "
            "(thể lệ yêu cầu ít nhất 2 phiếu)."
        ),
        "P. Kết quả: 32,00/40 điểm (tổng các tiêu chí trong nhóm).",
        "P1. Kinh doanh: 17,00/20 điểm (tổng các tiêu chí trong nhóm).",
        "P1a. Quy mô: 8,00/8 điểm (tính từ số liệu hồ sơ: 5.500 triệu đồng, thuộc khung từ 5.000 trở lên: 8 điểm).",
        (
            "P1b. Tỷ suất lợi nhuận: 3,00/6 điểm (tính từ số liệu hồ sơ: 440 triệu đồng / 5.500 triệu đồng = 8%, "
            "thuộc khung từ 5 đến dưới 10: 3 điểm)."
        ),
        (
            "P1c. Tăng trưởng: 6,00/6 điểm (tính từ số liệu hồ sơ: 4.400 → 5.500 triệu đồng, tăng 25%, theo tỷ lệ "
            "(từ 20 được 6 điểm): 6 điểm)."
        ),
        (
            "P2. Thành viên tham gia: 5,00/10 điểm (tính từ số liệu hồ sơ: 15 người / 60 người = 0,25, theo tỷ lệ "
            "(từ 0,5 được 10 điểm): 5 điểm)."
        ),
        (
            "P3. Chứng nhận: 10,00/10 điểm (tính từ số liệu hồ sơ: VietGAP 4; Hữu cơ 5; HACCP 3,5; cộng lại 12,5, "
            "mức trần 10: 10 điểm)."
        ),
        "Q. Chất lượng: 49,50/60 điểm (tổng các tiêu chí trong nhóm).",
        "Q1. Cảm quan: 25,00/30 điểm (trung bình cộng của 2 phiếu).",
        "Q2. Câu chuyện: 16,50/20 điểm (trung bình cộng của 2 phiếu).",
        "Q3. Khen thưởng: 4,00/6 điểm (tính từ số liệu hồ sơ: Bằng khen cấp bộ: 4 điểm (chỉ tính mức cao nhất)).",
        "Q4. Nguồn gốc: 4,00/4 điểm (tính từ số liệu hồ sơ: “Truy xuất được nguồn gốc” – có: 4 điểm).",
        "B1. Chủ thể ưu tiên: Phụ nữ 2; Người dân tộc thiểu số 1,5; cộng lại 3,5, mức trần 3: cộng 3 điểm.",
        "T1. Nộp chậm: “Nộp báo cáo chậm” – không: trừ 0 điểm.",
        "Điểm của bảng 81,50, sau điểm cộng và điểm trừ 84,50.",
        f"Tổng điểm: 84,50, {TWO_STEPS}.",
        "Xếp thứ 1 theo tổng điểm đã làm tròn.",
        "Hội đồng đã bỏ phiếu: đạt.",
        "Được đề nghị lên cấp trên.",
    ]


def test_only_the_council_reads_the_sheets_by_number_and_the_votes() -> None:
    one = at_province(FIRST + SECOND, PASSED)
    kinds = ("sheet", "spread", "ballot")
    assert told(one, Audience.NOMINEE, *kinds) == ["Hội đồng đã bỏ phiếu: đạt."]
    assert told(one, Audience.COUNCIL, *kinds) == [
        "Phiếu của giám khảo số 1: 35 điểm, được lưu, thay bằng phiếu chấm lại sau thảo luận.",
        "Phiếu của giám khảo số 2: 47 điểm, được lưu, thay bằng phiếu chấm lại sau thảo luận.",
        "Phiếu của giám khảo số 1, vòng 2: 40 điểm, được tính.",
        "Phiếu của giám khảo số 2, vòng 2: 43 điểm, được tính.",
        "Phiếu của giám khảo số 3, vòng 2: không chấm.",
        "Phiếu của giám khảo số 4, vòng 2: chưa chấm đủ nên không tính.",
        "Phiếu cao nhất và thấp nhất chênh nhau 3 điểm, trong mức 10 điểm cho phép.",
        "Bỏ phiếu: 3 phiếu tán thành, tổng số thành viên là 4 (cần trên 1/2): đạt.",
    ]


def test_the_steps_are_data_too() -> None:
    steps = account(EVERY, at_province(FIRST + SECOND, PASSED), Audience.COUNCIL, "province")
    data = {step.kind: step.data for step in steps}
    assert data == {
        "condition": {"key": "K9", "outcome": "pass", "clause": "Điều 5.9"},
        "sheets": {"sheets": 2, "minimum": 2, "round": 2, "abstained": 1, "incomplete": 1},
        "sheet": {"judge": 4, "round": 2, "group": "", "total": None, "use": "incomplete"},
        "spread": {"spread": "3", "limit": "10", "wide": False},
        "criterion": {"key": "Q4", "points": "4", "max": "4"},
        "adjustment": {"key": "T1", "points": "0"},
        "adjusted": {"base": "163/2", "total": "169/2"},
        "total": {"exact": "169/2", "printed": "84.50"},
        "rank": {"rank": 1},
        "ballot": {"yes": 3, "of": 4},
        "outcome": {"outcome": "forwarded", "waiting": None},
    }


def test_a_wide_spread_asks_for_a_discussion_and_stands_after_the_last_round() -> None:
    wide = at_province(FIRST)
    assert told(wide, Audience.COUNCIL, "spread", "outcome") == [
        "Phiếu cao nhất và thấp nhất chênh nhau 12 điểm, vượt mức 10 điểm cho phép.",
        "Chưa xếp hạng: hội đồng phải thảo luận và chấm lại vì điểm các phiếu chênh quá mức.",
    ]
    again = at_province([*FIRST, tasted(1, "20", "15", 2), tasted(2, "28", "19", 2)])
    assert told(again, Audience.COUNCIL, "spread", "outcome") == [
        (
            "Phiếu cao nhất và thấp nhất chênh nhau 12 điểm, vượt mức 10 điểm cho phép. "
            "Đã chấm lại đủ số vòng nên kết quả vòng này giữ nguyên."
        ),
        "Thuộc danh sách đưa ra hội đồng bỏ phiếu; chưa có kết quả bỏ phiếu.",
    ]


def test_a_vote_without_a_quorum_is_void_and_the_nominee_is_not_told_a_verdict() -> None:
    one = at_province(SECOND_ALONE, ballots_of("SP-1", chair="yes", m2="yes", m3="absent", m4="absent"))
    assert told(one, Audience.NOMINEE, "ballot") == []
    assert told(one, Audience.COUNCIL, "ballot") == [
        "Cuộc họp không đủ số thành viên dự (2/4) nên phiếu bầu không có giá trị."
    ]


def test_the_chairs_casting_vote_is_told() -> None:
    one = at_province(SECOND_ALONE, ballots_of("SP-1", chair="yes", m2="yes", m3="no", m4="no"))
    assert told(one, Audience.COUNCIL, "ballot") == [
        (
            "Bỏ phiếu: 2 phiếu tán thành, tổng số thành viên là 4 (cần trên 1/2), số phiếu ngang nhau nên theo phiếu "
            "của chủ tịch: đạt."
        )
    ]


SECOND_ALONE = [tasted(1, "24", "16"), tasted(2, "26", "17")]


def test_points_cut_at_the_maximum_are_told() -> None:
    full = [tasted(judge, "30", "20") for judge in (1, 2)]
    best = a_product(
        series=dict(a_product().series) | {"profit": {0: F(5500)}, "customers": {0: F(60)}},
        sets=dict(a_product().sets) | {"titles": frozenset({"state"})},
    )
    assert told(at_province(full, [], best), Audience.NOMINEE, "adjusted") == [
        "Điểm của bảng 100,00, sau điểm cộng và điểm trừ 100,00 (giữ trong khung điểm)."
    ]


def test_a_knock_out_names_the_criterion_and_its_limit() -> None:
    one = at_province([tasted(1, "9", "20"), tasted(2, "10.5", "20")])
    assert told(one, Audience.NOMINEE, "minimum", "rank", "outcome") == [
        "Q1. Cảm quan: dưới mức điểm liệt 10.",
        "Không xếp hạng vì có tiêu chí dưới mức điểm liệt.",
    ]


def test_a_small_account_from_sheets_to_outcome() -> None:
    assert small_account(Audience.NOMINEE, SMALL, sheets_of("CS-1", [15, 16]))[4:] == (
        "Hồ sơ CS-1 có 2 phiếu chấm hoàn chỉnh (thể lệ yêu cầu ít nhất 2 phiếu).",
        "A. Kinh doanh: 5,50/20 điểm (tổng các tiêu chí trong nhóm).",
        (
            "A1. Doanh thu: 5,50/10 điểm (tính từ số liệu hồ sơ: 1.620.000.000 đồng/năm, thuộc khung từ 1.000.000.000 "
            "đến dưới 5.000.000.000: 5,5 điểm)."
        ),
        "A2. Tăng trưởng: 0,00/10 điểm (trung bình cộng của 2 phiếu).",
        "B. Quản trị: 15,50/16 điểm (trung bình cộng của 2 phiếu).",
        "C. Khen thưởng: 4,00/4 điểm (tính từ số liệu hồ sơ: Bằng khen cấp tỉnh: 4 điểm).",
        f"Tổng điểm: 25,00, {TWO_STEPS}.",
        "Xếp thứ 1 theo tổng điểm đã làm tròn.",
        "Đạt điểm sàn 20. Thuộc danh sách đề nghị tôn vinh.",
    )


def test_below_the_floor_the_floor_is_named_and_without_a_floor_it_is_not() -> None:
    assert small_account(Audience.NOMINEE, SMALL, sheets_of("CS-1", [1, 1]))[-1] == "Tổng điểm thấp hơn điểm sàn 20."
    no_floor = with_decision(SMALL, floor=None)
    assert small_account(Audience.NOMINEE, no_floor, sheets_of("CS-1", [1, 1]))[-1] == (
        "Thuộc danh sách đề nghị tôn vinh."
    )


def test_the_waiting_list_the_tier_and_the_tie_step_are_told() -> None:
    silver = replace(EVERY.level().decision.tiers[1], lower=F(20))
    rulebook = with_decision(SMALL, waiting_list=3, tiers=(silver,), tier_scope="ranked")
    codes = ["CS-1", "CS-2", "CS-3", "CS-4"]
    sheets = [sheet for code in codes for sheet in sheets_of(code, [16, 16])]
    counted = by_code(count(rulebook, [an_entry(code) for code in codes], sheets))
    last = next(one for one in counted.values() if one.rank == 4)
    assert explain(rulebook, last)[-4:] == (
        "Xếp thứ 4 theo tổng điểm đã làm tròn.",
        "Có hồ sơ bằng tổng điểm; thứ tự được phân định bằng: Bốc thăm.",
        "Xếp hạng: Bạc.",
        "Đứng thứ 2 trong danh sách dự bị.",
    )


def test_a_departure_from_the_ranking_gives_its_reason() -> None:
    meeting = EVERY.level().meeting
    assert meeting is not None
    rulebook = with_level(SMALL, meeting=replace(meeting, approval=None))
    votes = ballots_of("CS-1", "remove:Đơn vị xin rút", chair="yes", m2="yes", m3="no")
    one = count(rulebook, [an_entry()], sheets_of("CS-1", [16, 16]), votes).entries[0]
    assert explain(rulebook, one)[-2:] == (
        "Hội đồng biểu quyết làm khác thứ hạng – Đơn vị xin rút",
        "Hội đồng biểu quyết đưa ra khỏi danh sách.",
    )


@pytest.mark.parametrize(
    ("aggregation", "words"),
    [
        (Aggregation(method="median", minimum_sheets=1, origin="tự đặt"), "trung vị của 3 phiếu"),
        (
            Aggregation(method="trimmed_mean", trim=1, minimum_sheets=3, origin="tự đặt"),
            "trung bình cộng của 3 phiếu sau khi bỏ 1 phiếu cao nhất và 1 phiếu thấp nhất",
        ),
        (
            Aggregation(method="trimmed_mean", over="criterion", trim=1, minimum_sheets=3, origin="tự đặt"),
            "trung bình cộng của 3 phiếu sau khi bỏ 1 điểm cao nhất và 1 điểm thấp nhất",
        ),
    ],
)
def test_the_way_of_aggregation_is_named(aggregation: Aggregation, words: str) -> None:
    rulebook = with_level(SMALL, aggregation=aggregation)
    told = small_account(Audience.COUNCIL, rulebook, sheets_of("CS-1", [10, 12, 14]))
    assert f"A2. Tăng trưởng: 0,00/10 điểm ({words})." in told


def test_member_groups_and_dropped_sheets_are_told() -> None:
    groups = tuple(
        MemberGroup(key=key, label=label, weight=F(weight), origin="tự đặt", minimum_sheets=3)
        for key, label, weight in (("experts", "Chuyên gia", "3/5"), ("council", "Hội đồng", "2/5"))
    )
    rule = Aggregation(method="trimmed_mean", trim=1, minimum_sheets=6, member_groups=groups, origin="tự đặt")
    rulebook = with_level(SMALL, aggregation=rule)
    council = [replace(one, judge=one.judge + 3) for one in sheets_of("CS-1", [8, 9, 10], group="council")]
    told = small_account(Audience.COUNCIL, rulebook, sheets_of("CS-1", [10, 12, 14], group="experts") + council)
    assert [sentence for sentence in told if sentence.startswith("Phiếu của")] == [
        "Phiếu của giám khảo số 1, nhóm experts: 10 điểm, không tính theo cách lấy trung bình của thể lệ.",
        "Phiếu của giám khảo số 2, nhóm experts: 12 điểm, được tính.",
        "Phiếu của giám khảo số 3, nhóm experts: 14 điểm, không tính theo cách lấy trung bình của thể lệ.",
        "Phiếu của giám khảo số 4, nhóm council: 8 điểm, không tính theo cách lấy trung bình của thể lệ.",
        "Phiếu của giám khảo số 5, nhóm council: 9 điểm, được tính.",
        "Phiếu của giám khảo số 6, nhóm council: 10 điểm, không tính theo cách lấy trung bình của thể lệ.",
    ]
    # 3/5 of 12 and 2/5 of 9 are 10.8
    assert (
        "B. Quản trị: 10,80/16 điểm (trung bình cộng của 6 phiếu sau khi bỏ 1 phiếu cao nhất và 1 phiếu thấp nhất, "
        "tính riêng từng nhóm rồi lấy trọng số (Chuyên gia 60%; Hội đồng 40%))." in told
    )


def test_equals_nobody_has_parted_wait_for_the_chair() -> None:
    chair = replace(
        SMALL, ranking=Ranking(shared="competition", tie_breaks=(ChairTie(label="Chủ tịch", origin="tự đặt"),))
    )
    codes = ["CS-1", "CS-2", "CS-3"]
    sheets = [a_sheet(code, judge, A2=8, B=10) for code in codes for judge in (1, 2)]
    counted = count(chair, [an_entry(code) for code in codes], sheets)
    assert [explain(chair, one)[-1] for one in counted.entries] == [OUTCOME_WORDS[Outcome.AWAITING_CHAIR]] * 3


def test_every_outcome_has_its_sentence() -> None:
    special = {Outcome.BELOW_FLOOR, Outcome.WAITING}
    assert set(OUTCOME_WORDS) == set(Outcome) - special


def test_the_nominee_never_reads_the_marks_of_one_judge_alone() -> None:
    told = small_account(Audience.NOMINEE, SMALL, sheets_of("CS-1", [15]))
    assert [sentence for sentence in told if "không nêu điểm" in sentence] == [
        "A. Kinh doanh: không nêu điểm, vì chưa có từ hai phiếu được tính.",
        "A2. Tăng trưởng: không nêu điểm, vì chưa có từ hai phiếu được tính.",
        "B. Quản trị: không nêu điểm, vì chưa có từ hai phiếu được tính.",
    ]
    assert not any(sentence.startswith("Tổng điểm:") for sentence in told)
    council = small_account(Audience.COUNCIL, SMALL, sheets_of("CS-1", [15]))
    assert "B. Quản trị: 15,00/16 điểm (trung bình cộng của 1 phiếu)." in council
    middle = with_level(SMALL, aggregation=Aggregation(method="median", minimum_sheets=1, origin="tự đặt"))
    alone = small_account(Audience.NOMINEE, middle, sheets_of("CS-1", [10, 12, 14]))
    assert "B. Quản trị: không nêu điểm, vì chưa có từ hai phiếu được tính." in alone
    assert f"Tổng điểm: 21,50, {TWO_STEPS}." in alone
