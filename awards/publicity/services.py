"""Making things public: rules and calendars at once, honours by two persons and at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_day
from awards.base.errors import ConflictError, DomainError
from awards.conflicts.queries import count_by_kind
from awards.decisions.models import Decision
from awards.decisions.queries import NamedEntry, named_in
from awards.honours.models import Honour, name_fold
from awards.nominations.models import Nomination
from awards.nominees.models import Organisation, Product
from awards.nominees.wording import sector_label
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.publicity.copies import Certificate, already_public, copy_honours, withdraw_copies
from awards.publicity.models import Announcement, PublicRulebook, PublicSeason
from awards.publicity.recusals import written
from awards.publicity.staff_queries import announcement_of, is_out
from awards.seasons import services as seasons
from awards.seasons.inputs import CalendarInput, ExtensionInput, WithdrawalInput
from awards.seasons.models import DeadlineExtension, PublishedRulebook, Season
from awards.seasons.states import SeasonState
from awards.units.models import Alliance


@dataclass(frozen=True)
class _Nominee:
    """Where a nominee is from, and which product it is (row and public id), if it is one."""

    province_id: int
    product_id: int | None
    product: str | None


def publish_rulebook(actor: Actor, text: str) -> PublishedRulebook:
    """Freeze a rulebook and show it to everybody. Raises :class:`scoring.errors.RulebookInvalid`."""
    require(actor, Action.RULEBOOK_PUBLISH)
    published = seasons.publish_rulebook(actor, text)
    db.session.add(
        PublicRulebook(
            award=published.award,
            key=published.key,
            edition=published.edition,
            title=published.title,
            status=published.status,
            notice=published.notice,
            canonical=published.canonical,
            digest=published.digest,
            published_at=published.published_at,
        )
    )
    db.session.flush()
    return published


def open_season(actor: Actor, season: Season) -> None:
    """Open a season and show its calendar, a rehearsal's never. Refused while its rulebook is not confirmed."""
    require(actor, Action.SEASON_OPEN, season)
    db.session.refresh(season, ["state"], with_for_update=True)
    seasons.open_season(actor, season)
    if not season.is_rehearsal:
        _show_season(season)


def reschedule(actor: Actor, season: Season, entry: CalendarInput) -> None:
    """Move the instants of a season, also in the public calendar once it is shown."""
    require(actor, Action.SEASON_RESCHEDULE, season)
    seasons.reschedule(actor, season, entry)
    if season.state != SeasonState.DRAFT and not season.is_rehearsal:
        _show_season(season)


def record_extension(actor: Actor, season: Season, alliance: Alliance, entry: ExtensionInput) -> DeadlineExtension:
    """A later deadline for one alliance: shown to its people, not in the public calendar."""
    require(actor, Action.EXTENSION_RECORD, season)
    return seasons.record_extension(actor, season, alliance, entry)


def withdraw_extension(actor: Actor, season: Season, alliance: Alliance, entry: WithdrawalInput) -> DeadlineExtension:
    """The alliance's later deadline holds no longer."""
    require(actor, Action.EXTENSION_WITHDRAW, season)
    return seasons.withdraw_extension(actor, season, alliance, entry)


def propose_announcement(actor: Actor, decision: Decision, announced_at: datetime) -> Announcement:
    """Say when the honours of a decision shall be public; nothing happens until a second person approves."""
    require(actor, Action.ANNOUNCEMENT_PROPOSE, decision)
    db.session.refresh(decision, ["number"], with_for_update=True)
    _refuse_rehearsal(decision.season)
    if announcement_of(decision) is not None:
        raise ConflictError("Quyết định này đã có đề nghị công bố.")
    announcement = Announcement(
        decision=decision, announced_at=announced_at, proposed_at=clock.now(), proposed_by_id=_person(actor)
    )
    db.session.add(announcement)
    db.session.flush()
    audit.record(actor, Action.ANNOUNCEMENT_PROPOSE, _subject(announcement), announced_at)
    return announcement


def reschedule_announcement(actor: Actor, announcement: Announcement, announced_at: datetime) -> None:
    """Another instant, as long as nothing is out. Whoever moves it is the proposer; it needs approval again."""
    require(actor, Action.ANNOUNCEMENT_PROPOSE, announcement)
    _lock(announcement)
    _refuse_rehearsal(announcement.decision.season)
    if is_out(announcement):
        raise DomainError("Kết quả đã được công bố nên không đổi được thời điểm.")
    if announcement.approved_at is not None:
        _take_back(announcement.decision)
    announcement.announced_at, announcement.proposed_at = announced_at, clock.now()
    announcement.proposed_by_id = _person(actor)
    announcement.approved_at = announcement.approved_by_id = None
    db.session.flush()
    audit.record(actor, Action.ANNOUNCEMENT_PROPOSE, _subject(announcement), announced_at)


def approve_announcement(actor: Actor, announcement: Announcement, *, seen: datetime | None = None) -> None:
    """The second person's word: the honours are copied for the public, visible from the instant.

    An instant already past becomes the moment of approval. ``seen`` is the instant the person had on
    the screen; another one now is a :class:`ConflictError`, and so is a second click.
    """
    require(actor, Action.ANNOUNCEMENT_APPROVE, announcement)
    _lock(announcement)
    require(actor, Action.ANNOUNCEMENT_APPROVE, announcement)  # the proposer may have changed before the lock
    _refuse_rehearsal(announcement.decision.season)
    if announcement.approved_at is not None:
        raise ConflictError("Việc công bố này đã được duyệt.")
    if seen is not None and seen != announcement.announced_at:
        raise ConflictError("Thời điểm công bố vừa được đổi. Hãy xem lại rồi duyệt.")
    now = clock.now()
    announcement.approved_at, announcement.approved_by_id = now, _person(actor)
    announcement.announced_at = max(announcement.announced_at, now)
    db.session.flush()
    _put_out(announcement)
    audit.record(actor, Action.ANNOUNCEMENT_APPROVE, _subject(announcement), announcement.announced_at)


def publish_past_honours(actor: Actor, honours: Sequence[Honour]) -> int:
    """Show imported honours at once; those already public stay as they are. Gives back how many are new."""
    require(actor, Action.HONOURS_IMPORT)
    public = already_public(honours)
    fresh = [honour for honour in honours if honour.id not in public]
    if fresh:
        copy_honours(fresh, clock.now(), {})
        audit.record(actor, Action.HONOURS_IMPORT, f"public_honours:{len(fresh)}", [one.source_key for one in fresh])
    return len(fresh)


def _refuse_rehearsal(season: Season) -> None:
    if season.is_rehearsal:
        raise DomainError("Đây là mùa giải tập dượt: không ghi quyết định và không công bố.")


def _show_season(season: Season) -> None:
    """Bring the public copy of a season up to date; of a rehearsal there is none."""
    _refuse_rehearsal(season)
    statement = select(PublicSeason).where(PublicSeason.season_public_id == season.public_id)
    shown = db.session.scalars(statement).one_or_none() or PublicSeason(season_public_id=season.public_id)
    shown.award, shown.year, shown.title = season.award, season.year, season.title
    shown.is_sample, shown.rulebook_digest = season.is_sample, season.rulebook.digest
    shown.nominations_open_at = season.nominations_open_at
    shown.nominations_close_at = season.nominations_close_at
    shown.judging_close_at = season.judging_close_at
    shown.deciding_close_at = season.deciding_close_at
    shown.calendar_revision = season.calendar_revision
    shown.ceremony_on = season.ceremony_on
    shown.updated_at = clock.now()
    db.session.add(shown)
    db.session.flush()


def _put_out(announcement: Announcement) -> None:
    """The register's rows and the public's copies of a decision's honours."""
    decision = announcement.decision
    _refuse_rehearsal(decision.season)
    named = named_in(decision)
    nominees = _nominees([one.entry.nomination_id for one in named])
    honours = [_honour(announcement, one, nominees[one.entry.nomination_id]) for one in named]
    _refuse_twice(decision, honours)
    db.session.add_all(honours)
    db.session.flush()
    certificates = {
        honour.source_key: Certificate(
            decision.season.public_id, one.entry.certificate_code, one.entry.golden_book_number
        )
        for honour, one in zip(honours, named, strict=True)
    }
    copy_honours(honours, announcement.announced_at, certificates)
    _tell_recusals(decision.season, announcement.announced_at)


def _tell_recusals(season: Season, shown_from: datetime | None) -> None:
    """Freeze how often members of the council did not mark an entry; None takes the numbers back."""
    shown = db.session.scalars(
        select(PublicSeason).where(PublicSeason.season_public_id == season.public_id)
    ).one_or_none()
    if shown is not None:
        counts = {kind.value: number for kind, number in count_by_kind(season).items()}
        shown.recusals = written(counts) if shown_from is not None else ""
        shown.recusals_from = shown_from


def _take_back(decision: Decision) -> None:
    """Undo :func:`_put_out` before its instant: nobody has seen anything of it."""
    withdraw_copies([entry.certificate_code for entry in decision.entries])
    _tell_recusals(decision.season, None)
    named = named_in(decision)
    nominees = _nominees([one.entry.nomination_id for one in named])
    keys = [_source_key(one.dossier.organisation.tax_code, nominees[one.entry.nomination_id]) for one in named]
    own = select(Honour).where(
        Honour.award == decision.season.award, Honour.year == decision.season.year, Honour.source_key.in_(keys)
    )
    for honour in db.session.scalars(own):
        db.session.delete(honour)
    db.session.flush()


def _honour(announcement: Announcement, named: NamedEntry, nominee: _Nominee) -> Honour:
    decision, organisation = announcement.decision, named.dossier.organisation
    season, product = decision.season, named.dossier.product
    name, owner = (organisation.name, "") if product is None else (product.name, organisation.name)
    return Honour(
        award=season.award,
        year=season.year,
        source_key=_source_key(organisation.tax_code, nominee),
        nominee_type="cooperative" if product is None else "product",
        name=name,
        name_fold=name_fold(name, owner),
        product_of=owner,
        product_id=nominee.product_id,
        tax_code=organisation.tax_code,
        sector=sector_label(organisation.sector),
        province_id=nominee.province_id,
        decision_number=decision.number,
        decided_on=decision.signed_on,
        source=f"Quyết định số {decision.number} ngày {format_day(decision.signed_on)}",
        confidence="own",
        is_sample=season.is_sample,
        public_from=announcement.announced_at,
        recorded_at=clock.now(),
    )


def _refuse_twice(decision: Decision, honours: list[Honour]) -> None:
    """An organisation, or a product, is honoured once a year by an award."""
    season = decision.season
    known = select(Honour.name).where(
        Honour.award == season.award,
        Honour.year == season.year,
        Honour.source_key.in_([one.source_key for one in honours]),
    )
    names = db.session.scalars(known.order_by(Honour.name)).all()
    if names:
        raise DomainError(f"Đã có trong sổ vinh danh năm {season.year} của giải này: {', '.join(names[:5])}.")


def _source_key(tax_code: str, nominee: _Nominee) -> str:
    return f"tax:{tax_code}" if nominee.product is None else f"tax:{tax_code}:{nominee.product}"


def _nominees(nomination_ids: list[int]) -> dict[int, _Nominee]:
    statement = (
        select(Nomination.id, Organisation.province_id, Product.id, Product.public_id)
        .join(Nomination.organisation)
        .outerjoin(Nomination.product)
        .where(Nomination.id.in_(nomination_ids))
    )
    return {row[0]: _Nominee(row[1], row[2], row[3]) for row in db.session.execute(statement)}


def _person(actor: Actor) -> int:
    """Publishing takes two people with accounts; a command on the server is nobody in particular."""
    if actor.user_id is None:
        raise DomainError("Việc này cần một người đăng nhập bằng tài khoản của mình.")
    return actor.user_id


def _lock(announcement: Announcement) -> None:
    names = ["announced_at", "proposed_by_id", "approved_at", "approved_by_id"]
    db.session.refresh(announcement, names, with_for_update=True)


def _subject(announcement: Announcement) -> str:
    return f"announcement:{announcement.public_id}"
