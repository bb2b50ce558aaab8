"""Files on their way in, and the pieces they arrive in. Both are gone once the file was taken."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.uploads.states import UploadState


class Upload(PublicIdMixin, Model):
    """One file somebody is sending. ``owner`` is the public id of the actor, who may have no account.

    ``received`` counts bytes from the start without a gap; ``size`` is what was announced. A checked file
    lies under ``storage_key`` with what it was found to be.
    """

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("0 <= received AND received <= size", name="received_fits"),
        CheckConstraint(
            "(state = 'ready') = (storage_key IS NOT NULL AND sha256 IS NOT NULL AND media_type IS NOT NULL)",
            name="ready_is_whole",
        ),
    )

    owner: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default=UploadState.RECEIVING.value)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    storage_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    media_type: Mapped[str | None] = mapped_column(String(100))
    sha256: Mapped[str | None] = mapped_column(String(64))

    chunks: Mapped[list[UploadChunk]] = relationship(
        back_populates="upload", order_by="UploadChunk.start", cascade="all, delete-orphan"
    )

    @property
    def is_ready(self) -> bool:
        return self.state == UploadState.READY


class UploadChunk(Model):
    """One piece: the bytes from ``start`` on."""

    __tablename__ = "upload_chunk"
    __table_args__ = (UniqueConstraint("upload_id", "start", name="uq_upload_chunk_upload_id_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    start: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(40), unique=True)

    upload: Mapped[Upload] = relationship(back_populates="chunks")
