"""Words about assigning, said once."""

from __future__ import annotations

from awards.assigning.light import Light
from awards.assigning.states import Method, PlanState
from awards.councils.states import RecusalKind

METHOD_LABELS: dict[Method, str] = {
    Method.EVERYBODY: "Mọi ủy viên chấm mọi hồ sơ",
    Method.BALANCED: "Mỗi hồ sơ một số ủy viên, chia đều",
    Method.ROOMS: "Chia phòng chấm theo lĩnh vực",
}

STATE_LABELS: dict[PlanState, str] = {
    PlanState.PROPOSED: "Chờ chấp nhận",
    PlanState.ACCEPTED: "Đã chấp nhận",
    PlanState.UNDONE: "Đã hoàn tác",
    PlanState.DROPPED: "Đã bỏ",
}

STATE_TONES: dict[PlanState, str] = {
    PlanState.PROPOSED: "warning",
    PlanState.ACCEPTED: "success",
    PlanState.UNDONE: "neutral",
    PlanState.DROPPED: "neutral",
}

LIGHT_LABELS: dict[Light, str] = {
    Light.FIRM: "Liên kết chắc",
    Light.WEAK: "Liên kết yếu",
    Light.APART: "Không liên kết",
}

LIGHT_TONES: dict[Light, str] = {Light.FIRM: "success", Light.WEAK: "warning", Light.APART: "danger"}

LIGHT_SENTENCES: dict[Light, str] = {
    Light.FIRM: "Các ủy viên chấm xen kẽ với nhau, nên so sánh được ai chấm chặt tay, ai chấm rộng tay.",
    Light.WEAK: "Một số ủy viên ít chấm chung hồ sơ với những người khác, nên khó so sánh mức chặt, rộng của họ.",
    Light.APART: "Có {parts} nhóm ủy viên không chấm chung hồ sơ nào; điểm giữa các nhóm không so sánh được với nhau.",
}

SHORT_KINDS: dict[RecusalKind, str] = {
    RecusalKind.OWN_PROVINCE: "cùng địa phương",
    RecusalKind.RELATION: "có quan hệ liên quan",
    RecusalKind.DECLARED: "tự kê khai không chấm",
    RecusalKind.RECORDED: "hội đồng ghi nhận không chấm",
}

NOT_FOUND = (
    "Không có cách xếp nào giữ đủ số người chấm mỗi hồ sơ. Hãy giảm số người chấm, nới giới hạn theo vùng hoặc bổ "
    "sung ủy viên."
)
