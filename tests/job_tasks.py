"""Tasks for tests of jobs: an effect that can be counted, at a pace that files set."""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep
from typing import Any

from awards.accounts.models import User
from awards.base.database import db
from awards.base.errors import DomainError
from awards.jobs.progress import Progress
from awards.jobs.registry import task
from awards.notices.inputs import Message
from awards.notices.services import tell

REFUSED = "Hồ sơ này chưa đủ."
TITLE = "Việc của phép thử"


def wait_for(path: Path, seconds: float = 60) -> None:
    """Wait until somebody makes this file."""
    end = monotonic() + seconds
    while not path.exists():
        if monotonic() > end:
            raise TimeoutError(path)
        sleep(0.02)


@task("tests.tell")
def tell_once(progress: Progress, argument: dict[str, Any]) -> dict[str, Any]:
    """Tells the person who asked; stops on the way where the argument names a folder with doors."""
    folder = Path(argument["folder"]) if "folder" in argument else None
    progress.report(1, 2, "Đang tính")
    _pass_door(folder, "computing")
    with progress.storing() as result:
        tell([db.session.get_one(User, progress.user_id)], Message("account", TITLE, "Đã xong.", "/"))
        db.session.flush()
        _pass_door(folder, "storing")
        result["told"] = 1
    return {}


@task("tests.refuse")
def refuse(progress: Progress, argument: dict[str, Any]) -> dict[str, Any]:
    raise DomainError(REFUSED)


@task("tests.break")
def break_down(progress: Progress, argument: dict[str, Any]) -> dict[str, Any]:
    with progress.storing():
        tell([db.session.get_one(User, progress.user_id)], Message("account", TITLE, "Không được lưu.", "/"))
        db.session.flush()
        raise RuntimeError("a secret that no page may show")


@task("tests.reckon")
def reckon(progress: Progress, argument: dict[str, Any]) -> dict[str, Any]:
    return {"sum": sum(argument["numbers"])}


def _pass_door(folder: Path | None, name: str) -> None:
    """Say that the door is reached, and wait until it is opened."""
    if folder is None:
        return
    (folder / f"{name}.reached").touch()
    wait_for(folder / f"{name}.open")
