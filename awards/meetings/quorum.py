"""Whether enough members are there: the rulebook's quorum with its working. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from awards.councils.states import Post
from scoring.levels import Quorum


@dataclass(frozen=True)
class Seat:
    """A member of a council in a meeting: the post, whether the person is there, and whether out of this entry."""

    post: str
    present: bool
    recused: bool = False


@dataclass(frozen=True)
class Attended:
    """Attendance of one council counted against its quorum; ``rule`` is None where the rulebook asks for none.

    ``members`` and ``present`` leave out recused members, or ``members`` counts them, as the rulebook says.
    """

    members: int
    present: int
    chair_present: bool
    rule: Quorum | None
    recused: int = 0
    chair_recused: bool = False

    @property
    def needed(self) -> int:
        """The least number of members that must be there: the fraction of all, rounded up."""
        if self.rule is None:
            return 0
        share = self.rule.fraction * self.members
        return -(-share.numerator // share.denominator)

    @property
    def lacks_chair(self) -> bool:
        """A required chair is away; one who is out of this entry is not missed."""
        return self.rule is not None and self.rule.chair_required and not (self.chair_present or self.chair_recused)

    @property
    def is_met(self) -> bool:
        return self.members > 0 and self.present >= self.needed and not self.lacks_chair

    @property
    def sentence(self) -> str:
        """The working in words."""
        told = f"{self.present}/{self.members} thành viên dự họp"
        if self.recused:
            counted = self.rule is not None and self.rule.recused == "counted"
            way = "vẫn tính trong tổng số" if counted else "không tính vào tổng số"
            told += f", {self.recused} người không tham gia hồ sơ này ({way})"
        if self.rule is None:
            return f"{told}. Thể lệ không quy định số thành viên dự họp tối thiểu."
        verdict = "đủ" if self.present >= self.needed else "chưa đủ"
        told += f"; thể lệ cần ít nhất {_fraction(self.rule.fraction)} là {self.needed} người: {verdict}."
        return told + self._of_the_chair(self.rule)

    def _of_the_chair(self, rule: Quorum) -> str:
        if not rule.chair_required:
            return ""
        if self.chair_recused:
            return " Chủ tịch không tham gia hồ sơ này."
        return " Chủ tịch có mặt." if self.chair_present else " Thể lệ yêu cầu Chủ tịch có mặt, Chủ tịch vắng."


def attended(seats: Sequence[Seat], rule: Quorum | None) -> Attended:
    """Count the seats of one council."""
    recused = sum(seat.recused for seat in seats)
    counted = rule is not None and rule.recused == "counted"
    return Attended(
        members=len(seats) - (0 if counted else recused),
        present=sum(seat.present and not seat.recused for seat in seats),
        chair_present=any(seat.present and not seat.recused for seat in seats if seat.post == Post.CHAIR),
        rule=rule,
        recused=recused,
        chair_recused=any(seat.recused for seat in seats if seat.post == Post.CHAIR),
    )


def _fraction(value: Fraction) -> str:
    return "toàn bộ thành viên" if value == 1 else f"{value} số thành viên"
