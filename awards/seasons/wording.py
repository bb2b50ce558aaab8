"""Words about seasons, said once."""

from __future__ import annotations

from awards.seasons.states import AwardKey, ConfirmationKind, SeasonStage, SeasonState

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

STAGE_TITLES: dict[SeasonStage, str] = {
    SeasonStage.NOMINATIONS: "Lập và gửi hồ sơ (cấp tỉnh)",
    SeasonStage.PROVINCE_COUNCILS: "Hội đồng cấp tỉnh họp",
    SeasonStage.SUPPLEMENTS: "Bổ sung hồ sơ theo yêu cầu",
    SeasonStage.SCREENING: "Thẩm tra tại Trung ương",
    SeasonStage.JUDGING: "Hội đồng Trung ương chấm điểm",
    SeasonStage.DECIDING: "Xét chọn và quyết định",
    SeasonStage.CEREMONY: "Lễ tôn vinh",
}

DEADLINE_NAMES: dict[SeasonStage, str] = {
    SeasonStage.NOMINATIONS: "hạn gửi hồ sơ lên Trung ương",
    SeasonStage.PROVINCE_COUNCILS: "hạn hội đồng cấp tỉnh họp (khuyến nghị)",
    SeasonStage.SUPPLEMENTS: "hạn bổ sung hồ sơ",
    SeasonStage.SCREENING: "hạn thẩm tra",
    SeasonStage.JUDGING: "hạn chấm điểm",
    SeasonStage.DECIDING: "hạn quyết định",
    SeasonStage.CEREMONY: "lễ tôn vinh",
}

REHEARSAL = "TẬP DƯỢT"


def rehearsal_title(title: str) -> str:
    """The title of a season that is a rehearsal, whatever was typed."""
    return title if REHEARSAL in title else f"{title} – {REHEARSAL}"
