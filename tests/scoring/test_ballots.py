"""Quorum and ballots: who counts, what passes, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ballots import VOTES, BallotResult, Ballots, Vote, count_ballots
from scoring.errors import ScoringError
from scoring.levels import Ballot, Level, Meeting, Quorum
from tests.scoring.world import SMALL, ballots_of

HALF = Fraction(1, 2)


def a_level(
    fraction: Any = "2/3", *, chair: bool = False, recused: Any = "out", departures: bool = False, **ballot: Any
) -> Level:
    """A level whose members vote yes or no on each entry, by an open majority of all unless told otherwise."""
    rule: dict[str, Any] = {
        "kind": "yes_no",
        "secret": False,
        "threshold": HALF,
        "denominator": "all",
        "clause": "x",
        "origin": "model",
    }
    quorum = Quorum(
        fraction=Fraction(fraction), chair_required=chair, recused=recused, clause="Điều 10", origin="model"
    )
    approval = Ballot(**rule | ballot)
    meeting = Meeting(quorum=quorum, approval=approval, departures=Ballot(**rule) if departures else None)
    return replace(SMALL.level(), meeting=meeting)


def votes_for(chair: str = "", **numbers: int) -> list[Vote]:
    """So many votes of each sort on CS-1: votes_for("yes", yes=3, absent=1); the chair's, where named, apart."""
    members = [vote for vote, number in numbers.items() for _ in range(number)]
    named = {f"m{number}": vote for number, vote in enumerate(members)}
    return ballots_of("CS-1", **({"chair": chair} if chair else {}), **named)


def counted(level: Level, votes: Sequence[Vote]) -> BallotResult:
    return count_ballots(level, votes, ["CS-1", "CS-2", "CS-3", "CS-4"]).approvals["CS-1"]


def test_a_ballot_counted_by_hand() -> None:
    votes = votes_for("yes", yes=4, no=2, blank=1, invalid=1, absent=1, recused=1)
    assert counted(a_level(strictly=True), votes) == BallotResult(
        motion="approve",
        entry="CS-1",
        reason="",
        members=10,
        present=9,
        recused=1,
        written=0,
        yes=5,
        no=2,
        invalid=1,
        denominator=10,
        quorate=True,
        passed=False,
        chair_decided=False,
    )


# ---------------------------------------------------------------- Quy định đã công bố


@pytest.mark.parametrize(
    ("present", "chair", "quorate"), [(6, True, True), (5, True, False), (7, False, False), (8, True, True)]
)
def test_ocop_three_quarters_of_the_members_with_the_chair(present: int, chair: bool, quorate: bool) -> None:
    # Hội đồng OCOP tỉnh Tây Ninh: 3/4 thành viên, trong đó có chủ tịch.
    others = present - chair
    result = counted(a_level("3/4", chair=True), votes_for("yes" if chair else "absent", yes=others, absent=7 - others))
    assert (result.members, result.present, result.quorate) == (8, present, quorate)


@pytest.mark.parametrize(
    ("present", "yes", "passed"),
    [
        (20, 18, True),
        (20, 17, False),
        (18, 18, True),
        (17, 17, False),
        (13, 13, False),
    ],
)
def test_ninety_percent_is_of_all_members_the_chair_among_them_not_of_those_present(
    present: int, yes: int, passed: bool
) -> None:
    # Nghị định 91/2017 điều 45.8; Bộ Tài nguyên và Môi trường 2019: từ 90 % tổng số thành viên, kể cả chủ tịch;
    # họp khi có mặt từ 2/3.
    level = a_level(threshold=Fraction(9, 10), secret=True)
    votes = votes_for("yes", yes=yes - 1, no=present - yes, absent=20 - present)
    result = counted(level, votes)
    assert (result.denominator, result.quorate, result.passed) == (20, present >= 14, passed)


def test_an_absent_members_written_opinion_counts_where_the_rules_take_it() -> None:
    # Nghị định 91/2017, Bộ Tài nguyên và Môi trường 2019: người vắng mặt được lấy ý kiến bằng văn bản.
    votes = votes_for("yes", yes=8, written_yes=1)
    taken, ignored = (
        counted(a_level(threshold=Fraction(1), secret=True, written_opinions=taken), votes) for taken in (True, False)
    )
    assert (taken.present, taken.written, taken.yes, taken.denominator, taken.passed) == (9, 1, 10, 10, True)
    assert (ignored.present, ignored.written, ignored.yes, ignored.denominator, ignored.passed) == (9, 0, 9, 10, False)


def test_a_written_opinion_does_not_fill_the_room() -> None:
    result = counted(a_level(written_opinions=True), votes_for(yes=6, written_yes=4))
    assert (result.present, result.members, result.quorate, result.passed) == (6, 10, False, False)


@pytest.mark.parametrize(("yes", "passed"), [(5, False), (6, True)])
def test_more_than_half_of_all_members_is_not_half(yes: int, passed: bool) -> None:
    # Kiểm toán nhà nước 2014, 2024: các hình thức còn lại trên 50 % tổng số thành viên.
    assert counted(a_level(strictly=True), votes_for(yes=yes, no=10 - yes)).passed == passed


@pytest.mark.parametrize(
    ("chair", "yes", "no", "passed", "decided"),
    [("yes", 3, 4, True, True), ("no", 4, 3, False, True), ("yes", 2, 4, False, False), ("no", 5, 2, True, False)],
)
def test_with_as_many_yes_as_no_the_chairs_view_decides(
    chair: str, yes: int, no: int, passed: bool, decided: bool
) -> None:
    # Bộ Công Thương 2008: theo đa số; ngang nhau thì theo ý kiến của chủ tịch hội đồng.
    level = a_level(strictly=True, denominator="valid", chair_casts=True)
    result = counted(level, votes_for(chair, yes=yes, no=no))
    assert (result.passed, result.chair_decided) == (passed, decided)


def test_a_dissent_that_is_reserved_is_a_vote_all_the_same() -> None:
    level = a_level(strictly=True, denominator="present", chair_casts=True)
    result = counted(level, votes_for("yes", yes=4, no=1, blank=1))
    assert (result.yes, result.no, result.passed, result.chair_decided) == (5, 1, True, False)


# ---------------------------------------------------------------- Mẫu số, vắng mặt, không tham gia


@pytest.mark.parametrize(
    ("denominator", "expected", "passed"), [("all", 10, False), ("present", 8, True), ("valid", 6, True)]
)
def test_what_the_votes_are_measured_against(denominator: str, expected: int, passed: bool) -> None:
    votes = votes_for(yes=4, no=2, blank=1, invalid=1, absent=2)
    result = counted(a_level(denominator=denominator), votes)
    assert (result.denominator, result.passed) == (expected, passed)


def test_written_opinions_are_part_of_those_present_when_they_count() -> None:
    result = counted(a_level(denominator="present", written_opinions=True), votes_for(yes=6, written_no=2, absent=1))
    assert (result.present, result.denominator, result.no) == (6, 8, 2)


@pytest.mark.parametrize(("recused", "members", "quorate"), [("out", 6, True), ("counted", 9, False)])
def test_recused_members_are_left_out_of_the_number_or_counted(recused: str, members: int, quorate: bool) -> None:
    result = counted(a_level("3/4", recused=recused), votes_for(yes=5, absent=1, recused=3))
    assert (result.members, result.denominator, result.present, result.recused, result.quorate) == (
        members,
        members,
        5,
        3,
        quorate,
    )


@pytest.mark.parametrize(
    ("chair", "secret", "quorate"),
    [
        ("yes", False, True),
        ("no", False, True),
        ("blank", False, True),
        ("recused", False, True),
        ("absent", False, False),
        ("written_yes", False, False),
        ("", False, False),
        ("", True, True),
        ("absent", True, False),
    ],
)
def test_a_chair_who_must_be_there_is_there_or_has_an_interest_of_the_own(
    chair: str, secret: bool, quorate: bool
) -> None:
    # Phiếu kín không cho biết phiếu nào của chủ tịch; vắng mặt thì có ghi.
    assert counted(a_level(chair=True, secret=secret), votes_for(chair, yes=9)).quorate == quorate


def test_a_council_all_of_whose_members_are_recused_decides_nothing() -> None:
    result = counted(a_level(denominator="valid"), votes_for(recused=5))
    assert (result.members, result.denominator, result.quorate, result.passed) == (0, 0, False, False)


def test_a_council_of_one_decides_alone() -> None:
    result = counted(a_level("1"), votes_for("yes"))
    assert (result.members, result.quorate, result.passed) == (1, True, True)


def test_without_a_valid_vote_nothing_passes() -> None:
    result = counted(a_level(denominator="valid"), votes_for(blank=5))
    assert (result.denominator, result.quorate, result.passed) == (0, True, False)


@pytest.mark.parametrize(("chair", "yes", "no"), [("blank", 3, 3), ("absent", 3, 3), ("", 3, 3), ("recused", 3, 3)])
def test_a_chair_who_says_nothing_decides_nothing(chair: str, yes: int, no: int) -> None:
    level = a_level(strictly=True, denominator="valid", chair_casts=True)
    result = counted(level, votes_for(chair, yes=yes, no=no))
    assert (result.passed, result.chair_decided) == (False, False)


def test_nobody_against_nobody_is_no_tie() -> None:
    level = a_level(denominator="valid", chair_casts=True)
    assert counted(level, votes_for("blank", blank=4)).chair_decided is False


# ---------------------------------------------------------------- Bỏ phiếu chọn k trong n


def slips(**approved: str) -> list[Vote]:
    """Slips on four entries: slips(m1="12") approves CS-1 and CS-2, "-" is a slip that approves none."""
    return [
        Vote(motion="approve", entry=f"CS-{number}", voter=voter, vote="yes" if str(number) in chosen else "no")
        for voter, chosen in approved.items()
        for number in range(1, 5)
    ]


def of_n(most: int, votes: list[Vote], **ballot: Any) -> Ballots:
    level = a_level(kind="approve_k", most=most, secret=True, **ballot)
    return count_ballots(level, votes, [f"CS-{number}" for number in range(1, 5)])


def test_each_member_approves_at_most_k_of_n() -> None:
    found = of_n(2, slips(m1="12", m2="13", m3="1", m4="-"))
    assert [(code, one.yes, one.no, one.passed) for code, one in sorted(found.approvals.items())] == [
        ("CS-1", 3, 1, True),
        ("CS-2", 1, 3, False),
        ("CS-3", 1, 3, False),
        ("CS-4", 0, 4, False),
    ]


def test_a_slip_with_too_many_names_is_invalid_as_a_whole() -> None:
    found = of_n(2, slips(m1="123", m2="12", m3="1"), denominator="present")
    assert [(code, one.yes, one.no, one.invalid, one.denominator) for code, one in sorted(found.approvals.items())] == [
        ("CS-1", 2, 0, 1, 3),
        ("CS-2", 1, 1, 1, 3),
        ("CS-3", 0, 2, 1, 3),
        ("CS-4", 0, 2, 1, 3),
    ]


def test_a_written_slip_with_too_many_names_is_invalid_too() -> None:
    written = [replace(vote, vote=f"written_{vote.vote}") for vote in slips(m9="123")]
    found = of_n(2, slips(m1="12", m2="12") + written, written_opinions=True, denominator="valid")
    one = found.approvals["CS-1"]
    assert (one.yes, one.present, one.written, one.invalid, one.denominator) == (2, 2, 1, 1, 2)


def test_an_overfull_slip_stays_away_where_its_member_was_recused() -> None:
    votes = [replace(vote, vote="recused") if vote.entry == "CS-4" else vote for vote in slips(m1="123", m2="1")]
    found = of_n(2, votes)
    assert (found.approvals["CS-4"].recused, found.approvals["CS-4"].invalid) == (2, 0)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["m1 CS-1 yes", "m1 CS-2 yes", "m2 CS-1 yes"], {"yes": 0, "no": 2, "members": 2}),
        (["m1 CS-1 yes", "m2 CS-1 absent"], {"yes": 0, "no": 1, "members": 2}),
        (["m1 CS-1 recused", "m1 CS-2 yes"], {"yes": 0, "no": 1, "members": 1}),
        (["m1 CS-1 recused"], {"yes": 0, "no": 1, "members": 1}),
        (["m1 CS-1 blank", "m1 CS-2 recused"], {"yes": 0, "no": 0, "members": 1}),
        (["m1 CS-1 blank", "m2 CS-1 invalid"], {"yes": 0, "no": 0, "members": 2}),
        (["m1 CS-1 written_yes", "m2 CS-3 yes"], {"yes": 1, "no": 1, "members": 2}),
    ],
)
def test_an_entry_a_slip_does_not_name_has_its_no(rows: list[str], expected: dict[str, int]) -> None:
    split = (row.split() for row in rows)
    votes = [Vote(motion="approve", entry=entry, voter=voter, vote=vote) for voter, entry, vote in split]
    third = of_n(2, votes, written_opinions=True).approvals["CS-3"]
    assert {name: getattr(third, name) for name in expected} == expected


# ---------------------------------------------------------------- Phiếu không đọc được


ORDER_BY_CHAIR = ": chỉ chủ tịch hội đồng (chair) được xếp thứ tự, kèm lý do, ví dụ order:lý do."
NO_PLACE = ": thứ tự phải là số nguyên từ 1 trở lên."


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("approve CS-9 m1 yes", ": hồ sơ không có trong danh sách."),
        ("approve CS-1 m1 maybe", f": không có cách bỏ phiếu “maybe”; dùng một trong: {', '.join(VOTES)}."),
        ("applaud CS-1 m1 yes", ": không có loại biểu quyết “applaud”."),
        ("approve:x CS-1 m1 yes", ": không có loại biểu quyết “approve:x”."),
        ("add:x CS-1 m1 yes", ": thể lệ không có bỏ phiếu “add” ở cấp này."),
        ("order:x CS-1 m1 1", ORDER_BY_CHAIR),
        ("order CS-1 chair 1", ORDER_BY_CHAIR),
        ("order: CS-1 chair 1", ORDER_BY_CHAIR),
        ("order:x CS-1 chair 0", NO_PLACE),
        ("order:x CS-1 chair -1", NO_PLACE),
        ("order:x CS-1 chair ²", NO_PLACE),
        ("order:x CS-1 chair 1000001", NO_PLACE),
    ],
)
def test_a_vote_the_rules_do_not_know_is_refused(row: str, sentence: str) -> None:
    motion, entry, voter, vote = row.split()
    with pytest.raises(ScoringError) as refused:
        counted(a_level(), [Vote(motion=motion, entry=entry, voter=voter, vote=vote)])
    assert str(refused.value) == f"Phiếu của “{voter}” cho hồ sơ {entry}{sentence}"


def test_nobody_votes_twice() -> None:
    with pytest.raises(ScoringError) as refused:
        counted(a_level(), ballots_of("CS-1", m1="yes") + ballots_of("CS-1", m1="no"))
    assert str(refused.value) == "Phiếu của “m1” cho hồ sơ CS-1 (approve) xuất hiện hai lần."


def test_where_no_meeting_votes_no_vote_is_taken() -> None:
    with pytest.raises(ScoringError) as refused:
        count_ballots(SMALL.level(), ballots_of("CS-1", m1="yes"), ["CS-1"])
    assert str(refused.value) == "Phiếu của “m1” cho hồ sơ CS-1: thể lệ không có bỏ phiếu “approve” ở cấp này."


def test_the_chair_puts_an_entry_at_one_place_only() -> None:
    rows = ballots_of("CS-1", "order:lý do một", chair="1") + ballots_of("CS-1", "order:lý do hai", chair="2")
    with pytest.raises(ScoringError) as refused:
        count_ballots(SMALL.level(), rows, ["CS-1"])
    assert str(refused.value) == "Chủ tịch hội đồng xếp thứ tự hồ sơ CS-1 hai lần."


def test_the_chairs_order_is_no_ballot_and_needs_no_meeting() -> None:
    rows = ballots_of("CS-1", "order: giữ chân vùng sâu ", chair="1000000") + ballots_of("CS-2", "order:x", chair="1")
    found = count_ballots(SMALL.level(), rows, ["CS-1", "CS-2"])
    assert found == Ballots(
        approvals={}, departures=(), order={"CS-1": 10**6, "CS-2": 1}, order_reason="giữ chân vùng sâu"
    )


def test_a_level_without_votes_has_no_ballot() -> None:
    assert count_ballots(a_level(), [], ["CS-1"]) == Ballots(approvals={}, departures=(), order={}, order_reason="")


VOTED = st.lists(st.sampled_from(VOTES), min_size=1, max_size=9).map(
    lambda votes: ballots_of("CS-1", **{f"m{number}": vote for number, vote in enumerate(votes)})
)
LEVELS = st.builds(
    a_level,
    st.sampled_from(["1/2", "2/3", "1"]),
    recused=st.sampled_from(["out", "counted"]),
    denominator=st.sampled_from(["all", "present", "valid"]),
    strictly=st.booleans(),
    written_opinions=st.booleans(),
)


@given(LEVELS, VOTED, st.randoms(use_true_random=False))
def test_the_order_of_the_votes_never_matters(level: Level, votes: list[Vote], random: Any) -> None:
    assert counted(level, random.sample(votes, len(votes))) == counted(level, votes)


@given(LEVELS, VOTED, st.integers(0, 8))
def test_one_more_yes_never_defeats_a_motion(level: Level, votes: list[Vote], place: int) -> None:
    raised = [
        replace(vote, vote="yes") if number == place and vote.vote in ("no", "blank", "invalid") else vote
        for number, vote in enumerate(votes)
    ]
    before, after = counted(level, votes), counted(level, raised)
    assert after.quorate == before.quorate
    assert after.passed >= before.passed
