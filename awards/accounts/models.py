"""Accounts, their roles, and the sessions kept on the server."""

from __future__ import annotations

from datetime import datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.policy.actor import Role
from awards.units.models import Alliance


class RoleRow(Model, RoleMixin):
    """A role somebody can be given; the names are those of :class:`awards.policy.actor.Role`."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str] = mapped_column(String(200), default="")


class UserRole(Model):
    """Who holds which role."""

    __tablename__ = "user_role"
    __table_args__ = (UniqueConstraint("user_id", "role_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id", ondelete="RESTRICT"))


class User(PublicIdMixin, Model, UserMixin):
    """A person who signs in. ``fs_uniquifier`` changes to end all sessions.

    The columns ``tf_...`` and ``mf_...`` hold the second factor under the names Flask-Security looks for: the secret
    and the recovery codes encrypted, and the counter of the last code that was taken, so that none is taken twice.
    """

    __tablename__ = "user_account"

    email: Mapped[str] = mapped_column(String(255), unique=True)
    full_name: Mapped[str] = mapped_column(String(120))
    post: Mapped[str] = mapped_column(String(200), default="")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    alliance_id: Mapped[int | None] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"), index=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(500))
    tf_last_counter: Mapped[int | None] = mapped_column(BigInteger)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON(none_as_null=True)))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))

    alliance: Mapped[Alliance | None] = relationship()
    replaced_by: Mapped[User | None] = relationship(remote_side="User.id", back_populates="replaces")
    replaces: Mapped[list[User]] = relationship(back_populates="replaced_by")
    roles: Mapped[list[RoleRow]] = relationship(  # type: ignore[assignment]  # the library's list is of its mixin
        secondary="user_role", lazy="selectin"
    )

    @property
    def role_names(self) -> frozenset[Role]:
        return frozenset(Role(role.name) for role in self.roles)

    @property
    def has_second_factor(self) -> bool:
        return bool(self.tf_primary_method and self.tf_totp_secret)


class ServerSession(Model):
    """A signed-in browser. The cookie holds a random token, the table its hash and the contents."""

    __tablename__ = "server_session"
    __table_args__ = (Index("ix_server_session_expires_at", "expires_at"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    contents: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_agent: Mapped[str] = mapped_column(String(300), default="", server_default="")
    network: Mapped[str] = mapped_column(String(50), default="", server_default="")


class AttemptCount(Model):
    """How often somebody tried under one key (an address, a network, an account) until ``expires_at``."""

    __tablename__ = "attempt_count"
    __table_args__ = (Index("ix_attempt_count_expires_at", "expires_at"),)

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
