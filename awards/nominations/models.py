"""Nominations, the papers of their dossiers, and the revisions that were forwarded."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.base.states import checked_move
from awards.nominations.states import MOVES, NominationState
from awards.nominees.models import Organisation
from awards.seasons.models import Season
from awards.units.models import Alliance


class Nomination(PublicIdMixin, Model):
    """One organisation put forward by one alliance in one season.

    Three facts are kept apart: entered (the row exists), forwarded (``revisions``), honoured (later
    areas). ``lock_version`` counts saves, so a second window never overwrites silently.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        Index(
            "uq_nomination_season_organisation_live",
            "season_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        CheckConstraint("state <> 'forwarded' OR forwarded_at IS NOT NULL", name="forwarded_has_time"),
        CheckConstraint("(consent_on IS NULL) = (consent_by IS NULL)", name="consent_is_whole"),
        {"sqlite_autoincrement": True},
    )

    reference: Mapped[str] = mapped_column(String(24), unique=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="RESTRICT"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=NominationState.DRAFT.value)
    variant: Mapped[str] = mapped_column(String(40))
    achievements: Mapped[str] = mapped_column(Text, default="")
    consent_on: Mapped[date | None] = mapped_column(Date)
    consent_by: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    forwarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lock_version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": lock_version}

    season: Mapped[Season] = relationship()
    organisation: Mapped[Organisation] = relationship()
    alliance: Mapped[Alliance] = relationship()
    answers: Mapped[list[NominationAnswer]] = relationship(
        back_populates="nomination", order_by="NominationAnswer.id", cascade="all, delete-orphan"
    )
    files: Mapped[list[DossierFile]] = relationship(back_populates="nomination", order_by="DossierFile.id")
    revisions: Mapped[list[DossierRevision]] = relationship(
        back_populates="nomination", order_by="DossierRevision.number"
    )

    def move_to(self, wanted: NominationState) -> None:
        refusal = "Hồ sơ đã chuyển sang tình trạng khác. Hãy tải lại trang để xem tình trạng mới."
        self.state = checked_move(MOVES, NominationState(self.state), wanted, refusal).value

    @property
    def kept_files(self) -> list[DossierFile]:
        return [file for file in self.files if file.removed_at is None]


class NominationAnswer(Model):
    """The answer to one question of the season's rulebook, as :mod:`awards.nominations.answers` writes it.

    A question nobody has answered has no row.
    """

    __tablename__ = "nomination_answer"
    __table_args__ = (UniqueConstraint("nomination_id", "figure", name="uq_nomination_answer_given_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    figure: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(Text)

    nomination: Mapped[Nomination] = relationship(back_populates="answers")


class DossierFile(PublicIdMixin, Model):
    """One paper as handed in; a removed one keeps its row, since a revision may name it.

    ``issued_on`` and ``expires_on`` are asked for papers the rulebook wants dated; without
    ``expires_on`` the paper has no last day.
    """

    __tablename__ = "dossier_file"
    __table_args__ = (
        CheckConstraint("expires_on IS NULL OR issued_on IS NOT NULL", name="expiry_has_issue"),
        CheckConstraint("expires_on IS NULL OR issued_on <= expires_on", name="expires_after_issue"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    paper: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(40), unique=True)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    nomination: Mapped[Nomination] = relationship(back_populates="files")
    uploaded_by: Mapped[User] = relationship()

    @property
    def alliance_id(self) -> int:
        return self.nomination.alliance_id


class DossierRevision(PublicIdMixin, Model):
    """The dossier as it was forwarded: canonical JSON and its SHA-256. A trigger refuses any edit."""

    __tablename__ = "dossier_revision"
    __table_args__ = (UniqueConstraint("nomination_id", "number"),)

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    number: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    receipt_code: Mapped[str] = mapped_column(String(20), unique=True)
    forwarded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    forwarded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    nomination: Mapped[Nomination] = relationship(back_populates="revisions")
    forwarded_by: Mapped[User] = relationship()
