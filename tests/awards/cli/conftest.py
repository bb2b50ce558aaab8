"""Commands name their installation to the processes they start; a test takes that back."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWARDS_HOME", "")  # remembered, so that whatever a command sets is undone
    monkeypatch.delenv("AWARDS_HOME")
