"""A judge's doubt about an entry goes to whom it concerns: at the centre the office, in a province its own council."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from awards.base.transaction import transaction
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.screening import flagging, queries
from awards.screening.models import DossierFlag
from awards.screening.states import FlagReason
from awards.sheets.concerns import raise_concern
from awards.sheets.inputs import ConcernInput
from tests.cast import Cast, CastClient
from tests.provincial import a_provincial_round, assignment_of

ClientOf = Callable[[Actor], CastClient]
DOUBT = "Doanh thu năm 2025 khác báo cáo tài chính."


def a_doubt(cast: Cast) -> DossierFlag:
    judging_round, [nomination] = a_provincial_round(cast)
    own = assignment_of(judging_round, 4, nomination)
    entry = ConcernInput(FlagReason.FIGURES, DOUBT)
    with transaction():
        flag = raise_concern(cast.province_member, own, entry)
    with transaction():
        assert raise_concern(cast.province_member, own, entry).id == flag.id
    return flag


def test_a_province_s_doubt_is_seen_and_answered_by_those_who_run_its_council_alone(cast: Cast) -> None:
    flag = a_doubt(cast)
    everybody = (
        cast.province_secretary, cast.leader, cast.officer, cast.province_member, cast.stranger_leader, cast.office,
        cast.screener, cast.chair, cast.auditor,
    )  # fmt: skip
    assert [
        (queries.flags_waiting_for(one), queries.get_flag_visible_to(one, flag.public_id) is not None)
        for one in everybody
    ] == [(1, True)] * 2 + [(0, False)] * 7
    assert queries.flags_of(flag.nomination) == []
    for actor in everybody[2:]:
        with pytest.raises(Forbidden):
            flagging.resolve_flag(actor, flag, "Xong.")
    with transaction():
        flagging.resolve_flag(cast.province_secretary, flag, "Đã đối chiếu, số liệu đúng.")
    assert [queries.flags_waiting_for(one) for one in everybody] == [0] * len(everybody)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_judge_tells_the_secretary_from_the_sheet_and_finds_nothing_of_the_centre_there(
    cast: Cast, client_of: ClientOf
) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    own = assignment_of(judging_round, 4, nomination)
    judge, secretary = client_of(cast.province_member), client_of(cast.province_secretary)
    page = f"/phieu-cham/{own.public_id}/bao-vuong-mac"
    assert "Báo vướng mắc cho thư ký hội đồng" in judge.get(f"/phieu-cham/{own.public_id}/cham").text
    asked = judge.get(page).text
    assert ("Thư ký hội đồng cấp tỉnh nhận được" in asked, "Báo thư ký hội đồng" in asked) == (True, True)
    told = judge.post(page, data={"reason": "figures", "text": DOUBT}, follow_redirects=True).text
    assert "Đã báo tới thư ký hội đồng cấp tỉnh. Anh/chị vẫn chấm tiếp được." in told
    assert "Vướng mắc chờ anh/chị giải quyết" in secretary.get("/ban-lam-viec/").text
    assert (DOUBT in secretary.get("/vuong-mac/").text, DOUBT in client_of(cast.office).get("/vuong-mac/").text) == (
        True,
        False,
    )
    [flag] = queries.flags_visible_to(cast.leader, 1).rows
    answer = f"/vuong-mac/{flag.public_id}/giai-quyet"
    assert [client_of(one).get(answer).status_code for one in (cast.stranger_leader, cast.office)] == [404, 404]
    secretary.post(answer, data={"resolution": "Đã đối chiếu."})
    assert "Đã đối chiếu." in secretary.get("/vuong-mac/?da-xong=1").text
