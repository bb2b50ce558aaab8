"""Words about nominations, said once."""

from __future__ import annotations

from awards.nominations.states import NominationState
from scoring.asked import Purpose

STATE_LABELS: dict[NominationState, str] = {
    NominationState.DRAFT: "Nháp",
    NominationState.FORWARDED: "Đã gửi Trung ương",
    NominationState.RETURNED: "Cần bổ sung",
    NominationState.ON_HOLD: "Tạm dừng xét",
    NominationState.ACCEPTED: "Hợp lệ",
    NominationState.INELIGIBLE: "Không hợp lệ",
    NominationState.WITHDRAWN: "Đã rút",
}

STATE_TONES: dict[NominationState, str] = {
    NominationState.DRAFT: "neutral",
    NominationState.FORWARDED: "info",
    NominationState.RETURNED: "warning",
    NominationState.ON_HOLD: "warning",
    NominationState.ACCEPTED: "success",
    NominationState.INELIGIBLE: "danger",
    NominationState.WITHDRAWN: "neutral",
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
