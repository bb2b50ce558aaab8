"""Four published Vietnamese rule sets, typed in as TOML alone; here what all share, and the two awards for products."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.ballots import Vote, count_ballots
from scoring.counting import count
from scoring.criteria import walk
from scoring.decision import Outcome
from scoring.entry import Entry, HeldPaper
from scoring.levels import Ballot
from scoring.reading import canonical_json
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from tests.scoring.sisters import BNN, CNNT, OCOP, SISTERS, counted, outcome, sheets


@pytest.mark.parametrize("book", SISTERS, ids=lambda book: book.key)
def test_a_sister_set_is_a_draft_with_a_notice_and_claims_nothing_as_ours(book: Rulebook) -> None:
    origins = set(_origins(json.loads(canonical_json(book))))
    assert (book.status, bool(book.notice), book.partial) == ("draft", True, book is BNN)
    assert origins == {"model", "tự đặt"}
    assert (book.rounding.digits, book.rounding.mode, book.rounding.origin) == (2, "half_up", "tự đặt")


def _origins(value: object) -> Iterable[str]:
    """Every origin that stands in a rulebook, whatever its key is called."""
    for name, item in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str) and str(name).endswith("origin"):
            yield item
        yield from _origins(item)


# ---------------------------------------------------------------- OCOP, Quyết định 148/QĐ-TTg


def a_product(code: str = "SP-1", *, traits: frozenset[str] | None = None, assessed: bool = True) -> Entry:
    return Entry(
        code=code,
        variant="product",
        province="Tây Ninh",
        sets={} if traits is None else {"subject_traits": traits},
        papers={"self_assessment": HeldPaper()} if assessed else {},
    )


def test_ocop_has_three_parts_of_40_25_and_35_points_and_ours_are_the_parts_below() -> None:
    table = [
        (part.key, part.max_points, part.origin, [(row.key, row.label, row.origin) for row in part.children])
        for part in OCOP.variants[0].criteria
    ]
    assert table == [
        ("A", 40, "model", [
            ("A1", "Tổ chức sản xuất", "tự đặt"),
            ("A2", "Phát triển sản phẩm", "tự đặt"),
            ("A3", "Sức mạnh cộng đồng", "tự đặt"),
        ]),
        ("B", 25, "model", [
            ("B1", "Tiếp thị", "tự đặt"),
            ("B2", "Câu chuyện về sản phẩm", "tự đặt"),
        ]),
        ("C", 35, "model", [
            ("C1", "Chỉ tiêu cảm quan, dinh dưỡng, tính độc đáo của sản phẩm", "tự đặt"),
            ("C2", "Tiêu chuẩn sản phẩm", "tự đặt"),
            ("C3", "Khả năng xuất khẩu, phân phối tại thị trường quốc tế", "tự đặt"),
        ]),
    ]  # fmt: skip


def test_ocop_serves_its_six_product_groups_and_no_other() -> None:
    groups = ["food", "drink", "medicinal", "handicraft", "ornamental", "tourism"]
    served = [variant.key if (variant := OCOP.variant_for(group)) else None for group in [*groups, "machinery"]]
    assert served == ["product"] * 6 + [None]


def test_ocop_a_product_marked_by_five_members_gets_the_mean_and_its_stars() -> None:
    # 92 + 91 + 90 + 89,5 + 88,75 = 451,25; chia 5 = 90,25: từ 90 là 5 sao. Chênh lệch 92 - 88,75 = 3,25.
    # Phiếu điền từ đầu bảng: A và B đủ 40 + 25, nên phần C là 90,25 - 65 = 25,25.
    result = counted(OCOP, a_product(), sheets(OCOP, "SP-1", ["92", "91", "90", "89.5", "88.75"]))
    assert outcome(result) == ("90.25", "star5", Outcome.CLASSIFIED)
    assert (result.sheets, result.spread, result.rank) == (5, Fraction("3.25"), 1)
    assert {key: result.criteria[key] for key in "ABC"} == {"A": 40, "B": 25, "C": Fraction("25.25")}


@pytest.mark.parametrize(
    ("totals", "printed", "stars"),
    [
        (["100"] * 5, "100.00", "star5"),
        (["90"] * 49 + ["90.25"], "90.01", "star5"),  # 4500,25 / 50 = 90,005: nửa thì lên
        (["90"] * 5, "90.00", "star5"),
        (["90"] * 49 + ["89.75"], "90.00", "star5"),  # 4499,75 / 50 = 89,995: làm tròn một lần thành 90,00
        (["90"] * 24 + ["89.75"], "89.99", "star4"),  # 2249,75 / 25 = 89,99
        (["70"] * 5, "70.00", "star4"),
        (["70"] * 24 + ["69.75"], "69.99", "star3"),
        (["50"] * 5, "50.00", "star3"),
        (["50"] * 24 + ["49.75"], "49.99", "star2"),
        (["30"] * 5, "30.00", "star2"),
        (["30"] * 24 + ["29.75"], "29.99", "star1"),
        (["0"] * 5, "0.00", "star1"),
    ],
)
def test_ocop_stars_change_exactly_at_90_70_50_and_30(totals: list[str], printed: str, stars: str) -> None:
    result = counted(OCOP, a_product(), sheets(OCOP, "SP-1", totals))
    assert outcome(result) == (printed, stars, Outcome.CLASSIFIED)


def test_ocop_members_ten_points_apart_need_no_discussion() -> None:
    # 90 - 80 = 10. Trung bình: (80 + 85 + 90 + 84 + 86) / 5 = 425 / 5 = 85.
    result = counted(OCOP, a_product(), sheets(OCOP, "SP-1", [80, 85, 90, 84, 86]))
    assert (result.spread, outcome(result)) == (10, ("85.00", "star4", Outcome.CLASSIFIED))


def test_ocop_members_more_than_ten_points_apart_discuss_and_mark_again_and_both_rounds_are_kept() -> None:
    first = sheets(OCOP, "SP-1", ["79.75", 85, 90, 84, 86])  # 90 - 79,75 = 10,25
    waiting = counted(OCOP, a_product(), first)
    assert (waiting.spread, waiting.rank, waiting.tier) == (Fraction("10.25"), None, None)
    assert waiting.outcome is Outcome.NEEDS_DISCUSSION

    second = sheets(OCOP, "SP-1", [82, 85, 88, 84, 86], number=2)  # 425 / 5 = 85; 88 - 82 = 6
    settled = counted(OCOP, a_product(), [*first, *second])
    assert (settled.round, settled.spread, outcome(settled)) == (2, 6, ("85.00", "star4", Outcome.CLASSIFIED))
    assert [(share.round, share.total, share.use) for share in settled.shares] == [
        (1, Fraction("79.75"), "superseded"),
        (1, 85, "superseded"),
        (1, 90, "superseded"),
        (1, 84, "superseded"),
        (1, 86, "superseded"),
        (2, 82, "counted"),
        (2, 85, "counted"),
        (2, 88, "counted"),
        (2, 84, "counted"),
        (2, 86, "counted"),
    ]


def test_ocop_after_one_discussion_the_second_round_stands_however_far_apart() -> None:
    cast = sheets(OCOP, "SP-1", [60, 90, 90]) + sheets(OCOP, "SP-1", [69, 90, 90], number=2)  # 249 / 3 = 83
    result = counted(OCOP, a_product(), cast)
    assert (result.spread, outcome(result)) == (21, ("83.00", "star4", Outcome.CLASSIFIED))


@pytest.mark.parametrize(
    ("present", "chair", "quorate"),
    [
        (6, "yes", True),  # 6 / 8 = 75 %
        (5, "yes", False),  # 5 / 8 = 62,5 %
        (7, "absent", False),  # đủ người nhưng vắng chủ tịch
        (8, "yes", True),
    ],
)
def test_ocop_a_meeting_needs_three_quarters_of_the_members_and_the_chair(
    present: int, chair: str, quorate: bool
) -> None:
    # Quy chế không bỏ phiếu; một biểu quyết thử được thêm vào để đếm số có mặt.
    raised_hands = Ballot(
        kind="yes_no", secret=False, threshold=Fraction(1, 2), denominator="present", clause="thử", origin="tự đặt"
    )
    level = OCOP.level()
    assert level.meeting is not None
    asked = replace(level, meeting=replace(level.meeting, approval=raised_hands))
    there = present - (chair == "yes")
    others = ["yes"] * there + ["absent"] * (7 - there)
    votes = [Vote(motion="approve", entry="SP-1", voter="chair", vote=chair)]
    votes += [Vote(motion="approve", entry="SP-1", voter=str(n), vote=vote) for n, vote in enumerate(others)]
    result = count_ballots(asked, votes, ["SP-1"]).approvals["SP-1"]
    assert (result.members, result.present, result.quorate) == (8, present, quorate)


@pytest.mark.parametrize(
    ("traits", "mean", "printed"),
    [
        (None, "88.75", "88.75"),
        (frozenset(), "88.75", "88.75"),
        (frozenset({"women"}), "88.75", "89.75"),
        (frozenset({"ethnic_minority"}), "88.75", "89.75"),
        (frozenset({"women", "ethnic_minority"}), "88.75", "90.75"),
        (frozenset({"women", "ethnic_minority"}), "99.5", "100.00"),  # 99,5 + 2 = 101,5; không vượt 100
    ],
)
def test_ocop_gives_a_bonus_to_women_and_ethnic_minorities_within_a_hundred_points(
    traits: frozenset[str] | None, mean: str, printed: str
) -> None:
    result = counted(OCOP, a_product(traits=traits), sheets(OCOP, "SP-1", [mean] * 3))
    assert (result.base, result.printed_total) == (Fraction(mean), printed)


def test_ocop_a_product_without_the_self_assessment_is_not_ranked() -> None:
    result = counted(OCOP, a_product(assessed=False), sheets(OCOP, "SP-1", [90] * 5))
    assert (result.rank, result.tier, result.outcome) == (None, None, Outcome.INELIGIBLE)


# ---------------------------------------------------------------- Sản phẩm công nghiệp nông thôn, Quảng Nam 2014


def season_of_2014(first: str, step: str) -> tuple[list[Entry], list[Sheet]]:
    """48 entries marked alike by three judges, each `step` points below the one before."""
    entries, cast = [], []
    for number in range(48):
        code = f"SP-{number + 1:02}"
        entries.append(Entry(code=code, variant="product", province="Quảng Nam"))
        cast += sheets(CNNT, code, [str(Fraction(first) - number * Fraction(step))] * 3)
    return entries, cast


def votes_of(entries: Iterable[Entry], refused: tuple[str, ...] = ()) -> list[Vote]:
    """Seven members, the chair among them: 4 of 7 approve, for the refused ones 3 of 7."""
    return [
        Vote(motion="approve", entry=entry.code, voter=voter, vote="yes" if yes else "no")
        for entry in entries
        for number, voter in enumerate(("chair", "2", "3", "4", "5", "6", "7"))
        for yes in [number < (3 if entry.code in refused else 4)]
    ]


def test_cnnt_is_a_flat_sheet_of_40_40_10_and_10_points_of_the_circular() -> None:
    rows = [(row.key, row.max_points, row.origin, row.kind) for row in walk(CNNT.variants[0].criteria)]
    assert rows == [
        ("TC1", 40, "model", "expert"),
        ("TC2", 40, "model", "expert"),
        ("TC3", 10, "model", "expert"),
        ("TC4", 10, "model", "expert"),
    ]


def test_cnnt_gives_at_most_so_many_prizes_from_70_points_on() -> None:
    rule = CNNT.level().decision
    assert [(tier.label, tier.lower, tier.count, tier.origin) for tier in rule.tiers] == [
        ("Giải A", 70, 2, "model"),
        ("Giải B", 70, 5, "model"),
        ("Giải C", 70, 16, "model"),
    ]


def test_cnnt_of_48_entries_23_win_two_first_five_second_and_sixteen_third_prizes() -> None:
    # 92,5 - 22 = 70,5 là hồ sơ thứ 23; hồ sơ thứ 24 được 69,5, dưới điểm sàn 70: 25 hồ sơ dưới sàn.
    entries, cast = season_of_2014("92.5", "1")
    results = count(CNNT, entries, cast, votes_of(entries)).entries
    assert [(one.entry, one.tier) for one in results if one.outcome is Outcome.HONOURED] == [
        *((f"SP-{number:02}", "prize_a") for number in range(1, 3)),
        *((f"SP-{number:02}", "prize_b") for number in range(3, 8)),
        *((f"SP-{number:02}", "prize_c") for number in range(8, 24)),
    ]
    assert [one.entry for one in results if one.outcome is Outcome.BELOW_FLOOR] == [f"SP-{n}" for n in range(24, 49)]


def test_cnnt_more_good_entries_than_prizes_leave_the_others_without_one() -> None:
    # 95 - 47 × 0,5 = 71,5: mọi hồ sơ đều trên sàn, nhưng chỉ có 23 giải.
    entries, cast = season_of_2014("95", "0.5")
    results = count(CNNT, entries, cast, votes_of(entries)).entries
    assert [one.outcome for one in results] == [Outcome.HONOURED] * 23 + [Outcome.NOT_HONOURED] * 25


def test_cnnt_an_entry_the_council_refuses_loses_its_prize_and_the_next_move_up() -> None:
    entries, cast = season_of_2014("95", "0.5")
    results = count(CNNT, entries, cast, votes_of(entries, refused=("SP-02",))).entries
    shown = [(one.entry, one.tier, one.outcome) for one in results if one.entry in ("SP-02", "SP-03", "SP-08", "SP-24")]
    assert sorted(shown) == [
        ("SP-02", None, Outcome.NOT_APPROVED),  # 3 / 7 không quá một nửa
        ("SP-03", "prize_a", Outcome.HONOURED),
        ("SP-08", "prize_b", Outcome.HONOURED),
        ("SP-24", "prize_c", Outcome.HONOURED),
    ]


def test_cnnt_before_the_council_has_voted_the_jury_only_proposes() -> None:
    entries, cast = season_of_2014("92.5", "1")
    results = count(CNNT, entries, cast).entries
    assert [one.outcome for one in results] == [Outcome.PROPOSED] * 23 + [Outcome.BELOW_FLOOR] * 25


@pytest.mark.parametrize(
    ("slips", "expected"),
    [
        ("yes yes yes yes no no no", Outcome.HONOURED),  # 4 / 7
        ("yes yes yes no no no", Outcome.NOT_APPROVED),  # 3 / 6: đúng một nửa, chưa quá
        ("yes yes yes yes absent absent", Outcome.HONOURED),  # có mặt 4 / 6 = 2 / 3; tán thành 4 / 6
        ("yes yes yes yes yes absent absent absent", Outcome.PROPOSED),  # có mặt 5 / 8, chưa đủ 2 / 3
        ("absent yes yes yes yes yes yes", Outcome.PROPOSED),  # vắng chủ tịch
    ],
)
def test_cnnt_the_council_approves_by_more_than_half_of_all_members_when_enough_are_there(
    slips: str, expected: Outcome
) -> None:
    entry = Entry(code="SP-01", variant="product", province="Quảng Nam")
    votes = [
        Vote(motion="approve", entry="SP-01", voter="chair" if number == 0 else str(number), vote=vote)
        for number, vote in enumerate(slips.split())
    ]
    result = count(CNNT, [entry], sheets(CNNT, "SP-01", [75] * 3), votes).entries[0]
    assert (result.printed_total, result.outcome) == ("75.00", expected)


@pytest.mark.parametrize(
    ("totals", "printed", "expected"),
    [
        (["70"] * 3, "70.00", Outcome.HONOURED),
        (["70"] * 49 + ["69.5"], "69.99", Outcome.BELOW_FLOOR),  # 3499,5 / 50 = 69,99
    ],
)
def test_cnnt_the_floor_is_70_points(totals: list[str], printed: str, expected: Outcome) -> None:
    entry = Entry(code="SP-01", variant="product", province="Quảng Nam")
    result = count(CNNT, [entry], sheets(CNNT, "SP-01", totals), votes_of([entry])).entries[0]
    assert (result.printed_total, result.outcome) == (printed, expected)


def test_cnnt_equal_totals_are_parted_by_the_market_then_the_votes_then_the_chair() -> None:
    entries = [Entry(code=f"SP-0{number}", variant="product", province="Quảng Nam") for number in range(1, 5)]
    # Bốn hồ sơ cùng 80 điểm: 39 + 31 + 5 + 5 = 38 + 32 + 5 + 5.
    marks = {"SP-01": (39, 31), "SP-02": (38, 32), "SP-03": (38, 32), "SP-04": (38, 32)}
    cast = [
        Sheet(entry=code, judge=judge, marks=dict(zip(("TC1", "TC2", "TC3", "TC4"), map(Fraction, row), strict=True)))
        for code, row in ((code, (*pair, 5, 5)) for code, pair in marks.items())
        for judge in range(3)
    ]
    # SP-03 được 5 phiếu tán thành, ba hồ sơ kia 4 phiếu; SP-02 và SP-04 còn bằng nhau nên chủ tịch xếp.
    votes = [
        replace(vote, vote="yes") if (vote.entry, vote.voter) == ("SP-03", "7") else vote for vote in votes_of(entries)
    ]
    votes += [
        Vote(motion="order:sản phẩm xuất khẩu", entry=code, voter="chair", vote=place)
        for code, place in (("SP-04", "1"), ("SP-02", "2"))
    ]
    results = count(CNNT, entries, cast, votes).entries
    market = "Điểm đáp ứng thị trường và khả năng phát triển sản xuất"
    chair = "Chủ tịch hội đồng quyết định, ghi rõ lý do"
    assert [(one.entry, one.rank, one.tie_step) for one in results] == [
        ("SP-01", 1, market),
        ("SP-03", 2, "Số phiếu tán thành của hội đồng"),
        ("SP-04", 3, chair),
        ("SP-02", 4, chair),
    ]
