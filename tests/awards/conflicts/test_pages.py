"""The gate shows public data only; several dossiers are declared on one page; the register is read by few."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.conflicts import queries, register
from awards.conflicts.inputs import RelationInput
from awards.conflicts.models import Declaration, Relation
from awards.conflicts.states import RelationKind, Stand
from awards.councils.models import Assignment
from awards.nominations.dossier import DossierContent
from awards.policy.actor import Actor
from awards.seasons import services as seasons
from tests.awards.conflicts.test_declaring import TIED, an_undeclared_round, say
from tests.builders import RULEBOOK
from tests.cast import Cast, CastClient
from tests.judging import assignment_of
from tests.provincial import a_provincial_round
from tests.provincial import assignment_of as seat_of

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
ClientOf = Callable[[Actor], CastClient]


def words_of_page(text: str) -> str:
    main = text.split("<main")[1].split("</main>", maxsplit=1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_the_gate_tells_what_anybody_may_know_and_nothing_of_the_dossier(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(an_undeclared_round(cast), cast.judge)
    organisation = assignment.nomination.organisation
    with transaction():
        organisation.representative = "Nguyễn Văn Đại Diện"
    content = DossierContent.read(assignment.revision.content)
    kept = [content.reference, organisation.tax_code, content.achievements, organisation.contact_phone]
    kept += [paper.name for paper in content.papers] + [
        value for years in content.series.values() for value in years.values()
    ]
    judge = client_of(cast.judge)
    for path in (f"/ke-khai/{assignment.public_id}", "/ke-khai/"):
        page = judge.get(path).text
        told = words_of_page(page)
        public = (content.title, content.organisation.province, "Nguyễn Văn Đại Diện")
        assert [one for one in public if one not in told] == []
        told = told.replace(content.title, "")  # a sample's number may be that of a figure
        assert [one for one in kept if one and re.search(rf"(?<!\w){re.escape(one)}(?!\w)", told)] == []
        assert ("/tep/" in page, "/ho-so/" in page) == (False, False)


def test_several_dossiers_are_declared_on_one_page_and_a_missing_reason_keeps_what_was_typed(
    cast: Cast, client_of: ClientOf
) -> None:
    judging_round = an_undeclared_round(cast)
    away, home = (assignment_of(judging_round, cast.judge, away=away) for away in (True, False))
    judge = client_of(cast.judge)
    data = {f"word_{away.public_id}": "tied", f"word_{home.public_id}": "free"}
    page = judge.post("/ke-khai/", data=data)
    assert (page.status_code, "Ghi ngắn gọn anh/chị liên quan thế nào." in page.text) == (200, True)
    assert page.text.count(" checked") == 2
    assert db.session.scalars(select(Declaration)).all() == []
    assert judge.post("/ke-khai/", data={**data, f"reason_{away.public_id}": TIED.reason}).status_code == 302
    assert states(away, home) == [("recused", "declared"), ("assigned", None)]
    listed = words_of_page(judge.get("/ke-khai/").text)
    assert ("Anh/chị đã kê khai đủ" in listed, TIED.reason in listed) == (True, True)


def test_the_single_gate_leads_to_the_dossier_and_is_changed_until_closing(cast: Cast, client_of: ClientOf) -> None:
    assignment = assignment_of(an_undeclared_round(cast), cast.judge)
    judge, path = client_of(cast.judge), f"/ke-khai/{assignment.public_id}"
    word, reason, seen = (f"{name}_{assignment.public_id}" for name in ("word", "reason", "seen"))
    assert "Chọn một trong hai câu trả lời." in judge.post(path, data={}).text
    assert judge.post(path, data={word: "free", seen: "0"}).location == f"/phieu-cham/{assignment.public_id}/cham"
    stale = judge.post(path, data={word: "tied", reason: TIED.reason, seen: "0"})
    assert (stale.status_code, "ở cửa sổ khác" in stale.text, TIED.reason in stale.text) == (409, True, True)
    last = str(db.session.scalars(select(Declaration.id)).one())
    assert judge.post(path, data={word: "tied", reason: TIED.reason, seen: last}).location.startswith("/ke-khai/")
    assert states(assignment) == [("recused", "declared")]


def test_the_list_takes_a_fixed_number_of_queries(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    judging_round = an_undeclared_round(cast)
    judge = client_of(cast.judge)
    judge.get("/ke-khai/")
    seen = count_queries()
    seen.clear()
    judge.get("/ke-khai/")
    two = len(seen)
    with transaction():
        spare = assignment_of(judging_round, cast.judge)
        db.session.delete(spare)
    seen.clear()
    judge.get("/ke-khai/")
    assert (len(seen), two < 25) == (two, True)


def test_office_keeps_the_central_register_and_the_judge_reads_the_own_part_of_it(
    cast: Cast, client_of: ClientOf
) -> None:
    judging_round = an_undeclared_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    say(cast.other_judge, assignment_of(judging_round, cast.other_judge), TIED)
    path = f"/hoi-dong/{judging_round.council.public_id}/quan-he"
    office = client_of(cast.office)
    entry = {
        "member": assignment.member.public_id,
        "kind": "family",
        "organisation": assignment.nomination.organisation.name.upper(),
        "note": "chim-hac-canary",
    }
    assert "Không tìm thấy đúng một đơn vị" in office.post(path, data={**entry, "organisation": "Nơi khác"}).text
    assert [office.post(path, data=entry).status_code for _ in range(2)] == [302, 302]
    assert len(queries.relations_of(judging_round.council)) == 1
    assert [word in office.get(path).text for word in ("chim-hac-canary", TIED.reason)] == [True, True]
    relation = db.session.scalars(select(Relation)).one()
    mine = client_of(cast.judge).get("/ke-khai/quan-he").text
    assert ("chim-hac-canary" in mine, "ket-thuc" in mine) == (True, False)
    end = f"/hoi-dong/quan-he/{relation.public_id}/ket-thuc"
    answers = {name: client_of(getattr(cast, name)).post(end).status_code for name in ("judge", "other_judge", "chair")}
    assert answers == {"judge": 403, "other_judge": 404, "chair": 404}
    council = f"/hoi-dong/{judging_round.council.public_id}"
    for reader in (cast.chair, cast.secretary, cast.auditor, cast.standing):
        page = client_of(reader).get(council).text
        assert ("chim-hac-canary" in page, TIED.reason in page) == (False, False)
    assert office.post(end).status_code == 302
    assert states(assignment) == [("assigned", None)]


def test_nothing_of_a_province_s_register_exists_for_another_province(cast: Cast, client_of: ClientOf) -> None:
    judging_round, [nomination] = a_provincial_round(cast)
    council = judging_round.council
    with transaction():
        entry = RelationInput(RelationKind.LENDER, nomination.organisation.name, "", "chim-hac-canary")
        relation = register.record_relation(cast.leader, council.members[1], entry)
    online = seat_of(judging_round, 4, nomination)
    paths = [
        f"/hoi-dong/{council.public_id}/quan-he",
        f"/hoi-dong/{council.public_id}/khong-cham",
        f"/hoi-dong/{council.public_id}/uy-vien",
        f"/hoi-dong/uy-vien/{council.members[0].public_id}/thoi",
        f"/hoi-dong/quan-he/{relation.public_id}/ket-thuc",
        f"/hoi-dong/khong-cham/{online.public_id}/go",
        f"/ke-khai/{online.public_id}",
    ]
    for stranger in (cast.stranger, cast.stranger_leader):
        client = client_of(stranger)
        answers = {client.get(path).status_code for path in paths} | {client.post(path).status_code for path in paths}
        assert answers == {404}
    for reader in (cast.officer, cast.province_member):
        page = client_of(reader).get(f"/hoi-dong/{council.public_id}").text
        assert ("chim-hac-canary" in page, "Cho vay" in page) == (False, False)
    assert "chim-hac-canary" in client_of(cast.province_secretary).get(paths[0]).text


def test_where_judging_is_blind_the_gate_does_not_tell_whose_sheet_is_whose(cast: Cast, client_of: ClientOf) -> None:
    text = RULEBOOK.read_text(encoding="utf-8")
    named = 'label = "Hội đồng Trung ương"'
    with transaction():
        seasons.publish_rulebook(cast.office, text.replace(named, f"{named}\nblind = true", 1))
    judging_round = an_undeclared_round(cast)
    away, home = (assignment_of(judging_round, cast.judge, away=away) for away in (True, False))
    judge = client_of(cast.judge)
    assert judge.get(f"/ke-khai/{away.public_id}").location == f"/ke-khai/?vong={judging_round.public_id}"
    page = judge.get("/ke-khai/").text
    assert (away.nomination.title in page, away.public_id in page, home.public_id in page) == (True, False, False)
    fields = sorted(set(re.findall(r'name="(word_[0-9a-f]{22})"', page)))
    assert judge.post("/ke-khai/", data=dict.fromkeys(fields, "free")).status_code == 302
    after = judge.get("/ke-khai/").text + judge.get("/ke-khai/?sua=1").text
    assert (after.count(" checked"), away.public_id in after, home.public_id in after) == (2, False, False)
    assert {queries.stand_of(one).stand for one in (away, home)} == {Stand.FREE}


def states(*assignments: Assignment) -> list[tuple[str, str | None]]:
    db.session.expire_all()
    return [(one.state, one.recusal_kind) for one in assignments]
