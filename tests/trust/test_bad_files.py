"""Hundreds of files nobody should be able to hand in: refused quickly, in bounded memory, without a trace."""

from __future__ import annotations

import resource
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from awards.base import side_process
from awards.base.errors import DomainError
from awards.base.file_store import file_store, init_file_store
from awards.base.files import read_upload
from awards.base.side_process import Beside
from awards.config import FileSettings
from tests.bad_files import BAD
from tests.file_makers import GOOD, BadFile
from tests.installation import settings_for

SECONDS = 5.0
KILOBYTES = 300 * 1024


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What each file cost the process that read it: the ordinary one, measured."""
    path = tmp_path_factory.mktemp("files") / "costs.txt"
    path.touch()
    measured, ordinary = Beside("-m", "tests.measured_tasks", str(path)), side_process.BESIDE
    side_process.BESIDE = measured
    yield path
    side_process.BESIDE = ordinary
    measured.stop()


@pytest.fixture(scope="module")
def taking(tmp_path_factory: pytest.TempPathFactory, report: Path) -> Iterator[Flask]:
    """An app that only takes files in: its store and its settings."""
    home = tmp_path_factory.mktemp("home")
    app = Flask("taking")
    app.extensions["settings"] = settings_for(home, "sqlite://")
    init_file_store(app, FileSettings(min_free_mb=0), home / "files")
    with app.app_context():
        yield app


def test_there_are_more_than_three_hundred() -> None:
    assert len(BAD) > 300
    assert len({(bad.what, bad.name) for bad in BAD}) == len(BAD)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.id)
def test_a_bad_file_is_refused_with_its_sentence(bad: BadFile, taking: Flask) -> None:
    content = bad.make()
    began = time.process_time()
    with pytest.raises(DomainError) as refused:
        read_upload(content, bad.name, "file")
    assert time.process_time() - began < 1.0
    assert refused.value.sentence.startswith(bad.sentence)
    assert refused.value.field == "file"


def test_no_bad_file_cost_much_or_left_a_trace(taking: Flask, report: Path) -> None:
    """Told by the operating system of the children that read the files, and of this process."""
    costs = [line.split() for line in report.read_text("ascii").splitlines()]
    assert len(costs) > 150, "run the whole file: this test looks at what the others left"
    assert max(float(seconds) for seconds, _ in costs) < SECONDS
    assert max(int(kilobytes) for _, kilobytes in costs) < KILOBYTES
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 * 1024 * 1024
    assert list(file_store().lying()) == []


@pytest.mark.parametrize("ending", GOOD)
@pytest.mark.parametrize("stem", ["đề nghị", unicodedata.normalize("NFD", "Hợp tác xã Ấp Bắc"), "a" * 300, "CON"])
def test_a_good_file_is_taken_whatever_its_name(ending: str, stem: str, taking: Flask) -> None:
    taken = read_upload(GOOD[ending](), f"{stem}.{ending}", "file")
    names = {"C": f"_CON.{ending}", "a": f"{'a' * (199 - len(ending))}.{ending}"}
    assert taken.name == names.get(stem[0], unicodedata.normalize("NFC", f"{stem}.{ending}"))
    assert taken.content == GOOD[ending]()
