"""A page that saves field by field: what is stored is what is answered, whatever is lost or sent twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.audit.models import AuditEntry
from awards.audit.services import verify_log
from awards.base.database import db
from awards.base.transaction import transaction
from awards.councils.models import Assignment
from awards.policy.actor import Actor
from awards.sheets import places, saving
from awards.sheets import services as sheets
from awards.sheets.changes import Change
from awards.sheets.errors import SheetConflict
from awards.sheets.marks import read_marks
from awards.sheets.models import SheetNote, SheetVersion
from awards.sheets.wording import ALREADY_CAST, CLOSED
from tests.cast import Cast, CastClient
from tests.judging import a_round, assignment_of, cast_by, close, saved

ClientOf = Callable[[Actor], CastClient]
STALE = "Trang này thiếu thông tin. Hãy tải lại trang rồi nhập lại."


def versions() -> list[SheetVersion]:
    return list(db.session.scalars(select(SheetVersion).order_by(SheetVersion.number)))


def send(client: CastClient, assignment_id: str, base: int, key: str, **fields: str) -> tuple[int, dict[str, Any]]:
    form = {"base_version": str(base), "idempotency_key": key, **fields}
    answer = client.post(f"/phieu-cham/{assignment_id}/luu", data=form, headers={"X-Autosave": "1"})
    return answer.status_code, answer.get_json()


@pytest.fixture
def own(cast: Cast) -> str:
    return assignment_of(a_round(cast), cast.judge).public_id


def test_a_field_is_stored_and_read_back_and_the_rest_stays(cast: Cast, client_of: ClientOf, own: str) -> None:
    client = client_of(cast.judge)
    assert send(client, own, 0, "a", mark_A3="4.5")[0] == 200
    status, told = send(client, own, 1, "b", remark="  Hồ sơ rõ.\r\n")
    stored = versions()[-1]
    assert (status, told) == (
        200,
        {
            "state": "saved",
            "version": 2,
            "at": told["at"],
            "marks": {key: "4,5" if key == "A3" else "" for key in read_marks(stored.marks)},
            "reasons": {},
            "remark": "Hồ sơ rõ.",
            "total": told["total"],
            "gaps": len(read_marks(stored.marks)) - 1,
        },
    )
    assert (read_marks(stored.marks)["A3"], stored.remark) == (Fraction(9, 2), "Hồ sơ rõ.")


def test_the_same_act_again_is_the_same_version_a_thousand_times(cast: Cast, own: str) -> None:
    place = places.get_place_visible_to(cast.judge, own)
    assert place is not None
    change = Change({"A3": Fraction(4)}, {}, None, 0, "một lần bấm")
    numbers = set()
    for _ in range(1000):
        with transaction():
            numbers.add(saving.save(cast.judge, place, change))
    assert (numbers, len(versions())) == ({1}, 1)
    entries = select(func.count(AuditEntry.number)).where(AuditEntry.action == "sheet.save")
    assert db.session.scalar(entries) == 1


def test_another_window_is_shown_and_never_overwritten(cast: Cast, client_of: ClientOf, own: str) -> None:
    client = client_of(cast.judge)
    send(client, own, 0, "a", mark_A3="4")
    same, told = send(client, own, 0, "b", mark_A3="5")
    other, _ = send(client, own, 0, "c", mark_B1="5")
    assert (same, other, told["state"], told["version"], told["marks"]["A3"]) == (409, 409, "conflict", 1, "4")
    assert "vừa được lưu ở cửa sổ khác lúc" in told["sentence"]
    assert len(versions()) == 1


def test_the_button_after_a_lost_answer_is_no_conflict(cast: Cast, client_of: ClientOf, own: str) -> None:
    client = client_of(cast.judge)
    send(client, own, 0, "lost on the way", mark_A3="4")
    form = {"base_version": "0", "idempotency_key": "button", "mark_A3": "4", "mark_B1": "2", "remark": ""}
    answer = client.post(f"/phieu-cham/{own}/cham", data=form)
    assert (answer.status_code, len(versions())) == (302, 2)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"mark_A3": "7"}, {"mark_A3": "không được lớn hơn 6"}),
        ({"mark_A3": "bảy"}, {"mark_A3": "nhập điểm bằng chữ số"}),
        ({"mark_A3": "0,3"}, {"mark_A3": "phải theo bước 0,5"}),
        ({"remark": "x" * 4001}, {"remark": "dài 4001 ký tự, tối đa 4000 ký tự"}),
        ({"mark_A3": "7", "mark_B1": "x"}, {"mark_B1": "nhập điểm bằng chữ số"}),
        ({}, {"idempotency_key": STALE}),
        ({"mark_A2": "3"}, {"idempotency_key": STALE}),
    ],
)
def test_what_cannot_stand_is_told_beside_its_field(
    cast: Cast, client_of: ClientOf, own: str, fields: dict[str, str], errors: dict[str, str]
) -> None:
    status, told = send(client_of(cast.judge), own, 0, "a", **fields)
    assert (status, told["state"], told["errors"].keys(), versions()) == (422, "refused", errors.keys(), [])
    assert all(sentence in told["errors"][name] for name, sentence in errors.items())


def test_after_casting_or_closing_a_save_says_so(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    mine, theirs = assignment_of(judging_round, cast.judge), assignment_of(judging_round, cast.other_judge)
    cast_by(cast.judge, mine)
    ids = mine.public_id, theirs.public_id
    told = [send(client_of(cast.judge), ids[0], 1, "a", mark_A3="1")]
    close(db.session.merge(judging_round))
    told.append(send(client_of(cast.other_judge), ids[1], 0, "a", mark_A3="1"))
    assert told == [
        (422, {"state": "refused", "sentence": sentence, "errors": {}}) for sentence in (ALREADY_CAST, CLOSED)
    ]


def test_the_note_is_the_judges_own_and_stays_out_of_versions_and_log(
    cast: Cast, client_of: ClientOf, own: str
) -> None:
    client, before = client_of(cast.judge), verify_log()[0]
    answers = [
        client.post(f"/phieu-cham/{own}/ghi-chu", data={"text": text}, headers={"X-Autosave": "1"}).get_json()
        for text in ("Hỏi lại doanh thu.", "Đã hỏi.")
    ]
    assert [(one["state"], one["text"]) for one in answers] == [("saved", "Hỏi lại doanh thu."), ("saved", "Đã hỏi.")]
    assert [one.text for one in db.session.scalars(select(SheetNote))] == ["Đã hỏi."]
    assert (versions(), verify_log()[0]) == ([], before)


def interleavings(seed: int) -> Iterator[tuple[int, str, str]]:
    """Two windows in a random order: which one, which field, what it types."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(6):
        yield dice.randrange(2), dice.choice(["A3", "B1"]), str(dice.randrange(3))


def test_two_windows_in_any_order_lose_nothing_silently(cast: Cast) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    place = places.place_of(assignment)
    told, refused, expected, shown = 0, 0, dict[str, Fraction | None](), list[bool]()
    seen = [0, 0]
    for seed in range(100):
        for turn, (window, criterion, mark) in enumerate(interleavings(seed)):
            change = Change({criterion: Fraction(mark)}, {}, None, seen[window], f"{seed}-{turn}")
            try:
                with transaction():
                    seen[window] = saving.save(cast.judge, place, change)
                told, expected[criterion] = told + 1, Fraction(mark)
            except SheetConflict as conflict:
                refused, seen[window] = refused + 1, conflict.stored.number
                shown.append(read_marks(conflict.stored.marks).items() >= expected.items())
        assert read_marks(versions()[-1].marks).items() >= expected.items()
    assert (told + refused, len(versions())) == (600, told)
    assert (refused > 100, all(shown)) == (True, True)


def test_twenty_presses_at_the_same_instant_are_one_version(app: Flask, cast: Cast) -> None:
    place = places.place_of(assignment_of(a_round(cast), cast.judge))
    db.session.rollback()
    ready, change = Barrier(20), Change({"A3": Fraction(2)}, {}, None, 0, "một lần bấm")

    def press(_number: int) -> int:
        with app.app_context():
            ready.wait()
            with transaction():
                return saving.save(cast.judge, place, change)

    with ThreadPoolExecutor(20) as windows:
        assert set(windows.map(press, range(20))) == {1}
    assert len(versions()) == 1


def test_a_save_costs_a_fixed_and_small_number_of_statements(
    cast: Cast, count_queries: Callable[[], list[str]]
) -> None:
    judging_round = a_round(cast)
    assignment: Assignment = assignment_of(judging_round, cast.judge)
    saved(cast.judge, assignment, {})
    place = places.place_of(assignment)
    seen = count_queries()
    seen.clear()
    with transaction():
        saving.save(cast.judge, place, Change({"A3": Fraction(1)}, {}, None, 1, "a"))
    own = [one for one in seen if "audit" not in one and "BEGIN" not in one and "savepoint" not in one.lower()]
    assert len(own) <= 5
    assert sheets.stored_sheet(assignment).version == 2
