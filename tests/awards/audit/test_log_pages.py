"""The log on the screen: who may read it, what it names, and whether the chain holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select, text

from awards.audit import queries
from awards.audit import services as audit
from awards.audit.models import AuditEntry
from awards.audit.queries import LogFilter
from awards.audit.wording import ACTION_LABELS, action_label
from awards.base import clock
from awards.base.append_only import allow_changes
from awards.base.database import db
from awards.base.transaction import transaction
from awards.policy.actions import Action
from awards.policy.actor import Actor
from tests.builders import a_draft_season
from tests.cast import PARTS, Cast, CastClient


def test_every_act_has_words() -> None:
    assert ACTION_LABELS.keys() == set(Action)
    assert action_label("act.of_an_older_version") == "act.of_an_older_version"


def test_the_log_shows_acts_and_ids_and_no_names(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    season = a_draft_season(cast)
    page = client_of(cast.auditor).get("/nhat-ky/").text
    assert "Lập mùa giải" in page
    assert f"season:{season.public_id}" in page
    assert cast.office.public_id in page
    table = page[page.index("<tbody>") :]
    assert [one.name for one in PARTS.values() if one.name in table] == []


def test_the_log_is_filtered_by_act_id_and_day(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    season = a_draft_season(cast)
    created = queries.list_visible_to(cast.auditor, LogFilter(action="season.create"), 1)
    assert [(row.action, row.subject) for row in created.rows] == [("season.create", f"season:{season.public_id}")]
    mine = queries.list_visible_to(cast.auditor, LogFilter(subject=cast.office.public_id), 1)
    assert {row.actor for row in mine.rows} == {cast.office.public_id}
    today = queries.list_visible_to(cast.auditor, LogFilter(day=clock.today()), 1)
    assert today.total == len(db.session.scalars(select(AuditEntry.number)).all())
    page = client_of(cast.auditor).get("/nhat-ky/?ngay=31/02/2026")
    assert page.status_code == 200
    assert "Không có ngày 31/02/2026." in page.text


@pytest.mark.parametrize(
    ("role", "status"), [("office", 200), ("sysadmin", 200), ("judge", 403), ("leader", 403), ("nobody", 302)]
)
def test_who_reads_the_log(cast: Cast, client_of: Callable[[Actor], CastClient], role: str, status: int) -> None:
    client = client_of(getattr(cast, role))
    assert [client.get(path).status_code for path in ("/nhat-ky/", "/nhat-ky/kiem-tra")] == [status] * 2


def test_when_sheets_were_saved_is_for_the_auditor_only(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    with transaction():
        audit.record(cast.judge, Action.SHEET_SAVE, "sheet:CANARY", "v1")
    saves = LogFilter(action=Action.SHEET_SAVE.value)
    assert [queries.list_visible_to(one, saves, 1).total for one in (cast.auditor, cast.office, cast.sysadmin)] == [
        1,
        0,
        0,
    ]
    told = {role: client_of(getattr(cast, role)).get("/nhat-ky/").text for role in ("auditor", "office", "sysadmin")}
    assert {role for role, page in told.items() if "CANARY" in page} == {"auditor"}
    assert {role for role, page in told.items() if "cách quãng" in page} == {"office", "sysadmin"}


def test_a_changed_row_is_named(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    a_draft_season(cast)
    auditor = client_of(cast.auditor)
    assert "Nhật ký liền mạch" in auditor.get("/nhat-ky/kiem-tra").text
    with transaction():
        _without_triggers()
        db.session.execute(text("UPDATE audit_entry SET subject = 'season:khac' WHERE number = 3"))
    assert "Dòng nhật ký số 3 đã bị thay đổi." in auditor.get("/nhat-ky/kiem-tra").text


def _without_triggers() -> None:
    """As somebody would who holds the database itself."""
    allow_changes(Operations(MigrationContext.configure(db.session.connection())), "audit_entry")


def test_an_unfiltered_log_and_a_made_up_act_are_no_mistakes(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    auditor = client_of(cast.auditor)
    for path in ("/nhat-ky/", "/nhat-ky/?trang=2", "/nhat-ky/?viec=khong.co"):
        page = auditor.get(path)
        assert page.status_code == 200
        assert "Có lỗi cần sửa" not in page.text
