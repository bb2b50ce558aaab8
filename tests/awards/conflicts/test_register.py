"""The register of relations: what each kind does to assignments, when it is ended, and to what was cast already."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.conflicts import queries, register, services
from awards.conflicts.errors import MustStayOut
from awards.conflicts.inputs import RelationInput
from awards.conflicts.models import Relation
from awards.conflicts.settling import check_again
from awards.conflicts.states import TYPED, RelationKind, Stand
from awards.conflicts.wording import BY_RELATION, BY_SIGNATURE
from awards.councils import services as councils
from awards.councils.grounds import out_of_these
from awards.councils.models import Assignment
from awards.councils.seats import judge_of
from awards.councils.states import AssignmentState, RecusalKind
from awards.forwarding.events import record
from awards.forwarding.states import EventKind
from awards.merging import services as merging
from awards.notices.models import Notice
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.sheets import queries as sheets
from awards.units.models import Alliance
from tests.builders import an_open_season, an_organisation
from tests.cast import AWAY, Cast
from tests.judging import a_council, a_round, an_accepted, assignment_of, cast_by, close
from tests.provincial import a_provincial_round
from tests.provincial import assignment_of as seat_of


def of_organisation(assignment: Assignment, kind: RelationKind = RelationKind.FAMILY) -> RelationInput:
    return RelationInput(kind, assignment.nomination.organisation.tax_code, "", "")


def of_alliance(name: str, kind: RelationKind) -> RelationInput:
    alliance = db.session.scalars(select(Alliance).where(Alliance.province_name == name)).one()
    return RelationInput(kind, "", alliance.public_id, "")


def related(actor: Actor, assignment: Assignment, entry: RelationInput | None = None) -> Relation:
    with transaction():
        return register.record_relation(actor, assignment.member, entry or of_organisation(assignment))


def told(actor: Actor) -> list[str]:
    statement = select(Notice.kind).where(
        Notice.user_id == actor.user_id, Notice.kind.in_(("judge_taken_out", "judge_let_back"))
    )
    return list(db.session.scalars(statement.order_by(Notice.id)))


def test_every_kind_of_relation_takes_its_member_out_and_ending_it_lets_the_member_back(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    found = {}
    for kind in TYPED:
        relation = related(cast.office, assignment, of_organisation(assignment, kind))
        out = (assignment.state, assignment.recusal_kind, queries.stand_of(assignment).stand)
        with pytest.raises(MustStayOut, match="Anh/chị không chấm hồ sơ này"):
            services.refuse_when_out(assignment)
        with transaction():
            register.end_relation(cast.office, relation)
            register.end_relation(cast.office, relation)
        found[kind] = (*out, assignment.state, assignment.recusal_reason, queries.stand_of(assignment).stand)
    by_relation = ("recused", RecusalKind.RELATION, Stand.OUT, "assigned", None, Stand.FREE)
    by_rule = ("recused", RecusalKind.OWN_PROVINCE, Stand.OUT, "assigned", None, Stand.FREE)
    assert found == dict.fromkeys(TYPED, by_relation) | {RelationKind.PROVINCE: by_rule}
    assert told(cast.judge) == ["judge_taken_out", "judge_let_back"] * len(TYPED)


def test_a_relation_with_an_alliance_takes_the_member_out_of_everything_of_that_province_only(cast: Cast) -> None:
    judging_round = a_round(cast)
    away, home = (assignment_of(judging_round, cast.judge, away=away) for away in (True, False))
    related(cast.office, away, of_alliance(AWAY, RelationKind.LENDER))
    assert (away.recusal_reason, home.state) == (BY_RELATION, AssignmentState.ASSIGNED)


def test_a_relation_recorded_after_casting_leaves_the_sheet_out_of_the_count_until_it_is_ended(cast: Cast) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    cast_by(cast.judge, assignment)
    cast_by(cast.other_judge, assignment_of(judging_round, cast.other_judge))
    relation = related(cast.office, assignment)
    number = assignment.member.judge_number
    home = assignment_of(judging_round, cast.home_judge, away=False)
    own_province = (home.nomination_id, home.member.judge_number)
    assert queries.out_of(judging_round) == {(assignment.nomination_id, number), own_province}
    assert sheets.coverage_of(judging_round).cast == 1
    assert told(cast.judge) == ["judge_taken_out"]
    with transaction():
        register.end_relation(cast.office, relation)
    assert queries.out_of(judging_round) == {own_province}
    assert sheets.coverage_of(judging_round).cast == 2


def test_after_closing_nothing_moves_any_more_but_the_meeting_sees_the_tie(cast: Cast) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    home = assignment_of(judging_round, cast.home_judge, away=False)
    close(judging_round)
    related(cast.office, assignment)
    assert (assignment.state, queries.stand_of(assignment).stand) == (AssignmentState.ASSIGNED, Stand.FREE)
    assert queries.out_of(judging_round) == {(home.nomination_id, home.member.judge_number)}
    assert queries.out_of_nominations(judging_round.council) == {
        assignment.nomination_id: {assignment.member_id},
        home.nomination_id: {home.member_id},
    }


def test_whoever_is_assigned_later_is_out_from_the_start(cast: Cast) -> None:
    season = an_open_season(cast)
    nomination = an_accepted(cast, season)
    council = a_council(cast, season)
    member = council.members[1]
    entry = RelationInput(RelationKind.EMPLOYER, nomination.organisation.name, "", "Từng là kế toán")
    with transaction():
        register.record_relation(cast.office, member, entry)
        with pytest.raises(DomainError, match="không đủ ủy viên"):
            councils.assign_judges(cast.office, council)


def test_the_same_relation_twice_is_one_and_tells_once(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    assert related(cast.office, assignment) is related(cast.office, assignment)
    assert (len(db.session.scalars(select(Relation)).all()), told(cast.judge)) == (1, ["judge_taken_out"])


def test_a_product_s_owner_and_an_organisation_merged_since_are_found(cast: Cast) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    twin = an_organisation(cast.stranger)
    with transaction():
        relation = Relation(
            member=assignment.member, kind="adviser", organisation=twin,
            recorded_at=judging_round.opened_at, recorded_by_id=cast.office.user_id,
        )  # fmt: skip
        db.session.add(relation)
    assert queries.stand_of(assignment).stand is Stand.FREE
    with transaction():
        merging.merge(cast.stranger, assignment.nomination.organisation, twin, "Nhập trùng.")
    assert queries.stand_of(assignment).stand is Stand.OUT
    with transaction():
        check_again(judging_round)
    assert assignment.state == AssignmentState.RECUSED


def test_whoever_made_signed_or_sent_a_dossier_does_not_judge_it_at_the_centre(cast: Cast) -> None:
    season = an_open_season(cast)
    nomination, other = an_accepted(cast, season), an_accepted(cast, season, away=True)
    council = a_council(cast, season)
    numbers = {member.user_id: member.id for member in council.members}
    signers = {
        cast.judge: EventKind.SIGN_OFF_ASKED,
        cast.chair: EventKind.SIGNED_OFF,
        cast.home_judge: EventKind.FORWARDED,
    }
    with transaction():
        for actor, kind in signers.items():
            record(actor, nomination, kind)
        record(cast.other_judge, other, EventKind.WITHDRAWN)
        other.created_by_id = cast.chair.user_id
        with pytest.raises(DomainError, match=nomination.reference):  # one of four is left, three are needed
            councils.assign_judges(cast.office, council)
    out = out_of_these(council, [judge_of(member) for member in council.members], {nomination.id, other.id})
    assert {pair: (one.kind, one.reason == BY_SIGNATURE) for pair, one in out.items()} == {
        (numbers[cast.judge.user_id], nomination.id): (RecusalKind.RELATION, True),
        (numbers[cast.chair.user_id], nomination.id): (RecusalKind.RELATION, True),
        (numbers[cast.chair.user_id], other.id): (RecusalKind.RELATION, True),
        (numbers[cast.home_judge.user_id], nomination.id): (RecusalKind.OWN_PROVINCE, False),
    }


def test_in_a_province_s_own_council_the_signature_is_no_ground_and_relations_are(cast: Cast) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    online = seat_of(judging_round, 4, nomination)
    with transaction():
        record(cast.province_member, nomination, EventKind.SIGNED_OFF)
    assert queries.stand_of(online).stand is Stand.FREE
    on_paper = seat_of(judging_round, 1, nomination)
    related(cast.province_secretary, on_paper)
    assert (on_paper.state, queries.stand_of(on_paper).stand) == (AssignmentState.RECUSED, Stand.OUT)
    with pytest.raises(DomainError, match="cùng địa phương không phải"):
        related(cast.leader, online, of_alliance("Tuyên Quang", RelationKind.PROVINCE))
    assert online.state == AssignmentState.ASSIGNED


def test_exactly_one_known_other_side_is_named_and_a_signature_is_never_typed(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    wrong = {
        ("", ""): "organisation",
        ("HTX", "x"): "organisation",
        ("Không có nơi này", ""): "organisation",
        ("", "x"): "alliance",
    }
    found = {}
    for organisation, alliance in wrong:
        with pytest.raises(DomainError) as refused:
            related(cast.office, assignment, RelationInput(RelationKind.OTHER, organisation, alliance, ""))
        found[organisation, alliance] = refused.value.field
    assert found == wrong
    with pytest.raises(DomainError, match="Chọn loại quan hệ"):
        related(cast.office, assignment, of_organisation(assignment, RelationKind.SIGNATURE))


def test_a_judge_keeps_the_own_relations_and_ends_only_those_written_by_the_same_hand(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    mine = related(cast.judge, assignment)
    theirs = related(cast.office, assignment, of_organisation(assignment, RelationKind.LENDER))
    assert told(cast.judge) == []
    with pytest.raises(Forbidden):
        register.end_relation(cast.judge, theirs)
    with transaction():
        register.end_relation(cast.judge, mine)
    assert (mine.ended_at is None, assignment.state) == (False, AssignmentState.RECUSED)
    with transaction():
        register.end_relation(cast.office, theirs)
    assert assignment.state == AssignmentState.ASSIGNED


def test_nobody_else_writes_into_a_register(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    for who in (cast.other_judge, cast.chair, cast.secretary, cast.screener, cast.auditor, cast.leader, cast.sysadmin):
        with pytest.raises(Forbidden):
            related(who, assignment)
    judging_round, [nomination] = a_provincial_round(cast)
    seat = seat_of(judging_round, 1, nomination)
    for who in (cast.stranger_leader, cast.office, cast.officer, cast.province_member):
        with pytest.raises(Forbidden):
            related(who, seat)
    assert db.session.scalars(select(Relation)).all() == []


def two_councils(cast: Cast) -> tuple[Assignment, Assignment]:
    """The same judge, in the central councils of two seasons, and an entry of one and the same nominee in both."""
    earlier = assignment_of(a_round(cast), cast.judge)
    later = assignment_of(a_round(cast, an_open_season(cast, title="Mùa sau")), cast.judge)
    with transaction():
        later.nomination.organisation_id = earlier.nomination.organisation_id
    return earlier, later


def test_a_tie_is_the_person_s_and_counts_in_every_council_the_account_sits_in(cast: Cast) -> None:
    earlier, later = two_councils(cast)
    other = assignment_of(later.judging_round, cast.other_judge)
    relation = related(cast.office, earlier)
    assert (earlier.state, later.state, later.recusal_kind, other.state) == (
        "recused",
        "recused",
        RecusalKind.RELATION,
        "assigned",
    )
    with pytest.raises(MustStayOut):
        services.refuse_when_out(later)
    council = later.judging_round.council
    assert [one.id for one in queries.relations_elsewhere(council)] == [relation.id]
    assert queries.relations_of(council) == []
    with transaction():
        register.end_relation(cast.office, relation)
    assert (earlier.state, later.state, queries.relations_elsewhere(council)) == ("assigned", "assigned", [])
    assert told(cast.judge) == ["judge_taken_out"] * 2 + ["judge_let_back"] * 2


def test_a_tie_known_from_an_earlier_council_keeps_out_of_what_is_assigned_later(cast: Cast) -> None:
    first = assignment_of(a_round(cast), cast.judge)
    related(cast.office, first, of_alliance(AWAY, RelationKind.ADVISER))
    later = an_open_season(cast, title="Mùa sau")
    an_accepted(cast, later)
    an_accepted(cast, later, away=True)
    council = a_council(cast, later)
    with transaction():
        judging_round = councils.assign_judges(cast.office, council)
    found = {
        actor: [assignment_of(judging_round, actor, away=away).state for away in (True, False)]
        for actor in (cast.judge, cast.other_judge)
    }
    assert found == {cast.judge: ["recused", "assigned"], cast.other_judge: ["assigned", "assigned"]}
