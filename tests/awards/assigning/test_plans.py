"""A plan is drawn by a job, looked at, changed by hand, accepted, and undone while nobody has begun."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from awards.accounts import services as accounts
from awards.accounts.inputs import AccountInput
from awards.assigning import queries, services
from awards.assigning.drawing import draw
from awards.assigning.inputs import FieldsInput, PanelInput, PlanInput
from awards.assigning.models import AssignmentPlan
from awards.assigning.states import Method, PlanState
from awards.assigning.tasks import CHANGED
from awards.audit.models import AuditEntry
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.normalise import fold
from awards.base.transaction import transaction
from awards.councils import services as councils
from awards.councils.models import Assignment, Council
from awards.councils.seats import marking_members
from awards.councils.states import AssignmentState, Post, RoundState
from awards.jobs import worker
from awards.jobs.models import Job
from awards.jobs.states import JobState
from awards.nominations.models import Nomination
from awards.policy.actor import OPERATOR, Actor, Role
from awards.policy.permission_map import Forbidden
from tests.assigning_builders import SEED, a_plan
from tests.builders import an_open_season
from tests.cast import Cast, CastClient
from tests.declared import everybody_declares
from tests.judging import a_council, an_accepted

WANTED = PlanInput(Method.BALANCED, SEED, per_entry=3)
PAGE = "/hoi-dong/"


def a_council_with_work(cast: Cast, *, homes: int = 2, strange: int = 2) -> Council:
    """A chair, three members (the last from home) and two more, accepted entries of home and of the stranger's."""
    season = an_open_season(cast)
    for away in (*[False] * homes, *[True] * strange):
        an_accepted(cast, season, away=away)
    council = a_council(cast, season)
    with transaction():
        for name in ("Giàng A Một", "Giàng A Hai"):
            entry = AccountInput(f"{fold(name).replace(' ', '.')}@mau.example", name, "", frozenset({Role.JUDGE}))
            account = accounts.create_account(OPERATOR, entry, None)
            councils.add_member(cast.office, council, account, Post.MEMBER)
    return council


def drawn(cast: Cast, council: Council, wanted: PlanInput = WANTED) -> AssignmentPlan:
    with transaction():
        services.propose(cast.office, council, wanted, PAGE)
    assert worker.run_waiting() == 1
    return db.session.scalars(select(AssignmentPlan).order_by(AssignmentPlan.id.desc())).first()  # type: ignore[return-value]


def given_by(council: Council) -> list[tuple[int, int]]:
    statement = select(Assignment.nomination_id, Assignment.member_id).join(Assignment.judging_round)
    rows = db.session.execute(statement.where(Assignment.state == AssignmentState.ASSIGNED.value))
    return sorted((nomination, member) for nomination, member in rows)


def number(council: Council, actor: Actor) -> int:
    return next(one.id for one in council.members if one.user_id == actor.user_id)


def accept(cast: Cast, plan: AssignmentPlan) -> None:
    with transaction():
        services.accept(cast.office, plan, plan.lock_version)


def test_a_plan_keeps_conflicts_out_loads_even_and_says_where_it_came_from(cast: Cast) -> None:
    council = a_council_with_work(cast)
    plan = drawn(cast, council)
    at_home = number(council, cast.home_judge)
    pairs = queries.pairs_of(plan)
    homes = set(db.session.scalars(select(Nomination.id).where(Nomination.alliance_id == cast.officer.alliance_id)))
    assert len(pairs) == 12
    assert [pair for pair in pairs if pair[1] == at_home and pair[0] in homes] == []
    assert sorted(queries.loads_of(plan).values()) == [2, 2, 2, 2, 2, 2]
    subjects = db.session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "council.plan_propose")).all()
    assert subjects == [f"plan:{plan.public_id} seed:{SEED}"]
    job = db.session.scalars(select(Job)).one()
    assert (job.state, json.loads(job.result or "")) == (JobState.DONE, {"plan": plan.public_id})


def test_the_same_problem_and_seed_draw_the_same_plan(cast: Cast) -> None:
    council = a_council_with_work(cast)
    problem = queries.problem_of(council)
    first, second = drawn(cast, council), drawn(cast, council)
    assert (first.state, second.state) == (PlanState.DROPPED, PlanState.PROPOSED)
    assert queries.pairs_of(first) == queries.pairs_of(second)
    assert first.problem_digest == second.problem_digest == problem.digest()
    again = draw(problem, WANTED, lambda *_: None)
    assert list(again.pairs) == queries.pairs_of(second)


def test_an_accepted_plan_becomes_assignments_once_and_can_be_undone_until_somebody_begins(cast: Cast) -> None:
    council = a_council_with_work(cast)
    plan = drawn(cast, council)
    for _ in range(2):
        accept(cast, plan)
    assert given_by(council) == queries.pairs_of(plan)
    assert [one.state for one in council.rounds] == [RoundState.OPEN]
    assert queries.problem_of(council).entries == ()
    for _ in range(2):
        with transaction():
            services.undo(cast.office, plan)
    assert (given_by(council), plan.state) == ([], PlanState.UNDONE)
    assert len(queries.problem_of(council).entries) == 4
    later = drawn(cast, council, replace(WANTED, seed="MAU-2"))
    accept(cast, later)
    everybody_declares(council.rounds[0])
    with pytest.raises(DomainError, match="bắt đầu chấm"), transaction():
        services.undo(cast.office, later)
    assert (given_by(council), later.state) == (queries.pairs_of(later), PlanState.ACCEPTED)


def test_one_entry_is_changed_by_hand_within_the_rules(cast: Cast) -> None:
    council = a_council_with_work(cast, homes=1, strange=0)
    plan = drawn(cast, council)
    home = db.session.scalars(select(Nomination)).one()
    names = {one.id: one.public_id for one in marking_members(council)}
    panel = queries.panel_of(plan, home)
    at_home = number(council, cast.home_judge)
    newcomer = next(one for one in names if one not in (*panel, at_home))

    def change(*members: int, seen: int | None = None) -> None:
        with transaction():
            version = plan.lock_version if seen is None else seen
            chosen = tuple(names.get(one, "nobody") for one in members)
            services.change_panel(cast.office, plan, home, PanelInput(chosen, version))

    for members, sentence in (
        ((*panel, at_home), "Số 4: Ủy viên công tác tại"),
        (panel[:2], "Thể lệ cần ít nhất 3 phiếu"),
        ((*panel, 0), "Chọn ủy viên trong danh sách"),
    ):
        with pytest.raises(DomainError, match=sentence):
            change(*members)
    seen = plan.lock_version
    for _ in range(2):  # the second click finds it done
        change(*panel[:2], newcomer, seen=seen)
    assert queries.panel_of(plan, home) == sorted([*panel[:2], newcomer])
    with pytest.raises(ConflictError, match="Người khác vừa đổi"):
        change(*panel, seen=seen)
    accept(cast, plan)
    assert given_by(council) == [(home.id, one) for one in sorted([*panel[:2], newcomer])]
    with pytest.raises(ConflictError, match="không còn chờ chấp nhận"):
        change(*panel)


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        (PlanInput(Method.BALANCED, SEED, per_entry=2), "per_entry", "từ 3 đến 6"),
        (PlanInput(Method.BALANCED, SEED, per_entry=7), "per_entry", "từ 3 đến 6"),
        (PlanInput(Method.ROOMS, SEED, rooms=3), "rooms", "từ 2 đến 2: mỗi phòng cần ít nhất 3 ủy viên"),
    ],
)
def test_what_no_draw_could_help_is_refused_at_once(cast: Cast, wanted: PlanInput, field: str, sentence: str) -> None:
    council = a_council_with_work(cast, homes=1, strange=0)
    with pytest.raises(DomainError, match=sentence) as told, transaction():
        services.propose(cast.office, council, wanted, PAGE)
    assert told.value.field == field


def test_a_job_that_finds_no_plan_names_the_entry_and_the_reasons(cast: Cast) -> None:
    council = a_council_with_work(cast, homes=1, strange=1)
    home = db.session.scalars(select(Nomination).where(Nomination.alliance_id == cast.officer.alliance_id)).one()
    reference = home.reference
    with transaction():
        services.propose(cast.office, council, replace(WANTED, per_entry=6), PAGE)
    assert worker.run_waiting() == 1
    job = db.session.scalars(select(Job)).one()
    sentence = f"1 hồ sơ không đủ 6 ủy viên chấm được. {reference}: có 5 người (1 người cùng địa phương)."
    assert (job.state, job.message) == (JobState.FAILED, sentence)


def test_a_plan_of_what_has_changed_meanwhile_is_not_kept(cast: Cast) -> None:
    council = a_council_with_work(cast, homes=1, strange=1)
    with transaction():
        services.propose(cast.office, council, WANTED, PAGE)
    an_accepted(cast, council.season, away=True)
    assert worker.run_waiting() == 1
    assert db.session.scalars(select(Job.message)).one() == CHANGED
    assert db.session.scalars(select(AssignmentPlan)).all() == []


def test_experts_are_given_the_entries_of_their_field(cast: Cast) -> None:
    council = a_council_with_work(cast, homes=0, strange=2)
    members = {one.user_id: one for one in marking_members(council)}
    known = {cast.chair: ("agri",), cast.judge: ("agri", "non_agri"), cast.other_judge: ("non_agri",)}
    for _ in range(2):
        with transaction():
            entry = FieldsInput({members[one.user_id].public_id: fields for one, fields in known.items()})
            services.save_fields(cast.office, council, entry)
    with pytest.raises(DomainError, match="trong danh sách"), transaction():
        services.save_fields(cast.office, council, FieldsInput({members[cast.judge.user_id].public_id: ("sao",)}))
    plan = drawn(cast, council)
    loads = queries.loads_of(plan)
    load_of = {one: loads.get(members[one.user_id].id, 0) for one in known}
    assert load_of == {cast.chair: 1, cast.judge: 1, cast.other_judge: 1}  # even loads come first
    both = PlanInput(Method.BALANCED, SEED, per_entry=4)
    assert queries.loads_of(drawn(cast, council, both))[members[cast.chair.user_id].id] == 2
    assert (plan.total, plan.best_total) == (7, 7)


def test_rooms_are_drawn_and_their_light_is_red(cast: Cast) -> None:
    council = a_council_with_work(cast, homes=0, strange=2)
    plan = drawn(cast, council, PlanInput(Method.ROOMS, SEED, rooms=2))
    shown = queries.preview(plan, 1)
    assert [len(part) for part in shown.apart] == [3, 3]
    assert (shown.ties.light.value, shown.pairs) == ("apart", 6)


def test_only_who_runs_the_council_plans(cast: Cast) -> None:
    council = a_council_with_work(cast, homes=1, strange=0)
    for actor in (cast.chair, cast.secretary, cast.auditor, cast.leader):
        with pytest.raises(Forbidden):
            services.propose(actor, council, WANTED, PAGE)


def test_the_office_draws_changes_and_accepts_in_the_browser(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    council = a_council_with_work(cast, homes=1, strange=1)
    office, path = client_of(cast.office), f"/hoi-dong/{council.public_id}"
    page = office.get(f"{path}/phan-cong").text
    assert "Mỗi hồ sơ một số ủy viên, chia đều" in page
    refused = office.post(f"{path}/phan-cong", data={"method": "balanced", "per_entry": "2", "seed": "X"}).text
    assert "Nhập số người chấm mỗi hồ sơ từ 3 đến 6." in refused
    assert 'value="X"' in refused
    data = {"method": "balanced", "per_entry": "3", "seed": SEED}
    job = office.post(f"{path}/phan-cong", data=data).location or ""
    assert job.startswith("/viec/")
    assert worker.run_waiting() == 1
    shown = office.get(office.get(f"{job}/tinh-trang").json["page"]).text
    plan = f"/hoi-dong/phan-cong/{db.session.scalars(select(AssignmentPlan.public_id)).one()}"
    assert "Ủy viên công tác tại" in shown
    assert "1, đã tránh hết" in shown
    home = db.session.scalars(select(Nomination).where(Nomination.alliance_id == cast.officer.alliance_id)).one()
    names = {one.user_id: one.public_id for one in marking_members(council)}
    three = [names[one.user_id] for one in (cast.chair, cast.judge, cast.other_judge)]
    at_home = {"members": [*three, names[cast.home_judge.user_id]], "seen": "1"}
    wrong = office.post(f"{plan}/ho-so/{home.public_id}", data=at_home).text
    assert "Số 4: Ủy viên công tác tại" in wrong
    good = {"members": [*three, names[council.members[-1].user_id]], "seen": "1"}
    assert office.post(f"{plan}/ho-so/{home.public_id}", data=good).location == plan
    assert office.post(f"{plan}/chap-nhan", data={"seen": "99"}).status_code == 409
    version = db.session.scalars(select(AssignmentPlan.lock_version)).one()
    assert [office.post(f"{plan}/chap-nhan", data={"seen": str(version)}).location for _ in range(2)] == [path] * 2
    assert len(given_by(council)) == 7
    assert "Hoàn tác phân công" in office.get(plan).text
    assert office.post(f"{plan}/hoan-tac").location == f"{path}/phan-cong"
    assert given_by(council) == []


def test_the_page_of_a_plan_asks_the_same_however_long_it_is(
    cast: Cast, client_of: Callable[[Actor], CastClient], count_queries: Callable[[], list[str]]
) -> None:
    council = a_council_with_work(cast, homes=1, strange=0)
    nomination = db.session.scalars(select(Nomination)).one()
    short = f"/hoi-dong/phan-cong/{a_plan(cast, council, nomination).public_id}"
    office = client_of(cast.office)
    office.get(short)
    seen = count_queries()
    seen.clear()
    office.get(short)
    once = len(seen)
    for away in (True, False, True):
        an_accepted(cast, council.season, away=away)
    long = f"/hoi-dong/phan-cong/{drawn(cast, council).public_id}"
    seen.clear()
    assert office.get(long).status_code == 200
    assert len(seen) == once
