"""Opening and closing accounts, inviting their people, and what a person does about the own account."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from flask import current_app
from flask_security import recovery_codes
from flask_security.recoverable import generate_reset_password_token
from flask_security.utils import url_for_security
from sqlalchemy import delete, func, select

from awards.accounts.inputs import AccountInput
from awards.accounts.models import RoleRow, ServerSession, User
from awards.accounts.queries import MARK_LENGTH
from awards.accounts.second_factor import METHOD, must_have_factor
from awards.accounts.telling import tell_owner, tell_owner_and_office
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.policy.actions import Action
from awards.policy.actor import PROVINCIAL_ROLES, Actor, Role
from awards.policy.permission_map import require
from awards.units.models import Alliance


def create_account(actor: Actor, entry: AccountInput, alliance: Alliance | None) -> User:
    """Open an account that has no passphrase yet. Raises :class:`DomainError` when the address is taken.

    A province's leader opens accounts of the own alliance only, with a province's roles only.
    """
    require(actor, Action.ACCOUNT_CREATE)
    if not actor.holds(Role.OFFICE, Role.SYSADMIN):
        _refuse_beyond_own_province(actor, entry, alliance)
    if db.session.scalar(select(User.id).where(func.lower(User.email) == entry.email.lower())) is not None:
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
    if not user.active:
        raise DomainError("Tài khoản này đang khóa. Hãy mở lại trước khi tạo liên kết.")
    audit.record(actor, Action.ACCOUNT_INVITE, f"user:{user.public_id}")
    token = generate_reset_password_token(user)  # type: ignore[no-untyped-call]
    with current_app.test_request_context(base_url=current_app.config["AWARDS_BASE_URL"]):
        return str(url_for_security("reset_password", token=token, _external=True))


def close_account(actor: Actor, user: User, reason: str, successor: User | None) -> None:
    """Close an account: its sessions and links end at once, and the log says who goes on with the work."""
    require(actor, Action.ACCOUNT_CLOSE, user)
    if user.id == actor.user_id:
        raise DomainError("Anh/chị không tự khóa tài khoản của mình được.")
    if not user.active:
        return
    if successor is not None and (successor.id == user.id or successor.alliance_id != user.alliance_id):
        raise DomainError("Người nhận bàn giao phải là người khác ở cùng nơi làm việc.", "successor")
    if Role.OFFICE in user.role_names and _others_of_the_office(user) == 0:
        raise DomainError("Đây là tài khoản cuối cùng của Thường trực giải thưởng nên không khóa được.")
    user.active = False
    user.closed_at, user.closed_reason, user.replaced_by = clock.now(), reason, successor
    _end_everything(user)
    audit.record(actor, Action.ACCOUNT_CLOSE, f"user:{user.public_id}", reason)
    if successor is not None:
        _hand_over(actor, user, successor)


def reopen_account(actor: Actor, user: User, reason: str) -> None:
    """Let a closed account be used again; its person signs in anew."""
    require(actor, Action.ACCOUNT_REOPEN, user)
    if user.active:
        return
    user.active = True
    user.closed_at, user.closed_reason, user.replaced_by = None, "", None
    _end_everything(user)
    audit.record(actor, Action.ACCOUNT_REOPEN, f"user:{user.public_id}", reason)
    tell_owner(user, "Tài khoản đã được mở lại", "Tài khoản của anh/chị đã được mở lại.")


def reset_factor(actor: Actor, user: User, reason: str) -> None:
    """Take away the second factor of somebody who lost both the telephone and the recovery codes."""
    require(actor, Action.FACTOR_RESET, user)
    if user.id == actor.user_id:
        raise DomainError("Hãy đổi bước xác thực thứ hai của mình ở trang Bảo mật của tôi.")
    if not user.has_second_factor:
        return
    _forget_factor(user)
    _end_everything(user)
    audit.record(actor, Action.FACTOR_RESET, f"user:{user.public_id}", reason)
    tell_owner_and_office(
        user, "Bước xác thực thứ hai đã được gỡ", "Bước xác thực thứ hai đã được gỡ; cần thiết lập lại khi đăng nhập."
    )


def set_factor(actor: Actor, user: User, secret: str, counter: int, session_hash: str) -> list[str]:
    """Switch the second factor on (or move it to another telephone); gives back new recovery codes, shown once.

    ``secret`` is already encrypted and ``counter`` the step of the code that proved it. Other sessions end.
    """
    require(actor, Action.FACTOR_SET)
    _refuse_another_s(actor, user)
    user.tf_primary_method, user.tf_totp_secret, user.tf_last_counter = METHOD, secret, counter
    codes = _new_codes(user)
    db.session.execute(
        delete(ServerSession).where(ServerSession.user_id == user.id, ServerSession.token_hash != session_hash)
    )
    audit.record(actor, Action.FACTOR_SET, f"user:{user.public_id}")
    tell_owner(
        user,
        "Đã bật bước xác thực thứ hai",
        "Từ nay đăng nhập cần thêm mã trên điện thoại. Các phiên khác đã kết thúc.",
    )
    return codes


def remove_factor(actor: Actor, user: User, *, asked: bool) -> None:
    """Switch the own second factor off; refused for roles that must have one where this is ``asked``."""
    require(actor, Action.FACTOR_REMOVE)
    _refuse_another_s(actor, user)
    if not user.has_second_factor:
        return
    if must_have_factor(user, asked=asked):
        raise DomainError("Vai trò của anh/chị bắt buộc có bước xác thực thứ hai nên không tắt được.")
    _forget_factor(user)
    audit.record(actor, Action.FACTOR_REMOVE, f"user:{user.public_id}")
    tell_owner_and_office(user, "Đã tắt bước xác thực thứ hai", "Bước xác thực thứ hai đã được tắt.")


def renew_recovery_codes(actor: Actor, user: User) -> list[str]:
    """New recovery codes in place of all old ones; shown once."""
    require(actor, Action.RECOVERY_RENEW)
    _refuse_another_s(actor, user)
    if not user.has_second_factor:
        raise DomainError("Hãy bật bước xác thực thứ hai trước khi tạo mã dự phòng.")
    codes = _new_codes(user)
    audit.record(actor, Action.RECOVERY_RENEW, f"user:{user.public_id}")
    tell_owner(user, "Đã tạo mã dự phòng mới", "Mã dự phòng cũ không còn dùng được.")
    return codes


def end_sessions(actor: Actor, session_hash: str, mark: str | None = None) -> int:
    """End one of the own sessions by its mark, or every one but this; gives back how many ended."""
    require(actor, Action.SESSIONS_END)
    statement = delete(ServerSession).where(
        ServerSession.user_id == actor.user_id, ServerSession.token_hash != session_hash
    )
    if mark is not None:
        statement = statement.where(func.substr(ServerSession.token_hash, 1, MARK_LENGTH) == mark)
    ended = int(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]
    if ended:
        audit.record(actor, Action.SESSIONS_END, f"user:{actor.public_id}", ended)
    return ended


def ensure_roles() -> None:
    """One row for each role of the policy."""
    present = set(db.session.scalars(select(RoleRow.name)))
    db.session.add_all(RoleRow(name=role.value) for role in Role if role.value not in present)
    db.session.flush()


def _refuse_beyond_own_province(actor: Actor, entry: AccountInput, alliance: Alliance | None) -> None:
    if alliance is None or alliance.id != actor.alliance_id:
        raise DomainError("Anh/chị chỉ mở được tài khoản cho Liên minh của mình.", "alliance")
    if not entry.roles <= PROVINCIAL_ROLES:
        raise DomainError("Anh/chị chỉ giao được các vai trò của cấp tỉnh.", "roles")


def _refuse_another_s(actor: Actor, user: User) -> None:
    if user.id != actor.user_id:
        raise DomainError("Anh/chị chỉ đổi được bước xác thực của chính mình.")


def _hand_over(actor: Actor, user: User, successor: User) -> None:
    audit.record(actor, Action.ACCOUNT_HAND_OVER, f"user:{user.public_id}>user:{successor.public_id}")
    tell_owner(
        successor,
        "Nhận bàn giao công việc",
        f"Anh/chị tiếp tục công việc của {user.full_name} trong hệ thống giải thưởng.",
    )


def _others_of_the_office(user: User) -> int:
    held = User.roles.any(RoleRow.name == Role.OFFICE.value)
    return db.session.scalar(select(func.count()).select_from(User).where(held, User.active, User.id != user.id)) or 0


def _end_everything(user: User) -> None:
    """Sessions, links and half-made sign-ins of the account are worth nothing from now on."""
    user.fs_uniquifier = secrets.token_hex(32)
    db.session.execute(delete(ServerSession).where(ServerSession.user_id == user.id))


def _forget_factor(user: User) -> None:
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = user.mf_recovery_codes = None


def _new_codes(user: User) -> list[str]:
    maker: recovery_codes.MfRecoveryCodesUtil = current_app.extensions["security"].mf_recovery_codes_util
    return maker.create_recovery_codes(user)


def _role_rows(roles: Iterable[Role]) -> Iterable[RoleRow]:
    return db.session.scalars(select(RoleRow).where(RoleRow.name.in_([role.value for role in roles])))
