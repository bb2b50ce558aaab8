"""What a council has before it at a meeting: its entries by rank, who is out of them, what became of them so far."""

from __future__ import annotations

from dataclasses import dataclass

from awards.councils.models import Council, CouncilMember
from awards.councils.states import Post
from awards.meetings.earlier import Earlier
from awards.meetings.models import Motion
from awards.meetings.results_told import Outcome
from awards.meetings.states import MotionKind, MotionState
from awards.meetings.wording import DEPARTURE_LABELS, MOTION_LABELS, MOTION_TONES
from awards.nominations.models import Nomination
from awards.results.queries import RankingRow
from scoring.decision import Outcome as Fate
from scoring.levels import Ballot


@dataclass(frozen=True)
class AgendaItem:
    """An entry as it stands in the ranking, the members who are out of it, and what was moved about it.

    ``motions``: on this entry alone; ``lists``: of the council as a whole. ``presiding``: who chairs the entry, of
    those who are there; None when neither chair nor vice-chair can.
    ``doubtful``: so near the cut-off that the ranking cannot tell, by the advice kept with the count.
    ``settled``: the motion of an earlier meeting that decided it; ``left``: with which one left it open.
    """

    row: RankingRow
    council: Council
    out: tuple[CouncilMember, ...]
    motions: tuple[Motion, ...]
    lists: tuple[Motion, ...]
    doubtful: bool
    presiding: CouncilMember | None
    settled: Motion | None = None
    left: Motion | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing is to be decided here any more; equals wait for the chair whatever was voted on them."""
        return self.settled is not None and self.row.outcome is not Fate.AWAITING_CHAIR

    @property
    def is_acted_for(self) -> bool:
        """Whether somebody else than the chair presides over this entry."""
        return self.presiding is None or self.presiding.post != Post.CHAIR

    @property
    def nomination(self) -> Nomination:
        return self.row.entry.nomination

    @property
    def fates(self) -> list[tuple[str, str]]:
        """What became of it at this meeting: words and their tone, motion by motion."""
        own, here = self.row.entry.nomination_id, [*self.motions]
        here += [one for one in self.lists if own in one.electorate.entries]
        return [fate_of(motion, own) for motion in here]

    @property
    def settled_fate(self) -> tuple[str, str] | None:
        """The same of the earlier meeting that decided it."""
        return fate_of(self.settled, self.row.entry.nomination_id) if self.settled is not None else None

    @property
    def is_taken_out(self) -> bool:
        """Whether the council has voted it out of the list already."""
        removals = (one for one in self.motions if one.kind == MotionKind.REMOVE and one.state == MotionState.CLOSED)
        return any(count.passed for one in removals for count in Outcome.read(one.outcome).counts)

    @property
    def decided(self) -> Motion | None:
        """The ballot on the entry that stands."""
        return next((one for one in self._ballots if one.state == MotionState.CLOSED), None)

    @property
    def is_being_voted_on(self) -> bool:
        """Whether a ballot on the entry was put and not closed yet."""
        return any(one.state in (MotionState.DRAFTED, MotionState.OPEN) for one in self._ballots)

    @property
    def _ballots(self) -> list[Motion]:
        return [one for one in self.motions if one.kind == MotionKind.APPROVE]


@dataclass(frozen=True)
class Agenda:
    """The entries of one council in the order of its ranking; none before its sheets are counted."""

    council: Council
    items: tuple[AgendaItem, ...]
    rule: Ballot | None
    departures: Ballot | None
    ties: tuple[tuple[AgendaItem, ...], ...]
    """Equals that the rulebook leaves to the chair."""
    motions: tuple[Motion, ...]
    """Everything that was put to this council at this meeting."""
    earlier: Earlier
    """What its meetings before decided and left open; with votes in it the ranking is as they left it."""
    shut: str | None
    """Why no votes can be counted any more, while the meeting is not closed."""

    @property
    def to_decide(self) -> tuple[AgendaItem, ...]:
        """What this meeting may still speak of."""
        return tuple(one for one in self.items if not one.is_done)

    @property
    def done(self) -> tuple[AgendaItem, ...]:
        """What earlier meetings have decided."""
        return tuple(one for one in self.items if one.is_done)

    @property
    def listed(self) -> Motion | None:
        """The ballot on the whole list that was put at this meeting and stands."""
        lists = (one for one in self.motions if one.nomination_id is None and one.kind == MotionKind.APPROVE)
        return next((one for one in lists if one.state != MotionState.VOID), None)

    @property
    def is_ordered(self) -> bool:
        """Whether equals were put in order."""
        return any(one.kind == MotionKind.ORDER and one.state == MotionState.CLOSED for one in self.motions)

    @property
    def rows(self) -> tuple[RankingRow, ...]:
        return tuple(one.row for one in self.items)

    @property
    def codes(self) -> dict[int, str]:
        """How the record names the entries, by row id."""
        return {one.row.entry.nomination_id: one.row.dossier.reference for one in self.items}

    @property
    def ranked(self) -> tuple[AgendaItem, ...]:
        return tuple(one for one in self.items if one.row.entry.rank is not None)

    @property
    def to_vote_on(self) -> tuple[AgendaItem, ...]:
        """Ranked entries that no earlier meeting has decided."""
        return tuple(one for one in self.ranked if one.settled is None)


def fate_of(motion: Motion, entry: int) -> tuple[str, str]:
    """What a motion brought an entry (row id): words and their tone."""
    state, kind = MotionState(motion.state), MotionKind(motion.kind)
    count = next((one for one in Outcome.read(motion.outcome).counts if one.entry == entry), None)
    stands = count is not None and state is MotionState.CLOSED
    words = count.verdict if count is not None and stands else MOTION_LABELS[state]
    tone = ("success" if count.passed else "neutral") if count is not None and stands else MOTION_TONES[state]
    if kind in DEPARTURE_LABELS:
        words = f"{DEPARTURE_LABELS[kind]}: {words[0].lower()}{words[1:]}"
    return words, tone
