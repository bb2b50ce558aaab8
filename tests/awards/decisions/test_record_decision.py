"""Recording a decision: once, from the result, in official order, with a certificate code each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_day
from awards.base.errors import ConflictError, DomainError
from awards.base.identifiers import CODE_ALPHABET
from awards.base.transaction import transaction
from awards.decisions import queries, services
from awards.decisions.models import Decision, DecisionEntry
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.seasons.states import SeasonState
from tests.cast import Cast, CastClient
from tests.judged import a_counted_season, a_decided_season, a_decision_input, a_judged_season

TYPED = {
    "number": "77/QĐ-MẪU",
    "signing_capacity": "TM. BAN THƯỜNG VỤ, CHỦ TỊCH",
    "signer": "Trần Thị Mẫu",
}


def kept() -> tuple[int, int]:
    entries = db.session.scalar(select(func.count(DecisionEntry.id))) or 0
    return db.session.scalar(select(func.count(Decision.id))) or 0, entries


def test_a_decision_names_the_honoured_in_official_order(cast: Cast) -> None:
    decision = a_decided_season(cast)
    year = decision.season.year
    named = [
        (one.entry.position, one.dossier.organisation.name, one.dossier.organisation.province)
        for one in queries.named_in(decision)
    ]
    assert named == [
        (1, "Hợp tác xã Mẫu Bình Minh", "Cà Mau"),
        (2, "Hợp tác xã Mẫu Ưu Đàm", "Cà Mau"),
        (3, "Hợp tác xã Mẫu Ánh Dương", "Tuyên Quang"),
    ]
    numbers = [entry.golden_book_number for entry in decision.entries]
    assert numbers == [f"0001/{year}", f"0002/{year}", f"0003/{year}"]
    assert decision.season.state == SeasonState.DECIDED


def test_certificate_codes_are_random_and_all_different(cast: Cast) -> None:
    decision = a_decided_season(cast)
    codes = [entry.certificate_code for entry in decision.entries]
    assert len(set(codes)) == 3
    assert {len(code) for code in codes} == {28}
    assert set("".join(codes)) <= set(CODE_ALPHABET)


def test_two_clicks_give_one_decision(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    judged, _ = a_counted_season(cast)
    office, path = client_of(cast.office), f"/quyet-dinh/ghi/{judged.season.public_id}"
    typed = {**TYPED, "signed_on": format_day(clock.today())}
    answers = [office.post(path, data=typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert kept() == (1, 3)
    with pytest.raises(ConflictError, match="đã được ghi"), transaction():
        services.record_decision(cast.office, judged.season, a_decision_input())


def test_bad_input_is_told_beside_the_field_and_kept(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    judged, _ = a_counted_season(cast)
    office, path = client_of(cast.office), f"/quyet-dinh/ghi/{judged.season.public_id}"
    tomorrow = format_day(clock.today() + timedelta(days=1))
    for typed, sentence in (
        ({**TYPED, "signed_on": "31/02/2026"}, "Không có ngày 31/02/2026."),
        ({**TYPED, "signed_on": tomorrow}, "Ngày ký không được sau hôm nay."),
        ({**TYPED, "signed_on": format_day(clock.today()), "number": ""}, "Nhập số quyết định."),
    ):
        page = office.post(path, data=typed)
        assert page.status_code == 200
        assert page.text.count(sentence) == 2  # in the summary on top and beside the field
        assert 'value="Trần Thị Mẫu"' in page.text
        assert "<title>Lỗi: " in page.text
    assert kept() == (0, 0)


def test_a_season_without_a_result_has_no_decision(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    judged = a_judged_season(cast)
    with pytest.raises(DomainError, match="chưa có kết quả"), transaction():
        services.record_decision(cast.office, judged.season, a_decision_input())
    assert client_of(cast.office).get(f"/quyet-dinh/ghi/{judged.season.public_id}").status_code == 404


def test_only_the_office_records(cast: Cast) -> None:
    judged, _ = a_counted_season(cast)
    for actor in (cast.standing, cast.auditor, cast.chair, cast.screener, cast.leader):
        with pytest.raises(Forbidden), transaction():
            services.record_decision(actor, judged.season, a_decision_input())


def test_who_reads_a_decision(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    path = f"/quyet-dinh/{a_decided_season(cast).public_id}"
    people = ("office", "standing", "auditor", "chair", "judge", "screener", "leader")
    answers = {one: client_of(getattr(cast, one)).get(path).status_code for one in people}
    allowed = dict.fromkeys(("office", "standing", "auditor"), 200)
    assert answers == allowed | dict.fromkeys(("chair", "judge", "screener", "leader"), 404)


def test_a_list_costs_the_same_whatever_its_length(cast: Cast, count_queries: Callable[[], list[str]]) -> None:
    decision = a_decided_season(cast)
    db.session.refresh(decision)
    seen = count_queries()
    before = len(seen)
    queries.named_in(decision)
    assert len(seen) - before == 2
