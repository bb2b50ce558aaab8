"""Nominations, the papers of their dossiers, and the revisions that were forwarded."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.base.states import checked_move
from awards.nominations.states import MOVES, NominationState, RevisionStage
from awards.nominees.models import Organisation, Product
from awards.seasons.models import Season
from awards.units.models import Alliance


class Nomination(PublicIdMixin, Model):
    """One organisation, or one product of it, put forward by one alliance in one season.

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
            sqlite_where=text("state NOT IN ('withdrawn', 'replaced') AND product_id IS NULL"),
            postgresql_where=text("state NOT IN ('withdrawn', 'replaced') AND product_id IS NULL"),
        ),
        Index(
            "uq_nomination_season_product_live",
            "season_id",
            "product_id",
            unique=True,
            sqlite_where=text("state NOT IN ('withdrawn', 'replaced') AND product_id IS NOT NULL"),
            postgresql_where=text("state NOT IN ('withdrawn', 'replaced') AND product_id IS NOT NULL"),
        ),
        CheckConstraint("state <> 'forwarded' OR forwarded_at IS NOT NULL", name="forwarded_has_time"),
        CheckConstraint("state <> 'replaced' OR replaced_by_id IS NOT NULL", name="replaced_has_successor"),
        {"sqlite_autoincrement": True},
    )

    reference: Mapped[str] = mapped_column(String(24), unique=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="RESTRICT"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id", ondelete="RESTRICT"), index=True)
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
    sign_off_asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), unique=True)
    lock_version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": lock_version}

    season: Mapped[Season] = relationship()
    organisation: Mapped[Organisation] = relationship()
    product: Mapped[Product | None] = relationship(lazy="selectin")
    alliance: Mapped[Alliance] = relationship()
    sign_off_asked_by: Mapped[User | None] = relationship(foreign_keys="Nomination.sign_off_asked_by_id")
    replaced_by: Mapped[Nomination | None] = relationship(remote_side="Nomination.id", back_populates="replaces")
    replaces: Mapped[Nomination | None] = relationship(back_populates="replaced_by")
    answers: Mapped[list[NominationAnswer]] = relationship(
        back_populates="nomination", order_by="NominationAnswer.id", cascade="all, delete-orphan"
    )
    figures: Mapped[list[NominationFigure]] = relationship(
        back_populates="nomination", order_by="NominationFigure.id", cascade="all, delete-orphan"
    )
    self_marks: Mapped[list[SelfMark]] = relationship(
        back_populates="nomination", order_by="SelfMark.id", cascade="all, delete-orphan"
    )
    files: Mapped[list[DossierFile]] = relationship(
        back_populates="nomination", order_by="DossierFile.position, DossierFile.id"
    )
    sections: Mapped[list[DossierSection]] = relationship(
        back_populates="nomination", order_by="DossierSection.id", cascade="all, delete-orphan"
    )
    reopened_parts: Mapped[list[ReopenedPart]] = relationship(back_populates="nomination", order_by="ReopenedPart.id")
    revisions: Mapped[list[DossierRevision]] = relationship(
        primaryjoin="and_(DossierRevision.nomination_id == Nomination.id, DossierRevision.stage == 'forwarded')",
        order_by="DossierRevision.number",
        viewonly=True,
    )
    province_revisions: Mapped[list[DossierRevision]] = relationship(
        primaryjoin="and_(DossierRevision.nomination_id == Nomination.id, DossierRevision.stage == 'province')",
        order_by="DossierRevision.number",
        viewonly=True,
    )

    def move_to(self, wanted: NominationState) -> None:
        refusal = "Hồ sơ đã chuyển sang tình trạng khác. Hãy tải lại trang để xem tình trạng mới."
        self.state = checked_move(MOVES, NominationState(self.state), wanted, refusal).value

    @property
    def title(self) -> str:
        """The nominee: the product, else the organisation."""
        return self.product.name if self.product is not None else self.organisation.name

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


class NominationFigure(Model):
    """One figure of one year of a nominated product; an organisation's own stand with the organisation.

    Written like :class:`awards.nominees.models.OrganisationFigure`: two products of one owner sell differently.
    """

    __tablename__ = "nomination_figure"
    __table_args__ = (
        UniqueConstraint("nomination_id", "year", "figure", "unit", name="uq_nomination_figure_asked_once"),
        CheckConstraint("value <> ''", name="value_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    figure: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    value: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(200), default="")

    nomination: Mapped[Nomination] = relationship(back_populates="figures")


class SelfMark(Model):
    """What the province itself would give for one criterion that judges mark. Never part of a result.

    ``mark`` is an exact number as text, "" where only a note was written.
    """

    __tablename__ = "self_mark"
    __table_args__ = (UniqueConstraint("nomination_id", "criterion", name="uq_self_mark_given_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    criterion: Mapped[str] = mapped_column(String(60))
    mark: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(1000), default="")

    nomination: Mapped[Nomination] = relationship(back_populates="self_marks")


class DossierFile(PublicIdMixin, Model):
    """One paper as handed in; a removed one keeps its row, since a revision may name it.

    ``position`` orders the files of one paper as people put them.
    ``issued_on`` and ``expires_on`` are asked for papers the rulebook wants dated; without
    ``expires_on`` the paper has no last day. A signed and stamped print names by ``signed_digest`` the
    content it was printed from.
    """

    __tablename__ = "dossier_file"
    __table_args__ = (
        CheckConstraint("expires_on IS NULL OR issued_on IS NOT NULL", name="expiry_has_issue"),
        CheckConstraint("expires_on IS NULL OR issued_on <= expires_on", name="expires_after_issue"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    paper: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0)
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
    signed_digest: Mapped[str | None] = mapped_column(String(64))

    nomination: Mapped[Nomination] = relationship(back_populates="files")
    uploaded_by: Mapped[User] = relationship()

    @property
    def alliance_id(self) -> int:
        return self.nomination.alliance_id


class DossierSection(Model):
    """One section of the task list: when it was saved last, by whom, and whether the officer called it finished.

    ``finished_digest`` names the content that was called finished, so that a later change opens the question again.
    ``saved_digest`` and ``saved_page`` name the content saved last and the opened page it came from: a page whose
    answer got lost on the way does not conflict with itself.
    """

    __tablename__ = "dossier_section"
    __table_args__ = (UniqueConstraint("nomination_id", "section", name="uq_dossier_section_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    section: Mapped[str] = mapped_column(String(40))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_digest: Mapped[str | None] = mapped_column(String(64))
    saved_digest: Mapped[str | None] = mapped_column(String(64))
    saved_page: Mapped[str | None] = mapped_column(String(22))

    nomination: Mapped[Nomination] = relationship(back_populates="sections")
    saved_by: Mapped[User] = relationship()


class ReopenedPart(Model):
    """A part of a dossier that was asked to be corrected, why, and until when; ``closed_at`` once sent on again.

    While a nomination is with the province because of such requests, only the parts named stand open.
    """

    __tablename__ = "reopened_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    part: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(1000))
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reopened_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    nomination: Mapped[Nomination] = relationship(back_populates="reopened_parts")


class DossierRevision(PublicIdMixin, Model):
    """The dossier as it was frozen for a stage: canonical JSON and its SHA-256. A trigger refuses any edit.

    ``number`` counts the freezes of one stage; ``receipt_code`` names this one everywhere.
    """

    __tablename__ = "dossier_revision"
    __table_args__ = (UniqueConstraint("nomination_id", "stage", "number"),)

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    stage: Mapped[str] = mapped_column(String(10), default=RevisionStage.FORWARDED.value)
    number: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    receipt_code: Mapped[str] = mapped_column(String(20), unique=True)
    forwarded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    forwarded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    nomination: Mapped[Nomination] = relationship()
    forwarded_by: Mapped[User] = relationship()
