"""Publishing rulebooks and running the calendar of a season."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select

from awards.accounts import queries as accounts
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.notices.inputs import Message
from awards.notices.services import tell
from awards.notices.wording import deadline_extended, extension_withdrawn
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.seasons.calendar import (
    MOST_GRACE,
    TIMETABLE_COLUMNS,
    Timetable,
    last_day,
    timetable,
    timetable_of,
    window_of,
)
from awards.seasons.inputs import CalendarInput, ExtensionInput, SeasonInput, WithdrawalInput
from awards.seasons.models import DeadlineExtension, PublishedRulebook, RulebookConfirmation, Season
from awards.seasons.rulebooks import freeze
from awards.seasons.states import EXTENDABLE, AwardKey, ConfirmationKind, SeasonStage, SeasonState
from awards.seasons.wording import DEADLINE_NAMES, REHEARSAL, rehearsal_title
from awards.units.models import Alliance

MOST_TITLE = 200


def publish_rulebook(actor: Actor, text: str) -> PublishedRulebook:
    """Freeze a rulebook: text, canonical form and SHA-256 are stored and never change again.

    Raises :class:`scoring.errors.RulebookInvalid` with every mistake, :class:`DomainError` when the
    same content or edition is already published.
    """
    require(actor, Action.RULEBOOK_PUBLISH)
    frozen = freeze(text)
    rulebook = frozen.rulebook
    same = select(PublishedRulebook).where(PublishedRulebook.digest == frozen.digest)
    if db.session.scalars(same).one_or_none() is not None:
        raise DomainError("Bộ quy tắc có nội dung này đã được công bố.", "text")
    if rulebook.award not in set(AwardKey):
        raise DomainError(f"Không có giải thưởng “{rulebook.award}”.", "text")
    newest = select(func.max(PublishedRulebook.edition)).where(PublishedRulebook.key == rulebook.key)
    expected = (db.session.scalar(newest) or 0) + 1
    if rulebook.edition != expected:
        raise DomainError(f"Lần công bố tiếp theo của “{rulebook.key}” phải là lần {expected} (khóa edition).", "text")
    published = PublishedRulebook(
        award=rulebook.award,
        key=rulebook.key,
        edition=rulebook.edition,
        title=rulebook.title,
        status=rulebook.status,
        notice=rulebook.notice,
        text=frozen.text,
        canonical=frozen.canonical,
        digest=frozen.digest,
        published_at=clock.now(),
        published_by_id=actor.user_id,
    )
    db.session.add(published)
    db.session.flush()
    audit.record(actor, Action.RULEBOOK_PUBLISH, f"rulebook:{published.public_id}", frozen.digest)
    return published


def confirm_rulebook(actor: Actor, rulebook: PublishedRulebook, kind: ConfirmationKind, document: str) -> None:
    """Record that somebody compared the rulebook with the signed regulation named by ``document``."""
    require(actor, Action.RULEBOOK_CONFIRM, rulebook)
    if rulebook.confirmation is not None:
        raise ConflictError("Bộ quy tắc này đã được xác nhận.")
    if kind is ConfirmationKind.SIGNED and rulebook.status == "draft":
        raise DomainError("Bản nháp không thể xác nhận là đã đối chiếu với quy chế đã ký.", "kind")
    rulebook.confirmation = RulebookConfirmation(
        kind=kind.value, document=document, confirmed_at=clock.now(), confirmed_by_id=actor.user_id
    )
    db.session.flush()
    audit.record(actor, Action.RULEBOOK_CONFIRM, f"rulebook:{rulebook.public_id}", [kind.value, document])


def create_season(actor: Actor, entry: SeasonInput, rulebook: PublishedRulebook, *, is_sample: bool) -> Season:
    """Prepare a season under a published rulebook; nothing of it is public yet.

    The title of a rehearsal says so, and with it every page, mail, export and record of the season.
    """
    require(actor, Action.SEASON_CREATE)
    calendar = timetable(entry.calendar)
    _check_calendar(calendar)
    if rulebook.award != entry.award.value:
        raise DomainError("Bộ quy tắc này thuộc giải thưởng khác.", "rulebook")
    title = rehearsal_title(entry.title) if entry.is_rehearsal else entry.title
    if len(title) > MOST_TITLE:
        raise DomainError(f"Tên mùa giải dài quá; cùng chữ “{REHEARSAL}” tối đa {MOST_TITLE} ký tự.", "title")
    taken = select(Season.id).where(Season.award == entry.award.value, Season.year == entry.year, Season.title == title)
    if db.session.scalar(taken) is not None:
        raise DomainError("Đã có mùa giải cùng năm và cùng tên.", "title")
    season = Season(
        award=entry.award.value,
        year=entry.year,
        title=title,
        is_sample=is_sample,
        is_rehearsal=entry.is_rehearsal,
        state=SeasonState.DRAFT.value,
        rulebook=rulebook,
        created_at=clock.now(),
        **asdict(calendar),
    )
    db.session.add(season)
    db.session.flush()
    audit.record(actor, Action.SEASON_CREATE, f"season:{season.public_id}", entry)
    return season


def open_season(actor: Actor, season: Season) -> None:
    """Start a season. Refused while nobody has confirmed its rulebook (rules.md 10.3)."""
    require(actor, Action.SEASON_OPEN, season)
    confirmation = season.rulebook.confirmation
    if confirmation is None:
        raise DomainError("Chưa ai xác nhận đã đối chiếu bộ quy tắc với quy chế đã ký, nên chưa mở được mùa giải.")
    if confirmation.kind == ConfirmationKind.SAMPLE and not (season.is_sample or season.is_rehearsal):
        raise DomainError("Bộ quy tắc chỉ được xác nhận làm mẫu, không dùng được cho mùa giải thật.")
    season.move_to(SeasonState.OPEN)
    audit.record(actor, Action.SEASON_OPEN, f"season:{season.public_id}", season.rulebook.digest)


def reschedule(actor: Actor, season: Season, entry: CalendarInput) -> None:
    """Move the instants of a season, later or earlier; the log keeps the digests of old and new.

    The same calendar once more changes nothing.
    """
    require(actor, Action.SEASON_RESCHEDULE, season)
    wanted = timetable(entry)
    _check_calendar(wanted)
    db.session.refresh(season, [*TIMETABLE_COLUMNS, "calendar_revision"], with_for_update=True)
    before = timetable_of(season)
    if wanted == before:
        return
    for column in TIMETABLE_COLUMNS:
        setattr(season, column, getattr(wanted, column))
    season.calendar_revision += 1
    db.session.flush()
    audit.record(actor, Action.SEASON_RESCHEDULE, f"season:{season.public_id}", [before, wanted])


def record_extension(actor: Actor, season: Season, alliance: Alliance, entry: ExtensionInput) -> DeadlineExtension:
    """A later deadline of a stage for one alliance; the latest one recorded counts. Its people are told.

    The same extension recorded again (a second click) is the one already there.
    """
    require(actor, Action.EXTENSION_RECORD, season)
    if entry.stage not in EXTENDABLE:
        raise DomainError("Giai đoạn này không gia hạn riêng cho một tỉnh.", "stage")
    common = window_of(season, entry.stage).closes
    if entry.until <= common:
        raise DomainError("Hạn mới phải muộn hơn hạn chung.", "until")
    if entry.stage is not SeasonStage.PROVINCE_COUNCILS and entry.until > season.judging_close_at:
        raise DomainError("Hạn mới không thể sau hạn chấm điểm của hội đồng.", "until")
    latest = _latest_extension(season, alliance, entry.stage)
    if latest is not None and (latest.until, latest.reason) == (entry.until, entry.reason):
        return latest
    extension = _extension(actor, season, alliance, entry.stage, entry.until, entry.reason)
    audit.record(actor, Action.EXTENSION_RECORD, f"season:{season.public_id}", [alliance.public_id, entry])
    _tell_province(alliance, deadline_extended(season.title, DEADLINE_NAMES[entry.stage], entry.until, _path(season)))
    return extension


def withdraw_extension(actor: Actor, season: Season, alliance: Alliance, entry: WithdrawalInput) -> DeadlineExtension:
    """The alliance's later deadline of a stage holds no longer. Its people are told."""
    require(actor, Action.EXTENSION_WITHDRAW, season)
    latest = _latest_extension(season, alliance, entry.stage)
    if latest is None or latest.until is None:
        raise ConflictError("Tỉnh này không còn gia hạn nào ở giai đoạn ấy.")
    withdrawn = _extension(actor, season, alliance, entry.stage, None, entry.reason)
    audit.record(actor, Action.EXTENSION_WITHDRAW, f"season:{season.public_id}", [alliance.public_id, entry])
    common = window_of(season, entry.stage).closes
    _tell_province(alliance, extension_withdrawn(season.title, DEADLINE_NAMES[entry.stage], common, _path(season)))
    return withdrawn


def _latest_extension(season: Season, alliance: Alliance, stage: SeasonStage) -> DeadlineExtension | None:
    """The last word on a stage; the season's row is held, so two persons speak one after the other."""
    db.session.refresh(season, ["nominations_close_at"], with_for_update=True)
    statement = select(DeadlineExtension).where(
        DeadlineExtension.season_id == season.id,
        DeadlineExtension.alliance_id == alliance.id,
        DeadlineExtension.stage == stage.value,
    )
    return db.session.scalars(statement.order_by(DeadlineExtension.id.desc()).limit(1)).one_or_none()


def _extension(
    actor: Actor, season: Season, alliance: Alliance, stage: SeasonStage, until: datetime | None, reason: str
) -> DeadlineExtension:
    extension = DeadlineExtension(
        season=season,
        alliance=alliance,
        stage=stage.value,
        until=until,
        reason=reason,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
    )
    db.session.add(extension)
    db.session.flush()
    return extension


def _tell_province(alliance: Alliance, message: Message) -> None:
    tell(accounts.working_for(alliance.id, Role.OFFICER, Role.LEADER), message)


def _path(season: Season) -> str:
    return f"/mua-giai/{season.public_id}/lich"


def _check_calendar(entry: Timetable) -> None:
    """Every stage after the one it waits for; the sentence stands beside the field to correct."""
    ordered = (
        (entry.nominations_open_at < entry.nominations_close_at, "nominations_close_at",
         "Hạn nhận hồ sơ phải sau thời điểm bắt đầu nhận."),
        (entry.nominations_open_at < entry.councils_sit_by <= entry.nominations_close_at, "councils_sit_by",
         "Hội đồng cấp tỉnh phải họp trong thời gian nhận hồ sơ."),
        (entry.nominations_close_at < entry.judging_close_at, "judging_close_at",
         "Hạn chấm điểm phải sau hạn nhận hồ sơ."),
        (entry.nominations_close_at <= entry.supplements_close_at <= entry.judging_close_at, "supplements_close_at",
         "Hạn bổ sung phải từ hạn nhận hồ sơ đến hạn chấm điểm."),
        (entry.nominations_close_at <= entry.screening_close_at <= entry.judging_close_at, "screening_close_at",
         "Hạn thẩm tra phải từ hạn nhận hồ sơ đến hạn chấm điểm."),
        (entry.judging_close_at <= entry.deciding_close_at, "deciding_close_at",
         "Hạn quyết định không thể trước hạn chấm điểm."),
        (entry.judging_close_at.astimezone(clock.VIETNAM).date() <= entry.ceremony_on, "ceremony_on",
         "Lễ tôn vinh không thể trước hạn chấm điểm."),
        (last_day(entry.deciding_close_at) <= entry.ceremony_on, "deciding_close_at",
         "Hạn quyết định không thể sau lễ tôn vinh."),
        (0 <= entry.grace_seconds <= MOST_GRACE, "grace_seconds",
         f"Thời gian châm chước từ 0 đến {MOST_GRACE} giây."),
    )  # fmt: skip
    for holds, field, sentence in ordered:
        if not holds:
            raise DomainError(sentence, field)
