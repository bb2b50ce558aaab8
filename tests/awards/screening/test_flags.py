"""A flag asks a role at the centre to look at a dossier; it is answered by that role and kept."""

from __future__ import annotations

import pytest

from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.nominations.models import Nomination
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import Forbidden
from awards.screening import flagging, proposals, queries
from awards.screening.inputs import FlagInput
from awards.screening.models import DossierFlag
from awards.screening.states import FlagReason
from tests import screened
from tests.builders import a_forwarded, an_open_season
from tests.cast import Cast


def a_flag(cast: Cast, nomination: Nomination, role: Role = Role.OFFICE, *, stops: bool = False) -> DossierFlag:
    with transaction():
        entry = FlagInput(role, FlagReason.COMPLAINT, "Có đơn phản ánh gửi ngày 02/03.", stops)
        return flagging.raise_flag(cast.screener, nomination, entry)


def waiting(actor: Actor) -> int:
    return queries.flags_waiting_for(actor)


def test_a_flag_is_on_the_list_of_the_asked_role_until_it_is_resolved(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    flag = a_flag(cast, nomination)
    assert a_flag(cast, nomination).id == flag.id
    everybody = (cast.office, cast.second_office, cast.screener, cast.chair, cast.officer, cast.judge, cast.auditor)
    assert [waiting(actor) for actor in everybody] == [1, 1, 0, 0, 0, 0, 0]
    with transaction():
        flagging.resolve_flag(cast.office, flag, "Đơn không có cơ sở.")
    assert waiting(cast.office) == 0
    assert [(one.text, one.resolution, one.resolved_by_id) for one in queries.flags_of(nomination)] == [
        ("Có đơn phản ánh gửi ngày 02/03.", "Đơn không có cơ sở.", cast.office.user_id)
    ]
    with pytest.raises(ConflictError, match="đã được giải quyết"), transaction():
        flagging.resolve_flag(cast.second_office, flag, "Lần nữa.")


def test_only_the_asked_role_resolves_and_the_chair_sees_only_what_is_put_before_the_chair(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    for_office, for_chair = a_flag(cast, nomination), a_flag(cast, nomination, Role.CHAIR)
    for actor in (cast.screener, cast.chair, cast.leader, cast.auditor):
        with pytest.raises(Forbidden):
            flagging.resolve_flag(actor, for_office, "Xong.")
    seen = [
        [queries.get_flag_visible_to(actor, flag.public_id) is not None for flag in (for_office, for_chair)]
        for actor in (cast.screener, cast.office, cast.chair, cast.officer, cast.judge, cast.auditor)
    ]
    assert seen == [[True, True], [True, True], [False, True], [False, False], [False, False], [False, False]]
    with pytest.raises(DomainError) as refused, transaction():
        flagging.resolve_flag(cast.chair, for_chair, " ")
    assert refused.value.field == "resolution"


def test_a_stopping_flag_prevents_acceptance_until_it_is_resolved(cast: Cast) -> None:
    nomination = a_forwarded(cast, an_open_season(cast))
    with transaction():
        proposal = proposals.propose_acceptance(cast.screener, nomination)
    flag = a_flag(cast, nomination, stops=True)
    with pytest.raises(DomainError, match="dừng xét cho tới khi giải quyết"), transaction():
        proposals.confirm(cast.office, proposal)
    with transaction():
        flagging.resolve_flag(cast.office, flag, "Đã xác minh.")
    screened.confirmed(cast, proposal)
    assert nomination.state == "accepted"
