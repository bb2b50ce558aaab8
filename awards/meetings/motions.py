"""What is put to the vote: drafted, opened with its electorate, closed with its count, annulled with a reason."""

from __future__ import annotations

import secrets
from collections import Counter

from sqlalchemy import delete, insert

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.conflicts.queries import out_of_nominations
from awards.councils.levels import level_of
from awards.councils.models import Council
from awards.councils.states import Post
from awards.meetings import queries, tallying
from awards.meetings.agenda import Agenda, AgendaItem
from awards.meetings.electorate import Electorate
from awards.meetings.inputs import MotionInput, OrderInput
from awards.meetings.models import Meeting, Motion, Slip
from awards.meetings.offers import refuse_to_open, refuse_to_put
from awards.meetings.results_told import Outcome, counted_by_hands, counted_by_the_rulebook
from awards.meetings.services import next_number, refuse_unless_open
from awards.meetings.states import BY_THE_RULEBOOK, DEPARTURES, MotionKind, MotionState
from awards.meetings.tally_sheet import agreed
from awards.meetings.tallying import ImpossibleTotals, Names, Totals
from awards.meetings.wording import UNEQUAL_SLIPS
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from scoring.ballots import CHAIR, Vote
from scoring.levels import Ballot

LIVE = (MotionState.DRAFTED, MotionState.OPEN, MotionState.CLOSED)


def put_motion(actor: Actor, meeting: Meeting, entry: MotionInput) -> Motion:
    """Put something to the vote of one council; the ballot is opened apart. The same thing is put once.

    Raises :class:`DomainError` where the rulebook has no such ballot and for a departure without a reason.
    """
    require(actor, Action.MOTION_PUT, meeting)
    queries.lock(meeting)
    refuse_unless_open(meeting)
    agenda = _agenda(meeting, entry.council)
    rule = _rule(agenda, entry.kind)
    item = _item(agenda, entry, rule)
    if entry.kind in DEPARTURES and not entry.reason:
        raise DomainError("Ghi lý do làm khác thứ hạng.", "reason")
    if entry.kind is MotionKind.OTHER and not entry.text:
        raise DomainError("Ghi nội dung đưa ra biểu quyết.", "text")
    nomination_id = item.row.entry.nomination_id if item is not None else None
    refuse_to_put(agenda, entry.kind, nomination_id)
    again = _put_before(meeting, agenda.council, entry, nomination_id)
    if again is not None:
        return again
    motion = Motion(
        council=agenda.council,
        number=next_number(meeting),
        kind=entry.kind.value,
        nomination_id=nomination_id,
        reason=entry.reason,
        text=entry.text,
        secret=rule is not None and rule.secret,
        on_paper=rule is not None and rule.secret and entry.on_paper,
        state=MotionState.DRAFTED.value,
    )
    meeting.motions.append(motion)
    db.session.flush()
    audit.record(actor, Action.MOTION_PUT, f"motion:{motion.public_id}", entry)
    return motion


def withdraw_motion(actor: Actor, motion: Motion) -> None:
    """Take back what was not put to the vote yet."""
    require(actor, Action.MOTION_PUT, motion)
    queries.lock_motion(motion)
    if motion.state != MotionState.DRAFTED:
        raise ConflictError("Nội dung này đã mở biểu quyết nên không rút lại được.")
    audit.record(actor, Action.MOTION_PUT, f"motion:{motion.public_id}", "withdrawn")
    db.session.delete(motion)
    db.session.flush()


def open_motion(actor: Actor, motion: Motion) -> Motion:
    """Open the ballot and fix who may vote in it. Raises :class:`DomainError` without a quorum for this entry."""
    require(actor, Action.MOTION_OPEN, motion)
    queries.lock(motion.meeting)
    refuse_unless_open(motion.meeting)
    queries.lock_motion(motion)
    if motion.state == MotionState.OPEN:
        return motion
    if motion.state != MotionState.DRAFTED:
        raise ConflictError("Nội dung này đã được biểu quyết ở cửa sổ khác.")
    agenda = _agenda(motion.meeting, motion.council.public_id)
    refuse_to_open(motion.meeting, agenda, MotionKind(motion.kind), motion.nomination_id)
    electorate = _electorate(motion, agenda)
    if not electorate.voters:
        raise DomainError("Không có ai được biểu quyết nội dung này.")
    motion.electorate_json = electorate.write()
    motion.state, motion.opened_at = MotionState.OPEN.value, clock.now()
    db.session.flush()
    audit.record(actor, Action.MOTION_OPEN, f"motion:{motion.public_id}", motion.electorate_json)
    return motion


def close_motion(actor: Actor, motion: Motion) -> Motion:
    """Close the ballot and count it; slips are written anew under new keys. Closed twice it is counted once.

    A secret ballot whose slips are not as many as its voters is void, and put again.
    """
    require(actor, Action.MOTION_CLOSE, motion)
    queries.lock(motion.meeting)
    queries.lock_motion(motion)
    if motion.state in (MotionState.CLOSED, MotionState.VOID):
        return motion
    if motion.state != MotionState.OPEN:
        raise DomainError("Nội dung này chưa mở biểu quyết.")
    if motion.secret and not motion.on_paper and len(queries.slips_in(motion)) != queries.how_many_voted(motion):
        return _void(actor, motion, UNEQUAL_SLIPS)
    outcome = _counted(motion)
    if motion.secret:
        _write_slips_anew(motion)
    motion.outcome = outcome.write()
    motion.state, motion.closed_at = MotionState.CLOSED.value, clock.now()
    db.session.flush()
    audit.record(actor, Action.MOTION_CLOSE, f"motion:{motion.public_id}", motion.outcome)
    return motion


def annul_motion(actor: Actor, motion: Motion, reason: str) -> Motion:
    """The council does not take this result (a mistake in the procedure); it stays in the minutes with the reason."""
    require(actor, Action.MOTION_VOID, motion)
    queries.lock(motion.meeting)
    refuse_unless_open(motion.meeting)
    queries.lock_motion(motion)
    if motion.state == MotionState.VOID:
        return motion
    if motion.state != MotionState.CLOSED:
        raise DomainError("Chỉ hủy được kết quả đã biểu quyết.")
    if not reason:
        raise DomainError("Ghi lý do không lấy kết quả này.", "reason")
    motion.state, motion.void_reason = MotionState.VOID.value, reason
    db.session.flush()
    audit.record(actor, Action.MOTION_VOID, f"motion:{motion.public_id}", reason)
    return motion


def order_equals(actor: Actor, meeting: Meeting, entry: OrderInput) -> Motion:
    """Whoever presides puts equal entries in order, with a reason; only where the rulebook leaves it to the chair."""
    require(actor, Action.MOTION_PUT, meeting)
    queries.lock(meeting)
    refuse_unless_open(meeting)
    agenda = _agenda(meeting, entry.council)
    equals = {one.nomination.public_id: one for group in agenda.ties for one in group}
    if not equals:
        raise DomainError("Không có hồ sơ bằng điểm nào chờ chủ tọa xếp thứ tự.")
    if not entry.reason:
        raise DomainError("Ghi lý do xếp thứ tự.", "reason")
    if set(entry.places) != set(equals) or len(set(entry.places.values())) != len(equals):
        raise DomainError("Mỗi hồ sơ bằng điểm nhận một thứ tự khác nhau.", "places")
    refuse_to_put(agenda, MotionKind.ORDER, None)
    if any(one.kind == MotionKind.ORDER and one.state == MotionState.CLOSED for one in _of(meeting, agenda.council)):
        raise ConflictError("Thứ tự các hồ sơ bằng điểm đã được ghi ở cửa sổ khác.")
    chosen = sorted(equals.values(), key=lambda one: entry.places[one.nomination.public_id])
    presiding = queries.presiding_over_equals(meeting, agenda)
    if presiding is None:
        raise DomainError("Chủ tịch và Phó Chủ tịch đều vắng hoặc không tham gia các hồ sơ này.")
    rows = tuple(
        (f"order:{entry.reason}", one.row.dossier.reference, CHAIR, str(place)) for place, one in enumerate(chosen, 1)
    )
    order = tuple(one.row.entry.nomination_id for one in chosen)
    now = clock.now()
    motion = Motion(
        council=agenda.council,
        number=next_number(meeting),
        kind=MotionKind.ORDER.value,
        reason=entry.reason,
        electorate_json=Electorate(entries=order, presiding=presiding.id).write(),
        outcome=Outcome(votes=rows, order=order).write(),
        state=MotionState.CLOSED.value,
        opened_at=now,
        closed_at=now,
    )
    meeting.motions.append(motion)
    db.session.flush()
    audit.record(actor, Action.MOTION_PUT, f"motion:{motion.public_id}", motion.outcome)
    return motion


def rule_of(motion: Motion) -> Ballot | None:
    """The rulebook's ballot for a motion; None for one that is procedural."""
    meeting = level_of(motion.council).meeting
    if meeting is None or motion.kind not in BY_THE_RULEBOOK:
        return None
    return meeting.approval if motion.kind == MotionKind.APPROVE else meeting.departures


def _agenda(meeting: Meeting, council: str) -> Agenda:
    found = [one for one in queries.agendas_of(meeting) if one.council.public_id == council]
    if not found:
        raise DomainError("Chọn hội đồng trong phiên họp này.", "council")
    return found[0]


def _rule(agenda: Agenda, kind: MotionKind) -> Ballot | None:
    if kind is MotionKind.APPROVE:
        if agenda.rule is None:
            raise DomainError("Thể lệ không có bỏ phiếu thông qua từng hồ sơ ở cấp này.")
        return agenda.rule
    if kind in DEPARTURES:
        if agenda.departures is None:
            raise DomainError("Thể lệ không cho làm khác thứ hạng ở cấp này.")
        return agenda.departures
    if kind is not MotionKind.OTHER:
        raise DomainError("Chọn nội dung biểu quyết trong danh sách.", "kind")
    return None


def _item(agenda: Agenda, entry: MotionInput, rule: Ballot | None) -> AgendaItem | None:
    """The entry that is voted on; none for a procedural motion and where each slip names its entries."""
    if rule is None or (entry.kind is MotionKind.APPROVE and rule.kind == "approve_k"):
        return None
    found = next((one for one in agenda.ranked if one.nomination.public_id == entry.nomination), None)
    if found is None:
        raise DomainError("Chọn hồ sơ có thứ hạng trong danh sách.", "nomination")
    return found


def _of(meeting: Meeting, council: Council) -> list[Motion]:
    return [one for one in meeting.motions if one.council_id == council.id]


def _put_before(meeting: Meeting, council: Council, entry: MotionInput, nomination_id: int | None) -> Motion | None:
    """What a second click would put again; refuses a second ballot on what was decided, and a second departure."""
    live = [one for one in _of(meeting, council) if one.state in LIVE]
    if entry.kind is MotionKind.OTHER:
        waiting = [one for one in live if one.state != MotionState.CLOSED]
        return next((one for one in waiting if one.text == entry.text), None)
    same = [one for one in live if one.nomination_id == nomination_id]
    departures = [one for one in same if one.kind in DEPARTURES]
    if entry.kind in DEPARTURES and departures:
        if (departures[0].kind, departures[0].reason) == (entry.kind.value, entry.reason):
            return departures[0]
        raise DomainError("Hồ sơ này đã có một đề nghị làm khác thứ hạng.", "nomination")
    return next((one for one in same if one.kind == entry.kind.value), None)


def _electorate(motion: Motion, agenda: Agenda) -> Electorate:
    """Everybody of the council as they are now: there or not, and out of which entries."""
    meeting, council = motion.meeting, motion.council
    members = {one.id for one in queries.voting_members(meeting, council)}
    present = {one.member_id for one in meeting.attendances if one.present} & members
    entries: tuple[int, ...] = ()
    if motion.nomination_id is not None:
        entries = (motion.nomination_id,)
    elif motion.kind == MotionKind.APPROVE:
        entries = tuple(one.row.entry.nomination_id for one in agenda.to_vote_on)
    out = out_of_nominations(council)
    gone = {entry: frozenset(out.get(entry, set()) & members) for entry in entries}
    presiding = queries.presiding_over(meeting, council, gone.get(motion.nomination_id or 0, frozenset()))
    return Electorate(
        entries=entries,
        present=frozenset(present),
        absent=frozenset(members - present),
        out=gone,
        presiding=presiding.id if presiding is not None else None,
    )


def _counted(motion: Motion) -> Outcome:
    """Count what was cast by the rulebook, or by hands where it has no rule."""
    electorate, rule = motion.electorate, rule_of(motion)
    cast = {one.member_id: one.vote for one in motion.votes}
    if rule is None:
        return Outcome(counts=(counted_by_hands(len(electorate.present), cast),))
    agenda = _agenda(motion.meeting, motion.council.public_id)
    names = Names(agenda.codes, {one.id: one.judge_number for one in motion.council.members}, _chair_of(motion))
    name = motion.kind if motion.kind == MotionKind.APPROVE else f"{motion.kind}:{motion.reason}"
    written = {one.member_id: one.vote for one in motion.opinions}
    if not motion.secret:
        rows = tallying.open_rows(name, electorate, names, cast, written)
        counts = counted_by_the_rulebook(level_of(motion.council), rule, electorate.entries, names, rows)
        return Outcome(counts=counts, votes=_plain(rows))
    totals = _paper_totals(motion) if motion.on_paper else _slip_totals(motion)
    most = rule.most if motion.kind == MotionKind.APPROVE else None
    rows = _secret_rows(name, electorate, names, totals, written, most)
    level, able = level_of(motion.council), len(electorate.voters)
    counts = counted_by_the_rulebook(level, rule, electorate.entries, names, rows, totals.silent)
    issued = agreed(motion).issued if motion.on_paper else able
    return Outcome(counts=counts, votes=_plain(rows), issued=issued, returned=able - totals.silent)


def _chair_of(motion: Motion) -> int | None:
    """The member (row id) whose vote is the chair's: whoever presides over the item, as fixed when it was opened.

    Where nobody could, the chair keeps the name: being out of the item is no absence to the rulebook's quorum.
    """
    chair = next((one.id for one in motion.council.members if one.post == Post.CHAIR and one.left_on is None), None)
    return motion.electorate.presiding or chair


def _plain(rows: list[Vote]) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((one.motion, one.entry, one.voter, one.vote) for one in rows)


def _secret_rows(
    name: str, electorate: Electorate, names: Names, totals: Totals, written: dict[int, str], most: int | None
) -> list[Vote]:
    try:
        return tallying.secret_rows(name, electorate, names, totals, written, most)
    except ImpossibleTotals:
        raise DomainError("Số phiếu đồng ý nhiều hơn số phiếu có thể có. Hãy kiểm lại biên bản kiểm phiếu.") from None


def _slip_totals(motion: Motion) -> Totals:
    """What the slips on screen say together."""
    electorate, slips = motion.electorate, queries.slips_in(motion)
    said = Counter((entry, tallying.on_entry(slip, entry)) for slip in slips for entry in electorate.entries)
    silent = electorate.voters - queries.voters_of(motion)
    first = electorate.entries[0]
    return Totals(
        yes={entry: said[entry, tallying.YES] for entry in electorate.entries},
        no=said[first, tallying.NO] if motion.nomination_id is not None else 0,
        silent=len(silent),
        silent_members=silent,
    )


def _paper_totals(motion: Motion) -> Totals:
    """What two persons counted alike."""
    sheet = agreed(motion)
    silent = len(motion.electorate.voters) - sheet.returned
    return Totals(yes=sheet.yes, no=sheet.no, invalid=sheet.invalid, silent=silent)


def _write_slips_anew(motion: Motion) -> None:
    """New random keys in their order: nobody finds a slip again by the key it was sent with."""
    votes = queries.slips_in(motion)
    db.session.execute(delete(Slip).where(Slip.motion_id == motion.id))
    rows = sorted(
        ({"key": secrets.token_hex(32), "motion_id": motion.id, "vote": vote} for vote in votes),
        key=lambda one: str(one["key"]),
    )
    if rows:
        db.session.execute(insert(Slip), rows)


def _void(actor: Actor, motion: Motion, why: str) -> Motion:
    """Keep that the ballot was held and is worth nothing, and put the same again."""
    motion.state, motion.closed_at = MotionState.VOID.value, clock.now()
    motion.void_reason = why
    db.session.flush()
    audit.record(actor, Action.MOTION_VOID, f"motion:{motion.public_id}", why)
    motion.meeting.motions.append(
        Motion(
            council=motion.council,
            number=next_number(motion.meeting),
            kind=motion.kind,
            nomination_id=motion.nomination_id,
            reason=motion.reason,
            text=motion.text,
            secret=motion.secret,
            on_paper=motion.on_paper,
            state=MotionState.DRAFTED.value,
        )
    )
    db.session.flush()
    return motion
