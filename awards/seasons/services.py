"""Publishing rulebooks and running the calendar of a season."""

from __future__ import annotations

from sqlalchemy import func, select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.seasons.inputs import CalendarInput, ExtensionInput, SeasonInput
from awards.seasons.models import DeadlineExtension, PublishedRulebook, RulebookConfirmation, Season
from awards.seasons.rulebooks import freeze
from awards.seasons.states import AwardKey, ConfirmationKind, SeasonState
from awards.units.models import Alliance


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
    """Prepare a season under a published rulebook; nothing of it is public yet."""
    require(actor, Action.SEASON_CREATE)
    _check_calendar(entry.calendar)
    if rulebook.award != entry.award.value:
        raise DomainError("Bộ quy tắc này thuộc giải thưởng khác.", "rulebook")
    taken = select(Season.id).where(
        Season.award == entry.award.value, Season.year == entry.year, Season.title == entry.title
    )
    if db.session.scalar(taken) is not None:
        raise DomainError("Đã có mùa giải cùng năm và cùng tên.", "title")
    season = Season(
        award=entry.award.value,
        year=entry.year,
        title=entry.title,
        is_sample=is_sample,
        state=SeasonState.DRAFT.value,
        rulebook=rulebook,
        created_at=clock.now(),
        nominations_open_at=entry.calendar.nominations_open_at,
        nominations_close_at=entry.calendar.nominations_close_at,
        judging_close_at=entry.calendar.judging_close_at,
        ceremony_on=entry.calendar.ceremony_on,
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
    if confirmation.kind == ConfirmationKind.SAMPLE and not season.is_sample:
        raise DomainError("Bộ quy tắc chỉ được xác nhận làm mẫu, không dùng được cho mùa giải thật.")
    season.move_to(SeasonState.OPEN)
    audit.record(actor, Action.SEASON_OPEN, f"season:{season.public_id}", season.rulebook.digest)


def reschedule(actor: Actor, season: Season, entry: CalendarInput) -> None:
    """Move the instants of a season; the log keeps the digests of old and new."""
    require(actor, Action.SEASON_RESCHEDULE, season)
    _check_calendar(entry)
    before = [season.nominations_open_at, season.nominations_close_at, season.judging_close_at, season.ceremony_on]
    season.nominations_open_at = entry.nominations_open_at
    season.nominations_close_at = entry.nominations_close_at
    season.judging_close_at = entry.judging_close_at
    season.ceremony_on = entry.ceremony_on
    audit.record(actor, Action.SEASON_RESCHEDULE, f"season:{season.public_id}", [before, entry])


def record_extension(actor: Actor, season: Season, alliance: Alliance, entry: ExtensionInput) -> DeadlineExtension:
    """A later deadline for one alliance; the latest one recorded counts."""
    require(actor, Action.EXTENSION_RECORD, season)
    if entry.until <= season.nominations_close_at:
        raise DomainError("Hạn mới phải muộn hơn hạn chung.", "until")
    extension = DeadlineExtension(
        season=season,
        alliance=alliance,
        until=entry.until,
        reason=entry.reason,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
    )
    db.session.add(extension)
    db.session.flush()
    audit.record(actor, Action.EXTENSION_RECORD, f"season:{season.public_id}", [alliance.public_id, entry])
    return extension


def _check_calendar(entry: CalendarInput) -> None:
    if entry.nominations_open_at >= entry.nominations_close_at:
        raise DomainError("Hạn nhận hồ sơ phải sau thời điểm bắt đầu nhận.", "nominations_close_at")
    if entry.nominations_close_at >= entry.judging_close_at:
        raise DomainError("Hạn chấm điểm phải sau hạn nhận hồ sơ.", "judging_close_at")
    if entry.ceremony_on < entry.judging_close_at.astimezone(clock.VIETNAM).date():
        raise DomainError("Lễ tôn vinh không thể trước hạn chấm điểm.", "ceremony_on")
