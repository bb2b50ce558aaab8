"""The deadline of a province, at its instant: twenty-four cases, none wrong, on SQLite and PostgreSQL.

A dossier is taken or refused by the server's clock when its last byte has come. Each case of the tables
below is tried through the real forwarding and taken back, so that every case begins from the same world;
cases that need a process, a slow line or a browser stand in `test_deadlines_served.py`.

The twenty-four: one second before, the instant, one second after, 59 seconds after with a grace of 60 (4); a body
begun before and ended after; an autosave in flight; a draft at the close; an extension for one province, one
withdrawn, a deadline moved earlier (3); a day without an hour, 31 December 23:59:59 (2); the server's zone UTC,
Vietnam, New York (3); the browser's zone likewise (3); its clock a day off; a worker started anew at the instant;
two workers two seconds apart; an announcement before, at and after its instant (3).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards.base import clock
from awards.base.clock import VIETNAM
from awards.base.database import db
from awards.base.dates import parse_deadline
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.forwarding import services as forwarding
from awards.nominations.models import Nomination
from awards.nominations.states import NominationState
from awards.policy.actor import Actor
from awards.publicity.copies import copy_honours
from awards.seasons import queries as seasons
from awards.seasons import services
from awards.seasons.inputs import CalendarInput, ExtensionInput, WithdrawalInput
from awards.seasons.models import Season
from awards.seasons.states import SeasonStage
from tests.awards.public_site.honoured import entered, row
from tests.awards.seasons.test_ics import alliance_of
from tests.builders import a_complete_draft, an_open_season
from tests.cast import Cast, CastClient

ClientOf = Callable[[Actor], CastClient]
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class _TakenBack(Exception):
    """Ends a try."""


@contextmanager
def tried() -> Iterator[None]:
    """A transaction of which nothing is kept."""
    try:
        with transaction():
            yield
            raise _TakenBack
    except _TakenBack:
        pass


@dataclass
class World:
    """Two provinces, each with a signed-off dossier; nominations close at ``closes``."""

    cast: Cast
    season: Season
    closes: datetime
    dossiers: dict[str, Nomination]

    def forward(self, who: str, at: datetime) -> str:
        """taken, late or refused."""
        leader = self.cast.leader if who == "home" else self.cast.stranger_leader
        nomination = self.dossiers[who]
        with clock.told_by(lambda: at):
            try:
                sent = forwarding.forward(leader, nomination)
            except DomainError as error:
                return "refused" if error.sentence.startswith("Đã hết hạn nhận hồ sơ") else error.sentence
        late = seasons.arrived_late(self.season, nomination.alliance_id, sent.forwarded_at)
        return "late" if late else "taken"

    def close_at(self, closes: datetime, *, grace: int = 0) -> None:
        opened = self.season.nominations_open_at
        later = closes + 30 * DAY
        entry = CalendarInput(opened, closes, later, (later + 10 * DAY).date(), grace_seconds=grace)
        services.reschedule(self.cast.office, self.season, entry)

    def extend(self, until: datetime) -> None:
        entry = ExtensionInput("", until, "Bão lũ")
        services.record_extension(self.cast.office, self.season, alliance_of(self.cast.officer), entry)

    def withdraw_extension(self) -> None:
        entry = WithdrawalInput("", SeasonStage.NOMINATIONS, "Ghi nhầm")
        services.withdraw_extension(self.cast.office, self.season, alliance_of(self.cast.officer), entry)


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    season = an_open_season(cast)
    closes = clock.now().replace(microsecond=0) + 20 * DAY
    people = {"home": (cast.officer, cast.leader), "away": (cast.stranger, cast.stranger_leader)}
    dossiers = {}
    for name, (officer, leader) in people.items():
        dossiers[name] = a_complete_draft(cast, season, by=officer)
        with transaction():
            forwarding.ask_for_sign_off(officer, dossiers[name])
            forwarding.sign_off(leader, dossiers[name])
    made = World(cast, season, closes, dossiers)
    with transaction():
        made.close_at(closes)
    return made


@dataclass(frozen=True)
class Case:
    """What is arranged first, and what then happens to whom so many seconds from the common deadline."""

    expected: dict[tuple[str, int], str]
    arrange: Callable[[World], None] = lambda _world: None


def _extended_and_withdrawn(world: World) -> None:
    world.extend(world.closes + DAY)
    world.withdraw_extension()


CASES: dict[str, Case] = {
    "one second before": Case({("home", -1): "taken"}),
    "the instant itself": Case({("home", 0): "refused"}),
    "one second after": Case({("home", 1): "refused"}),
    "59 seconds after, with a grace of 60": Case(
        {("home", -1): "taken", ("home", 0): "late", ("home", 59): "late", ("home", 60): "refused"},
        lambda world: world.close_at(world.closes, grace=60),
    ),
    "an extension for one province": Case(
        {("home", 0): "taken", ("away", 0): "refused", ("home", 86_399): "taken", ("home", 86_400): "refused"},
        lambda world: world.extend(world.closes + DAY),
    ),
    "an extension withdrawn": Case({("home", -1): "taken", ("home", 0): "refused"}, _extended_and_withdrawn),
    "a deadline moved earlier": Case(
        {("home", -3_601): "taken", ("home", -3_600): "refused", ("home", -1): "refused"},
        lambda world: world.close_at(world.closes - timedelta(hours=1)),
    ),
}


def outcomes(world: World, case: Case) -> dict[tuple[str, int], str]:
    """Each try on its own: arranged, tried, taken back."""
    found = {}
    for who, seconds in case.expected:
        with tried():
            case.arrange(world)
            found[who, seconds] = world.forward(who, world.closes + seconds * SECOND)
    return found


def test_who_comes_in_time_is_taken_and_who_comes_late_is_not(world: World) -> None:
    assert {name: outcomes(world, case) for name, case in CASES.items()} == {
        name: case.expected for name, case in CASES.items()
    }


DAYS_AS_TYPED: dict[str, tuple[str, datetime]] = {
    "a day without an hour": ("28/02/{}", datetime(1, 3, 1, tzinfo=VIETNAM)),
    "31 December, 23:59:59": ("hết ngày 31/12/{}", datetime(2, 1, 1, tzinfo=VIETNAM)),
    "31 December, at an hour": ("17:00 31/12/{}", datetime(1, 12, 31, 17, tzinfo=VIETNAM)),
}
"""What the office types, and the instant it means; year 1 is the year typed, year 2 the next."""


def test_a_day_typed_without_an_hour_lasts_to_its_end(world: World) -> None:
    year = clock.today().year + 1
    found = {}
    for name, (typed, meant) in DAYS_AS_TYPED.items():
        instant = meant.replace(year=year + meant.year - 1)
        closes = parse_deadline(typed.format(year))
        for seconds in (-1, 0):
            with tried():
                world.close_at(closes)
                found[name, seconds] = world.forward("home", instant + seconds * SECOND)
    assert found == {
        (name, seconds): "taken" if seconds else "refused" for name in DAYS_AS_TYPED for seconds in (-1, 0)
    }


@contextmanager
def server_in(zone: str) -> Iterator[None]:
    """The machine and its connections to PostgreSQL in this zone."""
    before = {name: os.environ.get(name) for name in ("TZ", "PGTZ")}
    os.environ.update(TZ=zone, PGTZ=zone)
    time.tzset()
    db.session.remove()
    db.engine.dispose()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        time.tzset()
        db.session.remove()
        db.engine.dispose()


SERVER_ZONES = ("UTC", "Asia/Ho_Chi_Minh", "America/New_York")


def test_the_zone_of_the_server_changes_nothing(world: World) -> None:
    """The deadline stands in March, in the hour that New York's clocks jump over."""
    year = clock.today().year + 1
    jump = next(day for day in (datetime(year, 3, one, 7, tzinfo=UTC) for one in range(8, 15)) if day.weekday() == 6)
    with transaction():
        world.close_at(jump)
    season_id, ids = world.season.id, {name: one.id for name, one in world.dossiers.items()}
    found = {}
    for zone in SERVER_ZONES:
        with server_in(zone):
            there = World(
                world.cast,
                db.session.get_one(Season, season_id),
                jump,
                {name: db.session.get_one(Nomination, one) for name, one in ids.items()},
            )
            found[zone] = outcomes(there, Case({("home", -1): "", ("home", 0): ""}))
    assert found == {zone: {("home", -1): "taken", ("home", 0): "refused"} for zone in SERVER_ZONES}


def test_of_two_servers_that_disagree_the_one_behind_does_not_take_what_is_past(world: World) -> None:
    """The fast one has refused at the instant, and the log says so; two seconds behind it is refused as well."""
    fast, slow = world.closes + SECOND, world.closes - SECOND
    found = {}
    with tried():
        found["slow, nothing logged yet"] = world.forward("home", slow)
    with tried():
        found["fast"] = world.forward("home", fast)
        with clock.told_by(lambda: fast):
            world.extend(world.closes + DAY)  # any act of the fast one is in the log
            world.withdraw_extension()
        found["slow, after the fast one"] = world.forward("home", slow)
    with tried():
        with clock.told_by(lambda: world.closes + timedelta(hours=1)):  # a clock that was wrong by an hour
            world.extend(world.closes + DAY)
            world.withdraw_extension()
        found["an hour apart"] = world.forward("home", slow)
    assert found == {
        "slow, nothing logged yet": "taken",
        "fast": "refused",
        "slow, after the fast one": "refused",
        "an hour apart": "taken",
    }


def sat_down(world: World, client_of: ClientOf, actor: Actor) -> CastClient:
    """Somebody who signed in a minute before the deadline."""
    with clock.told_by(lambda: world.closes - timedelta(minutes=1)):
        return client_of(actor)


def test_what_waits_for_the_database_counts_from_its_arrival(app: Flask, world: World, client_of: ClientOf) -> None:
    """A complete request that arrived in time is taken although the clock runs on while it waits."""
    leader, nomination = sat_down(world, client_of, world.cast.leader), world.dossiers["home"]
    in_time = iter([world.closes - SECOND] * 2)  # the look-up of the session, and the arrival

    with clock.told_by(lambda: next(in_time, world.closes + 5 * SECOND)):
        answer = leader.post(f"/ho-so/{nomination.public_id}/gui")
    assert answer.status_code == 302
    db.session.expire_all()
    assert nomination.forwarded_at == world.closes - SECOND


def test_a_draft_stays_whole_at_the_close_and_an_autosave_in_flight_says_so(
    app: Flask, world: World, client_of: ClientOf
) -> None:
    cast = world.cast
    draft = a_complete_draft(cast, world.season)
    officer, path = sat_down(world, client_of, cast.officer), f"/ho-so/{draft.public_id}"
    before = (draft.state, draft.achievements)
    typed = {"achievements": "Đang gõ dở lúc hết hạn", "base": "", "page": "x"}
    with clock.told_by(lambda: world.closes):
        autosave = officer.post(f"{path}/muc/thanh-tich", data=typed, headers={"X-Autosave": "1"})
        by_hand = officer.post(f"{path}/muc/thanh-tich", data=typed)
        page = officer.get(path)
        new = officer.post(f"/ho-so/de-cu/{world.season.public_id}", data={})
    assert (autosave.json["state"], autosave.json["sentence"][:23]) == ("refused", "Đã hết hạn nhận hồ sơ: ")
    assert ("Đã hết hạn nhận hồ sơ: " in by_hand.text, typed["achievements"] in by_hand.text) == (True, True)
    assert (page.status_code, draft.reference in page.text, new.status_code) == (200, True, 200)
    db.session.expire_all()
    assert (draft.state, draft.achievements) == before == (NominationState.DRAFT, before[1])
    with transaction():
        world.extend(world.closes + DAY)
    with clock.told_by(lambda: world.closes):
        assert officer.get(f"{path}/muc/thanh-tich").status_code == 200
        forwarded_again = officer.post(f"{path}/muc/thanh-tich", data=typed, headers={"X-Autosave": "1"})
    assert forwarded_again.json["state"] != "refused"


def test_a_returned_dossier_has_its_own_last_instant(world: World) -> None:
    """Supplements close with their own window and the province's own extension of it."""
    season, nomination = world.season, world.dossiers["home"]
    alliance_id = nomination.alliance_id
    closes = season.supplements_close_at
    found = {}
    for name, until in (("common", None), ("extended", closes + DAY)):
        with tried():
            if until is not None:
                entry = ExtensionInput("", until, "Bão lũ", SeasonStage.SUPPLEMENTS)
                services.record_extension(world.cast.office, season, alliance_of(world.cast.officer), entry)
            for seconds in (-1, 0):
                with clock.told_by(lambda seconds=seconds: closes + seconds * SECOND):  # type: ignore[misc]
                    found[name, seconds] = seasons.shut_sentence(season, alliance_id, SeasonStage.SUPPLEMENTS) is None
    assert found == {
        ("common", -1): True,
        ("common", 0): False,
        ("extended", -1): True,
        ("extended", 0): True,
    }


def test_the_pages_say_the_same_as_the_service(app: Flask, world: World, client_of: ClientOf) -> None:
    leader = sat_down(world, client_of, world.cast.leader)
    path = f"/ho-so/{world.dossiers['home'].public_id}/gui"
    answers = {}
    for seconds in (1, 0, -1):
        with clock.told_by(lambda seconds=seconds: world.closes + seconds * SECOND):  # type: ignore[misc]
            answer = leader.post(path)
        answers[seconds] = (answer.status_code, "Đã hết hạn nhận hồ sơ" in answer.text)
    assert answers == {1: (200, True), 0: (200, True), -1: (302, False)}
    states = db.session.scalars(select(Nomination.state).where(Nomination.forwarded_at.is_not(None))).all()
    assert states == [NominationState.FORWARDED]


def test_an_announcement_is_public_from_its_instant_on(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    announced_at = clock.now() + DAY
    with transaction():
        copy_honours(entered(cast.office, row("HTX Bình Minh Mẫu"), is_sample=True), announced_at, {})
    stranger = client_of(cast.nobody)
    found = {}
    for seconds in (-1, 0, 1):
        with clock.told_by(lambda seconds=seconds: announced_at + seconds * SECOND):  # type: ignore[misc]
            found[seconds] = "HTX Bình Minh Mẫu" in stranger.get("/vinh-danh/mau").text
    assert found == {-1: False, 0: True, 1: True}
