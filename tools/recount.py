"""Recount an exported result without the system's own code: `python tools/recount.py record.json`.

Plain Python, nothing installed. Written apart from the package `scoring`, after the rules printed in the record and
docs/record.md: two programs must agree. Exit code 0: agrees; 1: differs; 2: no file."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from fractions import Fraction
from itertools import groupby, pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any

Table = dict[str, Any]
FORMAT, NUMBER = "awards-record/2", re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,12}|/[1-9][0-9]{0,59})?")
DIGESTS = "rulebook:thể lệ; entries:số liệu hồ sơ; sheets:phiếu chấm; votes:phiếu biểu quyết; record:toàn bản ghi"
WORDS = """variant:bảng tiêu chí; province:tỉnh, thành phố; eligibility:điều kiện; sheets:số phiếu; round:vòng chấm; \
spread:chênh lệch điểm; base:tổng điểm của bảng; total:tổng điểm chính xác; printed_total:tổng điểm; tier:hạng; \
knocked_out:điểm liệt; rank:thứ hạng; outcome:kết quả; tie_step:bước phân định; waiting:thứ tự dự bị; \
motion:đề nghị làm khác thứ hạng; conditions:điều kiện; criteria:điểm tiêu chí; adjustments:điểm cộng, trừ; \
shares:phiếu; ballot:kiểm phiếu"""
SLIPS, OTHERS = ("yes", "no", "blank", "invalid"), ("written_yes", "written_no", "absent", "recused")
RULED, ZERO = {"approve": "approval", "add": "departures", "remove": "departures"}, Fraction(0)
UNDECIDED, ENDLESS = ("ballot", "motion", "rank", "tie_step", "tier", "waiting", "_seated"), sys.maxsize


def exact(text: str) -> Fraction:
    if not NUMBER.fullmatch(text):
        raise ValueError(f"“{text}” không phải là số.")
    return Fraction(text)


def flattened(tables: list[Table], below: str) -> list[Table]:
    return [one for table in tables for one in (table, *flattened(table.get(below, []), below))]


def number(entry: Table, figure: str, offset: int) -> Any:
    written = entry["series"].get(figure, {}).get(str(offset))
    return None if written is None else exact(written)


def judge(rule: Table, entry: Table, found: dict[str, str]) -> str:
    """pass, fail, unknown or on_hold; waived where it is not met but was set aside. Noted in `found`."""
    kind, key, figure, otherwise = rule["kind"], rule["key"], rule.get("figure", ""), "fail"
    if kind in ("all_of", "any_of"):
        inner, every = [judge(one, entry, found) for one in rule["conditions"]], kind == "all_of"
        order = ("fail", "unknown", "on_hold", "pass") if every else ("pass", "waived", "unknown", "on_hold", "fail")
        otherwise = next((one for one in order if one in inner), "pass").replace("waived", "pass")
        met: Any = otherwise == "pass"  # None where that is not known
    elif kind == "threshold":
        value, limit = number(entry, figure, rule.get("year_offset", 0)), exact(rule["limit"])
        sides = {">=": (0, 1), ">": (1,), "<=": (0, -1), "<": (-1,)}[rule["operator"]]
        met = None if value is None else (value > limit) - (value < limit) in sides
    elif kind == "increasing":
        values = [number(entry, figure, -ago) for ago in range(range(11)[rule["years"]])]
        met = None if None in values else all(now > before for now, before in pairwise(values))
    elif kind == "repeat":
        past = entry["past_honours"].get(rule["of"])
        met = None if past is None else all(ago > rule.get("seasons", ENDLESS) for ago in past)
    elif kind == "choice_in":
        given = entry["sets"].get(figure)
        met = None if given is None else any(one in rule["options"] for one in given)
    elif kind == "paper":
        paper, since, day = entry["papers"].get(rule["paper"]), rule.get("issued_from", ""), rule.get("valid_on", "")
        issued, last = (paper["issued"], paper["expires"] or "9999") if paper else ("", "")
        young = None if issued is None and last >= day else since <= (issued or "") <= (day or "9999") and day <= last
        met = paper is not None and (young if since or day else True)
    else:
        met, otherwise = entry["flags"].get(figure), {"flag": "fail", "hold": "on_hold"}[kind]
        met = met if met is None or kind == "flag" else not met
    outcome = "unknown" if met is None else "pass" if met else otherwise
    found[key] = "waived" if outcome != "pass" and key in entry["waivers"] else outcome
    return found[key]


def computed(rule: Table, entry: Table) -> Fraction:
    """Points no judge gives, of a criterion or beside the table; what is not known, or not divided, gives none."""
    kind, figure, offset = rule["kind"], rule.get("figure", ""), rule.get("year_offset", 0)
    full = exact(rule["cap"] if kind in ("bonus", "penalty") else rule["max_points"])
    if kind == "boolean":
        return full if entry["flags"].get(figure) is rule.get("when", True) else ZERO
    if kind in ("lookup", "checklist", "bonus", "penalty"):
        items = entry["sets"].get(figure, ())
        given = [exact(one["points"]) for one in rule.get("points", ()) if one["option"] in items]
        given += [exact(rule["yes_points"])] if "yes_points" in rule and entry["flags"].get(figure) else []
        if kind == "lookup":
            return max(given, default=ZERO)
        return min(sum(given, ZERO), full) * (-1 if kind == "penalty" else 1)
    value = number(entry, rule["part"] if kind == "ratio" else figure, offset)
    if kind in ("ratio", "growth"):
        under = number(entry, *((rule["whole"], offset) if kind == "ratio" else (figure, -rule.get("years", 1))))
        if value is None or under is None or under <= 0:
            return ZERO
        value = (value - (under if kind == "growth" else 0)) / under * (100 if rule.get("percent", True) else 1)
    if "full_at" in rule:
        return full * max(ZERO, min(Fraction(1), Fraction(value) / exact(rule["full_at"])))
    for band in rule["bands"] if value is not None else []:
        if "upper" not in band or value < exact(band["upper"]):
            return exact(band["points"])
    return ZERO


def read_sheet(sheet: Table, judged: list[Table], groups: list[Table]) -> Table:
    """A sheet with its marks in the table's order; `marks` is None when it gives no points."""
    given = {key: exact(mark) for key, mark in sheet["marks"].items() if mark is not None}
    limits = {one["key"]: (exact(one["max_points"]), exact(one["step"])) for one in judged}
    away = {True: True, False: False}[sheet["abstained"]]
    wrong = bool(groups) and sheet["group"] not in [group["key"] for group in groups]
    for key in [] if away else sheet["marks"]:
        mark, (most, step) = given.get(key, ZERO), limits.get(key, (-1, 1))
        wrong = wrong or not 0 <= mark <= most or mark % step != 0
    if wrong:
        raise ValueError(f"Phiếu của giám khảo số {sheet['judge']} cho hồ sơ {sheet['entry']} không hợp lệ.")
    marks = None if away or limits.keys() - given else [given[key] for key in limits]
    use = "abstained" if away else "incomplete" if marks is None else "counted"
    return sheet | {"use": use, "marks": marks, "total": None if marks is None else sum(marks, ZERO)}


def points_of(rule: Table, sheets: list[Table], width: int) -> list[Fraction]:
    """The points per judged criterion; member groups by weight, that of a group without sheets falls to the others."""
    groups = rule.get("member_groups", ())
    own = [(exact(one["weight"]), [sheet for sheet in sheets if sheet["group"] == one["key"]]) for one in groups]
    points, whole = [ZERO] * width, ZERO
    for weight, some in [(weight, some) for weight, some in own or [(Fraction(1), sheets)] if some]:
        most, by_criterion = (len(some) - 1) // 2, rule.get("over", "sheet") == "criterion"
        off = {"mean": 0, "trimmed_mean": min(rule.get("trim", 0), most), "median": most}[rule["method"]]
        kept = slice(off, len(some) - off)  # of too few to trim the one or two in the middle
        totals = sorted(one["total"] for one in some)  # equal ones at the cut all count, each in part
        part = {one: 1 if by_criterion else Fraction(totals[kept].count(one), totals.count(one)) for one in totals}
        columns = zip(*([part[one["total"]] * mark for mark in one["marks"]] for one in some), strict=True)
        means = [mean(sorted(one)[kept]) if by_criterion else sum(one, ZERO) / len(totals[kept]) for one in columns]
        for one in some:
            one["use"] = "counted" if part[one["total"]] == 1 else "shared" if part[one["total"]] else "dropped"
        points, whole = [old + weight * new for old, new in zip(points, means, strict=True)], whole + weight
    return [point / (whole or 1) for point in points]


def count_entry(rules: Table, level: Table, entry: Table, sheets: list[Table]) -> Table:
    """Everything about one entry that does not need the others. Its outcome is "" when it is to be ranked."""
    entry = entry | {"sets": {key: [one] for key, one in entry["choices"].items()} | entry["sets"]}
    variant = {one["key"]: one for one in rules["variants"]}[entry["variant"]]
    rule, tree = level["aggregation"], flattened(variant["criteria"], "children")
    judged, groups = [one for one in tree if one["kind"] == "expert"], rule.get("member_groups", [])
    read = [read_sheet(sheet, judged, groups) for sheet in sheets]
    apart = level.get("spread", {"limit": "0", "rounds": 1})
    turns, spread, wide = sorted({sheet["round"] for sheet in read}) or [1], None, True
    for place, last in enumerate(turns, start=1):
        if not wide or place != last or last > apart.get("rounds", 2):
            raise ValueError(f"Hồ sơ {entry['code']} có phiếu của vòng {last} mà thể lệ không cho chấm lại.")
        totals = [sheet["total"] for sheet in read if sheet["round"] == last and sheet["total"] is not None]
        spread = max(totals) - min(totals) if totals else None
        wide = spread is not None and spread > exact(apart["limit"])
    complete = [sheet for sheet in read if sheet["round"] == last and sheet["marks"] is not None]
    points = dict(zip([one["key"] for one in judged], points_of(rule, complete, len(judged)), strict=True))
    for one in reversed(tree):
        if one["kind"] == "group":
            points[one["key"]] = sum((points[child["key"]] for child in one["children"]), ZERO)
        elif one["kind"] != "expert":
            points[one["key"]] = computed(one, entry)
    changes = {one["key"]: computed(one, entry) for one in variant.get("adjustments", [])}
    base = sum((points[root["key"]] for root in variant["criteria"]), ZERO)
    total = base + sum(changes.values(), ZERO)
    total = max(ZERO, total if rules.get("bonus_above_max") else min(total, exact(rules["max_total"]["value"])))
    digits, mode = range(7)[rules["rounding"]["digits"]], rules["rounding"]["mode"]  # no broken one counts for ever
    whole = {"half_up": (total * 10**digits + Fraction(1, 2)) // 1, "half_even": round(total * 10**digits)}[mode]
    text = f"{whole:0{digits + 1}d}"
    out = [one["key"] for one in tree if "minimum" in one and points[one["key"]] < exact(one["minimum"])]
    conditions, found = variant.get("eligibility", []), dict[str, str]()
    state = judge({"kind": "all_of", "key": "", "conditions": conditions}, entry, found)
    may = {one["key"] for one in flattened(conditions, "conditions") if one.get("waivable") or one["kind"] == "hold"}
    if not may.issuperset(entry["waivers"]):
        raise ValueError(f"Hồ sơ {entry['code']}: có điều kiện được miễn mà thể lệ không cho miễn.")
    in_group = Counter(sheet["group"] for sheet in complete)
    few = any(in_group[group["key"]] < group.get("minimum_sheets", 1) for group in groups)
    few = few or len(complete) < rule["minimum_sheets"]
    barred = "not_counted" if few else "knocked_out" if out else ""
    barred = "needs_discussion" if wide and last < apart.get("rounds", 2) else barred
    for sheet in read:
        sheet["use"] = sheet["use"] if sheet["round"] == last else "superseded"
    row = {name: entry[name] for name in ("variant", "province")} | {"entry": entry["code"], "eligibility": state}
    row |= {"outcome": {"pass": barred, "fail": "ineligible"}.get(state, state), "sheets": len(complete), "round": last}
    row |= {"spread": spread, "conditions": {key: found[key] for key in found if key}, "criteria": points, "base": base}
    row |= {"printed_total": f"{text[:-digits]}.{text[-digits:]}" if digits else text, "total": total}
    row |= {"shares": [{name: sheet[name] for name in ("judge", "round", "total", "use")} for sheet in read]}
    row |= dict.fromkeys(UNDECIDED) | {"knocked_out": out[0] if out else None, "_chair": ENDLESS}
    return row | {"_median": median(totals or [ZERO]), "_traits": entry["traits"] | entry, "adjustments": changes}


def count_ballot(rule: Table, quorum: Table, votes: dict[str, str], overfull: set[str]) -> Table:
    """One motion on one entry. A slip that names too many is invalid; a written opinion counts where it may."""
    slips = {who: vote for who, vote in votes.items() if vote in SLIPS}
    written = {who: vote[8:] for who, vote in votes.items() if rule.get("written_opinions") and vote[:8] == "written_"}
    said = {who: "invalid" if who in overfull else vote for who, vote in (slips | written).items()}
    yes, no = (list(said.values()).count(vote) for vote in ("yes", "no"))
    chair, recused = votes.get("chair"), list(votes.values()).count("recused")
    members = len(votes) - (recused if quorum["recused"] == "out" else 0)
    whole = {"all": members, "present": len(said), "valid": yes + no}[rule["denominator"]]
    seated = chair in (*SLIPS, "recused") or (rule["secret"] and chair is None) or not quorum["chair_required"]
    quorate = seated and members > 0 and Fraction(len(slips), members) >= exact(quorum["fraction"])
    share, least = Fraction(yes, whole or 1), exact(rule["threshold"])
    passed = whole > 0 and (share > least or (share == least and not rule.get("strictly")))
    casts = rule.get("chair_casts", False) and yes == no > 0 and chair in ("yes", "no") and "chair" not in overfull
    row = {"members": members, "present": len(slips), "recused": recused, "written": len(written), "yes": yes, "no": no}
    row |= {"invalid": list(said.values()).count("invalid"), "denominator": whole, "quorate": quorate}
    return row | {"passed": quorate and (chair == "yes" if casts else passed), "chair_decided": casts}


def count_votes(meeting: Table, votes: list[Table], rows: dict[str, Table]) -> None:
    read: dict[str, dict[str, dict[str, str]]] = {"approve": {}}
    for motion, code, who, vote in ([row[it] for it in ("motion", "entry", "voter", "vote")] for row in votes):
        kind, _, reason = motion.partition(":")
        fits = vote in (*SLIPS, *OTHERS) and RULED.get(kind) in meeting and (kind != "approve" or motion == kind)
        fits = who == "chair" and 0 < int(vote) <= 10**6 if kind == "order" else fits
        slips = read.setdefault(kind if kind == "order" else motion, {}).setdefault(code, {})
        moved = [other for other in read if RULED.get(other.partition(":")[0]) == "departures" and code in read[other]]
        if code not in rows or not fits or who in slips or len(moved) > 1 or not (reason.strip() or kind == "approve"):
            raise ValueError(f"Phiếu của “{who}” cho hồ sơ {code} ({motion}: {vote}) không hợp lệ hoặc bị trùng.")
        slips[who] = vote
    ballots, most, overfull = read["approve"], meeting.get("approval", {}).get("most"), set[str]()
    if most is not None and ballots:  # a slip that names some has its no for the others, or what else it is
        said = sorted((vote != "recused", code, who, vote) for code in ballots for who, vote in ballots[code].items())
        yes = Counter(who for _, _, who, vote in said if vote.endswith("yes"))
        overfull = {who for who, times in yes.items() if times > most}
        other = {"yes": "no", "written_yes": "written_no", "recused": "no"}
        silent = {who: other.get(vote, vote) for _, _, who, vote in said}
        ballots = {code: silent | ballots.get(code, {}) for code in rows}
    for code, slips in ballots.items():
        rows[code]["ballot"] = count_ballot(meeting["approval"], meeting["quorum"], slips, overfull)
    for motion, code, slips in ((one, code, slips) for one in read for code, slips in read[one].items()):
        kind, _, reason = motion.partition(":")
        if kind == "order":
            rows[code]["_chair"] = int(slips["chair"])
        elif kind != "approve" and count_ballot(meeting["departures"], meeting["quorum"], slips, set())["passed"]:
            rows[code]["motion"] = None if rows[code]["outcome"] else f"{kind}: {reason.strip()}"


def rank_all(ranking: Table, rows: list[Table]) -> list[Table]:
    """Best first: by printed total, then by the steps; equals share a rank. The chair's unnamed follow the named."""
    steps, rank = ranking.get("tie_breaks", []), 0
    for row in rows:
        keys = {"votes": -(row["ballot"] or {"yes": 0})["yes"], "median": -row["_median"], "chair": row["_chair"]}
        row["_key"] = [-exact(row["printed_total"])]
        for step in steps:
            keys["lot"] = hashlib.sha256(f"{step.get('seed')}:{row['entry']}".encode()).hexdigest()
            keys["criterion"] = -row["criteria"].get(step.get("criterion"), ZERO)
            row["_key"].append(keys[step["kind"]])
    rows = sorted(rows, key=lambda row: (row["_key"], row["entry"]))
    pairs = [zip(one["_key"], two["_key"], strict=True) for one, two in pairwise(rows)]
    parted = [next((place for place, (a, b) in enumerate(pair) if a != b), len(steps)) for pair in pairs]
    for index, row in enumerate(rows):
        if index == 0 or row["_key"] != rows[index - 1]["_key"]:
            rank = rank + 1 if ranking["shared"] == "dense" else index + 1
        latest = max(parted[max(index - 1, 0) : index + 1], default=0)
        row |= {"rank": rank, "tie_step": steps[latest - 1]["label"] if latest else None}
    return rows


def seat_all(rule: Table, able: list[Table]) -> None:
    """Who gets a place: the added, then the targets, then the ranking; a cap is never exceeded."""
    left, limits, taken = rule.get("places", {}).get("value", ENDLESS), rule.get("limits", []), Counter[Any]()
    targets, caps = ([one for one in limits if one["kind"] == kind] for kind in ("target", "cap"))
    room: dict[Any, int] = {}
    for row in able:
        met = [(one, row["_traits"].get(one["by"])) for one in caps]
        own = [(one, (one["by"], to)) for one, to in met if to and one.get("value", to) == to]
        row["_caps"] = {kind for _, kind in own}
        room |= {kind: min(one["count"], room.get(kind, ENDLESS)) for one, kind in own}
    added = [row for row in able if (row["motion"] or "").startswith("add:")]
    kept = [[row for row in able if row["_traits"].get(one["by"], "") == one["value"]] for one in targets]
    for target, rows in zip([None, *targets, None], [added, *kept, able], strict=True):
        if rows is able and rule.get("unfilled") == "empty":
            left -= sum(max(0, one["count"] - taken[one["by"], one["value"]]) for one in targets)
        for row in rows:
            is_full = left <= 0 or (target and taken[target["by"], target["value"]] >= target["count"])
            if not (is_full or row["_seated"] or any(taken[kind] >= room[kind] for kind in row["_caps"])):
                row["_seated"], left = True, left - 1
                taken.update({(by, row["_traits"].get(by, "")) for by in {one["by"] for one in limits}})
    for row in [row for row in able if any(taken[kind] >= room[kind] for kind in row["_caps"])]:
        row["outcome"] = row["outcome"] if row["_seated"] else "over_cap"


def decide(level: Table, ranked: list[Table]) -> None:
    rule, ballot = level["decision"], level.get("meeting", {}).get("approval")
    chosen = {"honour": "honoured", "forward": "forwarded", "classify": "classified"}[rule.get("purpose", "honour")]
    for row in ranked:
        voted, moved = row["ballot"] or {"quorate": False, "passed": False}, row["motion"] or ""
        agreed = chosen if ballot is None or voted["passed"] else "not_approved" if voted["quorate"] else "proposed"
        low = "floor" in rule and exact(row["printed_total"]) < exact(rule["floor"]["value"])
        row["outcome"] = "below_floor" if low else "removed" if moved.startswith("remove:") else agreed
    able = [row for row in ranked if row["outcome"] in (chosen, "proposed")]
    seat_all(rule, able)
    left = [row for row in able if not row["_seated"] and row["outcome"] != "over_cap"]
    for place, row in enumerate(left, start=1):
        row["outcome"] = "not_forwarded" if chosen == "forwarded" else "not_honoured"
        if place <= rule.get("waiting_list", 0):
            row.update(outcome="waiting", waiting=place)
    for _, group in groupby(able, lambda row: row["rank"]):
        equals = [row for row in group if not (row["motion"] or "").startswith("add:")]  # rivals wait for the chair
        rivals = [row for row in equals if row["outcome"] != "over_cap"]
        under = set[Any]().union(*(row["_caps"] for row in rivals if row["_seated"]))
        barred = [row for row in equals if row["outcome"] == "over_cap" and row["_caps"] & under]
        fates = {"" if row["_seated"] else row["outcome"] for row in rivals}
        if len(fates) < 2 and not (len(rivals) > 1 and "waiting" in fates):
            rivals = [row for row in rivals if row["_seated"] and any(row["_caps"] & one["_caps"] for one in barred)]
        for row in rivals + barred:
            row.update(outcome="awaiting_chair", waiting=None, _seated=False)
    tiers, given = rule.get("tiers", []), 0  # equals together or not at all; nobody overtakes better ones
    scope = ranked if rule.get("tier_scope") == "ranked" else [row for row in able if row["_seated"]]
    for _, group in groupby(scope, lambda row: row["rank"]):
        equals = list(group)
        total = exact(equals[0]["printed_total"])
        while tiers and (total < exact(tiers[0]["lower"]) or given + len(equals) > tiers[0].get("count", ENDLESS)):
            tiers, given = tiers[1:], 0
        for row in equals if tiers else []:
            row["tier"], given = tiers[0]["key"], given + 1


def count_all(record: Table) -> list[Table]:
    rules, entries = record["rulebook"], {entry["code"]: entry for entry in record["entries"]}
    level = ({None: rules["levels"][-1]} | {one["key"]: one for one in rules["levels"]})[record.get("level")]
    sheets: dict[str, dict[Any, Table]] = {code: {} for code in sorted(entries)}
    for sheet in record["sheets"]:
        sheets[sheet["entry"]][sheet["judge"], sheet["round"]] = sheet
    if [sum(map(len, sheets.values())), len(entries)] != [len(record["sheets"]), len(record["entries"])]:
        raise ValueError("Có mã hồ sơ hoặc phiếu chấm xuất hiện hai lần.")
    rows = {code: count_entry(rules, level, entries[code], list(own.values())) for code, own in sheets.items()}
    count_votes(level.get("meeting", {}), record["votes"], rows)
    ranked = rank_all(rules["ranking"], [row for row in rows.values() if not row["outcome"]])
    decide(level, ranked)
    return ranked + [row for row in rows.values() if row["rank"] is None]  # these by code


def parts_of(told: Any) -> Table:
    if isinstance(told, list):
        parts = {f" {one['judge']} (vòng {one['round']})": f"{one['total'] or '-'} ({one['use']})" for one in told}
        return parts | {" (tổng số)": len(told)}
    return {f" {key}": told[key] for key in told} if isinstance(told, dict) and told else {"": told}


def compare(written: Table, counted: Table) -> list[str]:
    lines = [f"Hồ sơ {code} không có trong kết quả đã ghi." for code in counted if code not in written]
    told = "Hồ sơ {} có trong kết quả đã ghi nhưng không có trong danh sách hồ sơ."
    lines += [told.format(code) for code in written if code not in counted]
    for code in (code for code in written if code in counted):
        for name, words in (pair.split(":") for pair in WORDS.split("; ")):
            before, after = (parts_of(row.get(name)) for row in (written[code], counted[code]))
            for key in before | after:
                if (had := before.get(key)) != (has := after.get(key)) or type(had) is not type(has):
                    had, has = ("không có" if one is None else one for one in (had, has))
                    lines.append(f"Hồ sơ {code}: {words}{key} ghi {had}, tính lại {has}.")
    out_of_order = [*written] != [*counted] and {*written} == {*counted}
    return lines + ["Thứ tự kết quả đã ghi khác thứ tự tính lại."] * out_of_order


def recount(record: Any) -> list[str]:
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return [f"Tệp không phải là bản ghi kết quả theo định dạng {FORMAT}."]
    lines, whole = [], {key: part for key, part in record.items() if key != "record_digest"}
    try:
        for name, words in (pair.split(":") for pair in DIGESTS.split("; ")):
            part = whole if name == "record" else record[name]
            text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            had, again = record.get(f"{name}_digest", "không có"), hashlib.sha256(text.encode()).hexdigest()
            lines += [f"Mã băm {words} ({name}_digest) ghi {had}, tính lại {again}."] * (had != again)
        recused, cast = ([(one["entry"], one["judge"]) for one in record[name]] for name in ("recused", "sheets"))
        told = "Giám khảo số {1} không được chấm hồ sơ {0} nhưng có phiếu trong bản ghi."
        lines += [told.format(*one) for one in cast if one in set(recused)]
        counted = {row["entry"]: row for row in json.loads(json.dumps(count_all(record), default=str))}
        written = {row["entry"]: row for row in record["result"]}
        lines += ["Có hồ sơ được ghi kết quả hai lần."] * (len(written) < len(record["result"]))
        lines += compare(written, counted)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        lines.append(f"Không tính lại được: {error}")
    return lines


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("Cách dùng: python tools/recount.py record.json")
        return 2
    try:
        record = json.loads(Path(arguments[0]).read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        print("Tệp không phải là JSON đọc được.")
        return 1
    lines = recount(record)
    if lines:
        print(*lines, f"Kết quả tính lại có {len(lines)} điểm khác với bản ghi.", sep="\n")
        return 1
    print(f"Kết quả tính lại khớp hoàn toàn với bản ghi: {len(record['result'])} hồ sơ, {len(record['sheets'])} phiếu.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
