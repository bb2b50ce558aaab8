"""The season that is over: 200 entered, 125 forwarded, judged by seven, 100 honoured and announced."""

from __future__ import annotations

from awards.cli.demo import judging
from awards.cli.demo.cooperatives import Registry
from awards.cli.demo.dice import draw
from awards.cli.demo.nominations import Province
from awards.cli.demo.people import People
from awards.cli.demo.seasons import FINISHED, open_season
from awards.cli.demo.story import Story
from awards.councils.models import JudgingRound
from awards.decisions import services as decisions
from awards.decisions.inputs import DecisionInput
from awards.decisions.models import Decision
from awards.publicity import services as publicity
from awards.results import services as results
from awards.seasons.models import PublishedRulebook, Season

ENTERED, FORWARDED, REFUSED = 200, 125, 2
REQUIRED_PAPERS = ("registration", "criteria_report", "compliance_proof")
Standings = dict[int, int]
"""Nomination (row id) to the standing of its cooperative."""


def tell(story: Story, people: People, registry: Registry, rulebook: PublishedRulebook) -> Decision:
    """From the first draft to the announcement."""
    season = open_season(story, people, rulebook, FINISHED, "đã tôn vinh")
    standings = _nominate(story, people, registry, season)
    story.go(FINISHED.close + 12)
    council = judging.appoint(story, people, season, "01/QĐ-MAU")
    judging_round = judging.assign(story, people, council)
    _judge(story, people, judging_round, standings)
    story.go(FINISHED.judged, 9)
    with story.act():
        results.close_and_count(people.office, judging_round)
    return _announce(story, people, season)


def share(total: int, parts: int, place: int) -> int:
    """What the ``place``-th of ``parts`` gets when ``total`` is dealt out evenly."""
    return total // parts + (place < total % parts)


def _nominate(story: Story, people: People, registry: Registry, season: Season) -> Standings:
    """Every province enters five or six, forwards three or four; the desk accepts all but two."""
    standings: Standings = {}
    for place, desk in enumerate(people.desks):
        story.go(FINISHED.open + 2 + place, 8 + place % 8, draw(0, 40, "minute", place))
        with story.chapter():
            standings |= _nominate_one(Province(story, registry, people, season, desk, REQUIRED_PAPERS), place)
    return standings


def _nominate_one(province: Province, place: int) -> Standings:
    standings: Standings = {}
    desks = len(province.people.desks)
    sent = share(FORWARDED, desks, place)
    for turn in range(sent):
        standing = draw(0, 100, "standing", place, turn)
        nomination = province.forward(standing)
        if turn == 0 and place < REFUSED:
            province.refuse(nomination)
        else:
            standings[province.accept(nomination).id] = standing
    for turn in range(share(ENTERED, desks, place) - sent):
        province.begin(draw(0, 60, "kept", place, turn))
    return standings


def _judge(story: Story, people: People, judging_round: JudgingRound, standings: Standings) -> None:
    """Every member marks and casts every sheet that is not theirs to leave."""
    for number in range(1, len(people.judges) + 1):
        story.go(FINISHED.close + 14 + number * 4, 8)
        judging.finish(story, judging_round, number, standings)


def _announce(story: Story, people: People, season: Season) -> Decision:
    """The signed decision, and two persons of the office who set the day."""
    story.go(FINISHED.judged + 16, 10)
    entry = DecisionInput(
        number="15/QĐ-MAU",
        signed_on=story.day(FINISHED.judged + 16),
        signer="Trần Văn Mẫu",
        signing_capacity="TM. BAN THƯỜNG VỤ\nCHỦ TỊCH",
    )
    with story.act():
        decision = decisions.record_decision(people.office, season, entry)
    story.go(FINISHED.ceremony - 5)
    with story.act():
        announcement = publicity.propose_announcement(people.office, decision, story.at(FINISHED.ceremony - 2, 9))
    with story.act():
        publicity.approve_announcement(people.second_office, announcement)
    story.go(FINISHED.ceremony)
    return decision
