"""Words about sheets, said once."""

from __future__ import annotations

from datetime import datetime

from awards.base.dates import format_clock
from awards.notices.inputs import Message
from awards.screening.states import FlagReason
from awards.sheets.states import PaperState, Progress, ReopeningState

PROGRESS_LABELS: dict[Progress, str] = {
    Progress.UNMARKED: "Chưa chấm",
    Progress.DRAFT: "Đang chấm",
    Progress.CAST: "Đã gửi",
    Progress.ABSTAINED: "Không cho điểm",
    Progress.RECUSED: "Không chấm",
}

PROGRESS_TONES: dict[Progress, str] = {
    Progress.UNMARKED: "neutral",
    Progress.DRAFT: "warning",
    Progress.CAST: "success",
    Progress.ABSTAINED: "neutral",
    Progress.RECUSED: "neutral",
}

CLOSED = "Vòng chấm đã đóng nên phiếu không sửa và không gửi được nữa. Cần hỏi, hãy liên hệ Thường trực giải thưởng."
ALREADY_CAST = "Phiếu đã gửi chính thức nên không sửa được nữa."
ABSTAINED = "Anh/chị đã chọn không cho điểm hồ sơ này. Muốn chấm, hãy bấm “Chấm lại hồ sơ này” trước."
NOT_ASSIGNED = "Anh/chị không được phân công chấm hồ sơ này."
NOTHING_TO_CAST = "Không có phiếu nào đủ để gửi, hoặc phiếu vừa được sửa ở cửa sổ khác. Hãy xem lại danh sách dưới đây."
OLDER_DOSSIER = "Hồ sơ đã được đưa lại ra hội đồng với bản mới. Hãy xem lại hồ sơ, lưu phiếu rồi gửi."

REOPENING_LABELS: dict[ReopeningState, str] = {
    ReopeningState.ASKED: "Chờ đồng ý",
    ReopeningState.CONFIRMED: "Đã mở lại",
    ReopeningState.DECLINED: "Không đồng ý",
}

REOPENING_TONES: dict[ReopeningState, str] = {
    ReopeningState.ASKED: "warning",
    ReopeningState.CONFIRMED: "success",
    ReopeningState.DECLINED: "neutral",
}

ASKED_AS_LABELS: dict[str, str] = {
    "chair": "Chủ tịch hội đồng",
    "secretary": "Thư ký hội đồng",
    "province_secretary": "Thư ký hội đồng cấp tỉnh",
    "leader": "Lãnh đạo Liên minh tỉnh",
}

CONCERNS = (FlagReason.IDENTITY, FlagReason.FIGURES, FlagReason.PAPERS, FlagReason.RULES, FlagReason.OTHER)
"""What a judge may tell about an entry; a tie to it is declared, not told."""
OFFICE_TOLD = "Thường trực giải thưởng"
PROVINCE_TOLD = "thư ký hội đồng cấp tỉnh"

PAPER_LABELS: dict[PaperState, str] = {
    PaperState.NONE: "Chưa nhập",
    PaperState.ONCE: "Đã nhập lần 1",
    PaperState.DIFFERENT: "Hai lần nhập khác nhau",
    PaperState.AGREED: "Hai lần nhập khớp",
    PaperState.CAST: "Đã ghi nhận",
    PaperState.ONLINE: "Chấm trực tuyến",
    PaperState.CAST_ONLINE: "Đã gửi trực tuyến",
    PaperState.ABSTAINED: "Không cho điểm",
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
    PaperState.ABSTAINED: "neutral",
    PaperState.RECUSED: "neutral",
}


REOPENED = "Phiếu đã được mở lại; giám khảo đã được báo."
REOPENED_ON_PAPER = (
    "Phiếu đã được mở lại. Ủy viên không có tài khoản: sửa và ký trên bản giấy, rồi hai người nhập lại từ đầu."
)


def entered_from_paper(reference: str, season_title: str, path: str) -> Message:
    """For the judge: the paper sheet was entered. What stands on it is read on the page."""
    return Message(
        "sheet_entered_from_paper",
        f"Phiếu chấm giấy của anh/chị đã được nhập: hồ sơ {reference}",
        f"Phiếu chấm giấy của anh/chị cho hồ sơ {reference}, {season_title}, đã được hai người nhập và ghi nhận. "
        "Mời anh/chị xem lại; thấy sai, hãy báo ngay cho thư ký hội đồng.",
        path,
    )


def named_for_papers(council: str, season_title: str, path: str) -> Message:
    """For somebody named to read off paper sheets of a central council."""
    return Message(
        "named_for_papers",
        "Anh/chị được phân công nhập phiếu giấy",
        f"Anh/chị được phân công nhập phiếu chấm giấy của {council}, {season_title}. Khi nhập, anh/chị biết điểm trên "
        "phiếu trước lúc đóng chấm: đề nghị giữ kín, chỉ nhập đúng như phiếu đã ký.",
        path,
    )


def receipts(season_title: str, path: str) -> Message:
    """For the judge who has cast: above the receipts of the season, and nothing of what stands on the sheets."""
    return Message(
        "sheet_cast",
        f"Biên nhận phiếu chấm: {season_title}",
        "Các phiếu chấm dưới đây của anh/chị đã được nhận, mỗi phiếu một mã biên nhận. Biên bản của hội đồng liệt kê "
        "các mã, không kèm tên; anh/chị đối chiếu được mã của mình. Phiếu và mã cũng có ở mục “Phiếu của tôi”.",
        path,
    )


def receipt(reference: str, code: str, cast_at: datetime) -> str:
    """One line under it; a sheet opened again and cast anew has a line more."""
    return f"{reference}: {code}, gửi lúc {format_clock(cast_at)}"


def reopened(reference: str, season_title: str, reason: str, path: str) -> Message:
    """For the judge: two persons opened the sheet again."""
    return Message(
        "sheet_reopened",
        f"Phiếu chấm hồ sơ {reference} được mở lại",
        f"Phiếu chấm hồ sơ {reference}, {season_title}, đã được mở lại. Lý do: {reason} Điểm anh/chị đã chấm vẫn còn; "
        "mời anh/chị xem, sửa nếu cần rồi gửi lại phiếu.",
        path,
    )


def reopening_asked(reference: str, season_title: str, judge_number: int, path: str) -> Message:
    """For whoever must agree that a sheet is opened again."""
    return Message(
        "reopening_asked",
        f"Đề nghị mở lại phiếu của giám khảo số {judge_number}",
        f"Có đề nghị mở lại phiếu chấm của giám khảo số {judge_number} cho hồ sơ {reference}, {season_title}. Phiếu "
        "chỉ được mở khi anh/chị đồng ý.",
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
