"""The words of the permission matrix: roles, and what a row of `expected.py` says.

Nothing here is read from the permission map or from a door. A row says, for one page, which roles
get in, and which are told "forbidden" (403) because they may see the thing but not do this to it. All
other signed-in people are answered "there is no such page" (404) where the address names a thing, and
"forbidden" where it names none. A visitor who is not signed in is sent to the sign-in page, always.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ROLES = (
    "anonymous", "contact", "officer", "leader", "province_member", "province_secretary", "screener",
    "judge", "chair", "secretary", "office", "standing", "auditor", "sysadmin",
)  # fmt: skip
SIGNED_IN = " ".join(ROLES[2:])
"""Everybody with an account; a cooperative's contact comes in by a link."""
PROVINCE = "officer leader"
SEES_DOSSIERS = "screener office auditor"
AFTER_CLOSING = "chair secretary office standing auditor"
PROVINCE_COUNCIL = "officer leader province_member province_secretary"
RUNS_PROVINCE_COUNCIL = "leader province_secretary"


@dataclass(frozen=True)
class Scope:
    """For one kind of thing: who gets in, and who sees it without being let in."""

    into: str
    seen: str = ""


@dataclass(frozen=True)
class Row:
    """One page: its methods, what its address names (nothing: ``""``), the own and the foreign thing."""

    methods: str
    own: Scope
    names: str = ""
    foreign: Scope | None = None
    is_public: bool = False


def page(methods: str, into: str) -> Row:
    """A page whose address names no thing."""
    return Row(methods, Scope(into))


def thing(methods: str, names: str, own: Scope, foreign: Scope) -> Row:
    """A page about one thing."""
    return Row(methods, own, names, foreign)


def same(methods: str, names: str, into: str, seen: str = "") -> Row:
    """A page about one thing that belongs to nobody in particular: own and foreign are alike."""
    return thing(methods, names, Scope(into, seen), Scope(into, seen))


def public(names: str = "") -> Row:
    """Open to everybody; other methods do not exist (405)."""
    return Row("GET", Scope(" ".join(ROLES)), names, Scope(" ".join(ROLES)), is_public=True)


def others(roles: str) -> str:
    """Every signed-in role but these."""
    return " ".join(role for role in SIGNED_IN.split() if role not in roles.split())


def provincial(methods: str, names: str, into: str) -> Row:
    """Something of one province that only ``into`` of that province may do; the centre's desk sees it."""
    seen = " ".join(role for role in f"{PROVINCE} {SEES_DOSSIERS}".split() if role not in into.split())
    return thing(methods, names, Scope(into, seen), Scope("", SEES_DOSSIERS))


def staff(methods: str) -> Row:
    """An account of a province's own staff: looked after by the office, and by that province's leader."""
    return thing(methods, "account", Scope("leader office sysadmin"), Scope("office sysadmin"))


def kept(methods: str, names: str) -> Row:
    """Something of one province's part of the register: its officer keeps it, and the award office."""
    return thing(methods, names, Scope("officer office", "leader screener"), Scope("office", "screener"))


def own_province(methods: str, names: str, into: str, seen: str = "") -> Row:
    """Something of one province that nobody outside it sees."""
    return thing(methods, names, Scope(into, seen), Scope(""))


def closed_round(methods: str, names: str, into: str = PROVINCE_COUNCIL, centre: str = "office auditor") -> Row:
    """A province's counted result: ``into`` of that province and ``centre`` get in, its council and both see it."""
    seen = " ".join(role for role in PROVINCE_COUNCIL.split() if role not in into.split())
    out = " ".join(role for role in ("office", "auditor") if role not in centre.split())
    return thing(methods, names, Scope(f"{into} {centre}", f"{seen} {out}"), Scope(centre, out))


@dataclass(frozen=True)
class LibraryRow:
    """A page of a library: the answer to each of GET POST PUT PATCH DELETE, for a stranger and a signed-in person."""

    stranger: tuple[int, int, int, int, int]
    signed_in: tuple[int, int, int, int, int]
    address: dict[str, str] = field(default_factory=dict)
