"""How a browser sends a file in pieces: offsets, refusals, and whose upload it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from awards.audit.models import AuditEntry
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.file_kinds import LOCKED, MEBIBYTE
from awards.base.file_store import file_store
from awards.base.transaction import transaction
from awards.policy.actor import Actor, Role
from awards.uploads import services
from awards.uploads.models import Upload, UploadChunk
from tests.cast import Cast, CastClient
from tests.file_makers import pdf, picture

ClientOf = Callable[[Actor], CastClient]
PIECE = services.LEAST_CHUNK_BYTES
SOMEBODY = Actor(public_id="invited-contact", roles=frozenset({Role.CONTACT}), name="Người được mời")
"""An actor without an account: whoever opened a link."""


pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # the services are tried on both databases


def lying() -> list[str]:
    return sorted(key for key, _ in file_store().lying())


def count(model: type[Upload] | type[UploadChunk]) -> int:
    found = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.rollback()
    return found


def long_pdf() -> bytes:
    """A PDF of a little more than three pieces."""
    return pdf(1, lambda writer: writer.add_metadata({"/Keywords": "x" * 3 * PIECE}))


def start(client: CastClient, name: str, size: int) -> str:
    answer = client.post("/tai-len/", data={"name": name, "size": str(size)})
    assert answer.status_code == 200, answer.get_json()
    return f"/tai-len/{answer.get_json()['id']}"


def piece(client: CastClient, path: str, at: int, content: bytes, **headers: str) -> TestResponse:
    told = {"Upload-Offset": str(at), **headers}
    return client.patch(path, data=content, content_type="application/octet-stream", headers=told)


def told(answer: TestResponse) -> tuple[int, Any]:
    found = answer.get_json()
    return answer.status_code, found.get("sentence") or (found.get("offset"), found.get("ready"))


def test_the_browser_sends_pieces_and_hears_how_far_it_came(client_of: ClientOf, cast: Cast) -> None:
    client, content = client_of(cast.officer), long_pdf()
    path = start(client, "đề nghị.pdf", len(content))
    assert told(piece(client, path, 0, content[:PIECE])) == (200, (PIECE, False))
    assert told(client.get(path)) == (200, (PIECE, False))
    assert told(piece(client, path, 0, content[:PIECE])) == (200, (PIECE, False))
    missing = "Phần tệp gửi lên không nối liền với phần đã nhận."
    assert told(piece(client, path, 2 * PIECE, content[2 * PIECE : 3 * PIECE])) == (409, missing)
    assert told(client.post(f"{path}/xong")) == (409, "Tệp chưa được gửi hết.")
    for at in range(PIECE, len(content), PIECE):
        piece(client, path, at, content[at : at + PIECE])
    assert told(client.post(f"{path}/xong")) == (200, (len(content), True))
    assert told(client.post(f"{path}/xong")) == (200, (len(content), True))
    assert told(piece(client, path, 0, b"x" * PIECE)) == (409, "Tệp đã được nhận đủ.")


def test_an_upload_is_its_sender_s_alone(client_of: ClientOf, cast: Cast) -> None:
    path = start(client_of(cast.officer), "a.pdf", 4 * PIECE)
    for other in (cast.leader, cast.stranger, cast.office):
        client = client_of(other)
        answers = [client.get(path), piece(client, path, 0, b"x" * PIECE), client.post(f"{path}/xong")]
        assert [answer.status_code for answer in [*answers, client.post(f"{path}/bo")]] == [404] * 4
    with pytest.raises(DomainError, match="không còn chờ"), transaction():
        services.take(cast.stranger, path.removeprefix("/tai-len/"), "file")
    assert count(Upload) == 1


def test_a_refused_file_is_forgotten_with_its_sentence(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.officer)
    content = pdf(1, lambda writer: writer.encrypt("mật khẩu"))
    path = start(client, "khóa.pdf", len(content))
    piece(client, path, 0, content)
    assert told(client.post(f"{path}/xong")) == (422, LOCKED)
    assert (client.get(path).status_code, count(Upload), lying()) == (404, 0, [])


def test_a_refused_virus_is_written_in_the_log(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.officer)
    content = pdf() + b"%EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
    path = start(client, "a.pdf", len(content))
    piece(client, path, 0, content)
    assert client.post(f"{path}/xong").status_code == 422
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "file.infected")).all()
    assert [(entry.actor, entry.subject) for entry in entries] == [
        (cast.officer.public_id, f"person:{cast.officer.public_id}")
    ]


def test_a_sender_who_gives_up_leaves_nothing(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.officer)
    path = start(client, "a.pdf", 4 * PIECE)
    piece(client, path, 0, b"x" * PIECE)
    assert client.post(f"{path}/bo").status_code == 200
    assert (count(Upload), lying()) == (0, [])


def test_an_offset_that_is_no_number_is_refused(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.officer)
    path = start(client, "a.pdf", 4 * PIECE)
    answers = [
        piece(client, path, 0, b"x" * PIECE, **{"Upload-Offset": bad}) for bad in ("", "x", "-1", "1e3", "9" * 30)
    ]
    assert ([answer.status_code for answer in answers], count(UploadChunk)) == ([409] * 5, 0)


def test_a_piece_longer_than_allowed_is_not_kept(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.officer)
    path = start(client, "a.pdf", 20 * MEBIBYTE)
    assert piece(client, path, 0, os.urandom(3 * MEBIBYTE)).status_code == 422
    assert (count(UploadChunk), lying()) == (0, [])


def test_a_photo_from_a_phone_arrives_too(client_of: ClientOf, cast: Cast) -> None:
    client, content = client_of(cast.officer), picture(400, 300)
    path = start(client, "IMG_1.JPG", len(content))
    piece(client, path, 0, content)
    assert told(client.post(f"{path}/xong")) == (200, (len(content), True))
