"""Words about sheets, said once."""

from __future__ import annotations

from awards.notices.inputs import Message
from awards.sheets.states import PaperState, Progress

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
OLDER_DOSSIER = "Hồ sơ đã được đưa lại ra hội đồng với bản mới. Hãy xem lại hồ sơ, lưu phiếu rồi gửi."

PAPER_LABELS: dict[PaperState, str] = {
    PaperState.NONE: "Chưa nhập",
    PaperState.ONCE: "Đã nhập lần 1",
    PaperState.DIFFERENT: "Hai lần nhập khác nhau",
    PaperState.AGREED: "Hai lần nhập khớp",
    PaperState.CAST: "Đã ghi nhận",
    PaperState.ONLINE: "Chấm trực tuyến",
    PaperState.CAST_ONLINE: "Đã gửi trực tuyến",
    PaperState.RECUSED: "Không chấm",
}

PAPER_TONES: dict[PaperState, str] = {
    PaperState.NONE: "neutral",
    PaperState.ONCE: "info",
    PaperState.DIFFERENT: "warning",
    PaperState.AGREED: "info",
    PaperState.CAST: "success",
    PaperState.ONLINE: "neutral",
    PaperState.CAST_ONLINE: "success",
    PaperState.RECUSED: "neutral",
}


def entered_from_paper(reference: str, season_title: str, path: str) -> Message:
    """For the judge: the paper sheet was entered. What stands on it is read on the page."""
    return Message(
        "sheet_entered_from_paper",
        f"Phiếu chấm giấy của anh/chị đã được nhập: hồ sơ {reference}",
        f"Phiếu chấm giấy của anh/chị cho hồ sơ {reference}, {season_title}, đã được hai người nhập và ghi nhận. "
        "Mời anh/chị xem lại; thấy sai, hãy báo ngay cho thư ký hội đồng.",
        path,
    )


def put_again(reference: str, season_title: str, path: str) -> Message:
    """For a judge who had cast: the dossier was changed, so the sheet is open again."""
    return Message(
        "dossier_put_again",
        f"Hồ sơ {reference} được đưa lại ra hội đồng",
        f"Hồ sơ {reference}, {season_title}, đã sửa và được đưa lại ra hội đồng. Phiếu của anh/chị được mở lại: mời "
        "xem hồ sơ, lưu rồi gửi lại phiếu.",
        path,
    )
