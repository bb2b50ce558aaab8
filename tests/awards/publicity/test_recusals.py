"""How often members of the council did not mark is told with the honours: numbers, in one sentence, not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import time_machine
from sqlalchemy import select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.councils.states import RecusalKind
from awards.policy.actor import Actor
from awards.publicity import services
from awards.publicity.models import PublicRulebook, PublicSeason
from awards.publicity.recusals import KIND_WORDS, sentence, written
from tests.cast import Cast, CastClient
from tests.judged import a_decided_season, a_planned_announcement, in_an_hour

TOLD = "Có 1 lượt thành viên hội đồng không chấm một hồ sơ: 1 vì cùng địa phương, theo thể lệ."


def test_the_numbers_are_frozen_at_the_approval_and_shown_with_the_honours(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    decision, instant = a_decided_season(cast), in_an_hour()
    announcement = a_planned_announcement(cast, decision, instant)
    shown = db.session.scalars(select(PublicSeason)).one()
    assert (shown.recusals, shown.recusals_from) == ('{"own_province":1}', instant)
    page = f"/the-le/{db.session.scalars(select(PublicRulebook)).one().public_id}"
    stranger = client_of(cast.nobody)
    assert "không chấm vì có liên quan" not in stranger.get(page).text
    with time_machine.travel(instant + timedelta(seconds=1)):
        after = stranger.get(page).text
    assert f"<strong>{decision.season.title}.</strong> {TOLD}" in after
    assert "Bàn Thị Xuân" not in after
    with transaction():
        services.reschedule_announcement(cast.office, announcement, in_an_hour() + timedelta(hours=1))
    db.session.refresh(shown)
    assert (shown.recusals, shown.recusals_from) == ("", None)


def test_every_kind_has_words_and_none_is_said_plainly() -> None:
    assert set(KIND_WORDS) == {kind.value for kind in RecusalKind}
    assert sentence(written({"declared": 2, "relation": 1})) == (
        "Có 3 lượt thành viên hội đồng không chấm một hồ sơ: 1 vì có quan hệ ghi trong sổ của hội đồng; 2 do thành "
        "viên tự kê khai."
    )
    assert sentence(written({})) == "Không có trường hợp nào thành viên hội đồng phải đứng ngoài việc chấm một hồ sơ."
