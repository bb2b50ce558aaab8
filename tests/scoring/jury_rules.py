"""Rulebooks made anew from a number, of every kind of rule: what the juries of juries.py judge by.

Limits and scales are coarse, so that figures exactly on a limit are common. Nothing here is a real
award's: every number is "tự đặt".
"""

from __future__ import annotations

from random import Random
from typing import Any

Table = dict[str, Any]
OURS = {"origin": "tự đặt"}
CLAUSE = {"clause": "Điều mẫu", "origin": "tự đặt"}
HONOURS, CERTIFICATES = ("none", "province", "state"), ("organic", "safe", "export")
REVENUES = (-10, 0, 50, 100, 100, 101, 150, 200)
PROVINCES, SECTORS = ("Cà Mau", "Lào Cai", "Huế"), ("crop", "fish", "")
SERVED = {"agri": ["crop", "p"], "fund": ["fish", "q"]}
GROUPS = ("experts", "council")
FIGURES: list[Table] = [
    {"key": "revenue", "label": "Doanh thu", "kind": "series", "unit": "đồng"},
    {"key": "costs", "label": "Chi phí", "kind": "series", "unit": "đồng"},
    {"key": "staff", "label": "Lao động", "kind": "number", "unit": "người"},
    {"key": "honour", "label": "Khen thưởng", "kind": "choice", "options": [{"key": k, "label": k} for k in HONOURS]},
    {
        "key": "certificates",
        "label": "Chứng nhận",
        "kind": "set",
        "options": [{"key": k, "label": k} for k in CERTIFICATES],
    },
    {"key": "law", "label": "Chấp hành pháp luật", "kind": "flag"},
    {"key": "inquiry", "label": "Đang bị thanh tra", "kind": "flag"},
]
PAPERS: list[Table] = [
    {"key": "form", "label": "Bản đăng ký", "required": True, **CLAUSE},
    {"key": "audit", "label": "Báo cáo kiểm toán", "required": False, "dated": True, **CLAUSE},
]


def a_rulebook(random: Random) -> Table:
    """A valid rulebook as a table, some of its parts absent so that defaults are met too."""
    maxima = [random.choice((2, 4, 6, 10, 12)) for _ in range(random.choice((1, 1, 2, 3)))]
    levels = [_level(random, "centre", sum(maxima))]
    levels[0]["decision"] |= random.choice(({}, {}, {}, {"purpose": "classify"}))
    if random.random() < 0.3:
        levels.insert(0, _level(random, "province", sum(maxima)) | {"key": "province"})
        levels[0]["decision"]["purpose"] = "forward"
    selective = any({"places", "limits", "tiers"} & level["decision"].keys() for level in levels)
    balloted = any("approval" in level.get("meeting", {}) for level in levels)
    rules: Table = {
        "key": "mau",
        "award": "coopstar",
        "title": "Thể lệ mẫu",
        "edition": 1,
        "status": "draft",
        "notice": "dữ liệu mẫu",
        "basis": ["Dữ liệu mẫu để thử phần mềm"],
        "figures": FIGURES,
        "papers": PAPERS,
        "max_total": {"value": sum(maxima), **OURS},
        "recuse_own_province": False,
        "recuse_origin": "tự đặt",
        "rounding": {"digits": random.randrange(4), "mode": random.choice(("half_up", "half_even")), **OURS},
        "ranking": {
            "shared": random.choice(("competition", "dense")),
            "tie_breaks": _tie_breaks(random, len(maxima), selective=selective, balloted=balloted),
        },
        "levels": levels,
        "variants": [_variant(random, "agri", maxima), _variant(random, "fund", maxima)],
    }
    if random.random() < 0.3:
        rules["bonus_above_max"] = True
    return rules


def judged_only(rules: Table) -> Table:
    """The same rules where every point is a judge's, in steps of one half, and only the order matters."""
    for variant in rules["variants"]:
        variant.pop("adjustments", None)
        points = [root["max_points"] for root in variant["criteria"]]
        variant["criteria"] = [_root(index, one) | _scale_of_halves() for index, one in enumerate(points)]
    for level in rules["levels"]:
        level.pop("spread", None)
    return rules


def _root(index: int, points: int) -> Table:
    key = chr(ord("A") + index)
    return {"key": key, "label": key, "max_points": points, **OURS}


def _scale_of_halves() -> Table:
    return {"kind": "expert", "scale_origin": "tự đặt", "step": "1/2"}


def a_level_key(random: Random, rules: Table) -> str | None:
    """A level to count, or None for the last."""
    return random.choice((None, *(level["key"] for level in rules["levels"])))


def _variant(random: Random, key: str, maxima: list[int]) -> Table:
    roots = [_criterion(random, chr(ord("A") + index), points, 2) for index, points in enumerate(maxima)]
    conditions = [_condition(random, f"E{index}", 2) for index in range(random.choice((0, 0, 0, 1, 2)))]
    variant: Table = {
        "key": key,
        "label": key,
        "sector_groups": SERVED[key],
        "criteria": roots,
        "eligibility": conditions,
    }
    if random.random() < 0.4:
        variant["adjustments"] = [_adjustment(random, f"X{index}") for index in range(random.randint(1, 2))]
    return variant


def _criterion(random: Random, key: str, points: int, depth: int) -> Table:
    """A criterion of any kind with that maximum; more often than not one that judges mark."""
    criterion: Table = {"key": key, "label": key, "max_points": points, **OURS}
    if random.random() < 0.1:
        criterion["minimum"] = random.choice(("1/2", 1, points))
    if depth and points > 1 and random.random() < 0.35:
        parts = [points // 2, points - points // 2]
        children = [_criterion(random, f"{key}{index}", part, depth - 1) for index, part in enumerate(parts)]
        return criterion | {"kind": "group", "children": children}
    kinds = ("banded", "ratio", "growth", "lookup", "checklist", "boolean", *["expert"] * 7)
    return criterion | {"scale_origin": "tự đặt"} | _scale(random, random.choice(kinds), points)


def _scale(random: Random, kind: str, points: int) -> Table:
    half = f"{points}/2"
    options = [0, half, points]
    random.shuffle(options)
    answers = [{"option": option, "points": one} for option, one in zip(HONOURS, options, strict=True)]
    items = [{"option": option, "points": one} for option, one in zip(CERTIFICATES, options, strict=True)]
    bands = [
        {"upper": 100, "points": 0},
        {"lower": 100, "upper": 150, "points": half},
        {"lower": 150, "points": points},
    ]
    measured: Table = {"bands": bands} if random.random() < 0.5 else {"full_at": random.choice((50, 70, "200"))}
    kinds: dict[str, Table] = {
        "expert": {"step": random.choice(("1/4", "1/2", 1, 1, points, f"{points}/3"))},
        "banded": {"figure": "revenue", "year_offset": random.choice((0, -1)), "bands": bands},
        "ratio": {"part": "revenue", "whole": "costs", "percent": random.random() < 0.6, **measured},
        "growth": {"figure": "revenue", "years": random.choice((1, 2)), **measured},
        "lookup": {"figure": "honour", "points": answers}
        if random.random() < 0.5
        else {"figure": "certificates", "points": items},
        "checklist": {"figure": "certificates", "points": items},
        "boolean": {"figure": "law", "when": random.random() < 0.7},
    }
    return {"kind": kind, **kinds[kind]}


def _adjustment(random: Random, key: str) -> Table:
    """A bonus or penalty; its cap is often lower than what the items add up to."""
    shapes: tuple[Table, ...] = (
        {"figure": "inquiry", "yes_points": random.choice((0, 1, 3))},
        {
            "figure": "certificates",
            "points": [{"option": one, "points": random.choice((0, 1, 2))} for one in CERTIFICATES],
        },
        {"figure": "honour", "points": [{"option": one, "points": random.choice((0, "1/3", 2))} for one in HONOURS]},
    )
    kind = random.choice(("bonus", "penalty"))
    return {"kind": kind, "key": key, "label": key, "cap": random.choice((1, 2, 30)), **CLAUSE} | random.choice(shapes)


def _condition(random: Random, key: str, depth: int) -> Table:
    """A condition of any kind."""
    own: Table = {"key": key, "label": key, **CLAUSE}
    if random.random() < 0.5:
        own["waivable"] = True
    if depth and random.random() < 0.4:
        inner = [_condition(random, f"{key}-{index}", depth - 1) for index in range(2)]
        return own | {"kind": random.choice(("any_of", "all_of")), "conditions": inner}
    paper: Table = {"kind": "paper", "paper": random.choice(("form", "audit"))}
    if paper["paper"] == "audit":
        paper |= random.choice(({}, {"valid_on": "2026-02-28"}, {"issued_from": "2025-01-01"}))
        paper |= random.choice(({}, {"valid_on": "2025-01-01"}))
    operator, limit = random.choice((">=", ">", "<=", "<")), random.choice((0, 100, "151/2"))
    shapes: tuple[Table, ...] = (
        {"kind": "threshold", "figure": "revenue", "operator": operator, "limit": limit, "unit": "đồng"},
        {"kind": "threshold", "figure": "staff", "operator": operator, "limit": 100, "unit": "người"},
        {"kind": "increasing", "figure": "revenue", "years": random.choice((2, 3)), "years_origin": "tự đặt"},
        {"kind": "flag", "figure": "law"},
        {"kind": "hold", "figure": "inquiry"},
        {"kind": "choice_in", "figure": "honour", "options": ["province", "state"]},
        {"kind": "choice_in", "figure": "certificates", "options": ["organic"]},
        {"kind": "repeat", "of": random.choice(("nominee", "product"))} | random.choice(({}, {"seasons": 2})),
        paper,
    )
    return own | random.choice(shapes)


def _level(random: Random, key: str, most: int) -> Table:
    level: Table = {"key": key, "label": key, "aggregation": _aggregation(random), "decision": _decision(random, most)}
    if random.random() < 0.3:
        level["spread"] = {"limit": random.choice((1, 2, "5/2")), "rounds": random.choice((2, 3)), **CLAUSE}
    if random.random() < 0.6:
        level["meeting"] = _meeting(random)
    return level


def _aggregation(random: Random) -> Table:
    method = random.choice(("mean", "mean", "trimmed_mean", "median"))
    trim = random.choice((1, 1, 2))
    least = random.choice((1, 1, 2)) + (2 * trim if method == "trimmed_mean" else 0)
    rule: Table = {"method": method, "over": random.choice(("sheet", "criterion")), "minimum_sheets": least, **OURS}
    if method == "trimmed_mean":
        rule["trim"] = trim
    if random.random() < 0.3:
        least = 1 + (2 * trim if method == "trimmed_mean" else 0)
        weights = random.choice((("3/5", "2/5"), ("1/3", "2/3")))
        rule["member_groups"] = [
            {"key": group, "label": group, "weight": weight, "minimum_sheets": least, **OURS}
            for group, weight in zip(GROUPS, weights, strict=True)
        ]
    return rule


def _ballot(random: Random) -> Table:
    ballot: Table = {
        "kind": "yes_no",
        "secret": random.random() < 0.3,
        "threshold": random.choice(("1/2", "1/2", "2/3", "3/4")),
        "strictly": random.random() < 0.5,
        "denominator": random.choice(("all", "present", "valid")),
        "written_opinions": random.random() < 0.5,
        **CLAUSE,
    }
    return ballot | {"chair_casts": not ballot["secret"] and random.random() < 0.5}


def _meeting(random: Random) -> Table:
    quorum = {"fraction": random.choice(("1/2", "2/3", "3/4")), "chair_required": random.random() < 0.5}
    meeting: Table = {"quorum": quorum | {"recused": random.choice(("out", "counted")), **CLAUSE}}
    if random.random() < 0.8:
        meeting["approval"] = _ballot(random)
        if random.random() < 0.3:
            meeting["approval"] |= {"kind": "approve_k", "most": random.randint(1, 3)}
    if random.random() < 0.5:
        meeting["departures"] = _ballot(random)
    return meeting


def _decision(random: Random, most: int) -> Table:
    rule: Table = {"tier_scope": random.choice(("chosen", "ranked")), "waiting_list": random.randrange(3)}
    if random.random() < 0.5:
        rule["floor"] = {"value": random.choice((0, f"{most}/2", 1)), **OURS}
    if random.random() < 0.7:
        rule["places"] = {"value": random.randint(1, 5), **OURS}
        if random.random() < 0.4 and rule["places"]["value"] > 1:
            rule["limits"] = _targets(random, rule["places"]["value"])
            rule["unfilled"] = random.choice(("ranking", "empty"))
    if random.random() < 0.4:
        by = random.choice(("province", "sector", "variant", "owner"))
        each = {"kind": "cap", "by": by, "count": random.randint(1, 2), **CLAUSE}
        one = {"kind": "cap", "by": "province", "value": "Huế", "count": 1, **CLAUSE}
        rule["limits"] = rule.get("limits", []) + random.choice(([each], [one], [each, one]))
    if random.random() < 0.5:
        counts: tuple[Table, Table] = random.choice((({}, {}), ({"count": 1}, {}), ({"count": 1}, {"count": 2})))
        lower = (f"{3 * most}/4", f"{most}/2")
        tiers = zip("AB", lower, counts, strict=True)
        rule["tiers"] = [{"key": key, "label": key, "lower": low, **more, **OURS} for key, low, more in tiers]
    return rule


def _targets(random: Random, places: int) -> list[Table]:
    by, values = random.choice((("province", PROVINCES), ("sector", SECTORS), ("product_group", ("p", "q"))))
    first = random.randint(1, places - 1)
    counts = zip(values[:2], (first, places - first), strict=True)
    return [{"kind": "target", "by": by, "value": value, "count": number, **CLAUSE} for value, number in counts]


def _tie_breaks(random: Random, roots: int, *, selective: bool, balloted: bool) -> list[Table]:
    steps: list[Table] = [{"kind": "criterion", "criterion": chr(ord("A") + index)} for index in range(roots)]
    steps += [{"kind": "median"}, *([{"kind": "votes"}] if balloted else [])]
    chosen = random.sample(steps, random.randrange(3))
    finals: list[Table] = [{"kind": "lot", "seed": "hạt giống mẫu"}, {"kind": "chair"}]
    if selective or random.random() < 0.5:
        chosen.append(random.choice(finals))
    return [step | {"label": f"Bước {step['kind']} {step.get('criterion', '')}".strip(), **OURS} for step in chosen]
