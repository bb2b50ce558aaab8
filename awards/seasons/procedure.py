"""Steps a rulebook may publish and this version of the application cannot hold yet.

``scoring`` counts them all, from files; here are those that need pages and people, level by level,
and the lengths the database keeps. Refusing them at publication is kinder than in the middle of a season.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.errors import RulebookError
from scoring.levels import Level, Meeting
from scoring.ranking_rules import ChairTie, VotesTie
from scoring.rulebook import Rulebook

PROVINCE = "province"
"""The key of the level at which each province judges, in every rulebook that has one."""
NOT_YET = "Phần mềm ở phiên bản này chưa thực hiện được bước"
MOST_KEY, MOST_VARIANT, MOST_TITLE, MOST_NOTICE = 60, 40, 200, 300


def not_yet_runnable(rulebook: Rulebook) -> Iterator[RulebookError]:
    """Every step that could not be held, at its path."""
    if rulebook.partial:
        yield RulebookError("partial", "Đây là bản trích, không phải toàn bộ thể lệ, nên không mở mùa giải được.")
    yield from _central(rulebook.level())
    for level in rulebook.levels[:-1]:
        yield from _before_the_centre(level)
    for index, step in enumerate(rulebook.ranking.tie_breaks):
        here = f"ranking.tie_breaks[{index}]"
        if isinstance(step, ChairTie):
            yield RulebookError(here, f"{NOT_YET} chủ tịch hội đồng phân định khi bằng điểm (chair).")
        if isinstance(step, VotesTie):
            yield RulebookError(here, f"{NOT_YET} phân định bằng số phiếu bầu (votes).")
    yield from _lengths(rulebook)


def _central(level: Level) -> Iterator[RulebookError]:
    path = f"levels.{level.key}"
    if level.decision.purpose == "classify":
        yield RulebookError(f"{path}.decision.purpose", "Bảng này chỉ xếp loại, không tôn vinh ai.")
    yield from _groups(level)
    if level.spread is not None:
        yield RulebookError(f"{path}.spread", f"{NOT_YET} thảo luận và chấm lại khi điểm chênh lệch.")
    if level.meeting is not None:
        yield from _meeting(level.meeting, f"{path}.meeting")


def _before_the_centre(level: Level) -> Iterator[RulebookError]:
    """The province's level: attendance and a second round are held, ballots are not; other levels are not at all."""
    path = f"levels.{level.key}"
    if level.key != PROVINCE:
        yield RulebookError(path, f"{NOT_YET} xét chọn ở “{level.label}”; ngoài cấp cuối chỉ có cấp tỉnh ({PROVINCE}).")
        return
    yield from _groups(level)
    if level.meeting is not None and level.meeting.approval is not None:
        yield RulebookError(f"{path}.meeting.approval", f"{NOT_YET} bỏ phiếu cho từng hồ sơ ở cấp tỉnh.")
    if level.meeting is not None and level.meeting.departures is not None:
        yield RulebookError(f"{path}.meeting.departures", f"{NOT_YET} biểu quyết để làm khác thứ hạng ở cấp tỉnh.")


def _groups(level: Level) -> Iterator[RulebookError]:
    if level.aggregation.member_groups:
        path = f"levels.{level.key}.aggregation.member_groups"
        yield RulebookError(path, f"{NOT_YET} chia hội đồng thành nhóm có trọng số.")


def _meeting(meeting: Meeting, path: str) -> Iterator[RulebookError]:
    yield RulebookError(f"{path}.quorum", f"{NOT_YET} điểm danh phiên họp để tính số thành viên có mặt.")
    if meeting.approval is not None:
        yield RulebookError(f"{path}.approval", f"{NOT_YET} bỏ phiếu cho từng hồ sơ.")
    if meeting.departures is not None:
        yield RulebookError(f"{path}.departures", f"{NOT_YET} biểu quyết để làm khác thứ hạng.")


def _lengths(rulebook: Rulebook) -> Iterator[RulebookError]:
    texts = [
        ("key", rulebook.key, MOST_KEY),
        ("title", rulebook.title, MOST_TITLE),
        ("notice", rulebook.notice, MOST_NOTICE),
        *((f"variants.{one.key}.key", one.key, MOST_VARIANT) for one in rulebook.variants),
        *((f"papers[{index}].key", one.key, MOST_KEY) for index, one in enumerate(rulebook.papers)),
        *((f"figures[{index}].key", one.key, MOST_KEY) for index, one in enumerate(rulebook.figures)),
        *((f"figures[{index}].unit", one.unit, MOST_KEY) for index, one in enumerate(rulebook.figures)),
    ]
    for path, text, most in texts:
        if len(text) > most:
            yield RulebookError(path, f"Dài {len(text)} ký tự; hệ thống giữ được tối đa {most} ký tự.")
