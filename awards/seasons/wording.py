"""Words about seasons, said once."""

from __future__ import annotations

from awards.seasons.states import AwardKey, ConfirmationKind, SeasonState

AWARD_TITLES: dict[AwardKey, str] = {
    AwardKey.COOPSTAR: "Ngôi sao Hợp tác xã (CoopStar Awards)",
    AwardKey.COOPGOLD: "Mai An Tiêm (CoopGold Awards)",
}

STATE_LABELS: dict[SeasonState, str] = {
    SeasonState.DRAFT: "Đang chuẩn bị",
    SeasonState.OPEN: "Đã công bố thể lệ",
    SeasonState.JUDGING: "Hội đồng đang chấm",
    SeasonState.DECIDING: "Đã đóng chấm, chờ quyết định",
    SeasonState.DECIDED: "Đã có quyết định",
}

CONFIRMATION_LABELS: dict[ConfirmationKind, str] = {
    ConfirmationKind.SIGNED: "Đã đối chiếu với quy chế đã ký",
    ConfirmationKind.SAMPLE: "Xác nhận dùng làm mẫu, không phải quy chế thật",
}

RULEBOOK_STATUS: dict[str, str] = {"draft": "Bản nháp", "official": "Chính thức"}
