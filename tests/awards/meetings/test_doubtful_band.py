"""Around the cut-off the agenda is shaded by the advice kept with the count; to depart there needs a reason too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.councils.models import Assignment
from awards.councils.states import AssignmentState
from awards.jobs import worker
from awards.meetings import motions, queries
from awards.meetings.inputs import MotionInput
from awards.meetings.states import MotionKind
from awards.policy.actor import Actor
from awards.results import queries as results
from awards.results import services
from tests.cast import Cast, CastClient
from tests.judged import a_judged_season, cast_one
from tests.met import an_open_meeting, ballot, publish, voting_rules

PLACES = [("away", f"Hợp tác xã Mẫu {name}") for name in ("Ánh Dương", "Bình Minh", "Ưu Đàm", "Đồng Tiến")]
PLACES += [("home", "Hợp tác xã Mẫu Hòa Bình")]
APART = ((0, 0, 1, 0), (2, 3, 2, 4), (3, 2, 4, 3), (9, 8, 9, 9), (12, 12, 11, 12))
"""Steps below full marks by entry and judge: one far above the two places' end, two near it, two far below."""


def test_the_agenda_shades_the_band_of_the_stored_advice_and_departing_there_needs_its_reason(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    publish(cast, voting_rules(ballot("approval"), ballot("departures"), places=2))
    judged = a_judged_season(cast, PLACES)
    judges = {one.user_id: (place, one) for place, one in enumerate(_judges(cast))}
    order = {one.id: place for place, one in enumerate(judged.nominations)}
    given = select(Assignment).where(Assignment.state == AssignmentState.ASSIGNED.value).order_by(Assignment.id)
    with transaction():
        for one in db.session.scalars(given).all():
            place, actor = judges[one.judge_user_id]
            cast_one(actor, judged.season, one, APART[order[one.nomination_id]][place])
    with transaction():
        result = services.close_and_count(cast.office, judged.judging_round)
    council = judged.judging_round.council
    meeting = an_open_meeting(cast.secretary, [council])
    assert [one.doubtful for one in queries.agendas_of(meeting)[0].items] == [False] * 5
    worker.run_waiting()
    advice = results.advice_of(result)
    assert advice is not None
    intervals = {code: (one["low"], one["high"]) for code, one in advice["entries"].items()}
    items = queries.agendas_of(meeting)[0].items
    shaded = [(item.doubtful, intervals[item.row.dossier.reference]) for item in items]
    assert [doubtful for doubtful, _ in shaded] == [False, True, True, False, False]
    assert [(low <= 2, high > 2) for doubtful, (low, high) in shaded if doubtful] == [(True, True)] * 2
    secretary, path = client_of(cast.secretary), f"/phien-hop/{meeting.public_id}"
    page = secretary.get(path).text
    assert (page.count("agenda--doubtful"), page.count("(sát ngưỡng)")) == (2, 2)
    near = items[2].nomination.public_id
    bare = MotionInput(MotionKind.ADD, council.public_id, near)
    with pytest.raises(DomainError, match="Ghi lý do làm khác thứ hạng"), transaction():
        motions.put_motion(cast.secretary, meeting, bare)
    form = {"kind": "add", "entry": f"{council.public_id}:{near}", "reason": ""}
    departure = f"/phien-hop/noi-dung/moi/{meeting.public_id}/khac-thu-hang"
    assert "Ghi lý do làm khác thứ hạng." in secretary.post(departure, data=form).text
    reasoned = form | {"reason": "Mô hình duy nhất của vùng khó khăn."}
    assert "/phien-hop/noi-dung/" in secretary.post(departure, data=reasoned).location
    secretary.post(f"{path}/ho-so", data={"nomination": near, "seen": ""})
    assert "Hồ sơ này nằm sát ngưỡng" in secretary.get(path).text


def _judges(cast: Cast) -> tuple[Actor, ...]:
    return (cast.chair, cast.judge, cast.other_judge, cast.home_judge)
