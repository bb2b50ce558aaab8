"""The same versions whether pip or uv installs them, and no address of any package index in the repository."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from tests.architecture.sources import REPOSITORY

INDEX_SETTING = re.compile(
    r"index-url|index_url|INDEX_URL|find-links|find_links|FIND_LINKS|tool\.uv\.index|--index\b|--registry\b|_INDEX\b"
)
OUTSIDE_ADDRESS = re.compile(r"(?:https?|git\+\w+|ssh|ftp)://(?!127\.0\.0\.1|localhost)")
INSTALLING = ("pyproject.toml", "constraints.txt", "Makefile", ".ci/", "tools/")
LOCK_FILES = {"uv.lock", "pylock.toml", "poetry.lock", "package-lock.json", "pip.conf", "uv.toml", ".npmrc"}


def our_files() -> list[str]:
    """Every file that is, or would be, under version control."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        text=True,
    )
    return sorted(name for name in set(listed.stdout.split("\0")) if name and (REPOSITORY / name).is_file())


def installs(name: str) -> bool:
    return name.startswith(INSTALLING)


@pytest.fixture(scope="module")
def pins() -> list[str]:
    return (REPOSITORY / "constraints.txt").read_text("utf-8").splitlines()


def test_pip_and_uv_are_given_the_same_versions(pins: list[str]) -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    assert settings["tool"]["uv"]["constraint-dependencies"] == pins


def test_every_pin_is_one_exact_version_and_the_list_is_sorted(pins: list[str]) -> None:
    assert [pin for pin in pins if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.+!]*", pin)] == []
    names = [pin.split("==")[0] for pin in pins]
    assert names == sorted(set(names))


def test_every_direct_dependency_is_pinned(pins: list[str]) -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(entry for extra in project["optional-dependencies"].values() for entry in extra),
    ]
    names = {re.split(r"[^A-Za-z0-9-]", entry)[0].lower() for entry in wanted} - {"awards"}
    assert sorted(names - {pin.split("==")[0] for pin in pins}) == []


@pytest.mark.parametrize(
    "text", ["index-url = x", "[[tool.uv.index]]", "pip install --index x", "export PIP_INDEX_URL=x", "--find-links x"]
)
def test_a_setting_that_names_an_index_is_found(text: str) -> None:
    assert INDEX_SETTING.search(text)


def test_no_file_that_installs_names_an_address_or_an_index() -> None:
    found = [
        f"{name}: {line.strip()}"
        for name in our_files()
        if installs(name)
        for line in (REPOSITORY / name).read_text("utf-8").splitlines()
        if OUTSIDE_ADDRESS.search(line) or INDEX_SETTING.search(line)
    ]
    assert found == []
    assert "constraints.txt" in our_files()


def test_no_lock_file_with_download_addresses_is_kept() -> None:
    assert [name for name in our_files() if name.rsplit("/", 1)[-1] in LOCK_FILES] == []
