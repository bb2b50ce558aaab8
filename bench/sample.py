"""An installation of the test profile filled to the size of a season: invented names, marked as samples."""

from __future__ import annotations

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_security import hash_password
from sqlalchemy import insert, select, update

from awards.accounts import services as accounts
from awards.accounts.identity import actor_of
from awards.accounts.inputs import AccountInput
from awards.accounts.models import User
from awards.app import create_app
from awards.base import clock
from awards.base.collation import sort_key
from awards.base.database import db
from awards.base.identifiers import new_public_id
from awards.base.normalise import fold
from awards.base.schema import upgrade_schema
from awards.base.transaction import transaction
from awards.cli.init import lay_foundations
from awards.cli.installation import new_secrets, write_settings
from awards.config import Settings
from awards.nominations.models import Nomination
from awards.nominees.models import Organisation, OrganisationFigure
from awards.nominees.tax_code import check_digit_is_right
from awards.policy.actor import OPERATOR, Actor, Role
from awards.publicity.models import PublicHonour, PublicNominee
from awards.seasons import services as seasons
from awards.seasons.inputs import CalendarInput, SeasonInput
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import AwardKey, ConfirmationKind
from awards.units import queries as units

RULEBOOK = Path(__file__).resolve().parents[1] / "tests" / "sample_rulebook.toml"
QUOTA = 60
PASSPHRASE = "một câu mật khẩu dài mà dễ nhớ"  # noqa: S105 - of the measured sample only
FIGURES = {
    "revenue": 12_000_000_000,
    "profit_after_tax": 900_000_000,
    "average_income": 7_500_000,
    "tax_paid": 80_000_000,
    "member_count": 120,
    "worker_count": 40,
    "insured_count": 25,
}


def installation(home: Path, base_url: str) -> Flask:
    """An empty installation with its schema, provinces and roles."""
    home.mkdir(parents=True, mode=0o700)
    write_settings(
        home,
        {
            "profile": "test",
            "base_url": base_url,
            "limit_sign_in": False,
            "require_second_factor": False,
            **new_secrets(),
        },
    )
    os.environ["AWARDS_HOME"] = str(home.resolve())
    app = create_app(Settings())
    with app.app_context():
        upgrade_schema()
        lay_foundations()
    return app


def people(app: Flask) -> list[str]:
    """An officer and a leader of every alliance; gives back the officers' addresses."""
    with app.app_context(), transaction():
        hashed = hash_password(PASSPHRASE)
        officers = []
        for number, alliance in enumerate(units.all_alliances()):
            for role in (Role.OFFICER, Role.LEADER):
                email = f"{role.value}{number}@mau.example"
                accounts.create_account(
                    OPERATOR, AccountInput(email, f"Người mẫu {number}", "", frozenset({role})), alliance
                )
                officers += [email] if role is Role.OFFICER else []
        office = AccountInput("office@mau.example", "Thường trực mẫu", "", frozenset({Role.OFFICE}))
        accounts.create_account(OPERATOR, office, None)
        db.session.execute(update(User).values(password=hashed))
    return officers


def an_open_season(app: Flask) -> str:
    """A season that receives nominations under the sample rulebook; its public id."""
    with app.app_context(), transaction():
        from_office = office()
        published = seasons.publish_rulebook(from_office, _rules_text())
        seasons.confirm_rulebook(from_office, published, ConfirmationKind.SAMPLE, "Bản mẫu để đo")
        now = clock.now()
        ends = [now + timedelta(days=days) for days in (-10, 20, 60)]
        calendar = CalendarInput(*ends, (ends[-1] + timedelta(days=10)).date())
        season = seasons.create_season(
            from_office,
            SeasonInput(AwardKey.COOPSTAR, clock.today().year, "Mùa giải mẫu", calendar),
            published,
            is_sample=True,
        )
        seasons.open_season(from_office, season)
        return season.public_id


def _rules_text() -> str:
    """The sample rulebook with room for as many nominations as a province has here."""
    text = RULEBOOK.read_text(encoding="utf-8")
    return re.sub(r"(?m)^(\[quota_per_province\]\nvalue = )\d+", rf"\g<1>{QUOTA}", text)


def nominations(app: Flask, season_public_id: str, count: int) -> dict[str, list[str]]:
    """So many drafts spread over the provinces, each with three years of figures; public ids by officer's address."""
    found: dict[str, list[str]] = {}
    with app.app_context(), transaction():
        season = db.session.scalars(select(Season).where(Season.public_id == season_public_id)).one()
        officers = {
            user.alliance_id: user for user in db.session.scalars(select(User)) if Role.OFFICER in user.role_names
        }
        alliances = units.all_alliances()
        provinces = {alliance.id: units.province_of(alliance, clock.today()).id for alliance in alliances}
        rows = [_organisation(number, alliances[number % len(alliances)].id, provinces) for number in range(count)]
        db.session.execute(insert(Organisation), rows)
        ids = dict(db.session.execute(select(Organisation.tax_code, Organisation.id)).tuples().all())
        unit = {figure.key: figure.unit for figure in rulebook_of(season).figures}
        db.session.execute(
            insert(OrganisationFigure),
            [
                {"organisation_id": ids[row["tax_code"]], "year": season.basis_year - back, "figure": key,
                 "unit": unit[key], "value": str(value * (10 - back) // 10), "source": ""}
                for row in rows for back in range(3) for key, value in FIGURES.items()
            ],
        )  # fmt: skip
        drafts = [_nomination(row, ids, season, officers) for row in rows]
        db.session.execute(insert(Nomination), drafts)
        for row, draft in zip(rows, drafts, strict=True):
            found.setdefault(officers[row["alliance_id"]].email, []).append(draft["public_id"])
    return found


def honours(app: Flask, count: int) -> str:
    """So many public sample honours; the public id of one nominee."""
    with app.app_context(), transaction():
        names = [f"Hợp tác xã Mẫu được tôn vinh {number}" for number in range(count)]
        nominees = [PublicNominee(key=f"mau:{number}", name=name, is_sample=True) for number, name in enumerate(names)]
        db.session.add_all(nominees)
        db.session.flush()
        db.session.execute(insert(PublicHonour), [_honour(number, one) for number, one in enumerate(nominees)])
        return nominees[0].public_id


def office() -> Actor:
    """Who runs the award."""
    return actor_of(db.session.scalars(select(User).where(User.email == "office@mau.example")).one())


def _organisation(number: int, alliance_id: int, provinces: dict[int, int]) -> dict[str, Any]:
    name = f"Hợp tác xã Nông nghiệp Mẫu số {number}"
    return {
        "public_id": new_public_id(),
        "tax_code": sample_code(number),
        "name": name,
        "name_fold": fold(name),
        "name_sort": sort_key(name),
        "kind": "cooperative",
        "sector_group": "agri",
        "sector": "agriculture",
        "street": "Thôn Mẫu",
        "commune": "Xã Mẫu",
        "is_sample": True,
        "province_id": provinces[alliance_id],
        "alliance_id": alliance_id,
        "registered_at": clock.now(),
    }


def _nomination(row: dict[str, Any], ids: dict[str, int], season: Season, officers: dict[int, User]) -> dict[str, Any]:
    now = clock.now()
    return {
        "public_id": new_public_id(),
        "reference": f"HS{season.year}-{row['tax_code'][-7:]}",
        "season_id": season.id,
        "organisation_id": ids[row["tax_code"]],
        "alliance_id": row["alliance_id"],
        "state": "draft",
        "variant": "agri",
        "achievements": "Hợp tác xã liên kết tiêu thụ nông sản cho thành viên.",
        "created_at": now,
        "created_by_id": officers[row["alliance_id"]].id,
        "saved_at": now,
        "lock_version": 1,
    }


def _honour(number: int, nominee: PublicNominee) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "nominee_id": nominee.id,
        "award": "coopstar",
        "award_title": "Giải thưởng mẫu",
        "year": 2025 - number % 2,
        "name": nominee.name,
        "name_fold": fold(nominee.name),
        "name_sort": sort_key(nominee.name),
        "sector": "Nông nghiệp",
        "province_name": "Tuyên Quang",
        "province_code_today": "08",
        "decision_number": "01/QĐ-MẪU",
        "decided_on": clock.today() - timedelta(days=30),
        "certificate_code": secrets.token_hex(16),
        "source": "dữ liệu mẫu",
        "is_sample": True,
        "announced_at": clock.now() - timedelta(days=1),
    }


def sample_code(number: int) -> str:
    """A tax code of the right shape whose check digit is wrong: it can be nobody's."""
    body = f"{900_000_000 + number:09d}"
    return next(code for digit in "0123456789" if not check_digit_is_right(code := body + digit))
