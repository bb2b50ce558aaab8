"""Opening an account, inviting its person, and what sign-in leaves in the log."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from flask import current_app
from flask_security.recoverable import generate_reset_password_token
from flask_security.utils import url_for_security
from sqlalchemy import select

from awards.accounts.inputs import AccountInput
from awards.accounts.models import RoleRow, User
from awards.audit import services as audit
from awards.base.database import db
from awards.base.errors import DomainError
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.units.models import Alliance

PROVINCIAL_ROLES = frozenset({Role.OFFICER, Role.LEADER, Role.PROVINCE_MEMBER, Role.PROVINCE_SECRETARY})


def create_account(actor: Actor, entry: AccountInput, alliance: Alliance | None) -> User:
    """Open an account that has no passphrase yet. Raises :class:`DomainError` when the address is taken."""
    require(actor, Action.ACCOUNT_CREATE)
    if db.session.scalar(select(User.id).where(User.email == entry.email)) is not None:
        raise DomainError("Địa chỉ thư điện tử này đã có tài khoản.", "email")
    if PROVINCIAL_ROLES & entry.roles and alliance is None:
        raise DomainError("Chọn Liên minh Hợp tác xã tỉnh mà người này làm việc.", "alliance")
    user = User(
        email=entry.email,
        full_name=entry.full_name,
        post=entry.post,
        alliance=alliance,
        fs_uniquifier=secrets.token_hex(32),
        active=True,
        roles=list(_role_rows(entry.roles)),
    )
    db.session.add(user)
    db.session.flush()
    audit.record(actor, Action.ACCOUNT_CREATE, f"user:{user.public_id}", sorted(entry.roles))
    return user


def invite(actor: Actor, user: User) -> str:
    """A link with which the person sets the first passphrase: single use, for a limited time."""
    require(actor, Action.ACCOUNT_INVITE, user)
    audit.record(actor, Action.ACCOUNT_INVITE, f"user:{user.public_id}")
    token = generate_reset_password_token(user)  # type: ignore[no-untyped-call]
    with current_app.test_request_context(base_url=current_app.config["AWARDS_BASE_URL"]):
        return str(url_for_security("reset_password", token=token, _external=True))


def ensure_roles() -> None:
    """One row for each role of the policy."""
    present = set(db.session.scalars(select(RoleRow.name)))
    db.session.add_all(RoleRow(name=role.value) for role in Role if role.value not in present)
    db.session.flush()


def _role_rows(roles: Iterable[Role]) -> Iterable[RoleRow]:
    return db.session.scalars(select(RoleRow).where(RoleRow.name.in_([role.value for role in roles])))
