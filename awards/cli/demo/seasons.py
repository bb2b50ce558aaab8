"""The four sample seasons: when they are, under which rulebook, and how they open."""

from __future__ import annotations

from dataclasses import dataclass

from awards.cli.demo.people import People
from awards.cli.demo.rulebook import rulebook_text
from awards.cli.demo.story import Story
from awards.publicity import services as publicity
from awards.seasons import services
from awards.seasons.inputs import CalendarInput, SeasonInput
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.states import AwardKey, ConfirmationKind


@dataclass(frozen=True)
class Dates:
    """Days of a season, counted from the day the demonstration is built."""

    open: int
    close: int
    judged: int
    ceremony: int


FINISHED = Dates(open=-430, close=-370, judged=-318, ceremony=-286)
MEETING = Dates(open=-270, close=-230, judged=-3, ceremony=40)
JUDGING = Dates(open=-110, close=-40, judged=20, ceremony=45)
NOMINATING = Dates(open=-20, close=25, judged=70, ceremony=100)


def publish_rulebook(story: Story, people: People, *, voted: bool = False) -> PublishedRulebook:
    """A sample rulebook, with the recorded confirmation that it is only a sample; ``voted``: with ballots."""
    with story.act():
        published = publicity.publish_rulebook(people.office, rulebook_text(voted=voted))
    with story.act():
        services.confirm_rulebook(
            people.office, published, ConfirmationKind.SAMPLE, "Bản mẫu để trình diễn, chưa đối chiếu với quy chế gốc"
        )
    return published


def open_season(story: Story, people: People, rulebook: PublishedRulebook, dates: Dates, suffix: str) -> Season:
    """Create and open a season; nominations are received from midnight to midnight."""
    year = story.day(dates.open).year
    calendar = CalendarInput(
        nominations_open_at=story.at(dates.open, 0),
        nominations_close_at=story.at(dates.close, 0),
        judging_close_at=story.at(dates.judged, 0),
        ceremony_on=story.day(dates.ceremony),
    )
    title = f"Ngôi sao Hợp tác xã mẫu năm {year} – {suffix}"
    story.go(dates.open - 2)
    with story.act():
        season = services.create_season(
            people.office, SeasonInput(AwardKey.COOPSTAR, year, title, calendar), rulebook, is_sample=True
        )
    with story.act():
        publicity.open_season(people.office, season)
    return season
