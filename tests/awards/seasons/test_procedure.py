"""A rulebook whose steps cannot be held yet is refused at publication, all of them at once."""

from __future__ import annotations

import pytest

from awards.base.transaction import transaction
from awards.seasons import services
from awards.seasons.procedure import not_yet_runnable
from awards.seasons.rulebooks import freeze
from scoring.errors import RulebookInvalid
from scoring.reading import read_rulebook
from tests.builders import RULEBOOK
from tests.cast import Cast
from tests.provincial import two_level_text

TEXT = RULEBOOK.read_text(encoding="utf-8")
CLAUSE = 'clause = "Điều 9", origin = "tự đặt"'
BALLOT = f'kind = "yes_no", secret = true, threshold = "2/3", denominator = "all", {CLAUSE}'
QUORUM = f'{{ fraction = "2/3", chair_required = true, recused = "out", {CLAUSE} }}'
GROUPS = (
    'member_groups = [{ key = "experts", label = "Chuyên gia", weight = 0.6, origin = "tự đặt" },'
    ' { key = "council", label = "Hội đồng", weight = 0.4, origin = "tự đặt" }]'
)
LEVEL = 'label = "Hội đồng Trung ương"\n'
MEAN = 'method = "mean"\n'
LOT = 'kind = "lot"\nseed = "coopstar-mau-1"\n'
FIRST_CONDITION = '[[variants.eligibility]]\nkind = "threshold"\nkey = "EL01"'
REPEAT = f'[[variants.eligibility]]\nkind = "repeat"\nkey = "EL99"\nlabel = "Mới"\nof = "nominee"\n{CLAUSE}\n'.replace(
    ", ", "\n"
)
NOT_YET = "Phần mềm ở phiên bản này chưa thực hiện được bước"


def changed(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def refused(text: str) -> list[tuple[str, str]]:
    return [(one.path, one.sentence) for one in not_yet_runnable(read_rulebook(text))]


def meeting(*parts: str) -> tuple[str, str]:
    return LEVEL, f"{LEVEL}meeting = {{ quorum = {QUORUM}{''.join(parts)} }}\n"


QUORUM_REFUSED = ("levels.central.meeting.quorum", f"{NOT_YET} điểm danh phiên họp để tính số thành viên có mặt.")


def test_the_sample_rulebook_can_be_run() -> None:
    assert refused(TEXT) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            changed((LEVEL, f"{LEVEL}spread = {{ limit = 10, {CLAUSE} }}\n")),
            [("levels.central.spread", f"{NOT_YET} thảo luận và chấm lại khi điểm chênh lệch.")],
        ),
        (changed(meeting()), [QUORUM_REFUSED]),
        (
            changed(meeting(f", approval = {{ {BALLOT} }}")),
            [QUORUM_REFUSED, ("levels.central.meeting.approval", f"{NOT_YET} bỏ phiếu cho từng hồ sơ.")],
        ),
        (
            changed(meeting(f", departures = {{ {BALLOT} }}")),
            [QUORUM_REFUSED, ("levels.central.meeting.departures", f"{NOT_YET} biểu quyết để làm khác thứ hạng.")],
        ),
        (
            changed((MEAN, f"{MEAN}{GROUPS}\n")),
            [("levels.central.aggregation.member_groups", f"{NOT_YET} chia hội đồng thành nhóm có trọng số.")],
        ),
        (
            changed((LOT, 'kind = "chair"\n')),
            [("ranking.tie_breaks[2]", f"{NOT_YET} chủ tịch hội đồng phân định khi bằng điểm (chair).")],
        ),
        (changed((FIRST_CONDITION, f"{REPEAT}\n{FIRST_CONDITION}")), []),
        (
            changed(('title = "', f'title = "{"a" * 200}')),
            [("title", "Dài 260 ký tự; hệ thống giữ được tối đa 200 ký tự.")],
        ),
    ],
)
def test_a_step_that_cannot_be_held_is_named_at_its_path(text: str, found: list[tuple[str, str]]) -> None:
    assert refused(text) == found


def test_votes_as_a_tie_step_are_refused_beside_the_ballot_they_need() -> None:
    votes = 'kind = "votes"\nlabel = "Số phiếu"\norigin = "tự đặt"\n\n[[ranking.tie_breaks]]\n' + LOT
    paths = [path for path, _ in refused(changed(meeting(f", approval = {{ {BALLOT} }}"), (LOT, votes)))]
    assert paths == ["levels.central.meeting.quorum", "levels.central.meeting.approval", "ranking.tie_breaks[2]"]


def test_what_an_earlier_level_does_is_held_elsewhere() -> None:
    province = f"""[[levels]]
key = "province"
label = "Hội đồng cấp tỉnh"
aggregation = {{ method = "mean", minimum_sheets = 3, origin = "tự đặt" }}
spread = {{ limit = 10, {CLAUSE} }}
meeting = {{ quorum = {QUORUM} }}
decision = {{ purpose = "forward" }}

"""
    assert refused(changed(("[[levels]]", f"{province}[[levels]]"))) == []


def test_publication_refuses_them_all_at_once(cast: Cast) -> None:
    text = changed(meeting(f", approval = {{ {BALLOT} }}"), (LOT, 'kind = "chair"\n'))
    with pytest.raises(RulebookInvalid) as found, transaction():
        services.publish_rulebook(cast.office, text)
    assert found.value.errors == tuple(not_yet_runnable(read_rulebook(text)))
    assert len(found.value.errors) == 3


def test_a_part_of_a_table_and_a_table_that_honours_nobody_open_no_season() -> None:
    text = changed(("edition = 1\n", "edition = 1\npartial = true\n"))
    text = text.replace("[levels.decision.floor]", '[levels.decision]\npurpose = "classify"\n\n[levels.decision.floor]')
    assert refused(text) == [
        ("partial", "Đây là bản trích, không phải toàn bộ thể lệ, nên không mở mùa giải được."),
        ("levels.central.decision.purpose", "Bảng này chỉ xếp loại, không tôn vinh ai."),
    ]


def test_a_figure_no_code_has_heard_of_is_no_reason_to_refuse() -> None:
    assert freeze(TEXT.replace('"tax_paid"', '"export_turnover"')).rulebook.key == "coopstar-mau"


def at_the_province(*changes: tuple[str, str]) -> str:
    """The rulebook with two levels, its province's level changed."""
    text = two_level_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (at_the_province(), []),
        (
            at_the_province(
                ('recused = "out", ', f'recused = "out", {CLAUSE} }}, approval = {{ {BALLOT.replace(CLAUSE, "")}')
            ),
            [("levels.province.meeting.approval", f"{NOT_YET} bỏ phiếu cho từng hồ sơ ở cấp tỉnh.")],
        ),
        (
            at_the_province(("minimum_sheets = 3, origin", f"minimum_sheets = 3, {GROUPS}, origin")),
            [("levels.province.aggregation.member_groups", f"{NOT_YET} chia hội đồng thành nhóm có trọng số.")],
        ),
        (
            at_the_province(('key = "province"', 'key = "commune"')),
            [
                (
                    "levels.commune",
                    f"{NOT_YET} xét chọn ở “Hội đồng cấp tỉnh”; ngoài cấp cuối chỉ có cấp tỉnh (province).",
                )
            ],
        ),
    ],
    ids=["spread and quorum", "approval", "groups", "another level"],
)
def test_what_cannot_be_held_at_the_level_of_the_province_is_refused_by_name(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert refused(text) == found
