"""Pressed twice, sent twice, opened in two windows: one record."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import Model, db
from awards.base.transaction import transaction
from awards.forwarding import services as forwarding
from awards.nominations.models import DossierFile, DossierRevision, Nomination
from awards.nominees.models import Organisation
from awards.policy.actor import Actor
from awards.publicity.models import Announcement, PublicHonour
from awards.seasons.models import Season
from tests.builders import (
    a_complete_draft,
    a_forwarded,
    a_rulebook,
    an_open_season,
    an_organisation,
    pdf_bytes,
    sample_tax_code,
)
from tests.cast import Cast, CastClient
from tests.council_builders import (
    a_council,
    a_counted_round,
    a_decision,
    a_proposal,
    a_round,
    accepted,
    assignments,
    mark,
)

ClientOf = Callable[[Actor], CastClient]


def count(model: type[Model]) -> int:
    found = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.rollback()
    return found


def twice(client: CastClient, path: str, data: dict[str, object]) -> list[tuple[int, str | None]]:
    """The same form sent twice: status and where it leads, both times."""
    answers = [client.post(path, data=data) for _ in range(2)]
    return [(answer.status_code, answer.location) for answer in answers]


def test_an_account_is_opened_once(cast: Cast, client_of: ClientOf) -> None:
    before = count(User)
    form = {"full_name": "Người Mới", "email": "moi@mau.example", "post": "", "roles": ["screener"], "alliance": ""}
    answers = twice(client_of(cast.office), "/tai-khoan/them", form)
    assert [status for status, _ in answers] == [302, 200]
    assert count(User) == before + 1


def test_a_cooperative_is_registered_once(cast: Cast, client_of: ClientOf) -> None:
    form = {
        "tax_code": sample_tax_code(88_001),
        "name": "Hợp tác xã Mẫu",
        "kind": "cooperative",
        "sector": "agriculture",
        "commune": "Xã Mẫu",
    }
    answers = twice(client_of(cast.officer), "/hop-tac-xa/dang-ky", form)
    assert [status for status, _ in answers] == [302, 200]
    assert count(Organisation) == 1


def test_a_nomination_is_begun_once(cast: Cast, client_of: ClientOf) -> None:
    season, organisation = an_open_season(cast), an_organisation(cast.officer)
    form = {"nominee": organisation.public_id}
    answers = twice(client_of(cast.officer), f"/ho-so/de-cu/{season.public_id}", form)
    assert [status for status, _ in answers] == [302, 200]
    assert count(Nomination) == 1


def test_a_paper_is_kept_once(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    path, before = f"/ho-so/{nomination.public_id}/giay-to", count(DossierFile)
    client = client_of(cast.officer)
    for _ in range(2):
        with_file = {"paper": "finance_report", "file": (io.BytesIO(pdf_bytes(3)), "Báo cáo tài chính.pdf")}
        assert client.post(path, data=with_file, content_type="multipart/form-data").status_code == 302
    assert count(DossierFile) == before + 1


def test_forwarding_twice_gives_one_receipt(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    with transaction():
        forwarding.ask_for_sign_off(cast.officer, nomination)
        forwarding.sign_off(cast.leader, nomination)
    answers = twice(client_of(cast.leader), f"/ho-so/{nomination.public_id}/gui", {"x": ""})
    assert answers == [(302, f"/ho-so/{nomination.public_id}/bien-nhan/1")] * 2
    assert count(DossierRevision) == 1


def test_a_season_is_created_once(cast: Cast, client_of: ClientOf) -> None:
    published = a_rulebook(cast)
    year = clock.today().year
    form = {
        "award": "coopstar",
        "year": str(year),
        "title": "Mùa giải mẫu",
        "rulebook": published.public_id,
        "nominations_open_at": f"08:00 01/12/{year}",
        "nominations_close_at": f"17:00 15/12/{year}",
        "judging_close_at": f"17:00 30/12/{year}",
        "ceremony_on": f"31/12/{year}",
    }
    answers = twice(client_of(cast.office), "/cong-bo/mua-giai/moi", form)
    assert [status for status, _ in answers] == [302, 200]
    assert count(Season) == 1


def test_a_sheet_is_cast_once(cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    accepted(cast, a_forwarded(cast, season))
    assignment = assignments(a_round(cast, a_council(cast, season)), cast.judge)[0]
    mark(assignment, cast_it=False)
    there = f"/phieu-cham/{assignment.public_id}"
    assert twice(client_of(cast.judge), f"{there}/gui", {"base_version": "1"}) == [(302, there)] * 2


def test_an_announcement_is_approved_once(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    a_counted_round(cast, season)
    announcement = a_proposal(a_decision(cast, season), cast.office)
    seen = announcement.announced_at.isoformat()
    path = f"/cong-bo/dot/{announcement.public_id}/duyet"
    answers = twice(client_of(cast.second_office), path, {"seen": seen})
    assert [status for status, _ in answers] == [302, 302]
    assert (count(Announcement), count(PublicHonour)) == (1, 1)
