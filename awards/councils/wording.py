"""Words about councils, said once."""

from __future__ import annotations

from awards.councils.states import Post, RoundState

POST_LABELS: dict[Post, str] = {
    Post.CHAIR: "Chủ tịch hội đồng",
    Post.VICE_CHAIR: "Phó Chủ tịch hội đồng",
    Post.MEMBER: "Ủy viên",
    Post.SECRETARY: "Thư ký",
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
