"""The person (or nobody) on whose behalf something is asked or done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of the glossary; a person may hold several."""

    CONTACT = "contact"
    OFFICER = "officer"
    LEADER = "leader"
    PROVINCE_MEMBER = "province_member"
    PROVINCE_SECRETARY = "province_secretary"
    SCREENER = "screener"
    JUDGE = "judge"
    CHAIR = "chair"
    SECRETARY = "secretary"
    OFFICE = "office"
    STANDING = "standing"
    AUDITOR = "auditor"
    SYSADMIN = "sysadmin"


PROVINCIAL_ROLES = frozenset({Role.OFFICER, Role.LEADER, Role.PROVINCE_MEMBER, Role.PROVINCE_SECRETARY})
"""Roles held in a provincial alliance; its leader looks after the accounts of people who hold no other."""


@dataclass(frozen=True)
class Actor:
    """Facts about the person, put together at the edge.

    ``public_id`` names the person in the audit log; ``alliance_id`` is the provincial alliance the
    person works for, if any. An actor without ``user_id`` is the public or the system itself.
    """

    public_id: str
    user_id: int | None = None
    roles: frozenset[Role] = frozenset()
    alliance_id: int | None = None
    name: str = ""
    contact_link_id: int | None = None
    """The link a cooperative's contact came in by: somebody we know without an account."""

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_known(self) -> bool:
        """Signed in, or here by a cooperative's link."""
        return self.is_signed_in or self.contact_link_id is not None

    def holds(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


ANONYMOUS = Actor(public_id="anonymous")
"""Nobody signed in: the public."""

OPERATOR = Actor(public_id="operator", roles=frozenset({Role.OFFICE, Role.SYSADMIN}), name="Vận hành")
"""Whoever runs a command on the server itself (``awards init``); has no account."""
