"""`awards files tidy` deletes what no row names and nobody finished, and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

from click.testing import CliRunner

from awards.base.database import db
from awards.base.file_store import file_store
from awards.base.files import read_upload
from awards.base.transaction import transaction
from awards.cli.installation import inside, open_installation
from awards.cli.main import main
from awards.policy.actor import Actor, Role
from awards.uploads import queries, services
from tests.file_makers import pdf

DAY = 86_400
SENDER = Actor(public_id="sender", roles=frozenset({Role.CONTACT}))


def made_long_ago(home: Path, key: str, days: int) -> None:
    then = time.time() - days * DAY
    os.utime(home / "files" / key, (then, then))


def finished_upload() -> str:
    with transaction():
        upload = services.start(SENDER, "a.pdf", len(pdf()))
        services.receive(SENDER, upload, 0, pdf())
    with transaction():
        services.finish(SENDER, upload, read_upload(queries.content_of(upload), "a.pdf", "file"))
    return upload.storage_key or ""


def test_only_what_nobody_asks_for_any_more_is_deleted(tmp_path: Path) -> None:
    home = tmp_path / "real"
    made = CliRunner().invoke(
        main,
        ["init", "--home", str(home), "--base-url", "https://binhchon.lienminh.vn", "--office-email", "mai@lienminh.vn",
         "--office-name", "Nguyễn Thị Mai"],
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    with inside(open_installation(home)):
        named = finished_upload()
        db.session.remove()
        with transaction():
            lost, fresh = file_store().put(b"lost in a power cut"), file_store().put(b"just written")
        for name in ("old.webp", "new.webp"):
            file_store().keep_picture(name, b"drawn")
    for key, days in ((named, 2), (lost, 2), ("pictures/old.webp", 31), ("pictures/new.webp", 2)):
        made_long_ago(home, key, days)
    done = CliRunner().invoke(main, ["files", "tidy", "--home", str(home)])
    assert done.output == "Đã bỏ 0 tệp tải lên dở, 1 tệp không được nhắc đến, 1 ảnh trang.\n"
    with inside(open_installation(home)):
        assert {key for key, _ in file_store().lying()} == {named, fresh, "pictures/new.webp"}
