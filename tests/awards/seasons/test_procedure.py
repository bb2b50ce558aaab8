"""Which rulebooks a season can be held by: every step of a council is; the rest is refused at publication."""

from __future__ import annotations

from pathlib import Path

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
APPROVE_K = f'kind = "approve_k", most = 3, secret = true, threshold = "1/2", denominator = "present", {CLAUSE}'
VOTES = 'kind = "votes"\nlabel = "Số phiếu"\norigin = "tự đặt"\n\n[[ranking.tie_breaks]]\nkind = "chair"\n'
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
PUBLISHED = sorted((Path(__file__).parents[3] / "scoring/published").glob("coop*.toml"))
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


def test_the_sample_rulebook_can_be_run() -> None:
    assert refused(TEXT) == []


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_the_rulebooks_of_the_two_awards_can_be_published_in_full(cast: Cast, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert refused(text) == []
    with transaction():
        published = services.publish_rulebook(cast.office, text)
    assert published.key == path.stem


@pytest.mark.parametrize(
    "text",
    [
        changed((LEVEL, f"{LEVEL}spread = {{ limit = 10, {CLAUSE} }}\n")),
        changed(meeting()),
        changed(meeting(f", approval = {{ {BALLOT} }}")),
        changed(meeting(f", approval = {{ {BALLOT} }}"), (LOT, VOTES)),
        changed(meeting(f", approval = {{ {APPROVE_K} }}")),
        changed(meeting(f", departures = {{ {BALLOT} }}")),
        changed((MEAN, f"{MEAN}{GROUPS}\n")),
        changed((LOT, 'kind = "chair"\n')),
        changed((FIRST_CONDITION, f"{REPEAT}\n{FIRST_CONDITION}")),
    ],
    ids=["spread", "quorum", "approval", "votes tie", "approve_k", "departures", "groups", "chair tie", "repeat"],
)
def test_every_step_of_a_council_can_be_held(text: str) -> None:
    assert refused(text) == []


def test_publication_refuses_all_mistakes_at_once(cast: Cast) -> None:
    text = changed(("edition = 1\n", "edition = 1\npartial = true\n"), ('title = "', f'title = "{"a" * 200}'))
    with pytest.raises(RulebookInvalid) as found, transaction():
        services.publish_rulebook(cast.office, text)
    assert [(one.path, one.sentence) for one in found.value.errors] == [
        ("partial", "Đây là bản trích, không phải toàn bộ thể lệ, nên không mở mùa giải được."),
        ("title", "Dài 260 ký tự; hệ thống giữ được tối đa 200 ký tự."),
    ]


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
            [],
        ),
        (at_the_province(("minimum_sheets = 3, origin", f"minimum_sheets = 3, {GROUPS}, origin")), []),
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
def test_only_a_level_between_province_and_centre_is_refused(text: str, found: list[tuple[str, str]]) -> None:
    assert refused(text) == found
