"""Words about conflicts of interest, said once. Sentences kept with an assignment tell no more than they must."""

from __future__ import annotations

from awards.conflicts.states import RelationKind
from awards.notices.inputs import Message

NO_RELATION = "Tôi không có quan hệ liên quan"
CONCERNED = "Tôi có liên quan"

KIND_LABELS: dict[RelationKind, str] = {
    RelationKind.EMPLOYER: "Công tác hoặc từng công tác",
    RelationKind.FAMILY: "Người thân trong gia đình",
    RelationKind.ADVISER: "Tư vấn, hỗ trợ lập hồ sơ",
    RelationKind.LENDER: "Cho vay, góp vốn",
    RelationKind.SIGNATURE: "Có chữ ký, thao tác trong hồ sơ",
    RelationKind.PROVINCE: "Cùng địa phương",
    RelationKind.OTHER: "Quan hệ khác",
}

BY_RELATION = "Ủy viên có quan hệ liên quan với đơn vị này, theo sổ quan hệ của hội đồng."
BY_SIGNATURE = "Ủy viên đã lập, trình ký, ký duyệt hoặc gửi hồ sơ này."
BY_OWN_WORD = "Ủy viên tự kê khai có liên quan."
BY_PROVINCE = "Ủy viên thuộc địa phương đề cử hồ sơ này; thể lệ quy định không chấm hồ sơ của địa phương mình."

DECLARE_FIRST = "Hãy kê khai quan hệ liên quan trước khi mở hồ sơ này."
ROUND_IS_CLOSED = "Vòng chấm đã đóng nên không sửa kê khai được nữa."
SEALED = (
    "Vòng chấm kín: đã kê khai đủ thì không đổi từ “có liên quan” sang “không liên quan” được nữa, vì như vậy sẽ lộ mã "
    "của hồ sơ."
)
NOT_ENDED_IN_BLIND = (
    "Vòng chấm kín đang mở nên anh/chị không tự kết thúc quan hệ đã ghi được. Hãy nhờ Thường trực giải thưởng, hoặc "
    "đợi vòng chấm đóng."
)
NOT_ASSIGNED = "Anh/chị không được phân công chấm hồ sơ này."
REASON_NEEDED = "Ghi ngắn gọn anh/chị liên quan thế nào."


def out_sentence(reason: str) -> str:
    """To the judge who opens, saves or casts what is not to be judged."""
    return f"Anh/chị không chấm hồ sơ này. {reason}"


def somebody_declared(council: str, count: int, path: str) -> Message:
    """For the chair and the secretary: a member is concerned. Neither who nor why."""
    return Message(
        "conflict_declared",
        "Có kê khai liên quan trong hội đồng",
        f"Một ủy viên vừa kê khai có liên quan đến {count} hồ sơ của {council}. Danh sách không chấm đã cập nhật.",
        path,
    )


def taken_out(season_title: str, count: int, path: str) -> Message:
    """For the judge: somebody else wrote down a relation or a recusal. A sheet already cast is not counted."""
    return Message(
        "judge_taken_out",
        f"Anh/chị không chấm {count} hồ sơ",
        f"Hội đồng đã ghi nhận anh/chị có liên quan đến {count} hồ sơ của {season_title}. Anh/chị không chấm các hồ sơ "
        "này; phiếu đã gửi (nếu có) không được tính. Thấy chưa đúng, hãy báo thư ký hội đồng trước khi đóng chấm.",
        path,
    )


def let_back(season_title: str, count: int, path: str) -> Message:
    """For the judge: what kept the person out is gone while the round is open."""
    return Message(
        "judge_let_back",
        f"Anh/chị chấm lại {count} hồ sơ",
        f"Ghi nhận liên quan với {count} hồ sơ của {season_title} đã được gỡ. Mời anh/chị kê khai rồi chấm các hồ sơ "
        "này; phiếu đã gửi trước đó (nếu có) lại được tính.",
        path,
    )
