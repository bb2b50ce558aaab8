"""What a rulebook says of its levels, ballots, ranking and decision is checked: each mistake at its path."""

from __future__ import annotations

import pytest

from scoring.errors import RulebookError, RulebookInvalid
from scoring.reading import read_rulebook
from tests.scoring.world import EVERY_TEXT, changed, line_with, mistakes

FRACTION = 'Tỷ lệ phải lớn hơn 0 và không quá 1, ví dụ "2/3".'
LAST_LEVEL = "Cấp cuối cùng là honour hoặc classify, các cấp trước là forward"
COUNT = "Phải là số nguyên từ 1 trở lên."
LEVELS = EVERY_TEXT[EVERY_TEXT.index("[[levels]]") :]
LOT = line_with('kind = "lot"')
APPROVAL = EVERY_TEXT[EVERY_TEXT.index("[levels.meeting.approval]") : EVERY_TEXT.index("[levels.decision]")]
FORWARD_VOTE = 'kind = "yes_no"\nsecret = false\nthreshold = "1/2"'
DEPARTURE_VOTE = 'kind = "yes_no"\nsecret = false\nthreshold = "2/3"'

HEAD = {
    "a key with a space": (
        ('key = "du-loai"', 'key = "du loai"'),
        "key",
        "Khóa “du loai” chỉ được gồm chữ cái không dấu, số, _ và -.",
    ),
    "an award's key with an accent": (
        ('award = "coopgold"', 'award = "giải"'),
        "award",
        "Khóa “giải” chỉ được gồm chữ cái không dấu, số, _ và -.",
    ),
    "a draft without a notice": (
        ('notice = "bản để thử phần mềm"\n', ""),
        "notice",
        "Bản nháp hoặc bản trích phải mang lời cảnh báo.",
    ),
    "an excerpt without a notice": (
        ('status = "draft"\nnotice = "bản để thử phần mềm"', 'status = "official"\npartial = true'),
        "notice",
        "Bản nháp hoặc bản trích phải mang lời cảnh báo.",
    ),
    "no legal basis": (('basis = ["Căn cứ để thử"]', "basis = []"), "basis", "Phải nêu ít nhất một căn cứ."),
    "an edition before the first": (("edition = 2", "edition = 0"), "edition", COUNT),
    "a quota of nobody": (
        ("recuse_own_province", 'quota_per_province = { value = 0, origin = "tự đặt" }\nrecuse_own_province'),
        "quota_per_province.value",
        COUNT,
    ),
    "more digits than are printed": (
        ("rounding = { digits = 2", "rounding = { digits = 7"),
        "rounding.digits",
        "Số chữ số thập phân phải từ 0 đến 6.",
    ),
    "digits below none": (
        ("rounding = { digits = 2", "rounding = { digits = -1"),
        "rounding.digits",
        "Số chữ số thập phân phải từ 0 đến 6.",
    ),
    "a variant for nobody": (
        ('sector_groups = ["food", "drink"]', "sector_groups = []"),
        "variants.food.sector_groups",
        "Phải nêu ít nhất một nhóm lĩnh vực hoặc nhóm sản phẩm.",
    ),
    "a sector served twice": (
        ('sector_groups = ["food", "drink"]', 'sector_groups = ["food", "drink", "food"]'),
        "variants.food.sector_groups",
        "Nhóm lĩnh vực “food” đã thuộc bảng “food”.",
    ),
    "two levels of one key": (('key = "central"', 'key = "province"'), "levels[1].key", "Khóa “province” bị trùng."),
}  # fmt: skip

AGGREGATION = {
    "fewer than no sheets": (
        ("minimum_sheets = 2", "minimum_sheets = -1"),
        "levels.province.aggregation.minimum_sheets",
        "Phải là số nguyên từ 0 trở lên.",
    ),
    "judged points without a sheet": (
        ("minimum_sheets = 2", "minimum_sheets = 0"),
        "levels.province.aggregation.minimum_sheets",
        "Có tiêu chí do giám khảo chấm thì phải cần ít nhất 1 phiếu.",
    ),
    "a mean that is trimmed": (
        ('method = "mean", minimum_sheets = 2', 'method = "mean", trim = 1, minimum_sheets = 3'),
        "levels.province.aggregation.trim",
        "trim từ 1 trở lên đi cùng trimmed_mean, và chỉ với cách tính đó.",
    ),
    "a trimmed mean that keeps all": (
        ("trim = 1\n", ""),
        "levels.central.aggregation.trim",
        "trim từ 1 trở lên đi cùng trimmed_mean, và chỉ với cách tính đó.",
    ),
    "a trim that leaves no sheet": (
        ('method = "mean", minimum_sheets = 2', 'method = "trimmed_mean", trim = 1, minimum_sheets = 2'),
        "levels.province.aggregation.minimum_sheets",
        "Bỏ 1 phiếu cao nhất và 1 phiếu thấp nhất thì không còn phiếu nào.",
    ),
    "a trim that leaves no sheet of a group": (
        ('weight = "2/5", minimum_sheets = 3', 'weight = "2/5", minimum_sheets = 2'),
        "levels.central.aggregation.member_groups[1].minimum_sheets",
        "Bỏ 1 phiếu cao nhất và 1 phiếu thấp nhất thì không còn phiếu nào.",
    ),
    "weights that are not a whole": (
        ('weight = "2/5"', 'weight = "0.5"'),
        "levels.central.aggregation.member_groups",
        "Các trọng số phải cộng lại đúng bằng 1.",
    ),
    "two groups of one key": (
        ('{ key = "council", label = "Hội đồng"', '{ key = "experts", label = "Hội đồng"'),
        "levels.central.aggregation.member_groups[1].key",
        "Khóa “experts” bị trùng.",
    ),
    "a spread of nothing": (
        ("spread = { limit = 10", "spread = { limit = 0"),
        "levels.province.spread.limit",
        "Mức chênh lệch phải lớn hơn 0.",
    ),
    "a discussion without a second round": (
        ("rounds = 2", "rounds = 1"),
        "levels.province.spread.rounds",
        "Phải có ít nhất hai vòng: vòng đầu và vòng sau thảo luận.",
    ),
}

MEETING = {
    "a quorum of nobody": (('fraction = "3/4"', "fraction = 0"), "levels.province.meeting.quorum.fraction", FRACTION),
    "a quorum above all": (
        ('fraction = "3/4"', "fraction = 1.01"),
        "levels.province.meeting.quorum.fraction",
        FRACTION,
    ),
    "a threshold of nobody": (
        ('threshold = "1/2"\nstrictly', "threshold = 0\nstrictly"),
        "levels.province.meeting.approval.threshold",
        FRACTION,
    ),
    "a threshold in percent": (
        ('threshold = "2/3"', "threshold = 67"),
        "levels.central.meeting.departures.threshold",
        FRACTION,
    ),
    "more than all of the votes": (
        ('threshold = "1/2"\nstrictly', "threshold = 1\nstrictly"),
        "levels.province.meeting.approval.threshold",
        "Không thể có nhiều hơn toàn bộ số phiếu.",
    ),
    "k of n without k": (
        ("most = 3\n", ""),
        "levels.central.meeting.approval.most",
        "most đi cùng approve_k, và chỉ với cách bỏ phiếu đó.",
    ),
    "k without k of n": (
        (FORWARD_VOTE, "most = 3\n" + FORWARD_VOTE),
        "levels.province.meeting.approval.most",
        "most đi cùng approve_k, và chỉ với cách bỏ phiếu đó.",
    ),
    "none of n": (("most = 3\n", "most = 0\n"), "levels.central.meeting.approval.most", COUNT),
    "a secret ballot in which the chair is known": (
        (FORWARD_VOTE, FORWARD_VOTE.replace("false", "true")),
        "levels.province.meeting.approval.chair_casts",
        "Bỏ phiếu kín thì không biết phiếu của chủ tịch để quyết định.",
    ),
    "departures k of n": (
        (DEPARTURE_VOTE, "most = 1\n" + DEPARTURE_VOTE.replace("yes_no", "approve_k")),
        "levels.central.meeting.departures.kind",
        "Mỗi đề nghị làm khác thứ hạng được biểu quyết riêng (yes_no).",
    ),
}  # fmt: skip

DECISION = {
    "a floor above the scale": (
        ("floor = { value = 50", "floor = { value = 101"),
        "levels.province.decision.floor.value",
        "Điểm sàn phải nằm trong thang điểm.",
    ),
    "a waiting list below nobody": (
        ("waiting_list = 2", "waiting_list = -1"),
        "levels.central.decision.waiting_list",
        "Phải là số nguyên từ 0 trở lên.",
    ),
    "a cap of nobody": (
        ('by = "owner", count = 3', 'by = "owner", count = 0'),
        "levels.province.decision.limits[0].count",
        COUNT,
    ),
    "a target told twice": (
        ('value = "drink", count = 1', 'value = "food", count = 1'),
        "levels.central.decision.limits[1]",
        "Giới hạn này đã có ở trên.",
    ),
    "targets by two different traits": (
        ('by = "sector", value = "drink"', 'by = "owner", value = "drink"'),
        "levels.central.decision.limits",
        "Các chỉ tiêu (target) phải chia theo cùng một tiêu thức (by).",
    ),
    "targets of an unknown number of places": (
        ('places = { value = 5, origin = "tự đặt" }\n', ""),
        "levels.central.decision.limits",
        "Chỉ tiêu (target) cần có tổng số chỗ (places).",
    ),
    "targets above the number of places": (
        ("places = { value = 5", "places = { value = 3"),
        "levels.central.decision.limits",
        "Các chỉ tiêu cộng lại là 4, nhiều hơn tổng số 3 chỗ.",
    ),
    "a prize for nobody": (
        ("lower = 90, count = 1", "lower = 90, count = 0"),
        "levels.central.decision.tiers[0].count",
        COUNT,
    ),
    "a prize beyond the scale": (
        ("lower = 90, count = 1", "lower = 100.5, count = 1"),
        "levels.central.decision.tiers[0].lower",
        "Cận dưới phải nằm trong thang điểm.",
    ),
    "a lower prize that asks for more": (
        ('label = "Đồng", lower = 70', 'label = "Đồng", lower = 81'),
        "levels.central.decision.tiers[2].lower",
        "Các hạng phải ghi từ cao xuống thấp.",
    ),
    "two prizes for the same points, of which only one can be given": (
        ('label = "Đồng", lower = 70', 'label = "Đồng", lower = 80'),
        "levels.central.decision.tiers[2].lower",
        "Các hạng phải ghi từ cao xuống thấp.",
    ),
    "two prizes of one key": (
        ('{ key = "bronze"', '{ key = "silver"'),
        "levels.central.decision.tiers[2].key",
        "Khóa “silver” bị trùng.",
    ),
    "a first level that honours": (
        ('purpose = "forward"', 'purpose = "honour"'),
        "levels.province.decision.purpose",
        f"{LAST_LEVEL}; ở đây phải là forward.",
    ),
    "a last level that forwards": (
        ("[levels.decision]\nfloor = { value = 70", '[levels.decision]\npurpose = "forward"\nfloor = { value = 70'),
        "levels.central.decision.purpose",
        f"{LAST_LEVEL}; ở đây phải là honour hoặc classify.",
    ),
}  # fmt: skip

RANKING = {
    "limited places without a last step": (
        (LOT, ""),
        "ranking.tie_breaks",
        "Khi số chỗ có hạn, bước phân định cuối cùng phải là bốc thăm (lot) hoặc chủ tịch quyết định (chair).",
    ),
    "a step after the lot": (
        (LOT, LOT + '\n  { kind = "chair", label = "Chủ tịch", origin = "tự đặt" },'),
        "ranking.tie_breaks[3]",
        "Bước này đã phân định xong, không thể còn bước nào ở sau.",
    ),
    "a step by points nobody has": (
        ('criterion = "Q"', 'criterion = "Z"'),
        "ranking.tie_breaks[0].criterion",
        "Bảng “food” không có tiêu chí “Z”.",
    ),
}

ONE_MISTAKE = {**HEAD, **AGGREGATION, **MEETING, **DECISION, **RANKING}


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_one_mistake_is_named_alone(name: str) -> None:
    pair, path, sentence = ONE_MISTAKE[name]
    assert mistakes(changed(EVERY_TEXT, pair)) == [(path, sentence)]


def test_no_place_at_all_is_too_few_for_the_targets_too() -> None:
    assert mistakes(changed(EVERY_TEXT, ("places = { value = 5", "places = { value = 0"))) == [
        ("levels.central.decision.places.value", COUNT),
        ("levels.central.decision.limits", "Các chỉ tiêu cộng lại là 4, nhiều hơn tổng số 0 chỗ."),
    ]


def test_weights_and_numbers_of_member_groups_are_above_nothing() -> None:
    text = changed(
        EVERY_TEXT,
        ('weight = "2/5"', 'weight = "-2/5"'),
        ('weight = "3/5", minimum_sheets = 3', 'weight = "3/5", minimum_sheets = 0'),
    )
    path = "levels.central.aggregation.member_groups"
    assert mistakes(text) == [
        (f"{path}[0].minimum_sheets", "Bỏ 1 phiếu cao nhất và 1 phiếu thấp nhất thì không còn phiếu nào."),
        (f"{path}[0].minimum_sheets", COUNT),
        (f"{path}[1].weight", "Trọng số phải lớn hơn 0."),
        (path, "Các trọng số phải cộng lại đúng bằng 1."),
    ]


def test_a_member_group_without_weight_is_refused() -> None:
    text = changed(EVERY_TEXT, ('weight = "2/5"', "weight = 0"), ('weight = "3/5"', "weight = 1"))
    assert mistakes(text) == [("levels.central.aggregation.member_groups[1].weight", "Trọng số phải lớn hơn 0.")]


def test_a_step_by_votes_needs_a_ballot_on_the_entries() -> None:
    second = EVERY_TEXT[EVERY_TEXT.index('[levels.meeting.approval]\nkind = "approve_k"') :]
    second = second[: second.index("[levels.meeting.departures]")]
    assert mistakes(changed(EVERY_TEXT, (APPROVAL, ""), (second, ""))) == [
        ("ranking.tie_breaks[2]", "Không cấp nào bỏ phiếu cho từng hồ sơ (meeting.approval).")
    ]


def test_a_table_of_nothing_is_refused_whatever_it_adds_up_to() -> None:
    text = changed(EVERY_TEXT, ("max_total = { value = 100", "max_total = { value = 0"))
    assert mistakes(text)[0] == ("variants.food.criteria", "Ghi 0 điểm nhưng các phần cộng lại là 100 điểm.")
    assert mistakes(text)[-1] == ("max_total.value", "Tổng điểm tối đa phải lớn hơn 0.")


def test_a_rulebook_needs_tables_criteria_and_levels() -> None:
    head = EVERY_TEXT[: EVERY_TEXT.index("[[variants]]")]
    empty = head.replace("figures = [", "variants = []\nlevels = []\nfigures = [", 1)
    assert mistakes(empty) == [
        ("variants", "Phải có ít nhất một bảng tiêu chí (variant)."),
        ("levels", "Phải có ít nhất một cấp xét chọn (level)."),
        ("ranking.tie_breaks[2]", "Không cấp nào bỏ phiếu cho từng hồ sơ (meeting.approval)."),
    ]
    bare = (
        head
        + '[[variants]]\nkey = "food"\nlabel = "Thực phẩm"\nsector_groups = ["food", "drink"]\ncriteria = []\n\n'
        + LEVELS
    )
    assert mistakes(bare) == [("variants.food.criteria", "Phải có ít nhất một tiêu chí.")]


def test_a_limit_for_a_sector_or_table_nobody_has_is_refused() -> None:
    text = changed(EVERY_TEXT, ('by = "sector", value = "drink"', 'by = "sector", value = "dirnk"'))
    text = changed(text, ('by = "owner", count = 3', 'by = "variant", value = "fodo", count = 3'))
    assert mistakes(text) == [
        ("levels.province.decision.limits[0].value", "Không bảng tiêu chí nào có “fodo”."),
        ("levels.central.decision.limits[1].value", "Không bảng tiêu chí nào có “dirnk”."),
    ]


def test_of_a_limit_that_cannot_be_read_nothing_else_is_said() -> None:
    text = changed(EVERY_TEXT, ('count = 3, clause = "Điều 12"', 'count = "ba", clause = "Điều 12"'))
    assert mistakes(text) == [("levels.province.decision.limits[0].count", "Phải là số nguyên.")]


def test_a_criterion_worth_nothing_is_refused() -> None:
    text = changed(EVERY_TEXT, ('label = "Câu chuyện"\nmax_points = 20', 'label = "Câu chuyện"\nmax_points = 0'))
    path = "variants.food.criteria[1]"
    assert mistakes(text) == [
        (f"{path}.max_points", "Ghi 60 điểm nhưng các phần cộng lại là 40 điểm."),
        (f"{path}.children[1].max_points", "Điểm tối đa phải lớn hơn 0."),
    ]


def test_prizes_for_the_same_points_may_follow_one_another_while_the_first_is_limited() -> None:
    # Quảng Nam 2014: hai giải A, năm giải B, mười sáu giải C, đều từ 70 điểm.
    text = changed(EVERY_TEXT, ("lower = 90, count = 1", "lower = 80, count = 1"))
    assert [tier.lower for tier in read_rulebook(text).level().decision.tiers] == [80, 80, 70]


def test_every_mistake_is_told_at_once() -> None:
    pairs = {name: case for name, case in ONE_MISTAKE.items() if name in TOGETHER}
    text = changed(EVERY_TEXT, *(case[0] for case in pairs.values()))
    assert sorted(mistakes(text)) == sorted((case[1], case[2]) for case in pairs.values())


TOGETHER = {
    "a key with a space", "a draft without a notice", "no legal basis", "an edition before the first",
    "a quota of nobody", "more digits than are printed", "a trimmed mean that keeps all", "a spread of nothing",
    "a discussion without a second round", "a quorum of nobody", "a threshold in percent", "none of n",
    "a floor above the scale", "a cap of nobody", "a target told twice", "a waiting list below nobody",
    "a lower prize that asks for more", "two prizes of one key", "a first level that honours",
    "a step by points nobody has", "limited places without a last step",
}  # fmt: skip


def test_the_refusal_as_a_text_has_a_line_for_every_mistake() -> None:
    text = changed(EVERY_TEXT, HEAD["no legal basis"][0], DECISION["a waiting list below nobody"][0])
    with pytest.raises(RulebookInvalid) as refused:
        read_rulebook(text)
    assert refused.value.errors[0] == RulebookError("basis", "Phải nêu ít nhất một căn cứ.")
    assert str(refused.value) == (
        "basis: Phải nêu ít nhất một căn cứ.\nlevels.central.decision.waiting_list: Phải là số nguyên từ 0 trở lên."
    )
