"""The ranking in pages: the lines of the count, in the same few queries whatever the number of entries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from awards.policy.actor import Actor
from awards.results import queries, ranking
from tests.cast import Cast, CastClient
from tests.judged import a_counted_season

ClientOf = Callable[[Actor], CastClient]
TITLES = re.compile(r'<th scope="row"><a href="[^"]+/ho-so/[\w-]+">([^<]+)</a>')


def test_the_pages_together_are_the_count(cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "PER_PAGE", 2)
    judged, result = a_counted_season(cast)
    whole = queries.ranking_of(result)
    assert ranking.outcomes_of(result).total() == len(whole) == 3
    lines = [line for page in (1, 2) for line in ranking.page_of(result, 3, page).rows]
    assert [(one.nomination, one.rank, one.printed_total, one.outcome, one.spread) for one in lines] == [
        (row.entry.nomination.public_id, row.entry.rank, row.entry.printed_total, row.outcome, row.spread)
        for row in whole
    ]
    office, path = client_of(cast.office), f"/ket-qua/{judged.judging_round.public_id}"
    pages = [office.get(address).text for address in (path, f"{path}?trang=2", f"{path}?trang=9")]
    titles = [row.dossier.title for row in whole]
    assert [TITLES.findall(page) for page in pages] == [titles[:2], titles[2:], titles[2:]]
    assert ["Trang sau" in page for page in pages] == [True, False, False]


def test_the_page_takes_a_fixed_number_of_queries_and_leaves_the_record_alone(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    office, path = client_of(cast.office), ""
    judged, _ = a_counted_season(cast)
    path = f"/ket-qua/{judged.judging_round.public_id}"
    office.get(path)
    seen = count_queries()
    seen.clear()
    assert office.get(path).status_code == 200
    selects = [one for one in seen if one.startswith("SELECT")]
    assert len(selects) <= 12
    assert not [one for one in selects if "result.record," in one or "result_entry.kept" in one]
