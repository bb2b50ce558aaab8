"""One of everything an address can name: the own, a foreign and a missing one."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.file_kinds import XLSX
from awards.base.files import IncomingFile
from awards.base.transaction import transaction
from awards.conflicts import register
from awards.conflicts.inputs import RelationInput
from awards.conflicts.states import RelationKind
from awards.councils.models import Assignment, Council, JudgingRound
from awards.intake import queries as intake
from awards.intake.models import ImportBatch
from awards.intake.services import keep_workbook
from awards.merging import services as merging
from awards.nominations import services as nominations
from awards.nominations.inputs import AchievementsInput
from awards.nominations.models import Nomination
from awards.notices.models import Notice
from awards.notices.services import tell
from awards.notices.wording import received
from awards.papers.inputs import PaperInput
from awards.policy.actor import Actor, Role
from awards.publicity import services as publicity
from awards.publicity.models import PublicHonour, PublicNominee, PublicRulebook
from awards.registrations import services as registrations
from awards.registrations.identity import contact_of
from awards.registrations.inputs import LinkInput
from awards.screening import flagging, marking, proposals
from awards.screening.inputs import FlagInput, MarkInput
from awards.screening.models import DossierFlag
from awards.screening.states import FlagReason, Verdict
from awards.seasons.models import Season
from awards.sheets import concerns
from awards.sheets import queries as sheets
from awards.sheets.inputs import ConcernInput
from awards.sheets.models import PaperReader, Reopening
from awards.sheets.states import ReopeningState
from awards.units import queries as units
from awards.uploads import services as uploads
from tests.assigning_builders import a_job, a_plan
from tests.awards.intake import filled
from tests.builders import (
    RULEBOOK,
    a_complete_draft,
    a_forwarded,
    a_pdf,
    a_rulebook,
    an_open_season,
    an_organisation,
)
from tests.cast import AWAY, HOME, Cast
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
from tests.policy.meeting_world import central_meetings, provincial_meeting
from tests.provincial import (
    a_provincial_result,
    a_provincial_round,
    a_recognition,
    a_two_level_season,
    assignment_of,
    read_off_twice,
)
from tests.register_builders import a_certificate, a_past_honour, a_product

DRAFT_CANARY = "canary-in-a-draft-7f3a"
REMARK_CANARY = "canary-in-a-remark-9c1d"
MARK_CANARY = "canary-in-a-mark-4b8e"
FLAG_CANARY = "canary-in-a-flag-2d6c"
PROVINCE_FLAG_CANARY = "canary-in-a-province-s-flag-8e1f"
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
    _desk_things(cast, world)
    _open_round(cast, world)
    _decided_seasons(cast, world)
    _counted_seasons(cast, world)
    _honours(cast, world)
    _notices(cast, world)
    _provincial_councils(cast, world)
    central_meetings(cast, world.own, world.foreign)
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
        names["season and reminder"] = {"public_id": opened.public_id, "slug": "da-mo"}
    for names, away in ((world.own, False), (world.foreign, True)):
        nomination = a_forwarded(cast, season, away=away)
        names["nomination"] = {"public_id": nomination.public_id}
        names["receipt"] = {"public_id": nomination.public_id, "number": 1}
        names["dossier file"] = {"public_id": nomination.public_id, "file_id": nomination.files[0].public_id}
        names["dossier page"] = {**names["dossier file"], "number": 1}
        with transaction():
            upload = uploads.start(cast.stranger if away else cast.officer, "Báo cáo.pdf", 100_000)
        names["upload"] = {"public_id": upload.public_id}
        names["organisation"] = {"public_id": nomination.organisation.public_id}
        names["workbook"] = {"public_id": _workbook(cast.stranger if away else cast.officer, season).public_id}
        draft = a_complete_draft(cast, season, by=cast.stranger if away else cast.officer)
        names["draft"] = {"public_id": draft.public_id}
        names["section"] = {"public_id": nomination.public_id, "section": "thanh-tich"}
        names["draft section"] = {"public_id": draft.public_id, "section": "thanh-tich"}
        _contact(names, cast.stranger if away else cast.officer, draft)
        if not away:
            with transaction():
                nominations.save_section(cast.officer, draft, AchievementsInput(DRAFT_CANARY))
    alliances = {alliance.province_name: alliance for alliance in units.all_alliances()}
    world.own["alliance"] = {"public_id": alliances[HOME].public_id}
    world.foreign["alliance"] = {"public_id": alliances[AWAY].public_id}
    for names, officer in ((world.own, cast.officer), (world.foreign, cast.stranger)):
        _register(cast, officer, names)
    world.own["account"] = {"public_id": cast.officer.public_id}
    world.foreign["account"] = {"public_id": cast.stranger.public_id}


def _desk_things(cast: Cast, world: World) -> None:
    """A mark and a flag of the desk; a proposal of the screener; the own flag is for the office, the foreign one the
    chair's."""
    for names, role, text in ((world.own, Role.OFFICE, FLAG_CANARY), (world.foreign, Role.CHAIR, "Xem giúp.")):
        wanted = Nomination.public_id == names["nomination"]["public_id"]
        nomination = db.session.scalars(select(Nomination).where(wanted)).one()
        with transaction():
            flag = flagging.raise_flag(
                cast.screener, nomination, FlagInput(role, FlagReason.FIGURES, text, stops=False)
            )
            mark_input = MarkInput(Verdict.NOT_MET, MARK_CANARY, 0)
            marking.save_marks(cast.screener, nomination, {"paper:registration": mark_input})
            proposal = proposals.propose_refusal(cast.screener, nomination, "Không đúng đối tượng.", "Điều 1")
        names["flag"] = {"public_id": flag.public_id}
        names["screening proposal"] = {"public_id": proposal.public_id}


def _register(cast: Cast, officer: Actor, names: dict[str, Names]) -> None:
    """A product and a certificate of one cooperative, two to be compared, two merged, and a past honour."""
    first, second, third, fourth = (an_organisation(officer) for _ in range(4))
    product, certificate = a_product(officer, first), a_certificate(officer, first)
    names["product"] = {"public_id": first.public_id, "product_id": product.public_id}
    names["certificate held"] = {"public_id": first.public_id, "certificate_id": certificate.public_id}
    names["pair"] = {"first_id": first.public_id, "second_id": second.public_id}
    with transaction():
        merging.merge(officer, third, fourth, "Gõ nhầm mã số thuế")
    names["merge"] = {"public_id": fourth.public_id}
    names["honour"] = {"public_id": a_past_honour(cast, first.province.name).public_id}


def _contact(names: dict[str, Names], officer: Actor, draft: Nomination) -> None:
    """A cooperative came in by a link to its draft, and sent a paper."""
    with transaction():
        issued = registrations.issue_link(officer, draft, LinkInput(10, "Hoàng Thị Hiền, 0912 345 678"))
        sent = registrations.attach_file(contact_of(issued.link), issued.link, PaperInput("registration"), a_pdf())
    link = {"public_id": issued.link.public_id}
    names["link token"], names["link"] = {"token": issued.token}, link
    names["part of link"] = link | {"section": "thanh-tich"}
    names["file of link"] = link | {"file_id": sent.public_id}
    names["file from contact"] = {"public_id": draft.public_id, "file_id": sent.public_id}


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
    mark(assignments(judging_round, cast.other_judge)[0], remark=REMARK_CANARY)
    elsewhere = an_open_season(cast, title="Cũng đang chấm")
    accepted(cast, a_forwarded(cast, elsewhere, away=True))
    strange = a_council(cast, elsewhere, _strange_judges(cast), with_chair=False)
    world.foreign["council"] = {"public_id": strange.public_id}
    elsewhere_round = a_round(cast, strange)
    world.foreign["open round"] = {"public_id": elsewhere_round.public_id}
    _reopening(world.own, cast.secretary, assignments(judging_round, cast.other_judge)[0])
    for names, marked in ((world.own, judging_round), (world.foreign, elsewhere_round)):
        nomination = assignments(marked)[0].nomination
        plan = a_plan(cast, marked.council, nomination)
        names["plan"] = {"public_id": plan.public_id}
        names["entry of plan"] = {"public_id": plan.public_id, "nomination": nomination.public_id}
    mark(assignments(elsewhere_round, cast.other_judge)[0])
    _reopening(world.foreign, cast.office, assignments(elsewhere_round, cast.other_judge)[0])
    _paper_reader(world.own, cast.secretary, cast.second_office, council)
    _paper_reader(world.foreign, cast.office, cast.second_office, strange)
    _relation(world.own, cast.judge, judging_round, "Lào Cai")
    _relation(world.foreign, cast.office, elsewhere_round, HOME)


def _relation(names: dict[str, Names], actor: Actor, judging_round: JudgingRound, province: str) -> None:
    """What ties the judge to a province without entries, so that nobody is taken out; and what could be taken back."""
    member = assignments(judging_round, actor if actor.holds(Role.JUDGE) else None)[-1].member
    alliance = next(one for one in units.all_alliances() if one.province_name == province)
    with transaction():
        entry = RelationInput(RelationKind.ADVISER, "", alliance.public_id, "")
        names["relation"] = {"public_id": register.record_relation(actor, member, entry).public_id}
    names["recusal"] = {"public_id": assignments(judging_round)[0].public_id}
    names["council member"] = {"public_id": member.public_id}


def _reopening(names: dict[str, Names], asker: Actor, assignment: Assignment) -> None:
    """A cast sheet that somebody asks to open again."""
    sheet = sheets.sheet_of(assignment)
    assert sheet is not None
    with transaction():
        asked = Reopening(
            sheet_id=sheet.id,
            version=sheet.version,
            receipt_code=sheet.receipt_code or "",
            state=ReopeningState.ASKED.value,
            reason="Ghi nhầm điểm.",
            asked_as=Role.SECRETARY.value,
            asked_at=clock.now(),
            asked_by_id=asker.user_id,
        )
        db.session.add(asked)
    names["reopening"] = {"public_id": asked.public_id}


def _paper_reader(names: dict[str, Names], named_by: Actor, user: Actor, council: Council) -> None:
    """Somebody who was to read paper sheets off and does so no longer: nobody learns a mark by it."""
    now = clock.now()
    with transaction():
        reader = PaperReader(council=council, user_id=user.user_id, named_at=now, named_by_id=named_by.user_id)
        reader.ended_at, reader.ended_by_id = now, named_by.user_id
        db.session.add(reader)
    names["paper reader"] = {"public_id": reader.public_id}


def _sheet(names: dict[str, Names], name: str, assignment: Assignment) -> None:
    names[name] = {"public_id": assignment.public_id}
    file = assignment.nomination.files[0]
    paper = {"public_id": assignment.public_id, "file_id": file.public_id}
    names[name.replace("sheet", "sheet file")] = paper
    names[name.replace("sheet", "sheet page")] = {**paper, "number": 1}


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


def _notices(cast: Cast, world: World) -> None:
    """One message of the home officer, and one of the stranger."""
    for names, person in ((world.own, cast.officer), (world.foreign, cast.stranger)):
        with transaction():
            tell([db.session.get_one(User, person.user_id)], received("HS-MẪU", "MÃ-MẪU", "Mùa mẫu", "/ban-lam-viec/"))
        notice = db.session.scalars(select(Notice).where(Notice.user_id == person.user_id, Notice.kind == "received"))
        names["notice"] = {"public_id": notice.all()[-1].public_id}
        names["job"] = {"public_id": a_job(person).public_id}


def _provincial_councils(cast: Cast, world: World) -> None:
    """A province's council at work on paper, met; another one counted, its nominee recognised with a scan."""
    at_work, over = (a_two_level_season(cast, title=title) for title in ("Tỉnh đang chấm", "Tỉnh đã chấm"))
    for names, away in ((world.own, False), (world.foreign, True)):
        leader = cast.stranger_leader if away else cast.leader
        judging_round, [nomination] = a_provincial_round(cast, at_work, away=away)
        council = judging_round.council
        names["province council"] = {"public_id": council.public_id}
        names["province round"] = {"public_id": judging_round.public_id}
        names["dossier put"] = {"public_id": judging_round.public_id, "nomination_id": nomination.public_id}
        names["paper sheet"] = {"public_id": read_off_twice(cast, judging_round, nomination, away=away).public_id}
        last = assignment_of(judging_round, 3 if away else 4, nomination)
        names["province sheet"] = {"public_id": last.public_id}
        names["province flag"] = {"public_id": _a_doubt(cast, last, away=away).public_id}
        provincial_meeting(names, leader, council)
        names["province member"] = {"public_id": council.members[0].public_id}
        names["province recusal"] = {"public_id": assignment_of(judging_round, 2, nomination).public_id}
        elsewhere = next(one for one in units.all_alliances() if one.province_name == (HOME if away else AWAY))
        entry = RelationInput(RelationKind.ADVISER, "", elsewhere.public_id, "")
        with transaction():
            relation = register.record_relation(leader, council.members[0], entry)
        names["province relation"] = {"public_id": relation.public_id}
        result, [judged] = a_provincial_result(cast, over, away=away)
        counted = result.judging_round
        names["counted province round"] = {"public_id": counted.public_id}
        names["counted province entry"] = {"public_id": counted.public_id, "nomination_id": judged.public_id}
        alliance = counted.council.alliance
        assert alliance is not None
        names["province stage"] = {"season_id": over.public_id, "alliance_id": alliance.public_id}
        names["recognition"] = {"public_id": a_recognition(leader, result, judged).public_id}


def _a_doubt(cast: Cast, assignment: Assignment, *, away: bool) -> DossierFlag:
    """What a judge of the province's council doubts; the other province's judges have no accounts, its row is set."""
    if not away:
        with transaction():
            return concerns.raise_concern(
                cast.province_member, assignment, ConcernInput(FlagReason.FIGURES, PROVINCE_FLAG_CANARY)
            )
    flag = DossierFlag(
        nomination=assignment.nomination,
        for_role=Role.PROVINCE_SECRETARY.value,
        reason=FlagReason.FIGURES.value,
        text="Xem giúp.",
        stops=False,
        raised_at=clock.now(),
        raised_by_id=cast.stranger_leader.user_id,
    )
    with transaction():
        db.session.add(flag)
    return flag


def _workbook(officer: Actor, season: Season) -> ImportBatch:
    content = filled.workbook([filled.good_row(1)], intake.columns_for(season))
    with transaction():
        return keep_workbook(officer, season, IncomingFile("Hồ sơ.xlsx", XLSX, content, officer.public_id))
