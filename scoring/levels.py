"""How one council's level works: sheets into points, the spread check, the meeting and its ballots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.decision_rules import DecisionRule
from scoring.errors import RulebookError
from scoring.figures import Origin, key_mistakes
from scoring.unread import known


@dataclass(frozen=True, kw_only=True)
class MemberGroup:
    """Judges whose sheets are aggregated apart and weighed: experts 0.6, council 0.4."""

    key: str
    label: str
    weight: Fraction
    minimum_sheets: int = 1
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class Aggregation:
    """How sheets become points, once `minimum_sheets` complete sheets are in.

    "mean" of all; "trimmed_mean" without the `trim` highest and `trim` lowest; "median" the middle
    one, or the mean of the two in the middle. `over` says of what: whole sheets ordered by their own
    total (equal ones at the cut count in equal parts), or the marks of each criterion by themselves. With
    `member_groups` that is done in each group, then the groups are weighed (weights add up to 1).
    """

    method: Literal["mean", "trimmed_mean", "median"]
    over: Literal["sheet", "criterion"] = "sheet"
    trim: int = 0
    minimum_sheets: int
    member_groups: tuple[MemberGroup, ...] = ()
    origin: Origin

    def mistakes(self, path: str) -> Iterator[RulebookError]:
        if known(self.minimum_sheets) and self.minimum_sheets < 0:
            yield RulebookError(f"{path}.minimum_sheets", "Phải là số nguyên từ 0 trở lên.")
        if known(self.trim, self.method) and (self.trim >= 1) != (self.method == "trimmed_mean"):
            yield RulebookError(f"{path}.trim", "trim từ 1 trở lên đi cùng trimmed_mean, và chỉ với cách tính đó.")
        least = {f"{path}.minimum_sheets": self.minimum_sheets}
        if self.member_groups:
            least = {
                f"{path}.member_groups[{i}].minimum_sheets": g.minimum_sheets for i, g in enumerate(self.member_groups)
            }
        for where, sheets in least.items():
            if self.trim and known(sheets, self.trim) and sheets <= 2 * self.trim:
                yield RulebookError(
                    where, f"Bỏ {self.trim} phiếu cao nhất và {self.trim} phiếu thấp nhất thì không còn phiếu nào."
                )
        yield from self._group_mistakes(path)

    def _group_mistakes(self, path: str) -> Iterator[RulebookError]:
        yield from key_mistakes((group.key for group in self.member_groups), f"{path}.member_groups")
        weights = [group.weight for group in self.member_groups]
        for index, group in enumerate(self.member_groups):
            if known(group.weight) and group.weight <= 0:
                yield RulebookError(f"{path}.member_groups[{index}].weight", "Trọng số phải lớn hơn 0.")
            if known(group.minimum_sheets) and group.minimum_sheets < 1:
                yield RulebookError(f"{path}.member_groups[{index}].minimum_sheets", "Phải là số nguyên từ 1 trở lên.")
        if weights and known(*weights) and sum(weights) != 1:
            yield RulebookError(f"{path}.member_groups", "Các trọng số phải cộng lại đúng bằng 1.")


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The judged totals of an entry's sheets may differ by at most `limit` points.

    A wider spread leads to a discussion and new sheets, at most `rounds` rounds in all; the last
    round stands. (Practice of the OCOP councils: ten points, one discussion.)
    """

    limit: Fraction
    rounds: int = 2
    clause: str
    origin: Origin

    def mistakes(self, path: str) -> Iterator[RulebookError]:
        if known(self.limit) and self.limit <= 0:
            yield RulebookError(f"{path}.limit", "Mức chênh lệch phải lớn hơn 0.")
        if known(self.rounds) and self.rounds < 2:
            yield RulebookError(f"{path}.rounds", "Phải có ít nhất hai vòng: vòng đầu và vòng sau thảo luận.")


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """The part of the members that must be present; `recused` ones are left out of the number, or counted."""

    fraction: Fraction
    chair_required: bool
    recused: Literal["out", "counted"]
    clause: str
    origin: Origin

    def mistakes(self, path: str) -> Iterator[RulebookError]:
        if known(self.fraction) and not 0 < self.fraction <= 1:
            yield RulebookError(f"{path}.fraction", 'Tỷ lệ phải lớn hơn 0 và không quá 1, ví dụ "2/3".')


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """When a motion passes: at least (or, `strictly`, more than) `threshold` of the denominator says yes.

    "yes_no": each member votes on each entry. "approve_k": each member approves at most `most`
    entries; a slip with more is invalid as a whole. Denominator "all" members, those "present", or
    "valid" votes; recused members are counted as the quorum says. `written_opinions`: an absent
    member's written yes or no counts. `chair_casts`: with as many yes as no, the chair's vote decides.
    """

    kind: Literal["yes_no", "approve_k"]
    secret: bool
    most: int | None = None
    threshold: Fraction
    strictly: bool = False
    denominator: Literal["all", "present", "valid"]
    written_opinions: bool = False
    chair_casts: bool = False
    clause: str
    origin: Origin

    def mistakes(self, path: str) -> Iterator[RulebookError]:
        if known(self.threshold) and not 0 < self.threshold <= 1:
            yield RulebookError(f"{path}.threshold", 'Tỷ lệ phải lớn hơn 0 và không quá 1, ví dụ "2/3".')
        if known(self.threshold) and self.strictly and self.threshold == 1:
            yield RulebookError(f"{path}.threshold", "Không thể có nhiều hơn toàn bộ số phiếu.")
        if known(self.kind) and (self.most is not None) != (self.kind == "approve_k"):
            yield RulebookError(f"{path}.most", "most đi cùng approve_k, và chỉ với cách bỏ phiếu đó.")
        if self.most is not None and known(self.most) and self.most < 1:
            yield RulebookError(f"{path}.most", "Phải là số nguyên từ 1 trở lên.")
        if self.secret and self.chair_casts:
            yield RulebookError(f"{path}.chair_casts", "Bỏ phiếu kín thì không biết phiếu của chủ tịch để quyết định.")


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The council's meeting: quorum, the ballot on each entry, and how a departure from the ranking is voted."""

    quorum: Quorum
    approval: Ballot | None = None
    departures: Ballot | None = None

    def mistakes(self, path: str) -> Iterator[RulebookError]:
        yield from self.quorum.mistakes(f"{path}.quorum")
        if self.approval is not None:
            yield from self.approval.mistakes(f"{path}.approval")
        if self.departures is not None:
            yield from self.departures.mistakes(f"{path}.departures")
            if self.departures.kind == "approve_k":
                yield RulebookError(
                    f"{path}.departures.kind", "Mỗi đề nghị làm khác thứ hạng được biểu quyết riêng (yes_no)."
                )


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of the award (province, centre): what its council does and decides.

    `blind`: judges see a code in place of the nominee, and files under neutral names. `shares_sheets`:
    after a round has closed the members of the council may read each other's sheets.
    """

    key: str
    label: str
    blind: bool = False
    shares_sheets: bool = False
    aggregation: Aggregation
    spread: Spread | None = None
    meeting: Meeting | None = None
    decision: DecisionRule

    def mistakes(self, path: str, max_total: Fraction) -> Iterator[RulebookError]:
        yield from self.aggregation.mistakes(f"{path}.aggregation")
        if self.spread is not None:
            yield from self.spread.mistakes(f"{path}.spread")
        if self.meeting is not None:
            yield from self.meeting.mistakes(f"{path}.meeting")
        yield from self.decision.mistakes(f"{path}.decision", max_total)
