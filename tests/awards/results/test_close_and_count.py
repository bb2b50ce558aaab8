"""Closing a round: once, with every number kept, refused while sheets are missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError
from awards.base.transaction import transaction
from awards.councils.states import RoundState
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.results import queries, services
from awards.results.models import Result, ResultEntry
from awards.seasons.states import SeasonState
from scoring.record import recount
from tests.cast import Cast, CastClient
from tests.judged import CONCLUSION, a_counted_season, a_judged_season, cast_sheets


def results_kept() -> tuple[int, int]:
    results = db.session.scalar(select(func.count(Result.id))) or 0
    return results, db.session.scalar(select(func.count(ResultEntry.id))) or 0


def test_a_count_keeps_the_digests_the_record_and_every_number(cast: Cast) -> None:
    judged, result = a_counted_season(cast)
    record = json.loads(result.record)
    assert (judged.judging_round.state, judged.season.state) == (RoundState.CLOSED, SeasonState.DECIDING)
    assert result.rulebook_digest == record["rulebook_digest"] == judged.season.rulebook.digest
    assert (result.sheets_digest, result.record_digest) == (record["sheets_digest"], record["record_digest"])
    kept = [
        {
            "entry": row.entry.nomination.reference,
            "sheets": row.entry.sheet_count,
            "criteria": json.loads(row.entry.kept)["result"]["criteria"],
            "total": row.entry.exact_total,
            "printed_total": row.entry.printed_total,
            "rank": row.entry.rank,
            "outcome": row.entry.outcome,
            "tie_step": row.entry.tie_step,
        }
        for row in queries.ranking_of(result)
    ]
    wanted = [{key: row[key] for key in kept[0]} for row in record["result"]]
    assert kept == wanted
    assert [row["rank"] for row in kept] == [1, 2, 3]


def test_the_kept_record_agrees_with_its_recount_and_a_changed_mark_is_named(cast: Cast) -> None:
    _, result = a_counted_season(cast)
    record = json.loads(result.record)
    assert recount(record) == ()
    sheet = record["sheets"][0]
    criterion = next(iter(sheet["marks"]))
    sheet["marks"][criterion] = "0"
    differences = recount(record)
    assert any(f"Hồ sơ {sheet['entry']}: điểm tiêu chí {criterion}" in sentence for sentence in differences)


def test_the_recused_judge_of_home_has_no_sheet_in_the_record(cast: Cast) -> None:
    judged, result = a_counted_season(cast)
    record = json.loads(result.record)
    home = judged.nominations[0].reference
    assert record["recused"] == [{"entry": home, "judge": 4}]
    assert [sheet["judge"] for sheet in record["sheets"] if sheet["entry"] == home] == [1, 2, 3]
    assert "Bàn Thị Xuân" not in result.record


def test_two_clicks_give_one_result(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    judged = a_judged_season(cast)
    cast_sheets(cast, judged)
    office, path = client_of(cast.office), f"/ket-qua/{judged.judging_round.public_id}"
    answers = [office.post(f"{path}/dong-cham") for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(302, path), (302, path)]
    assert results_kept() == (1, 3)
    with pytest.raises(ConflictError, match="Vòng chấm này đã đóng lúc"), transaction():
        services.close_and_count(cast.office, judged.judging_round)


def test_two_clicks_at_the_same_moment_give_one_result(
    app: Flask, cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    judged = a_judged_season(cast)
    cast_sheets(cast, judged)
    path = f"/ket-qua/{judged.judging_round.public_id}"
    browsers, ready = [client_of(cast.office), client_of(cast.second_office)], Barrier(2)

    def click(browser: CastClient) -> int:
        with app.app_context():
            ready.wait()
            return browser.post(f"{path}/dong-cham").status_code

    with ThreadPoolExecutor(2) as hands:
        assert list(hands.map(click, browsers)) == [302, 302]
    assert results_kept() == (1, 3)


def test_missing_sheets_must_be_accepted_in_so_many_words(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    judged = a_judged_season(cast)
    cast_sheets(cast, judged, except_of=[cast.judge])
    office, path = client_of(cast.office), f"/ket-qua/{judged.judging_round.public_id}/dong-cham"
    refused = office.post(path)
    assert refused.status_code == 200
    assert "Còn thiếu 3 phiếu." in refused.text
    assert results_kept() == (0, 0)
    assert office.post(path, data={"gaps_reason": "Một ủy viên ốm dài ngày."}).status_code == 302
    assert results_kept() == (1, 3)
    result = queries.official_result(judged.season)
    assert result is not None
    outcomes = {row.entry.nomination.reference: row.entry.outcome for row in queries.ranking_of(result)}
    home, *away = (nomination.reference for nomination in judged.nominations)
    assert outcomes == {home: "not_counted"} | dict.fromkeys(away, "honoured")


def test_a_result_cannot_be_changed(cast: Cast) -> None:
    a_counted_season(cast)
    for statement in ("UPDATE result SET record_digest = ''", "DELETE FROM result_entry"):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_only_the_office_closes(cast: Cast) -> None:
    judged = a_judged_season(cast)
    for actor in (cast.judge, cast.chair, cast.auditor, cast.standing, cast.screener, cast.leader):
        with pytest.raises(Forbidden), transaction():
            services.close_and_count(actor, judged.judging_round)


def test_who_sees_a_round_before_and_after_closing(cast: Cast) -> None:
    judged = a_judged_season(cast)
    cast_sheets(cast, judged)
    people = ("office", "chair", "secretary", "auditor", "standing", "judge", "officer", "screener", "sysadmin")

    def seeing() -> list[str]:
        public_id = judged.judging_round.public_id
        return [one for one in people if queries.get_round_visible_to(getattr(cast, one), public_id) is not None]

    assert seeing() == ["office", "chair", "secretary"]
    with transaction():
        services.close_and_count(cast.office, judged.judging_round)
    assert seeing() == ["office", "chair", "secretary", "auditor", "standing"]


def test_progress_shows_counts_and_no_marks(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    judged = a_judged_season(cast)
    cast_sheets(cast, judged, except_of=[cast.judge])
    page = client_of(cast.office).get(f"/ket-qua/{judged.judging_round.public_id}")
    assert page.status_code == 200
    assert "8/11 phiếu đã gửi" in page.text
    assert "Xếp hạng" not in page.text


def test_the_pages_of_a_result_show_rank_account_and_agreement(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    judged, result = a_counted_season(cast)
    path = f"/ket-qua/{judged.judging_round.public_id}"
    for actor in (cast.office, cast.auditor, cast.standing, cast.chair):
        reader = client_of(actor)
        page = reader.get(path)
        assert page.status_code == 200
        assert page.text.index("Ánh Dương") < page.text.index("Bình Minh") < page.text.index("Ưu Đàm")
        entry = reader.get(f"{path}/ho-so/{judged.nominations[0].public_id}")
        assert "Xếp thứ 1 theo tổng điểm đã làm tròn." in entry.text
        council, nominee = entry.text.split("Bản trả lời đơn vị được đề cử")
        assert ("Giám khảo số 1" in council) == (actor != cast.chair)  # who marks does not see the others' sheets
        assert "iám khảo số" not in nominee
        assert "trung bình cộng của " in nominee
        assert "khớp hoàn toàn" in reader.get(f"{path}/tinh-lai").text
    assert client_of(cast.judge).get(path).status_code == 404
    assert client_of(cast.office).get(f"{path}/ho-so/khong-co").status_code == 404
    assert result.judging_round.public_id == judged.judging_round.public_id


def test_a_dossier_released_from_a_hold_is_counted_and_the_record_says_why(cast: Cast) -> None:
    judged = a_judged_season(cast, released=["Hợp tác xã Mẫu Bình Minh"])
    cast_sheets(cast, judged)
    with transaction():
        result = services.close_and_count(cast.office, judged.judging_round)
    record, held = json.loads(result.record), judged.nominations[1]
    assert {row["code"]: row["waivers"] for row in record["entries"] if row["waivers"]} == {
        held.reference: {"EL08": CONCLUSION}
    }
    told = {row["entry"]: (row["conditions"]["EL08"], row["rank"]) for row in record["result"]}
    assert told[held.reference] == ("waived", 2)
    assert recount(record) == ()


def test_the_downloaded_record_is_the_kept_one(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    judged, result = a_counted_season(cast)
    path, record = f"/ket-qua/{judged.judging_round.public_id}/ban-ghi", result.record
    answer = client_of(cast.auditor).post(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.get_data(as_text=True) == record
    assert client_of(cast.standing).post(path).status_code == 403


def test_the_ranking_costs_the_same_whatever_its_length(cast: Cast, count_queries: Callable[[], list[str]]) -> None:
    _, result = a_counted_season(cast)
    db.session.refresh(result)
    seen = count_queries()
    before = len(seen)
    queries.ranking_of(result)
    assert len(seen) - before == 2


def test_closing_before_the_deadline_is_said(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    judged = a_judged_season(cast)
    page = client_of(cast.office).get(f"/ket-qua/{judged.judging_round.public_id}/dong-cham")
    assert judged.season.judging_close_at > clock.now() + timedelta(days=1)
    assert "Đóng bây giờ là đóng sớm." in page.text
