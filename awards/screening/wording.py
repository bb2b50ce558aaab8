"""Words of the desk, said once. The states of a nomination are worded in its own area."""

from __future__ import annotations

from awards.nominations.states import NominationState
from awards.screening.states import Finding

FINDING_LABELS: dict[Finding, str] = {
    Finding.ACCEPTED: "Hợp lệ",
    Finding.RETURNED: "Trả lại để bổ sung",
    Finding.ON_HOLD: "Tạm dừng xét",
    Finding.RELEASED: "Xét tiếp",
    Finding.INELIGIBLE: "Không hợp lệ",
}

FINDING_TONES: dict[Finding, str] = {
    Finding.ACCEPTED: "success",
    Finding.RETURNED: "warning",
    Finding.ON_HOLD: "warning",
    Finding.RELEASED: "info",
    Finding.INELIGIBLE: "danger",
}

QUEUE: dict[NominationState, str] = {
    NominationState.FORWARDED: "Chờ thẩm tra",
    NominationState.RETURNED: "Cần bổ sung",
    NominationState.ON_HOLD: "Tạm dừng xét",
    NominationState.ACCEPTED: "Hợp lệ",
    NominationState.INELIGIBLE: "Không hợp lệ",
}
"""The parts of the queue, in the order of its filter."""

PART_LABELS: dict[str, str] = {
    "figures": "Số liệu các năm",
    "consent": "Sự đồng ý của hợp tác xã",
    "declarations": "Các mục tự khai",
    "achievements": "Tóm tắt thành tích",
}
"""Parts of every dossier besides its papers."""
