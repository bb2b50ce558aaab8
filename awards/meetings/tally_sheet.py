"""A secret ballot on paper: counted by hand by two persons, whose totals must agree before they count."""

from __future__ import annotations

import json
from dataclasses import asdict

from awards.base.errors import DomainError
from awards.meetings.inputs import TallyInput
from awards.meetings.models import Motion

BOTH = 2


def write_tally(entry: TallyInput) -> str:
    """Canonical JSON."""
    found = asdict(entry) | {"yes": {str(one): number for one, number in sorted(entry.yes.items())}}
    return json.dumps(found, sort_keys=True, separators=(",", ":"))


def read_tally(text: str) -> TallyInput:
    """What :func:`write_tally` wrote."""
    found = json.loads(text)
    return TallyInput(**found | {"yes": {int(one): number for one, number in found["yes"].items()}})


def agreed(motion: Motion) -> TallyInput:
    """What both counted. Raises :class:`DomainError` before that."""
    if len(motion.tallies) < BOTH:
        raise DomainError("Kết quả kiểm phiếu giấy phải được hai người nhập, mỗi người nhập riêng.")
    first, second = motion.tallies
    if first.totals != second.totals:
        raise DomainError("Hai lần nhập kết quả kiểm phiếu chưa giống nhau. Hai người kiểm lại rồi nhập lại.")
    return read_tally(first.totals)


def check_tally(motion: Motion, entry: TallyInput) -> None:
    """Raises :class:`DomainError` for totals that cannot be."""
    electorate = motion.electorate
    if entry.issued > len(electorate.voters):
        raise DomainError(f"Chỉ có {len(electorate.voters)} người được bỏ phiếu.", "issued")
    if entry.returned > entry.issued:
        raise DomainError("Số phiếu thu về không thể nhiều hơn số phiếu phát ra.", "returned")
    valid = entry.returned - entry.invalid
    if valid < 0:
        raise DomainError("Số phiếu không hợp lệ nhiều hơn số phiếu thu về.", "invalid")
    if motion.nomination_id is not None:
        told = entry.yes.get(motion.nomination_id, 0) + entry.no + entry.blank
        if told != valid:
            raise DomainError(
                f"Đồng ý, không đồng ý và phiếu trắng cộng lại là {told}, phải bằng {valid} phiếu hợp lệ thu về.", "no"
            )
        return
    for nomination_id, number in entry.yes.items():
        if number > valid:
            raise DomainError(f"Nhiều hơn {valid} phiếu hợp lệ thu về.", f"yes_{nomination_id}")
