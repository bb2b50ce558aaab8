"""Words about sheets, said once."""

from __future__ import annotations

from awards.sheets.states import Progress

PROGRESS_LABELS: dict[Progress, str] = {
    Progress.UNMARKED: "Chưa chấm",
    Progress.DRAFT: "Đang chấm",
    Progress.CAST: "Đã gửi",
    Progress.RECUSED: "Không chấm",
}

PROGRESS_TONES: dict[Progress, str] = {
    Progress.UNMARKED: "neutral",
    Progress.DRAFT: "warning",
    Progress.CAST: "success",
    Progress.RECUSED: "neutral",
}

CLOSED = "Vòng chấm đã đóng nên phiếu không sửa và không gửi được nữa. Cần hỏi, hãy liên hệ Thường trực giải thưởng."
ALREADY_CAST = "Phiếu đã gửi chính thức nên không sửa được nữa."
NOT_ASSIGNED = "Anh/chị không được phân công chấm hồ sơ này."
