"""The checklist saves itself: lines that are right are kept, the others named, nobody's mark is overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable

from awards.base.transaction import transaction
from awards.policy.actor import Actor
from awards.screening import marking
from awards.screening.inputs import MarkInput
from awards.screening.states import Verdict
from tests.builders import a_forwarded, an_open_season
from tests.cast import Cast, CastClient

ClientOf = Callable[[Actor], CastClient]
BY_ITSELF = {"X-Autosave": "1"}
CONDITION, PAPER = "condition:EL01", "paper:registration"


def test_what_is_right_is_kept_and_the_rest_is_named(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk, path = client_of(cast.screener), f"/tham-tra/{nomination.public_id}/phieu-kiem"
    page = desk.get(path).text
    assert ("data-autosave" in page, "Chưa lưu lần nào" in page) == (True, True)
    typed = {f"verdict_{CONDITION}": "not_met", f"verdict_{PAPER}": "met"}
    told = desk.post(f"{path}/luu", data=typed, headers=BY_ITSELF).json
    assert (told["state"], list(told["errors"])) == ("partly", [f"note_{CONDITION}"])
    assert "1/14 mục đã xem" in told["fragments"]["tien-do"]
    assert re.fullmatch(r"\d\d:\d\d:\d\d", told["at"])
    assert (told["fields"][f"version_{PAPER}"], told["fields"][f"version_{CONDITION}"]) == ("1", "0")
    whole = {**typed, f"note_{CONDITION}": "Báo cáo ghi khác.", f"version_{PAPER}": "1"}
    told = desk.post(f"{path}/luu", data=whole, headers=BY_ITSELF).json
    assert (told["state"], told["errors"]) == ("saved", {})
    marked = {one.line.key: one for one in marking.marked_lines_of(nomination, nomination.revisions[-1])}
    assert (marked[CONDITION].verdict, marked[CONDITION].note) == (Verdict.NOT_MET, "Báo cáo ghi khác.")


def test_a_line_somebody_else_marked_meanwhile_is_not_overwritten(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    desk, path = client_of(cast.screener), f"/tham-tra/{nomination.public_id}/phieu-kiem"
    with transaction():
        marking.save_marks(cast.screener, nomination, {PAPER: MarkInput(Verdict.NOT_MET, "Bản chụp mờ.", 0)})
    typed = {f"verdict_{PAPER}": "met", f"version_{PAPER}": "0"}
    told = desk.post(f"{path}/luu", data=typed, headers=BY_ITSELF).json
    assert (told["state"], "Người khác vừa lưu" in told["sentence"]) == ("conflict", True)
    both = desk.post(f"{path}/luu", data=typed)
    assert (both.status_code, "Bản chụp mờ." in both.text) == (409, True)


def test_whoever_may_not_mark_gets_no_page_that_saves_itself(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    office, path = client_of(cast.office), f"/tham-tra/{nomination.public_id}/phieu-kiem"
    assert "data-autosave" not in office.get(path).text
    assert office.post(f"{path}/luu", data={}, headers=BY_ITSELF).status_code == 403
