"""What a province does with a dossier: begin it, save it section by section, correct the parts asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import and_, select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_deadline
from awards.base.errors import ConflictError, DomainError
from awards.base.identifiers import new_code
from awards.nominations.answers import Answer, read
from awards.nominations.dossier import asked_of_nominee, is_for_products, known_figures
from awards.nominations.inputs import AchievementsInput, ConsentInput, DeclarationsInput, SectionInput
from awards.nominations.models import DossierSection, Nomination, ReopenedPart
from awards.nominations.section_content import base_of
from awards.nominations.section_writing import PART_OF, write
from awards.nominations.states import ENDED, HELD_BY_THE_PROVINCE, WITH_THE_PROVINCE, NominationState, Part
from awards.nominees.inputs import FiguresInput, FigureValue
from awards.nominees.models import Organisation, Product
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.seasons import queries as seasons
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonStage, SeasonState
from scoring.rulebook import Rulebook, Variant

REFERENCE_LETTERS = 6
PAGE_LETTERS = 22


class SectionConflict(ConflictError):
    """Somebody saved the section since the page was opened, and the two texts differ."""


def begin_nomination(
    actor: Actor, season: Season, organisation: Organisation, product: Product | None = None
) -> Nomination:
    """Enter an organisation, or one product of it, in a season as a draft.

    One live nomination per season and nominee; of one owner several products may be entered.
    """
    require(actor, Action.NOMINATION_CREATE, organisation)
    db.session.refresh(organisation, ["sector_group"], with_for_update=True)  # a second click waits for the first
    refuse_when_shut(season, organisation.alliance_id)
    if _live_nomination(season, organisation, product) is not None:
        name = "Sản phẩm" if product is not None else "Hợp tác xã"
        raise DomainError(f"{name} này đã có hồ sơ đề cử trong mùa giải.", _field(product))
    nomination = new_draft(actor.user_id, season, organisation, product)
    db.session.add(nomination)
    db.session.flush()
    audit.record(actor, Action.NOMINATION_CREATE, f"nomination:{nomination.public_id}", nomination.reference)
    return nomination


def new_draft(
    created_by_id: int | None, season: Season, organisation: Organisation, product: Product | None
) -> Nomination:
    """A draft that is not stored yet. Raises :class:`DomainError` when the rulebook has no table for the nominee."""
    variant = _variant(rulebook_of(season), organisation, product)
    now = clock.now()
    return Nomination(
        reference=f"HS{season.year}-{new_code(REFERENCE_LETTERS)}",
        season=season,
        organisation=organisation,
        product=product,
        alliance_id=organisation.alliance_id,
        state=NominationState.DRAFT.value,
        variant=variant.key,
        created_at=now,
        created_by_id=created_by_id,
        saved_at=now,
    )


@dataclass(frozen=True)
class Opened:
    """What a page had read: the section's digest, and a random name of this one opening of the page."""

    base: str
    page: str = ""


def save_section(
    actor: Actor, nomination: Nomination, entry: SectionInput, *, opened: Opened | None = None, finished: bool = True
) -> bool:
    """Store what was typed into one section; gives back whether anything changed.

    ``opened.base`` is the section's digest (:func:`awards.nominations.section_content.base_of`) when the page
    was read; without ``opened`` the entry goes on top of whatever is there (an import, a take-over). Typing
    again what is stored already stores nothing new, whatever the base says. ``finished``: the person calls the section
    finished; a save by the page itself does not. Raises :class:`SectionConflict`, and :class:`DomainError`
    with the reason when the section is shut.
    """
    require(actor, Action.NOMINATION_EDIT, nomination)
    part = PART_OF[type(entry)]
    _lock_content(nomination)
    refuse_when_not_editable(nomination, part)
    if isinstance(entry, FiguresInput):
        entry = _changed(nomination, entry)
    before = base_of(nomination, part)
    with db.session.no_autoflush:
        write(actor, nomination, entry)
        after = base_of(nomination, part)
    if after != before and opened is not None and not _had_read(nomination, part, before, opened):
        raise SectionConflict("Mục này vừa được lưu ở cửa sổ khác. Chọn bản muốn giữ.")
    page = opened.page if opened is not None else ""
    if _note(actor, nomination, part, after, page, changed=after != before, finished=finished):
        audit.record(actor, Action.NOMINATION_EDIT, f"nomination:{nomination.public_id}", [part.value, entry])
    return after != before


def copy_from_earlier(actor: Actor, nomination: Nomination, earlier: Nomination) -> None:
    """Take over what an earlier dossier of the same nominee says that this season asks for too.

    Never the day of consent, which is given anew each season, and nothing is called finished.
    """
    require(actor, Action.NOMINATION_EDIT, nomination)
    entries: list[SectionInput] = [
        AchievementsInput(earlier.achievements),
        ConsentInput(None, earlier.consent_by),
        DeclarationsInput(_answers_still_asked(nomination, earlier)),
    ]
    if nomination.product_id is not None:
        values = (FigureValue(row.figure, row.unit, row.year, row.value, row.source) for row in earlier.figures)
        entries.append(FiguresInput(tuple(values)))
    for entry in entries:
        save_section(actor, nomination, entry, finished=False)


def _answers_still_asked(nomination: Nomination, earlier: Nomination) -> dict[str, Answer | None]:
    """Earlier answers that are answers to a question of this season as well."""
    before = {one.figure.key: one.figure for one in asked_of_nominee(earlier)}
    texts = {row.figure: row.value for row in earlier.answers}
    kept: dict[str, Answer | None] = {}
    for one in asked_of_nominee(nomination):
        key, figure = one.figure.key, one.figure
        same = before.get(key)
        if key in texts and same is not None and (same.kind, same.unit) == (figure.kind, figure.unit):
            if same.options == figure.options:
                kept[key] = read(figure, texts[key])
    return kept


def _had_read(nomination: Nomination, part: Part, digest: str, opened: Opened) -> bool:
    """Whether the page knew what is stored: it read it, or it was the one that stored it."""
    row = next((one for one in nomination.sections if one.section == part), None)
    own = row is not None and row.saved_digest == digest and opened.page != "" and row.saved_page == opened.page
    return opened.base == digest or own


def _note(
    actor: Actor, nomination: Nomination, part: Part, digest: str, page: str, *, changed: bool, finished: bool
) -> bool:
    """Write down when the section was saved and whether it is finished; gives back whether anything was new."""
    row = next((one for one in nomination.sections if one.section == part), None)
    if not changed and not (finished and _is_news(nomination, part, row, digest)):
        return False
    now = clock.now()
    if row is None:
        row = DossierSection(section=part.value)
        nomination.sections.append(row)
    row.saved_at, row.saved_by_id = now, cast(int, actor.user_id)
    row.saved_digest, row.saved_page = digest, page[:PAGE_LETTERS]
    if finished:
        row.finished_at, row.finished_digest = now, digest
    nomination.saved_at = now
    db.session.flush()
    return True


def _is_news(nomination: Nomination, part: Part, row: DossierSection | None, digest: str) -> bool:
    """Whether calling the section finished says something nobody has said of this content yet."""
    if row is None or row.finished_digest != digest:
        return True
    return any(one.reopened_at > row.saved_at for one in _open_requests(nomination) if covers(one.part, part))


def _changed(nomination: Nomination, entry: FiguresInput) -> FiguresInput:
    """Only the figures that differ from what is stored."""
    known = known_figures(nomination)
    different = []
    for one in entry.values:
        row = known.get((one.figure, one.unit, one.year))
        stored = (row.value, row.source) if row is not None else (None, "")
        wanted = (one.value, stored[1] if one.source is None else one.source) if one.value is not None else (None, "")
        if stored != wanted:
            different.append(one)
    return replace(entry, values=tuple(different))


def lock(nomination: Nomination) -> None:
    """Read the row anew and hold it: whoever clicked second sees what the first one did."""
    db.session.refresh(nomination, ["state", "lock_version", "revisions"], with_for_update=True)


def _lock_content(nomination: Nomination) -> None:
    """Lock, and read everything that is typed anew: what another officer saved a moment ago counts."""
    db.session.refresh(nomination.organisation, ["name"], with_for_update=True)
    forget_what_was_read(nomination)
    db.session.refresh(nomination, [*_HELD, *_TYPED_HERE], with_for_update=True)


_HELD = ("state", "lock_version")
_TYPED_HERE = ("achievements", "consent_on", "consent_by", "saved_at")
_TYPED_ROWS = ("answers", "self_marks", "figures", "sections", "reopened_parts", "files")


def forget_what_was_read(nomination: Nomination) -> None:
    """Let everything that is typed into the dossier be read from the database when it is looked at next."""
    db.session.flush()
    for thing, names in ((nomination, _TYPED_ROWS), (nomination.organisation, ("figures",))):
        for name in names:
            for row in vars(thing).get(name, ()):  # what was never loaded need not be forgotten
                db.session.expire(row)
        db.session.expire(thing, names)
    db.session.expire(nomination, [*_TYPED_HERE, "revisions"])


def reopen_parts(actor: Actor, nomination: Nomination, parts: Mapping[str, str], until: datetime | None = None) -> None:
    """Ask for named parts (``states.Part`` or ``paper:<key>``) to be corrected: ``parts`` gives each its reason.

    Only these stand open afterwards, until ``until`` where one is set.
    """
    require(actor, Action.DOSSIER_REOPEN, nomination)
    now = clock.now()
    for part, reason in parts.items():
        db.session.add(
            ReopenedPart(
                nomination=nomination,
                part=part,
                reason=reason,
                until=until,
                reopened_at=now,
                reopened_by_id=actor.user_id,
            )
        )
    db.session.flush()
    audit.record(actor, Action.DOSSIER_REOPEN, f"nomination:{nomination.public_id}", [dict(parts), until])


def shut_sentence(nomination: Nomination, part: str | None = None) -> str | None:
    """Why the province cannot change this nomination (or this part of it) now; ``None`` when it can."""
    return shut_sentences(nomination)(part)


def shut_sentences(nomination: Nomination) -> Callable[[str | None], str | None]:
    """:func:`shut_sentence` for several parts in one go: the season is asked once."""
    closed = cache(lambda: closed_sentence_of(nomination))
    return lambda part: _shut_sentence(nomination, part, closed)


def _shut_sentence(nomination: Nomination, part: str | None, closed: Callable[[], str | None]) -> str | None:
    state = NominationState(nomination.state)
    if state in HELD_BY_THE_PROVINCE - WITH_THE_PROVINCE:
        return "Hồ sơ đang chờ lãnh đạo nên không sửa được. Hãy đề nghị lãnh đạo mở lại nếu cần sửa."
    if state not in WITH_THE_PROVINCE:
        return "Hồ sơ đã gửi nên không sửa được nữa."
    asked = _open_requests(nomination)
    if asked and part is not None and not any(covers(one.part, part) for one in asked):
        return "Mục này không nằm trong các mục được yêu cầu bổ sung nên không sửa được."
    ends = [one.until for one in asked if one.until is not None and (part is None or covers(one.part, part))]
    if ends and seasons.decisive_instant() >= max(ends):
        return f"Đã hết hạn bổ sung: {format_deadline(max(ends))}."
    return closed()


def closed_sentence_of(nomination: Nomination) -> str | None:
    """Why the season does not take this nomination now, whatever its state; ``None`` when it does."""
    return _closed(nomination.season, nomination.alliance_id, returned=nomination.forwarded_at is not None)


def covers(asked: str, part: str) -> bool:
    """Whether the part asked for holds ``part``: "papers" holds every paper, a paper is held by its own section."""
    return (
        asked == part
        or (asked == "papers" and part.startswith("paper:"))
        or (part == "papers" and asked.startswith("paper:"))
    )


def _open_requests(nomination: Nomination) -> list[ReopenedPart]:
    return [one for one in nomination.reopened_parts if one.closed_at is None]


def _closed(season: Season, alliance_id: int, *, returned: bool) -> str | None:
    """A draft is taken until the deadline, a returned dossier until that for supplements."""
    if season.state != SeasonState.OPEN:
        return "Mùa giải không còn nhận hồ sơ." if season.state != SeasonState.DRAFT else "Mùa giải chưa mở."
    return seasons.shut_sentence(season, alliance_id, SeasonStage.SUPPLEMENTS if returned else SeasonStage.NOMINATIONS)


def refuse_when_shut(season: Season, alliance_id: int) -> None:
    sentence = _closed(season, alliance_id, returned=False)
    if sentence is not None:
        raise DomainError(sentence)


def refuse_when_not_editable(nomination: Nomination, part: str | None = None) -> None:
    """Raises :class:`DomainError` with the reason of :func:`shut_sentence`."""
    sentence = shut_sentence(nomination, part)
    if sentence is not None:
        raise DomainError(sentence)


def _variant(rulebook: Rulebook, organisation: Organisation, product: Product | None) -> Variant:
    """The table that serves the nominee. Raises :class:`DomainError` beside the field of the choice."""
    if is_for_products(rulebook):
        if product is None:
            raise DomainError("Mùa giải này tôn vinh sản phẩm: hãy chọn sản phẩm được đề cử.", "product")
        if product.organisation_id != organisation.id:
            raise DomainError("Sản phẩm không thuộc đơn vị đã chọn. Hãy tải lại trang.", "product")
        variant = rulebook.variant_for(product.product_group)
        what = "nhóm của sản phẩm"
    elif product is not None:
        raise DomainError("Mùa giải này tôn vinh hợp tác xã, không nhận sản phẩm.", "organisation")
    else:
        variant = rulebook.variant_for(organisation.sector_group)
        what = "lĩnh vực của hợp tác xã"
    if variant is None:
        raise DomainError(f"Thể lệ mùa này không có bảng tiêu chí cho {what}.", _field(product))
    return variant


def _field(product: Product | None) -> str:
    return "organisation" if product is None else "product"


def _live_nomination(season: Season, organisation: Organisation, product: Product | None) -> int | None:
    nominee = (
        Nomination.product_id == product.id
        if product is not None
        else and_(Nomination.organisation_id == organisation.id, Nomination.product_id.is_(None))
    )
    statement = select(Nomination.id).where(
        Nomination.season_id == season.id, nominee, Nomination.state.not_in([state.value for state in ENDED])
    )
    return db.session.scalar(statement)
