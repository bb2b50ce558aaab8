"""What a province does with a nomination: begin, save, attach papers, forward, withdraw."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.files import IncomingFile, file_store
from awards.base.identifiers import new_code
from awards.nominations.answers import Answer, stored
from awards.nominations.completeness import readiness
from awards.nominations.dossier import asked_of_nominee, live_content
from awards.nominations.inputs import NominationInput, PaperInput
from awards.nominations.models import DossierFile, DossierRevision, Nomination, NominationAnswer
from awards.nominations.states import COUNTS_TOWARD_QUOTA, WITH_THE_PROVINCE, NominationState
from awards.nominees.models import Organisation
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.seasons.calendar import closed_sentence, nominations_are_open
from awards.seasons.models import Season
from awards.seasons.queries import extended_until
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState
from awards.units.models import Alliance
from scoring.asked import asked_papers

MOST_FILES = 30
REFERENCE_LETTERS = 6
RECEIPT_LETTERS = 12


def begin_nomination(actor: Actor, season: Season, organisation: Organisation) -> Nomination:
    """Enter an organisation in a season as a draft. One live nomination per organisation and season."""
    require(actor, Action.NOMINATION_CREATE, organisation)
    db.session.refresh(organisation, ["sector_group"], with_for_update=True)  # a second click waits for the first
    _refuse_when_shut(season, organisation.alliance_id, NominationState.DRAFT)
    variant = rulebook_of(season).variant_for(organisation.sector_group)
    if variant is None:
        raise DomainError("Thể lệ mùa này không có bảng tiêu chí cho lĩnh vực của hợp tác xã.", "organisation")
    if _live_nomination(season, organisation) is not None:
        raise DomainError("Hợp tác xã này đã có hồ sơ đề cử trong mùa giải.", "organisation")
    now = clock.now()
    nomination = Nomination(
        reference=f"HS{season.year}-{new_code(REFERENCE_LETTERS)}",
        season=season,
        organisation=organisation,
        alliance_id=organisation.alliance_id,
        state=NominationState.DRAFT.value,
        variant=variant.key,
        created_at=now,
        created_by_id=actor.user_id,
        saved_at=now,
    )
    db.session.add(nomination)
    db.session.flush()
    audit.record(actor, Action.NOMINATION_CREATE, f"nomination:{nomination.public_id}", nomination.reference)
    return nomination


def save_draft(actor: Actor, nomination: Nomination, entry: NominationInput, base_version: int) -> None:
    """Store what was typed on top of version ``base_version``; raises :class:`ConflictError` when another
    window saved since."""
    require(actor, Action.NOMINATION_EDIT, nomination)
    _lock(nomination)
    _refuse_when_not_editable(nomination)
    if nomination.lock_version != base_version:
        raise ConflictError(
            "Hồ sơ này vừa được lưu ở cửa sổ khác. Nội dung anh/chị nhập vẫn còn ở dưới; "
            "hãy so với bản đã lưu rồi bấm lưu lại."
        )
    nomination.consent_on = entry.consent_on
    nomination.consent_by = entry.consent_by
    nomination.achievements = entry.achievements
    _keep_answers(nomination, entry.answers)
    nomination.saved_at = clock.now()
    audit.record(actor, Action.NOMINATION_EDIT, f"nomination:{nomination.public_id}", entry)


def attach_file(actor: Actor, nomination: Nomination, entry: PaperInput, file: IncomingFile) -> DossierFile:
    """Keep a paper of the dossier. The same file for the same paper is kept once, with the days given last."""
    require(actor, Action.DOSSIER_FILE_ADD, nomination)
    _refuse_when_not_editable(nomination)
    rulebook = rulebook_of(nomination.season)
    if entry.paper not in {paper.key for paper in asked_papers(rulebook.variant(nomination.variant), rulebook)}:
        raise DomainError("Chọn loại giấy tờ.", "paper")
    kept = nomination.kept_files
    same = next((one for one in kept if one.paper == entry.paper and one.sha256 == file.sha256), None)
    if same is not None:
        _correct_days(actor, same, entry)
        return same
    if len(kept) >= MOST_FILES:
        raise DomainError(f"Mỗi hồ sơ có tối đa {MOST_FILES} tệp.", "file")
    kept_file = DossierFile(
        nomination=nomination,
        paper=entry.paper,
        issued_on=entry.issued_on,
        expires_on=entry.expires_on,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        storage_key=file_store().put(file.content),
        uploaded_at=clock.now(),
        uploaded_by_id=actor.user_id,
    )
    db.session.add(kept_file)
    db.session.flush()
    audit.record(actor, Action.DOSSIER_FILE_ADD, f"nomination:{nomination.public_id}", [entry, file.sha256])
    return kept_file


def remove_file(actor: Actor, file: DossierFile) -> None:
    """Take a paper out of the dossier; revisions that name it keep it."""
    require(actor, Action.DOSSIER_FILE_REMOVE, file)
    _refuse_when_not_editable(file.nomination)
    if file.removed_at is None:
        file.removed_at = clock.now()
        audit.record(actor, Action.DOSSIER_FILE_REMOVE, f"nomination:{file.nomination.public_id}", file.sha256)


def forward(actor: Actor, nomination: Nomination) -> DossierRevision:
    """Freeze the dossier and send it to the centre; gives back the revision with its receipt code.

    Forwarding twice gives the same receipt. Refused after the deadline, with gaps or failed
    conditions, and over the province's quota where the rulebook sets one.
    """
    require(actor, Action.NOMINATION_FORWARD, nomination)
    _lock(nomination)
    if nomination.state == NominationState.FORWARDED:
        return nomination.revisions[-1]
    _refuse_when_not_editable(nomination)
    rulebook = rulebook_of(nomination.season)
    content = live_content(nomination)
    ready = readiness(rulebook, content)
    if not ready.may_be_forwarded:
        raise DomainError(" ".join((*ready.gaps, *ready.failures)))
    quota = rulebook.quota_per_province
    if quota is not None and NominationState(nomination.state) not in COUNTS_TOWARD_QUOTA:
        _refuse_over_quota(nomination, quota.value)
    now = clock.now()
    revision = DossierRevision(
        nomination=nomination,
        number=len(nomination.revisions) + 1,
        content=content.canonical(),
        digest=content.digest(),
        receipt_code=new_code(RECEIPT_LETTERS),
        forwarded_at=now,
        forwarded_by_id=actor.user_id,
    )
    nomination.forwarded_at = now
    nomination.move_to(NominationState.FORWARDED)
    db.session.add(revision)
    db.session.flush()
    audit.record(actor, Action.NOMINATION_FORWARD, f"nomination:{nomination.public_id}", revision.digest)
    return revision


def withdraw(actor: Actor, nomination: Nomination) -> None:
    """Take a nomination back; its place in the quota is free again."""
    require(actor, Action.NOMINATION_WITHDRAW, nomination)
    _lock(nomination)
    nomination.move_to(NominationState.WITHDRAWN)
    audit.record(actor, Action.NOMINATION_WITHDRAW, f"nomination:{nomination.public_id}")


def _keep_answers(nomination: Nomination, answers: Mapping[str, Answer | None]) -> None:
    """Store the given answers; one taken back is taken away, and what is not asked is not kept."""
    present = {row.figure: row for row in nomination.answers}
    own = {one.figure.key for one in asked_of_nominee(nomination) if one.figure.kind != "series"}
    for figure, answer in answers.items():
        row = present.get(figure)
        if answer is None:
            if row is not None:
                nomination.answers.remove(row)
        elif figure not in own:
            raise DomainError("Thể lệ mùa này không hỏi mục này. Hãy tải lại trang.")
        elif row is None:
            nomination.answers.append(NominationAnswer(figure=figure, value=stored(answer)))
        else:
            row.value = stored(answer)


def _correct_days(actor: Actor, file: DossierFile, entry: PaperInput) -> None:
    if (file.issued_on, file.expires_on) != (entry.issued_on, entry.expires_on):
        file.issued_on, file.expires_on = entry.issued_on, entry.expires_on
        subject = f"nomination:{file.nomination.public_id}"
        audit.record(actor, Action.DOSSIER_FILE_ADD, subject, [entry, file.sha256])


def _lock(nomination: Nomination) -> None:
    """Read the row anew and hold it: whoever clicked second sees what the first one did."""
    db.session.refresh(nomination, ["state", "lock_version", "revisions"], with_for_update=True)


def shut_sentence(nomination: Nomination) -> str | None:
    """Why the province cannot change this nomination now; ``None`` when it can."""
    if NominationState(nomination.state) not in WITH_THE_PROVINCE:
        return "Hồ sơ đã gửi nên không sửa được nữa."
    return _closed(nomination.season, nomination.alliance_id, NominationState(nomination.state))


def _closed(season: Season, alliance_id: int, state: NominationState) -> str | None:
    """A returned dossier may be corrected until judging begins, a draft until the deadline."""
    if season.state != SeasonState.OPEN:
        return "Mùa giải không còn nhận hồ sơ." if season.state != SeasonState.DRAFT else "Mùa giải chưa mở."
    if state is NominationState.RETURNED:
        return None
    until, now = extended_until(season, alliance_id), clock.now()
    return None if nominations_are_open(season, until, now) else closed_sentence(season, until, now)


def _refuse_when_shut(season: Season, alliance_id: int, state: NominationState) -> None:
    sentence = _closed(season, alliance_id, state)
    if sentence is not None:
        raise DomainError(sentence)


def _refuse_when_not_editable(nomination: Nomination) -> None:
    sentence = shut_sentence(nomination)
    if sentence is not None:
        raise DomainError(sentence)


def _refuse_over_quota(nomination: Nomination, quota: int) -> None:
    """The alliance's row is locked, so two leaders cannot both take the last place."""
    db.session.execute(select(Alliance.id).where(Alliance.id == nomination.alliance_id).with_for_update())
    if forwarded_count(nomination.season_id, nomination.alliance_id) >= quota:
        raise DomainError(
            f"Tỉnh đã gửi đủ {quota} hồ sơ theo chỉ tiêu của thể lệ. Muốn gửi hồ sơ này, hãy rút một hồ sơ đã gửi."
        )


def forwarded_count(season_id: int, alliance_id: int) -> int:
    """How many places of the quota are taken."""
    statement = select(func.count(Nomination.id)).where(
        Nomination.season_id == season_id,
        Nomination.alliance_id == alliance_id,
        Nomination.state.in_([state.value for state in COUNTS_TOWARD_QUOTA]),
    )
    return db.session.scalar(statement) or 0


def _live_nomination(season: Season, organisation: Organisation) -> int | None:
    statement = select(Nomination.id).where(
        Nomination.season_id == season.id,
        Nomination.organisation_id == organisation.id,
        Nomination.state != NominationState.WITHDRAWN.value,
    )
    return db.session.scalar(statement)
