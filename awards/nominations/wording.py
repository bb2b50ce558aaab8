"""Words about nominations, said once."""

from __future__ import annotations

from awards.nominations.states import NominationState

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

HONOUR_LEVELS: dict[str, str] = {
    "none": "Chưa có",
    "province": "Bằng khen cấp tỉnh",
    "ministry": "Bằng khen cấp bộ, ngành Trung ương",
    "prime_minister": "Bằng khen của Thủ tướng Chính phủ trở lên",
}

FIELD_LABELS: dict[str, str] = {
    "consent_on": "Ngày hợp tác xã ký bản đăng ký tham gia",
    "consent_by": "Người đại diện hợp tác xã ký",
    "law_compliance": "Chấp hành pháp luật, nghĩa vụ thuế, bảo hiểm xã hội, môi trường",
    "open_inquiry": "Đang bị thanh tra, điều tra, kỷ luật hoặc có khiếu nại chưa giải quyết",
    "highest_honour": "Hình thức khen thưởng cao nhất đã đạt",
    "achievements": "Tóm tắt thành tích",
}
"""Label of each field of a nomination, once: form, check page, conflict page and gaps use these."""
