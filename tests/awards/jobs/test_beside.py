"""``awards run`` keeps a worker beside the server: it does what waits, comes back when it is killed, and goes along."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from time import monotonic, sleep

import pytest
from flask import Flask

from awards.base.database import db
from awards.base.transaction import transaction
from awards.cli.beside import worker_beside
from awards.cli.installation import write_settings
from awards.config import Profile, Settings
from awards.jobs import services
from awards.jobs.consumer import LOCK_FILE, alone
from awards.jobs.models import Job
from awards.jobs.states import JobState
from tests.cast import Cast


def an_installation(app: Flask) -> Path:
    """The folder of the app's installation with its settings file, for a command to open."""
    settings: Settings = app.extensions["settings"]
    secrets = {name: getattr(settings, name).get_secret_value() for name in ("secret_key", "password_salt", "totp_key")}
    chosen = {"profile": Profile.TEST.value, "base_url": settings.base_url, "database_url": settings.database_url}
    settings.home.mkdir(exist_ok=True)
    write_settings(settings.home, chosen | secrets)
    return settings.home


def done_by_somebody(cast: Cast, number: int) -> None:
    """Ask for a job that no task does, and wait until a process has said so."""
    with transaction():
        job_id = services.enqueue(cast.office, "tests.nobody_does_this", {"number": number}, title="Việc mẫu").id
    end = monotonic() + 60
    while monotonic() < end:
        state = db.session.get_one(Job, job_id, populate_existing=True).state
        db.session.rollback()
        if state == JobState.FAILED:
            return
        sleep(0.05)
    raise TimeoutError(job_id)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_the_worker_beside_comes_back_and_goes_along(app: Flask, cast: Cast) -> None:
    home = an_installation(app)
    with worker_beside(home):
        done_by_somebody(cast, 1)
        os.kill(int((home / LOCK_FILE).read_text()), signal.SIGKILL)
        done_by_somebody(cast, 2)
    with alone(home / LOCK_FILE, patience=0):
        pass
