"""Two rows of one organisation become one: everything moves, nothing is deleted, and only a person does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.honours import services as honours
from awards.merging import queries, services
from awards.merging.inputs import FigureLeft, FigureMoved, MergeRecord
from awards.merging.models import OrganisationDistinction, OrganisationMerge
from awards.nominations import services as nominations
from awards.nominations.models import Nomination
from awards.nominations.states import NominationState
from awards.nominees import queries as nominees
from awards.nominees import services as registering
from awards.nominees.inputs import FiguresInput
from awards.nominees.models import HeldCertificate, Organisation, Product
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from tests.builders import a_draft, a_figure, an_open_season, an_organisation
from tests.cast import Cast, CastClient
from tests.register_builders import a_certificate, a_past_honour, a_product

ClientOf = Callable[[Actor], CastClient]
REASON = "Cùng giấy chứng nhận đăng ký"
LAST = clock.today().year - 1


def merge(actor: Actor, kept: Organisation, merged: Organisation) -> MergeRecord:
    with transaction():
        return MergeRecord.read(services.merge(actor, kept, merged, REASON).content)


def pairs(actor: Actor) -> list[tuple[str, str]]:
    return [(pair.first.name, pair.second.name) for pair in queries.list_pairs_visible_to(actor, None, 1).rows]


def test_everything_moves_to_the_kept_one_and_the_row_stays_as_a_pointer(cast: Cast) -> None:
    season = an_open_season(cast)
    kept, merged = an_organisation(cast.officer), an_organisation(cast.officer)
    nomination = a_draft(cast, season, organisation=merged)
    product = a_product(cast.officer, merged)
    a_certificate(cast.officer, merged, product=product)
    honour = a_past_honour(cast, name="Hợp tác xã Mẫu Ngày Trước")
    with transaction():
        honours.link_honour(cast.office, honour, merged, None, "Cùng địa chỉ")
        theirs = (a_figure("revenue", "7"), a_figure("tax_paid", "1", back=5))
        registering.save_figures(cast.officer, merged, FiguresInput(theirs))
    record = merge(cast.officer, kept, merged)
    assert record == MergeRecord(
        nominations=(nomination.reference,),
        products=("Chè Mẫu",),
        certificates=("OCOP 4 sao số 12/QĐ-UBND",),
        honours=("Hợp tác xã Mẫu Ngày Trước (2024)",),
        figures_moved=(FigureMoved("tax_paid", "đồng/năm", LAST - 5, "1"),),
        figures_left=(FigureLeft("revenue", "đồng/năm", LAST, "12000000000", "7"),),
    )
    owners = {
        *db.session.scalars(select(Nomination.organisation_id)),
        *db.session.scalars(select(Product.organisation_id)),
        *db.session.scalars(select(HeldCertificate.organisation_id)),
        honour.organisation_id,
    }
    assert (owners, merged.merged_into_id, merged.merged_at is not None) == ({kept.id}, kept.id, True)
    known = nominees.known_figures(kept)
    assert (known["revenue", "đồng/năm", LAST], known["tax_paid", "đồng/năm", LAST - 5]) == ("12000000000", "1")


def test_the_merged_one_is_listed_no_more_and_its_page_leads_on(cast: Cast, client_of: ClientOf) -> None:
    kept = an_organisation(cast.officer, name="Hợp tác xã Mẫu Giữ Lại")
    merged = an_organisation(cast.officer, name="Hợp tác xã Mẫu Gõ Nhầm")
    merge(cast.office, kept, merged)
    client, old = client_of(cast.officer), f"/hop-tac-xa/{merged.public_id}"
    assert "Gõ Nhầm" not in client.get("/hop-tac-xa/").text
    assert [client.get(f"{old}{page}").status_code for page in ("/sua", "/so-lieu", "/san-pham/them")] == [404] * 3
    answer = client.get(old)
    assert (answer.status_code, answer.location) == (302, f"/hop-tac-xa/{kept.public_id}")
    assert "Gõ Nhầm" in client.get(f"/hop-tac-xa/{kept.public_id}").text
    assert REASON in client.get(f"/don-vi-trung/da-gop/{merged.public_id}").text
    assert client_of(cast.stranger).get(f"/don-vi-trung/da-gop/{merged.public_id}").status_code == 404


def test_a_second_merge_leads_the_first_one_on(cast: Cast) -> None:
    first, second, third = (an_organisation(cast.officer) for _ in range(3))
    merge(cast.officer, second, first)
    merge(cast.officer, third, second)
    assert (first.merged_into_id, second.merged_into_id) == (third.id, third.id)


def test_nothing_is_merged_twice_or_into_itself(cast: Cast) -> None:
    kept, merged = an_organisation(cast.officer), an_organisation(cast.officer)
    merge(cast.officer, kept, merged)
    for one, other in ((kept, merged), (merged, kept), (kept, kept)):
        with pytest.raises(ConflictError):
            merge(cast.officer, one, other)
    assert len(db.session.scalars(select(OrganisationMerge)).all()) == 1


def test_two_live_entries_of_one_season_are_not_merged(cast: Cast) -> None:
    season = an_open_season(cast)
    kept, merged = an_organisation(cast.officer), an_organisation(cast.officer)
    drafts = [a_draft(cast, season, organisation=one) for one in (kept, merged)]
    with pytest.raises(DomainError, match="Cả hai đơn vị đều có hồ sơ đề cử trong cùng một mùa giải"):
        merge(cast.officer, kept, merged)
    with transaction():
        drafts[1].move_to(NominationState.WITHDRAWN)
    assert merge(cast.officer, kept, merged).nominations == (drafts[1].reference,)


def test_a_live_entry_keeps_its_table_of_criteria(cast: Cast) -> None:
    season = an_open_season(cast)
    kept, merged = an_organisation(cast.officer, sector="transport"), an_organisation(cast.officer)
    a_draft(cast, season, organisation=merged)
    with pytest.raises(DomainError, match="khác nhóm lĩnh vực"):
        merge(cast.officer, kept, merged)


def test_an_officer_merges_at_home_and_the_office_anywhere(cast: Cast) -> None:
    home, away = an_organisation(cast.officer), an_organisation(cast.stranger)
    for actor in (cast.officer, cast.stranger, cast.leader, cast.screener):
        with pytest.raises(Forbidden):
            merge(actor, home, away)
    assert merge(cast.office, home, away).products == ()
    assert away.merged_into_id == home.id


def test_an_entry_of_a_season_under_way_stays_in_its_province(cast: Cast) -> None:
    season = an_open_season(cast)
    home, away = an_organisation(cast.officer), an_organisation(cast.stranger)
    a_draft(cast, season, by=cast.stranger, organisation=away)
    with pytest.raises(DomainError, match="hồ sơ của tỉnh khác"):
        merge(cast.office, home, away)


def test_likely_pairs_are_those_of_one_province_until_somebody_says_they_are_two(
    cast: Cast, client_of: ClientOf
) -> None:
    for officer, name in (
        (cast.officer, "Hợp tác xã Nông nghiệp Thanh Bình"),
        (cast.officer, "HTX NN Thanh Bình"),
        (cast.stranger, "HTX nông nghiệp Thanh Bình"),
    ):
        an_organisation(officer, name=name)
    found = ("Hợp tác xã Nông nghiệp Thanh Bình", "HTX NN Thanh Bình")
    assert [pairs(actor) for actor in (cast.officer, cast.leader, cast.office, cast.stranger)] == [[found]] * 3 + [[]]
    (pair,) = queries.list_pairs_visible_to(cast.officer, None, 1).rows
    form = {"kept": "two", "reason": "Hai xã khác nhau"}
    client, place = client_of(cast.officer), f"/don-vi-trung/{pair.first.public_id}/{pair.second.public_id}"
    assert [client.post(place, data=form).status_code for _ in range(2)] == [302, 302]
    assert (pairs(cast.office), len(db.session.scalars(select(OrganisationDistinction)).all())) == ([], 1)


def test_the_page_merges_the_other_into_the_one_that_is_kept(cast: Cast, client_of: ClientOf) -> None:
    first, second = an_organisation(cast.officer), an_organisation(cast.officer)
    client, place = client_of(cast.officer), f"/don-vi-trung/{first.public_id}/{second.public_id}"
    assert client.post(place, data={"kept": second.public_id, "reason": ""}).status_code == 200
    answers = [client.post(place, data={"kept": second.public_id, "reason": REASON}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 404]
    assert answers[0].location == f"/don-vi-trung/da-gop/{first.public_id}"
    db.session.expire_all()
    assert first.merged_into_id == second.id


def test_the_list_of_pairs_costs_the_same_however_many(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    client, costs = client_of(cast.office), []
    client.get("/don-vi-trung/")  # what a process does once is not counted
    for names in (("HTX Mẫu Một", "Hợp tác xã Mẫu Một"), ("HTX Mẫu Hai", "Hợp tác xã Mẫu Hai", "HTX NN Mẫu Hai")):
        for officer in (cast.officer, cast.stranger):
            for name in names:
                an_organisation(officer, name=name)
        seen = count_queries()
        seen.clear()
        assert client.get("/don-vi-trung/").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_what_was_entered_under_the_merged_one_can_be_worked_on(cast: Cast) -> None:
    season = an_open_season(cast)
    kept, merged = an_organisation(cast.officer), an_organisation(cast.officer)
    nomination = a_draft(cast, season, organisation=merged)
    merge(cast.officer, kept, merged)
    assert nomination.organisation is kept
    with pytest.raises(DomainError, match="đã có hồ sơ đề cử"), transaction():
        nominations.begin_nomination(cast.officer, season, kept)
