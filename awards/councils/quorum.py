"""Whether enough members are there: the rulebook's quorum with its working. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from awards.councils.states import Post
from scoring.levels import Quorum


@dataclass(frozen=True)
class Seat:
    """A member of a council in a meeting: the post, and whether the person was there."""

    post: str
    present: bool


@dataclass(frozen=True)
class Attended:
    """Attendance of one council counted against its quorum; ``rule`` is None where the rulebook asks for none."""

    members: int
    present: int
    chair_present: bool
    rule: Quorum | None

    @property
    def needed(self) -> int:
        """The least number of members that must be there: the fraction of all, rounded up."""
        if self.rule is None:
            return 0
        share = self.rule.fraction * self.members
        return -(-share.numerator // share.denominator)

    @property
    def lacks_chair(self) -> bool:
        return self.rule is not None and self.rule.chair_required and not self.chair_present

    @property
    def is_met(self) -> bool:
        return self.members > 0 and self.present >= self.needed and not self.lacks_chair

    @property
    def sentence(self) -> str:
        """The working in words."""
        told = f"{self.present}/{self.members} thành viên dự họp"
        if self.rule is None:
            return f"{told}. Thể lệ không quy định số thành viên dự họp tối thiểu."
        verdict = "đủ" if self.present >= self.needed else "chưa đủ"
        told += f"; thể lệ cần ít nhất {_fraction(self.rule.fraction)} là {self.needed} người: {verdict}."
        if self.rule.chair_required:
            told += " Chủ tịch có mặt." if self.chair_present else " Thể lệ yêu cầu Chủ tịch có mặt, Chủ tịch vắng."
        return told


def attended(seats: Sequence[Seat], rule: Quorum | None) -> Attended:
    """Count the seats of one council."""
    return Attended(
        members=len(seats),
        present=sum(seat.present for seat in seats),
        chair_present=any(seat.present for seat in seats if seat.post == Post.CHAIR),
        rule=rule,
    )


def _fraction(value: Fraction) -> str:
    return "toàn bộ thành viên" if value == 1 else f"{value} số thành viên"
