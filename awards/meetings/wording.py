"""Words about meetings, said once."""

from __future__ import annotations

from awards.meetings.states import MeetingState, MotionKind, MotionState

MEETING_LABELS: dict[MeetingState, str] = {
    MeetingState.PLANNED: "Đã lên lịch",
    MeetingState.OPEN: "Đang họp",
    MeetingState.CLOSED: "Đã bế mạc",
}

MEETING_TONES: dict[MeetingState, str] = {
    MeetingState.PLANNED: "info",
    MeetingState.OPEN: "warning",
    MeetingState.CLOSED: "success",
}

KIND_LABELS: dict[MotionKind, str] = {
    MotionKind.APPROVE: "Bỏ phiếu thông qua",
    MotionKind.ADD: "Đề nghị đưa thêm vào danh sách",
    MotionKind.REMOVE: "Đề nghị đưa ra khỏi danh sách",
    MotionKind.ORDER: "Chủ tọa xếp thứ tự hồ sơ bằng điểm",
    MotionKind.OTHER: "Nội dung khác",
}

MOTION_LABELS: dict[MotionState, str] = {
    MotionState.DRAFTED: "Chưa mở biểu quyết",
    MotionState.OPEN: "Đang biểu quyết",
    MotionState.CLOSED: "Đã biểu quyết",
    MotionState.VOID: "Không lấy kết quả",
    MotionState.LEFT: "Để lại, chưa quyết",
}

MOTION_TONES: dict[MotionState, str] = {
    MotionState.DRAFTED: "neutral",
    MotionState.OPEN: "warning",
    MotionState.CLOSED: "success",
    MotionState.VOID: "danger",
    MotionState.LEFT: "info",
}

DEPARTURE_LABELS: dict[MotionKind, str] = {MotionKind.ADD: "Đưa thêm", MotionKind.REMOVE: "Đưa ra"}

VOTE_LABELS: dict[str, str] = {
    "yes": "Đồng ý",
    "no": "Không đồng ý",
    "blank": "Không có ý kiến",
    "invalid": "Phiếu không hợp lệ",
    "written_yes": "Đồng ý (bằng văn bản)",
    "written_no": "Không đồng ý (bằng văn bản)",
    "absent": "Vắng",
    "recused": "Không tham gia",
}

ORDERED = "Chủ tọa đã xếp thứ tự"
_ONCE_MORE = "Chỉ khi bỏ phiếu sai thủ tục: mở nội dung ấy, chọn “Không lấy kết quả này”, ghi lý do rồi bỏ phiếu lại."
VOTED_ON_HERE = f"Hồ sơ này đã bỏ phiếu ở nội dung số {{}}; mỗi hồ sơ bỏ phiếu một lần. {_ONCE_MORE}"
LISTED_HERE = (
    "Hội đồng đã bỏ phiếu cả danh sách ở nội dung số {}. Danh sách bỏ phiếu một lần: hồ sơ không đủ số phiếu thì không "
    f"được thông qua, không bỏ phiếu lần hai. {_ONCE_MORE}"
)
LISTED_BEFORE = (
    "Hội đồng đã bỏ phiếu cả danh sách ở phiên họp ngày {}. Danh sách bỏ phiếu một lần: hồ sơ không đủ số phiếu thì "
    "không được thông qua, không bỏ phiếu lần hai."
)
VOTING_ON_LIST = "Cả danh sách đang được đưa ra bỏ phiếu ở nội dung số {}."
NOT_RANKED = "Hồ sơ này không có thứ hạng nên không đưa ra bỏ phiếu."
TAKEN_OUT = "Hội đồng đã biểu quyết đưa hồ sơ này ra khỏi danh sách nên không bỏ phiếu thông qua."
NOTHING_TO_LIST = "Mọi hồ sơ có thứ hạng đã được quyết, nên không còn danh sách để bỏ phiếu."
UNEQUAL_SLIPS = "Số lá phiếu không bằng số người đã bỏ phiếu, nên lần bỏ phiếu này không có giá trị. Hãy bỏ phiếu lại."
PRESIDING = "Chủ trì: {}"
ACTING = "Chủ trì: {}, Phó Chủ tịch, điều hành thay Chủ tịch"
NO_CHAIR = "Chủ tịch và Phó Chủ tịch đều vắng hoặc không tham gia; các thành viên dự họp cử người chủ trì"
ALL_ALIKE = "Mọi lá phiếu giống nhau, nên ai cũng biết từng người đã bỏ phiếu thế nào."
ONE_DIFFERS = "Chỉ một lá phiếu khác các lá còn lại, nên người bỏ lá phiếu ấy biết mọi người khác đã bỏ phiếu thế nào."
FEW_VOTERS = "Rất ít người bỏ phiếu: kết quả có thể cho biết từng người đã bỏ phiếu thế nào."
