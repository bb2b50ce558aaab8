"""Words about sending nominations, said once."""

from __future__ import annotations

from collections.abc import Mapping

from awards.forwarding.states import EventKind
from awards.nominations.wording import PART_TITLES
from awards.notices.inputs import Message
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from scoring import prose
from scoring.figures import Origin
from scoring.rulebook import Rulebook

EVENT_LABELS: dict[EventKind, str] = {
    EventKind.SIGN_OFF_ASKED: "Chuyển cho lãnh đạo duyệt",
    EventKind.SIGN_OFF_TAKEN_BACK: "Rút lại để sửa tiếp",
    EventKind.SIGNED_OFF: "Lãnh đạo duyệt",
    EventKind.DECLINED: "Lãnh đạo chưa duyệt",
    EventKind.REOPENED: "Lãnh đạo mở lại một số mục",
    EventKind.QUEUED: "Vào danh sách chờ",
    EventKind.FORWARDED: "Gửi lên Trung ương",
    EventKind.WITHDRAWN: "Rút hồ sơ",
    EventKind.REPLACED: "Được thay thế",
    EventKind.REPLACES: "Gửi thay cho hồ sơ khác",
    EventKind.JUDGED_IN_PROVINCE: "Hội đồng cấp tỉnh kết luận",
    EventKind.ACCEPTED: "Trung ương: hợp lệ",
    EventKind.RETURNED: "Trung ương: cần bổ sung",
    EventKind.ON_HOLD: "Trung ương: tạm dừng xét",
    EventKind.RELEASED: "Trung ương: xét tiếp",
    EventKind.WAIVED: "Trung ương: miễn một điều kiện",
    EventKind.INELIGIBLE: "Trung ương: không hợp lệ",
}

AT_THE_CENTRE = frozenset(
    {
        EventKind.ACCEPTED,
        EventKind.RETURNED,
        EventKind.ON_HOLD,
        EventKind.RELEASED,
        EventKind.WAIVED,
        EventKind.INELIGIBLE,
    }
)
"""What the centre did: a province reads what and why, not which person."""

BETWEEN_BOTH = AT_THE_CENTRE | {
    EventKind.FORWARDED,
    EventKind.WITHDRAWN,
    EventKind.REPLACED,
    EventKind.REPLACES,
}
"""What the centre may read: everything else stays in the province."""

EVENT_TONES: dict[EventKind, str] = {
    EventKind.SIGNED_OFF: "success",
    EventKind.DECLINED: "warning",
    EventKind.REOPENED: "warning",
    EventKind.FORWARDED: "info",
    EventKind.ACCEPTED: "success",
    EventKind.RETURNED: "warning",
    EventKind.ON_HOLD: "warning",
    EventKind.INELIGIBLE: "danger",
}

ORIGIN_WORDS: Mapping[Origin, str] = {
    "verified": "có nguồn đối chiếu",
    "model": "theo một thể lệ mẫu",
    "tự đặt": "do bản thể lệ này tự đặt",
}


def part_labels(rulebook: Rulebook) -> dict[str, str]:
    """Key and label of every part that can be named: the parts of every dossier, then each paper."""
    parts = {part.value: title for part, title in PART_TITLES.items()}
    return parts | {f"paper:{paper.key}": paper.label for paper in rulebook.papers}


def part_label(part: str, rulebook: Rulebook) -> str:
    """The label of a part, also of a paper named by its bare key."""
    labels = part_labels(rulebook)
    return labels.get(part) or labels.get(f"paper:{part}") or part


def quota_clause(season: Season) -> str:
    """Where the quota stands: the rulebook, its line about the quota, and where the number comes from."""
    rulebook = rulebook_of(season)
    quota = rulebook.quota_per_province
    if quota is None:
        return ""
    fact = next(fact for fact in prose.common_facts(rulebook) if fact.name.startswith("Chỉ tiêu"))
    return f"{rulebook.title}, mục “{fact.name}”: {fact.words} ({ORIGIN_WORDS[quota.origin]})."


def place_free(reference: str, season_title: str, path: str) -> Message:
    """For the leaders: a place of the quota is free, and ``reference`` is first in line."""
    return Message(
        "place_free",
        "Chỉ tiêu của tỉnh có chỗ trống",
        f"{season_title}: một chỗ trong chỉ tiêu của tỉnh vừa trống. Hồ sơ {reference} đứng đầu danh sách chờ; "
        "anh/chị có thể gửi ngay hoặc đổi thứ tự danh sách.",
        path,
    )


def reopened(reference: str, season_title: str, path: str) -> Message:
    """For the officer: the leader opened some parts again. The reasons stand on the page."""
    return Message(
        "sign_off_reopened",
        f"Lãnh đạo mở lại một số mục của hồ sơ {reference}",
        f"Hồ sơ {reference}, {season_title}: lãnh đạo đề nghị sửa một số mục rồi chuyển duyệt lại. "
        "Lý do ghi tại từng mục.",
        path,
    )
