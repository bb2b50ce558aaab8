"""Quorum as published rules have it (rules of OCOP councils, ministries, State Audit), with recused members."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from awards.councils.states import Post
from awards.meetings.quorum import Attended, Seat, attended
from scoring.levels import Quorum


def rule(fraction: str, *, chair: bool = False, recused: Any = "out") -> Quorum:
    return Quorum(fraction=Fraction(fraction), chair_required=chair, recused=recused, clause="Điều 4", origin="tự đặt")


def room(present: int, absent: int = 0, recused: int = 0, *, chair: str = "present") -> list[Seat]:
    """A chair and so many others."""
    others = [*[(True, False)] * present, *[(False, False)] * absent, *[(True, True)] * recused]
    first = Seat(Post.CHAIR, present=chair != "absent", recused=chair == "recused")
    return [first, *(Seat(Post.MEMBER, present=is_there, recused=out) for is_there, out in others)]


@pytest.mark.parametrize(
    ("seats", "quorum", "told"),
    [
        # OCOP Tây Ninh: 3/4 thành viên, trong đó có chủ tịch.
        (room(5, 2), rule("3/4", chair=True), (8, 6, 6, True)),
        (room(4, 3), rule("3/4", chair=True), (8, 5, 6, False)),
        (room(7, chair="absent"), rule("3/4", chair=True), (8, 7, 6, False)),
        # Bộ Tài nguyên và Môi trường 2019, Kiểm toán nhà nước 2024: 2/3.
        (room(13, 6), rule("2/3"), (20, 14, 14, True)),
        (room(12, 7), rule("2/3"), (20, 13, 14, False)),
        # Người không tham gia: không tính vào tổng số, hoặc vẫn tính.
        (room(4, 1, 3), rule("3/4"), (6, 5, 5, True)),
        (room(4, 1, 3, chair="present"), rule("3/4", recused="counted"), (9, 5, 7, False)),
        # Chủ tịch không tham gia hồ sơ của mình thì không phải là vắng.
        (room(6, chair="recused"), rule("3/4", chair=True), (6, 6, 5, True)),
        (room(3, 4), None, (8, 4, 0, True)),
    ],
)
def test_quorum_is_counted_as_the_rulebook_says(
    seats: list[Seat], quorum: Quorum | None, told: tuple[int, int, int, bool]
) -> None:
    found = attended(seats, quorum)
    assert (found.members, found.present, found.needed, found.is_met) == told


def test_the_working_names_who_is_out() -> None:
    assert attended(room(4, 1, 1, chair="recused"), rule("2/3", chair=True)).sentence == (
        "4/5 thành viên dự họp, 2 người không tham gia hồ sơ này (không tính vào tổng số); "
        "thể lệ cần ít nhất 2/3 số thành viên là 4 người: đủ. Chủ tịch không tham gia hồ sơ này."
    )
    assert attended(room(2, 0, 1), rule("1", recused="counted")).sentence == (
        "3/4 thành viên dự họp, 1 người không tham gia hồ sơ này (vẫn tính trong tổng số); "
        "thể lệ cần ít nhất toàn bộ thành viên là 4 người: chưa đủ."
    )


def test_nobody_is_no_quorum() -> None:
    assert attended([], rule("1/2")) == Attended(0, 0, chair_present=False, rule=rule("1/2"))
    assert attended([], rule("1/2")).is_met is False
