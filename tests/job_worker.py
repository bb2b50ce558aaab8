"""A real worker process for tests: `python -m tests.job_worker <home> <database address>`."""

from __future__ import annotations

import sys
from pathlib import Path

from awards.app import create_app
from awards.jobs.consumer import work
from tests.installation import settings_for

if __name__ == "__main__":
    app = create_app(settings_for(Path(sys.argv[1]), sys.argv[2]))
    app.extensions["tasks"] = ("tests.job_tasks",)
    work(app, Path(sys.argv[1]), beside=True)
