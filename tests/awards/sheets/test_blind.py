"""Blind judging: a judge sees a code, and nothing of the nominee's register, in page, list, file name or message."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from awards.base.database import db
from awards.nominations.dossier import DossierContent
from awards.notices.models import Notice
from awards.policy.actor import Actor
from awards.sheets.blind import HIDDEN, code_of, masked
from tests.cast import Cast, CastClient
from tests.judging import a_round, assignment_of, cast_by, saved, under_rules

ClientOf = Callable[[Actor], CastClient]
CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}")


@pytest.fixture
def blind(cast: Cast) -> None:
    under_rules(cast, ("[levels.aggregation]", "blind = true\n\n[levels.aggregation]"))


def secrets_of(content: DossierContent) -> list[str]:
    organisation = content.organisation
    words = [organisation.name, organisation.tax_code, organisation.address, organisation.province, content.reference]
    return [*words, content.consent_by or "", *(paper.name for paper in content.papers)]


@pytest.mark.usefixtures("blind")
def test_no_page_of_a_judge_tells_whose_entry_it_is(cast: Cast, client_of: ClientOf) -> None:
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    content, code = DossierContent.read(assignment.revision.content), code_of(assignment.nomination)
    saved(cast.judge, assignment)
    one = f"/phieu-cham/{assignment.public_id}"
    pages = ["/phieu-cham/", one, f"{one}/cham", f"{one}/gui", f"{one}/khong-cham"]
    pages += [f"/phieu-cham/vong/{judging_round.public_id}/gui", "/phieu-cham/bien-nhan"]
    file = content.papers[0].file
    client = client_of(cast.judge)
    seen = {path: client.get(path).get_data(as_text=True) for path in pages}
    told = {path: [word for word in secrets_of(content) if word and word in text] for path, text in seen.items()}
    assert told == {path: [] for path in pages}
    assert [path for path in pages[:6] if code not in seen[path] and path != "/phieu-cham/"] == []
    download = client.get(f"{one}/tep/{file}")
    assert "tep-01." in download.headers["Content-Disposition"]
    assert content.papers[0].name not in download.headers["Content-Disposition"]


@pytest.mark.usefixtures("blind")
def test_the_receipt_names_the_code_only(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    cast_by(cast.judge, assignment)
    told = db.session.scalars(select(Notice).where(Notice.kind == "sheet_cast")).one()
    assert code_of(assignment.nomination) in told.body
    assert assignment.nomination.reference not in f"{told.title} {told.body}"


def test_the_code_is_one_for_all_judges_and_tells_nothing(cast: Cast) -> None:
    judging_round = a_round(cast)
    entries = [assignment_of(judging_round, judge) for judge in (cast.judge, cast.other_judge)]
    codes = {code_of(one.nomination) for one in entries}
    other = code_of(assignment_of(judging_round, cast.judge, away=False).nomination)
    assert (len(codes), all(CODE.fullmatch(code) for code in codes), other in codes) == (1, True, False)


def test_what_is_counted_stays_and_names_in_the_summary_go(cast: Cast) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    content = DossierContent.read(assignment.revision.content)
    name = content.organisation.name
    hidden = masked(
        DossierContent.read(assignment.revision.content.replace(content.achievements, f"{name} đã làm tốt.")), "CODE"
    )
    assert hidden.achievements == f"{HIDDEN} đã làm tốt."
    assert (hidden.series, hidden.choices, hidden.sets, hidden.flags) == (
        content.series,
        content.choices,
        content.sets,
        content.flags,
    )
    assert hidden.entry().series == content.entry().series
