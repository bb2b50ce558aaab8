"""Steps a rulebook may publish and this version of the application cannot hold yet.

``scoring`` counts any number of levels, from files; here councils sit at the centre and in the provinces. And the
database keeps texts of so many letters. Refusing at publication is kinder than in the middle of a season.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.errors import RulebookError
from scoring.rulebook import Rulebook

PROVINCE = "province"
"""The key of the level at which each province judges, in every rulebook that has one."""
NOT_YET = "Phần mềm ở phiên bản này chưa thực hiện được bước"
MOST_KEY, MOST_VARIANT, MOST_TITLE, MOST_NOTICE = 60, 40, 200, 300


def not_yet_runnable(rulebook: Rulebook) -> Iterator[RulebookError]:
    """Every step that could not be held, at its path."""
    if rulebook.partial:
        yield RulebookError("partial", "Đây là bản trích, không phải toàn bộ thể lệ, nên không mở mùa giải được.")
    central = rulebook.level()
    if central.decision.purpose == "classify":
        yield RulebookError(f"levels.{central.key}.decision.purpose", "Bảng này chỉ xếp loại, không tôn vinh ai.")
    for level in rulebook.levels[:-1]:
        if level.key != PROVINCE:
            where = f"“{level.label}”; ngoài cấp cuối chỉ có cấp tỉnh ({PROVINCE})"
            yield RulebookError(f"levels.{level.key}", f"{NOT_YET} xét chọn ở {where}.")
    yield from _lengths(rulebook)


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
