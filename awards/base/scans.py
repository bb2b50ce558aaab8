"""The scan of a signed paper beside the row it proves."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from awards.base.files import IncomingFile, file_store


class ScanMixin:
    """One scan, or none yet; a new one takes the place of the old, whose bytes stay in the store."""

    scan_name: Mapped[str | None] = mapped_column(String(200))
    scan_media_type: Mapped[str | None] = mapped_column(String(100))
    scan_size: Mapped[int | None]
    scan_sha256: Mapped[str | None] = mapped_column(String(64))
    scan_key: Mapped[str | None] = mapped_column(String(40))

    def keep_scan(self, file: IncomingFile) -> None:
        """Store the bytes and remember what they are."""
        self.scan_name, self.scan_media_type = file.name, file.media_type
        self.scan_size, self.scan_sha256 = file.size, file.sha256
        self.scan_key = file_store().put(file.content)

    @property
    def has_scan(self) -> bool:
        return self.scan_key is not None
