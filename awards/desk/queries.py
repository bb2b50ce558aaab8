"""What waits for a person today. Each part is empty for those it does not concern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_day, format_deadline, format_instant, format_left
from awards.councils import queries as councils
from awards.councils.models import JudgingRound
from awards.councils.states import RoundState
from awards.decisions import queries as decisions
from awards.meetings.models import Motion
from awards.meetings.waiting import ballots_waiting_for, councils_to_meet_again
from awards.nominations import queries as nominations
from awards.nominations.models import Nomination
from awards.nominations.states import NominationState
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.publicity import staff_queries as publicity
from awards.reminders import queries as reminders
from awards.reminders.wording import KIND_TITLES
from awards.results import queries as results
from awards.screening import queries as screening
from awards.screening import queue
from awards.screening.queue import QueueFilter
from awards.seasons import queries as seasons
from awards.seasons.calendar import Stage, is_open, shut_sentence, stage_sentence, stages
from awards.seasons.models import Season
from awards.seasons.states import SeasonStage, SeasonState
from awards.sheets import paper_queries
from awards.sheets import queries as sheets
from awards.sheets.states import Progress

NEAR = timedelta(days=3)
"""Before a deadline: from here on those who are late are named to whoever reminds them."""


@dataclass(frozen=True)
class Task:
    """Something to do: how many of it, where, and what to know beforehand."""

    title: str
    count: int
    endpoint: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Entrusted:
    """A page somebody was named for: its title, where it is, whose it is."""

    title: str
    endpoint: str
    arguments: Mapping[str, str]
    note: str


@dataclass(frozen=True)
class SeasonNow:
    """A season under way and where it stands."""

    season: Season
    stages: tuple[Stage, ...]
    sentence: str


def waiting_for(actor: Actor) -> list[Task]:
    """Everything that waits for the person, in the order of the award itself."""
    parts = (
        _accounts,
        _province,
        _reminding,
        _screening,
        _judging,
        _voting,
        _meeting_again,
        _preparing,
        _closing,
        _deciding,
        _announcing,
    )
    return [task for part in parts for task in part(actor) if task.count]


def entrusted_to(actor: Actor) -> list[Entrusted]:
    """Pages the person was named for, whether anything waits there or not."""
    return [
        Entrusted(
            "Nhập phiếu giấy",
            "paper_sheets.list_papers",
            {"public_id": one.public_id},
            f"{one.council.name}, {one.council.season.title}, vòng {one.number}.",
        )
        for one in paper_queries.rounds_read_by(actor)
    ]


def seasons_under_way(actor: Actor) -> list[SeasonNow]:
    """The seasons that are not decided yet, as the person may see them."""
    now = clock.now()
    return [
        SeasonNow(season, stages(season, now), stage_sentence(season, now))
        for season in seasons.list_visible_to(actor)
        if season.state != SeasonState.DECIDED
    ]


def _accounts(actor: Actor) -> Iterator[Task]:
    if permits(actor, Action.ACCOUNT_INVITE):
        unused = select(func.count()).select_from(User).where(User.password.is_(None), User.active)
        note = "Người được mời chưa đặt mật khẩu; liên kết mời chỉ dùng được trong 3 ngày."
        yield Task("Tài khoản chưa dùng được", db.session.scalar(unused) or 0, "accounts.list_accounts", note=note)


def _province(actor: Actor) -> Iterator[Task]:
    if not permits(actor, Action.NOMINATION_LIST):
        return
    open_seasons = [one for one in seasons.list_visible_to(actor) if one.state == SeasonState.OPEN]
    counts = _own_counts(actor, open_seasons)
    for use in nominations.quota_use(actor, open_seasons):
        season = use.season
        here = {"mua": season.public_id}
        window, now = seasons.window(season, actor.alliance_id or 0), clock.now()
        receiving = is_open(window, now)
        until = (
            f"Nhận hồ sơ đến {format_deadline(window.closes)}, còn {format_left(window.closes, now)}."
            if now < window.closes
            else f"Đã hết hạn nhận hồ sơ: {format_deadline(window.closes)}."
        )
        note = f"{season.title}. {shut_sentence(window, SeasonStage.NOMINATIONS, now) or until}"
        for state, title in _PROVINCE_TITLES.items():
            count = counts.get((season.id, state.value), 0)
            yield Task(title, count, "nominations.list_nominations", here | {"trang-thai": state.value}, note)
        if receiving and use.quota is not None and actor.holds(Role.OFFICER):
            left = use.quota - use.taken - counts.get((season.id, NominationState.DRAFT.value), 0)
            yield Task("Chỉ tiêu còn lại của tỉnh", max(left, 0), "nominations.list_nominations", here, note)


def _reminding(actor: Actor) -> Iterator[Task]:
    for release, count in reminders.waiting_visible_to(actor):
        where = {"public_id": release.season.public_id, "slug": release.slug}
        note = f"{release.season.title}. Xem trước danh sách và nội dung rồi gửi."
        yield Task(f"Tỉnh chờ lời nhắc “{KIND_TITLES[release.kind]}”", count, "reminders.release", where, note)


_PROVINCE_TITLES: dict[NominationState, str] = {
    NominationState.RETURNED: "Hồ sơ bị trả lại, cần bổ sung",
    NominationState.DRAFT: "Hồ sơ chưa gửi lên Trung ương",
}


def _own_counts(actor: Actor, in_seasons: list[Season]) -> dict[tuple[int, str], int]:
    statement = (
        select(Nomination.season_id, Nomination.state, func.count())
        .where(
            Nomination.alliance_id == actor.alliance_id,
            Nomination.season_id.in_([season.id for season in in_seasons]),
        )
        .group_by(Nomination.season_id, Nomination.state)
    )
    return {(season_id, state): count for season_id, state, count in db.session.execute(statement)}


def _screening(actor: Actor) -> Iterator[Task]:
    if permits(actor, Action.SCREENING_ACCEPT):
        counts = screening.queue_counts_visible_to(actor)
        for state, title in _SCREENING_TITLES.items():
            yield Task(title, counts[state], "screening.list_nominations", {"tinh-trang": state.value})
    if permits(actor, Action.SCREENING_LIST):
        to_check = QueueFilter(part=None, to_check=True).arguments()
        count = queue.to_check_count(actor)
        yield Task("Hồ sơ có đề nghị chờ anh/chị kiểm tra lại", count, "screening.list_nominations", to_check)
        overdue = QueueFilter(part=NominationState.RETURNED, overdue=True).arguments()
        yield Task("Hồ sơ quá hạn bổ sung", queue.overdue_count(actor), "screening.list_nominations", overdue)
    yield Task("Vướng mắc chờ anh/chị giải quyết", screening.flags_waiting_for(actor), "flags.list_flags")


_SCREENING_TITLES: dict[NominationState, str] = {
    NominationState.FORWARDED: "Hồ sơ chờ thẩm tra",
    NominationState.ON_HOLD: "Hồ sơ đang tạm dừng xét",
}


def _judging(actor: Actor) -> Iterator[Task]:
    for judging_round in sheets.rounds_visible_to(actor):
        if judging_round.state == RoundState.OPEN:
            season, counts = judging_round.council.season, sheets.progress_visible_to(actor, judging_round)
            left = counts[Progress.UNMARKED] + counts[Progress.DRAFT]
            note = (
                f"{season.title}. Đã gửi {counts[Progress.CAST]}/{left + counts[Progress.CAST]} phiếu; "
                f"hạn gửi {format_deadline(season.judging_close_at)}."
            )
            here = {"vong": judging_round.public_id}
            undeclared = sheets.undeclared_count(actor, judging_round)
            told = f"{season.title}. Kê khai xong thì hồ sơ mới mở ra."
            yield Task("Hồ sơ chưa kê khai liên quan", undeclared, "conflicts.list_declarations", here, told)
            yield Task("Phiếu chưa gửi", left, "sheets.list_sheets", here, note)
    for judging_round, count in paper_queries.waiting_for_reader(actor):
        where, season = {"public_id": judging_round.public_id}, judging_round.council.season
        yield Task("Phiếu giấy chờ anh/chị nhập hoặc đối chiếu", count, "paper_sheets.list_papers", where, season.title)


def _voting(actor: Actor) -> Iterator[Task]:
    by_meeting: dict[str, list[Motion]] = {}
    for motion in ballots_waiting_for(actor):
        by_meeting.setdefault(motion.meeting.public_id, []).append(motion)
    for public_id, motions in by_meeting.items():
        meeting = motions[0].meeting
        note = f"Phiên họp ngày {format_day(meeting.held_on)}, {meeting.place}."
        yield Task(
            "Nội dung đang mời anh/chị biểu quyết",
            len(motions),
            "meetings.show_meeting",
            {"public_id": public_id},
            note,
        )


def _meeting_again(actor: Actor) -> Iterator[Task]:
    for council, left in councils_to_meet_again(actor):
        where = {"public_id": council.public_id}
        note = f"{council.name}, {council.season.title}. Chưa lập phiên họp tiếp."
        yield Task("Hồ sơ phiên họp trước để lại, chưa quyết", left, "meetings.plan_meeting", where, note)


def _preparing(actor: Actor) -> Iterator[Task]:
    if permits(actor, Action.RULEBOOK_CONFIRM):
        for rulebook in seasons.list_rulebooks_visible_to(actor):
            if rulebook.confirmation is None:
                where = {"public_id": rulebook.public_id}
                yield Task("Thể lệ chưa đối chiếu", 1, "publicity.confirm_rulebook", where, rulebook.title)
    if permits(actor, Action.SEASON_OPEN):
        for season in seasons.list_visible_to(actor):
            if season.state == SeasonState.DRAFT:
                where = {"public_id": season.public_id}
                yield Task("Mùa giải chưa mở", 1, "publicity.show_season", where, season.title)
    for season in councils.seasons_without_council(actor):
        if season.nominations_close_at <= clock.now():
            note = f"{season.title}. Đã hết hạn nhận hồ sơ."
            yield Task("Mùa giải chưa có hội đồng", 1, "councils.list_councils", note=note)


def _closing(actor: Actor) -> Iterator[Task]:
    if permits(actor, Action.ROUND_CLOSE):
        for judging_round in results.list_rounds_visible_to(actor):
            if judging_round.state == RoundState.OPEN:
                yield _round_to_close(judging_round)
                yield _late_in(judging_round)


def _round_to_close(judging_round: JudgingRound) -> Task:
    season, coverage = judging_round.council.season, sheets.coverage_of(judging_round)
    where = {"public_id": judging_round.public_id}
    if not coverage.missing:
        return Task("Vòng chấm đã đủ phiếu, chờ đóng", 1, "results.show_round", where, season.title)
    note = (
        f"{season.title}. Đã gửi {coverage.cast}/{coverage.assigned} phiếu; "
        f"hạn gửi {format_deadline(season.judging_close_at)}."
    )
    return Task("Phiếu hội đồng chưa gửi", coverage.missing, "results.show_round", where, note)


def _late_in(judging_round: JudgingRound) -> Task:
    """Judges who owe sheets when the deadline is near or gone; a province's council has no deadline of its own."""
    season, where = judging_round.council.season, {"public_id": judging_round.public_id}
    is_near = not judging_round.council.is_provincial and clock.now() >= season.judging_close_at - NEAR
    late = sum(one.assigned > one.cast + one.abstained for one in sheets.coverage_of(judging_round).members)
    note = f"{season.title}. Hạn gửi {format_deadline(season.judging_close_at)}; xem trước lời nhắc rồi gửi."
    title = "Giám khảo còn phiếu khi sắp hết hạn"
    return Task(title, late if is_near else 0, "judge_reminders.remind_judges", where, note)


def _deciding(actor: Actor) -> Iterator[Task]:
    for season in decisions.undecided_visible_to(actor):
        yield Task("Kết quả chờ ghi quyết định", 1, "decisions.list_decisions", note=season.title)


def _announcing(actor: Actor) -> Iterator[Task]:
    if not permits(actor, Action.ANNOUNCEMENT_PROPOSE):
        return
    planned = {one.announcement.decision_id: one.announcement for one in publicity.list_planned(actor)}
    for decision in decisions.list_visible_to(actor):
        where, note = {"public_id": decision.public_id}, f"Quyết định số {decision.number}, {decision.season.title}"
        announcement = planned.get(decision.id)
        if announcement is None:
            yield Task("Quyết định chưa đặt thời điểm công bố", 1, "publicity.show_announcement", where, note)
        elif announcement.approved_at is None:
            mine = permits(actor, Action.ANNOUNCEMENT_APPROVE, announcement)
            title = "Việc công bố chờ anh/chị duyệt" if mine else "Việc công bố chờ người thứ hai duyệt"
            note = f"{note}. Công bố lúc {format_instant(announcement.announced_at)}."
            yield Task(title, 1, "publicity.show_announcement", where, note)
    waiting = len(publicity.unpublished_honours(actor))
    yield Task("Vinh danh đã nhập, chưa hiện công khai", waiting, "publicity.show_overview")
