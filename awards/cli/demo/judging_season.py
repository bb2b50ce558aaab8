"""The season the council is judging now: some sheets cast, some in draft, some not opened."""

from __future__ import annotations

from awards.cli.demo import judging
from awards.cli.demo.cooperatives import Registry
from awards.cli.demo.dice import draw
from awards.cli.demo.finished_season import Standings
from awards.cli.demo.nominations import Province
from awards.cli.demo.people import MAIN_PROVINCE, People
from awards.cli.demo.seasons import JUDGING, open_season
from awards.cli.demo.story import Story
from awards.councils.models import JudgingRound
from awards.seasons.models import PublishedRulebook

PROVINCES = (MAIN_PROVINCE, "Nghệ An", "Đà Nẵng", "Cần Thơ", "Hà Nội", "Lâm Đồng", "Sơn La", "Cà Mau")
EACH = 3


def tell(story: Story, people: People, registry: Registry, rulebook: PublishedRulebook) -> None:
    season = open_season(story, people, rulebook, JUDGING, "đợt một")
    standings: Standings = {}
    for place, name in enumerate(PROVINCES):
        story.go(JUDGING.open + 5 + place * 4, 8 + place % 5)
        province = Province(story, registry, people, season, people.desk_of(name))
        with story.chapter():
            for turn in range(EACH):
                standing = draw(25, 100, "judging", place, turn)
                standings[province.accept(province.forward(standing)).id] = standing
            province.begin(draw(0, 60, "judging kept", place))
    story.go(JUDGING.close + 10)
    council = judging.appoint(story, people, season, "02/QĐ-MAU")
    _judge(story, people, judging.assign(story, people, council), standings)


def _judge(story: Story, people: People, judging_round: JudgingRound, standings: Standings) -> None:
    """The first members are half way, the fourth has finished, the last has not begun."""
    for number in range(1, len(people.judges)):
        story.go(JUDGING.close + 11 + number, 14)
        assignments = judging.assignments_of(judging_round, number)
        half = len(assignments) // 2
        cast = len(assignments) if number == 4 else half - number
        drafts = 0 if number == 4 else 3
        with story.chapter():
            with story.act():
                judging.declare(judging_round, assignments[: cast + drafts])
            for place, assignment in enumerate(assignments[: cast + drafts]):
                standing = standings[assignment.nomination_id]
                with story.act():
                    if place < cast:
                        judging.mark_and_cast(assignment, standing)
                    else:
                        judging.mark(assignment, standing, leave_out=place - cast)
