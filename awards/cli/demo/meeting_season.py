"""The season whose council meets now: sheets counted, some entries decided by secret ballot, one ballot open."""

from __future__ import annotations

from awards.accounts.identity import actor_of
from awards.accounts.models import User
from awards.base import clock
from awards.base.identifiers import new_public_id
from awards.cli.demo import judging
from awards.cli.demo.cooperatives import Registry
from awards.cli.demo.dice import draw
from awards.cli.demo.finished_season import Standings
from awards.cli.demo.nominations import Province
from awards.cli.demo.people import MAIN_PROVINCE, People
from awards.cli.demo.seasons import MEETING, open_season, publish_rulebook
from awards.cli.demo.story import Story
from awards.councils.models import Council, JudgingRound
from awards.meetings import ballots, motions, queries, services
from awards.meetings.inputs import MotionInput, OpinionInput, PlanInput, Presence, RollInput
from awards.meetings.models import Meeting, Motion
from awards.meetings.queries import Sitting
from awards.meetings.states import MotionKind
from awards.meetings.tallying import BLANK, NO, YES
from awards.policy.actor import Actor
from awards.results import services as results

PROVINCES = (MAIN_PROVINCE, "Nghệ An", "Cà Mau", "Lâm Đồng")
EACH, DECIDED = 2, 3
AWAY = 5
"""The place of the member who is away and writes what is thought of each entry."""
PLACE = "Phòng họp tầng 3, trụ sở Liên minh (mẫu)"


def tell(story: Story, people: People, registry: Registry) -> JudgingRound:
    """Up to the last sheet; the council meets at the end of the story (:func:`meet`)."""
    season = open_season(story, people, publish_rulebook(story, people, voted=True), MEETING, "đợt hội đồng đang họp")
    standings: Standings = {}
    for place, name in enumerate(PROVINCES):
        story.go(MEETING.open + 5 + place * 4, 8 + place)
        province = Province(story, registry, people, season, people.desk_of(name))
        with story.chapter():
            for turn in range(EACH):
                standing = draw(40, 100, "meeting", place, turn)
                standings[province.accept(province.forward(standing)).id] = standing
    story.go(MEETING.close + 10)
    judging_round = judging.assign(story, people, judging.appoint(story, people, season, "03/QĐ-MAU"))
    for number in range(1, len(people.judges) + 1):
        story.go(MEETING.close + 11 + number, 14)
        judging.finish(story, judging_round, number, standings)
    return judging_round


def meet(story: Story, people: People, judging_round: JudgingRound) -> None:
    """The sheets are counted, the council sits: the first of the ranking are decided, the next is being voted on."""
    story.go(-2, 9)
    with story.act():
        results.close_and_count(people.office, judging_round)
    story.go(-1, 14)
    council, secretary = judging_round.council, actor_of(people.secretary)
    with story.act():
        plan = PlanInput(PLACE, clock.today(), (council.public_id,))
        meeting = services.plan_meeting(secretary, Sitting(council, (council,)), plan)
    with story.act():
        services.record_roll(secretary, meeting, _roll(council, secretary, meeting, people.judges[AWAY]))
    with story.act():
        services.open_meeting(secretary, meeting)
    (agenda,) = queries.agendas_of(meeting)
    for place, item in enumerate(agenda.ranked[: DECIDED + 1]):
        with story.act():
            entry = MotionInput(MotionKind.APPROVE, council.public_id, item.nomination.public_id)
            motion = motions.open_motion(secretary, motions.put_motion(secretary, meeting, entry))
        if place < DECIDED:
            _decide(story, secretary, motion, place)


def _roll(council: Council, secretary: Actor, meeting: Meeting, away: User) -> RollInput:
    there = {one.public_id: Presence(True, "") for one in queries.voting_members(meeting, council)}
    writer = next(one for one in council.members if one.user_id == away.id)
    there[writer.public_id] = Presence(False, "Đi công tác, gửi ý kiến bằng văn bản")
    return RollInput(PLACE, clock.today(), secretary.name, "", there, meeting.lock_version)


def _decide(story: Story, secretary: Actor, motion: Motion, place: int) -> None:
    """Everybody who may votes in secret; who is away has written."""
    electorate = motion.electorate
    for member in motion.council.members:
        if member.id in electorate.voters and member.user is not None:
            vote = (YES, YES, YES, YES, YES, YES, NO, BLANK)[draw(0, 7, "vote", place, member.judge_number)]
            with story.act():
                ballots.drop_slip(actor_of(member.user), motion, new_public_id(), vote)
            with story.act():
                ballots.note_voter(actor_of(member.user), motion)
        elif member.id in electorate.writers:
            with story.act():
                written = OpinionInput(member.public_id, YES, "Nhất trí đề nghị tôn vinh.")
                ballots.record_opinion(secretary, motion, written, None)
    with story.act():
        motions.close_motion(secretary, motion)
