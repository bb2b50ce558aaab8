"""Words about counts and results, said once."""

from __future__ import annotations

from awards.notices.inputs import Message
from awards.results.states import ResultStage
from awards.sheets.states import Progress
from scoring.decision import Outcome

OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.HONOURED: "Đề nghị tôn vinh",
    Outcome.PROPOSED: "Đưa ra bỏ phiếu",
    Outcome.FORWARDED: "Đề nghị lên cấp trên",
    Outcome.CLASSIFIED: "Được xếp loại",
    Outcome.WAITING: "Dự bị",
    Outcome.NOT_HONOURED: "Ngoài số đề nghị",
    Outcome.NOT_FORWARDED: "Ngoài số đề nghị",
    Outcome.OVER_CAP: "Vượt giới hạn số lượng",
    Outcome.BELOW_FLOOR: "Dưới điểm sàn",
    Outcome.NOT_APPROVED: "Không đủ phiếu tán thành",
    Outcome.REMOVED: "Hội đồng đưa ra khỏi danh sách",
    Outcome.AWAITING_CHAIR: "Chờ chủ tịch quyết định",
    Outcome.KNOCKED_OUT: "Có điểm liệt",
    Outcome.NEEDS_DISCUSSION: "Phải thảo luận, chấm lại",
    Outcome.NOT_COUNTED: "Chưa đủ phiếu",
    Outcome.INELIGIBLE: "Không đạt điều kiện",
    Outcome.ON_HOLD: "Tạm dừng xét",
    Outcome.UNKNOWN: "Thiếu số liệu xét điều kiện",
}

OUTCOME_TONES: dict[Outcome, str] = {
    Outcome.HONOURED: "success",
    Outcome.PROPOSED: "success",
    Outcome.FORWARDED: "success",
    Outcome.CLASSIFIED: "success",
    Outcome.WAITING: "info",
    Outcome.NOT_HONOURED: "neutral",
    Outcome.NOT_FORWARDED: "neutral",
    Outcome.OVER_CAP: "warning",
    Outcome.BELOW_FLOOR: "warning",
    Outcome.NOT_APPROVED: "warning",
    Outcome.REMOVED: "warning",
    Outcome.AWAITING_CHAIR: "warning",
    Outcome.KNOCKED_OUT: "warning",
    Outcome.NEEDS_DISCUSSION: "warning",
    Outcome.NOT_COUNTED: "danger",
    Outcome.INELIGIBLE: "danger",
    Outcome.ON_HOLD: "warning",
    Outcome.UNKNOWN: "danger",
}

SHEET_USE: dict[str, str] = {
    "counted": "",
    "dropped": " (không tính)",
    "shared": " (tính một phần)",
    "superseded": " (đã chấm lại)",
    "incomplete": "chưa chấm đủ",
    "abstained": "không chấm",
}
"""What became of a sheet, after its total; the last two have none."""


def head_written_down(council: str, season_title: str, number: int, head: str, path: str) -> Message:
    """For the chair and the auditors: where the log stood when a round was closed. Kept outside, it proves the log."""
    return Message(
        "round_closed",
        f"Đã đóng vòng chấm: {season_title}",
        f"{council} đã đóng vòng chấm. Mốc nhật ký lúc đóng: dòng {number}, mã băm {head}. Hãy giữ thư này: mốc dùng "
        "để kiểm tra về sau rằng nhật ký không bị sửa.",
        path,
    )


STAGE_LABELS: dict[ResultStage, str] = {
    ResultStage.SHEETS: "Kết quả theo phiếu chấm, chưa có biểu quyết của hội đồng",
    ResultStage.MEETING: "Kết quả theo phiếu chấm và biểu quyết của hội đồng",
}

PROGRESS_WORDS: dict[Progress, str] = {
    Progress.CAST: "đã gửi",
    Progress.DRAFT: "đang chấm",
    Progress.UNMARKED: "chưa chấm",
    Progress.ABSTAINED: "không cho điểm, có lý do",
    Progress.RECUSED: "không tham gia chấm",
}
