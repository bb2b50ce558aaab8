"""The whole story in the order it happened: four sample seasons, then the real honours of past years."""

from __future__ import annotations

from datetime import date

from flask import Flask

from awards.base import clock
from awards.cli.demo import finished_season, judging_season, meeting_season, nomination_season
from awards.cli.demo.cooperatives import Registry
from awards.cli.demo.past_honours import publish_past_honours
from awards.cli.demo.people import engage
from awards.cli.demo.seasons import FINISHED, publish_rulebook
from awards.cli.demo.story import Story
from awards.cli.init import lay_foundations
from awards.cli.installation import inside


def build(app: Flask, today: date) -> str:
    """Fill an empty installation; gives back the public id of the finished season's decision."""
    story = Story(today)
    story.go(FINISHED.open - 10)
    registry = Registry()
    with inside(app), clock.told_by(story.now):
        lay_foundations()
        with story.act():
            people = engage()
        rulebook = publish_rulebook(story, people)
        decided = finished_season.tell(story, people, registry, rulebook)
        counted = meeting_season.tell(story, people, registry)
        judging_season.tell(story, people, registry, rulebook)
        nomination_season.tell(story, people, registry, rulebook)
        meeting_season.meet(story, people, counted)
        publish_past_honours(story, people)
        return decided.public_id
