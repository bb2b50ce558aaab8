"""How often members of the council did not mark an entry: numbers only, for the public. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping

KIND_WORDS: dict[str, str] = {
    "own_province": "vì cùng địa phương, theo thể lệ",
    "relation": "vì có quan hệ ghi trong sổ của hội đồng",
    "declared": "do thành viên tự kê khai",
    "recorded": "do hội đồng ghi nhận",
}
"""By kind of recusal, in words for everybody."""


def written(counts: Mapping[str, int]) -> str:
    """As kept with the public copy of a season."""
    return json.dumps({kind: counts[kind] for kind in KIND_WORDS if counts.get(kind)}, separators=(",", ":"))


def sentence(text: str) -> str:
    """What :func:`written` kept, in one plain sentence."""
    counts: dict[str, int] = json.loads(text)
    if not counts:
        return "Không có trường hợp nào thành viên hội đồng phải đứng ngoài việc chấm một hồ sơ."
    told = "; ".join(f"{counts[kind]} {KIND_WORDS[kind]}" for kind in KIND_WORDS if kind in counts)
    return f"Có {sum(counts.values())} lượt thành viên hội đồng không chấm một hồ sơ: {told}."
