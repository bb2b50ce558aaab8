"""A file sent in pieces arrives whole, once, for its sender alone, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.file_kinds import EMPTY, MEBIBYTE, PDF
from awards.base.file_store import NO_SPACE, file_store, init_file_store
from awards.base.files import read_upload
from awards.base.transaction import transaction
from awards.config import FileSettings
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import Forbidden
from awards.uploads import queries, services
from awards.uploads.models import Upload, UploadChunk
from tests.cast import Cast, CastClient
from tests.file_makers import pdf

ClientOf = Callable[[Actor], CastClient]
PIECE = services.LEAST_CHUNK_BYTES
SOMEBODY = Actor(public_id="invited-contact", roles=frozenset({Role.CONTACT}), name="Người được mời")
"""An actor without an account: whoever opened a link."""


def lying() -> list[str]:
    return sorted(key for key, _ in file_store().lying())


def count(model: type[Upload] | type[UploadChunk]) -> int:
    found = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.rollback()
    return found


def long_pdf() -> bytes:
    """A PDF of a little more than three pieces."""
    return pdf(1, lambda writer: writer.add_metadata({"/Keywords": "x" * 3 * PIECE}))


def begun(actor: Actor, name: str = "Báo cáo.pdf", size: int = 1000) -> Upload:
    with transaction():
        return services.start(actor, name, size)


def sent(actor: Actor, content: bytes, name: str = "Báo cáo.pdf") -> Upload:
    """Every piece of a file, in order."""
    upload = begun(actor, name, len(content))
    for start in range(0, len(content), PIECE):
        with transaction():
            services.receive(actor, upload, start, content[start : start + PIECE])
    return upload


def ready(actor: Actor, content: bytes, name: str = "Báo cáo.pdf") -> Upload:
    upload = sent(actor, content, name)
    with transaction():
        services.finish(actor, upload, read_upload(queries.content_of(upload), upload.name, "file"))
    return upload


def test_a_file_in_pieces_is_taken_whole_and_once(app: Flask, cast: Cast) -> None:
    for actor in (cast.officer, SOMEBODY):
        upload = ready(actor, long_pdf())
        public_id = upload.public_id
        assert len(lying()) == 1
        with transaction():
            taken = services.take(actor, public_id, "file")
        assert (taken.name, taken.media_type, taken.content) == ("Báo cáo.pdf", PDF, long_pdf())
        assert (lying(), count(Upload), count(UploadChunk)) == ([], 0, 0)
        with pytest.raises(DomainError) as gone, transaction():
            services.take(actor, public_id, "file")
        assert (gone.value.sentence, gone.value.field) == (services.GONE, "file")


def test_what_was_taken_in_a_transaction_that_failed_is_still_there(app: Flask, cast: Cast) -> None:
    upload = ready(cast.officer, pdf())
    with pytest.raises(DomainError, match="Hồ sơ đã gửi"), transaction():
        fail_after_taking(cast.officer, upload.public_id)
    with transaction():
        assert services.take(cast.officer, upload.public_id, "file").content == pdf()


def fail_after_taking(actor: Actor, public_id: str) -> None:
    services.take(actor, public_id, "file")
    raise DomainError("Hồ sơ đã gửi nên không sửa được nữa.")


def test_a_piece_sent_again_changes_nothing(app: Flask, cast: Cast) -> None:
    content = long_pdf()
    upload = begun(cast.officer, size=len(content))
    for start in (0, 0, PIECE, 0, PIECE):
        with transaction():
            services.receive(cast.officer, upload, start, content[start : start + PIECE])
    assert (upload.received, len(upload.chunks), len(lying())) == (2 * PIECE, 2, 2)


def test_a_piece_that_does_not_follow_is_refused(app: Flask, cast: Cast) -> None:
    upload = begun(cast.officer, size=8 * PIECE)
    for start in (0, PIECE):
        with transaction():
            services.receive(cast.officer, upload, start, b"x" * PIECE)
    other_bytes, gap, no_number, overlap = (0, b"y"), (3 * PIECE, b"x"), (-1, b"x"), (PIECE + 1, b"x")
    for start, byte in (other_bytes, gap, no_number, overlap):
        with pytest.raises(ConflictError), transaction():
            services.receive(cast.officer, upload, start, byte * PIECE)
    assert (upload.received, len(lying())) == (2 * PIECE, 2)


def test_a_piece_of_the_wrong_size_is_refused(app: Flask, cast: Cast) -> None:
    upload = begun(cast.officer, size=4 * MEBIBYTE)
    for length in (0, 1, PIECE - 1, services.MOST_CHUNK_BYTES + 1, 5 * MEBIBYTE):
        with pytest.raises(DomainError), transaction():
            services.receive(cast.officer, upload, 0, bytes(length))
    assert (lying(), count(UploadChunk)) == ([], 0)


def test_what_can_never_be_taken_is_refused_before_a_byte_is_sent(app: Flask, cast: Cast) -> None:
    nameless, too_big = "Chọn tệp cần tải lên.", "Tệp phải nhỏ hơn 25 MB (tệp này 26 MB)."
    announced = [("a.pdf", 0), ("a.pdf", -1), ("a.pdf", 26 * MEBIBYTE), ("../", 10), ("", 10)]
    sentences = []
    for name, size in announced:
        with pytest.raises(DomainError) as refused, transaction():
            services.start(cast.officer, name, size)
        sentences.append(refused.value.sentence)
    assert (sentences, count(Upload)) == ([EMPTY, EMPTY, too_big, nameless, nameless], 0)


def test_one_person_does_not_fill_the_disk(app: Flask, cast: Cast) -> None:
    """1,001 files: after a few dozen open ones the rest waits. Others are not held up."""
    for number in range(services.MOST_OPEN):
        begun(cast.officer, f"{number}.pdf")
    with pytest.raises(DomainError, match="quá nhiều tệp cùng lúc"):
        begun(cast.officer, "one too many.pdf")
    for number in range(services.MOST_OPEN_BYTES // (25 * MEBIBYTE)):
        begun(cast.leader, f"{number}.pdf", 25 * MEBIBYTE)
    with pytest.raises(DomainError, match="quá nhiều tệp cùng lúc"):
        begun(cast.leader, "too large.pdf", MEBIBYTE)
    begun(cast.stranger)


def test_no_file_is_begun_when_the_disk_is_nearly_full(app: Flask, cast: Cast) -> None:
    init_file_store(app, FileSettings(min_free_mb=10**9), app.extensions["settings"].home / "files")
    with pytest.raises(DomainError) as refused, transaction():
        services.start(cast.officer, "a.pdf", 10)
    assert refused.value.sentence == NO_SPACE


def test_unfinished_uploads_are_forgotten_after_a_day(app: Flask, cast: Cast) -> None:
    sent(cast.officer, long_pdf())
    ready(cast.leader, pdf())
    with time_machine.travel(clock.now() + timedelta(hours=23)):
        begun(cast.stranger)
    assert count(Upload) == 3
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        begun(cast.stranger, "mới.pdf")
    assert (count(Upload), count(UploadChunk), lying()) == (2, 0, [])


def test_only_people_who_hand_in_files_may_send_them(app: Flask, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.start(cast.judge, "a.pdf", 10)
