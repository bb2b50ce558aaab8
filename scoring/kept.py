"""One entry's count as it is kept to be told later: the rows of the record that speak of it, and no words.

The words are found when somebody reads them (:class:`scoring.explanation.Teller`), by the rulebook of the count. What
that rulebook says of the entry is compared with what was counted, so that no account tells of another count.
"""

from __future__ import annotations

from json.encoder import encode_basestring as quoted
from typing import Any

from scoring.computed import adjustment_points, computed_points
from scoring.counting import EntryCount
from scoring.criteria import computed_in
from scoring.record_rows import counted_of, entry_of
from scoring.rulebook import Rulebook
from scoring.verdicts import verdicts


def kept_text(one: EntryCount, entry: str, result: str) -> str:
    """JSON of an entry's row and its result's row (texts of the record), and the member group of each of its sheets."""
    groups = [share.group for share in one.shares]
    told = f'"groups":[{",".join(map(quoted, groups))}],' if any(groups) else ""
    return f'{{"entry":{entry},{told}"result":{result}}}'


def counted_in(kept: dict[str, Any], rulebook: Rulebook) -> EntryCount:
    """The count of an entry from what was kept of it, by the rulebook of that count.

    Raises ValueError when the rulebook says something else of the entry than was counted, and KeyError, TypeError or
    AttributeError for what nobody kept.
    """
    result = kept["result"]
    one = counted_of(result, entry_of(kept["entry"]), kept.get("groups", [""] * len(result["shares"])))
    variant = rulebook.variant(one.variant)
    said = verdicts(rulebook, one.given)
    computed = {each.key: computed_points(each, one.given) or 0 for each in computed_in(variant.criteria)}
    adjusted = {each.key: adjustment_points(each, one.given) for each in variant.adjustments}
    counted = {key: one.criteria[key] for key in computed}
    if (said, computed, adjusted) != ((one.eligibility, one.conditions), counted, one.adjustments):
        raise ValueError(f"{one.entry} was counted otherwise than the rulebook says")
    return one
