"""A job is its row: asked for in the caller's transaction, done once, and told of in Vietnamese when it fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from awards.audit.models import AuditEntry
from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.jobs import registry, services, worker
from awards.jobs.models import Job
from awards.jobs.progress import Progress, TakenOver
from awards.jobs.states import JobState
from awards.jobs.wording import STOPPED_TOO_OFTEN, UNFORESEEN, UNKNOWN_TASK
from awards.notices.models import Notice
from awards.policy.actor import ANONYMOUS, Actor
from awards.policy.permission_map import Forbidden
from tests.cast import Cast, CastClient
from tests.job_tasks import REFUSED, TITLE


@pytest.fixture(autouse=True)
def tasks(app: Flask) -> None:
    app.extensions["tasks"] = ("tests.job_tasks",)


def ask(actor: Actor, name: str, **argument: object) -> Job:
    with transaction():
        return services.enqueue(actor, name, argument, title=TITLE, page="/ban-lam-viec/")


def told() -> int:
    return db.session.scalar(select(func.count(Notice.id)).where(Notice.title == TITLE)) or 0


def outcome(job: Job) -> tuple[str, int, int, int, str, object]:
    db.session.refresh(job)
    result = json.loads(job.result) if job.result else None
    return job.state, job.attempt, job.done, job.total, job.message, result


def test_a_job_is_done_once_and_its_result_is_in_its_row(cast: Cast) -> None:
    telling, reckoning = ask(cast.office, "tests.tell"), ask(cast.judge, "tests.reckon", numbers=[2, 3])
    assert worker.run_waiting() == 2
    assert outcome(telling) == (JobState.DONE, 1, 2, 2, "", {"told": 1})
    assert outcome(reckoning) == (JobState.DONE, 1, 0, 0, "", {"sum": 5})
    assert (told(), worker.run_waiting()) == (1, 0)


def test_what_is_asked_in_a_transaction_that_fails_was_never_asked(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        1 // len(services.enqueue(cast.office, "tests.tell", {}, title="").title)
    assert (db.session.scalar(select(func.count(Job.id))), worker.run_waiting()) == (0, 0)


def test_a_second_click_is_the_same_job_until_it_has_ended(cast: Cast) -> None:
    first = ask(cast.office, "tests.tell")
    assert [ask(cast.office, "tests.tell").id, ask(cast.second_office, "tests.tell").id == first.id] == [
        first.id,
        False,
    ]
    assert worker.run_waiting() == 2
    assert ask(cast.office, "tests.tell").id != first.id
    entries = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action == "job.enqueue")).all()
    assert len(entries) == 3


def test_nobody_who_is_not_signed_in_gives_the_server_work(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.enqueue(ANONYMOUS, "tests.tell", {}, title=TITLE)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("tests.refuse", REFUSED), ("tests.break", UNFORESEEN), ("tests.nobody_does_this", UNKNOWN_TASK)],
)
def test_a_job_that_fails_says_so_and_leaves_nothing_behind(cast: Cast, name: str, sentence: str) -> None:
    job = ask(cast.office, name)
    assert worker.run_waiting() == 1
    assert outcome(job) == (JobState.FAILED, 1, 0, 0, sentence, None)
    assert told() == 0


def test_a_job_of_a_lost_process_runs_again_and_is_given_up_after_three_starts(cast: Cast, app: Flask) -> None:
    job = ask(cast.office, "tests.tell")
    name = worker.own_name(app)
    for start in (1, 2, 3):
        claim = worker.claim_one(name)
        assert (claim, worker.claim_one(name)) == (services.Claim(job.id, start), None)
        assert worker.take_back("another machine") == 0  # its heartbeat is young
        assert worker.take_back(name) == 1
    state, attempt, *_, message, _result = outcome(job)
    assert (state, attempt, message) == (JobState.FAILED, 3, STOPPED_TOO_OFTEN.format(times=3))


def test_a_silent_job_of_another_machine_is_taken_over_and_its_old_process_writes_nothing(
    cast: Cast, app: Flask
) -> None:
    job = ask(cast.office, "tests.tell")
    old = worker.claim_one("another machine")
    assert old is not None
    with transaction():
        db.session.execute(update(Job).values(heartbeat=clock.now() - services.GIVEN_UP_AFTER - timedelta(seconds=1)))
    assert worker.take_back(worker.own_name(app)) == 1
    registry.load(app.extensions["tasks"])
    with pytest.raises(TakenOver):
        registry.find("tests.tell")(Progress(old, job.public_id, cast.office.user_id), {})
    assert worker.run_waiting() == 1
    worker.run(old)  # the old process wakes up again at the very end
    assert (outcome(job)[:2], told()) == ((JobState.DONE, 2), 1)


def test_jobs_that_ended_long_ago_are_forgotten_and_no_others(cast: Cast) -> None:
    done, failed, young = (ask(cast.office, name) for name in ("tests.tell", "tests.break", "tests.reckon"))
    assert worker.run_waiting() == 3
    waiting = ask(cast.second_office, "tests.tell")
    long_ago = clock.now() - services.KEPT_FOR - timedelta(seconds=1)
    with transaction():
        db.session.execute(update(Job).values(enqueued_at=long_ago))
        db.session.execute(update(Job).where(Job.id.in_([done.id, failed.id])).values(finished_at=long_ago))
        db.session.execute(update(Job).where(Job.id == young.id).values(finished_at=long_ago + timedelta(minutes=1)))
    left = [young.id, waiting.id]
    assert (worker.forget_old(), list(db.session.scalars(select(Job.id).order_by(Job.id)))) == (2, left)
    assert worker.forget_old() == 0


def test_the_page_tells_how_far_it_is_to_those_who_may_know(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    first, job = ask(cast.judge, "tests.reckon", numbers=[]), ask(cast.officer, "tests.tell")
    path = f"/viec/{job.public_id}"
    answers = {
        name: client_of(getattr(cast, name)).get(path).status_code
        for name in ("officer", "office", "leader", "judge", "stranger", "sysadmin", "auditor")
    }
    assert answers == {
        "officer": 200,
        "office": 200,
        "leader": 404,
        "judge": 404,
        "stranger": 404,
        "sysadmin": 404,
        "auditor": 404,
    }
    officer = client_of(cast.officer)
    waiting = {
        "state": "queued", "label": "Đang chờ đến lượt", "done": 0, "total": 0, "message": "", "ahead": 1,
        "ended": False, "page": "",
    }  # fmt: skip
    assert officer.get(f"{path}/tinh-trang").json == waiting
    assert "1 việc khác chạy trước." in officer.get(path).text
    assert worker.run_waiting() == 2
    assert officer.get(f"{path}/tinh-trang").json == waiting | {
        "state": "done", "label": "Đã xong", "done": 2, "total": 2, "ahead": 0, "ended": True, "page": "/ban-lam-viec/",
    }  # fmt: skip
    assert 'href="/ban-lam-viec/">Mở kết quả</a>' in officer.get(path).text
    failed = ask(cast.officer, "tests.break")
    worker.run_waiting()
    page = officer.get(f"/viec/{failed.public_id}").text
    assert (UNFORESEEN in page, "a secret" in page) == (True, False)
    assert first.user_id == cast.judge.user_id
