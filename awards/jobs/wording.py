"""Words about jobs, said once."""

from __future__ import annotations

from awards.jobs.states import JobState

STATE_LABELS: dict[JobState, str] = {
    JobState.QUEUED: "Đang chờ đến lượt",
    JobState.RUNNING: "Đang chạy",
    JobState.DONE: "Đã xong",
    JobState.FAILED: "Không xong",
}

STATE_TONES: dict[JobState, str] = {
    JobState.QUEUED: "neutral",
    JobState.RUNNING: "info",
    JobState.DONE: "success",
    JobState.FAILED: "danger",
}

UNFORESEEN = "Việc này gặp lỗi ngoài dự tính nên đã dừng, chưa ghi gì. Hãy thử lại; nếu vẫn lỗi, báo bộ phận kỹ thuật."
STOPPED_TOO_OFTEN = "Việc này bị dừng giữa chừng {times} lần nên không tự chạy lại nữa. Hãy báo bộ phận kỹ thuật."
UNKNOWN_TASK = "Máy chủ không biết việc này. Hãy báo bộ phận kỹ thuật."
