"""Words about nominations, said once."""

from __future__ import annotations

from awards.nominations.states import NominationState, Part, TaskState
from scoring.asked import Purpose

STATE_LABELS: dict[NominationState, str] = {
    NominationState.DRAFT: "Nháp",
    NominationState.AWAITING_SIGN_OFF: "Chờ lãnh đạo duyệt",
    NominationState.SIGNED_OFF: "Lãnh đạo đã duyệt",
    NominationState.FORWARDED: "Đã gửi Trung ương",
    NominationState.RETURNED: "Cần bổ sung",
    NominationState.ON_HOLD: "Tạm dừng xét",
    NominationState.ACCEPTED: "Hợp lệ",
    NominationState.INELIGIBLE: "Không hợp lệ",
    NominationState.WITHDRAWN: "Đã rút",
    NominationState.REPLACED: "Đã được thay thế",
}

STATE_TONES: dict[NominationState, str] = {
    NominationState.DRAFT: "neutral",
    NominationState.AWAITING_SIGN_OFF: "warning",
    NominationState.SIGNED_OFF: "info",
    NominationState.FORWARDED: "info",
    NominationState.RETURNED: "warning",
    NominationState.ON_HOLD: "warning",
    NominationState.ACCEPTED: "success",
    NominationState.INELIGIBLE: "danger",
    NominationState.WITHDRAWN: "neutral",
    NominationState.REPLACED: "neutral",
}

PART_TITLES: dict[Part, str] = {
    Part.ORGANISATION: "Thông tin đơn vị",
    Part.FIGURES: "Số liệu các năm",
    Part.DECLARATIONS: "Các mục tự khai theo thể lệ",
    Part.ACHIEVEMENTS: "Tóm tắt thành tích",
    Part.CONSENT: "Hợp tác xã đồng ý tham gia",
    Part.PAPERS: "Giấy tờ kèm theo",
    Part.SELF_SCORE: "Tự chấm điểm",
    Part.SIGNED_COPY: "Bản in đã ký, đóng dấu",
}

PART_SLUGS: dict[Part, str] = {
    Part.ORGANISATION: "don-vi",
    Part.FIGURES: "so-lieu",
    Part.DECLARATIONS: "tu-khai",
    Part.ACHIEVEMENTS: "thanh-tich",
    Part.CONSENT: "dong-y",
    Part.PAPERS: "giay-to",
    Part.SELF_SCORE: "tu-cham",
    Part.SIGNED_COPY: "ban-ky",
}
"""The section's part of an address."""

OPTIONAL_PARTS = frozenset({Part.SELF_SCORE, Part.SIGNED_COPY})
"""Sections a dossier can be sent without."""

TASK_LABELS: dict[TaskState, str] = {
    TaskState.TODO: "Chưa làm",
    TaskState.DOING: "Đang làm",
    TaskState.DONE: "Đã xong",
    TaskState.WRONG: "Có lỗi",
    TaskState.REOPENED: "Cần bổ sung",
}

TASK_TONES: dict[TaskState, str] = {
    TaskState.TODO: "neutral",
    TaskState.DOING: "info",
    TaskState.DONE: "success",
    TaskState.WRONG: "danger",
    TaskState.REOPENED: "warning",
}

PURPOSE_TITLES: dict[Purpose, str] = {
    "condition": "Điều kiện tham gia",
    "points": "Căn cứ tính điểm",
    "adjustment": "Điểm thưởng, điểm trừ",
}
"""What a question of the rulebook is asked for: the parts of the form."""

FIELD_LABELS: dict[str, str] = {
    "consent_on": "Ngày hợp tác xã ký bản đăng ký tham gia",
    "consent_by": "Người đại diện hợp tác xã ký",
    "achievements": "Tóm tắt thành tích",
}
"""Label of each field every nomination has; what the rulebook asks is labelled by the rulebook."""
