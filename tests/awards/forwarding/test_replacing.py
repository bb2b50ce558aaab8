"""A province chooses again after it has chosen: both histories stay, and each leads to the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.forwarding import services
from awards.forwarding.models import NominationEvent
from awards.nominations.models import Nomination
from awards.nominations.states import NominationState
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.seasons import services as seasons
from awards.seasons.inputs import ExtensionInput
from awards.seasons.models import Season
from awards.seasons.states import SeasonState
from tests.builders import a_complete_draft, a_forwarded, an_open_season, close_nominations
from tests.cast import Cast, CastClient

WHY = "Hợp tác xã thôi tham gia."


def a_signed_off(cast: Cast, season: Season) -> Nomination:
    nomination = a_complete_draft(cast, season)
    with transaction():
        services.ask_for_sign_off(cast.officer, nomination)
        services.sign_off(cast.leader, nomination)
    return nomination


def events(nomination: Nomination) -> list[str]:
    statement = select(NominationEvent.kind).where(NominationEvent.nomination_id == nomination.id)
    return list(db.session.scalars(statement.order_by(NominationEvent.id)))


def test_a_signed_off_nomination_takes_the_place_in_one_step(cast: Cast) -> None:
    season = an_open_season(cast)
    old, new = a_forwarded(cast, season), a_signed_off(cast, season)
    with transaction():
        receipt = services.replace(cast.leader, old, new, WHY)
    with transaction():
        again = services.replace(cast.leader, old, new, WHY)
    assert (old.state, new.state, old.replaced_by, new.replaces) == ("replaced", "forwarded", new, old)
    assert (receipt.nomination, receipt.number, again) == (new, 1, receipt)
    asked = ["sign_off_asked", "signed_off"]
    assert (events(old), events(new)) == ([*asked, "forwarded", "replaced"], [*asked, "replaces", "forwarded"])


def test_replacing_keeps_the_number_of_places_taken(cast: Cast) -> None:
    season = an_open_season(cast)
    sent = [a_forwarded(cast, season) for _ in range(4)]
    fifth = a_signed_off(cast, season)
    with transaction():
        services.replace(cast.leader, sent[0], fifth, WHY)
    sixth = a_signed_off(cast, season)
    with pytest.raises(DomainError, match="đủ 4 hồ sơ"), transaction():
        services.forward(cast.leader, sixth)


def test_without_a_reason_or_by_somebody_else_nothing_happens(cast: Cast) -> None:
    season = an_open_season(cast)
    old, new = a_forwarded(cast, season), a_signed_off(cast, season)
    with pytest.raises(DomainError, match="Ghi lý do"), transaction():
        services.replace(cast.leader, old, new, " ")
    for actor in (cast.officer, cast.stranger_leader, cast.screener):
        with pytest.raises(Forbidden), transaction():
            services.replace(actor, old, new, WHY)
    assert (old.state, new.state) == (NominationState.FORWARDED, NominationState.SIGNED_OFF)


def test_only_a_signed_off_nomination_of_the_same_season_takes_the_place(cast: Cast) -> None:
    season = an_open_season(cast)
    old = a_forwarded(cast, season)
    for wrong in (a_complete_draft(cast, season), a_signed_off(cast, an_open_season(cast, title="Mùa khác"))):
        with pytest.raises(DomainError, match="đã duyệt và chưa gửi") as refused, transaction():
            services.replace(cast.leader, old, wrong, WHY)
        assert refused.value.field == "successor"
    assert old.state == NominationState.FORWARDED


def test_after_the_deadline_only_what_the_centre_sent_back_or_refused_is_replaced(cast: Cast) -> None:
    season = an_open_season(cast)
    standing, returned, refused = (a_forwarded(cast, season) for _ in range(3))
    first, second = a_signed_off(cast, season), a_signed_off(cast, season)
    with transaction():
        returned.state, refused.state = NominationState.RETURNED.value, NominationState.INELIGIBLE.value
    close_nominations(cast, season)
    with pytest.raises(DomainError, match="Sau hạn, tỉnh chỉ thay được"), transaction():
        services.replace(cast.leader, standing, first, WHY)
    with transaction():
        services.replace(cast.leader, returned, first, WHY)
        services.replace(cast.leader, refused, second, WHY)
    found = [(one.state, one.replaced_by) for one in (standing, returned, refused)]
    assert found == [("forwarded", None), ("replaced", first), ("ineligible", second)]


def test_the_place_of_a_refused_one_may_have_been_given_away(cast: Cast) -> None:
    season = an_open_season(cast)
    refused = a_forwarded(cast, season)
    with transaction():
        refused.state = NominationState.INELIGIBLE.value
    for _ in range(4):
        a_forwarded(cast, season)
    late = a_signed_off(cast, season)
    with pytest.raises(DomainError, match="không còn chỗ trống"), transaction():
        services.replace(cast.leader, refused, late, WHY)


def test_an_extension_opens_the_choice_again(cast: Cast) -> None:
    season = an_open_season(cast)
    old, new = a_forwarded(cast, season), a_signed_off(cast, season)
    close_nominations(cast, season)
    _extend(cast, season, old)
    with transaction():
        services.replace(cast.leader, old, new, WHY)
    assert new.state == NominationState.FORWARDED


def test_once_the_council_judges_nothing_is_replaced(cast: Cast) -> None:
    season = an_open_season(cast)
    old, new = a_forwarded(cast, season), a_signed_off(cast, season)
    with transaction():
        season.state = SeasonState.JUDGING.value
    with pytest.raises(DomainError, match="đã bắt đầu chấm"), transaction():
        services.replace(cast.leader, old, new, WHY)


def test_both_pages_lead_to_the_other_and_the_centre_reads_why(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    season = an_open_season(cast)
    old, new = a_forwarded(cast, season), a_signed_off(cast, season)
    answer = client_of(cast.leader).post(
        f"/ho-so/{old.public_id}/thay-the", data={"successor": new.public_id, "reason": WHY}
    )
    assert answer.location == f"/ho-so/{new.public_id}/bien-nhan/1"
    again = client_of(cast.leader).post(f"/ho-so/{old.public_id}/thay-the", data={"successor": new.public_id})
    assert again.location == f"/ho-so/{new.public_id}/dien-bien"
    for person in (cast.officer, cast.leader, cast.screener):
        client = client_of(person)
        there, back = (client.get(f"/ho-so/{one.public_id}/dien-bien").text for one in (old, new))
        assert (f"/ho-so/{new.public_id}/dien-bien" in there, WHY in there) == (True, True)
        assert (f"/ho-so/{old.public_id}/dien-bien" in back, WHY in back) == (True, True)


def _extend(cast: Cast, season: Season, nomination: Nomination) -> None:
    entry = ExtensionInput(nomination.alliance.public_id, clock.now() + timedelta(days=2), "Bão lũ")
    with transaction():
        seasons.record_extension(cast.office, season, nomination.alliance, entry)
