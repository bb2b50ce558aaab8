"""Taking the files of a form: each is checked, the good ones are kept, every other leaves its sentence on the form.

A file comes with the form itself, or it was sent in pieces before and waits (form field ``upload``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from flask import request
from werkzeug.datastructures import FileStorage

from awards.base.doors import current_actor
from awards.base.errors import DomainError
from awards.base.file_kinds import InfectedFile
from awards.base.files import IncomingFile, read_file
from awards.base.forms import Form
from awards.base.transaction import transaction, without_lock
from awards.papers.forms import PaperForm
from awards.uploads.services import report_infected, take


class Named(Protocol):
    """A file that was kept."""

    @property
    def name(self) -> str: ...


def keep_files(form: PaperForm, keep: Callable[[IncomingFile], Named]) -> list[str]:
    """Keep the good files of a form, all in one transaction; gives back the names they are kept under."""
    actor, waiting = current_actor(), request.form.getlist("upload")
    if not form.chosen and not waiting:
        form.place(DomainError("Chọn tệp cần tải lên.", "file"))
        return []
    found = read_files(form, form.chosen)
    try:
        with transaction():
            found += [take(actor, public_id, "file") for public_id in waiting]
            return [keep(one).name for one in found]
    except DomainError as error:
        form.place(error)
        return []


def read_files(form: Form, chosen: list[FileStorage]) -> list[IncomingFile]:
    """Check the files of a form; on SQLite nobody waits meanwhile."""
    found: list[IncomingFile] = []
    infected: list[InfectedFile] = []
    with without_lock():
        for one in chosen:
            try:
                found.append(read_file(one, "file"))
            except DomainError as error:
                place = f"{one.filename}: " if len(chosen) > 1 else ""
                form.place(DomainError(f"{place}{error.sentence}", "file"))
                infected += [error] if isinstance(error, InfectedFile) else []
    for finding in infected:
        with transaction():
            report_infected(current_actor(), finding)
    return found
