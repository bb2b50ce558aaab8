"""Two worlds that differ in one secret are the same, byte for byte, for everybody who may not know it.

The short form changes six secrets at once for each group of persons who may know none of them, and compares the pages
each is let into. TRUST_SECRETS=40 changes forty one by one, compares every page for everybody, and measures
whether a search takes longer where it would find what the person may not see.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from flask import Response
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import select, update

from awards.audit import services as audit
from awards.audit.chain import digest_of
from awards.audit.models import AuditEntry
from awards.base.database import db
from awards.base.transaction import transaction
from awards.jobs import services as jobs
from awards.nominees.models import Organisation
from awards.sheets.models import SheetVersion
from tests.policy.inhabited import inhabited_in
from tests.trust.furnishing import WORDS, study
from tests.trust.may_know import MAY_KNOW
from tests.trust.two_worlds import (
    PERSONS,
    Told,
    View,
    World,
    Worlds,
    a_moment_later,
    browser,
    differences,
    kept_at,
    paths_for,
    told_in,
    told_to,
)

SIX = (
    "a draft's words",
    "a mark of a cast sheet",
    "a mark of an open sheet",
    "a private note",
    "a secret vote",
    "what the first reader read",
)
SECRETS = int(os.environ.get("TRUST_SECRETS", str(len(SIX))))
LONG = len(SIX) < SECRETS
CHANGED = [frozenset({one}) for one in sorted(MAY_KNOW)[:SECRETS]] if LONG else [frozenset(SIX)]
LOOKING = PERSONS if LONG else tuple(one for one in PERSONS if one not in ("home_judge", "stranger"))
"""Those left out of the short form have the role of somebody else."""
NOTHING: frozenset[str] = frozenset()
LONGEST = 4 * 3600 if LONG else 600
"""Seconds; the one long test of this file, on a machine that does other things too."""
PAIRS = 200
SIGNIFICANT = 3.29
"""Standard deviations from the mean of no difference: p < 0.001, on both sides."""


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory, compiled_templates: FileSystemBytecodeCache) -> Iterator[Worlds]:
    """Built once; every world is a copy of it."""
    with inhabited_in(tmp_path_factory.mktemp("home"), compiled_templates) as inhabited:
        names = study(inhabited.cast)
        built = tmp_path_factory.mktemp("built") / "built.sqlite3"
        at = a_moment_later()
        kept_at(built, inhabited.database)
        yield Worlds(inhabited, names, at, built, inhabited.database, WORDS if LONG else WORDS[:1])


def may_not_know(person: str, changed: frozenset[str]) -> frozenset[str]:
    return frozenset(one for one in changed if person not in MAY_KNOW[one])


def opened_by(worlds: Worlds, world: World, person: str, before: View | None = None) -> View:
    """What the person sees; in the short form only pages that opened ``before``, as the rest show nothing."""
    paths = paths_for(worlds, person, everything=LONG)
    if before is not None and not LONG:
        paths = [path for path in paths if before[" ".join(path)].status < HTTPStatus.BAD_REQUEST]
    return world.look(person, paths)


def compared(before: View, after: View) -> dict[str, str]:
    """Where two looks at the same pages differ."""
    return differences({key: before.get(key, seen) for key, seen in after.items()} if not LONG else before, after)


def told_apart(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, str]:
    """What reached somebody in one world and not in the other."""
    return {
        key: str(sorted(set(one[key]) ^ set(other.get(key, [])))[:2]) for key in one if one[key] != other.get(key, [])
    }


def test_the_table_names_every_secret_and_forty_of_them(worlds: Worlds) -> None:
    with worlds.world(NOTHING) as world:
        assert (world.choice.asked ^ MAY_KNOW.keys(), len(MAY_KNOW) >= 40) == (set(), True)


@pytest.mark.timeout(LONGEST)
def test_who_may_not_know_a_secret_sees_the_same_in_both_worlds(worlds: Worlds) -> None:
    """Pages, files, searches and headers; mails, notices, the log, jobs and the server's own lines."""
    seen: dict[str, View] = {}
    with worlds.world(NOTHING) as world:
        told = told_in(world.lines)
        for person in LOOKING:
            seen[person] = opened_by(worlds, world, person)
    leaks: dict[str, dict[str, str]] = {}
    asked = 0
    for changed in CHANGED:
        groups: dict[frozenset[str], list[str]] = {}
        for person in LOOKING:
            groups.setdefault(may_not_know(person, changed), []).append(person)
        for secrets, persons in groups.items():
            if not secrets:
                continue
            with worlds.world(secrets) as world:
                also_told = told_in(world.lines)
                for person in persons:
                    view = opened_by(worlds, world, person, seen[person])
                    asked += len(view)
                    found = compared(seen[person], view)
                    found |= told_apart(told_to(worlds, person, told), told_to(worlds, person, also_told))
                    if found:
                        leaks[f"{person}: {sorted(secrets)}"] = found
    assert (leaks, asked > 500) == ({}, True)


def total_of_marks() -> str:
    """What a careless page would show: something made of every mark."""
    total = digest_of(list(db.session.scalars(select(SheetVersion.marks).order_by(SheetVersion.id))))[:8]
    db.session.rollback()
    return total


def careless_view(shown: Any) -> Any:
    """The page, with the total among its words, in a header and in a line of the server."""

    def show(**parts: str) -> Response:
        response = Response(shown(**parts))
        total = total_of_marks()
        response.set_data(f"{response.get_data(as_text=True)}<!-- {total} -->")
        response.headers["ETag"] = f'"{total}"'
        return response

    return show


def seen_in_a_careless_house(worlds: Worlds, secret: str, monkeypatch: pytest.MonkeyPatch) -> tuple[View, Told]:
    """The office looks at the progress of a round and at a council; a job was told the total of marks."""
    app, office = worlds.inhabited.app, worlds.inhabited.cast.office
    progress = f"/ket-qua/{worlds.study['open round']['public_id']}/tien-do"
    council = f"/hoi-dong/{worlds.study['council']['public_id']}"
    with worlds.world(frozenset({secret})) as world, monkeypatch.context() as patch:
        patch.setitem(
            app.view_functions, "results.show_progress", careless_view(app.view_functions["results.show_progress"])
        )
        with transaction():
            jobs.enqueue(office, "tests.nobody_does_this", {"total": total_of_marks()}, title="Việc mẫu")
        told = told_in(world.lines)
        return world.look("office", [("GET", progress), ("GET", council)]), told


def test_a_page_a_header_and_a_job_that_tell_of_a_mark_are_found(
    worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one, told), (other, also_told) = (
        seen_in_a_careless_house(worlds, secret, monkeypatch) for secret in ("a mark of an open sheet", "a secret vote")
    )
    progress = next(key for key in one if "/tien-do" in key)
    found = differences(one, other)
    assert list(found) == [progress]
    assert ("ETag" in found[progress], "<!--" in found[progress]) == (True, True)
    assert list(told_apart(told_to(worlds, "office", told), told_to(worlds, "office", also_told))) == ["job"]


def test_what_was_done_cannot_be_tried_out_on_the_digests_of_the_log(
    worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sees the head before and after an open vote could try its three values, were they digested bare."""
    written: list[object] = []
    record = audit.record

    def noted(actor: Any, action: Any, subject: str, details: object = None) -> None:
        written.append(details)
        record(actor, action, subject, details)

    monkeypatch.setattr(audit, "record", noted)
    with worlds.world(NOTHING):
        kept = set(db.session.scalars(select(AuditEntry.digest)))
        bare = {digest_of(details) for details in written if details is not None}
        db.session.rollback()
    assert (len(bare) > 20, bare & kept) == (True, set())


def standing_apart(one: list[float], other: list[float]) -> float:
    """The rank-sum statistic of Mann and Whitney in standard deviations from its mean (no ties among durations)."""
    ranked = sorted([(value, True) for value in one] + [(value, False) for value in other])
    total = sum(rank for rank, (_, first) in enumerate(ranked, start=1) if first)
    n, m = len(one), len(other)
    return (total - n * (n + m + 1) / 2) / math.sqrt(n * m * (n + m + 1) / 12)


def test_two_samples_that_differ_stand_apart() -> None:
    alike = [[float(number % 97 + number / 1000) for number in range(start, 400, 2)] for start in (0, 1)]
    slower = [value + 30 for value in alike[1]]
    assert (abs(standing_apart(*alike)) < SIGNIFICANT, abs(standing_apart(alike[0], slower)) > SIGNIFICANT) == (
        True,
        True,
    )


if LONG:

    def test_a_search_takes_as_long_for_what_is_hidden_as_for_what_is_not_there(worlds: Worlds) -> None:
        """An officer of another province looks for a cooperative there is, and for one there is not."""
        there, missing = WORDS
        with worlds.world(NOTHING):
            hidden = update(Organisation).where(Organisation.alliance_id == worlds.inhabited.cast.officer.alliance_id)
            with transaction():
                db.session.execute(hidden.values(name=f"Hợp tác xã {there}", name_fold=f"hop tac xa {there}"))
            client = browser(worlds, "stranger")
            took: dict[str, list[float]] = {there: [], missing: []}
            for word in [there, missing] * (PAIRS + 10):
                begun = time.process_time()
                client.get("/hop-tac-xa/", query_string={"q": word})
                took[word].append(time.process_time() - begun)
        assert [len(durations[10:]) for durations in took.values()] == [PAIRS, PAIRS]
        assert abs(standing_apart(took[there][10:], took[missing][10:])) < SIGNIFICANT
