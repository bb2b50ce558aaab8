"""Blind judging: no page a judge can open, the chair's too, and no message says whose entry a code stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, url_for
from sqlalchemy import select, update

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.conflicts import register, services
from awards.conflicts.inputs import NO_TIE, DeclarationInput, RelationInput
from awards.conflicts.states import RelationKind
from awards.councils import services as councils
from awards.councils.models import Assignment, JudgingRound
from awards.nominations.dossier import DossierContent
from awards.nominees.models import Organisation
from awards.notices.models import Notice, OutgoingMail
from awards.policy.actor import Actor
from awards.reminders import judges as late
from awards.reminders import services as reminders
from awards.reminders.inputs import ReleaseInput
from awards.sheets import paper_entry, paper_people, reopening, reopenings
from awards.sheets.blind import code_of
from awards.sheets.inputs import NOTHING_TO_SETTLE, PaperInput, ReopeningInput
from awards.sheets.paper_people import PaperRound
from tests.builders import a_pdf, an_open_season
from tests.cast import Cast, CastClient
from tests.declared import everybody_declares
from tests.judging import (
    a_council,
    a_round,
    account_of,
    an_accepted,
    assignment_of,
    cast_by,
    marks_for,
    saved,
    under_rules,
)
from tests.policy.expected import EXPECTED

ClientOf = Callable[[Actor], CastClient]
BLIND = ("[levels.aggregation]", "blind = true\n\n[levels.aggregation]")
NAMED_BY_NAME = ("conflicts.", "relations.", "councils.", "meetings.", "ballots.", "results.", "judge_reminders.")
"""Areas that may name nominees to a judge: they never say which code or which sheet is whose."""


def things(assignment: Assignment, judging_round: JudgingRound) -> dict[str, dict[str, str | int]]:
    """Address parts of a judge's own things, by the words of the table of who gets in where."""
    sheet: dict[str, str | int] = {"public_id": assignment.public_id}
    paper = sheet | {"file_id": DossierContent.read(assignment.revision.content).papers[0].file}
    return {
        "": {},
        "sheet": sheet,
        "sheet file": paper,
        "sheet page": paper | {"number": 1},
        "open round": {"public_id": judging_round.public_id},
        "round": {"public_id": judging_round.public_id},
        "council": {"public_id": judging_round.council.public_id},
    }


def reachable(app: Flask, role: str, own: dict[str, dict[str, str | int]]) -> Iterator[tuple[str, str]]:
    """Endpoint and address of every page the role gets in to, of its own things."""
    for endpoint, row in sorted(EXPECTED.items()):
        if row.is_public or "GET" not in row.methods.split() or role not in row.own.into.split():
            continue
        if row.names in own:
            with app.test_request_context():
                path = url_for(endpoint, **own[row.names])
            yield endpoint, path
            if endpoint == "judged.print_sheet":
                yield endpoint, f"{path}?mau=trong"
            if endpoint == "sheets.list_sheets":
                yield from ((endpoint, f"{path}?muc={part}") for part in ("unmarked", "draft", "cast", "recused"))


def identities(assignment: Assignment) -> list[str]:
    """Words from which whoever reads them knows the nominee."""
    content = DossierContent.read(assignment.revision.content)
    organisation, nomination = content.organisation, assignment.nomination
    words = [organisation.name, organisation.tax_code, content.reference, nomination.organisation.representative]
    return [word for word in words if word]


def hidden_on_sheets(assignment: Assignment) -> list[str]:
    """What no page of sheets may show besides: where the nominee lives, who signed, and its own file names."""
    content = DossierContent.read(assignment.revision.content)
    words = [content.organisation.address, content.organisation.province, content.consent_by or ""]
    return [word for word in (*words, *(one.name for one in content.papers)) if word]


def read(client: CastClient, path: str) -> str:
    """Body and headers, redirects as they are: an address may tell as much as a word."""
    answer = client.get(path)
    assert answer.status_code in (200, 302, 404), path
    return (
        f"{answer.headers}\n{answer.get_data(as_text=True) if answer.is_json or answer.mimetype == 'text/html' else ''}"
    )


@pytest.mark.parametrize("role", ["chair", "judge"])
def test_no_page_of_judge_or_chair_ties_a_code_to_a_nominee(
    role: str, app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    under_rules(cast, BLIND)
    judging_round = a_round(cast)
    with transaction():
        db.session.execute(update(Organisation).values(representative="Bà Kim Tước Canh Gác"))
    actor: Actor = getattr(cast, role)
    assignment = assignment_of(judging_round, actor)
    other = assignment_of(judging_round, cast.other_judge)
    cast_by(cast.other_judge, other)
    saved(actor, assignment_of(judging_round, actor, away=False))
    _ask_to_reopen(cast, judging_round, other)
    names, more = identities(assignment), hidden_on_sheets(assignment)
    signs = [code_of(assignment.nomination), assignment.public_id]
    client, named, tied, asked = client_of(actor), {}, {}, set()
    for endpoint, path in list(reachable(app, role, things(assignment, judging_round))):
        text = read(client, path).replace(path, "")
        asked.add(endpoint)
        found = [word for word in names if word in text]
        if endpoint.startswith(NAMED_BY_NAME):
            tied |= {path: (found, signs)} if found and any(sign in text for sign in signs) else {}
        else:
            found += [word for word in more if word in text] if endpoint.startswith(("sheet", "judged")) else []
            named |= {path: found} if found else {}
    assert (named, tied) == ({}, {})
    assert {"sheets.edit_sheet", "sheets.download_file", "judged.show_own_table", "judged.print_sheet"} <= asked
    assert {"judged.show_judged_paper", "sheet_acts.cast_complete", "conflicts.list_declarations"} <= asked
    assert ("sheet_reopenings.list_reopenings" in asked, len(asked) > 15) == (role == "chair", True)


def _ask_to_reopen(cast: Cast, judging_round: JudgingRound, assignment: Assignment) -> None:
    run = reopenings.get_round_visible_to(cast.secretary, judging_round.public_id)
    assert run is not None
    entry = ReopeningInput(assignment.member.judge_number, assignment.nomination.reference, "Ghi nhầm.")
    with transaction():
        reopening.ask(cast.secretary, run, entry)


def test_no_message_to_a_judge_or_the_chair_names_the_nominee(cast: Cast) -> None:
    under_rules(cast, BLIND)
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    cast_by(cast.judge, assignment)
    _ask_to_reopen(cast, judging_round, assignment)
    run = reopenings.get_round_visible_to(cast.chair, judging_round.public_id)
    assert run is not None
    with transaction():
        reopening.confirm(cast.chair, reopenings.requests_in(judging_round)[0])
        seen = late.digest_of(late.planned_for(judging_round))
        reminders.remind_judges(cast.office, judging_round, ReleaseInput(seen))
    judges = [one.user_id for one in (cast.judge, cast.other_judge, cast.chair)]
    told = db.session.scalars(select(Notice).where(Notice.user_id.in_(judges))).all()
    kinds = {one.kind for one in told}
    assert {"sheet_cast", "sheet_reopened", "reopening_asked", "judge_late"} <= kinds
    mails = db.session.scalars(select(OutgoingMail)).all()
    texts = [f"{one.title} {one.body} {one.path}" for one in told]
    boxes = {account_of(one).email for one in (cast.judge, cast.other_judge, cast.chair)}
    texts += [f"{one.subject} {one.body}" for one in mails if one.recipient in boxes]
    secrets = identities(assignment) + hidden_on_sheets(assignment)
    assert [word for word in secrets if any(word in text for text in texts)] == []


def test_the_chair_asks_by_the_code_and_learns_nothing_by_asking_by_the_reference(cast: Cast) -> None:
    under_rules(cast, BLIND)
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    cast_by(cast.judge, assignment)
    number, nomination = assignment.member.judge_number, assignment.nomination
    found = [
        reopenings.sheet_named(actor, judging_round, number, name) is not None
        for actor in (cast.chair, cast.secretary)
        for name in (nomination.reference, code_of(nomination), "XXXX-XXXX")
    ]
    assert found == [False, True, False, True, True, False]


def undeclared(cast: Cast) -> JudgingRound:
    under_rules(cast, BLIND)
    season = an_open_season(cast)
    an_accepted(cast, season)
    an_accepted(cast, season, away=True)
    council = a_council(cast, season)
    with transaction():
        return councils.assign_judges(cast.office, council)


def test_no_code_is_shown_before_every_entry_of_the_round_is_declared(cast: Cast, client_of: ClientOf) -> None:
    judging_round = undeclared(cast)
    first, second = (assignment_of(judging_round, cast.judge, away=away) for away in (True, False))
    codes = {code_of(one.nomination) for one in (first, second)}
    pages = ["/phieu-cham/", f"/phieu-cham/vong/{judging_round.public_id}/bang-diem"]
    pages += [f"/phieu-cham/vong/{judging_round.public_id}/gui", f"/phieu-cham/{first.public_id}"]
    pages += [f"/phieu-cham/{first.public_id}/{act}" for act in ("cham", "gui", "in", "khong-cham", "bao-vuong-mac")]
    client, shown = client_of(cast.judge), []
    for declared in ((), (first,), (second,)):
        for one in declared:
            with transaction():
                services.declare(cast.judge, one, NO_TIE)
        texts = {page: read(client, page) for page in pages}
        shown.append(sum(any(code in text for code in codes) for text in texts.values()))
    assert shown == [0, 0, len(pages)]


def test_a_tie_declared_is_not_taken_back_once_the_codes_are_shown(cast: Cast) -> None:
    judging_round = undeclared(cast)
    first, second = (assignment_of(judging_round, cast.judge, away=away) for away in (True, False))
    tied = DeclarationInput(True, "Người nhà.", None)
    with transaction():
        services.declare(cast.judge, first, tied)
        services.declare(cast.judge, first, NO_TIE)  # nothing is shown yet: what was said in error is mended
        services.declare(cast.judge, first, tied)
        services.declare(cast.judge, second, NO_TIE)
    with pytest.raises(DomainError, match="Vòng chấm kín"):
        services.declare(cast.judge, first, NO_TIE)
    assert (first.state, second.state) == ("recused", "assigned")


def test_a_paper_sheet_that_cannot_name_the_nominee_waits_for_the_declaration(cast: Cast) -> None:
    judging_round = undeclared(cast)
    assignment = assignment_of(judging_round, cast.judge)
    with transaction():
        paper_people.name_reader(cast.chair, PaperRound(judging_round), account_of(cast.second_office))
        paper_entry.attach_scan(cast.secretary, assignment, a_pdf())
        for reader in (cast.secretary, cast.second_office):
            paper_entry.enter(reader, assignment, PaperInput(marks_for(assignment), ""))
    with pytest.raises(DomainError, match="kê khai liên quan trên hệ thống trước"):
        paper_entry.cast(cast.secretary, assignment, NOTHING_TO_SETTLE)
    with transaction():
        services.declare(cast.judge, assignment, NO_TIE)
        sheet = paper_entry.cast(cast.secretary, assignment, NOTHING_TO_SETTLE)
    assert sheet.state == "cast"


def test_a_relation_of_one_s_own_is_not_ended_while_the_codes_are_shown(cast: Cast) -> None:
    under_rules(cast, BLIND)
    judging_round = a_round(cast)
    assignment = assignment_of(judging_round, cast.judge)
    entry = RelationInput(RelationKind.FAMILY, assignment.nomination.organisation.tax_code, "", "")
    with transaction():
        relation = register.record_relation(cast.judge, assignment.member, entry)
    with pytest.raises(DomainError, match="Vòng chấm kín"):
        register.end_relation(cast.judge, relation)
    with transaction():
        register.end_relation(cast.office, relation)
    assert (everybody_declares(judging_round).state, assignment.state) == ("open", "assigned")
