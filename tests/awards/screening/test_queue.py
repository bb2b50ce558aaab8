"""The desk's queue: counted by province and status, filtered in the address, searched without accents."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

from sqlalchemy import update

from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.forwarding import services as forwarding
from awards.nominations.models import ReopenedPart
from awards.nominations.states import NominationState
from awards.policy.actor import Actor, Role
from awards.screening import flagging, marking, proposals, queue, services
from awards.screening.inputs import FlagInput, MarkInput
from awards.screening.queue import QueueFilter
from awards.screening.states import FlagReason, Verdict
from tests import screened
from tests.builders import a_complete_draft, a_draft, a_forwarded, an_open_season, an_organisation, complete, forward
from tests.cast import AWAY, HOME, Cast, CastClient
from tests.judging import an_accepted

ClientOf = Callable[[Actor], CastClient]
EVERYTHING = QueueFilter(part=None)


def references(cast: Cast, wanted: QueueFilter, by: Actor | None = None) -> list[str]:
    return [one.reference for one in queue.page_of(by or cast.screener, wanted, 1).rows]


def test_a_filter_survives_the_address() -> None:
    wanted = QueueFilter("S1", "P1", NominationState.ON_HOLD, "transport", "mẫu", True, True, True, True)
    assert QueueFilter.read(wanted.arguments()) == wanted
    assert QueueFilter.read(EVERYTHING.arguments()) == EVERYTHING
    assert QueueFilter.read({}) == QueueFilter.read({"tinh-trang": "draft"}) == QueueFilter()


def test_every_number_of_the_table_opens_exactly_its_rows(cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    a_complete_draft(cast, season)
    a_forwarded(cast, season)
    an_accepted(cast, season, away=True)
    returned = a_forwarded(cast, season)
    with transaction():
        services.return_to_province(cast.screener, returned, {"figures": "Chưa khớp."})
    with transaction():
        forwarding.ask_for_sign_off(cast.officer, returned)  # still waits for its supplement, in the leader's hands
    rows, totals = queue.table_of(cast.screener, QueueFilter())
    assert len(rows) == 34
    assert {row.alliance.province_name: [*row.counts.values()] for row in rows if row.total} == {
        HOME: [1, 1, 0, 0, 0],
        AWAY: [0, 0, 0, 1, 0],
    }
    assert [*totals.values()] == [1, 1, 0, 1, 0]
    desk = client_of(cast.screener)
    page = desk.get("/tham-tra/tong-hop").text
    links = re.findall(r'<td class="number"[^>]*><a href="([^"]+)"><span[^>]*>[^<]*</span>(\d+)</a>', page)
    assert len(links) == 3 + 2 + 3 + 1
    for address, number in links:
        shown = re.findall(r'<a class="standalone-link" href="/tham-tra/[^"]{22}[?"]', desk.get(unescape(address)).text)
        assert len(shown) == int(number), address


def test_the_filters_narrow_the_list(cast: Cast) -> None:
    season = an_open_season(cast)
    plain, overdue, flagged, away = (a_forwarded(cast, season, away=place) for place in (False, False, False, True))
    with transaction():
        services.return_to_province(cast.screener, overdue, {"figures": "Chưa khớp."})
        entry = FlagInput(Role.OFFICE, FlagReason.FIGURES, "Số tăng đột biến.", stops=False)
        flagging.raise_flag(cast.office, flagged, entry)
        proposals.propose_acceptance(cast.screener, away)
        marking.save_marks(cast.screener, plain, {"paper:registration": MarkInput(Verdict.MET, "", 0)})
    with transaction():
        db.session.execute(update(ReopenedPart).values(until=clock.now() - timedelta(minutes=1)))
    queue_of = {
        "overdue": QueueFilter(part=None, overdue=True),
        "flagged": QueueFilter(part=None, flagged=True),
        "mine": QueueFilter(part=None, mine=True),
        "to check": QueueFilter(part=None, to_check=True),
        "province": QueueFilter(part=None, province=away.alliance.public_id),
        "season": QueueFilter(part=None, season="AAAAAAAAAAAAAAAAAAAAAA"),
        "sector": QueueFilter(part=None, sector="transport"),
        "status": QueueFilter(part=NominationState.RETURNED),
    }
    assert {name: references(cast, wanted) for name, wanted in queue_of.items()} == {
        "overdue": [overdue.reference],
        "flagged": [flagged.reference],
        "mine": [plain.reference, overdue.reference, away.reference],
        "to check": [],
        "province": [away.reference],
        "season": [],
        "sector": [],
        "status": [overdue.reference],
    }
    assert references(cast, queue_of["to check"], cast.office) == [away.reference]
    assert (queue.overdue_count(cast.screener), queue.to_check_count(cast.office)) == (1, 1)
    assert [references(cast, EVERYTHING, actor) for actor in (cast.officer, cast.judge, cast.auditor)] == [[], [], []]


def test_a_search_needs_no_accents_and_knows_references_and_tax_codes(cast: Cast) -> None:
    season = an_open_season(cast)
    found = a_draft(cast, season, organisation=an_organisation(cast.officer, name="Hợp tác xã Mẫu Đường Đệ 100%"))
    forward(cast.officer, cast.leader, complete(cast.officer, found))
    other = a_forwarded(cast, season)
    searches = ("duong de", "ĐƯỜNG", "100%", found.reference, found.reference[-4:].lower(), found.organisation.tax_code)
    for words in searches:
        assert references(cast, QueueFilter(search=words)) == [found.reference], words
    assert references(cast, QueueFilter(search="%")) == [found.reference]
    assert references(cast, QueueFilter(search="hop tac xa mau")) == [found.reference, other.reference]
    assert references(cast, QueueFilter(search="khong co")) == []


def test_the_next_dossier_is_the_next_of_the_filtered_list_also_after_a_conclusion(cast: Cast) -> None:
    season = an_open_season(cast)
    first, second, third = (a_forwarded(cast, season) for _ in range(3))
    an_accepted(cast, season, away=True)

    def around(one: object) -> tuple[str | None, str | None, int, int]:
        found = queue.neighbours_of(cast.screener, QueueFilter(), one)  # type: ignore[arg-type]
        return found.previous, found.following, found.place, found.total

    assert [around(one) for one in (first, second, third)] == [
        (None, second.public_id, 1, 3),
        (first.public_id, third.public_id, 2, 3),
        (second.public_id, None, 3, 3),
    ]
    screened.accept(cast, second)
    assert around(second) == (first.public_id, third.public_id, 1, 2)


def test_the_list_and_the_table_ask_a_fixed_number_of_questions(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    season = an_open_season(cast)
    desk = client_of(cast.screener)
    seen = count_queries()

    def asked(path: str) -> int:
        desk.get(path)
        before = len(seen)
        assert desk.get(path).status_code == 200
        return len(seen) - before

    paths = ("/tham-tra/?tinh-trang=tat-ca", "/tham-tra/tong-hop")
    a_forwarded(cast, season)
    few = [asked(path) for path in paths]
    for away in (False, True, True):
        a_forwarded(cast, season, away=away)
    assert [asked(path) for path in paths] == few
