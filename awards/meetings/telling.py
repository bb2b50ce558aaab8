"""Motions in words: for the secretary's page, the big screen and the minutes alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from awards.councils.models import CouncilMember
from awards.councils.states import Post
from awards.meetings import queries
from awards.meetings.agenda import Agenda, AgendaItem
from awards.meetings.models import Meeting, Motion, OpenVote, WrittenOpinion
from awards.meetings.motions import rule_of
from awards.meetings.offers import why_no_ballot, why_not_opened
from awards.meetings.quorum import Attended
from awards.meetings.results_told import Counted, Outcome, threshold_in_words, working
from awards.meetings.states import MotionKind, MotionState
from awards.meetings.tallying import on_entry
from awards.meetings.wording import ACTING, KIND_LABELS, NO_CHAIR, PRESIDING, VOTE_LABELS


@dataclass(frozen=True)
class ToldCount:
    """The count on one entry ("" for a procedural motion) with its working; ``reveals``: what it gives away."""

    title: str
    counted: Counted
    working: str
    reveals: str


@dataclass(frozen=True)
class ToldMotion:
    """A motion as people read it. ``presiding``: in a sentence, "" where no ballot was opened.

    ``refusal``: why the ballot on what was put cannot be opened now.
    """

    motion: Motion
    label: str
    subject: str
    form: str
    rule: str
    presiding: str
    out: tuple[str, ...]
    counts: tuple[ToldCount, ...]
    order: tuple[str, ...]
    votes: tuple[tuple[str, str], ...]
    opinions: tuple[tuple[str, str, WrittenOpinion], ...]
    eligible: int
    voted: int
    issued: int | None
    returned: int | None
    refusal: str = ""

    @property
    def is_open(self) -> bool:
        return self.motion.state == MotionState.OPEN


@dataclass(frozen=True)
class Room:
    """A meeting as it goes: what it speaks of, what comes next, and what is being voted on.

    ``refusal``: why the entry it speaks of cannot be put to the vote now.
    """

    meeting: Meeting
    agendas: tuple[Agenda, ...]
    current: AgendaItem | None
    following: AgendaItem | None
    attended: Attended | None
    presiding: str
    motions: tuple[ToldMotion, ...]
    refusal: str

    @property
    def open_motions(self) -> tuple[ToldMotion, ...]:
        return tuple(one for one in self.motions if one.is_open)

    def on_current(self) -> tuple[ToldMotion, ...]:
        """The motions on the entry that is spoken of."""
        if self.current is None:
            return ()
        wanted = self.current.row.entry.nomination_id
        return tuple(one for one in self.motions if one.motion.nomination_id == wanted)

    def elsewhere(self) -> tuple[ToldMotion, ...]:
        """All other motions."""
        here = self.on_current()
        return tuple(one for one in self.motions if one not in here)


def room_of(meeting: Meeting) -> Room:
    """Everything the pages of a running meeting show; a fixed number of queries for a council and for each ballot."""
    agendas = tuple(queries.agendas_of(meeting))
    items = [item for agenda in agendas for item in agenda.items]
    floor = meeting.floor.nomination_id if meeting.floor is not None else None
    place = next((number for number, one in enumerate(items) if one.row.entry.nomination_id == floor), None)
    current = items[place] if place is not None else None
    upcoming = [one for one in items[(place + 1 if place is not None else 0) :] if not one.is_done]
    council = current.council if current is not None else meeting.councils[0]
    out = [one.id for one in current.out] if current is not None else []
    presiding = queries.presiding_over(meeting, council, out)
    own = next((one for one in agendas if current is not None and one.council.id == council.id), None)
    return Room(
        meeting=meeting,
        agendas=agendas,
        current=current,
        following=upcoming[0] if upcoming else None,
        attended=queries.attendance_in(meeting, council, out) if meeting.attendances else None,
        presiding=presiding_words(presiding),
        motions=tuple(told_here(one, agendas) for one in meeting.motions),
        refusal=_refusal(meeting, own, current) if own is not None and current is not None else "",
    )


def _refusal(meeting: Meeting, agenda: Agenda, current: AgendaItem) -> str:
    """Nothing where entries are not voted on one by one, and while this one is."""
    if agenda.rule is None or agenda.rule.kind != "yes_no" or current.is_being_voted_on:
        return ""
    return why_no_ballot(meeting, agenda, current)


def presiding_words(member: CouncilMember | None) -> str:
    """Who presides, without a full stop."""
    if member is None:
        return NO_CHAIR
    return (PRESIDING if member.post == Post.CHAIR else ACTING).format(member.full_name)


def titles_of(agendas: tuple[Agenda, ...]) -> dict[int, str]:
    """Names of entries by row id."""
    return {one.row.entry.nomination_id: one.row.dossier.title for agenda in agendas for one in agenda.items}


def told_here(motion: Motion, agendas: tuple[Agenda, ...]) -> ToldMotion:
    """A motion in words, with what stands in the way of opening its ballot."""
    agenda = next(one for one in agendas if one.council.id == motion.council_id)
    refusal = why_not_opened(motion.meeting, motion, agenda)
    return replace(told(motion, titles_of(agendas)), refusal=refusal)


def told(motion: Motion, titles: Mapping[int, str]) -> ToldMotion:
    """A motion in words; of a secret ballot under way only how many have voted."""
    electorate, rule, outcome = motion.electorate, rule_of(motion), Outcome.read(motion.outcome)
    names = {one.id: one.full_name for one in motion.council.members}
    out = electorate.out or {}
    gone = sorted({one for members in out.values() for one in members}) if motion.nomination_id is not None else []
    threshold = rule if motion.state != MotionState.LEFT else None
    return ToldMotion(
        motion=motion,
        label=KIND_LABELS[MotionKind(motion.kind)],
        subject=_subject(motion, titles),
        form=_form(motion),
        rule=f"Thông qua khi {threshold_in_words(threshold)} đồng ý ({threshold.clause})" if threshold else "",
        presiding=_presided(motion),
        out=tuple(names[one] for one in gone),
        counts=tuple(
            ToldCount(
                titles.get(one.entry, "") if one.entry is not None else "",
                one,
                working(one, rule),
                one.reveals,
            )
            for one in outcome.counts
        ),
        order=tuple(titles.get(one, "") for one in outcome.order),
        votes=tuple((names[one.member_id], _said(one, titles)) for one in motion.votes),
        opinions=tuple((one.member.full_name, _written(one, titles), one) for one in motion.opinions),
        eligible=len(electorate.voters),
        voted=queries.how_many_voted(motion) if motion.state == MotionState.OPEN else 0,
        issued=outcome.issued,
        returned=outcome.returned,
    )


def _subject(motion: Motion, titles: Mapping[int, str]) -> str:
    if motion.nomination_id is not None:
        return titles.get(motion.nomination_id) or (motion.nomination.title if motion.nomination is not None else "")
    if motion.kind == MotionKind.APPROVE:
        return f"Danh sách hồ sơ – {motion.council.season.title}"
    return motion.text or motion.council.name


def _presided(motion: Motion) -> str:
    if not motion.electorate_json:
        return ""
    chosen = (one for one in motion.council.members if one.id == motion.electorate.presiding)
    return presiding_words(next(chosen, None))


def _form(motion: Motion) -> str:
    if motion.state == MotionState.LEFT:
        return ""
    if motion.kind == MotionKind.ORDER:
        return "Chủ tọa quyết định"
    if not motion.secret:
        return "Biểu quyết công khai"
    return "Bỏ phiếu kín bằng phiếu giấy" if motion.on_paper else "Bỏ phiếu kín"


def _said(vote: OpenVote, titles: Mapping[int, str]) -> str:
    return _in_words(vote.vote, titles)


def _written(opinion: WrittenOpinion, titles: Mapping[int, str]) -> str:
    return _in_words(opinion.vote, titles)


def _in_words(vote: str, titles: Mapping[int, str]) -> str:
    """A stored vote in words; a list of names tells the names."""
    if not vote.startswith("["):
        return VOTE_LABELS[vote]
    named = [title for entry, title in titles.items() if on_entry(vote, entry) == "yes"]
    return "Đồng ý: " + "; ".join(named) if named else "Không đồng ý hồ sơ nào"
