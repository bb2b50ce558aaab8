"""The minutes of a meeting and the record of its tallies, filled from what was written down, as frozen values.

The page, the print and any document are made of the same contents; after the closing nothing of them changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from awards.councils.models import Council, CouncilMember
from awards.councils.states import Post
from awards.councils.wording import PROVINCIAL_POST_LABELS
from awards.meetings import queries
from awards.meetings.agenda import Agenda, fate_of
from awards.meetings.models import Meeting
from awards.meetings.preview import fates_of
from awards.meetings.states import DEPARTURES, MotionKind, MotionState
from awards.meetings.telling import ToldMotion, titles_of, told
from awards.meetings.wording import MOTION_LABELS, ORDERED
from awards.results import queries as results
from awards.results.wording import OUTCOME_LABELS
from awards.sheets.receipts import receipts_of


@dataclass(frozen=True)
class MinutesMember:
    """A member as the minutes name the person; ``note``: why not there."""

    number: int
    name: str
    post: str
    agency: str
    present: bool
    note: str


@dataclass(frozen=True)
class MinutesEntry:
    """An entry by rank, and what became of it with the votes."""

    rank: int | None
    reference: str
    name: str
    province: str
    total: str | None
    outcome: str
    out: tuple[str, ...]


@dataclass(frozen=True)
class MinutesCount:
    """The result on one entry ("" for a procedural motion), with its working and what it gives away."""

    title: str
    members: int
    present: int
    recused: int
    written: int
    yes: int
    no: int
    blank: int
    invalid: int
    verdict: str
    working: str
    reveals: str


@dataclass(frozen=True)
class MinutesMotion:
    """A motion with everything said about it. ``state``: "" for the chair's order, which nobody votes on.

    ``votes``: by name, of open ballots only.
    """

    number: int
    kind: str
    label: str
    subject: str
    reason: str
    text: str
    form: str
    rule: str
    presiding: str
    state: str
    void_reason: str
    out: tuple[str, ...]
    counts: tuple[MinutesCount, ...]
    order: tuple[str, ...]
    votes: tuple[tuple[str, str], ...]
    opinions: tuple[tuple[str, str, str], ...]
    eligible: int
    issued: int | None
    returned: int | None
    tellers: tuple[str, ...]
    opened_at: datetime | None
    closed_at: datetime | None

    @property
    def was_counted(self) -> bool:
        return bool(self.counts)

    @property
    def is_departure(self) -> bool:
        return self.kind in DEPARTURES

    @property
    def is_order(self) -> bool:
        return self.kind == MotionKind.ORDER


@dataclass(frozen=True)
class MinutesEarlier:
    """A meeting before: what it decided of which entry, counted with these votes, and what it left open and why."""

    held_on: date
    place: str
    closed_at: datetime | None
    decided: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MinutesCouncil:
    """One council's part. ``chair``: who presided, for the signature ("" for nobody).

    ``receipts``: judge's number, entry's reference and receipt code of every cast sheet.
    ``earlier``: the meetings that this one goes on from.
    """

    name: str
    season: str
    founding_number: str
    founded_on: date
    members: tuple[MinutesMember, ...]
    chair: str
    quorum: str
    is_quorate: bool
    entries: tuple[MinutesEntry, ...]
    motions: tuple[MinutesMotion, ...]
    receipts: tuple[tuple[int, str, str], ...]
    earlier: tuple[MinutesEarlier, ...]

    @property
    def present(self) -> tuple[MinutesMember, ...]:
        return tuple(one for one in self.members if one.present)

    @property
    def absent(self) -> tuple[MinutesMember, ...]:
        return tuple(one for one in self.members if not one.present)

    @property
    def secretary(self) -> str:
        return next((one.name for one in self.members if one.post == PROVINCIAL_POST_LABELS[Post.SECRETARY]), "")

    @property
    def tallied(self) -> tuple[MinutesMotion, ...]:
        """What a tally record lists: motions that were counted."""
        return tuple(one for one in self.motions if one.was_counted)

    @property
    def left_open(self) -> tuple[MinutesMotion, ...]:
        return tuple(one for one in self.motions if one.state == MOTION_LABELS[MotionState.LEFT])


@dataclass(frozen=True)
class Stamp:
    """What every printed page of minutes says across it that are not real, and the sentence under the title."""

    word: str
    sentence: str


REHEARSED = Stamp(
    "TẬP DƯỢT", "Phiên họp làm thử của mùa giải tập dượt: không phải biên bản thật, không ký, không dùng."
)
INVENTED = Stamp(
    "DỮ LIỆU MẪU", "Người, hợp tác xã và số liệu không có thật: không phải biên bản thật, không ký, không dùng."
)


@dataclass(frozen=True)
class Minutes:
    """All of a meeting. ``stamp``: not of a real one. ``is_final`` once it is closed; before that it is a draft."""

    held_on: date
    place: str
    opened_at: datetime | None
    closed_at: datetime | None
    check_reported_by: str
    notes: str
    stamp: Stamp | None
    is_final: bool
    councils: tuple[MinutesCouncil, ...]
    audit_number: int | None
    audit_hash: str | None


def contents(meeting: Meeting) -> Minutes:
    """What the minutes say, from the record."""
    agendas = {one.council.id: one for one in queries.agendas_of(meeting)}
    titles = titles_of(tuple(agendas.values()))
    motions = [(one.council_id, _motion(told(one, titles))) for one in meeting.motions]
    return Minutes(
        held_on=meeting.held_on,
        place=meeting.place,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        check_reported_by=meeting.check_reported_by,
        notes=meeting.notes,
        stamp=_stamp(meeting),
        is_final=meeting.closed_at is not None,
        councils=tuple(
            _council(meeting, one, agendas[one.id], tuple(motion for owner, motion in motions if owner == one.id))
            for one in meeting.councils
        ),
        audit_number=meeting.audit_number,
        audit_hash=meeting.audit_hash,
    )


def _stamp(meeting: Meeting) -> Stamp | None:
    if meeting.is_rehearsal:
        return REHEARSED
    return INVENTED if meeting.is_sample else None


def _council(meeting: Meeting, council: Council, agenda: Agenda, motions: tuple[MinutesMotion, ...]) -> MinutesCouncil:
    there = {one.member_id: one for one in meeting.attendances}
    attended, presiding = queries.attendance_in(meeting, council), queries.presiding_over(meeting, council)
    final = results.count_of_meeting(council, meeting.id)
    rows = results.ranking_of(final) if final is not None else [one.row for one in agenda.items]
    fates = fates_of(meeting, council) if not meeting.closed_at else {}
    gone = _out_when_voted(meeting, council)
    return MinutesCouncil(
        name=council.name,
        season=council.season.title,
        founding_number=council.founding_number,
        founded_on=council.founded_on,
        members=tuple(
            _member(one, there[one.id].present, there[one.id].note) if one.id in there else _member(one, False, "")
            for one in queries.voting_members(meeting, council)
        ),
        chair=presiding.full_name if presiding is not None else "",
        quorum=attended.sentence,
        is_quorate=attended.is_met,
        entries=tuple(
            MinutesEntry(
                rank=one.entry.rank,
                reference=one.dossier.reference,
                name=one.dossier.title,
                province=one.dossier.organisation.province,
                total=one.entry.printed_total if one.entry.rank is not None else None,
                outcome=OUTCOME_LABELS[fates.get(one.dossier.reference, one.outcome)],
                out=gone.get(one.entry.nomination_id, ()),
            )
            for one in rows
        ),
        motions=motions,
        receipts=receipts_of(council) if agenda.items else (),
        earlier=tuple(_before(agenda, one) for one in agenda.earlier.meetings),
    )


def _before(agenda: Agenda, meeting: Meeting) -> MinutesEarlier:
    """What the agenda took over of one meeting."""
    earlier, titles = agenda.earlier, titles_of((agenda,))
    decided = [
        (titles.get(entry, ""), fate_of(motion, entry)[0])
        for entry, motion in (*earlier.decided.items(), *earlier.added.items())
        if motion.meeting_id == meeting.id
    ]
    decided += [
        (titles.get(entry, ""), ORDERED) for entry, motion in earlier.ordered.items() if motion.meeting_id == meeting.id
    ]
    left = [(titles.get(entry, ""), one.reason) for entry, one in earlier.left.items() if one.meeting_id == meeting.id]
    return MinutesEarlier(meeting.held_on, meeting.place, meeting.closed_at, tuple(decided), tuple(left))


def _out_when_voted(meeting: Meeting, council: Council) -> dict[int, tuple[str, ...]]:
    """Who took no part in an entry (row id) when it was voted on, as fixed then."""
    names = {one.id: one.full_name for one in council.members}
    found: dict[int, set[int]] = {}
    for motion in meeting.motions:
        if motion.council_id == council.id:
            for entry, members in (motion.electorate.out or {}).items():
                found.setdefault(entry, set()).update(members)
    return {entry: tuple(names[one] for one in sorted(members)) for entry, members in found.items()}


def _member(member: CouncilMember, present: bool, note: str) -> MinutesMember:
    label = PROVINCIAL_POST_LABELS[Post(member.post)]
    return MinutesMember(member.judge_number, member.full_name, label, member.agency, present, note)


def _motion(one: ToldMotion) -> MinutesMotion:
    motion = one.motion
    return MinutesMotion(
        number=motion.number,
        kind=motion.kind,
        label=one.label,
        subject=one.subject,
        reason=motion.reason,
        text=motion.text,
        form=one.form,
        rule=one.rule,
        presiding=one.presiding,
        state=MOTION_LABELS[MotionState(motion.state)] if motion.kind != MotionKind.ORDER else "",
        void_reason=motion.void_reason,
        out=one.out,
        counts=tuple(
            MinutesCount(
                title=count.title,
                members=count.counted.members,
                present=count.counted.present,
                recused=count.counted.recused,
                written=count.counted.written,
                yes=count.counted.yes,
                no=count.counted.no,
                blank=count.counted.blank,
                invalid=count.counted.invalid,
                verdict=count.counted.verdict,
                working=count.working,
                reveals=count.reveals,
            )
            for count in one.counts
        ),
        order=one.order,
        votes=one.votes if not motion.secret else (),
        opinions=tuple((name, said, opinion.text) for name, said, opinion in one.opinions),
        eligible=one.eligible,
        issued=one.issued,
        returned=one.returned,
        tellers=tuple(entry.entered_by.full_name for entry in motion.tallies),
        opened_at=motion.opened_at,
        closed_at=motion.closed_at,
    )
