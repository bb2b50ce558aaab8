"""What the centre finds stands in the nomination's history, and frees a place when it is a refusal."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.forwarding import services
from awards.forwarding.models import NominationEvent
from awards.nominations import services as nominations
from awards.nominations.inputs import AchievementsInput, ConsentInput
from awards.notices.models import Notice
from awards.policy.actor import Actor
from awards.screening import services as screening
from tests import screened
from tests.builders import a_complete_draft, a_forwarded, an_open_season
from tests.cast import Cast, CastClient


def test_a_returned_dossier_tells_which_parts_and_why(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        screening.return_to_province(cast.screener, nomination, {"achievements": "Viết rõ hơn."})
    event = db.session.scalars(select(NominationEvent).where(NominationEvent.kind == "returned")).one()
    assert (event.reasons, event.by and event.by.public_id) == (
        {"achievements": "Viết rõ hơn."},
        cast.screener.public_id,
    )
    page = client_of(cast.officer).get(f"/ho-so/{nomination.public_id}/dien-bien").text
    assert ("Viết rõ hơn." in page, "Tóm tắt thành tích" in page, cast.screener.name in page) == (True, True, False)


def test_a_refusal_frees_a_place_and_tells_the_leader_who_is_first_in_line(cast: Cast) -> None:
    season = an_open_season(cast)
    sent = [a_forwarded(cast, season) for _ in range(4)]
    fifth = a_complete_draft(cast, season)
    with transaction():
        services.ask_for_sign_off(cast.officer, fifth)
        services.sign_off(cast.leader, fifth)
    screened.refuse(cast, sent[0], "Không đúng đối tượng.", "Điều 1")
    notices = db.session.scalars(select(Notice).where(Notice.kind == "place_free")).all()
    assert [(one.user.public_id, fifth.reference in one.body) for one in notices] == [(cast.leader.public_id, True)]
    with transaction():
        services.forward(cast.leader, fifth)
    assert fifth.state == "forwarded"


def test_the_centre_reads_what_was_sent_and_never_a_correction_in_progress(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        screening.return_to_province(cast.screener, nomination, {"achievements": "Viết rõ hơn.", "consent": "Ai ký?"})
    with transaction():
        nominations.save_section(cast.officer, nomination, AchievementsInput("Bản đang sửa dở"))
        nominations.save_section(cast.officer, nomination, ConsentInput(nomination.consent_on, "Người mới"))
    path = f"/ho-so/{nomination.public_id}/kiem-tra"
    for person, reads in ((cast.officer, True), (cast.screener, False), (cast.office, False), (cast.auditor, False)):
        page = client_of(person).get(path).text
        assert [words in page for words in ("Bản đang sửa dở", "Người mới")] == [reads] * 2
