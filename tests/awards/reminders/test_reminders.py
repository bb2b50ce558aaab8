"""Reminders reach exactly those who are late, once, after a person has read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from awards.accounts.models import User
from awards.audit import queries as audit
from awards.audit.queries import LogFilter
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.desk import queries as desk
from awards.forwarding import services as forwarding
from awards.notices.models import Notice, OutgoingMail
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.reminders import queries, services
from awards.reminders.inputs import ReleaseInput
from awards.reminders.models import Reminder
from awards.reminders.progress import digest_of
from awards.reminders.queries import Release
from awards.reminders.states import ReminderKind, due_kind
from awards.seasons import services as seasons
from awards.seasons.inputs import ExtensionInput
from awards.seasons.models import Season
from tests.awards.public_site.test_honours import statements
from tests.awards.seasons.test_ics import alliance_of
from tests.builders import a_complete_draft, a_draft, a_forwarded, an_open_season, calendar_around
from tests.cast import AWAY, HOME, Cast, CastClient, email_of

ClientOf = Callable[[Actor], CastClient]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def closing_in(cast: Cast, season: Season, left: timedelta) -> None:
    """Move the common deadline so near."""
    entry = calendar_around(0)
    close = clock.now() + left
    with transaction():
        seasons.reschedule(
            cast.office,
            season,
            type(entry)(season.nominations_open_at, close, close + 30 * DAY, (close + 45 * DAY).date()),
        )


def release(cast: Cast, season: Season, kind: ReminderKind, reason: str = "") -> int:
    wanted = Release(season, kind)
    seen = digest_of(queries.planned_release(wanted))
    with transaction():
        return services.release(cast.office, wanted, ReleaseInput(seen, reason))


REMINDERS = ("season_opened", "deadline_near")


def told() -> list[tuple[str, str]]:
    """Who has got which reminder, by mail and in the inbox alike."""
    people = {user.id: user.email for user in db.session.scalars(select(User))}
    notices = db.session.scalars(select(Notice).where(Notice.kind.in_(REMINDERS)))
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind.in_(REMINDERS)))
    inbox = sorted((people[one.user_id], one.title) for one in notices)
    outbox = sorted((one.recipient, one.subject) for one in mails)
    assert inbox == outbox
    return inbox


@pytest.mark.parametrize(
    ("left", "kind"),
    [
        (7 * DAY + timedelta(seconds=1), None),
        (7 * DAY, ReminderKind.DAYS_7),
        (2 * DAY + timedelta(seconds=1), ReminderKind.DAYS_7),
        (2 * DAY, ReminderKind.DAYS_2),
        (3 * HOUR + timedelta(seconds=1), ReminderKind.DAYS_2),
        (3 * HOUR, ReminderKind.HOURS_3),
        (timedelta(seconds=1), ReminderKind.HOURS_3),
        (timedelta(), None),
        (-DAY, None),
    ],
)
def test_the_nearest_threshold_that_was_reached_is_due(left: timedelta, kind: ReminderKind | None) -> None:
    now = clock.now()
    assert due_kind(now + left, now) is kind


def test_only_provinces_that_still_owe_something_are_late(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    a_forwarded(cast, season)  # home has sent everything it began
    a_draft(cast, season, by=cast.stranger)
    by_name = {one.alliance: one for one in queries.progress_in(season)}
    standing = {
        name: next((one.forwarded, one.begun, one.is_late) for title, one in by_name.items() if name in title)
        for name in (HOME, AWAY, "Lào Cai")
    }
    assert standing == {HOME: (1, 0, False), AWAY: (0, 1, True), "Lào Cai": (0, 0, True)}
    assert len(by_name) == 34


def test_those_who_are_late_are_told_what_is_missing_and_nobody_else(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    a_forwarded(cast, season)
    draft = a_draft(cast, season, by=cast.stranger)
    closing_in(cast, season, 6 * DAY)
    assert release(cast, season, ReminderKind.DAYS_7) == 1
    title = "Còn chưa đầy 7 ngày đến hạn gửi hồ sơ: Mùa giải mẫu"
    assert told() == sorted((email_of(name), title) for name in ("stranger", "stranger_leader"))
    body = db.session.scalars(select(Notice.body).where(Notice.kind == "deadline_near")).first()
    assert body is not None
    assert (f"- Hồ sơ {draft.reference}: Chưa có" in body, "mục khác" in body) == (True, True)
    assert draft.organisation.name not in body


def test_each_step_of_a_dossier_is_said_in_its_words(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    finished, asked, signed = (a_complete_draft(cast, season) for _ in range(3))
    with transaction():
        for nomination in (asked, signed):
            forwarding.ask_for_sign_off(cast.officer, nomination)
        forwarding.sign_off(cast.leader, signed)
    (province,) = queries.progress_visible_to(cast.officer, season)
    assert sorted(province.lines) == sorted(
        [
            f"Hồ sơ {finished.reference}: đã đủ mục, chưa trình lãnh đạo duyệt.",
            f"Hồ sơ {asked.reference}: chờ lãnh đạo duyệt.",
            f"Hồ sơ {signed.reference}: lãnh đạo đã duyệt, chưa gửi lên Trung ương.",
        ]
    )


def test_a_province_is_reminded_of_its_own_deadline(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    for officer in (cast.officer, cast.stranger):
        a_draft(cast, season, by=officer)
    closing_in(cast, season, 2 * HOUR)
    until = season.nominations_close_at + 5 * DAY
    with transaction():
        seasons.record_extension(cast.office, season, alliance_of(cast.stranger), ExtensionInput("", until, "Bão lũ"))
    provinces = {one.alliance_id: one for one in queries.progress_in(season)}
    now = clock.now()
    due = {name: provinces[getattr(cast, name).alliance_id].due(now) for name in ("officer", "stranger")}
    assert due == {"officer": ReminderKind.HOURS_3, "stranger": ReminderKind.DAYS_7}
    planned = {kind: queries.planned_release(Release(season, kind)) for kind in ReminderKind}
    away = [one for one in planned[ReminderKind.DAYS_7] if one.recipients]
    assert [one.province.alliance_id for one in away] == [cast.stranger.alliance_id]
    assert planned[ReminderKind.DAYS_2] == []
    with clock.told_by(lambda: season.nominations_close_at + HOUR):
        assert [one.province.alliance_id for one in queries.planned_release(Release(season, ReminderKind.DAYS_7))] == [
            cast.stranger.alliance_id
        ]


def test_a_reminder_goes_once_unless_somebody_says_why(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    a_draft(cast, season)
    closing_in(cast, season, 6 * DAY)
    wanted = Release(season, ReminderKind.DAYS_7)
    seen = digest_of(queries.planned_release(wanted))
    with transaction():
        assert services.release(cast.office, wanted, ReleaseInput(seen)) == 2  # home, and the stranger's without any
    with pytest.raises(ConflictError), transaction():
        services.release(cast.office, wanted, ReleaseInput(seen))  # the second click
    with pytest.raises(DomainError, match="hãy ghi lý do"):
        release(cast, season, ReminderKind.DAYS_7)
    db.session.rollback()
    assert (release(cast, season, ReminderKind.DAYS_7, "Nhiều tỉnh chưa đọc"), len(told())) == (2, 8)
    reasons = db.session.scalars(select(Reminder.reason).order_by(Reminder.id)).all()
    assert reasons == ["", "", *["Nhiều tỉnh chưa đọc"] * 2]
    logged = audit.list_visible_to(cast.auditor, LogFilter(action=Action.REMINDER_RELEASE.value), 1).total
    assert logged == 2
    closing_in(cast, season, 6 * DAY + HOUR)  # another deadline is another reminder
    assert release(cast, season, ReminderKind.DAYS_7) == 2


def test_nothing_goes_when_the_list_is_another_one_than_was_seen(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    draft = a_complete_draft(cast, season)
    closing_in(cast, season, 6 * DAY)
    wanted = Release(season, ReminderKind.DAYS_7)
    seen = digest_of(queries.planned_release(wanted))
    with transaction():
        forwarding.ask_for_sign_off(cast.officer, draft)
    with pytest.raises(ConflictError, match="vừa thay đổi"), transaction():
        services.release(cast.office, wanted, ReleaseInput(seen))
    assert told() == []


def test_the_opening_is_announced_to_every_province_that_can_be_reached(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    a_forwarded(cast, season)
    planned = queries.planned_release(Release(season, ReminderKind.OPENED))
    assert (len(planned), sum(bool(one.recipients) for one in planned)) == (34, 2)
    assert release(cast, season, ReminderKind.OPENED) == 2
    assert told() == sorted(
        (email_of(name), "Mùa giải đã mở: Mùa giải mẫu")
        for name in ("officer", "leader", "stranger", "stranger_leader")
    )


def test_the_desk_names_what_waits_and_lets_go_of_it_afterwards(app: Flask, cast: Cast) -> None:
    season = an_open_season(cast)
    a_draft(cast, season)
    title = "Tỉnh chờ lời nhắc “Còn 7 ngày”"

    def waiting(actor: Actor) -> list[int]:
        return [task.count for task in desk.waiting_for(actor) if task.title == title]

    assert waiting(cast.office) == []
    closing_in(cast, season, 6 * DAY)
    assert [waiting(actor) for actor in (cast.office, cast.officer, cast.screener)] == [[2], [], []]
    release(cast, season, ReminderKind.DAYS_7)
    assert waiting(cast.office) == []


def test_two_clicks_on_the_pages_send_what_was_shown(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    a_draft(cast, season)
    closing_in(cast, season, DAY)
    office, path = client_of(cast.office), f"/nhac-viec/{season.public_id}/con-2-ngay"
    board = office.get(f"/nhac-viec/?mua={season.public_id}").text
    assert (f'href="{path}"' in board, "con-3-gio" in board, "2 tỉnh" in unescape(board)) == (True, False, False)
    page = office.get(path).text
    for words in (email_of("officer"), email_of("leader"), "Còn chưa đầy 2 ngày", "Chưa có người nhận", "data-copy"):
        assert words in page
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', page)
    assert found is not None
    typed = {"seen": found.group(1)}
    assert [office.post(path, data=typed).location for _ in range(2)] == [
        f"/nhac-viec/?mua={season.public_id}",
        f"http://localhost{path}",
    ]
    assert len(told()) == 4
    again = office.get(path).text
    assert ("Đã nhắc" in again, "Lý do gửi lại" in again) == (True, True)
    assert office.get(f"/nhac-viec/{season.public_id}/con-9-ngay").status_code == 404


def test_a_province_sees_its_own_progress_and_no_other(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    own, other = a_draft(cast, season), a_draft(cast, season, by=cast.stranger)
    for actor in (cast.officer, cast.leader):
        page = client_of(actor).get("/nhac-viec/").text
        assert (own.reference in page, other.reference in page, AWAY in page) == (True, False, False)
    board = client_of(cast.office).get("/nhac-viec/").text
    assert (own.reference in board, AWAY in board) == (False, True)
    assert client_of(cast.screener).get("/nhac-viec/").status_code == 403
    with pytest.raises(Forbidden):
        services.release(cast.leader, Release(season, ReminderKind.OPENED), ReleaseInput("x"))


def test_the_pages_take_the_same_queries_however_many_dossiers(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    closing_in(cast, season, 6 * DAY)
    office, officer = client_of(cast.office), client_of(cast.officer)
    pages = {"/nhac-viec/": office, f"/nhac-viec/{season.public_id}/con-7-ngay": office, "/nhac-viec/?": officer}
    counts = []
    for number in (1, 1, 4):
        for _ in range(number):
            a_draft(cast, season)
        found = []
        for path, client in pages.items():
            with statements() as sent:
                assert client.get(path).status_code == 200
            found.append(len(sent))
        counts.append(found)
    assert counts[1] == counts[2]
