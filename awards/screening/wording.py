"""Words of the desk, said once. The states of a nomination are worded in its own area."""

from __future__ import annotations

from awards.nominations.states import NominationState, Part
from awards.nominations.wording import PART_TITLES
from awards.policy.actor import Role
from awards.screening.states import Finding, FlagReason, LineKind, Settlement, Verdict
from scoring.eligibility import Outcome

FINDING_LABELS: dict[Finding, str] = {
    Finding.ACCEPTED: "Hợp lệ",
    Finding.RETURNED: "Trả lại để bổ sung",
    Finding.ON_HOLD: "Tạm dừng xét",
    Finding.RELEASED: "Xét tiếp",
    Finding.WAIVED: "Miễn điều kiện",
    Finding.INELIGIBLE: "Không hợp lệ",
}

FINDING_TONES: dict[Finding, str] = {
    Finding.ACCEPTED: "success",
    Finding.RETURNED: "warning",
    Finding.ON_HOLD: "warning",
    Finding.RELEASED: "info",
    Finding.WAIVED: "info",
    Finding.INELIGIBLE: "danger",
}

SETTLEMENT_LABELS: dict[Settlement, str] = {
    Settlement.CONFIRMED: "Đã xác nhận",
    Settlement.SENT_BACK: "Đã trả lại người đề nghị",
    Settlement.VOID: "Hết hiệu lực",
}

SETTLEMENT_TONES: dict[Settlement, str] = {
    Settlement.CONFIRMED: "success",
    Settlement.SENT_BACK: "warning",
    Settlement.VOID: "neutral",
}

QUEUE: dict[NominationState, str] = {
    NominationState.FORWARDED: "Chờ thẩm tra",
    NominationState.RETURNED: "Cần bổ sung",
    NominationState.ON_HOLD: "Tạm dừng xét",
    NominationState.ACCEPTED: "Hợp lệ",
    NominationState.INELIGIBLE: "Không hợp lệ",
}
"""The parts of the queue, in the order of its filter."""

QUEUE_TONES: dict[NominationState, str] = {
    NominationState.FORWARDED: "info",
    NominationState.RETURNED: "warning",
    NominationState.ON_HOLD: "warning",
    NominationState.ACCEPTED: "success",
    NominationState.INELIGIBLE: "danger",
}

QUEUE_STATES: dict[NominationState, tuple[NominationState, ...]] = {part: (part,) for part in QUEUE} | {
    NominationState.RETURNED: (
        NominationState.RETURNED,
        NominationState.AWAITING_SIGN_OFF,
        NominationState.SIGNED_OFF,
    )
}
"""The states behind each part: a returned dossier waits for its supplement whoever of the province has it."""

PART_LABELS: dict[str, str] = {
    part.value: title for part, title in PART_TITLES.items() if part not in (Part.PAPERS, Part.SELF_SCORE)
}
"""Parts of every dossier besides its papers, which are asked for one by one; its own marks are its own affair."""

VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.MET: "Đạt",
    Verdict.NOT_MET: "Không đạt",
    Verdict.INCOMPLETE: "Cần bổ sung",
    Verdict.NOT_APPLICABLE: "Không áp dụng",
}

KIND_TITLES: dict[LineKind, str] = {
    LineKind.CONDITION: "Điều kiện tham gia",
    LineKind.PAPER: "Giấy tờ",
    LineKind.DECLARATION: "Mục tự khai",
}

OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.PASS: "Đạt",
    Outcome.WAIVED: "Được miễn",
    Outcome.FAIL: "Không đạt",
    Outcome.ON_HOLD: "Tạm dừng xét",
    Outcome.UNKNOWN: "Chưa đủ dữ liệu",
}

FLAG_REASONS: dict[FlagReason, str] = {
    FlagReason.IDENTITY: "Nghi nhầm đơn vị hoặc trùng hồ sơ",
    FlagReason.FIGURES: "Số liệu có dấu hiệu bất thường",
    FlagReason.PAPERS: "Giấy tờ cần xác minh",
    FlagReason.COMPLAINT: "Có đơn thư, phản ánh",
    FlagReason.CONFLICT: "Có quan hệ lợi ích với người xét",
    FlagReason.RULES: "Cần ý kiến về cách hiểu thể lệ",
    FlagReason.OTHER: "Lý do khác",
}

FLAG_ROLES: dict[Role, str] = {
    Role.OFFICE: "Thường trực giải thưởng",
    Role.SCREENER: "Cán bộ thẩm tra",
    Role.CHAIR: "Chủ tịch hội đồng",
}
"""Whom a flag of the centre may be put before."""
