"""``awards files tidy``: forget what nobody will ask for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click
from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.file_store import PICTURES, file_store
from awards.base.transaction import transaction
from awards.cli.installation import home_option, inside, open_installation
from awards.uploads.services import forget_old

SURELY_UNUSED_AFTER = timedelta(days=1)
PICTURES_KEPT = timedelta(days=30)
STORAGE_COLUMN = "storage_key"
"""Every table that names bytes of the store calls the column this."""


@click.group("files")
def files() -> None:
    """Tệp của hệ thống."""


@files.command("tidy")
@home_option
def tidy(home: Path) -> None:
    """Bỏ tệp tải lên dở quá một ngày, tệp không hồ sơ nào nhắc đến, và ảnh trang vẽ quá 30 ngày."""
    with inside(open_installation(home)):
        forgotten = _forget_uploads()
        orphans, pictures = _delete_unused()
    click.echo(f"Đã bỏ {forgotten} tệp tải lên dở, {orphans} tệp không được nhắc đến, {pictures} ảnh trang.")


def _forget_uploads() -> int:
    total = 0
    while True:
        with transaction():
            found = forget_old()
        total += found
        if not found:
            return total


def _delete_unused() -> tuple[int, int]:
    """Bytes written in a transaction that never ended (a power cut) are named by no row a day later."""
    named, now = _named_in_the_database(), clock.now()
    orphans = pictures = 0
    for key, written in list(file_store().lying()):
        if key.startswith(PICTURES):
            if now - written > PICTURES_KEPT:
                file_store().delete(key)
                pictures += 1
        elif key not in named and now - written > SURELY_UNUSED_AFTER:
            file_store().delete(key)
            orphans += 1
    return orphans, pictures


def _named_in_the_database() -> set[str]:
    columns = [table.c[STORAGE_COLUMN] for table in db.metadata.tables.values() if STORAGE_COLUMN in table.c]
    found = {key for column in columns for key in db.session.scalars(select(column)) if key is not None}
    db.session.rollback()
    return found
