"""Voting: by name in open ballots, unlinkably in secret ones, in writing for the absent, on paper by totals.

A secret vote takes two transactions, which its view opens with no other vote between them: :func:`drop_slip` keeps
how, :func:`note_voter` keeps who.
Both tables are written anew each time in the order of their keys, so that no order of rows tells who came when; the
log holds only that somebody voted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.files import IncomingFile
from awards.councils.models import CouncilMember
from awards.meetings import queries
from awards.meetings.electorate import Electorate
from awards.meetings.inputs import OpinionInput, TallyInput
from awards.meetings.models import Motion, OpenVote, PaperTally, Slip, Voter, WrittenOpinion
from awards.meetings.motions import rule_of
from awards.meetings.states import MotionState
from awards.meetings.tally_sheet import BOTH, check_tally, write_tally
from awards.meetings.tallying import CHOICES
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require

SHORTEST_KEY = 20


def cast_vote(actor: Actor, motion: Motion, vote: str) -> None:
    """One's own vote in an open ballot; it may be changed until the ballot is closed."""
    require(actor, Action.BALLOT_CAST, motion)
    queries.lock_motion(motion)
    _refuse_unless_open(motion)
    if motion.secret:
        raise DomainError("Nội dung này bỏ phiếu kín.")
    member = _own_seat(actor, motion)
    _store_open(actor, motion, {member.id: vote})
    audit.record(actor, Action.BALLOT_CAST, f"motion:{motion.public_id}", vote)


def record_votes(actor: Actor, motion: Motion, votes: Mapping[int, str], seen: Mapping[int, str]) -> None:
    """Hands shown, as the secretary saw them, by member (row id). ``seen``: the votes the page showed.

    Raises :class:`ConflictError` when a vote came in since, so that no member's own vote is written over unseen.
    """
    require(actor, Action.VOTE_RECORD, motion)
    queries.lock_motion(motion)
    _refuse_unless_open(motion)
    if motion.secret:
        raise DomainError("Nội dung này bỏ phiếu kín nên không ghi phiếu của từng người.")
    stored = {one.member_id: one.vote for one in motion.votes}
    if stored != dict(seen) and stored != dict(votes):
        raise ConflictError("Vừa có phiếu mới được ghi ở nơi khác. Phiếu hiện có ở cột bên; hãy xem rồi lưu lại.")
    changed = {member: vote for member, vote in votes.items() if stored.get(member) != vote}
    _store_open(actor, motion, changed)
    if changed:
        audit.record(actor, Action.VOTE_RECORD, f"motion:{motion.public_id}", sorted(changed.items()))


def drop_slip(actor: Actor, motion: Motion, page_key: str, vote: str) -> bool:
    """First transaction of a secret vote: how. Whether a slip was added; sent again from the same page it is not.

    Raises :class:`DomainError` for somebody who has voted or may not.
    """
    require(actor, Action.BALLOT_CAST, motion)
    queries.lock_motion(motion)
    _refuse_unless_open(motion)
    if not motion.secret or motion.on_paper:
        raise DomainError("Nội dung này không bỏ phiếu kín trên máy.")
    member = _own_seat(actor, motion)
    _check(motion, member.id, vote)
    if len(page_key) < SHORTEST_KEY:
        raise DomainError("Trang bỏ phiếu mở đã lâu. Hãy mở lại trang rồi bỏ phiếu.")
    key = slip_key(motion, page_key)
    kept = [(one.key, one.vote) for one in db.session.scalars(select(Slip).where(Slip.motion_id == motion.id))]
    if any(one == key for one, _ in kept):
        return False
    if queries.has_voted(motion, member):
        raise ConflictError("Anh/chị đã bỏ phiếu nội dung này rồi.")
    _write_slips(motion, [*kept, (key, vote)])
    return True


def note_voter(actor: Actor, motion: Motion) -> bool:
    """Second transaction: who. Whether the member was noted now; False when that had been done before."""
    require(actor, Action.BALLOT_CAST, motion)
    queries.lock_motion(motion)
    _refuse_unless_open(motion)
    member = _own_seat(actor, motion)
    voted = queries.voters_of(motion)
    if member.id in voted:
        return False
    db.session.execute(delete(Voter).where(Voter.motion_id == motion.id))
    rows = [{"motion_id": motion.id, "member_id": one} for one in sorted({*voted, member.id})]
    db.session.execute(insert(Voter), rows)
    audit.record(actor, Action.BALLOT_CAST, f"motion:{motion.public_id}")
    return True


def slip_key(motion: Motion, page_key: str) -> str:
    """Under which a slip lies until the ballot is closed: known to nobody but the page it was sent from."""
    return hashlib.sha256(f"{motion.public_id}:{page_key}".encode()).hexdigest()


def record_opinion(actor: Actor, motion: Motion, entry: OpinionInput, scan: IncomingFile | None) -> WrittenOpinion:
    """What an absent member sent in writing, with the text or a scan of it; entered again it takes the place of it.

    Raises :class:`DomainError` where the rulebook does not count opinions in writing.
    """
    require(actor, Action.OPINION_RECORD, motion)
    queries.lock_motion(motion)
    _refuse_unless_open(motion)
    rule = rule_of(motion)
    if rule is None or not rule.written_opinions:
        raise DomainError("Thể lệ không tính ý kiến bằng văn bản cho nội dung này.")
    writers = motion.electorate.writers
    member = next((one for one in motion.council.members if one.public_id == entry.member and one.id in writers), None)
    if member is None:
        raise DomainError("Chọn thành viên vắng mặt trong danh sách.", "member")
    _check(motion, member.id, entry.vote)
    found = next((one for one in motion.opinions if one.member_id == member.id), None)
    if not entry.text and scan is None and (found is None or not found.has_scan):
        raise DomainError("Ghi nội dung ý kiến hoặc tải bản quét.", "text")
    opinion = found or WrittenOpinion(motion=motion, member=member)
    opinion.vote, opinion.text = entry.vote, entry.text
    opinion.entered_at, opinion.entered_by_id = clock.now(), actor.user_id or 0
    if scan is not None:
        opinion.keep_scan(scan)
    db.session.add(opinion)
    db.session.flush()
    details = [entry, scan.sha256 if scan is not None else None]
    audit.record(actor, Action.OPINION_RECORD, f"motion:{motion.public_id}", details)
    return opinion


def enter_tally(actor: Actor, motion: Motion, entry: TallyInput) -> PaperTally:
    """Totals of slips on paper as this person counted them; a second person's must be entered apart."""
    require(actor, Action.PAPER_TALLY, motion)
    queries.lock_motion(motion)
    _refuse_unless_open(motion)
    if not motion.on_paper:
        raise DomainError("Nội dung này không bỏ phiếu giấy.")
    check_tally(motion, entry)
    own = next((one for one in motion.tallies if one.entered_by_id == actor.user_id), None)
    if own is None and len(motion.tallies) >= BOTH:
        raise DomainError("Kết quả kiểm phiếu đã được hai người nhập.")
    if own is None:
        taken = {one.number for one in motion.tallies}
        own = PaperTally(number=1 if 1 not in taken else 2, entered_by_id=actor.user_id)
        motion.tallies.append(own)
    own.totals = write_tally(entry)
    db.session.flush()
    audit.record(actor, Action.PAPER_TALLY, f"motion:{motion.public_id}", own.totals)
    return own


def _own_seat(actor: Actor, motion: Motion) -> CouncilMember:
    member = queries.member_of(motion, actor)
    if member is None or member.id not in motion.electorate.voters:
        raise DomainError("Anh/chị không biểu quyết nội dung này.")
    return member


def _check(motion: Motion, member_id: int, vote: str) -> None:
    """Raises :class:`DomainError` for a vote the ballot does not know, or with too many names."""
    rule, electorate = rule_of(motion), motion.electorate
    if rule is None or motion.nomination_id is not None:
        if vote not in CHOICES:
            raise DomainError("Chọn một trong các ý kiến.", "vote")
        return
    named = json.loads(vote) if vote.startswith("[") else None
    if named is None or not set(named) <= set(electorate.entries_of(member_id)):
        raise DomainError("Chọn hồ sơ trong danh sách.", "vote")
    if rule.most is not None and len(named) > rule.most:
        raise DomainError(f"Chọn nhiều nhất {rule.most} hồ sơ; đang chọn {len(named)}.", "vote")


def _store_open(actor: Actor, motion: Motion, votes: Mapping[int, str]) -> None:
    electorate: Electorate = motion.electorate
    known = {one.member_id: one for one in motion.votes}
    for member_id, vote in votes.items():
        if member_id not in electorate.voters:
            raise DomainError("Người này không biểu quyết nội dung này.", "vote")
        _check(motion, member_id, vote)
        row = known.get(member_id)
        if row is None:
            motion.votes.append(OpenVote(member_id=member_id, vote=vote, recorded_by_id=actor.user_id))
        else:
            row.vote, row.recorded_by_id = vote, actor.user_id or 0
    db.session.flush()


def _write_slips(motion: Motion, slips: list[tuple[str, str]]) -> None:
    db.session.execute(delete(Slip).where(Slip.motion_id == motion.id))
    db.session.execute(
        insert(Slip), [{"key": key, "motion_id": motion.id, "vote": vote} for key, vote in sorted(slips)]
    )


def _refuse_unless_open(motion: Motion) -> None:
    if motion.state != MotionState.OPEN:
        raise DomainError("Biểu quyết nội dung này đã đóng hoặc chưa mở.")
