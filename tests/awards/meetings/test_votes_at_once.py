"""Seven members send their secret slips at the same moment, each with a double click: none is lost, none doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import text

from awards.accounts.identity import actor_of
from awards.base.database import db
from awards.base.identifiers import new_public_id
from awards.meetings.results_told import Outcome
from awards.meetings.states import MotionState
from awards.policy.actor import Actor
from tests.cast import Cast, CastClient, client_for
from tests.met import an_open_ballot, an_open_meeting, ballot, closed, voting_rules
from tests.sevens import Seven, a_central_seven

SECRET = voting_rules(ballot("approval", secret=True))
VOTES = ("yes", "yes", "yes", "yes", "no", "no", "blank")
"""By judge's number; the chair sends another slip from a second window."""
Click = tuple[CastClient, str, str]


def test_seven_slips_and_seven_voters_whatever_was_clicked_twice(app: Flask, cast: Cast) -> None:
    seven = a_central_seven(cast, SECRET, [("away", "Hợp tác xã Mẫu Bình Minh", 0)])
    meeting = an_open_meeting(cast.secretary, [seven.council])
    motion = an_open_ballot(cast.secretary, meeting, seven.nominations[0].public_id)
    answers = _at_once(app, f"/phien-hop/noi-dung/{motion.public_id}/phieu", _clicks(app, seven))
    slips = [(row[0], row[1]) for row in db.session.execute(text("SELECT key, vote FROM slip"))]
    voters = [row[0] for row in db.session.execute(text("SELECT member_id FROM voter"))]
    assert voters == sorted(one.id for one in seven.council.members)
    assert [key for key, _ in slips] == sorted(key for key, _ in slips)
    given = Counter(vote for _, vote in slips)
    first_window = given == Counter(VOTES)
    assert first_window or given == Counter(["blank", *VOTES[1:]])
    # Whichever of the chair's windows came first was taken, and the other was told so.
    assert Counter(answers) == {302: 12 + (2 if first_window else 1), 200: 1 if first_window else 2}
    closed(cast.secretary, motion)
    [counted] = Outcome.read(motion.outcome).counts
    assert (motion.state, counted.present, counted.yes, counted.no) == (MotionState.CLOSED, 7, given["yes"], 2)


def _clicks(app: Flask, seven: Seven) -> list[Click]:
    """Every member twice with the key of the page, and the chair once more from another page."""
    people = [_actor(seven, number) for number in range(1, 8)]
    found: list[Click] = []
    for actor, vote in zip(people, VOTES, strict=True):
        page = new_public_id()
        found += [(client_for(app, actor), page, vote) for _ in range(2)]
    return [*found, (client_for(app, people[0]), new_public_id(), "blank")]


def _actor(seven: Seven, number: int) -> Actor:
    user = seven.member(number).user
    assert user is not None
    return actor_of(user)


def _at_once(app: Flask, path: str, clicks: Sequence[Click]) -> list[int]:
    ready = Barrier(len(clicks))

    def send(click: Click) -> int:
        client, page, vote = click
        with app.app_context():
            ready.wait()
            return client.post(path, data={"page_key": page, "vote": vote}).status_code

    with ThreadPoolExecutor(len(clicks)) as hands:
        return list(hands.map(send, clicks))
