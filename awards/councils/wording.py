"""Words about councils, said once."""

from __future__ import annotations

from awards.councils.states import CouncilLevel, Post, RoundState

POST_LABELS: dict[Post, str] = {
    Post.CHAIR: "Chủ tịch hội đồng",
    Post.VICE_CHAIR: "Phó Chủ tịch hội đồng",
    Post.MEMBER: "Ủy viên",
    Post.SECRETARY: "Thư ký",
}

PROVINCIAL_POST_LABELS: dict[Post, str] = POST_LABELS | {Post.SECRETARY: "Ủy viên thư ký"}

LEVEL_LABELS: dict[CouncilLevel, str] = {
    CouncilLevel.PROVINCE: "Cấp tỉnh",
    CouncilLevel.CENTRAL: "Cấp Trung ương",
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
