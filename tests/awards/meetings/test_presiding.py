"""Whoever presides over an item acts as its chair: named on the agenda and the ballot, with the casting vote."""

from __future__ import annotations

import pytest

from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.conflicts import register
from awards.conflicts.inputs import RelationInput
from awards.conflicts.states import RelationKind
from awards.meetings import queries
from awards.meetings.models import Meeting, Motion
from awards.meetings.results_told import Outcome
from awards.meetings.telling import titles_of, told
from awards.meetings.wording import NO_CHAIR
from tests.cast import Cast
from tests.met import an_open_ballot, an_open_meeting, ballot, closed, hands, voting_rules
from tests.sevens import Seven, a_central_seven

CASTING = ballot("approval", threshold="1/2", strictly=True, denominator="valid", chair_casts=True)
ENTRIES = [("away", "Hợp tác xã Mẫu Bình Minh", 0), ("away", "Hợp tác xã Mẫu Ưu Đàm", 1)]
ACTING = "Chủ trì: Triệu Văn Ổn, Phó Chủ tịch, điều hành thay Chủ tịch"
CHAIR, VICE = 1, 2
ONE_DATABASE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def a_seven(cast: Cast, *, chair_required: bool = True) -> Seven:
    text = voting_rules(CASTING)
    return a_central_seven(
        cast, text if chair_required else text.replace("chair_required = true", _NOT_REQUIRED), ENTRIES
    )


_NOT_REQUIRED = "chair_required = false"


def put_out(cast: Cast, seven: Seven, number: int) -> None:
    """A member advises the first entry's cooperative."""
    nominee = seven.nominations[0].organisation
    with transaction():
        entry = RelationInput(RelationKind.ADVISER, nominee.tax_code, "", "Tự khai với thư ký.")
        register.record_relation(cast.office, seven.member(number), entry)


def presided(meeting: Meeting, motion: Motion) -> tuple[str, list[str | None]]:
    """As the ballot's page says it, and who presides over each entry by the agenda."""
    agendas = tuple(queries.agendas_of(meeting))
    named = [one.presiding.full_name if one.presiding else None for one in agendas[0].items]
    return told(motion, titles_of(agendas)).presiding, named


def test_the_vice_chair_presides_where_the_chair_is_out_and_breaks_the_tie(cast: Cast) -> None:
    seven = a_seven(cast)
    put_out(cast, seven, CHAIR)
    meeting = an_open_meeting(cast.secretary, [seven.council])
    motion = an_open_ballot(cast.secretary, meeting, seven.nominations[0].public_id)
    assert presided(meeting, motion) == (ACTING, ["Triệu Văn Ổn", cast.chair.name])
    hands(cast.secretary, motion, {VICE: "yes", 3: "yes", 4: "no", 5: "no"})
    outcome = Outcome.read(closed(cast.secretary, motion).outcome)
    [counted] = outcome.counts
    assert (counted.yes, counted.no, counted.recused, counted.quorate, counted.chair_decided, counted.passed) == (
        2, 2, 1, True, True, True,
    )  # fmt: skip
    votes = {voter: vote for _, _, voter, vote in outcome.votes}
    assert (votes["chair"], votes[str(CHAIR)], str(VICE) in votes) == ("yes", "recused", False)
    second = an_open_ballot(cast.secretary, meeting, seven.nominations[1].public_id)
    assert presided(meeting, second)[0] == f"Chủ trì: {cast.chair.name}"


@ONE_DATABASE
def test_a_chair_the_rulebook_requires_is_not_replaced_by_the_vice_chair(cast: Cast) -> None:
    seven = a_seven(cast)
    meeting = an_open_meeting(cast.secretary, [seven.council], absent={CHAIR})
    with pytest.raises(DomainError, match="Thể lệ yêu cầu Chủ tịch có mặt, Chủ tịch vắng"):
        an_open_ballot(cast.secretary, meeting, seven.nominations[0].public_id)


@ONE_DATABASE
def test_where_the_chair_may_be_absent_the_vice_chair_casts(cast: Cast) -> None:
    seven = a_seven(cast, chair_required=False)
    meeting = an_open_meeting(cast.secretary, [seven.council], absent={CHAIR})
    motion = an_open_ballot(cast.secretary, meeting, seven.nominations[0].public_id)
    assert presided(meeting, motion) == (ACTING, ["Triệu Văn Ổn"] * 2)
    hands(cast.secretary, motion, {VICE: "no", 3: "yes", 4: "yes", 5: "no"})
    [counted] = Outcome.read(closed(cast.secretary, motion).outcome).counts
    assert (counted.yes, counted.no, counted.chair_decided, counted.passed) == (2, 2, True, False)


@ONE_DATABASE
def test_with_neither_of_them_nobody_breaks_a_tie_and_a_chair_who_is_out_is_not_missed(cast: Cast) -> None:
    seven = a_seven(cast)
    put_out(cast, seven, CHAIR)
    meeting = an_open_meeting(cast.secretary, [seven.council], absent={VICE})
    motion = an_open_ballot(cast.secretary, meeting, seven.nominations[0].public_id)
    assert presided(meeting, motion) == (NO_CHAIR, [None, cast.chair.name])
    hands(cast.secretary, motion, {3: "yes", 4: "yes", 5: "no", 6: "no"})
    [counted] = Outcome.read(closed(cast.secretary, motion).outcome).counts
    assert (counted.quorate, counted.chair_decided, counted.passed) == (True, False, False)
