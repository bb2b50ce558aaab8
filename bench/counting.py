"""Counting at the size of a season, from CSV files to the written result. Run: python -m bench.counting [--large]

Sizes: 3,000 entries x 7 judges x 20 criteria (420,000 marks), then the curve over 1,000, 10,000 and, with
--large, 100,000 entries. Each figure is a whole process with its peak memory. References in the same run:
reading the same file with the csv module and nothing else (the floor of plain Python), and
pandas with binary floating point (mean and rank only: no checks of marks, no working, not exact). Then the
digest of the largest published rulebook and one check of conditions, each beside hashing the same text.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from scoring.eligibility import check
from scoring.entry import Entry
from scoring.reading import canonical_json, digest, read_rulebook

ROOT = Path(__file__).resolve().parents[1]
JUDGES, CRITERIA, STEPS = 7, 20, 20
SEASON, CURVE, LARGE = 3_000, (1_000, 10_000), 100_000
LIMIT_SECONDS, LIMIT_MEGABYTES = 3.0, 400  # the goal at the size of a season; printed, not enforced: machines differ

CSV_ONLY = """
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.reader(file):
        pass
"""
PANDAS = """
import sys, pandas
marks = pandas.read_csv(sys.argv[1])
sheets = marks.groupby(["entry", "judge"])["mark"].sum()
totals = sheets.groupby("entry").mean().round(2)
totals.rank(method="min", ascending=False).to_csv(sys.argv[2])
"""
RULES = """
key = "speed"
award = "speed"
title = "Đo tốc độ"
edition = 1
status = "draft"
notice = "để đo tốc độ"
basis = ["dữ liệu mẫu"]
recuse_own_province = false
recuse_origin = "tự đặt"
max_total = { value = 100, origin = "tự đặt" }
rounding = { digits = 2, mode = "half_up", origin = "tự đặt" }

[ranking]
shared = "competition"
tie_breaks = [{ kind = "lot", seed = "speed", label = "Bốc thăm", origin = "tự đặt" }]

[[levels]]
key = "central"
label = "Trung ương"
aggregation = { method = "mean", minimum_sheets = 3, origin = "tự đặt" }
decision = { places = { value = 100, origin = "tự đặt" } }

[[variants]]
key = "all"
label = "Mọi hồ sơ"
sector_groups = ["agri"]
"""
CRITERION = """
[[variants.criteria]]
kind = "expert"
key = "C{number}"
label = "Tiêu chí {number}"
max_points = 5
step = 0.25
origin = "tự đặt"
scale_origin = "tự đặt"
"""


@dataclass(frozen=True)
class Run:
    """Seconds of one core, seconds from start to end, and the peak of resident memory of one process."""

    core: float
    elapsed: float
    megabytes: float


def write_tables(folder: Path, entries: int) -> None:
    """Rules, entries and sheets of invented cooperatives; the marks follow from a fixed sequence."""
    criteria = "".join(CRITERION.format(number=number) for number in range(1, CRITERIA + 1))
    (folder / "rules.toml").write_text(RULES + criteria, encoding="utf-8")
    with (folder / "entries.csv").open("w", encoding="utf-8") as file:
        file.write("entry,province,sector\n")
        file.writelines(f"HS-{entry:06d},Tỉnh {entry % 34},agri\n" for entry in range(entries))
    state = 20_260_411
    with (folder / "sheets.csv").open("w", encoding="utf-8") as file:
        file.write("entry,judge,criterion,mark\n")
        for entry in range(entries):
            for judge in range(1, JUDGES + 1):
                rows = []
                for criterion in range(1, CRITERIA + 1):
                    state = (state * 1_103_515_245 + 12_345) % 2**31
                    rows.append(f"HS-{entry:06d},{judge},C{criterion},{(state >> 8) % (STEPS + 1) / 4:g}\n")
                file.writelines(rows)


def run(arguments: Sequence[str]) -> Run:
    """One process from start to end."""
    begun = perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(sys.executable, [sys.executable, *arguments], {}, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{arguments} failed")
    return Run(usage.ru_utime + usage.ru_stime, perf_counter() - begun, usage.ru_maxrss / 1024)


def repeated(arguments: Sequence[str], times: int) -> Run:
    """The run of median cost among several."""
    runs = sorted((run(arguments) for _ in range(times)), key=lambda one: one.core)
    return runs[len(runs) // 2]


def measure(entries: int, times: int) -> None:
    """Ours and both references over the same files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(folder, entries)
        rules, table, sheets = (str(folder / part) for part in ("rules.toml", "entries.csv", "sheets.csv"))
        out = str(folder / "result.json")
        ours = repeated(["-m", "scoring", "count", rules, "--entries", table, "--sheets", sheets, "--out", out], times)
        floor = repeated(["-c", CSV_ONLY, sheets], times)
        frames = repeated(["-c", PANDAS, sheets, out], times)
    marks = entries * JUDGES * CRITERIA
    print(
        f"{entries:>8,} {marks:>11,} {ours.core:>7.2f} {ours.elapsed:>8.2f} {ours.megabytes:>7.0f}"
        f" {ours.core / marks * 1e6:>9.2f} {floor.core:>9.2f} {ours.core / floor.core:>7.1f}"
        f" {frames.core:>8.2f} {frames.megabytes:>7.0f} {ours.core / frames.core:>7.1f}"
    )


def timed(act: Callable[[], object], times: int = 50) -> float:
    """Milliseconds of one act, the median of several."""
    lengths = []
    for _ in range(times):
        begun = perf_counter()
        act()
        lengths.append(perf_counter() - begun)
    return median(lengths) * 1000


def measure_small_acts() -> None:
    """The digest of a rulebook and one check of conditions, beside SHA-256 of the same text."""
    rulebook = read_rulebook((ROOT / "scoring/published/coopstar-2026.toml").read_text(encoding="utf-8"))
    text = canonical_json(rulebook)
    entry = Entry(code="HS-1", variant=rulebook.variants[0].key, province="Cà Mau")
    hashing = timed(lambda: hashlib.sha256(text.encode()).hexdigest())
    for name, act in (("digest", lambda: digest(rulebook)), ("conditions", lambda: check(rulebook, entry))):
        taken = timed(act)
        print(f"{name:<12} {taken:.3f} ms; SHA-256 of the {len(text):,} letters alone {hashing:.3f} ms")


def main(arguments: Sequence[str]) -> int:
    """Print the tables."""
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores")
    print(" entries       marks    core  elapsed      MB   µs/mark  csv only   ratio   pandas      MB   ratio")
    measure(SEASON, 3)
    print(f"  goal at {SEASON:,} entries: {LIMIT_SECONDS:g} s elapsed, {LIMIT_MEGABYTES} MB")
    for entries in (*CURVE, *((LARGE,) if "--large" in arguments else ())):
        measure(entries, 1 if entries == LARGE else 3)
    measure_small_acts()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
