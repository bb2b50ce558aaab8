"""One of everything an address can name: the own, a foreign and a missing one."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.councils.models import Assignment
from awards.nominations import services as nominations
from awards.policy.actor import Actor
from awards.publicity import services as publicity
from awards.publicity.models import PublicHonour, PublicNominee, PublicRulebook
from tests.builders import RULEBOOK, a_complete_draft, a_complete_entry, a_forwarded, a_rulebook, an_open_season
from tests.cast import Cast
from tests.council_builders import (
    a_council,
    a_counted_round,
    a_decision,
    a_proposal,
    a_round,
    accepted,
    announced,
    assignments,
    mark,
)

DRAFT_CANARY = "canary-in-a-draft-7f3a"
REMARK_CANARY = "canary-in-a-remark-9c1d"
"""Words that only the people they belong to may ever read."""

MISSING = "AAAAAAAAAAAAAAAAAAAAAA"
"""Has the shape of a public id and names nothing."""

Names = dict[str, str | int]


@dataclass
class World:
    """Address parts of the own and of a foreign thing, by what the thing is.

    Home's things are the own ones, the stranger's province has the foreign ones. Of councils, the own
    one has the chair and the secretary; the foreign one has neither.
    """

    own: dict[str, Names] = field(default_factory=dict)
    foreign: dict[str, Names] = field(default_factory=dict)


def build(cast: Cast) -> World:
    world = World()
    _rulebooks(cast, world)
    _provincial_things(cast, world)
    _open_round(cast, world)
    _decided_seasons(cast, world)
    _counted_seasons(cast, world)
    _honours(cast, world)
    return world


def _rulebooks(cast: Cast, world: World) -> None:
    text = RULEBOOK.read_text(encoding="utf-8")
    with transaction():
        first = publicity.publish_rulebook(cast.office, text)
        second = publicity.publish_rulebook(cast.office, text.replace("edition = 1", "edition = 2"))
    a_rulebook(cast)
    for names, published in ((world.own, first), (world.foreign, second)):
        names["rulebook"] = {"public_id": published.public_id}
        copy = db.session.scalars(select(PublicRulebook).where(PublicRulebook.digest == published.digest)).one()
        names["public rulebook"] = {"public_id": copy.public_id}


def _provincial_things(cast: Cast, world: World) -> None:
    season, later = an_open_season(cast, title="Đang nhận hồ sơ"), an_open_season(cast, title="Đợt sau")
    for names, opened in ((world.own, season), (world.foreign, later)):
        names["season"] = {"public_id": opened.public_id}
        names["season to nominate in"] = {"season_public_id": opened.public_id}
    for names, away in ((world.own, False), (world.foreign, True)):
        nomination = a_forwarded(cast, season, away=away)
        names["nomination"] = {"public_id": nomination.public_id}
        names["receipt"] = {"public_id": nomination.public_id, "number": 1}
        names["dossier file"] = {"public_id": nomination.public_id, "file_id": nomination.files[0].public_id}
        names["organisation"] = {"public_id": nomination.organisation.public_id}
        draft = a_complete_draft(cast, season, by=cast.stranger if away else cast.officer)
        names["draft"] = {"public_id": draft.public_id}
        if not away:
            with transaction():
                told = a_complete_entry(achievements=DRAFT_CANARY)
                nominations.save_draft(cast.officer, draft, told, draft.lock_version)
    world.own["account"] = {"public_id": cast.officer.public_id}
    world.foreign["account"] = {"public_id": cast.stranger.public_id}


def _open_round(cast: Cast, world: World) -> None:
    """Sheets are still being marked; each judge's own is named after the role."""
    season = an_open_season(cast, title="Đang chấm")
    accepted(cast, a_forwarded(cast, season))
    council = a_council(cast, season)
    judging_round = a_round(cast, council)
    world.own["council"] = {"public_id": council.public_id}
    world.own["open round"] = {"public_id": judging_round.public_id}
    for role, judge in (("judge", cast.judge), ("chair", cast.chair)):
        _sheet(world.own, f"sheet of {role}", assignments(judging_round, judge)[0])
    _sheet(world.foreign, "sheet", assignments(judging_round, cast.other_judge)[0])
    mark(assignments(judging_round, cast.other_judge)[0], cast_it=False, remark=REMARK_CANARY)
    elsewhere = an_open_season(cast, title="Cũng đang chấm")
    accepted(cast, a_forwarded(cast, elsewhere, away=True))
    strange = a_council(cast, elsewhere, _strange_judges(cast), with_chair=False)
    world.foreign["council"] = {"public_id": strange.public_id}
    world.foreign["open round"] = {"public_id": a_round(cast, strange).public_id}


def _sheet(names: dict[str, Names], name: str, assignment: Assignment) -> None:
    names[name] = {"public_id": assignment.public_id}
    file = assignment.nomination.files[0]
    names[name.replace("sheet", "sheet file")] = {"public_id": assignment.public_id, "file_id": file.public_id}


def _strange_judges(cast: Cast) -> list[Actor]:
    return [cast.judge, cast.other_judge, cast.home_judge]


def _decided_seasons(cast: Cast, world: World) -> None:
    """Counted and decided; the own announcement was proposed by the second person, the foreign one by the first."""
    for names, away, proposer in ((world.own, False, cast.second_office), (world.foreign, True, cast.office)):
        season = an_open_season(cast, title="Đã quyết định, nơi khác" if away else "Đã quyết định")
        judges = _strange_judges(cast) if away else ()
        judging_round = a_counted_round(cast, season, judges, away=away, with_chair=not away)
        names["round"] = {"public_id": judging_round.public_id}
        entry = assignments(judging_round)[0].nomination.public_id
        names["counted entry"] = {"public_id": judging_round.public_id, "nomination_id": entry}
        decision = a_decision(cast, season)
        names["decision"] = {"public_id": decision.public_id}
        names["announcement"] = {"public_id": a_proposal(decision, proposer).public_id}


def _counted_seasons(cast: Cast, world: World) -> None:
    """Counted, and waiting for their decision."""
    for names, away in ((world.own, False), (world.foreign, True)):
        season = an_open_season(cast, title="Đã đếm, nơi khác" if away else "Đã đếm")
        judges = _strange_judges(cast) if away else ()
        a_counted_round(cast, season, judges, away=away, with_chair=not away)
        names["counted season"] = {"public_id": season.public_id}


def _honours(cast: Cast, world: World) -> None:
    """One honoured and announced nominee of each province."""
    for names, away in ((world.own, False), (world.foreign, True)):
        season = an_open_season(cast, title="Đã công bố, nơi khác" if away else "Đã công bố")
        judges = _strange_judges(cast) if away else ()
        a_counted_round(cast, season, judges, away=away, with_chair=not away)
        announced(cast, a_decision(cast, season))
        honour = db.session.scalars(select(PublicHonour).order_by(PublicHonour.id.desc())).first()
        assert honour is not None
        assert honour.certificate_code is not None
        nominee = db.session.get_one(PublicNominee, honour.nominee_id)
        names["public nominee"] = {"public_id": nominee.public_id}
        names["certificate"] = {"code": honour.certificate_code}
