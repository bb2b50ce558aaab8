"""Bytes lie in the store exactly as long as a stored transaction says so, on disk and in a bucket."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr, ValidationError
from sqlalchemy import text

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.file_store import NO_SPACE, FileStore, file_store, init_file_store
from awards.base.transaction import transaction
from awards.config import FileSettings, StoreKind
from tests.requirements import optional_tool

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # nothing here asks the database
PLENTY = 10**9
"""More megabytes than any disk of ours has free."""


@contextmanager
def rolled_back() -> Iterator[None]:
    """What is done inside is taken back by an error at its end."""
    with suppress(DomainError), transaction():
        yield
        raise DomainError("Không được.")


def lying() -> list[str]:
    return sorted(key for key, _ in file_store().lying())


def test_a_file_stays_when_its_transaction_is_stored(app: Flask) -> None:
    with transaction():
        key = file_store().put(b"content")
    assert (lying(), file_store().get(key)) == ([key], b"content")


@pytest.mark.parametrize("with_query", [False, True])
def test_nothing_stays_when_a_transaction_is_rolled_back(app: Flask, with_query: bool) -> None:
    with rolled_back():
        if with_query:
            db.session.execute(text("SELECT 1"))
        file_store().put(b"one")
        file_store().put(b"two")
        assert len(lying()) == 2
    assert lying() == []


def test_nothing_stays_when_a_request_ends_without_a_commit(app: Flask) -> None:
    file_store().put(b"forgotten")
    db.session.remove()
    assert lying() == []


def test_what_is_let_go_is_gone_only_once_that_is_stored(app: Flask) -> None:
    with transaction():
        key = file_store().put(b"content")
    with rolled_back():
        file_store().let_go(key)
    assert lying() == [key]
    with transaction():
        with db.session.begin_nested():
            file_store().let_go(key)
        assert lying() == [key]
    assert lying() == []


def test_a_file_kept_in_a_savepoint_goes_with_the_whole_transaction(app: Flask) -> None:
    with rolled_back(), db.session.begin_nested():
        file_store().put(b"content")
    assert lying() == []


def test_names_are_random_and_say_nothing_of_the_file(app: Flask) -> None:
    with transaction():
        keys = [file_store().put(b"the same") for _ in range(3)]
    assert len(set(keys)) == 3
    assert {len(key) for key in keys} == {len(".bin") + 22}


def test_nothing_is_taken_when_the_disk_is_nearly_full(app: Flask, tmp_path: Path) -> None:
    init_file_store(app, FileSettings(min_free_mb=PLENTY), tmp_path / "full")
    with pytest.raises(DomainError) as refused, transaction():
        file_store().put(b"content")
    assert refused.value.sentence == NO_SPACE
    file_store().keep_picture("a.webp", b"drawn")
    assert (file_store().picture("a.webp"), lying()) == (None, [])


def test_pictures_are_remembered_beside_the_files(app: Flask) -> None:
    assert file_store().picture("a.webp") is None
    file_store().keep_picture("a.webp", b"drawn")
    assert (file_store().picture("a.webp"), lying()) == (b"drawn", ["pictures/a.webp"])


def test_a_bucket_without_a_name_is_no_setting(app: Flask) -> None:
    with pytest.raises(ValidationError, match="kho S3 cần tên bucket"):
        FileSettings(kind=StoreKind.S3)


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[FileSettings]:
    """A bucket in a real S3 server, if the machine has one."""
    program = optional_tool("s3rver", sentence="no s3rver (npm install -g s3rver): files in an S3 bucket are not tried")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "-d", str(tmp_path / "s3"), "-p", str(port), "-a", "127.0.0.1", "--configure-bucket", "ho-so"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        wait_for(port)
        yield FileSettings(
            kind=StoreKind.S3,
            bucket="ho-so",
            endpoint=f"http://127.0.0.1:{port}",
            region="us-east-1",
            access_key=SecretStr("S3RVER"),
            secret_key=SecretStr("S3RVER"),
        )
        server.terminate()


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the S3 server did not start")


def test_a_bucket_keeps_and_gives_back(app: Flask, bucket: FileSettings, tmp_path: Path) -> None:
    init_file_store(app, bucket, tmp_path / "unused")
    content = bytes(range(256)) * 4096 * 6
    with transaction():
        key = file_store().put(content)
    with rolled_back():
        file_store().put(b"rolled back")
    file_store().keep_picture("a.webp", b"drawn")
    assert (lying(), file_store().get(key) == content) == (sorted([key, "pictures/a.webp"]), True)
    assert (file_store().picture("a.webp"), file_store().picture("b.webp")) == (b"drawn", None)
    with transaction():
        file_store().let_go(key)
    assert lying() == ["pictures/a.webp"]
    assert not (tmp_path / "unused").exists()


def test_a_bucket_nobody_answers_for_refuses_the_file(app: Flask, tmp_path: Path) -> None:
    nowhere = FileSettings(
        kind=StoreKind.S3,
        bucket="ho-so",
        endpoint="http://127.0.0.1:9",
        region="us-east-1",
        access_key=SecretStr("a"),
        secret_key=SecretStr("b"),
    )
    app.extensions["file_store"] = FileStore(nowhere, tmp_path, retries=0)
    with pytest.raises(DomainError, match="Chưa tải lên được, hãy thử lại"), transaction():
        file_store().put(b"content")
