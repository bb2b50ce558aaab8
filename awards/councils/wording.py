"""Words about councils, said once."""

from __future__ import annotations

from awards.councils.states import CouncilLevel, Post, RecusalKind, RoundKind, RoundState, Scope
from awards.notices.inputs import Message
from scoring.levels import Aggregation

POST_LABELS: dict[Post, str] = {
    Post.CHAIR: "Chủ tịch hội đồng",
    Post.VICE_CHAIR: "Phó Chủ tịch hội đồng",
    Post.MEMBER: "Ủy viên",
    Post.EXPERT: "Chuyên gia",
    Post.SECRETARY: "Thư ký",
}

PROVINCIAL_POST_LABELS: dict[Post, str] = POST_LABELS | {Post.SECRETARY: "Ủy viên thư ký"}

RECUSAL_LABELS: dict[RecusalKind, str] = {
    RecusalKind.OWN_PROVINCE: "Cùng địa phương, theo thể lệ",
    RecusalKind.RELATION: "Có quan hệ trong sổ của hội đồng",
    RecusalKind.DECLARED: "Ủy viên tự kê khai",
    RecusalKind.RECORDED: "Hội đồng ghi nhận",
}

SCOPE_LABELS: dict[Scope, str] = {
    Scope.LACKING: "Chỉ những hồ sơ chưa đủ người chấm theo thể lệ",
    Scope.ALL: "Tất cả hồ sơ của vòng chấm đang mở",
    Scope.NONE: "Không giao hồ sơ nào lúc này",
}

LEVEL_LABELS: dict[CouncilLevel, str] = {
    CouncilLevel.PROVINCE: "Cấp tỉnh",
    CouncilLevel.CENTRAL: "Cấp Trung ương",
}

ROUND_KIND_LABELS: dict[RoundKind, str] = {
    RoundKind.EXPERTS: "Vòng chuyên gia",
    RoundKind.COUNCIL: "Vòng hội đồng",
    RoundKind.DISCUSSION: "Vòng chấm lại sau thảo luận",
}

ROUND_LABELS: dict[RoundState, str] = {
    RoundState.OPEN: "Đang chấm",
    RoundState.CLOSED: "Đã đóng chấm",
}

ROUND_TONES: dict[RoundState, str] = {RoundState.OPEN: "info", RoundState.CLOSED: "neutral"}


def own_province(province: str) -> str:
    """The reason of a recusal by the rulebook's ``recuse_own_province``."""
    return (
        f"Ủy viên công tác tại {province}, nơi đề cử hồ sơ này; thể lệ quy định không chấm hồ sơ của địa phương mình."
    )


def needed_sheets(aggregation: Aggregation) -> str:
    """How many sheets the rulebook wants for each entry."""
    if not aggregation.member_groups:
        return f"{aggregation.minimum_sheets} phiếu"
    told = [f"{group.minimum_sheets} phiếu của {group.label}" for group in aggregation.member_groups]
    return " và ".join(told)


def joined(council: str, season_title: str, count: int, path: str) -> Message:
    """For somebody who joins while the council judges."""
    what = f"Anh/chị có {count} hồ sơ phải chấm; mời kê khai liên quan trước khi mở hồ sơ." if count else ""
    return Message(
        "joined_council",
        f"Anh/chị tham gia {council}",
        f"Anh/chị được ghi tham gia {council}, {season_title}. {what}".strip(),
        path,
    )


def left(council: str, season_title: str, path: str) -> Message:
    """For somebody who leaves while the council judges: what becomes of the sheets."""
    return Message(
        "left_council",
        f"Anh/chị thôi tham gia {council}",
        f"Anh/chị được ghi thôi tham gia {council}, {season_title}. Phiếu đã gửi vẫn được tính; phiếu đang chấm được "
        "cất lại, không tính; hồ sơ chưa chấm không còn phải chấm.",
        path,
    )
