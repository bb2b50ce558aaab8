"""How much of a mean of k ballots is the entry, and how much is chance."""

from __future__ import annotations

from scoring.advice.severity import Severity
from scoring.advice.statement import NoAnswer

OUT_OF_RANGE = NoAnswer(sentence="Độ tin cậy của một phiếu phải nằm giữa -1/(k - 1) và 1, số phiếu phải dương.")
NO_VARIANCE = NoAnswer(sentence="Các phiếu không có khác biệt nào nên không tính được độ tin cậy.")


def spearman_brown(single: float, ballots: float) -> float | NoAnswer:
    """Reliability of the mean of k ballots from that of one: k r / (1 + (k - 1) r)."""
    below = 1 + (ballots - 1) * single
    if not (ballots > 0 and below > 0 and -1 <= single <= 1):
        return OUT_OF_RANGE
    return ballots * single / below


def component_reliability(fit: Severity, ballots: float) -> float | NoAnswer:
    """sa^2 / (sa^2 + sb^2 / k + s^2 / k): absolute agreement of means of k ballots by different judges."""
    chance = fit.judge_sd**2 + fit.noise_sd**2
    whole = fit.entry_sd**2 + chance / ballots if ballots > 0 else 0.0
    return fit.entry_sd**2 / whole if whole > 0 else NO_VARIANCE
