"""Whatever a file does to its reader, the server only hears that it could not be read."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from awards.base import side_process
from awards.base.file_kinds import DOCX, JPEG, PDF, PNG, XLSX, FileRefused
from awards.base.picture_sizes import PAGE_WIDTH, THUMBNAIL_WIDTH
from awards.base.side_process import Beside, OutOfBounds, draw, inspect, page_sizes
from tests.file_makers import office, pdf, picture


def drawn(content: bytes, media_type: str, across: int = PAGE_WIDTH) -> Image.Image:
    return Image.open(io.BytesIO(draw(content, media_type, 1, across)))


def test_whole_files_pass() -> None:
    for content, media_type in (
        (pdf(2), PDF),
        (office("word"), DOCX),
        (office("xl"), XLSX),
        (picture(), JPEG),
        (picture(kind="PNG"), PNG),
    ):
        inspect(content, media_type)


def test_pages_are_drawn_at_the_width_of_a_screen() -> None:
    assert page_sizes(pdf(3), PDF) == [(PAGE_WIDTH, 1557)] * 3
    assert drawn(pdf(1), PDF).size == (PAGE_WIDTH, 1557)
    assert drawn(pdf(1), PDF, THUMBNAIL_WIDTH).size == (THUMBNAIL_WIDTH, 340)


def test_a_photo_lying_on_its_side_is_turned_and_says_nothing_of_its_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter
    exif[0x010F] = "Máy ảnh mẫu"
    exif.get_ifd(0x8825)[2] = (21.0, 2.0, 3.0)  # where it was taken
    photo = picture(3000, 2000, exif=exif)
    assert b"Exif" in photo
    assert page_sizes(photo, JPEG) == [(1100, 1650)]
    shown = drawn(photo, JPEG)
    assert (shown.size, dict(shown.getexif()), shown.info.get("exif")) == ((1100, 1650), {}, None)


def test_a_small_picture_is_not_blown_up() -> None:
    assert page_sizes(picture(200, 100, "PNG"), PNG) == [(200, 100)]
    assert drawn(picture(200, 100, "PNG"), PNG).size == (200, 100)


def test_a_file_that_is_no_longer_whole_cannot_be_drawn() -> None:
    with pytest.raises(OutOfBounds):
        draw(b"%PDF-1.7 rubbish", PDF, 1, PAGE_WIDTH)
    with pytest.raises(OutOfBounds):
        draw(pdf(1), PDF, 2, PAGE_WIDTH)


def test_a_reader_that_never_ends_is_ended(tmp_path: Path) -> None:
    """A child that only computes: the system ends it after its seconds, and the next file is read."""
    beside = Beside("-c", ENDLESS)
    with pytest.raises(OutOfBounds):
        beside.run("inspect", b"endless", media_type=PDF)
    assert beside.run("inspect", b"quick", media_type=PDF) == b"read"
    beside.stop()


def test_a_reader_that_takes_all_memory_is_refused(tmp_path: Path) -> None:
    beside = Beside("-c", ENDLESS)
    with pytest.raises(OutOfBounds, match="MemoryError"):
        beside.run("inspect", b"greedy", media_type=PDF)
    with pytest.raises(OutOfBounds, match="OSError"):
        beside.run("inspect", f"write {tmp_path}/a".encode(), media_type=PDF)
    beside.stop()


ENDLESS = """
import resource, socket, sys
from pathlib import Path
from awards.base import side_server, side_tasks

def task(content, media_type):
    if content == b"endless":
        while True: pass
    if content == b"greedy":
        return bytes(10**9)
    if content.startswith(b"write"):
        Path(content.decode()[6:]).write_bytes(b"x" * 10)
    return b"read"

side_tasks.TASKS["inspect"] = task
side_tasks.SECONDS["inspect"] = 1
side_server.serve(socket.socket(fileno=int(sys.argv[1])), side_tasks.ROOM)
"""


def test_the_process_is_started_anew_when_somebody_ended_it() -> None:
    inspect(pdf(), PDF)
    process = side_process.BESIDE._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    inspect(pdf(), PDF)


def test_workers_share_the_process_their_server_started() -> None:
    done = subprocess.run([sys.executable, "-c", DIVIDED], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    assert done.stdout == "read by the process of the server: True\n"


DIVIDED = """
import os
from awards.base.file_kinds import PDF
from awards.base.side_process import BESIDE, inspect
from tests.file_makers import pdf

BESIDE.start()
started = BESIDE._process
if os.fork() == 0:
    inspect(pdf(), PDF)
    os._exit(0 if BESIDE._process is started else 1)
_, status = os.wait()
inspect(pdf(), PDF)
print("read by the process of the server:", status == 0 and BESIDE._process is started)
"""


def test_a_process_nobody_asks_ends_and_the_next_order_starts_another() -> None:
    beside = Beside("-c", SHORT)
    assert beside.run("say", b"one") == b"one"
    process = beside._process
    assert process is not None
    assert process.wait(20) == 0
    assert beside.run("say", b"two") == b"two"
    assert beside._process is not process
    beside.stop()


SHORT = """
import socket, sys
from awards.base.side_server import Room, serve

room = Room({"say": lambda content: content}, {"say": 1}, 64 * 1024 * 1024, idle=0.2)
serve(socket.socket(fileno=int(sys.argv[1])), room)
"""


def test_many_files_at_once_are_all_read() -> None:
    answers: list[str] = []

    def ask() -> None:
        inspect(pdf(2), PDF)
        try:
            inspect(b"%PDF-1.7 rubbish", PDF)
        except FileRefused as refusal:
            answers.append(refusal.sentence)

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["Không mở được tệp PDF này. Hãy lưu lại thành PDF rồi tải lại."] * 12
