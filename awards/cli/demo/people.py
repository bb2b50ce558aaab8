"""The invented people of the demonstration, each with a way in."""

from __future__ import annotations

from dataclasses import dataclass

from flask_security import hash_password
from sqlalchemy import select

from awards.accounts import services as accounts
from awards.accounts.identity import actor_of
from awards.accounts.inputs import AccountInput
from awards.accounts.models import User
from awards.base.database import db
from awards.cli.demo.names import person, slug
from awards.policy.actor import OPERATOR, Actor, Role
from awards.units import queries as units
from awards.units.models import Alliance

PASSPHRASE = "ngoi sao hop tac xa"  # noqa: S105 - printed on the screen, for a demonstration on this machine only
MAIL = "mau.example"
MAIN_PROVINCE = "Phú Thọ"
"""Whose officer and leader are shown first."""

JUDGES: tuple[tuple[str, Role, str | None], ...] = (
    ("chutich", Role.CHAIR, None),
    ("uyvien1", Role.JUDGE, MAIN_PROVINCE),
    ("uyvien2", Role.JUDGE, None),
    ("uyvien3", Role.JUDGE, "Nghệ An"),
    ("uyvien4", Role.JUDGE, None),
    ("uyvien5", Role.JUDGE, "Đà Nẵng"),
    ("uyvien6", Role.JUDGE, "Cần Thơ"),
)
"""A council of seven; those who work for a provincial alliance are recused from its nominees."""

CENTRE: tuple[tuple[str, Role, str], ...] = (
    ("thuongtruc1", Role.OFFICE, "Thường trực giải thưởng"),
    ("thuongtruc2", Role.OFFICE, "Thường trực giải thưởng"),
    ("thamtra", Role.SCREENER, "Tổ thẩm tra"),
    ("thuky", Role.SECRETARY, "Thư ký hội đồng"),
    ("banthuongvu", Role.STANDING, "Ban Thường vụ"),
    ("thanhtra", Role.AUDITOR, "Ban Kiểm tra"),
    ("quantri", Role.SYSADMIN, "Trung tâm Chuyển đổi số"),
)


@dataclass(frozen=True)
class Desk:
    """A provincial alliance with its officer and leader."""

    alliance: Alliance
    officer: Actor
    leader: Actor


@dataclass(frozen=True)
class People:
    """Everybody who acts in the demonstration."""

    office: Actor
    second_office: Actor
    screener: Actor
    secretary: User
    judges: tuple[User, ...]
    desks: tuple[Desk, ...]

    def desk_of(self, province: str) -> Desk:
        return next(desk for desk in self.desks if desk.alliance.province_name == province)


def engage() -> People:
    """Open the accounts of all 34 provinces and of the centre; everybody has the one passphrase."""
    alliances = units.all_alliances()
    by_province = {alliance.province_name: alliance for alliance in alliances}
    main = by_province[MAIN_PROVINCE]
    centre = {name: _account(name, role, post, None) for name, role, post in CENTRE}
    judges = tuple(
        _account(name, role, "Hội đồng Trung ương", by_province[province] if province else None)
        for name, role, province in JUDGES
    )
    desks = tuple(_desk(alliance) for alliance in alliances)
    _account(f"uyvien.{slug(MAIN_PROVINCE)}", Role.PROVINCE_MEMBER, "Hội đồng cấp tỉnh", main)
    _account(f"thuky.{slug(MAIN_PROVINCE)}", Role.PROVINCE_SECRETARY, "Hội đồng cấp tỉnh", main)
    _account("htx", Role.CONTACT, "Hợp tác xã Mẫu", None)
    _give_passphrase()
    return People(
        office=actor_of(centre["thuongtruc1"]),
        second_office=actor_of(centre["thuongtruc2"]),
        screener=actor_of(centre["thamtra"]),
        secretary=centre["thuky"],
        judges=judges,
        desks=desks,
    )


def sign_in_names() -> list[tuple[str, str]]:
    """Role in words and sign-in name, in the order a newcomer would walk."""
    main = slug(MAIN_PROVINCE)
    return [
        (f"Cán bộ Liên minh {MAIN_PROVINCE}", f"canbo.{main}@{MAIL}"),
        (f"Lãnh đạo Liên minh {MAIN_PROVINCE}", f"lanhdao.{main}@{MAIL}"),
        ("Cán bộ thẩm tra", f"thamtra@{MAIL}"),
        ("Thường trực giải thưởng", f"thuongtruc1@{MAIL}"),
        ("Thường trực, người thứ hai", f"thuongtruc2@{MAIL}"),
        ("Chủ tịch hội đồng", f"chutich@{MAIL}"),
        ("Ủy viên hội đồng (sáu người)", f"uyvien1@{MAIL} … uyvien6"),
        ("Thư ký hội đồng", f"thuky@{MAIL}"),
        ("Ban Thường vụ", f"banthuongvu@{MAIL}"),
        ("Thanh tra, kiểm tra", f"thanhtra@{MAIL}"),
        ("Quản trị hệ thống", f"quantri@{MAIL}"),
        (f"Hội đồng cấp tỉnh {MAIN_PROVINCE}", f"uyvien.{main}@{MAIL}, thuky.{main}"),
        ("Đầu mối hợp tác xã", f"htx@{MAIL}"),
        ("Các tỉnh khác", f"canbo.ca-mau@{MAIL}, lanhdao.ca-mau …"),
    ]


def _desk(alliance: Alliance) -> Desk:
    name = slug(alliance.province_name)
    officer = _account(f"canbo.{name}", Role.OFFICER, "Chuyên viên", alliance)
    leader = _account(f"lanhdao.{name}", Role.LEADER, "Phó Chủ tịch", alliance)
    return Desk(alliance, actor_of(officer), actor_of(leader))


def _account(name: str, role: Role, post: str, alliance: Alliance | None) -> User:
    entry = AccountInput(f"{name}@{MAIL}", person("account", name), post, frozenset({role}))
    return accounts.create_account(OPERATOR, entry, alliance)


def _give_passphrase() -> None:
    """Hashed once for all: argon2 is slow on purpose."""
    hashed = hash_password(PASSPHRASE)
    for user in db.session.scalars(select(User)):
        user.password = hashed
