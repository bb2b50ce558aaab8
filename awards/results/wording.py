"""Words about counts and results, said once."""

from __future__ import annotations

from scoring.decision import Outcome

OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.HONOURED: "Đề nghị tôn vinh",
    Outcome.NOT_HONOURED: "Ngoài số đề nghị",
    Outcome.BELOW_FLOOR: "Dưới điểm sàn",
    Outcome.NOT_COUNTED: "Chưa đủ phiếu",
}

OUTCOME_TONES: dict[Outcome, str] = {
    Outcome.HONOURED: "success",
    Outcome.NOT_HONOURED: "neutral",
    Outcome.BELOW_FLOOR: "warning",
    Outcome.NOT_COUNTED: "danger",
}
