"""The real honours of past years, through the importer the Alliance itself will use."""

from __future__ import annotations

from awards.cli.demo.people import People
from awards.cli.demo.story import Story
from awards.config import ROOT
from awards.honours import services as honours
from awards.honours.reading import read_rows
from awards.publicity import services as publicity

PAST_HONOURS = ROOT / "awards" / "honours" / "published" / "honoured.csv"


def publish_past_honours(story: Story, people: People) -> None:
    rows = read_rows(PAST_HONOURS.name, PAST_HONOURS.read_bytes())
    with story.act():
        outcome = honours.import_honours(people.office, rows)
    with story.act():
        publicity.publish_past_honours(people.office, outcome.added)
